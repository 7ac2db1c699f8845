/*
 * Tokens: 32 random bytes as 64 hexadecimal digits. Whoever has one is let in,
 * so the server keeps only its hash (BLAKE2b of libsodium), and a form's token
 * is made out of the cookie's and tells nothing about it.
 */
#ifndef SKAPA_KIOSK_TOKEN_H
#define SKAPA_KIOSK_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#define TOKEN 65     /* with the NUL */
#define TOKEN_KEY 32 /* bytes */

void token_new(char token[TOKEN]);
/* Whether text is what token_new could have made. */
bool token_is(const char *text);
/* What is kept of it. */
void token_hash(const char *token, char hash[TOKEN]);
/*
 * The token of the forms on pages that this cookie sees; "" for a page that
 * needs none. key: the store's, so that it is the same after a restart.
 */
void token_of_form(
	const uint8_t key[TOKEN_KEY], const char *cookie, char token[TOKEN]);
/* In a time that does not tell where they differ. b may be NULL. */
bool token_same(const char a[TOKEN], const char *b);
/* n digits at random, for a code that a person types; with the NUL n + 1. */
void token_digits(int n, char *digits);

#endif

#include "kiosk/token.h"

#include "core/str.h"

#include <sodium.h>
#include <string.h>

#define BYTES 32

void
token_new(char token[TOKEN])
{
	unsigned char bytes[BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	str_hex(bytes, sizeof(bytes), token);
	sodium_memzero(bytes, sizeof(bytes));
}

bool
token_is(const char *text)
{
	return strlen(text) == TOKEN - 1 &&
	       strspn(text, "0123456789abcdef") == TOKEN - 1;
}

void
token_hash(const char *token, char hash[TOKEN])
{
	unsigned char bytes[BYTES];

	crypto_generichash(bytes, sizeof(bytes), (const unsigned char *)token,
		strlen(token), NULL, 0);
	str_hex(bytes, sizeof(bytes), hash);
}

void
token_of_form(
	const uint8_t key[TOKEN_KEY], const char *cookie, char token[TOKEN])
{
	static const char what[] = "form";
	crypto_generichash_state state;
	unsigned char bytes[BYTES];

	crypto_generichash_init(&state, key, TOKEN_KEY, sizeof(bytes));
	/* With its NUL: nothing else of the key's begins so. */
	crypto_generichash_update(
		&state, (const unsigned char *)what, sizeof(what));
	crypto_generichash_update(
		&state, (const unsigned char *)cookie, strlen(cookie));
	crypto_generichash_final(&state, bytes, sizeof(bytes));
	str_hex(bytes, sizeof(bytes), token);
}

bool
token_same(const char a[TOKEN], const char *b)
{
	return b != NULL && strlen(b) == TOKEN - 1 &&
	       sodium_memcmp(a, b, TOKEN - 1) == 0;
}

void
token_digits(int n, char *digits)
{
	int i;

	for (i = 0; i < n; i++)
		digits[i] = (char)('0' + randombytes_uniform(10));
	digits[n] = '\0';
}

#include "core/code.h"

#include "core/err.h"

#include <sodium.h>
#include <string.h>

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char base45[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

int
base32_value(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	at = c == '\0' ? NULL : strchr(crockford, c);
	return at == NULL ? -1 : (int)(at - crockford);
}

char
base32_symbol(int value)
{
	return crockford[value & 31];
}

/* Times a in GF(32) with x^5 + x^2 + 1. */
static int
times_a(int v)
{
	v <<= 1;
	return v & 32 ? (v ^ 0x25) & 31 : v;
}

int
base32_check(const uint8_t *symbols, size_t n)
{
	int sum = 0;
	size_t i;

	/* Horner: the first symbol has the highest power, the check a^0. */
	for (i = 0; i < n; i++)
		sum = times_a(sum ^ symbols[i]);
	return sum;
}

/* Ten or eight symbols out of text, n of them, the last a valid check. */
static bool
read_symbols(const char *text, size_t n, char *out)
{
	uint8_t value[16];
	size_t got = 0;

	for (; *text != '\0'; text++) {
		int v;

		if (*text == '-' || *text == ' ')
			continue;
		v = base32_value(*text);
		if (v < 0 || got == n)
			return false;
		value[got] = (uint8_t)v;
		out[got++] = base32_symbol(v);
	}
	out[got] = '\0';
	return got == n && base32_check(value, n - 1) == value[n - 1];
}

static void
finish_symbols(uint8_t *value, size_t n, char *out)
{
	size_t i;

	value[n - 1] = (uint8_t)base32_check(value, n - 1);
	for (i = 0; i < n; i++)
		out[i] = base32_symbol(value[i]);
	out[n] = '\0';
}

void
code_line(const uint8_t token[CODE_TOKEN], char line[CODE_LINE])
{
	static const char domain[] = "skapa code line";
	uint8_t hash[crypto_generichash_BYTES];
	uint8_t value[CODE_LINE - 1];
	uint64_t bits = 0;
	int i;

	crypto_generichash(hash, sizeof(hash), token, CODE_TOKEN,
		(const uint8_t *)domain, sizeof(domain));
	for (i = 0; i < 8; i++)
		bits = bits << 8 | hash[i];
	for (i = 0; i < CODE_LINE - 2; i++)
		value[i] = (uint8_t)(bits >> (5 * i) & 31);
	finish_symbols(value, CODE_LINE - 1, line);
}

void
code_line_shown(const char line[CODE_LINE], char shown[CODE_LINE_SHOWN])
{
	memcpy(shown, line, 5);
	shown[5] = '-';
	memcpy(shown + 6, line + 5, 6);
}

bool
code_line_read(const char *text, char line[CODE_LINE])
{
	char out[CODE_LINE];

	if (!read_symbols(text, CODE_LINE - 1, out))
		return false;
	memcpy(line, out, sizeof(out));
	return true;
}

void
person_code_make(char code[PERSON_CODE])
{
	uint8_t value[8];
	char out[9];
	int i;

	for (i = 0; i < 7; i++)
		value[i] = (uint8_t)randombytes_uniform(32);
	finish_symbols(value, 8, out);
	memcpy(code, out, 4);
	code[4] = '-';
	memcpy(code + 5, out + 4, 5);
}

bool
person_code_read(const char *text, char code[PERSON_CODE])
{
	char out[9];

	if (!read_symbols(text, 8, out))
		return false;
	memcpy(code, out, 4);
	code[4] = '-';
	memcpy(code + 5, out + 4, 5);
	return true;
}

bool
token_make(uint8_t token[CODE_TOKEN], struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_SYSTEM, "no source of randomness");
	randombytes_buf(token, CODE_TOKEN);
	return true;
}

static void
mac_of(const uint8_t *bytes, const uint8_t key[CODE_KEY], uint8_t mac[8])
{
	uint8_t whole[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256(whole, bytes, CODE_PAYLOAD - 8, key);
	memcpy(mac, whole, 8);
}

void
code_write(const struct page_code *code, const uint8_t key[CODE_KEY],
	char text[CODE_TEXT])
{
	uint8_t bytes[CODE_PAYLOAD];
	size_t i;

	bytes[0] = CODE_VERSION;
	bytes[1] = (uint8_t)(code->layout_id >> 8);
	bytes[2] = (uint8_t)code->layout_id;
	bytes[3] = (uint8_t)(code->page << 4 | code->of);
	memcpy(bytes + 4, code->token, CODE_TOKEN);
	mac_of(bytes, key, bytes + 4 + CODE_TOKEN);
	for (i = 0; i < CODE_PAYLOAD / 2; i++) {
		const unsigned pair =
			(unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];

		text[3 * i] = base45[pair % 45];
		text[3 * i + 1] = base45[pair / 45 % 45];
		text[3 * i + 2] = base45[pair / 2025];
	}
	text[CODE_TEXT - 1] = '\0';
}

/* CODE_PAYLOAD bytes from 42 base-45 characters. */
static bool
read_base45(const char *text, uint8_t bytes[CODE_PAYLOAD])
{
	size_t i;

	if (strlen(text) != CODE_TEXT - 1)
		return false;
	for (i = 0; i < CODE_PAYLOAD / 2; i++) {
		const char *a = strchr(base45, text[3 * i]);
		const char *b = strchr(base45, text[3 * i + 1]);
		const char *c = strchr(base45, text[3 * i + 2]);
		unsigned pair;

		if (a == NULL || b == NULL || c == NULL)
			return false;
		pair = (unsigned)(a - base45) + 45 * (unsigned)(b - base45) +
		       2025 * (unsigned)(c - base45);
		if (pair > 0xffff)
			return false;
		bytes[2 * i] = (uint8_t)(pair >> 8);
		bytes[2 * i + 1] = (uint8_t)pair;
	}
	return true;
}

enum code_verdict
code_read(const char *text, const uint8_t key[CODE_KEY], struct page_code *code)
{
	uint8_t bytes[CODE_PAYLOAD];
	uint8_t mac[8];
	struct page_code out;

	if (!read_base45(text, bytes) || bytes[0] != CODE_VERSION)
		return CODE_NOT_OURS;
	out.layout_id = (uint16_t)(bytes[1] << 8 | bytes[2]);
	out.page = bytes[3] >> 4;
	out.of = bytes[3] & 15;
	memcpy(out.token, bytes + 4, CODE_TOKEN);
	mac_of(bytes, key, mac);
	if (sodium_memcmp(mac, bytes + 4 + CODE_TOKEN, sizeof(mac)) != 0)
		return CODE_FORGED;
	if (out.page < 1 || out.page > out.of)
		return CODE_FORGED;
	*code = out;
	return CODE_OK;
}

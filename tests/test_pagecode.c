#include "tests/test.h"

#include "intake/pagecode.h"
#include "intake/paper.h"
#include "intake/reduce.h"
#include "tests/synth_page.h"

static struct pagecode *pagecode;
static struct paper paper;
static struct grey work;

static int
setup(void **state)
{
	struct err err = {0};

	(void)state;
	pagecode = pagecode_new(&err);
	return pagecode == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	pagecode_free(pagecode);
	paper_done(&paper);
	grey_finish(&work);
	return 0;
}

#define DPI 150

/* Reads the codes of the page with a map that is off by (dx, dy) um. */
static enum pagecode_result
read_codes(const struct synth *synth, double dx, double dy, double noise,
	struct page_code *code, double agreement[FRAME_CODES])
{
	const struct synth_scan how = {.dpi = DPI, .depth = 8, .noise = noise};
	const double k = DPI / 25400.0;
	const struct homography map = {{k, 0, dx * k, 0, k, dy * k, 0, 0, 1}};
	struct code_place place[FRAME_CODES];
	struct err err = {0};
	struct image image;
	int i;

	synth_scan(synth, &how, &image);
	assert_ok(reduce(&image, 1, &work, &err), &err);
	assert_ok(paper_measure(&work, &paper, &err), &err);
	synth_image_free(&image);
	for (i = 0; i < FRAME_CODES; i++) {
		place[i] =
			pagecode_locate(pagecode, &work, &paper, &map, i, 0.75);
		agreement[i] = place[i].agreement;
	}
	return pagecode_read(
		pagecode, &work, &paper, &map, place, synth->key, code);
}

/* Takes a share of a copy away, from its top, or its left if `left`. */
static void
cover(struct synth *synth, int copy, double share, bool left, double value)
{
	struct um_rect rect = frame_code(copy);

	if (left)
		rect.w = (int32_t)(rect.w * share);
	else
		rect.h = (int32_t)(rect.h * share);
	synth_rect(synth, rect, value);
}

static const struct {
	const char *name;
	double share[2]; /* of each copy that is gone */
	double value;	 /* what is there instead, 0 black */
	bool left;
	double dx, dy, noise;
	enum pagecode_result want;
} cases[] = {
	{"clean", {0, 0}, 1, false, 0, 0, 0, PAGECODE_OK},
	{"map 0.7 mm off", {0, 0}, 1, false, 700, -600, 0, PAGECODE_OK},
	{"noise", {0, 0}, 1, false, 100, 100, 20, PAGECODE_OK},
	{"copy 0 gone", {1, 0}, 1, false, 200, 0, 3, PAGECODE_OK},
	{"copy 1 gone", {0, 1}, 0, false, 0, 200, 3, PAGECODE_OK},
	{"finders of copy 0 torn off", {.25, 1}, 1, false, 0, 0, 3,
		PAGECODE_OK},
	{"each half gone, on other sides", {.45, .45}, 1, false, 0, 0, 3,
		PAGECODE_NOTHING},
	{"both gone", {1, 1}, 1, false, 0, 0, 3, PAGECODE_NOTHING},
};

static void
test_pagecode__by_table(void **state)
{
	struct synth *synth = synth_new(21);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct page_code code = {0};
		enum pagecode_result got;
		double agreement[FRAME_CODES];
		int k;

		synth_clean(synth);
		for (k = 0; k < FRAME_CODES; k++)
			if (cases[i].share[k] > 0)
				cover(synth, k, cases[i].share[k],
					cases[i].left, cases[i].value);
		got = read_codes(synth, cases[i].dx, cases[i].dy,
			cases[i].noise, &code, agreement);
		if (got != cases[i].want)
			fail_msg("row %zu '%s': result %d (agreement %g, %g)",
				i, cases[i].name, (int)got, agreement[0],
				agreement[1]);
		if (got == PAGECODE_OK &&
			memcmp(code.token, synth->code.token, CODE_TOKEN) != 0)
			fail_msg("row %zu '%s': another token", i,
				cases[i].name);
	}
	synth_free(synth);
}

/* What neither copy has whole, both have together. */
static void
test_pagecode__copies_are_combined(void **state)
{
	struct synth *synth = synth_new(22);
	struct page_code code;
	double agreement[FRAME_CODES];
	struct um_rect rect;
	int i, k;

	(void)state;
	/* Thin white stripes: other modules are gone in each copy. */
	for (k = 0; k < FRAME_CODES; k++)
		for (i = 0; i < 5; i++) {
			rect = frame_code(k);
			rect.y += (9 + 5 * i + 3 * k) * FRAME_MODULE;
			rect.h = 2 * FRAME_MODULE;
			synth_rect(synth, rect, .55);
		}
	assert_int_equal(
		read_codes(synth, 0, 0, 2, &code, agreement), PAGECODE_OK);
	synth_free(synth);
}

static void
test_pagecode__foreign_and_forged(void **state)
{
	struct synth *synth = synth_new(23);
	struct page_code other = synth->code, code;
	double agreement[FRAME_CODES];
	char mine[CODE_TEXT], text[CODE_TEXT];

	(void)state;
	code_write(&synth->code, synth->key, mine);
	synth_codes(synth, "HTTPS://EXAMPLE.ORG/", "HTTPS://EXAMPLE.ORG/");
	assert_int_equal(read_codes(synth, 0, 0, 0, &code, agreement),
		PAGECODE_NOT_OURS);
	synth->key[0] ^= 1;
	code_write(&synth->code, synth->key, text);
	synth->key[0] ^= 1;
	synth_codes(synth, text, text);
	assert_int_equal(
		read_codes(synth, 0, 0, 0, &code, agreement), PAGECODE_FORGED);
	/* Two sheets on each other: one code of each. */
	other.token[3] ^= 0x55;
	code_write(&other, synth->key, text);
	synth_codes(synth, mine, text);
	assert_int_equal(read_codes(synth, 0, 0, 0, &code, agreement),
		PAGECODE_CONFLICT);
	synth_codes(synth, text, mine);
	assert_int_equal(read_codes(synth, 0, 0, 0, &code, agreement),
		PAGECODE_CONFLICT);
	synth_free(synth);
}

/* --- forged codes --------------------------------------------------------- */

/* FORGED: how many; `make soak` tries a million. */
static int
forged_count(void)
{
	const char *text = getenv("FORGED");

	return text == NULL ? 10000 : atoi(text);
}

/* A text near a good one: bits flipped, parts swapped, or another key. */
static void
forge(const struct page_code *code, const uint8_t key[CODE_KEY], unsigned n,
	char text[CODE_TEXT])
{
	static const char base45[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	uint8_t other_key[CODE_KEY];
	struct page_code other = *code;
	char second[CODE_TEXT];
	const unsigned at = n / 4 % 42;
	unsigned i;

	memcpy(other_key, key, CODE_KEY);
	code_write(code, key, text);
	switch (n % 4) {
	case 0: /* one to three wrong symbols */
		for (i = 0; i <= n / 168 % 3; i++) {
			char *c = &text[(at + 13 * i) % 42];
			const char was = *c;

			*c = base45[(n / 504 + 7 * i) % 45];
			if (*c == was)
				*c = was == 'A' ? 'B' : 'A';
		}
		break;
	case 1: /* the other site's, or a guessed, key */
		other_key[n / 4 % CODE_KEY] ^= (uint8_t)(1 << n / 128 % 8);
		code_write(code, other_key, text);
		break;
	case 2: /* another page's token under this page's MAC */
		other.token[n / 4 % CODE_TOKEN] ^= (uint8_t)(1 + n / 64 % 255);
		code_write(&other, key, second);
		memcpy(text, second, 30);
		break;
	case 3: /* another page of the sheet, with the MAC of this one */
		other.page = (uint8_t)(2 + n / 4 % 14);
		other.of = 15;
		code_write(&other, key, second);
		memcpy(text, second, 30);
		break;
	}
}

static void
test_pagecode__no_forged_code_is_read(void **state)
{
	const int n = forged_count();
	struct page_code code = {.layout_id = 3, .page = 1, .of = 4}, got;
	uint8_t key[CODE_KEY] = {1, 2, 3};
	char text[CODE_TEXT];
	int i, accepted = 0;

	(void)state;
	for (i = 0; i < n; i++) {
		memcpy(code.token, &i, sizeof(i));
		code.token[CODE_TOKEN - 1] = (uint8_t)(i * 7);
		forge(&code, key, (unsigned)i, text);
		accepted += code_read(text, key, &got) == CODE_OK;
	}
	printf("%d forged codes, %d accepted\n", n, accepted);
	assert_int_equal(accepted, 0);
}

/* The same, printed and scanned: through the symbol and its correction. */
static void
test_pagecode__no_forged_symbol_is_read(void **state)
{
	const int n = forged_count() / 2000;
	struct synth *synth = synth_new(24);
	struct page_code code;
	double agreement[FRAME_CODES];
	char text[CODE_TEXT];
	int i;

	(void)state;
	for (i = 0; i < n; i++) {
		forge(&synth->code, synth->key, (unsigned)i * 37, text);
		synth_codes(synth, text, i % 2 == 0 ? text : NULL);
		if (read_codes(synth, 0, 0, 0, &code, agreement) == PAGECODE_OK)
			fail_msg("forged symbol %d is accepted", i);
	}
	printf("%d forged symbols, 0 accepted\n", n);
	synth_free(synth);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pagecode__by_table),
		cmocka_unit_test(test_pagecode__copies_are_combined),
		cmocka_unit_test(test_pagecode__foreign_and_forged),
		cmocka_unit_test(test_pagecode__no_forged_code_is_read),
		cmocka_unit_test(test_pagecode__no_forged_symbol_is_read),
	};

	return cmocka_run_group_tests_name("pagecode", tests, setup, teardown);
}

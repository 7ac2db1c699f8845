#include "tests/test.h"

#include "draw/qr.h"

#include <unistd.h>

#define SCALE 6 /* px a module */
#define QUIET 4

/* Writes the symbol as a PGM of its own and returns what zbarimg reads. */
static void
read_back(const struct qr *qr, char *text, size_t size)
{
	const int side = (QR_SIDE + 2 * QUIET) * SCALE;
	char path[] = "/tmp/skapa-qr-XXXXXX.pgm";
	char command[128];
	FILE *file;
	size_t len;
	int fd, x, y;

	fd = mkstemps(path, 4);
	assert_true(fd >= 0);
	file = fdopen(fd, "wb");
	assert_non_null(file);
	fprintf(file, "P5 %d %d 255\n", side, side);
	for (y = 0; y < side; y++) {
		for (x = 0; x < side; x++) {
			const int row = y / SCALE - QUIET;
			const int column = x / SCALE - QUIET;
			const bool is_dark = row >= 0 && row < QR_SIDE &&
					     column >= 0 && column < QR_SIDE &&
					     qr->dark[row * QR_SIDE + column];

			fputc(is_dark ? 0 : 255, file);
		}
	}
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof(command),
		"zbarimg -q --raw --nodbus -Sdisable -Sqrcode.enable %s", path);
	file = popen(command, "r");
	assert_non_null(file);
	len = fread(text, 1, size - 1, file);
	text[len] = '\0';
	assert_int_equal(pclose(file), 0);
	unlink(path);
	text[strcspn(text, "\n")] = '\0';
}

static void
test_qr_make__is_read_by_zbar(void **state)
{
	static const char *const rows[] = {
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-.",
		"000000000000000000000000000000000000000000",
		"ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
		"A/B:C D%E$F*G+H-I.J/K:L M%N$O*P+Q-R.S/T:U.",
		"12345678901234567890123456789012345678901A",
		"7",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMN",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct qr qr;
		char text[128];

		if (!qr_make(rows[i], &qr, &err))
			fail_msg("row %zu '%s': %s", i, rows[i], err.text);
		read_back(&qr, text, sizeof(text));
		if (strcmp(text, rows[i]) != 0)
			fail_msg("row %zu '%s': zbar read '%s'", i, rows[i],
				text);
	}
}

/* ISO/IEC 18004: level H has format bits 10, read beside the top left eye. */
static void
test_qr_make__has_level_h(void **state)
{
	static const uint8_t mask[2] = {
		1, 0}; /* first bits of 101010000010010 */
	struct err err = {0};
	struct qr qr;
	int i;

	(void)state;
	assert_ok(qr_make("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-.", &qr,
			  &err),
		&err);
	for (i = 0; i < 2; i++)
		assert_int_equal(
			qr.dark[8 * QR_SIDE + i] ^ mask[i], i == 0 ? 1 : 0);
}

static void
test_qr_make__refuses(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{"", "page code \"\": 0 characters, a QR symbol of version "
		     "4-H takes 1 to 50"},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNO",
			"page code \"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			"ABCDEFGHIJKLMNO\": 51 characters, a QR symbol of "
			"version 4-H takes 1 to 50"},
		{"ABc", "page code \"ABc\": character 3 is not one of 0-9 A-Z "
			"space $%*+-./:"},
		{"A\nB", "page code \"A\nB\": character 2 is not one of "
			 "0-9 A-Z space $%*+-./:"},
		{"=", "page code \"=\": character 1 is not one of 0-9 A-Z "
		      "space $%*+-./:"},
		{"\xc3\x85", "page code \"\xc3\x85\": character 1 is not one "
			     "of 0-9 A-Z space $%*+-./:"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct qr qr, before;

		memset(&qr, 7, sizeof(qr));
		before = qr;
		if (qr_make(rows[i].text, &qr, &err))
			fail_msg("row %zu '%s': taken", i, rows[i].text);
		if (strcmp(err.text, rows[i].error) != 0)
			fail_msg("row %zu '%s': %s", i, rows[i].text, err.text);
		assert_int_equal(err.code, ERR_INPUT);
		assert_memory_equal(&qr, &before, sizeof(qr));
	}
}

int
main(void)
{
	const struct CMUnitTest qr[] = {
		cmocka_unit_test(test_qr_make__is_read_by_zbar),
		cmocka_unit_test(test_qr_make__has_level_h),
		cmocka_unit_test(test_qr_make__refuses),
	};

	return cmocka_run_group_tests(qr, NULL, NULL);
}

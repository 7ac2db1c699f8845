#include "tests/test.h"

#include "core/str.h"
#include "draw/text.h"
#include "kiosk/slip.h"
#include "tests/pdf_bench.h"

#define TEMPLATES "templates"

static const struct slip slips[] = {
	{.language = "sv",
		.thanks = "Tack!",
		.next = "Nästa gång",
		.day = "2027-02-22",
		.says = "Det här är din kod.",
		.code = "7K4Q-MXP9"},
	{.language = "ar",
		.rtl = true,
		.thanks = "شكرا!",
		.next = "المرة القادمة",
		.day = "2027-02-22",
		.says = "هذا هو رمزك.",
		.code = "7K4Q-MXP9",
		.draft = "مسودة"},
	{.language = "ti",
		.thanks = "የቐንየለይ!",
		.says = "ናይ ምስጢር ቁጽርኻ",
		.code = "7K4Q-MXP9"},
	{.language = "en",
		.thanks = "Thank you!",
		.next = "Next time",
		.day = "2027-02-22"},
};

#define N (sizeof(slips) / sizeof(*slips))

static void
save(const struct bench *bench, const struct str *pdf, const char *name)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", bench->folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(pdf->at, 1, pdf->len, file), pdf->len);
	assert_int_equal(fclose(file), 0);
}

/* What a command says of the slip is what it should be. */
static void
assert_has(const struct bench *bench, size_t row, const char *command,
	const char *wanted)
{
	struct str out = {0};
	const int status = bench_run(bench, &out, "%s", command);

	if (status != 0 || strstr(out.at, wanted) == NULL)
		fail_msg("row %zu: %s (%d) says '%s', not '%s'", row, command,
			status, out.at, wanted);
	str_finish(&out);
}

static void
test_slip_pdf__as_others_see_it(void **state)
{
	const struct bench *bench = *state;
	struct err err = {0};
	size_t i;

	for (i = 0; i < N; i++) {
		struct str pdf = {0};

		assert_ok(slip_pdf(bench->engine, TEMPLATES, &slips[i], &pdf,
				  &err),
			&err);
		save(bench, &pdf, "slip.pdf");
		str_finish(&pdf);
		assert_has(bench, i, "qpdf --check slip.pdf",
			"No syntax or stream encoding errors");
		assert_has(bench, i, "pdfinfo slip.pdf", "Pages:           1");
		if (slips[i].day != NULL)
			assert_has(
				bench, i, "pdftotext slip.pdf -", slips[i].day);
		if (slips[i].code == NULL)
			continue;
		assert_has(bench, i, "pdftotext slip.pdf -", slips[i].code);
		/* 203 dpi is what printers of receipts have. */
		assert_has(bench, i,
			"pdftoppm -r 203 -mono slip.pdf slip && "
			"zbarimg -q --raw --nodbus -Sdisable -Sqrcode.enable "
			"slip-1.pbm",
			slips[i].code);
	}
}

static void
test_slip_pdf__without_a_code(void **state)
{
	const struct bench *bench = *state;
	struct err err = {0};
	struct str pdf = {0}, out = {0};

	assert_ok(slip_pdf(bench->engine, TEMPLATES, &slips[3], &pdf, &err),
		&err);
	save(bench, &pdf, "none.pdf");
	/* 4: nothing found. */
	assert_int_not_equal(
		bench_run(bench, &out,
			"pdftoppm -r 203 -mono none.pdf none && "
			"zbarimg -q --raw --nodbus -Sdisable -Sqrcode.enable "
			"none-1.pbm"),
		0);
	assert_int_equal(out.len, 0);
	str_finish(&pdf);
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slip_pdf__as_others_see_it),
		cmocka_unit_test(test_slip_pdf__without_a_code),
	};

	return cmocka_run_group_tests(tests, bench_setup, bench_teardown);
}

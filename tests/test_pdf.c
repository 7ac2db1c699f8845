#include "tests/test.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "tests/pdf_bench.h"

#include <unistd.h>

static void
test_canvas_write__gives_the_same_bytes(void **state)
{
	const struct bench *bench = *state;
	struct canvas *a = bench_people(bench, 3), *b = bench_people(bench, 3);
	struct str first = {0}, again = {0}, other = {0};
	struct err err = {0};

	assert_ok(canvas_write(a, &first, &err), &err);
	assert_ok(canvas_write(a, &again, &err), &err);
	assert_ok(canvas_write(b, &other, &err), &err);
	assert_int_equal(first.len, again.len);
	assert_int_equal(first.len, other.len);
	assert_memory_equal(first.at, again.at, first.len);
	assert_memory_equal(first.at, other.at, first.len);
	str_finish(&first);
	str_finish(&again);
	str_finish(&other);
	canvas_free(a);
	canvas_free(b);
}

static void
test_canvas_write__passes_qpdf(void **state)
{
	const struct bench *bench = *state;
	struct str out = {0};

	bench_save(bench, bench_people(bench, 2), "check.pdf");
	if (bench_run(bench, &out, "qpdf --check check.pdf") != 0)
		fail_msg("%s", out.at);
	str_finish(&out);
}

static void
test_canvas_write__says_what_it_is(void **state)
{
	const struct bench *bench = *state;
	struct canvas_doc doc = bench_a4;
	struct canvas *canvas;
	struct str out = {0};

	doc.date = 1767225599; /* 2025-12-31 23:59:59 UTC */
	doc.title = "سكابا 😀 & <b>";
	doc.lang = "ar";
	doc.duplex = true;
	canvas = bench_canvas(&doc);
	canvas_page(canvas);
	bench_save(bench, canvas, "info.pdf");
	assert_int_equal(bench_run(bench, &out,
				 "TZ=UTC pdfinfo -isodates info.pdf && "
				 "pdfinfo -meta info.pdf && qpdf --json=1 "
				 "--json-key=objects info.pdf"),
		0);
	assert_non_null(strstr(out.at, "Title:           سكابا 😀 & <b>\n"));
	assert_non_null(strstr(out.at, "Producer:        SKAPA sheets\n"));
	assert_non_null(
		strstr(out.at, "CreationDate:    2025-12-31T23:59:59Z\n"));
	assert_non_null(strstr(out.at, ">سكابا 😀 &amp; &lt;b&gt;<"));
	assert_non_null(strstr(out.at, ">2025-12-31T23:59:59+00:00<"));
	assert_non_null(strstr(out.at, "595.275 x 841.889 pts (A4)"));
	assert_non_null(strstr(out.at, "\"/PrintScaling\": \"/None\""));
	assert_non_null(strstr(out.at, "\"/Duplex\": \"/DuplexFlipLongEdge\""));
	assert_non_null(strstr(out.at, "\"/Lang\": \"ar\""));
	str_clear(&out);
	canvas = bench_canvas(&bench_a4);
	canvas_page(canvas);
	bench_save(bench, canvas, "info.pdf");
	bench_run(bench, &out, "pdfinfo info.pdf");
	assert_null(strstr(out.at, "Date"));
	str_finish(&out);
}

/* Apache PDFBox Preflight, where it is installed (libpdfbox2-java). */
static void
test_canvas_write__is_pdf_a(void **state)
{
	static const char *const jars[] = {"preflight", "pdfbox2", "fontbox2",
		"xmpbox", "commons-logging", "commons-io", "javax.activation",
		"jaxb-api"};
	const struct bench *bench = *state;
	struct canvas_doc doc = bench_a4;
	struct canvas *dated;
	struct str path = {0}, out = {0}, lists = {0};
	size_t i;

	if (bench_run(bench, &out, "java -version") != 0) {
		print_message("no java: PDF/A is not checked\n");
		str_finish(&out);
		skip();
	}
	for (i = 0; i < sizeof(jars) / sizeof(jars[0]); i++) {
		char jar[64];

		snprintf(jar, sizeof(jar), "/usr/share/java/%s.jar", jars[i]);
		if (access(jar, R_OK) != 0) {
			print_message("no %s: PDF/A is not checked\n", jar);
			str_finish(&path);
			str_finish(&out);
			skip();
		}
		str_addf(&path, "%s:", jar);
	}
	bench_save(bench, bench_people(bench, 2), "a.pdf");
	doc.date = 1767225599;
	dated = bench_canvas(&doc);
	canvas_page(dated);
	bench_save(bench, dated, "b.pdf");
	bench_alphabets(bench, "c.pdf", &lists);
	str_finish(&lists);
	str_clear(&out);
	bench_run(bench, &out,
		"for f in a b c; do java -cp %s "
		"org.apache.pdfbox.preflight.Validator_A1b $f.pdf; done",
		path.at);
	if (strstr(out.at, "a.pdf is a valid PDF/A-1b") == NULL ||
		strstr(out.at, "b.pdf is a valid PDF/A-1b") == NULL ||
		strstr(out.at, "c.pdf is a valid PDF/A-1b") == NULL)
		fail_msg("%s", out.at);
	str_finish(&path);
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canvas_write__gives_the_same_bytes),
		cmocka_unit_test(test_canvas_write__passes_qpdf),
		cmocka_unit_test(test_canvas_write__says_what_it_is),
		cmocka_unit_test(test_canvas_write__is_pdf_a),
	};

	return cmocka_run_group_tests_name(
		"pdf", tests, bench_setup, bench_teardown);
}

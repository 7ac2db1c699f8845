#include "tests/test.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "tests/pdf_bench.h"

#define PEOPLE 200

/* A stream does not know which others stand before it on a page. */
static void
test_canvas_plate__leaves_no_colour(void **state)
{
	const struct bench *bench = *state;
	struct canvas *canvas = bench_canvas(&bench_a4);
	struct shot shot;

	canvas_plate_begin(canvas);
	canvas_fill_rect(
		canvas, (struct um_rect){0, 0, 10000, 10000}, 0xc0c0c0);
	canvas_plate_end(canvas);
	canvas_page(canvas);
	canvas_fill_rect(
		canvas, (struct um_rect){0, 0, 10000, 10000}, 0xc0c0c0);
	bench_save(bench, canvas, "plate.pdf");
	shot = bench_raster(bench, "plate.pdf", BENCH_DPI);
	assert_int_equal(shot.at[50 * shot.w + 50], 0xc0);
	free(shot.at);
}

static void
test_canvas_plate__is_stored_once(void **state)
{
	const struct bench *bench = *state;
	const size_t one = bench_save(bench, bench_people(bench, 1), "one.pdf");
	const size_t all =
		bench_save(bench, bench_people(bench, PEOPLE), "all.pdf");
	struct str found = {0};
	char *at;
	size_t n = 0;

	if (one > 30000)
		fail_msg("one page has %zu bytes", one);
	if ((all - one) / (PEOPLE - 1) > 2500)
		fail_msg("%zu bytes a page more", (all - one) / (PEOPLE - 1));
	assert_int_equal(bench_run(bench, &found, "pdftotext all.pdf -"), 0);
	for (at = found.at; (at = strstr(at, bench_lines[0].utf8)) != NULL;
		at++)
		n++;
	assert_int_equal(n, PEOPLE);
	assert_non_null(strstr(found.at, "00199-ABCDE"));
	str_clear(&found);
	bench_run(bench, &found,
		"pdftoppm -r 300 -gray -f 137 -l 137 -singlefile all.pdf p && "
		"zbarimg -q --raw --nodbus p.pgm");
	assert_string_equal(found.at,
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*136\n"
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*136\n");
	str_finish(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canvas_plate__leaves_no_colour),
		cmocka_unit_test(test_canvas_plate__is_stored_once),
	};

	return cmocka_run_group_tests_name(
		"canvas_plate", tests, bench_setup, bench_teardown);
}

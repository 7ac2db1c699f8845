#include "intake/decode.h"
#include "intake/image.h"
#include "tests/decode_input.h"
#include "tests/decoding.h"
#include "tests/test.h"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static void
test_decode_page__timeout(void **state)
{
	struct decoder *const decoder = decoding_decoder();
	struct bytes pdf = input_drawn_pdf(100);

	(void)state;
	decoder_limit_time(decoder, 1, 1);
	decoding_refused("PDF in 1 ms", pdf, "timeout",
		"the PDF takes too long to decode; scan the page again at 150 "
		"to 600 dpi");
	decoder_limit_time(decoder, 15000, 20000);
	free(pdf.at);
}

/* Kills the children of this thread, as the kernel does out of memory. */
static void
kill_children(int signal)
{
	char path[64], text[64] = "";

	(void)signal;
	snprintf(path, sizeof path, "/proc/self/task/%d/children",
		(int)getpid());
	FILE *const file = fopen(path, "r");
	if (file) {
		if (fgets(text, sizeof text, file) && atoi(text) > 1)
			kill((pid_t)atoi(text), SIGKILL);
		fclose(file);
	}
}

static void
test_decode_page__killed_child(void **state)
{
	struct decoder *const decoder = decoding_decoder();
	struct bytes file = input_drawn_pdf(1);
	struct decode_file probed;
	struct refusal refusal = {0};
	struct image image;
	struct err err = {0};
	const struct itimerval every_ms = {{0, 1000}, {0, 1000}}, off = {0};

	(void)state;
	assert_ok(decode_probe(
			  decoder, file.at, file.len, &probed, &refusal, &err),
		&err);
	signal(SIGALRM, kill_children);
	setitimer(ITIMER_REAL, &every_ms, NULL);
	const bool ok = decode_page(decoder, file.at, file.len, &probed, 1,
		2400, &image, &refusal, &err);
	setitimer(ITIMER_REAL, &off, NULL);
	signal(SIGALRM, SIG_DFL);
	assert_false(ok);
	assert_string_equal(refusal.reason, "decoder_killed");
	assert_string_equal(refusal.sentence,
		"decoding the PDF was stopped because it broke; scan the page "
		"again");
	/* The next page is read. */
	err_clear(&err);
	assert_ok(decode_page(decoder, file.at, file.len, &probed, 1, 300,
			  &image, &refusal, &err),
		&err);
	free(file.at);
}

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static struct bytes
mutated(struct bytes from, uint64_t *seed)
{
	struct bytes out = input_copy(from.at, from.len);
	const int n = 1 + (int)(next_random(seed) % 8);

	for (int i = 0; i < n; i++) {
		const size_t head = out.len < 400 ? out.len : 400;
		const uint64_t r = next_random(seed);
		const size_t at =
			(size_t)(next_random(seed) % (r & 1 ? head : out.len));
		switch (r >> 1 & 3) {
		case 0:
			out.at[at] ^= (uint8_t)(1 << (r >> 8 & 7));
			break;
		case 1:
			out.at[at] = (uint8_t)(r >> 8);
			break;
		case 2:
			out.at[at] = r >> 8 & 1 ? 0xff : 0;
			break;
		default:
			if (r % 7 == 0 && out.len > 64)
				out.len = 32 + at % (out.len - 32);
		}
	}
	/* Exactly as long, for ASan. */
	struct bytes exact = input_copy(out.at, out.len);
	free(out.at);
	return exact;
}

static uint64_t
sum_of(const struct image *image)
{
	const size_t n = image->stride * (size_t)(image->h / image->factor);
	uint64_t sum = (uint64_t)image->w << 32 | (uint64_t)image->h;

	for (size_t i = 0; i < n; i++)
		sum = sum * 31 + image->bits[i];
	return sum;
}

/* Count and first page in one child: as in two, whatever the file. */
static void
check_first(const char *what, struct bytes file)
{
	struct decoder *const decoder = decoding_decoder();
	struct decode_file one = {0}, two = {0};
	struct refusal refusals[2];
	struct image image;
	struct err err = {0};
	uint64_t sums[2] = {0, 0};

	if (decode_kind(file.at, file.len, &one, &refusals[0], &err) &&
		decode_first_reduced(decoder, file.at, file.len, &one, 300,
			&image, &refusals[0], &err))
		sums[0] = sum_of(&image);
	err_clear(&err);
	if (decode_probe(
		    decoder, file.at, file.len, &two, &refusals[1], &err) &&
		decode_page_reduced(decoder, file.at, file.len, &two, 1, 300,
			&image, &refusals[1], &err))
		sums[1] = sum_of(&image);
	if (one.n_pages != two.n_pages || sums[0] != sums[1] ||
		strcmp(refusals[0].reason, refusals[1].reason) != 0 ||
		strcmp(refusals[0].sentence, refusals[1].sentence) != 0)
		fail_msg("%s: %d pages, %s in one child; %d pages, %s in two",
			what, one.n_pages, refusals[0].sentence, two.n_pages,
			refusals[1].sentence);
}

static void
test_decode_first_reduced__as_two_children_say(void **state)
{
	struct bytes drawn = input_drawn_pdf(7);
	struct bytes stack = input_stack(5);
	const struct {
		const char *what;
		struct bytes file;
	} rows[] = {
		{"stack of 5", stack},
		{"stack without its end", input_copy(stack.at, stack.len - 60)},
		{"half a stack", input_copy(stack.at, stack.len / 2)},
		{"JPEG", input_file(input_jpeg(), INPUT_GREY)},
		{"PDF of 7", drawn},
		{"locked PDF", input_locked_pdf(drawn, "secret")},
		{"201 pages", input_drawn_pdf(201)},
		{"TIFF of 0 pages",
			input_copy("II*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18)},
		{"text", input_copy("text", 4)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_first(rows[i].what, rows[i].file);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		free(rows[i].file.at);
}

/* Whatever is done to a file: pixels or a refusal by name, soon. */
static void
test_decode_page__mutations(void **state)
{
	const struct bytes jpeg = input_file(input_jpeg(), INPUT_GREY);
	const struct bytes seeds[] = {
		jpeg,
		input_file(input_png(), INPUT_GREY),
		input_file(input_png(), INPUT_PALETTE),
		input_file(input_tiff_g4(), INPUT_BLACK),
		input_file(input_tiff_lzw(), INPUT_COLOR),
		input_file(input_tiff_zip(), INPUT_ALPHA),
		input_file(input_tiff_jpeg(), INPUT_COLOR),
		input_stack(2),
		input_drawn_pdf(1),
		input_pdf("/ColorSpace/DeviceGray/BitsPerComponent 8"
			  "/Filter/DCTDecode",
			jpeg.at, jpeg.len, NULL, ""),
	};
	const size_t n_seeds = sizeof seeds / sizeof *seeds;
	uint64_t seed = 88172645463325252U;
	int n_read = 0, n_killed = 0;
#ifdef __SANITIZE_ADDRESS__
	const int n = 500;
#else
	const int n = 2500;
#endif

	(void)state;
	for (int i = 0; i < n; i++) {
		struct bytes file = mutated(seeds[(size_t)i % n_seeds], &seed);
		struct image image;
		struct refusal refusal;
		struct err err = {0};
		const double start = decoding_now_s();
		if (decoding_try(file, 1, &image, &refusal, &err)) {
			n_read++;
			assert_true((int64_t)image.w * image.h <= DECODE_PX);
		} else if (refusal.reason[0] == '\0') {
			fail_msg("input %d: %s", i, err.text);
		}
		n_killed += !strcmp(refusal.reason, "decoder_killed");
		/* Half of the G4 pictures, stacks and PDFs. */
		if (i % 20 == 3 || i % 20 >= 17)
			check_first("a mutation", file);
		if (decoding_now_s() - start > 5)
			fail_msg("input %d: %.1f s", i,
				decoding_now_s() - start);
		free(file.at);
	}
	print_message("%d of %d mutated files still read, %d killed\n", n_read,
		n, n_killed);
	/* Not all are refused, or nothing would have been tried. */
	assert_true(n_read > n / 50 && n_read < n);
	for (size_t i = 0; i < n_seeds; i++)
		free(seeds[i].at);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_page__timeout),
		cmocka_unit_test(test_decode_page__killed_child),
		cmocka_unit_test(
			test_decode_first_reduced__as_two_children_say),
		cmocka_unit_test(test_decode_page__mutations),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name(
		"decode_child", tests, decoding_setup, decoding_teardown);
}

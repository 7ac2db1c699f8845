#include "tests/decoding.h"

#include "intake/decode.h"
#include "intake/image.h"
#include "tests/test.h"

#include <time.h>

static struct decoder *decoder;

int
decoding_setup(void **state)
{
	struct err err = {0};

	(void)state;
	decoder = decoder_new(&err);
	if (!decoder)
		fail_msg("%s", err.text);
	return 0;
}

int
decoding_teardown(void **state)
{
	(void)state;
	decoder_free(decoder);
	input_finish();
	return 0;
}

struct decoder *
decoding_decoder(void)
{
	return decoder;
}

double
decoding_now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool
decoding_try(struct bytes file, int page, struct image *image,
	struct refusal *refusal, struct err *err)
{
	struct decode_file out;

	err_clear(err);
	return decode_probe(decoder, file.at, file.len, &out, refusal, err) &&
	       decode_page(decoder, file.at, file.len, &out, page, 300, image,
		       refusal, err);
}

void
decoding_refused(const char *what, struct bytes file, const char *reason,
	const char *sentence)
{
	struct image image = {.w = -7};
	struct refusal refusal;
	struct err err = {0};
	const double start = decoding_now_s();
	const bool ok = decoding_try(file, 1, &image, &refusal, &err);
	const double took = decoding_now_s() - start;

	if (ok)
		fail_msg("%s: decoded to %d x %d", what, image.w, image.h);
	if (strcmp(refusal.reason, reason) != 0)
		fail_msg("%s: reason '%s': %s", what, refusal.reason, err.text);
	if (sentence && strcmp(refusal.sentence, sentence) != 0)
		fail_msg("%s: sentence '%s'", what, refusal.sentence);
	if (strcmp(refusal.sentence, err.text) != 0)
		fail_msg("%s: err says '%s'", what, err.text);
	if (image.w != -7)
		fail_msg("%s: the image was touched", what);
	if (took > 2)
		fail_msg("%s: took %.1f s", what, took);
}

void
decoding_keep(struct bytes file, const char *reason)
{
	static int n;
	const char *folder = getenv("BOMBS");
	char path[4096];
	FILE *to;

	if (folder == NULL)
		return;
	snprintf(path, sizeof path, "%s/%02d-%s.pdf", folder, ++n, reason);
	to = fopen(path, "w");
	if (to == NULL || fwrite(file.at, 1, file.len, to) != file.len ||
		fclose(to) != 0)
		fail_msg("%s: cannot be written", path);
}

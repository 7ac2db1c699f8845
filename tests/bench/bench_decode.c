/*
 * What the sandboxed decoder costs beside Leptonica's reader in this process,
 * on the same bytes in the same run: an A4 page at 300 dpi with noise.
 *
 *	bench_decode [ROUNDS]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <allheaders.h>

#include "core/err.h"
#include "core/str.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/sandbox.h"

enum { W = 2480, H = 3508, DPI = 300 };

struct scan {
	const char *name;
	uint8_t *bytes;
	size_t len;
	uint8_t *plain; /* what Leptonica reads: the image in the PDF */
	size_t plain_len;
	double ours_ms, theirs_ms; /* the best of all rounds */
};

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Lines of text-like bars, boxes, paper noise. */
static PIX *
draw(void)
{
	PIX *const pix = pixCreate(W, H, 8);
	uint32_t seed = 1;

	pixSetResolution(pix, DPI, DPI);
	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			seed = seed * 1664525 + 1013904223;
			const bool ink = y % 90 < 30 && x > 200 && x < 2200 &&
					 (x * 7 + y / 90 * 13) % 31 < 9;
			const uint32_t noise = seed >> 24 & 15;
			pixSetPixel(pix, x, y, ink ? 20 + noise : 235 + noise);
		}
	return pix;
}

static void
encode(struct scan *scan, PIX *pix, int format)
{
	if (pixWriteMem(&scan->bytes, &scan->len, pix, format))
		exit(1);
	scan->plain = scan->bytes;
	scan->plain_len = scan->len;
}

static void
put_in_pdf(struct scan *pdf, const struct scan *from, const char *dict,
	const uint8_t *stream, size_t len)
{
	struct str out = {0};
	char content[64];
	size_t at[5];

	snprintf(content, sizeof content, "q 595.2 0 0 841.92 0 0 cm /I Do Q");
	str_add(&out, "%PDF-1.4\n");
	at[0] = out.len;
	str_add(&out, "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
	at[1] = out.len;
	str_add(&out, "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n");
	at[2] = out.len;
	str_add(&out,
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2 841.92]"
		"/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj\n");
	at[3] = out.len;
	str_addf(&out, "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n",
		strlen(content), content);
	at[4] = out.len;
	str_addf(&out,
		"5 0 obj<</Subtype/Image/Width %d/Height %d/ColorSpace"
		"/DeviceGray/Length %zu%s>>stream\n",
		W, H, len, dict);
	str_add_bytes(&out, stream, len);
	str_add(&out, "\nendstream endobj\n");
	const size_t xref = out.len;
	str_add(&out, "xref\n0 6\n0000000000 65535 f \n");
	for (int i = 0; i < 5; i++)
		str_addf(&out, "%010zu 00000 n \n", at[i]);
	str_addf(&out,
		"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%zu\n%%%%EOF\n",
		xref);
	pdf->bytes = (uint8_t *)out.at;
	pdf->len = out.len;
	pdf->plain = from->bytes;
	pdf->plain_len = from->len;
}

/* A little-endian TIFF's value of a LONG tag of its first directory. */
static uint32_t
tag(const uint8_t *tiff, unsigned wanted)
{
	uint32_t at, value;
	uint16_t n, id;

	memcpy(&at, tiff + 4, 4);
	memcpy(&n, tiff + at, 2);
	for (int i = 0; i < n; i++) {
		const uint8_t *const entry = tiff + at + 2 + 12 * (size_t)i;
		memcpy(&id, entry, 2);
		memcpy(&value, entry + 8, 4);
		if (id == wanted)
			return value;
	}
	exit(1);
}

static double
time_ours(struct decoder *decoder, const struct scan *scan)
{
	struct decode_file file;
	struct refusal refusal;
	struct err err = {0};
	struct image image;

	if (!decode_probe(
		    decoder, scan->bytes, scan->len, &file, &refusal, &err))
		goto failed;
	const double start = now_ms();
	if (!decode_page(decoder, scan->bytes, scan->len, &file, 1, DPI, &image,
		    &refusal, &err))
		goto failed;
	const double took = now_ms() - start;
	if (image.w != W || image.h != H)
		exit(1);
	return took;
failed:
	fprintf(stderr, "bench_decode: %s: %s\n", scan->name, err.text);
	exit(1);
}

static double
time_theirs(const struct scan *scan)
{
	const double start = now_ms();
	PIX *pix = pixReadMem(scan->plain, scan->plain_len);
	const double took = now_ms() - start;

	if (!pix)
		exit(1);
	pixDestroy(&pix);
	return took;
}

static int
nothing(void *arg)
{
	(void)arg;
	return 0;
}

static double
time_empty(void)
{
	static const struct sandbox_limits limits = {SANDBOX_STRICT, 2, 5000};
	struct sandbox_end end;
	struct err err = {0};
	const double start = now_ms();

	if (!sandbox_run(&limits, nothing, NULL, &end, &err))
		exit(1);
	return now_ms() - start;
}

int
main(int argc, char **argv)
{
	const int rounds = argc > 1 ? atoi(argv[1]) : 15;
	struct scan scans[] = {
		{.name = "JPEG grey"},
		{.name = "PDF of JPEG"},
		{.name = "TIFF G4"},
		{.name = "PDF of G4"},
		{.name = "PNG bilevel"},
		{.name = "PNG grey"},
		{.name = "TIFF LZW grey"},
	};
	enum { JPEG, PDF_JPEG, G4, PDF_G4, PNG_1, PNG_8, LZW, N };
	struct err err = {0};
	PIX *grey = draw();
	PIX *black = pixThresholdToBinary(grey, 128);
	double empty_ms = 1e9;

	setMsgSeverity(L_SEVERITY_NONE);
	encode(&scans[JPEG], grey, IFF_JFIF_JPEG);
	encode(&scans[G4], black, IFF_TIFF_G4);
	encode(&scans[PNG_1], black, IFF_PNG);
	encode(&scans[PNG_8], grey, IFF_PNG);
	encode(&scans[LZW], grey, IFF_TIFF_LZW);
	put_in_pdf(&scans[PDF_JPEG], &scans[JPEG],
		"/BitsPerComponent 8/Filter/DCTDecode", scans[JPEG].bytes,
		scans[JPEG].len);
	put_in_pdf(&scans[PDF_G4], &scans[G4],
		"/BitsPerComponent 1/Filter/CCITTFaxDecode"
		"/DecodeParms<</K -1/Columns 2480>>",
		scans[G4].bytes + tag(scans[G4].bytes, 273),
		tag(scans[G4].bytes, 279));
	pixDestroy(&grey);
	pixDestroy(&black);

	struct decoder *const decoder = decoder_new(&err);
	if (!decoder) {
		fprintf(stderr, "bench_decode: %s\n", err.text);
		return 1;
	}
	for (int i = 0; i < N; i++)
		scans[i].ours_ms = scans[i].theirs_ms = 1e9;
	for (int round = 0; round < rounds; round++) {
		for (int i = 0; i < N; i++) {
			const double ours = time_ours(decoder, &scans[i]);
			const double theirs = time_theirs(&scans[i]);
			if (ours < scans[i].ours_ms)
				scans[i].ours_ms = ours;
			if (theirs < scans[i].theirs_ms)
				scans[i].theirs_ms = theirs;
		}
		const double empty = time_empty();
		if (empty < empty_ms)
			empty_ms = empty;
	}
	printf("decode, A4 at 300 dpi, best of %d rounds\n", rounds);
	printf("%-14s %9s %14s %6s\n", "", "ours ms", "Leptonica ms", "ratio");
	for (int i = 0; i < N; i++) {
		printf("%-14s %9.1f %14.1f %6.2f\n", scans[i].name,
			scans[i].ours_ms, scans[i].theirs_ms,
			scans[i].ours_ms / scans[i].theirs_ms);
		if (scans[i].bytes != scans[i].plain)
			free(scans[i].bytes);
	}
	printf("%-14s %9.1f\n", "empty child", empty_ms);
	for (int i = 0; i < N; i++)
		if (scans[i].bytes == scans[i].plain)
			free(scans[i].bytes);
	decoder_free(decoder);
	return 0;
}

#include "intake/pagepng.h"

#include "core/str.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/pngfile.h"

bool
pagepng_draw(struct decoder *decoder, const struct str *pdf, int page,
	struct str *out, struct err *err)
{
	struct decode_file file;
	struct refusal refusal;
	struct image image;

	return decode_probe(decoder, pdf->at, pdf->len, &file, &refusal, err) &&
	       decode_page(decoder, pdf->at, pdf->len, &file, page, PAGEPNG_DPI,
		       &image, &refusal, err) &&
	       pngfile_write(&image, out, err);
}

/*
 * Pictures as a scanner's driver writes them: JPEG, PNG, TIFF of one page or
 * many, PDF of pictures. Resolution is always written.
 *
 * Black and white goes into 1 bit a pixel where the format can (PNG, G4, LZW,
 * deflate); a grey picture given to G4 is an error of the caller.
 */
#ifndef SKAPA_TESTS_TOOLS_SCAN_FILE_H
#define SKAPA_TESTS_TOOLS_SCAN_FILE_H

#include "tests/tools/raster.h"

struct err;

enum scan_format {
	SCAN_JPEG,
	SCAN_PNG,
	SCAN_TIFF_G4,
	SCAN_TIFF_LZW,
	SCAN_TIFF_DEFLATE,
	SCAN_TIFF_JPEG,
	SCAN_PDF_JPEG,
	SCAN_PDF_G4,
	SCAN_PDF_FLATE,
	SCAN_FORMAT__MAX
};

const char *scan_format_word(enum scan_format format);
enum scan_format scan_format_of_word(const char *word);	 /* __MAX: none */
const char *scan_format_suffix(enum scan_format format); /* "jpg" */
bool scan_format_is_bilevel(enum scan_format format);
bool scan_format_holds_many(enum scan_format format);

struct scan_file;

/* Errors: ERR_SYSTEM if the file cannot be made. */
struct scan_file *scan_file_new(
	const char *path, enum scan_format format, struct err *err);
/* quality is JPEG's, 1..100; PNG and deflate are packed fast, not small. */
bool scan_file_add(struct scan_file *file, const struct raster *picture,
	int quality, struct err *err);
/* Finishes and frees; NULL is fine. */
bool scan_file_close(struct scan_file *file, struct err *err);

#endif

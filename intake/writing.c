#include "intake/writing.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/ink.h"
#include "intake/limits.h"

#include <stdlib.h>
#include <string.h>

/*
 * The languages of sheets that Debian has Tesseract data for (tesseract-ocr-*,
 * version 1:4.1.0). Dari is written as Persian is.
 */
static const char *
tesseract_language(const char *language)
{
	static const char *const names[][2] = {{"ar", "ara"}, {"en", "eng"},
		{"es", "spa"}, {"fa", "fas"}, {"kmr", "kmr"}, {"prs", "fas"},
		{"ps", "pus"}, {"ru", "rus"}, {"sv", "swe"}, {"th", "tha"},
		{"ti", "tir"}, {"tr", "tur"}, {"uk", "ukr"}};
	const size_t len = strcspn(language, "-"); /* sv-simple */
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strlen(names[i][0]) == len &&
			memcmp(names[i][0], language, len) == 0)
			return names[i][1];
	}
	return NULL;
}

/* mm^2 of ink mass of the strokes whose middle lies in the field. */
static double
ink_in(const struct ink *ink, struct um_rect rect)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < ink->n_strokes; i++) {
		const struct stroke *s = &ink->strokes[i];
		const struct um_point middle = {(int32_t)((s->x0 + s->x1) / 2),
			(int32_t)((s->y0 + s->y1) / 2)};

		if (um_rect_has(rect, middle))
			sum += s->in_field;
	}
	return sum;
}

/* One line: breaks become spaces, and there are no two in a row. */
static void
flatten(char *text)
{
	char *to = text;
	const char *from;

	for (from = text; *from != '\0'; from++) {
		const bool is_space = (unsigned char)*from <= ' ';

		if (is_space && (to == text || to[-1] == ' '))
			continue;
		*to++ = *from;
		if (is_space)
			to[-1] = ' ';
	}
	while (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

bool
writing_find(struct ocr *ocr, const struct known_page *page,
	const struct ink *ink, const struct ocr_place *place,
	struct reading *out, struct err *err)
{
	const char *language = tesseract_language(page->layout->language);
	size_t i;

	out->n_writings = 0;
	for (i = 0; i < page->page->n_fields; i++) {
		const struct layout_field *field = &page->page->fields[i];
		struct ocr_place here = *place;
		struct writing *writing;
		double mass;
		struct err why = {0};
		bool has_data = true;

		if (strcmp(field->kind, "crop") != 0 ||
			out->n_writings == READING_WRITINGS)
			continue;
		mass = ink_in(ink, field->rect);
		if (mass < LIMIT_WRITING_MM2)
			continue;
		writing = &out->writings[out->n_writings++];
		*writing = (struct writing){.ink_mm2 = mass};
		memcpy(writing->item, field->item, sizeof(writing->item));
		here.rect = field->rect;
		if (language != NULL &&
			!ocr_read(ocr, language, &here, writing->suggestion,
				sizeof(writing->suggestion), &has_data, &why)) {
			/* Without Tesseract there is no suggestion. */
			if (why.code != ERR_LIBRARY) {
				if (err != NULL)
					*err = why;
				return false;
			}
			has_data = false;
		}
		writing->lacks_data = !has_data;
		flatten(writing->suggestion);
		if (!str_is_line(writing->suggestion) ||
			str_has_personal_number(writing->suggestion))
			writing->suggestion[0] = '\0';
	}
	return true;
}

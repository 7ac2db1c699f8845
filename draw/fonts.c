#include "draw/fonts.h"

#include <string.h>
#include <strings.h>

#ifndef FONTS_ROOT
#define FONTS_ROOT "/usr/share/fonts/truetype"
#endif

#define NOTO(family, file)                                                     \
	{FONTS_ROOT "/noto/" file "-Regular.ttf", family, "fonts-noto-core"},  \
	{                                                                      \
		FONTS_ROOT "/noto/" file "-Bold.ttf", family,                  \
			"fonts-noto-core"                                      \
	}
#define DEJAVU(family, file)                                                   \
	{                                                                      \
		FONTS_ROOT "/dejavu/" file ".ttf", family, "fonts-dejavu-core" \
	}

static const struct fonts_file files[] = {
	NOTO("Noto Sans", "NotoSans"),
	NOTO("Noto Sans Arabic", "NotoSansArabic"),
	NOTO("Noto Sans Bengali", "NotoSansBengali"),
	NOTO("Noto Sans Ethiopic", "NotoSansEthiopic"),
	NOTO("Noto Sans Thai", "NotoSansThai"),
	DEJAVU("DejaVu Sans Mono", "DejaVuSansMono"),
	DEJAVU("DejaVu Sans Mono", "DejaVuSansMono-Bold"),
};

/* Languages that are not written in Latin, Greek or Cyrillic letters. */
static const struct {
	const char *lang, *families;
} scripts[] = {
	{"am", "Noto Sans Ethiopic,Noto Sans"},
	{"ar", "Noto Sans Arabic,Noto Sans"},
	{"bn", "Noto Sans Bengali,Noto Sans"},
	{"ckb", "Noto Sans Arabic,Noto Sans"},
	{"fa", "Noto Sans Arabic,Noto Sans"},
	{"prs", "Noto Sans Arabic,Noto Sans"},
	{"ps", "Noto Sans Arabic,Noto Sans"},
	{"sdh", "Noto Sans Arabic,Noto Sans"},
	{"th", "Noto Sans Thai,Noto Sans"},
	{"ti", "Noto Sans Ethiopic,Noto Sans"},
	{"tig", "Noto Sans Ethiopic,Noto Sans"},
	{"ug", "Noto Sans Arabic,Noto Sans"},
	{"ur", "Noto Sans Arabic,Noto Sans"},
};

size_t
fonts_count(void)
{
	return sizeof(files) / sizeof(files[0]);
}

const struct fonts_file *
fonts_at(size_t i)
{
	return i < fonts_count() ? &files[i] : NULL;
}

size_t
fonts_of_path(const char *path)
{
	size_t i;

	for (i = 0; i < fonts_count(); i++)
		if (strcmp(files[i].path, path) == 0)
			break;
	return i;
}

const char *
fonts_sans(const char *lang)
{
	size_t len = strcspn(lang, "-_");
	size_t i;

	if (strcasestr(lang, "-Arab"))
		return "Noto Sans Arabic,Noto Sans";
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strlen(scripts[i].lang) == len &&
			strncasecmp(scripts[i].lang, lang, len) == 0)
			return scripts[i].families;
	return "Noto Sans";
}

const char *
fonts_mono(void)
{
	return "DejaVu Sans Mono,Noto Sans";
}

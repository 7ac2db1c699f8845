#include "draw/fonts.h"

#include <string.h>
#include <strings.h>

#ifndef FONTS_ROOT
#define FONTS_ROOT "/usr/share/fonts/truetype"
#endif

#define NOTO FONTS_ROOT "/noto/NotoSans"
#define DEJAVU FONTS_ROOT "/dejavu/DejaVuSans"

static const struct fonts_file files[] = {
	{NOTO "-Regular.ttf", "fonts-noto-core"},
	{NOTO "-Bold.ttf", "fonts-noto-core"},
	{NOTO "Arabic-Regular.ttf", "fonts-noto-core"},
	{NOTO "Arabic-Bold.ttf", "fonts-noto-core"},
	{NOTO "Bengali-Regular.ttf", "fonts-noto-core"},
	{NOTO "Bengali-Bold.ttf", "fonts-noto-core"},
	{NOTO "Ethiopic-Regular.ttf", "fonts-noto-core"},
	{NOTO "Ethiopic-Bold.ttf", "fonts-noto-core"},
	{NOTO "Thai-Regular.ttf", "fonts-noto-core"},
	{NOTO "Thai-Bold.ttf", "fonts-noto-core"},
	{DEJAVU "Mono.ttf", "fonts-dejavu-core"},
	{DEJAVU "Mono-Bold.ttf", "fonts-dejavu-core"},
};

/* Behind the script's own and Noto Sans, for words of another script. */
#define OTHERS                                                                 \
	",Noto Sans Arabic,Noto Sans Ethiopic,Noto Sans Thai,"                 \
	"Noto Sans Bengali"
#define LATIN "Noto Sans" OTHERS
#define SCRIPT(name) "Noto Sans " name "," LATIN

/* Languages that are not written in Latin, Greek or Cyrillic letters. */
static const struct {
	const char *lang, *families;
} scripts[] = {
	{"am", SCRIPT("Ethiopic")},
	{"ar", SCRIPT("Arabic")},
	{"bn", SCRIPT("Bengali")},
	{"ckb", SCRIPT("Arabic")},
	{"fa", SCRIPT("Arabic")},
	{"prs", SCRIPT("Arabic")},
	{"ps", SCRIPT("Arabic")},
	{"sdh", SCRIPT("Arabic")},
	{"th", SCRIPT("Thai")},
	{"ti", SCRIPT("Ethiopic")},
	{"tig", SCRIPT("Ethiopic")},
	{"ug", SCRIPT("Arabic")},
	{"ur", SCRIPT("Arabic")},
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
		return SCRIPT("Arabic");
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strlen(scripts[i].lang) == len &&
			strncasecmp(scripts[i].lang, lang, len) == 0)
			return scripts[i].families;
	return LATIN;
}

const char *
fonts_mono(void)
{
	return "DejaVu Sans Mono," LATIN;
}

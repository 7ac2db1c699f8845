#include "report/group_prose.h"

#include "report/column.h"
#include "report/stats.h"

#include <stdio.h>
#include <string.h>

#define COUNT 8

void
group_prose_paragraph(struct group_prose *w, size_t indent, const char *words)
{
	size_t i;

	for (i = 0; i < indent; i++)
		str_add(w->out, " ");
	column_wrap(words, indent, GROUP_PROSE_WIDTH - indent, w->out);
}

void
group_prose_title(struct group_prose *w, const char *words)
{
	str_add(w->out, "\n");
	group_prose_paragraph(w, 0, words);
}

const char *
group_prose_item(const struct group_prose *w, int item)
{
	const char *key = w->s->items[item].key;
	const char *name = w->name(w->s->instrument, key, w->data);

	return name != NULL ? name : key;
}

/* "66,9 %", without decimals for fewer than a hundred. */
void
group_prose_percent(double share, size_t n, char out[16])
{
	char *at;

	snprintf(out, 16, n < 100 ? "%.0f" : "%.1f", share * 100);
	at = strchr(out, '.');
	if (at != NULL)
		*at = ',';
}

void
group_prose_range(struct stats_range range, size_t n, char out[64])
{
	char share[16], low[16], high[16];

	group_prose_percent(range.share, n, share);
	group_prose_percent(range.low, n, low);
	group_prose_percent(range.high, n, high);
	snprintf(out, 64, "%s %% (%s-%s)", share, low, high);
}

/* Right-aligned in its columns; "-" for what is hidden. */
void
group_prose_number(
	struct group_prose *w, bool is_shown, size_t n, size_t columns)
{
	char text[24];
	size_t i, len;

	len = (size_t)(is_shown ? snprintf(text, sizeof(text), "%zu", n)
				: snprintf(text, sizeof(text), "-"));
	for (i = len; i < columns; i++)
		str_add(&w->line, " ");
	str_add(&w->line, text);
}

/* A count of n, with its share; of 0: without. */
void
group_prose_count(struct group_prose *w, const char *what, bool is_shown,
	size_t k, size_t n)
{
	char share[64];

	column_add(&w->line, what, GROUP_PROSE_NAME);
	group_prose_number(w, is_shown, k, COUNT);
	if (is_shown && n > 0) {
		group_prose_range(stats_wilson(k, n), n, share);
		str_addf(&w->line, "  %s", share);
	}
	column_end(&w->line, w->out);
}

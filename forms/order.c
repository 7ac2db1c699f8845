#include "forms/order.h"

#include "core/err.h"
#include "core/frame.h"
#include "draw/text.h"
#include "instrument/wording.h"

struct text *
order_lay(const struct sheet_order *order, const struct wording *words,
	const struct text_style *style, double least_pt, const char *utf8,
	const char *what, struct err *err)
{
	struct text_style smaller = *style;
	struct err why = {0};
	struct text *text;

	smaller.lang = wording_language(words);
	smaller.rtl = wording_is_rtl(words);
	/* Small Swedish under a right-to-left text begins where that does. */
	if (words == order->swedish && wording_is_rtl(order->wording) &&
		style->align != TEXT_CENTRE)
		smaller.align =
			style->align == TEXT_START ? TEXT_END : TEXT_START;
	for (;;) {
		err_clear(&why);
		text = text_lay(order->engine, &smaller, utf8, &why);
		if (text != NULL || why.code != ERR_LIMIT ||
			smaller.size_pt - 0.5 < least_pt)
			break;
		smaller.size_pt -= 0.5;
	}
	if (text == NULL)
		err_set(err, why.code == ERR_LIMIT ? ERR_INPUT : why.code,
			"%s: %s", what, why.text);
	return text;
}

struct um_rect
order_mirror(const struct sheet_order *order, struct um_rect rect)
{
	if (wording_is_rtl(order->wording))
		rect.x = FRAME_PAGE_W - rect.x - rect.w;
	return rect;
}

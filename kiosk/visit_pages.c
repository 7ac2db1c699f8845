#include "kiosk/page.h"
#include "kiosk/visit.h"

const struct route visit_routes[] = {
	{0},
};

bool
visit_of_token(
	struct kiosk *kiosk, const char *token, int64_t *visit, struct err *err)
{
	(void)kiosk;
	(void)token;
	(void)err;
	*visit = 0;
	return true;
}

bool
visit_attract(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct page page = {
		.language = "sv", .title = "Välkommen", .class = "plain"};
	struct html html = {0};

	(void)ask;
	page_begin(&html, kiosk, &page);
	html_open(&html, "main", NULL);
	html_put(&html, "h1", "Välkommen", NULL);
	html_close(&html, "main");
	return page_end(&html, reply, err);
}

#include "draw/qr.h"

#include "core/err.h"

#include <errno.h>
#include <string.h>

#include <qrencode.h>

#define VERSION 4

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

bool
qr_make(const char *text, struct qr *qr, struct err *err)
{
	const size_t len = strlen(text);
	const size_t good = strspn(text, alphabet);
	QRinput *input = NULL;
	QRcode *code = NULL;
	bool ok = false;
	int i;

	if (len == 0 || len > QR_TEXT_MAX)
		return err_set(err, ERR_INPUT,
			"page code \"%.60s\": %zu characters, a QR symbol of "
			"version 4-H takes 1 to %d",
			text, len, QR_TEXT_MAX);
	if (good < len)
		return err_set(err, ERR_INPUT,
			"page code \"%s\": character %zu is not one of "
			"0-9 A-Z space $%%*+-./:",
			text, good + 1);
	input = QRinput_new2(VERSION, QR_ECLEVEL_H);
	/* One alphanumeric piece: the library never splits it up. */
	if (input == NULL ||
		QRinput_append(input, QR_MODE_AN, (int)len,
			(const unsigned char *)text) != 0 ||
		(code = QRcode_encodeInput(input)) == NULL) {
		err_errno(err, "page code \"%s\": QR encoder", text);
		goto out;
	}
	if (code->width != QR_SIDE) {
		err_set(err, ERR_LIBRARY,
			"page code \"%s\": QR symbol has %d modules a side, "
			"not %d",
			text, code->width, QR_SIDE);
		goto out;
	}
	for (i = 0; i < QR_SIDE * QR_SIDE; i++)
		qr->dark[i] = code->data[i] & 1;
	ok = true;
out:
	QRcode_free(code);
	QRinput_free(input);
	return ok;
}

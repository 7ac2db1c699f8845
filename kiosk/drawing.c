#include "kiosk/drawing.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/desk.h"
#include "kiosk/worker.h"

#include <stdlib.h>

struct drawing {
	struct work work;
	const struct drawing_of *of;
	void *what;
	struct desk *desk;
	struct str out;
	bool ok;
	struct err err;
};

static void
run(struct work *work)
{
	struct drawing *drawing = (struct drawing *)work;
	struct decoder *decoder = desk_decoder(drawing->desk, &drawing->err);

	drawing->ok =
		decoder != NULL && drawing->of->draw(drawing->what, decoder,
					   &drawing->out, &drawing->err);
}

static void
finish(struct work *work)
{
	struct drawing *drawing = (struct drawing *)work;

	drawing->of->free(drawing->what);
	str_finish(&drawing->out);
	free(drawing);
}

bool
drawing_begin(struct kiosk *kiosk, const struct drawing_of *of, void *what,
	struct http_reply *reply, struct err *err)
{
	struct drawing *drawing = calloc(1, sizeof(*drawing));

	if (drawing == NULL) {
		of->free(what);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	drawing->work.run = run;
	drawing->work.free = finish;
	drawing->of = of;
	drawing->what = what;
	drawing->desk = kiosk->desk;
	reply->work = &drawing->work;
	return true;
}

bool
drawing_send(const struct ask *ask, struct http_reply *reply, struct err *err)
{
	const struct drawing *drawing =
		(const struct drawing *)ask->request->done;

	if (!drawing->ok) {
		*err = drawing->err;
		return false;
	}
	reply->type = "image/png";
	str_add_bytes(&reply->body, drawing->out.at, drawing->out.len);
	return str_ok(&reply->body, err);
}

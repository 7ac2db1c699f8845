#include "kiosk/hashing.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/route.h"
#include "kiosk/worker.h"
#include "store/password.h"

#include <stdlib.h>
#include <string.h>

struct hashing {
	struct work work;
	char *password;
	char hash[PASSWORD_HASH]; /* of a try: "" is nobody's */
	bool is_try, fits, ok;
	struct err err;
};

static void
run_hashing(struct work *work)
{
	struct hashing *hashing = (struct hashing *)work;

	if (hashing->is_try)
		hashing->ok = password_check(hashing->password,
			hashing->hash[0] != '\0' ? hashing->hash : NULL,
			&hashing->fits, &hashing->err);
	else
		hashing->ok = password_hash(
			hashing->password, hashing->hash, &hashing->err);
}

static void
free_hashing(struct work *work)
{
	struct hashing *hashing = (struct hashing *)work;

	if (hashing->password != NULL)
		explicit_bzero(hashing->password, strlen(hashing->password));
	free(hashing->password);
	free(hashing);
}

/* hash NULL: one is to be made. */
static bool
begin(const char *password, const char *hash, struct http_reply *reply,
	struct err *err)
{
	struct hashing *hashing = calloc(1, sizeof(*hashing));

	if (hashing == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	hashing->work.run = run_hashing;
	hashing->work.free = free_hashing;
	hashing->is_try = hash != NULL;
	if (hash != NULL)
		str_copy(hashing->hash, sizeof(hashing->hash), hash);
	hashing->password = strdup(password);
	if (hashing->password == NULL) {
		free_hashing(&hashing->work);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	reply->work = &hashing->work;
	return true;
}

/* What was done for the request; NULL with err: it went wrong. */
static const struct hashing *
done(const struct ask *ask, struct err *err)
{
	const struct hashing *hashing =
		(const struct hashing *)ask->request->done;

	if (hashing->ok)
		return hashing;
	*err = hashing->err;
	return NULL;
}

bool
hashing_make(const struct ask *ask, const char *password, const char **hash,
	struct http_reply *reply, struct err *err)
{
	const struct hashing *hashing;

	*hash = NULL;
	if (ask->request->done == NULL)
		return begin(password, NULL, reply, err);
	hashing = done(ask, err);
	if (hashing != NULL)
		*hash = hashing->hash;
	return hashing != NULL;
}

bool
hashing_begin(const char *password, const char *hash, struct http_reply *reply,
	struct err *err)
{
	return begin(password, hash, reply, err);
}

bool
hashing_fits(const struct ask *ask, bool *fits, struct err *err)
{
	const struct hashing *hashing = done(ask, err);

	if (hashing != NULL)
		*fits = hashing->fits;
	return hashing != NULL;
}

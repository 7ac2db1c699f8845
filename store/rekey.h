/*
 * Another site key, without losing anything: page codes of paper that is out
 * stay good, as their key is only wrapped anew.
 *
 *	1 the new key, durable                    (store/sitekey.h)
 *	2 people.keys.next, under the new key     (store/keyfile.h)
 *	3 the secrets under the new key: from here on the store goes by it
 *	4 people.keys.next and site.key.next take their places; what was
 *	  there is written over with zeros
 *
 * Killed before 3, everything is as before; killed behind it, the next who
 * opens the store to write does 4.
 */
#ifndef SKAPA_STORE_REKEY_H
#define SKAPA_STORE_REKEY_H

#include "store/store.h"

/*
 * file: where the new key is or shall be made; NULL: beside the old one, whose
 * place it takes. Of a passphrase there is no file. store is open to write and
 * goes on with the new key. Errors: those of sitekey_prepare; ERR_USAGE if the
 * store's own key is a file that was named and no new one is.
 */
bool store_rekey(struct store *store, enum sitekey_kind kind, const char *file,
	struct err *err);

#endif

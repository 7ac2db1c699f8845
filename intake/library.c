#include "intake/library.h"

#include "core/err.h"

#include <dlfcn.h>
#include <string.h>

bool
library_open(void **library, const char *name, const char *advice,
	const struct library_symbol *symbols, size_t n, struct err *err)
{
	void *opened;
	size_t i;

	if (*library != NULL)
		return true;
	opened = dlopen(name, RTLD_NOW | RTLD_LOCAL);
	if (opened == NULL)
		return err_set(err, ERR_LIBRARY, "%s cannot be loaded; %s",
			name, advice);
	for (i = 0; i < n; i++) {
		void *at = dlsym(opened, symbols[i].name);

		if (at == NULL) {
			dlclose(opened);
			return err_set(err, ERR_LIBRARY, "%s has no %s", name,
				symbols[i].name);
		}
		/* POSIX: a function's address fits in void *. */
		memcpy(symbols[i].function, &at, sizeof(at));
	}
	*library = opened;
	return true;
}

/* decode_alone FILE ...: decodes each picture with Leptonica, and no more. */
#include <leptonica/allheaders.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		PIX *pix = pixRead(argv[i]);

		if (pix == NULL) {
			fprintf(stderr, "%s: not decoded\n", argv[i]);
			return 1;
		}
		pixDestroy(&pix);
	}
	return 0;
}

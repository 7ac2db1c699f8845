/*
 * colours FILE X Y W H RRGGBB: how many pixels of a picture's rectangle have
 * just this colour; X Y W H are mm at 150 dpi from its top left. Without them
 * the picture's width and height in pixels.
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>

#define PX_MM (150 / 25.4)

int
main(int argc, char **argv)
{
	l_uint32 want, value;
	PIX *pix = NULL;
	int x, y, w, h, n = 0;

	if (argc != 2 && argc != 7) {
		fputs("usage: colours FILE [X Y W H RRGGBB]\n", stderr);
		return 2;
	}
	pix = pixRead(argv[1]);
	if (pix == NULL)
		return 1;
	pixGetDimensions(pix, &w, &h, NULL);
	if (argc == 2) {
		printf("%d %d\n", w, h);
		pixDestroy(&pix);
		return 0;
	}
	want = (l_uint32)strtoul(argv[6], NULL, 16);
	for (y = 0; y < (int)(atof(argv[5]) * PX_MM); y++)
		for (x = 0; x < (int)(atof(argv[4]) * PX_MM); x++)
			if (pixGetPixel(pix, (int)(atof(argv[2]) * PX_MM) + x,
				    (int)(atof(argv[3]) * PX_MM) + y,
				    &value) == 0)
				n += value >> 8 == want;
	printf("%d\n", n);
	pixDestroy(&pix);
	return 0;
}

/*
 * blot IN OUT X Y MM: a black disc MM wide, X and Y mm from the page's top
 * left, on a picture of an A4 page. A mark without a pen model.
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	PIX *in, *grey;
	double px, x, y, r;
	int i, k, w, h;

	if (argc != 6) {
		fputs("usage: blot IN OUT X Y MM\n", stderr);
		return 2;
	}
	in = pixRead(argv[1]);
	grey = in == NULL ? NULL : pixConvertTo8(in, 0);
	if (grey == NULL)
		return 1;
	pixGetDimensions(grey, &w, &h, NULL);
	px = w / 210.0;
	x = atof(argv[3]) * px;
	y = atof(argv[4]) * px;
	r = atof(argv[5]) * px / 2;
	for (k = 0; k < h; k++) {
		for (i = 0; i < w; i++) {
			if ((i - x) * (i - x) + (k - y) * (k - y) < r * r)
				pixSetPixel(grey, i, k, 20);
		}
	}
	if (pixWrite(argv[2], grey, IFF_PNG) != 0)
		return 1;
	pixDestroy(&in);
	pixDestroy(&grey);
	return 0;
}

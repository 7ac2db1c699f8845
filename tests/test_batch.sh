#!/bin/sh
# A batch as it comes out of a scanner: two people's pages mixed, in a PDF, a
# TIFF of many pages and single pictures, upside down, the same page twice,
# backs that the other side shows through, a format that is not read.
set -u
skapa=$PWD/$B/skapa
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SKAPA_STORE=store
failed=0
# has NAME N PATTERN FILE: so many lines have it.
has() {
	if [ "$(grep -cE -e "$3" "$4")" -eq "$2" ]; then
		echo "ok batch_$1"
	else
		echo "not ok batch_$1"
		cat out err
		failed=1
	fi
}

"$skapa" store init >/dev/null
"$skapa" forms print --instrument skapa --count 2 --session tuesday \
	--output sheets.pdf >/dev/null || exit 1
mkdir -p in/deeper
# 1 and 5 are the two people's first pages.
qpdf sheets.pdf --pages . 5,1,6 -- --rotate=+180:2 in/mixed.pdf
pdftoppm -r 150 -gray -tiff -f 7 -l 7 -singlefile sheets.pdf a
pdftoppm -r 150 -gray -tiff -f 2 -l 2 -singlefile sheets.pdf b
tiffcp -c lzw a.tif b.tif a.tif in/mixed.tif
pdftoppm -r 150 -gray -png -f 3 -l 3 -singlefile sheets.pdf in/deeper/three
pdftoppm -r 150 -gray -jpeg -f 8 -l 8 -singlefile sheets.pdf in/eight
# Its back: what is printed in front shows through, mirrored and pale.
pdftoppm -r 100 -gray -f 8 -l 8 -singlefile sheets.pdf front
size=$(sed -n 2p front.pgm)
w=${size% *}
h=${size#* }
{
	printf 'P2\n%s\n255\n' "$size"
	tail -c $((w * h)) front.pgm | od -An -v -tu1 -w"$w" |
		awk '{ for (i = NF; i > 0; i--)
			print int(255 - (255 - $i) * 0.12) }'
} >back.pgm
"$OLDPWD/$B/tests/tools/blot" back.pgm in/back.png 1 1 0.1
printf '\000\000\000\014jP  \r\n\207\n' >in/zoom.jp2
"$skapa" intake read in >out 2>err
[ $? -eq 4 ] && echo "ok batch_status" || {
	echo "not ok batch_status"
	failed=1
}
has every_page_is_filed_once 7 ': filed ' out
has a_page_twice_is_a_duplicate 1 ': duplicate ' out
has back_with_show_through_is_blank 1 'back.png page 1: blank_page' out
has jpeg_2000_is_refused_by_name 1 'zoom.jp2.*JPEG 2000 pictures are not read' out
has what_is_missing_is_named 1 'session tuesday: 2 issued, 1 received, 1 in part$' err
has missing_page_is_named 1 ': page 4 \(' err
exit $failed

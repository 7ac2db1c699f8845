#!/bin/sh
# Where neither copy of the page code can be read, the printed code line is:
# both symbols are blotted out. No page may be taken for another; Tesseract
# reads nine lines of ten, and there are two.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
skapa=$B/skapa
"$skapa" store init --store "$folder/st"
"$skapa" forms print --store "$folder/st" --instrument skapa --count 3 \
	--output "$folder/s.pdf" --format json >"$folder/issued"
pdftoppm -r 200 -gray "$folder/s.pdf" "$folder/p"
mkdir "$folder/in"
for page in "$folder"/p-*.pgm; do
	"$B/tests/tools/blot" "$page" "$folder/half.png" 180.4 20 26
	"$B/tests/tools/blot" "$folder/half.png" \
		"$folder/in/$(basename "$page" .pgm).png" 29.5 277 18
done
status=0
"$skapa" intake read --store "$folder/st" --format json "$folder/in" \
	>"$folder/read" 2>"$folder/said" || status=$?
[ $status -eq 0 ] || [ $status -eq 4 ] || {
	echo "not ok code_line_read (status $status)"
	cat "$folder/said"
	exit 1
}
sed 's/.*"code":"\([^"]*\)".*/\1/' "$folder/issued" >"$folder/want"
sed 's/.*"code":\(null\|"[^"]*"\).*/\1/; s/"//g' "$folder/read" >"$folder/got"
read=$(paste "$folder/want" "$folder/got" | awk '$1 == $2' | wc -l)
wrong=$(paste "$folder/want" "$folder/got" |
	awk '$2 != "null" && $1 != $2' | wc -l)
if [ "$wrong" -eq 0 ]; then
	echo "ok code_line_never_another_page"
else
	echo "not ok code_line_never_another_page"
	paste "$folder/want" "$folder/got"
	exit 1
fi
if [ "$read" -ge 10 ]; then
	echo "ok code_line_read_by_tesseract ($read of 12)"
else
	echo "not ok code_line_read_by_tesseract ($read of 12)"
	cut -c1-200 "$folder/read"
	exit 1
fi

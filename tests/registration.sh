#!/bin/sh
# The table of tests/test_registration.c with printed sheets: how much a page
# may be damaged, cut, turned and distorted, and what is then read of it.
#
#	PAGES=25          pages a row and sheet
#	LANGUAGES="sv ar" a sheet of each
#	ROW=words         only the rows whose name has these words
set -eu
B=${B:-build}
dir=$(mktemp -d "${TMPDIR:-/tmp}/registration-XXXXXX")
trap 'rm -rf "$dir"' EXIT
export SKAPA_STORE="$dir/store"
"$B/skapa" store init >/dev/null
failed=0
for language in ${LANGUAGES:-sv ar}; do
	sheet=$dir/$language
	mkdir "$sheet"
	"$B/skapa" forms layout --instrument skapa --language "$language" \
		>"$sheet/layout.json"
	"$B/skapa" forms print --instrument skapa --language "$language" \
		--count 1 --output "$sheet/sheet.pdf" >/dev/null
	pdftoppm -r 304.8 -gray "$sheet/sheet.pdf" "$sheet/page"
	n=0
	for page in "$sheet"/page-*.pgm; do
		n=$((n + 1))
		mv "$page" "$sheet/$n.pgm"
	done
	echo
	echo "### skapa, $language"
	echo
	PAGES=${PAGES:-25} SHEET=$sheet "$B/tests/test_registration" \
		>"$dir/said" || failed=1
	grep -e '^|' -e '^SILENT' "$dir/said"
done
exit $failed

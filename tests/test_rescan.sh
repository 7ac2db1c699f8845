#!/bin/sh
# One filled-in sheet, scanned again and again with other scanners, formats,
# turns, noise and dirt: no question ever gets two different values, or one that
# nobody marked. RESCANS and SHEET_PAGES say how often and what; `make soak` has
# more.
set -u
skapa=$B/skapa
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
case $B in
*san*) times=${RESCANS:-5} ;;
*) times=${RESCANS:-20} ;;
esac
export SKAPA_STORE="$folder/store"
"$skapa" store init >/dev/null || exit 1
"$skapa" forms print --instrument skapa --count 1 --format json \
	--output "$folder/sheet.pdf" >"$folder/issued" || exit 1
"$skapa" forms layout --instrument skapa >"$folder/layout"
failed=0

# tell NAME STATUS: what went wrong stands in the file `said`.
tell() {
	if [ "$2" -eq 0 ]; then
		echo "ok rescan_$1"
	else
		echo "not ok rescan_$1"
		cat "$folder/said"
		failed=1
	fi
}

# "PAGE ITEM ANSWER" of every answer that is certain, from readings.
certain() {
	tr '{' '\n' <"$1" | sed -n \
		-e 's/^"source".*"page":\([0-9]*\),"instrument".*/page \1/p' \
		-e 's/^"item":"\([a-z_]*\)","status":"answered","value":\([0-9]*\),.*/\1 \2/p' \
		-e 's/^"item":"\([a-z_]*\)","status":"\(declined\|not_understood\|blank\)".*/\1 \2/p' |
		awk '$1 == "page" { page = $2; next } { print page, $0 }'
}

for pen in ballpoint_blue pencil; do
	"$B/tests/tools/complete" --layout "$folder/layout" \
		--sheet "$folder/sheet.pdf" --issued "$folder/issued" \
		--hand same --repeat "$times" --pen $pen --seed 7 \
		--pages "${SHEET_PAGES:-2-2}" --scan random --damage light \
		--truth "$folder/truth" --out "$folder/$pen" || exit 1
	"$skapa" intake read "$folder/$pen" --no-file --format json \
		>"$folder/read" 2>"$folder/said"
	"$B/tests/tools/judge" --truth "$folder/truth" --read "$folder/read" \
		--max-review 1 --max-refused 1 >"$folder/said" 2>&1
	tell "${pen}_no_silent_error" $?
	# A pencil may be gone where a scan is black and white: that such a
	# blank is none where ink is left is what the judge looks at.
	drop=none
	[ $pen = pencil ] && drop=blank
	certain "$folder/read" | grep -v " $drop\$" | sort | uniq -c \
		>"$folder/said"
	# An item with two lines has two values.
	twice=$(awk '{ print $2, $3 }' "$folder/said" | sort | uniq -d)
	[ -z "$twice" ]
	tell "${pen}_no_value_flips" $?
	# Most scans say it: the test has something to look at.
	awk -v t="$times" '{ n[$2 " " $3] += $1 } END { for (i in n)
		if (n[i] < t * 0.5) bad = 1; exit bad || NR < 3 }' "$folder/said"
	tell "${pen}_most_are_certain" $?
done
exit $failed

#!/bin/sh
# Reads many synthetic pages and counts silent errors (tests/tools/judge.c).
#
#	PAGES=500     how many, half Swedish and half English
#	SEED=1        other sheets, pens and scans
#	MARKS=folder  real ink (labels.csv) instead of our pens
#	ANSWERS=mixed two marks, corrections, ... too; honest: one mark or none
#	SCAN=random DAMAGE=light FORMAT=mix PEN=mix STYLE=mix
#	              as of tests/tools/complete
#	MAX_REVIEW=0.01 MAX_REFUSED=0.002
#	KEEP=folder   keep truth.jsonl and read.jsonl there, and the scans of
#	              the last round
#
# Works in rounds of at most 200 pages, so that the disk does not fill.
set -eu
B=${B:-build}
PAGES=${PAGES:-500}
SEED=${SEED:-1}
dir=$(mktemp -d "${TMPDIR:-/tmp}/accuracy-XXXXXX")
trap 'rm -rf "$dir"' EXIT
keep=${KEEP:-$dir}
mkdir -p "$keep"
: >"$keep/truth.jsonl"
: >"$keep/read.jsonl"
skapa=$B/skapa
export SKAPA_STORE="$dir/store"
"$skapa" store init >/dev/null
# Each issued page is filled in this many times, differently.
repeat=10
[ "$PAGES" -lt 40 ] && repeat=1
for language in sv en; do
	"$skapa" forms layout --instrument skapa --language $language \
		>"$dir/$language.json"
	of=$(grep -o '"anchors"' "$dir/$language.json" | wc -l)
	"$skapa" forms print --instrument skapa --language $language \
		--count $(((PAGES / 2 + of * repeat - 1) / (of * repeat))) \
		--output "$dir/$language.pdf" --format json \
		>"$dir/$language.jsonl"
done

complete() { # language, first page, last page, seed
	"$B/tests/tools/complete" --layout "$dir/$1.json" \
		--sheet "$dir/$1.pdf" --issued "$dir/$1.jsonl" \
		--pages "$2-$3" --repeat $repeat --seed "$4" --name "$1-$4" \
		--answers "${ANSWERS:-mixed}" --scan "${SCAN:-random}" \
		--damage "${DAMAGE:-light}" --format "${FORMAT:-mix}" \
		--pen "${PEN:-mix}" --style "${STYLE:-mix}" \
		${MARKS:+--marks "$MARKS"} --stack 8 \
		--truth "$dir/$1.truth" --out "$dir/scans"
}

left=$PAGES
first=1
round=0
while [ "$left" -gt 0 ]; do
	n=$((left < 200 ? left : 200))
	last=$((first + (n / 2 + repeat - 1) / repeat - 1))
	rm -rf "$dir/scans"
	seed=$((SEED * 100000 + round))
	complete sv $first $last $seed &
	other=$!
	complete en $first $last $((seed + 50000))
	wait $other
	cat "$dir/sv.truth" "$dir/en.truth" >>"$keep/truth.jsonl"
	status=0
	"$skapa" intake read "$dir/scans" --no-file --format json \
		>>"$keep/read.jsonl" 2>"$dir/said" || status=$?
	# 4: read, but some pages were refused; judge counts them.
	if [ $status -ne 0 ] && [ $status -ne 4 ]; then
		cat "$dir/said" >&2
		exit 1
	fi
	left=$((left - n))
	first=$((last + 1))
	round=$((round + 1))
	printf '%d of %d pages\r' $((PAGES - left)) "$PAGES" >&2
done
[ "$keep" = "$dir" ] || cp -r "$dir/scans" "$keep/"
"$B/tests/tools/judge" --truth "$keep/truth.jsonl" \
	--read "$keep/read.jsonl" --max-review "${MAX_REVIEW:-0.01}" \
	--max-refused "${MAX_REFUSED:-0.002}" --errors 40 \
	--reviews "${REVIEWS:-0}" --by pen --by scan --by damage --by kind \
	--by style

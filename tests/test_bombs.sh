#!/bin/sh
# Every bomb and malformed file of tests/test_decode_*.c in one batch of the real
# program, two good pages among them: each is refused by its name, soon, and the
# batch goes on to file the good pages.
set -u
skapa=$B/skapa
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
# Seconds from one result to the next. A decoder is stopped after 10.
case $B in
*san*) limit=10 ;;
*) limit=2 ;;
esac

# case_of NAME COMMAND ...: the command succeeds.
case_of() {
	name=$1
	shift
	if "$@" >"$folder/said" 2>&1; then
		echo "ok bombs_$name"
	else
		echo "not ok bombs_$name"
		cat "$folder/said" "$folder/log"
		failed=1
	fi
}

mkdir "$folder/in" "$folder/in/one" "$folder/in/two"
BOMBS=$folder/in/one "$B/tests/test_decode_refusals" '*_refuses_by_name' \
	>"$folder/log" 2>&1 &&
	BOMBS=$folder/in/two "$B/tests/test_decode_bombs" \
		>>"$folder/log" 2>&1 || {
	echo "not ok bombs_made"
	cat "$folder/log"
	exit 1
}
# A picture of two rows: it once ended the batch.
pdftoppm -png -r 300 -f 1 -l 1 -W 2400 -H 2 samples/scans/stack-0001.pdf \
	>"$folder/in/two/50-too_small.png"
n=$(find "$folder/in" -type f | wc -l)
case_of are_many [ "$n" -ge 60 ]
cp samples/scans/black-0001.png "$folder/in/one/08-good.png"
cp samples/scans/glass-0001.jpg "$folder/in/two/99-good.jpg"
sh samples/copy-store.sh "$folder/store"

# Each result with the time at which it came.
{
	"$skapa" intake read "$folder/in" --store "$folder/store" \
		--workers 1 --format json 2>"$folder/log"
	echo "status $?"
} | while read -r line; do
	echo "$(date +%s.%N) $line"
done >"$folder/read"
case_of status grep -q ' status 4$' "$folder/read"

# "SECONDS FILE PAGE STATUS REASON" a result; the first began the workers.
sed -n 's/^\([0-9.]*\) {"source":"[^"]*\/\([^"/]*\)","source_page":\([a-z0-9]*\),.*"status":"\([a-z_]*\)","reason":"*\([a-z_]*\)"*,"hint.*/\1 \2 \3 \4 \5/p' \
	"$folder/read" | awk 'NR > 1 { printf "%.2f ", $1 - last } NR == 1 {
		printf "0 " } { last = $1; $1 = ""; print }' |
	tr -s ' ' >"$folder/results"
# The name of a file says its reason; of a page before it nothing is said.
awk '$2 ~ /good/ { next } { split($2, part, /[-.]/)
	if ($4 != "refused") print "not refused:", $0
	if ($5 == part[2]) named[$2] = 1
	seen[$2] = 1 }
	END { for (file in seen) if (!named[file])
		print file ": not refused by its name" }' \
	"$folder/results" >"$folder/wrong"
case_of each_refused_by_name sh -c 'cat "$1"; ! [ -s "$1" ]' sh \
	"$folder/wrong"
case_of none_lost [ "$(cut -d' ' -f2 "$folder/results" | sort -u | wc -l)" \
	-eq $((n + 2)) ]
case_of good_ones_filed [ "$(grep -cE \
	'good\.[a-z]+ 1 (filed|review) ' "$folder/results")" -eq 2 ]
case_of each_within_"$limit"_s awk -v most="$limit" '
	$1 > most { print; bad = 1 } END { exit bad }' "$folder/results"
sort -rn "$folder/results" | head -n 1 |
	sed 's/^/slowest, s, file, page, status, reason: /'
# A third pair of eyes: what is kept is whole, and nothing else was filed.
case_of store_whole "$skapa" store check --store "$folder/store"
exit $failed

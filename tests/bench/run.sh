#!/bin/sh
# Speed and memory, as ratios side by side in one run. Machines are noisy:
# each figure is the median of RUNS runs, and the ratio says more than the
# pages a second. docs/performance.md has what was measured.
set -eu
B=${B:-build}
RUNS=${RUNS:-5}
PAGES=${PAGES:-64}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
skapa=$B/skapa
export SKAPA_STORE="$dir/store"
"$skapa" store init

# median COLUMN COMMAND...: of RUNS runs; columns: 1 cpu s, 2 wall s, 3 KiB
median() {
	column=$1
	shift
	i=0
	: >"$dir/runs"
	while [ $i -lt "$RUNS" ]; do
		"$B/tests/bench/usage" "$dir/one" "$@" >/dev/null 2>"$dir/err" ||
			{
				cat "$dir/err" >&2
				exit 1
			}
		cut -d' ' -f"$column" "$dir/one" >>"$dir/runs"
		i=$((i + 1))
	done
	sort -n "$dir/runs" | sed -n "$((RUNS / 2 + 1))p"
}
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

"$skapa" forms layout --instrument skapa >"$dir/layout.json"
"$skapa" forms print --instrument skapa --count $((PAGES / 4)) \
	--output "$dir/sheet.pdf" --format json >"$dir/issued"

scans() { # folder, format, dpi
	"$B/tests/tools/complete" --layout "$dir/layout.json" \
		--sheet "$dir/sheet.pdf" --issued "$dir/issued" \
		--pages 1-"$PAGES" --seed 7 --answers honest --scan office \
		--damage none --turn 0 --format "$2" --stack 1 --dpi "$3" \
		--colour 0 --truth "$dir/truth" --out "$dir/$1" --quality 85
}

echo "Reading one worker, median of $RUNS; $PAGES pages"
printf '%-18s %9s %9s %7s %9s %9s\n' scans 'ms/page' 'decode' ratio \
	'pages/s' 'MiB'
for row in "jpeg300 jpeg 300" "g4-300 tiff-g4 300" "jpeg200 jpeg 200" \
	"jpeg600 jpeg 600"; do
	set -- $row
	scans "$1" "$2" "$3"
	# The first page brings the program up and renders the prints.
	first=$(ls "$dir/$1" | head -n 4 | sed "s|^|$dir/$1/|")
	start=$(median 1 "$skapa" intake read $first --no-file --workers 1)
	all=$(median 1 "$skapa" intake read "$dir/$1" --no-file --workers 1)
	rss=$(median 3 "$skapa" intake read "$dir/$1" --no-file --workers 1)
	alone=$(median 1 "$B/tests/bench/decode_alone" "$dir/$1"/*)
	ms=$(calc %.2f "1000 * ($all - $start) / ($PAGES - 4)")
	decode=$(calc %.2f "1000 * $alone / $PAGES")
	printf '%-18s %9s %9s %7s %9s %9s\n' "$1" "$ms" "$decode" \
		"$(calc %.2f "$ms / $decode")" "$(calc %.1f "1000 / $ms")" \
		"$(calc %.0f "$rss / 1024")"
	[ "$1" = jpeg600 ] || [ "$1" = jpeg300 ] || rm -rf "${dir:?}/$1"
	[ "$1" = jpeg600 ] && rm -rf "${dir:?}/$1"
done

echo
one=$(median 2 "$skapa" intake read "$dir/jpeg300" --no-file --workers 1)
two=$(median 2 "$skapa" intake read "$dir/jpeg300" --no-file --workers 2)
echo "two workers against one, wall time: $(calc %.2f "$one / $two") times"

echo
n=1000
rm -rf "$SKAPA_STORE"
"$skapa" store init
few=$(median 1 "$skapa" forms print --instrument skapa --count 1 \
	--output "$dir/one.pdf")
many=$(median 1 "$skapa" forms print --instrument skapa --count $((n / 4)) \
	--output "$dir/many.pdf")
rss=$(median 3 "$skapa" forms print --instrument skapa --count $((n / 4)) \
	--output "$dir/many.pdf")
echo "printing $n pages with issuing: $(calc %.0f "$n / $many") pages/s," \
	"$(calc %.0f "($n - 4) / ($many - $few)") after the start of" \
	"$(calc %.0f "1000 * $few") ms; $(calc %.0f "$rss / 1024") MiB;" \
	"$(calc %.1f "$(wc -c <"$dir/many.pdf") / 1024 / $n") KiB a page;" \
	"one sheet $(calc %.0f "$(wc -c <"$dir/one.pdf") / 1024") KiB"

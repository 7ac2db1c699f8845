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
		"$B/tests/bench/usage" "$dir/one" "$@" </dev/null >/dev/null \
			2>"$dir/err" ||
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

scans() { # folder, format, dpi, share in colour
	"$B/tests/tools/complete" --layout "$dir/layout.json" \
		--sheet "$dir/sheet.pdf" --issued "$dir/issued" \
		--pages 1-"$PAGES" --seed 7 --answers honest --scan office \
		--damage none --turn 0 --format "$2" --stack 1 --dpi "$3" \
		--colour "$4" --truth "$dir/truth" --out "$dir/$1" --quality 85
}
# Each file so many times that there are pages enough.
again() { # folder, times
	i=0
	while [ $i -lt "$2" ]; do
		echo "$dir/$1"
		i=$((i + 1))
	done
}

# What Leptonica decodes: the same scans, for a PDF as plain files.
echo "Reading, one worker, median of $RUNS; $PAGES pages, each a file"
printf '%-14s %8s %8s %6s %8s %5s\n' scans 'ms/page' 'decode' ratio \
	'pages/s' 'MiB'
while read -r name format dpi colour plain; do
	scans "$name" "$format" "$dpi" "$colour"
	# The first pages bring the program up and have the prints made.
	first=$(ls "$dir/$name" | head -n 4 | sed "s|^|$dir/$name/|")
	start=$(median 1 "$skapa" intake read $first --no-file --workers 1)
	all=$(median 1 "$skapa" intake read $(again "$name" 2) --no-file \
		--workers 1)
	rss=$(median 3 "$skapa" intake read "$dir/$name" --no-file --workers 1)
	alone=$(median 1 "$B/tests/bench/decode_alone" "$dir/$plain"/* \
		"$dir/$plain"/*)
	ms=$(calc %.2f "1000 * ($all - $start) / (2 * $PAGES - 4)")
	decode=$(calc %.2f "1000 * $alone / (2 * $PAGES)")
	printf '%-14s %8s %8s %6s %8s %5s\n' "$name" "$ms" "$decode" \
		"$(calc %.2f "$ms / $decode")" "$(calc %.1f "1000 / $ms")" \
		"$(calc %.0f "$rss / 1024")"
	case $name in jpeg300 | g4-300) ;; *) rm -rf "${dir:?}/$name" ;; esac
done <<'EOF'
jpeg300 jpeg 300 0 jpeg300
g4-300 tiff-g4 300 0 g4-300
pdf-jpeg300 pdf-jpeg 300 0 jpeg300
pdf-g4-300 pdf-g4 300 0 g4-300
colour300 jpeg 300 1 colour300
png300 png 300 0 png300
jpeg200 jpeg 200 0 jpeg200
jpeg600 jpeg 600 0 jpeg600
EOF
echo "aims: jpeg300 1.6 times decoding; g4-300 20 ms or 6 times, whichever is" \
	"more; 60 MiB at 300 dpi, 120 at 600"

echo
one=$(median 2 "$skapa" intake read "$dir/jpeg300" --no-file --workers 1)
two=$(median 2 "$skapa" intake read "$dir/jpeg300" --no-file --workers 2)
echo "two workers against one, wall time with the start:" \
	"$(calc %.2f "$one / $two") times (aim: 1.8)"

echo
# FLAT=10000 is the aim; it takes some minutes.
for n in 100 1000 ${FLAT:-}; do
	rss=$(RUNS=1 median 3 "$skapa" intake read \
		$(again g4-300 $(((n + PAGES - 1) / PAGES))) --no-file)
	echo "g4-300, $n pages in one batch: $(calc %.0f "$rss / 1024") MiB" \
		"in the largest process"
done

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

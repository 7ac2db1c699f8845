#!/bin/sh
# Printing: pages a second with each page's drawing shared and drawn anew,
# kB a page, memory for 1,000 pages; beside it the same words and pictures by
# pdflatex, where that and rsvg-convert are installed.
set -eu
B=${B:-build}
RUNS=${RUNS:-5}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

# row NAME PAGES PDF COMMAND...: medians of RUNS runs
row() {
	name=$1
	pages=$2
	pdf=$3
	shift 3
	: >"$dir/runs"
	i=0
	while [ $i -lt "$RUNS" ]; do
		"$B/tests/bench/usage" "$dir/one" "$@" >"$dir/log" 2>&1 || {
			tail -5 "$dir/log" >&2
			exit 1
		}
		cat "$dir/one" >>"$dir/runs"
		i=$((i + 1))
	done
	cpu=$(cut -d' ' -f1 "$dir/runs" | sort -n | sed -n "$((RUNS / 2 + 1))p")
	kib=$(cut -d' ' -f3 "$dir/runs" | sort -n | sed -n "$((RUNS / 2 + 1))p")
	printf '%-22s %8s %8s %8s %8s\n' "$name" "$pages" \
		"$(calc %.0f "$pages / $cpu")" "$(calc %.0f "$kib / 1024")" \
		"$(calc %.1f "$(wc -c <"$pdf") / 1024 / $pages")"
}

echo "Printing, median of $RUNS"
printf '%-22s %8s %8s %8s %8s\n' '' pages 'pages/s' MiB 'KiB/page'
ways=$B/tests/bench/print_ways
row 'shared' 1000 "$dir/s.pdf" "$ways" shared 250 "$dir/s.pdf"
row 'drawn on each page' 1000 "$dir/e.pdf" "$ways" each 250 "$dir/e.pdf"
row 'one sheet' 4 "$dir/o.pdf" "$ways" shared 1 "$dir/o.pdf"
if command -v pdflatex >/dev/null && command -v rsvg-convert >/dev/null; then
	sh tests/bench/latex.sh "$dir" 250
	(cd "$dir" && pdflatex -interaction=batchmode sheet.tex >/dev/null 2>&1)
	row 'pdflatex' "$(pdfinfo "$dir/sheet.pdf" | awk '/^Pages/ { print $2 }')" \
		"$dir/sheet.pdf" sh -c "cd $dir && pdflatex \
		-interaction=batchmode sheet.tex"
else
	echo 'pdflatex or rsvg-convert is not installed: not compared'
fi

#!/bin/sh
# A person's page: processor time and wall time of the whole command, start of
# the program, store, words, shaping and PDF in it, and its memory. Aim: 50 ms
# a page of a person with four occasions in two languages.
set -eu
B=${B:-build}
RUNS=${RUNS:-9}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export SKAPA_STORE="$dir/store"
calc() { awk "BEGIN { printf \"$1\", $2 }"; }

"$B/skapa" store init
"$B/skapa" store synth --people 40 >/dev/null
code=
for one in $("$B/skapa" store people list); do
	"$B/skapa" report person "$one" --format line >"$dir/line"
	if grep -q 'mätning 4.*av 10' "$dir/line"; then
		code=$one
		break
	fi
done
[ -n "$code" ]

echo "A person's report, median of $RUNS, ms of processor time and in all"
printf '%-22s %8s %8s %8s %8s\n' '' processor 'in all' MiB KiB
for format in text line svg pdf png; do
	: >"$dir/runs"
	i=0
	while [ $i -lt "$RUNS" ]; do
		"$B/tests/bench/usage" "$dir/one" "$B/skapa-report" person \
			"$code" --format $format --output "$dir/out"
		cat "$dir/one" >>"$dir/runs"
		i=$((i + 1))
	done
	middle() {
		cut -d' ' -f"$1" "$dir/runs" | sort -n |
			sed -n "$((RUNS / 2 + 1))p"
	}
	printf '%-22s %8s %8s %8s %8s\n' $format \
		"$(calc %.0f "1000 * $(middle 1)")" \
		"$(calc %.0f "1000 * $(middle 2)")" \
		"$(calc %.0f "$(middle 3) / 1024")" \
		"$(calc %.0f "$(wc -c <"$dir/out") / 1024")"
	if [ $format = pdf ]; then
		pages=$(pdfinfo "$dir/out" | sed -n 's/^Pages: *//p')
		echo "  of $pages pages:" \
			"$(calc %.1f "1000 * $(middle 1) / $pages") ms" \
			"a page (aim: 50)"
	fi
done

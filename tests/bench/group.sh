#!/bin/sh
# The organisation's report: processor time, wall time and memory of the whole
# command, at the size of the BIP study (27,000 answers), twice and four times
# that. Aims: 1 s at 27,000 answers, linear beyond, memory flat.
set -eu
B=${B:-build}
RUNS=${RUNS:-5}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
calc() { awk "BEGIN { printf \"$1\", $2 }"; }
middle() { cut -d' ' -f"$1" "$dir/runs" | sort -n | sed -n "$((RUNS / 2 + 1))p"; }

echo "The organisation's report, median of $RUNS"
printf '%-10s %-6s %10s %8s %8s %12s\n' answers '' 'processor s' 'in all' MiB \
	'us an answer'
for people in 840 1680 3360; do
	export SKAPA_STORE="$dir/$people"
	"$B/skapa" store init
	answers=$("$B/skapa" store synth --people $people 2>&1 |
		sed 's/.*, \([0-9]*\) answers.*/\1/')
	for what in text pdf; do
		: >"$dir/runs"
		i=0
		while [ $i -lt "$RUNS" ]; do
			"$B/tests/bench/usage" "$dir/one" "$B/skapa-report" \
				group --format $what --output "$dir/out"
			cat "$dir/one" >>"$dir/runs"
			i=$((i + 1))
		done
		printf '%-10s %-6s %10s %8s %8s %12s\n' "$answers" $what \
			"$(calc %.2f "$(middle 1)")" \
			"$(calc %.2f "$(middle 2)")" \
			"$(calc %.1f "$(middle 3) / 1024")" \
			"$(calc %.1f "1000000 * $(middle 1) / $answers")"
	done
	rm -rf "$dir/${people:?}"
done

#!/bin/sh
# The store: pages filed durable in a folder and on a PostgreSQL server, beside
# the same inserts in plain SQLite in the same run, and the time of a person's
# history and of everybody's answers.
# ROUNDS by turns, PAGES each; docs/performance.md has what was measured.
set -eu
B=${B:-build}
ROUNDS=${ROUNDS:-7}
PAGES=${PAGES:-50}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
skapa=$B/skapa

# A server of its own, which waits for the disk as the files do.
pg_virtualenv -t -o fsync=on "$B/tests/bench/bench_store" file \
	"$PAGES" "$ROUNDS" "$dir" server >"$dir/said" 2>&1 || {
	cat "$dir/said" >&2
	exit 1
}
grep '^[0-9.]* [0-9.]* [0-9.]* [0-9.]* [0-9.]* [0-9.]* *$' "$dir/said" \
	>"$dir/file"
# median COLUMN
median() {
	cut -d' ' -f"$1" "$dir/file" | sort -n | sed -n "$((ROUNDS / 2 + 1))p"
}
echo "Filing $PAGES pages of 11 answers, a scan of 293 KiB each; $ROUNDS rounds"
printf '%-12s %10s %10s %8s\n' '' 'ms/page' 'processor' 'pages/s'
printf '%-12s %10.2f %10.2f %8.0f\n' store "$(median 1)" "$(median 2)" \
	"$(awk "BEGIN { print 1000 / $(median 1) }")"
printf '%-12s %10.2f %10.2f %8.0f\n' 'plain SQLite' "$(median 3)" \
	"$(median 4)" "$(awk "BEGIN { print 1000 / $(median 3) }")"
printf '%-12s %10.2f %10s %8.0f\n' PostgreSQL "$(median 5)" '' \
	"$(awk "BEGIN { print 1000 / $(median 5) }")"
printf '%-12s %10.2f %10.2f\n' ratio \
	"$(awk "BEGIN { print $(median 1) / $(median 3) }")" \
	"$(awk "BEGIN { print $(median 2) / $(median 4) }")"

echo
echo "Reading, in ms by the clock and of the processor: a person's history"
echo "(median of 50) and everybody's answers; making them, in s of the processor"
printf '%9s %9s %9s %9s %9s %12s %9s\n' answers person processor all \
	processor 'us an answer' synth
for people in ${PEOPLE:-920 1840 3680}; do
	rm -rf "$dir/synth"
	"$skapa" store init --store "$dir/synth"
	"$B/tests/bench/usage" "$dir/took" "$skapa" store synth \
		--store "$dir/synth" --people "$people" >/dev/null
	# shellcheck disable=SC2046
	"$B/tests/bench/bench_store" read "$dir/synth" \
		$("$skapa" store people list --store "$dir/synth" |
			awk "NR % int($people / 50) == 1" | head -n 50) \
		>"$dir/read"
	read -r answers person person_cpu all all_cpu <"$dir/read"
	printf '%9s %9s %9s %9s %9s %12.1f %9s\n' "$answers" "$person" \
		"$person_cpu" "$all" "$all_cpu" \
		"$(awk "BEGIN { print 1000 * $all_cpu / $answers }")" \
		"$(cut -d' ' -f1 "$dir/took")"
done

#!/bin/sh
# The store: pages filed durable in a folder and on a PostgreSQL server, beside
# the same inserts in plain SQLite in the same run, and the time of a person's
# history and of everybody's answers in both.
# ROUNDS by turns, PAGES each; docs/performance.md has what was measured.
set -eu
B=${B:-build}
ROUNDS=${ROUNDS:-7}
PAGES=${PAGES:-50}
# A server of its own, which waits for the disk as the files do.
if [ -z "${SKAPA_BENCH_SERVER:-}" ]; then
	SKAPA_BENCH_SERVER=1 exec pg_virtualenv -t -o fsync=on sh "$0"
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
skapa=$B/skapa
# The site key of the store on the server; a folder's lies beside it.
export SKAPA_SITE_KEY="$dir/site-key"

"$B/tests/bench/bench_store" file "$PAGES" "$ROUNDS" "$dir" server \
	>"$dir/said" 2>&1 || {
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
printf '%-11s %9s %9s %9s %9s %9s %12s %9s\n' '' answers person processor \
	all processor 'us an answer' synth

# reading NAME STORE PEOPLE
reading() {
	"$skapa" store init --store "$2"
	"$B/tests/bench/usage" "$dir/took" "$skapa" store synth \
		--store "$2" --people "$3" >/dev/null
	# shellcheck disable=SC2046
	"$B/tests/bench/bench_store" read "$2" \
		$("$skapa" store people list --store "$2" |
			awk "NR % int($3 / 50) == 0" | head -n 50) >"$dir/read"
	read -r answers person person_cpu all all_cpu <"$dir/read"
	printf '%-11s %9s %9s %9s %9s %9s %12.1f %9s\n' "$1" "$answers" \
		"$person" "$person_cpu" "$all" "$all_cpu" \
		"$(awk "BEGIN { print 1000 * $all_cpu / $answers }")" \
		"$(cut -d' ' -f1 "$dir/took")"
}

for people in ${PEOPLE:-920 1840 3680}; do
	reading folder "$dir/synth-$people" "$people"
	rm -rf "$dir/synth-$people"
done
# Many people at once are made slowly there (docs/performance.md).
for people in ${SERVER_PEOPLE:-920}; do
	createdb "synth_$people"
	reading PostgreSQL "postgresql:///synth_$people" "$people"
	dropdb "synth_$people"
done

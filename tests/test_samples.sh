#!/bin/sh
# Every sample page gives its expected answers: no silent error, no page
# refused, and none read as another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
skapa=$B/skapa
sh samples/copy-store.sh "$folder/store"
"$skapa" intake read samples/scans --store "$folder/store" --format json \
	>"$folder/read.jsonl" 2>"$folder/said" || {
	echo "not ok samples_read"
	cat "$folder/said"
	exit 1
}
if "$B/tests/tools/judge" --truth samples/expected.jsonl \
	--read "$folder/read.jsonl" --max-review 0.05 --max-refused 0 \
	>"$folder/table" 2>&1; then
	echo "ok samples_expected_answers"
else
	echo "not ok samples_expected_answers"
	cat "$folder/table"
	exit 1
fi
pages=$(wc -l <samples/expected.jsonl)
filed=$(grep -c -e '"status":"filed"' -e '"status":"review"' \
	"$folder/read.jsonl")
if [ "$filed" -eq "$pages" ]; then
	echo "ok samples_all_filed ($pages pages)"
else
	echo "not ok samples_all_filed ($filed of $pages)"
	exit 1
fi
# Two people answered twice: their reports have two occasions' columns.
person=$(sed -n 's/.*"person":"\([^"]*\)".*/\1/p' samples/expected.jsonl |
	head -n 1)
"$skapa" report person "$person" --store "$folder/store" >"$folder/report"
if grep -q "Hälsa" "$folder/report" && ! grep -qi practice "$folder/report"; then
	echo "ok samples_report"
else
	echo "not ok samples_report"
	cat "$folder/report"
	exit 1
fi

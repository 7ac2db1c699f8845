#!/bin/sh
# The main job once, from paper to a person's line, in the folder demo/:
# prints a small batch, reads samples/ and files the answers.
set -eu
B=${B:-build}
skapa=$B/skapa
rm -rf demo
mkdir demo

echo "1. A store, and sheets for three people in Swedish and two in English"
"$skapa" store init --store demo/store
"$skapa" forms print --store demo/store --instrument skapa --language sv \
	--count 3 --output demo/sheets-sv.pdf
"$skapa" forms print --store demo/store --instrument skapa --language en \
	--count 2 --output demo/sheets-en.pdf
echo
echo "   and all papers of a group's meeting, from a file of seats"
{
	echo 'session: Demo'
	echo 'date: 2026-11-24'
	echo 'seat,language'
	echo '1,ar'
	echo '2,en'
} >demo/group.csv
"$skapa" forms pack --store demo/store --session demo/group.csv \
	--output demo/group
echo
echo "2. The scans in samples/, read and filed in a copy of their own store"
sh samples/copy-store.sh demo/samples-store
"$skapa" intake read samples/scans --store demo/samples-store >demo/read.txt
cat demo/read.txt
echo
echo "3. A person's line (no sum, no ranking; what is doubtful says so)"
person=$(sed -n 's/.*"person":"\([^"]*\)".*/\1/p' samples/expected.jsonl |
	head -n 1)
"$skapa" report person "$person" --store demo/samples-store
echo
echo "4. What waits for a person to look"
"$skapa" intake review list --store demo/samples-store | head -n 8
"$skapa" intake review show 1 --store demo/samples-store \
	--output demo/review-1.png
"$skapa" intake review set 1 unreadable --by demo --store demo/samples-store
"$skapa" intake review undo 1 --by demo --store demo/samples-store
echo
echo "The printed sheets:  demo/sheets-sv.pdf  demo/sheets-en.pdf"
echo "A group's papers:    demo/group/"
echo "All that was read:   demo/read.txt"
echo "Next: README.md, 'Your first own sheet'."

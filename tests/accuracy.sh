#!/bin/sh
# Reads many synthetic pages with the real program, decoder and sandbox, and
# counts silent errors (tests/tools/judge.c).
#
#	PAGES=500        how many pages; or
#	POSITIONS=1000000  go on until so many boxes were judged
#	OUT=folder       keep what was counted there, a file a round; started
#	                 again with the same OUT, it goes on where it stopped
#	SHARDS=2         rounds at a time
#	SEED=1           other sheets, pens and scans
#	MARKS=folder     real ink (labels.csv) in every second turn through the
#	                 sheets; MIX=0 takes it in all
#	SHEETS="sv:skapa ar:skapa"  language:instrument, in turn
#	ANSWERS=mixed    two marks, corrections, ... too; honest: one or none
#	SCAN=random DAMAGE=hard FORMAT=mix PEN=mix STYLE=mix
#	                 as of tests/tools/complete
#	MAX_REVIEW=0.08 MAX_REFUSED=0.02   of all; clean office scans have
#	                 limits of their own in the judge
#	ROUNDS="17 40" KEEP=folder  these rounds again, and the scans, the truth
#	                 and the readings left in KEEP
#
# A round is up to 100 pages, all of one printed page, which is made into
# pixels once. OUT/report.txt and OUT/tables.md are the sum.
set -eu
B=${B:-build}
PAGES=${PAGES:-500}
POSITIONS=${POSITIONS:-0}
SEED=${SEED:-1}
SHARDS=${SHARDS:-2}
# `dense` (tests/dense) has 50 boxes a page, in words alone.
SHEETS=${SHEETS:-sv:skapa sv:dense ar:skapa sv:dense ti:skapa sv:dense \
	sv:skapa-caseworker sv:dense sv:course-evaluation sv:dense}
PEOPLE=8 # codes of each sheet
room=/dev/shm
[ -d $room ] && [ -w $room ] || room=${TMPDIR:-/tmp}
dir=$(mktemp -d "$room/accuracy-XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
out=${OUT:-$dir/out}
skapa=$B/skapa
mkdir -p "$out/sheets"

# --- the sheets, once ---------------------------------------------------------
if [ ! -f "$out/sheets/done" ]; then
	rm -rf "$out/sheets"
	mkdir -p "$out/sheets"
	export SKAPA_STORE="$out/sheets/store"
	"$skapa" store init >/dev/null
	for sheet in $(printf '%s\n' $SHEETS | sort -u); do
		name=${sheet%%:*}-${sheet#*:}
		set -- --instrument "${sheet#*:}" --language "${sheet%%:*}" \
			--templates tests/dense
		"$skapa" forms layout "$@" >"$out/sheets/$name.json"
		"$skapa" forms print "$@" --count $PEOPLE \
			--output "$out/sheets/$name.pdf" --format json \
			>"$out/sheets/$name.jsonl"
	done
	: >"$out/sheets/done"
fi
n_sheets=$(echo $SHEETS | wc -w)
size=100
[ "$PAGES" -lt 400 ] && [ "$POSITIONS" -eq 0 ] && size=$(((PAGES + 3) / 4))
rounds=$(((PAGES + size - 1) / size))
[ "$POSITIONS" -gt 0 ] && rounds=1000000

# --- a round ----------------------------------------------------------------------
round() { # number, folder to work in; leaves a tally
	turn=$(($1 / n_sheets))
	# shellcheck disable=SC2086
	set -- "$1" "$2" $(echo $SHEETS | cut -d' ' -f$(($1 % n_sheets + 1)))
	name=${3%%:*}-${3#*:}
	issued=$out/sheets/$name.jsonl
	page=$((turn % $(wc -l <"$issued") + 1))
	ink=
	[ -n "${MARKS:-}" ] && [ $((turn % 2)) -ge "${MIX:-1}" ] && ink=$MARKS
	rm -rf "$2/scans"
	"$B/tests/tools/complete" --layout "$out/sheets/$name.json" \
		--sheet "$out/sheets/$name.pdf" --issued "$issued" \
		--pages $page-$page --repeat $size \
		--seed $((SEED * 1000000 + $1)) --name "r$1" \
		--answers "${ANSWERS:-mixed}" --scan "${SCAN:-random}" \
		--damage "${DAMAGE:-hard}" --format "${FORMAT:-mix}" \
		--pen "${PEN:-mix}" --style "${STYLE:-mix}" \
		${ink:+--marks "$ink"} --stack 8 \
		--truth "$2/truth.jsonl" --out "$2/scans"
	status=0
	SKAPA_STORE="$2/store" "$skapa" intake read "$2/scans" --no-file \
		--workers 1 --format json >"$2/read.jsonl" 2>"$2/said" ||
		status=$?
	# 4: read, but some pages were refused; judge counts them.
	if [ $status -ne 0 ] && [ $status -ne 4 ]; then
		cat "$2/said" >&2
		return 1
	fi
	# What is over a limit is for the sum to say.
	"$B/tests/tools/judge" --truth "$2/truth.jsonl" \
		--read "$2/read.jsonl" --save "$2/tally" --errors 40 \
		--reviews "${REVIEWS:-0}" --by scan --by damage --by pen \
		--by ink --by kind --by style --by format --by instrument \
		--by language >"$2/judged" || [ $? -eq 1 ]
	grep -E '^(SILENT|LOST|WRONG|review|refused)' "$2/judged" |
		sed "s/^/round $1: /" >"$2/found" || :
	cat "$2/found"
	cat "$2/found" >>"$out/found-$((SHARDS))-${2##*-}.txt"
	mv "$2/tally" "$out/round-$(printf %06d "$1").tally"
}

positions() { # of tallies
	[ -e "$1" ] || { echo 0; return; }
	"$B/tests/tools/judge" "$@" | sed -n 's/^\([0-9]*\) positions.*/\1/p'
}

shard() { # number
	work=$dir/shard-$1
	mkdir -p "$work"
	cp -r "$out/sheets/store" "$work/store"
	sum=0
	i=$1
	while [ "$i" -lt "$rounds" ]; do
		tally=$out/round-$(printf %06d "$i").tally
		[ -f "$tally" ] || round "$i" "$work"
		if [ "$POSITIONS" -gt 0 ]; then
			sum=$((sum + $(positions "$tally")))
			[ $((sum * SHARDS)) -ge "$POSITIONS" ] && break
			echo "shard $1: round $i, $sum positions" >&2
		fi
		i=$((i + SHARDS))
	done
}

if [ -n "${ROUNDS:-}" ]; then
	for i in $ROUNDS; do
		work=$dir/shard-again
		mkdir -p "$work"
		[ -d "$work/store" ] || cp -r "$out/sheets/store" "$work/store"
		round "$i" "$work"
		[ -z "${KEEP:-}" ] || {
			mkdir -p "$KEEP"
			cp -r "$work" "$KEEP/round-$i"
		}
	done
	exit
fi

k=0
others=
while [ $k -lt "$SHARDS" ]; do
	shard $k &
	others="$others $!"
	k=$((k + 1))
done
bad=0
for one in $others; do
	wait "$one" || bad=1
done
[ $bad -eq 0 ] || exit 1
"$B/tests/tools/judge" --table markdown "$out"/round-*.tally \
	>"$out/tables.md" || :
status=0
"$B/tests/tools/judge" --max-review "${MAX_REVIEW:-0.08}" \
	--max-refused "${MAX_REFUSED:-0.02}" "$out"/round-*.tally \
	>"$out/report.txt" || status=$?
cat "$out/report.txt"
exit $status

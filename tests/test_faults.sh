#!/bin/sh
# Every call with which a batch is written fails in every way, and the power
# goes; afterwards every acknowledged page is there exactly once. A short cut of
# it: FAULTS="every=1 cuts=10000" READS=100 is the whole (make soak).
set -eu
case $B in
*san*) short="every=400 cuts=50" ;;
*) short="every=61 cuts=250" ;;
esac
"$B/tests/fault/faults" ${FAULTS:-$short} seed="${SEED:-$$}"

# The same faults in a real `intake read`: at READS of its calls each. A
# sanitizer wants to be the first library; the program above has had it.
case $B in *san*) exit 0 ;; esac
reads=${READS:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
skapa=$PWD/$B/skapa
shim=$PWD/$B/tests/fault/faults.so
"$skapa" store init --store "$folder/store" >/dev/null
"$skapa" forms print --store "$folder/store" --instrument skapa --count 1 \
	--output "$folder/sheets.pdf" --format json >"$folder/issued"
pages=$(wc -l <"$folder/issued")
cd "$folder"
pdftoppm -r 150 -gray -jpeg sheets.pdf in-
mkdir in && mv in-*.jpg in/
# The pictures of the prints are made once and kept.
"$skapa" intake read --store store --no-file in >/dev/null 2>&1
cp -r store before

# with FAULT AT: a read with it; the batch's own status is in $status.
with() {
	rm -rf store && cp -r before store
	status=0
	FAULT="$1 $2 $folder/store" FAULT_CALLS=$folder/calls \
		LD_PRELOAD=$shim "$skapa" intake read \
		--store "$folder/store" --format json in >out 2>err || status=$?
}

with none 0
calls=$(tail -n 1 calls)
[ "$status" -eq 0 ] && [ "$calls" -gt 100 ] || {
	echo "not ok faults_in_intake ($calls calls, status $status)"
	cat err
	exit 1
}
n=0
for fault in kill kill_inside eio enospc_from; do
	i=0
	while [ $i -lt "$reads" ]; do
		i=$((i + 1))
		n=$((n + 1))
		at=$((i * calls / (reads + 1) + n % 7))
		with $fault $at
		case $fault in
		kill*) [ $status -eq 137 ] ;;
		*) [ $status -eq 0 ] || grep -q '^skapa' err ;;
		esac || {
			echo "not ok faults_in_intake ($fault $at: $status)"
			cat err
			exit 1
		}
		acknowledged=$(grep -c '"status":"filed"' out || true)
		"$skapa" intake read --store store --format json in >again \
			2>err2
		again=$(grep -c '"status":"duplicate"' again || true)
		good=$(grep -c -e '"status":"filed"' \
			-e '"status":"duplicate"' again)
		"$skapa" store check --store store >check 2>&1 || good=0
		if [ "$good" -ne "$pages" ] ||
			[ "$again" -lt "$acknowledged" ]; then
			echo "not ok faults_in_intake ($fault $at: $good of" \
				"$pages good, $acknowledged acknowledged)"
			cat again check err2
			exit 1
		fi
	done
done
echo "ok faults_in_intake ($n faults in $calls calls, $pages pages)"

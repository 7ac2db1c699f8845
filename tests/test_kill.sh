#!/bin/sh
# kill -9 at random moments of a batch: after a rerun every page is filed
# exactly once. KILLS=200 is the whole proof; plain tests do a short cut of it.
set -eu
kills=${KILLS:-12}
case $B in *san*) kills=$((kills / 4 + 1)) ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
skapa=$PWD/$B/skapa
store=$folder/store
"$skapa" store init --store "$store" >/dev/null
"$skapa" forms print --store "$store" --instrument skapa --count 4 \
	--output "$folder/sheets.pdf" --format json >"$folder/issued"
pages=$(wc -l <"$folder/issued")
cp -r "$store" "$folder/before"
cd "$folder"
pdftoppm -r 150 -gray -jpeg sheets.pdf in-
mkdir in && mv in-*.jpg in/

n=0
while [ $n -lt "$kills" ]; do
	n=$((n + 1))
	rm -rf store && cp -r before store
	"$skapa" intake read --store store in >out 2>&1 &
	pid=$!
	# 0.000 to about the length of the batch, from the kernel's randomness.
	ms=$(od -An -N2 -tu2 /dev/urandom)
	sleep "$(awk "BEGIN{printf \"%.3f\", $ms / 65536 * ${BATCH_SECONDS:-1.5}}")"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	"$skapa" intake read --store store --format json in >again 2>err || {
		echo "not ok kill_rerun_exactly_once (rerun $n failed)"
		cat err
		exit 1
	}
	"$skapa" store check --store store >check 2>&1 || {
		echo "not ok kill_rerun_exactly_once (check after $n)"
		cat check
		exit 1
	}
	good=$(grep -c -e '"status":"filed"' -e '"status":"duplicate"' again)
	if [ "$good" -ne "$pages" ]; then
		echo "not ok kill_rerun_exactly_once (run $n: $good of $pages)"
		cat again
		exit 1
	fi
	# A third reading finds every page filed before.
	"$skapa" intake read --store store --format json in >third 2>/dev/null
	twice=$(grep -c '"status":"duplicate"' third)
	if [ "$twice" -ne "$pages" ]; then
		echo "not ok kill_rerun_exactly_once (third of $n: $twice)"
		exit 1
	fi
done
echo "ok kill_rerun_exactly_once ($kills kills, $pages pages)"

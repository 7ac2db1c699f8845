#!/bin/sh
# kill -9 at random moments while a person says which page a scan is: the store
# is whole, the decision is made or not made, and the same command again makes
# it or says that it was made. KILLS=200 is the whole proof.
#
# The moments close in on the one at which the decision is made: later after a
# kill that came before it, earlier after one that came behind it.
set -u
kills=${KILLS:-10}
case $B in *san*) kills=$((kills / 3 + 1)) ;; esac
skapa=$PWD/$B/skapa
blot=$PWD/$B/tests/tools/blot
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SKAPA_STORE=store

"$skapa" store init >/dev/null
"$skapa" forms print --instrument skapa --count 1 --output sheets.pdf \
	--format json >issued || exit 1
person=$(sed -n '1s/.*"person":"\([^"]*\)".*/\1/p' issued)
line=$(sed -n '1s/.*"code":"\([^"]*\)".*/\1/p' issued)
pdftoppm -r 150 -gray -png -f 1 -l 1 -singlefile sheets.pdf page
# Both page codes and both code lines are covered (core/frame.h).
{
	echo 180.4 20 26
	echo 29.5 277 18
	for x in 164 168 172 176 180 184 188; do echo $x 33.8 6; done
	for x in 42 46 50 54 58 62 66; do echo $x 283.7 6; done
} | while read -r x y mm; do
	"$blot" page.png more.png "$x" "$y" "$mm" && mv more.png page.png
done
"$skapa" intake read page.png >read 2>&1
n=$("$skapa" intake review list | awk '/ page .*code_unreadable/ { print $1 }')
if [ -z "$n" ]; then
	echo "not ok kill_assign (no page waits to be assigned)"
	cat read
	exit 1
fi
cp -r store before

# What the store says afterwards, whenever it was done.
state() {
	"$skapa" intake review list && "$skapa" intake review show "$n" &&
		"$skapa" report person "$person"
}
begun=$(date +%s%N)
"$skapa" intake review assign "$n" "$line" --by AB >said 2>&1 || {
	echo "not ok kill_assign (it cannot be assigned)"
	cat said
	exit 1
}
took=$(($(date +%s%N) - begun))
state >wanted 2>&1 || {
	echo "not ok kill_assign (the state cannot be told)"
	cat wanted
	exit 1
}

fail() {
	echo "not ok kill_assign_is_made_or_not_made (kill $i: $*)" >&3
	exit 1
}
exec 3>&1 2>/dev/null # the shell tells of every kill
i=0 made=0
at=$((took / 2)) # ns; the kill comes within a quarter of it
while [ $i -lt "$kills" ]; do
	i=$((i + 1))
	rm -rf store && cp -r before store
	"$skapa" intake review assign "$n" "$line" --by AB >said 2>&1 &
	pid=$!
	random=$(od -An -N2 -tu2 /dev/urandom)
	sleep "$(awk "BEGIN{
		printf \"%.4f\", (0.75 + $random / 131072) * $at / 1e9}")"
	kill -9 $pid
	wait $pid
	"$skapa" store check >check 2>&1 || fail "$(cat check)"
	open=$("$skapa" intake review show "$n" --format json |
		sed -n 's/.*"open":\([a-z]*\).*/\1/p')
	"$skapa" intake review assign "$n" "$line" --by AB >again 2>&1
	status=$?
	case $open in
	true)
		at=$((at * 5 / 4))
		[ $status -eq 0 ] || fail "again: $(cat again)"
		;;
	false)
		at=$((at * 4 / 5))
		made=$((made + 1))
		[ $status -eq 2 ] && grep -q 'was decided on .* by AB' again ||
			fail "made, again: $status $(cat again)"
		;;
	*) fail "the review is neither open nor decided" ;;
	esac
	state >is 2>&1
	cmp -s wanted is || fail "$(diff wanted is)"
done
"$skapa" store check >check 2>&1 || fail "$(cat check)"
echo "ok kill_assign_is_made_or_not_made ($kills kills, made $made times)"

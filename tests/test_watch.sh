#!/bin/sh
# A folder that scanners write into: half files, files that were there before,
# bad files, a clean stop, kill -9 and a new start. Waits for events, not for
# times; a minute is the end of all patience.
set -u
skapa=$PWD/$B/skapa
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
folder=$(mktemp -d)
watcher=
trap 'kill -9 $watcher 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SKAPA_STORE=store
failed=0

ok() {
	echo "ok watch_$1"
}
bad() {
	echo "not ok watch_$1"
	cat out err
	ls -lR drop
	failed=1
}
# until_true COMMAND ...: as soon as it is, or false after a minute.
until_true() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || return 1
		sleep 0.1
	done
}
check() {
	name=$1
	shift
	if until_true "$@"; then ok "$name"; else bad "$name"; fi
}
start() {
	"$skapa" intake watch drop --quiet "${1:-60}" >>out 2>>err &
	watcher=$!
}
# stop NAME: SIGTERM ends it with status 0.
stop() {
	kill -TERM $watcher
	wait $watcher
	if [ $? -eq 0 ]; then ok "$1"; else bad "$1"; fi
	watcher=
}
filed() {
	[ "$(grep -c ': filed' out)" -eq "$1" ]
}

"$skapa" store init >/dev/null
"$skapa" forms print --instrument skapa --count 2 --output sheets.pdf \
	>/dev/null || exit 1
pdftoppm -r 150 -gray -jpeg sheets.pdf p
ls p-*.jpg >pages
page() { sed -n "$1p" pages; }
mkdir drop
: >out
: >err

# --- status and sentences ------------------------------------------------------
"$skapa" intake watch nowhere 2>said
[ $? -eq 2 ] && grep -q 'nowhere: there is no such folder' said &&
	ok no_folder || bad no_folder

# --- one after another ---------------------------------------------------------
start
cp "$(page 1)" drop/one.jpg
check closed_file_is_read test -f drop/read/one.jpg
check closed_file_is_filed filed 1
cp "$(page 2)" .half
mv .half drop/two.jpg
check moved_file_is_read test -f drop/read/two.jpg

# Slowly, held open: half of it, a pause, the rest. It is read once, whole.
mkfifo go
{
	head -c 5000 "$(page 3)"
	read -r _ <go
	tail -c +5001 "$(page 3)"
} >drop/slow.jpg &
writer=$!
cp "$(page 4)" drop/four.jpg
check others_do_not_wait_for_it test -f drop/read/four.jpg
[ -f drop/slow.jpg ] && ok half_file_is_left || bad half_file_is_left
echo >go
wait $writer
check slow_file_is_read test -f drop/read/slow.jpg
check slow_file_is_filed filed 4

# --- what cannot be read -------------------------------------------------------
echo 'no picture' >drop/bad.jpg
check bad_file_is_set_aside test -f drop/refused/bad.jpg.txt
grep -q '^not_an_image: ' drop/refused/bad.jpg.txt &&
	ok bad_file_says_why || bad bad_file_says_why
echo 'a note' >drop/note.txt
cp "$(page 1)" drop/one.jpg
check name_that_is_taken_gets_a_number test -f drop/read/one-2.jpg
grep -q 'one.jpg page 1: duplicate' out && ok twice_is_a_duplicate ||
	bad twice_is_a_duplicate
[ -f drop/note.txt ] && [ "$(grep -c 'note.txt: is no picture' err)" -eq 1 ] &&
	ok other_names_are_left_alone || bad other_names_are_left_alone
stop sigterm_is_a_clean_stop

# --- kill -9, and what came meanwhile --------------------------------------------
cp "$(page 5)" drop/five.jpg
cp "$(page 6)" drop/six.jpg
start 0
kill -9 $watcher
wait $watcher 2>/dev/null
cp "$(page 7)" drop/seven.jpg
cp "$(page 8)" drop/eight.jpg
"$skapa" intake watch drop --quiet 0 --once >>out 2>>err
[ $? -eq 0 ] && ok once || bad once
[ "$(ls drop/read | wc -l)" -eq 9 ] && [ ! -f drop/eight.jpg ] &&
	ok nothing_is_missed_over_a_restart || bad nothing_is_missed_over_a_restart
"$skapa" intake read p-*.jpg >again 2>/dev/null
[ "$(grep -c ': duplicate' again)" -eq 8 ] && ok nothing_is_filed_twice ||
	bad nothing_is_filed_twice
"$skapa" intake watch drop --quiet 0 --once >>out 2>>err
[ $? -eq 0 ] && ok once_with_nothing_to_do || bad once_with_nothing_to_do
"$skapa" store check >check && ok store_is_whole || bad store_is_whole

# --- a stop in the middle of a stack ----------------------------------------------
cp sheets.pdf drop/stack.pdf
start 0
# Its first page is told as soon as it is filed.
until_true grep -q 'stack.pdf page 1:' out
stop stop_in_a_stack
[ -f drop/stack.pdf ] || [ -f drop/read/stack.pdf ] && ok stack_is_kept ||
	bad stack_is_kept
exit $failed

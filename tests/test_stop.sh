#!/bin/sh
# SIGINT and SIGTERM while pages are read or scanned, sent to all processes as
# a terminal sends them: status 1, one sentence that says how to go on, what
# was reported is filed, and the same command again does the rest.
set -u
. tests/shell.sh

backend=$root/tests/sane/paper.c

# says PATTERN: the program said so, in one line, and nothing else of stopping.
says() {
	[ "$(grep -cE 'stopped|cancelled' err)" -eq 1 ] &&
		grep -qE -e "^skapa-intake: $1\$" err
}
told() { grep -c -E ' page [0-9]+: ' out; }
filed() { [ "$(grep -c -E " page [0-9]+: ($1)" out)" -eq "$2" ]; }
whole() { "$skapa" store check | grep -q 'nothing wrong'; }
# ends STATUS COMMAND ...: in a group of its own, with this status.
ends() {
	want=$1
	shift
	setsid "$@" >out 2>err &
	wait $!
	[ $? -eq "$want" ]
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

"$skapa" store init >/dev/null
"$skapa" forms print --instrument skapa --count 2 --output sheets.pdf \
	>/dev/null || exit 1
pdftoppm -r 150 -gray -jpeg sheets.pdf p
mkdir in
mv p-*.jpg in/
pages=$(ls in | wc -l)
cp -r store before

# --- read -------------------------------------------------------------------------
for signal in INT TERM; do
	rm -rf store && cp -r before store
	# It has come before the first page: there is no sooner.
	case_of "read_${signal}_at_once" ends 1 env \
		--block-signal=$signal sh -c "kill -$signal \$\$
			exec $skapa intake read in"
	case_of "read_${signal}_says_so" says 'stopped by a signal after 0 pages, which are filed; run this again for the rest'
	# In the middle, wherever that is: as soon as a page is told.
	setsid "$skapa" intake read in in in --workers 1 >out 2>err &
	reader=$!
	until_true grep -q ' page 1: ' out
	kill -$signal -$reader 2>/dev/null
	wait $reader
	status=$?
	n=$(told)
	if [ $status -eq 1 ]; then
		s=s are=are
		[ "$n" -eq 1 ] && s= are=is
		case_of "read_${signal}_in_the_middle" says "stopped by a signal after $n page$s, which $are filed; run this again for the rest"
	else
		# The machine was faster than the signal.
		case_of "read_${signal}_in_the_middle" \
			test "$status" -eq 0 -a "$n" -eq $((3 * pages))
	fi
	echo "read stopped by $signal after $n of $((3 * pages)) pages"
	case_of "read_${signal}_store_is_whole" whole
	case_of "read_${signal}_again" ends 0 "$skapa" intake read in
	case_of "read_${signal}_every_page_is_filed" \
		filed 'filed|duplicate' "$pages"
	[ "$n" -gt "$pages" ] && n=$pages
	case_of "read_${signal}_what_was_told_is_filed" filed duplicate "$n"
done
case_of read_no_file_says_so ends 1 env --block-signal=INT sh -c \
	"kill -INT \$\$; exec $skapa intake read --no-file in"
case_of read_no_file_filed_nothing says 'stopped by a signal after 0 pages, which are told above; run this again for the rest'

# --- scan -------------------------------------------------------------------------
mkdir sane
echo paper >sane/dll.conf
: >sane/saned.conf
export SANE_CONFIG_DIR="$folder/sane"
if ! ${CC:-gcc} -std=gnu11 -shared -fPIC -o libsane-paper.so.1 "$backend"; then
	echo "not ok stop_backend_builds"
	exit 1
fi
export LD_LIBRARY_PATH="$folder" PAPER="$folder/paper"
mkdir paper
pdftoppm -r 150 -gray sheets.pdf paper/p
i=0
for page in paper/p-*.pgm; do
	i=$((i + 1))
	mv "$page" paper/$i.pgm
done
scan="$skapa intake scan --device paper:0 --resolution 150 --duplex"
for signal in INT TERM; do
	rm -rf store && cp -r before store
	case_of "scan_${signal}_at_once" ends 1 env --block-signal=$signal \
		sh -c "kill -$signal \$\$; exec $scan"
	case_of "scan_${signal}_at_once_says_so" says 'paper:0: cancelled after 0 pages, which are filed; run this again with the rest'
	rm -f paper/held
	# In the middle of the third page, which the driver holds.
	# shellcheck disable=SC2086
	PAPER_HOLD=3 setsid $scan >out 2>err &
	scanner=$!
	until_true test -f paper/held
	kill -$signal -$scanner
	wait $scanner
	case_of "scan_${signal}_status" test $? -eq 1
	case_of "scan_${signal}_says_so" says 'paper:0: cancelled after 2 pages, which are filed; run this again with the rest'
	case_of "scan_${signal}_pages_before_are_filed" filed filed 2
	case_of "scan_${signal}_store_is_whole" whole
	# shellcheck disable=SC2086
	case_of "scan_${signal}_again" ends 0 $scan
	case_of "scan_${signal}_the_rest_is_filed" filed filed $((pages - 2))
	case_of "scan_${signal}_two_were_there" filed duplicate 2
done
exit $failed

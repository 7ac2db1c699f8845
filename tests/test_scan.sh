#!/bin/sh
# A scanner's feeder through SANE, with backends that need none: SANE's "test"
# (a feeder of ten sheets, every status) and "pnm" (one page), and our own
# "paper" (tests/sane: sheets, both sides, a jam).
set -u
skapa=$PWD/$B/skapa
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
backend=$PWD/tests/sane/paper.c
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir sane
printf 'test\npnm\n' >sane/dll.conf
echo 'number_of_devices 1' >sane/test.conf
: >sane/saned.conf
export SANE_CONFIG_DIR="$folder/sane"
export SKAPA_STORE=store
failed=0

# scan NAME STATUS PATTERN OPTIONS ...: ends so and says so.
scan() {
	name=$1 want=$2 pattern=$3
	shift 3
	timeout 120 "$skapa" intake scan "$@" >out 2>err
	status=$?
	if [ $status -eq "$want" ] && cat out err | grep -qE -e "$pattern"; then
		echo "ok scan_$name"
	else
		echo "not ok scan_$name (status $status)"
		cat out err
		failed=1
	fi
}
# pages NAME N: so many came out of the last scan.
pages() {
	if [ "$(grep -c '#[0-9]* page 1: ' out)" -eq "$2" ]; then
		echo "ok scan_$1"
	else
		echo "not ok scan_$1"
		cat out err
		failed=1
	fi
}

"$skapa" store init >/dev/null
scan lists_devices 0 '^test:0  Noname frontend-tester'
scan no_such_device 2 '^skapa-intake: canon:9: there is no such scanner; skapa intake scan without --device lists them' --device canon:9
scan no_such_source 2 'test:0: has no source "Tray 7"' --device test:0 \
	--source 'Tray 7'
scan no_duplex 2 'test:0: cannot scan both sides' --device test:0 --duplex
scan no_such_option 2 'has no option colour' --device test:0 --option colour=1
scan no_such_value 2 'is no value for the option read-limit' --device test:0 \
	--option read-limit=7
scan bad_option_list 2 'is not NAME=VALUE' --device test:0 --option read-limit

white='test-picture=Solid white'
# Ten sheets of 200 x 200 mm, as that scanner has no more; white: blank.
scan feeder 0 'test:0#10 page 1: blank_page' --device test:0 --resolution 150 \
	--option "$white"
pages ten_from_the_feeder 10
scan flatbed 0 'test:0#1 page 1: blank_page' --device test:0 --source Flatbed \
	--resolution 150 --option "$white"
pages one_from_the_glass 1
# What came before stays; the sentence says what to do, the status is 1.
for case in 'jam JAMMED paper.jam.after.0.pages' \
	'cover COVER_OPEN the.cover.is.open' 'cancel CANCELLED cancelled.after' \
	'empty_feeder NO_DOCS the.feeder.is.empty' \
	'io_error IO_ERROR the.scanner.failed'; do
	# shellcheck disable=SC2086
	set -- $case
	scan "$1" 1 "^skapa-intake: test:0: $3" --device test:0 \
		--option "read-return-value=SANE_STATUS_$2"
done
for option in depth=1 depth=16 mode=Color hand-scanner=yes \
	read-limit=yes,read-limit-size=777 ppl-loss=17; do
	scan "form_$(echo "$option" | tr -c 'a-z0-9\n' _)" 0 'blank_page' \
		--device test:0 --source Flatbed --resolution 150 \
		--option "$option,$white"
done
scan three_passes 1 'set the option mode to Gray' --device test:0 \
	--option mode=Color,three-pass=yes

# --- a sheet ----------------------------------------------------------------------
"$skapa" forms print --instrument skapa --count 1 --output sheet.pdf \
	>/dev/null || exit 1
pdftoppm -r 150 -gray -f 1 -l 1 -singlefile sheet.pdf page
scan sheet 0 'pnm:0#1 page 1: filed .* skapa sv page 1' --device pnm:0 \
	--resolution 150 --option "filename=$folder/page.pgm"
scan sheet_again 0 'pnm:0#1 page 1: duplicate' --device pnm:0 \
	--resolution 150 --option "filename=$folder/page.pgm"
# --- sheets, both sides -------------------------------------------------------------
if ${CC:-gcc} -std=c11 -shared -fPIC -o libsane-paper.so.1 "$backend"; then
	echo "ok scan_backend_builds"
else
	echo "not ok scan_backend_builds"
	exit 1
fi
echo paper >>sane/dll.conf
export LD_LIBRARY_PATH="$folder" PAPER="$folder/paper"
"$skapa" forms print --instrument skapa --count 1 --session tuesday \
	--output sheet.pdf >/dev/null || exit 1
mkdir paper
pdftoppm -r 150 -gray sheet.pdf paper/p
i=0
for page in paper/p-*.pgm; do
	i=$((i + 1))
	mv "$page" paper/$i.pgm
done
paper="--device paper:0 --resolution 150"
# shellcheck disable=SC2086
{
	PAPER_JAM=3 scan jam_after_two 1 'paper jam after 2 pages, which are filed' \
		$paper --duplex
	pages two_before_the_jam 2
	scan one_side 0 'page 3$' $paper
	pages two_fronts 2
	if [ "$(grep -c duplicate out)" -eq 1 ]; then
		echo "ok scan_front_before_the_jam_is_a_duplicate"
	else
		echo "not ok scan_front_before_the_jam_is_a_duplicate"
		cat out
		failed=1
	fi
	scan both_sides 0 'session tuesday: 1 issued, 1 received$' $paper --duplex
	pages four_sides 4
}
if "$skapa" store check >check && grep -q 'nothing wrong' check; then
	echo "ok scan_store_is_whole"
else
	echo "not ok scan_store_is_whole"
	cat check
	failed=1
fi
exit $failed

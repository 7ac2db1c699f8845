#!/bin/sh
# `intake read --explain`: a picture a page, of the right size, in which the
# boxes, the answer, the ink and the anchors are drawn where they are; of a
# marked page, a doubtful, a turned, a refused and one that is no picture.
set -u
. tests/shell.sh

# The colours of intake/explain.c.
answer=008c28 doubt=e67800 ink=d6006e box=1e50dc lost=9600be

# size FILE WIDTH HEIGHT
size() {
	is=$("$tools/colours" "$1")
	echo "$1: $is"
	[ "$is" = "$2 $3" ]
}
# has FILE LEAST MOST COLOUR RECT: so many pixels of the colour are there.
has() {
	# shellcheck disable=SC2086
	n=$("$tools/colours" "$1" $5 "$4") || return 1
	echo "$1: $n pixels of $4 in $5, not $2 to $3"
	[ "$n" -ge "$2" ] && [ "$n" -le "$3" ]
}
# around ITEM VALUE: its box and 2 mm around it, from the layout, mm.
around() {
	tr '{' '\n' <layout | grep "^\"item\":\"$1\",\"value\":$2," | head -n 1 |
		sed 's/.*"x_mm":\([0-9.]*\),"y_mm":\([0-9.]*\),"w_mm":\([0-9.]*\),"h_mm":\([0-9.]*\).*/\1 \2 \3 \4/' |
		awk '{ print $1 - 2, $2 - 2, $3 + 4, $4 + 4 }'
}
# sides ITEM VALUE: strips of 0.6 mm over its outline's four sides.
sides() {
	around "$1" "$2" | awk '{ x = $1 + 1.7; y = $2 + 1.7; w = $3 - 4
		print x, y, 0.6, w; print x + w, y, 0.6, w
		print x, y, w, 0.6; print x, y + w, w, 0.6 }'
}
middle() { around "$1" "$2" | awk '{ print $1 + $3 / 2, $2 + $4 / 2 }'; }

"$skapa" store init >log &&
	"$skapa" store init --store other >>log &&
	"$skapa" forms print --instrument skapa --count 1 --output sheets.pdf \
		>>log || exit 1
"$skapa" forms layout --instrument skapa >layout
pdftoppm -r 150 -gray -l 1 -singlefile sheets.pdf page
item=$(tr '{' '\n' <layout | sed -n 's/^"item":"\([a-z_]*\)".*/\1/p' |
	grep -v practice | head -n 1)
mkdir in out
# shellcheck disable=SC2046
{
	"$tools/blot" page.pgm in/one.png $(middle "$item" 3) 4
	"$tools/blot" in/one.png in/two.png $(middle "$item" 5) 4
	# The top right anchor is gone.
	"$tools/blot" page.pgm in/torn.png 203 8 24
}
# No page in it; the half of one; half a file.
pdftoppm -r 150 -gray -png -l 1 -singlefile -x 100 -y 400 -W 1100 -H 700 \
	sheets.pdf in/part
# One anchor and no code.
pdftoppm -r 150 -gray -png -l 1 -singlefile -x 300 -y 700 -W 940 -H 1054 \
	sheets.pdf in/corner
head -c 9000 in/one.png >in/half.png
"$skapa" intake read in --no-file --explain out >log 2>&1
status=$?
case_of status [ $status -eq 4 ]
case_of one_each [ "$(ls out | tr '\n' ' ')" = \
	"corner.png-1.png half.png-1.png one.png-1.png part.png-1.png torn.png-1.png two.png-1.png " ]
case_of private [ "$(stat -c %a out/one.png-1.png)" = 600 ]
case_of nothing_filed [ "$(find store -path '*scan*' -type f | wc -l)" -eq 0 ]

one=out/one.png-1.png
case_of size size $one 1840 1754
case_of answer has $one 700 1100 $answer "$(around "$item" 3)"
for value in 1 2 4 5; do
	case_of "no_answer_at_$value" has $one 0 0 $answer \
		"$(around "$item" $value)"
	case_of "no_ink_at_$value" has $one 0 0 $ink "$(around "$item" $value)"
	case_of "box_at_$value" has $one 100 400 $box \
		"$(around "$item" $value)"
done
nth=0
for side in $(sides "$item" 1 | tr ' ' :); do
	nth=$((nth + 1))
	case_of "side_$nth" has $one 40 60 $box "$(echo "$side" | tr : ' ')"
done
case_of ink has $one 300 900 $ink "$(around "$item" 3)"
case_of no_doubt has $one 0 0 $doubt "0 0 210 297"
case_of words has $one 100 3000 $answer "210 30 95 267"

two=out/two.png-1.png
case_of doubt_at_one has $two 300 900 $doubt "$(around "$item" 3)"
case_of doubt_at_other has $two 300 900 $doubt "$(around "$item" 5)"
case_of no_answer has $two 0 0 $answer "$(around "$item" 3)"

# The frame of an anchor found is whole, of one missing it has a cross.
case_of anchor has $one 400 700 $answer "9 9 10 10"
case_of anchor_missing has out/torn.png-1.png 300 900 $lost "191 9 10 10"
case_of anchor_there has out/torn.png-1.png 400 700 $answer "9 9 10 10"

# Refused: as it lies, and why; no pixels: why.
case_of refused_size size out/part.png-1.png 1700 700
case_of refused_words has out/part.png-1.png 300 9000 $lost "186 0 100 100"
case_of refused_square has out/corner.png-1.png 100 700 $doubt "139 158 13 13"
case_of no_pixels size out/half.png-1.png 600 400
case_of no_pixels_words has out/half.png-1.png 300 9000 $lost "0 0 100 100"
# Of another store: found, but not known.
mkdir forged
"$skapa" intake read in/one.png --store other --no-file --explain forged \
	>log 2>&1
case_of forged_anchor has forged/one.png-1.png 400 700 $answer "9 9 10 10"
case_of forged_no_box has forged/one.png-1.png 0 0 $box "0 0 210 297"
case_of forged_words has forged/one.png-1.png 300 9000 $lost "210 0 95 60"

# Nothing is written over.
before=$(cksum <$one)
"$skapa" intake read in/one.png --explain out >log 2>&1
case_of filed_too [ $? -eq 0 ]
case_of same_again cmp $one out/one.png-1-2.png
case_of not_over [ "$(cksum <$one)" = "$before" ]

# Upside down on the glass, upright here.
mkdir turned
sh "$root/samples/copy-store.sh" samples
"$skapa" intake read "$root/samples/scans/second-0001.tif" --store samples \
	--no-file --explain turned >log 2>&1
case_of turned_pages [ "$(ls turned | wc -l)" -eq 8 ]
case_of turned_size size turned/second-0001.tif-1.png 1840 1754
for corner in "9 9" "191 9" "191 278" "9 278"; do
	case_of "turned_anchor_${corner% *}_${corner#* }" has turned/second-0001.tif-1.png 400 700 \
		$answer "$corner 10 10"
done

# says STATUS SENTENCE COMMAND ...
says() {
	want=$1 sentence=$2
	shift 2
	"$@" >log 2>&1
	status=$?
	cat log
	[ $status -eq "$want" ] && grep -qxF "skapa-intake: $sentence" log &&
		[ "$(wc -l <log)" -eq 1 ]
}
case_of no_folder says 1 \
	"nowhere: no folder for pictures; make it first: No such file or directory" \
	"$skapa" intake read in/one.png --no-file --explain nowhere
case_of a_file says 1 "layout: is no folder; name one for the pictures" \
	"$skapa" intake read in/one.png --no-file --explain layout
# Who may write anywhere cannot write here either; told once, by the worker.
case_of not_writable sh -c '"$1" intake read in/one.png --no-file \
	--explain /proc 2>&1 | grep -x \
	"skapa-intake: /proc.*: cannot be written: .*\|skapa-intake: /proc: pictures cannot be written there: .*"' \
	sh "$skapa"
case_of no_value says 2 "--explain needs FOLDER" \
	"$skapa" intake read in/one.png --explain
exit $failed

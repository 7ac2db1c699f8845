#!/bin/sh
# What waits for a person, from the scan to the report: two marks, two scans
# that differ, a page whose codes are lost, one that cannot be found at all, a
# poster. Every decision by its command; kill -9 leaves it made or not made.
set -u
. tests/shell.sh

# says PATTERN COMMAND ...: the output has the line.
says() {
	pattern=$1
	shift
	"$@" >out 2>&1
	cat out
	grep -qE -e "$pattern" out
}
# refuses PATTERN COMMAND ...: status 2 and the sentence.
refuses() {
	pattern=$1
	shift
	"$@" >out 2>&1
	status=$?
	cat out
	[ $status -eq 2 ] && grep -qE -e "$pattern" out
}
review() {
	"$skapa" intake review "$@"
}
# waiting N: so many wait.
waiting() {
	review list >list || return 1
	cat list
	[ "$(grep -cE '^ *[0-9]+  ' list)" -eq "$1" ]
}

"$skapa" store init >/dev/null
"$skapa" forms print --instrument skapa --count 2 --session tuesday \
	--output sheets.pdf --format json >issued || exit 1
"$skapa" forms layout --instrument skapa >layout
pdftoppm -r 150 -gray sheets.pdf p
ls p-*.pgm >pages
page() { sed -n "$1p" pages; }
line() { sed -n "$1s/.*\"code\":\"\([^\"]*\)\".*/\1/p" issued; }
person=$(sed -n '1s/.*"person":"\([^"]*\)".*/\1/p' issued)
# box ITEM VALUE: the middle of its box, mm.
box() {
	tr '{' '\n' <layout | grep "^\"item\":\"$1\",\"value\":$2," | head -n 1 |
		sed 's/.*"x_mm":\([0-9.]*\),"y_mm":\([0-9.]*\),"w_mm":\([0-9.]*\),"h_mm":\([0-9.]*\).*/\1 \2 \3 \4/' |
		awk '{ print $1 + $3 / 2, $2 + $4 / 2 }'
}
# typed Y TEXT: a PDF of one page with the text 85 points from the left.
typed() {
	text="BT /F 13 Tf 85 $1 Td ($2) Tj ET"
	printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n'
	printf '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
	printf '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]'
	printf '/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1'
	printf '/BaseFont/Helvetica>>>>>>>>endobj\n'
	printf '4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n' \
		${#text} "$text"
	printf 'trailer<</Root 1 0 R>>\n'
}
item=$(tr '{' '\n' <layout | sed -n 's/^"item":"\([a-z_]*\)".*/\1/p' |
	grep -v practice | head -n 1)
# shellcheck disable=SC2046
{
	mkdir in
	"$tools/blot" "$(page 1)" half.png $(box "$item" 2) 4
	"$tools/blot" half.png in/two.png $(box "$item" 4) 4
	# Both symbols and both lines of page 2 are gone.
	"$tools/blot" "$(page 2)" half.png 180.4 20 26
	"$tools/blot" half.png in/nocode.png 29.5 277 18
	tr '{' '\n' <layout | awk -F '[:,}]' '/"code_lines"/ { on = 1; next }
		on { for (x = 0; x <= $6; x += 2) print $2 + x, $4 + $8 / 2 }
		/"boxes"/ { exit }' >lines
	while read -r x y; do
		"$tools/blot" in/nocode.png half.png "$x" "$y" 6
		mv half.png in/nocode.png
	done <lines
	# Three corners of page 3 are gone.
	"$tools/blot" "$(page 3)" half.png 5 5 60
	"$tools/blot" half.png more.png 205 5 60
	"$tools/blot" more.png half.png 5 292 60
	"$tools/blot" half.png in/torn.png 205 292 60
	cp "$(page 4)" same.pgm
	# Typed into the comment of page 4, 30 mm from the left.
	y=$(tr '{' '\n' <layout | sed -n 's/.*"comment".*"y_mm":\([0-9.]*\).*/\1/p')
	typed "$(awk "BEGIN { print (297 - $y - 6) * 72 / 25.4 }")" \
		'Tack, det var bra' >text.pdf
	qpdf --warning-exit-0 sheets.pdf --overlay text.pdf --to=4 -- over.pdf \
		2>/dev/null
	pdftoppm -r 200 -gray -png -f 4 -l 4 -singlefile over.pdf in/four
	# A picture that is no sheet of ours.
	"$tools/blot" "$folder/same.pgm" poster.png 100 150 1
	pdftoppm -r 40 -gray -singlefile sheets.pdf small &&
		"$tools/blot" small.pgm in/zposter.png 100 100 100
}
"$skapa" intake read in >read 2>err
case_of reads_with_status_4 [ $? -eq 4 ]
case_of five_wait waiting 5
case_of summary_says_how_to_go_on grep -q 'skapa intake review list' err
case_of summary_counts_the_session grep -q \
	'session tuesday: 2 issued, 0 received, 1 in part, 1 missing' err
case_of list_json says '"kind":"answer","open":true,"code":"'"$(line 1)" \
	review list --format json
n=$(awk '/ answer / { print $1; exit }' list)
lost=$(awk '/ page .*code_unreadable/ { print $1; exit }' list)
torn=$(awk '/no_anchors|distorted|covered/ { print $1; exit }' list)
poster=$(awk '/too_small/ { print $1; exit }' list)
case_of every_kind_is_there test -n "$n" -a -n "$lost" -a -n "$torn" \
	-a -n "$poster"

# --- an answer -----------------------------------------------------------------
case_of show says 'two_marks \(2, 4\)' review show "$n"
case_of show_writes_a_picture says 'PNG image data|PNG' \
	sh -c 'head -c 4 review-'"$n"'.png'
case_of report_shows_it_waiting says 'flera markeringar' \
	"$skapa" report person "$person"
case_of set_wants_who refuses '^skapa-intake: say who decides with --by' \
	review set "$n" 3
case_of set_refuses_a_personal_number refuses 'never a personal number' \
	review set "$n" 3 --by 500101-0000
case_of set_refuses_a_step refuses "$item has the steps 1 to 5, not 6" \
	review set "$n" 6 --by AB
case_of set_refuses_a_word refuses '"often" is no value' \
	review set "$n" often --by AB
case_of set_refuses_a_number refuses 'there is no review 999' \
	review set 999 3 --by AB
case_of set_refuses_another_kind refuses 'a page that was refused' \
	review set "$poster" 3 --by AB
case_of set says "^$n decided" review set "$n" 4 --by AB
case_of report_shows_the_value says '4 av 5' "$skapa" report person "$person"
case_of history says '  AB  set 4' review show "$n"
case_of undo says decided review undo "$n" --by reception-2
case_of undone_waits_again waiting 5
case_of set_again says decided review set "$n" declined --by AB

# --- writing -------------------------------------------------------------------
w=$(awk '/ writing / { print $1; exit }' list)
case_of writing_is_suggested says 'comment, perhaps: Tack, det var bra' \
	review list
case_of writing_has_a_picture says PNG sh -c "\"$skapa\" intake review show $w \
	--output w.png && head -c 4 w.png"
case_of writing_refuses_a_personal_number refuses \
	'looks like a personal number' review set "$w" '500101-0000' --by AB
case_of writing_is_set says decided review set "$w" 'tack, det var bra' --by AB
case_of writing_is_kept_beside_the_suggestion says \
	'"suggestion":"Tack, det var bra".*"text":"tack, det var bra","by":"AB"' \
	review show "$w" --format json

# --- a conflict ----------------------------------------------------------------
# shellcheck disable=SC2046
"$tools/blot" "$(page 1)" second.png $(box "$item" 1) 4
case_of second_scan_is_a_conflict says 'conflict' "$skapa" intake read second.png
c=$(review list | awk '/ conflict / { print $1 }')
case_of conflict_is_shown says 'keep '"$c"' .*take '"$c" review show "$c"
case_of conflict_refuses_set refuses 'keep or take' review set "$c" 1 --by AB
case_of take says decided review take "$c" --by AB
case_of taken_counts says '1 av 5' "$skapa" report person "$person"
case_of undo_take says decided review undo "$c" --by AB
case_of keep says decided review keep "$c" --by AB
case_of kept_scan_again_is_a_duplicate says duplicate \
	"$skapa" intake read second.png

# --- pages ---------------------------------------------------------------------
case_of assign_refuses_a_line refuses 'is no code line' \
	review assign "$lost" ABCDE-FGHJK --by AB
case_of assign_refuses_another_store refuses 'was not issued by this store' \
	review assign "$lost" 00000-00000 --by AB
case_of assign_page_without_code says 'decided: (filed|review)' \
	review assign "$lost" "$(line 2)" --by AB
case_of assign_torn_page_by_hand says 'by_hand' \
	review assign "$torn" "$(line 3)" --by AB
case_of torn_page_waits_answer_by_answer says 'by_hand' review list
first=$(review list | awk '/by_hand/ { print $1; exit }')
case_of by_hand_is_set says decided review set "$first" 2 --by AB
case_of discard_wants_a_reason refuses 'the reason is empty' \
	review discard "$poster" --by AB
case_of discard says decided review discard "$poster" --by AB \
	--reason 'a poster, none of ours'
case_of discarded_cannot_be_assigned refuses 'was decided on .* by AB' \
	review assign "$poster" "$(line 8)" --by AB
case_of store_is_whole says 'nothing wrong' "$skapa" store check

# --- missing -------------------------------------------------------------------
case_of missing says 'tuesday: 2 issued, 1 received, 1 missing' \
	"$skapa" intake missing
case_of missing_names_the_pages says "all pages, .*page 4 .$(line 8 |
	sed 's/...../&-/; s/-$//')" "$skapa" intake missing --session tuesday
case_of missing_refuses_a_session refuses 'no sheets of a session "friday"' \
	"$skapa" intake missing --session friday

# --- kill -9 -------------------------------------------------------------------
kills=${KILLS:-8}
case $B in *san*) kills=3 ;; esac
exec 2>/dev/null # the shell tells of every kill
i=0
while [ $i -lt "$kills" ]; do
	i=$((i + 1))
	value=$((i % 5 + 1))
	"$skapa" intake review set "$n" $value --by AB >/dev/null 2>&1 &
	pid=$!
	ms=$(od -An -N2 -tu2 /dev/urandom)
	sleep "$(awk "BEGIN{printf \"%.4f\", $ms / 65536 * 0.03}")"
	kill -9 $pid
	wait $pid
	"$skapa" store check >check || break
	# The value and its history are of one decision.
	value=$(review show "$n" --format json | sed 's/.*"value":\([0-9a-z]*\),"text.*/\1/')
	last=$(review show "$n" | awk '/^  [0-9-]* +AB +set/ { last = $4 } END { print last }')
	case $last in declined) last=null ;; esac
	[ "$value" = "$last" ] || break
done
if [ $i -eq "$kills" ] && [ "$value" = "$last" ]; then
	echo "ok review_killed_is_made_or_not_made ($kills kills)"
else
	echo "not ok review_killed_is_made_or_not_made ($value, $last)"
	cat check
	failed=1
fi
exit $failed

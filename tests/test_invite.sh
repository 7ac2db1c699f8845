#!/bin/sh
# Meetings: the invitation in every language, who drops in, what a case forum
# sees; judged by qpdf, Preflight, pdftotext and pdfimages.
set -u
. tests/shell.sh

pictures=$root/samples
languages=$(ls "$root"/templates/wording/invite.*.po | sed 's/.*invite\.\(.*\)\.po/\1/')

# refused STATUS WORDS ARGUMENTS...
refused() {
	status=$1 words=$2
	shift 2
	"$skapa" "$@" >out 2>&1
	[ $? -eq "$status" ] && grep -qF -- "$words" out && [ ! -e no.pdf ]
}

"$skapa" store init >out 2>&1
for l in $languages; do
	"$skapa" store people add --count 1 --language "$l"
done >codes
n=$(wc -l <codes)
"$skapa" forms invite --people codes --date 2026-11-30 --time 13:15 \
	--place "Storgatan 4, rum 12" --phone "0300-123 45" --photo "$pictures/scans/glass-0001.jpg" \
	--who "Plan 2" --output all.pdf --format json >told 2>out &&
	[ "$n" -ge 16 ] && [ "$(wc -l <told)" -eq "$n" ] &&
	[ "$(pdfinfo all.pdf | sed -n 's/^Pages: *//p')" -eq "$n" ] &&
	qpdf --check all.pdf >out 2>&1
say has_a_page_each_in_every_language
pdfimages -list all.pdf >out && [ "$(awk 'NR > 2 { print $11 }' out |
	sort -u | wc -l)" -eq 1 ] && grep -q '779  *551  *gray' out
say keeps_the_photograph_once
jars=/usr/share/java
java -cp "$jars/preflight.jar:$jars/pdfbox2.jar:$jars/fontbox2.jar:$jars/xmpbox.jar:$jars/commons-logging.jar:$jars/commons-io.jar:$jars/javax.activation.jar:$jars/jaxb-api.jar" \
	org.apache.pdfbox.preflight.Validator_A1b all.pdf >out 2>&1
grep -q 'all.pdf is a valid PDF/A-1b' out
say is_pdf_a
# Each page has its own code, the day, place and number, and is a draft but in
# Swedish.
i=0
wrong=0
while read -r code; do
	i=$((i + 1))
	pdftotext -f $i -l $i all.pdf page
	for word in "$code" 2026-11-30 13:15 "Storgatan 4" "0300-123 45"; do
		grep -qF -- "$word" page || {
			echo "page $i: no $word" >>wrongs
			wrong=1
		}
	done
	for other in $(grep -v "$code" codes); do
		grep -qF -- "$other" page && wrong=1
	done
done <codes
cp wrongs out 2>/dev/null
[ $wrong -eq 0 ] && grep -q 'Så går mötet till' page
say says_when_where_whom_to_call
"$skapa" forms invite --people "$(head -n 1 codes)" --place Här --language sv \
	--phone 1 --output blank.pdf >out 2>&1 && pdftotext blank.pdf page &&
	grep -q 'När?' page && ! grep -q 20[0-9][0-9]- page
say leaves_a_line_for_the_day
refused 2 'is no time; write it as 13:15' forms invite --people codes \
	--place x --phone 1 --date 2026-11-30 --time 25:00 --output no.pdf &&
	refused 2 '--phone is missing' forms invite --people codes --place x \
		--output no.pdf &&
	refused 2 'one of --people and --due' forms invite --place x --phone 1 \
		--output no.pdf &&
	refused 2 'xx' forms invite --people codes --place x --phone 1 \
		--language xx --output no.pdf &&
	refused 1 'codes: ' forms invite --people codes --place x --phone 1 \
		--photo codes --output no.pdf
say says_what_is_wrong
# Everybody who was never asked, those in a language without words left out.
"$skapa" store people add --count 1 --language xx >out 2>&1
"$skapa" forms invite --due --instrument skapa --place x --phone 1 \
	--output due.pdf >out 2>&1
[ $? -eq 4 ] && grep -q "due.pdf: $n invitations" out &&
	grep -q 'left out' out &&
	[ "$(pdfinfo due.pdf | sed -n 's/^Pages: *//p')" -eq "$n" ]
say invites_all_who_are_due

# --- those who drop in ---
person=$(head -n 1 codes)
"$skapa" forms print --instrument drop-in --blank 1 --output slip.pdf \
	--format json >issued 2>out
line=$(sed -n '1s/.*"code":"\([^"]*\)".*/\1/p' issued)
"$skapa" store people bind "$person" "$line" >out 2>&1 &&
	"$skapa" store occasion list "$person" --format json >out 2>&1 &&
	grep -q '"kind":"drop_in"' out && ! grep -q '"kind":"start"' out
say slip_is_a_drop_in
later=$(date -u -d '+100 days' +%F)
"$skapa" report due --date "$later" >out 2>&1 && ! grep -q "$person" out
say drop_in_makes_nobody_due
"$skapa" forms print --instrument closing --people "$person" \
	--output closing.pdf >out 2>&1 &&
	"$skapa" store occasion list "$person" --format json >out 2>&1 &&
	grep -q '"instrument":"closing".*"kind":"closing"' out
say closing_form_closes

# --- what a case forum sees ---
rm -rf "$SKAPA_STORE"
"$skapa" store init >out 2>&1
"$skapa" store synth --people 4 >out 2>&1
"$skapa" store people list >codes 2>out
yes=$(sed -n 1p codes | cut -c1-9)
no=$(sed -n 2p codes | cut -c1-9)
"$skapa" store people set "$yes" --forum 2026-01-02 >out 2>&1
"$skapa" report agenda --scores >agenda 2>out
cp agenda out
awk -v code="$yes" '$1 == code { on = 1; next } /^$/ { on = 0 } on' agenda >mine
awk -v code="$no" '$1 == code { on = 1; next } /^$/ { on = 0 } on' agenda >other
grep -q 'Svar 20' mine && grep -q 'Stöd [1-5] av [35]' mine &&
	grep -q 'visas inte' other && ! grep -q ' av [35]' other &&
	[ "$(awk '{ if (length($0) > w) w = length($0) } END { print w }' \
		agenda)" -le 80 ]
say forum_sees_answers_of_those_who_agreed
"$skapa" report agenda >out 2>&1 && ! grep -q ' av [35]' out &&
	"$skapa" report agenda --scores --format json >out 2>&1 &&
	[ "$(grep -c '"answers":' out)" -eq 1 ]
say forum_sees_none_unless_asked
"$skapa" store people set "$yes" --forum "" >out 2>&1 &&
	"$skapa" report agenda --scores >out 2>&1 && ! grep -q ' av [35]' out
say consent_is_taken_back

exit $failed

#!/bin/sh
# A group's papers from a session file: judged by pdfinfo, pdftotext, qpdf,
# PDFBox Preflight and zbarimg, and read again by our own reader.
set -u
B=$PWD/${B:-build}
export SKAPA_TEMPLATES="$PWD/templates"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
skapa=$B/skapa
store=$dir/store
export SKAPA_STORE="$store"
"$skapa" store init >/dev/null || exit 1

ok() {
	echo "ok $1"
}
not_ok() {
	echo "not ok $1"
	failed=1
}
# is NAME WHAT WANTED
is() {
	if [ "$2" = "$3" ]; then ok "$1"; else
		not_ok "$1: '$2' and not '$3'"
	fi
}
# White space, joiners and isolates away.
bare() {
	LC_ALL=C sed -e 's/\xc2\xa0//g;s/\xe2\x80\xaf//g;s/\xe2\x81\xa0//g
		s/\xe2\x80[\x8b-\x8f]//g;s/\xe2\x81[\xa6-\xa9]//g' |
		tr -d ' \t\n\f\r'
}
people() {
	"$skapa" store people list | grep -c -
}
# The fields of the list's lines that match $1: pdf_page code person
pages() {
	grep "$1" "$dir/list" | sed 's/.*"pdf_page":\([0-9]*\).*"code":"*\([^,"]*\).*"person":"*\([^,"]*\).*/\1 \2 \3/'
}

person=$("$skapa" store people add --count 1)
cat >"$dir/group.csv" <<END
session: Grupp 4
date: 2026-11-24
seat,code,language,level,steps,paper
1,,ar,,,
2,$person,en,,,
4,,sv,,,no
END

# --- before the meeting: nothing is issued ------------------------------------

"$skapa" forms pack --session "$dir/group.csv" --only interpreter,leader \
	--output "$dir/before" >/dev/null
is 'papers without codes issue nothing' "$(people)" 1
is 'a folder has its files' "$(ls "$dir/before" | tr '\n' ' ')" \
	'interpreter-ar.pdf interpreter-en.pdf staff.pdf '

# --- one PDF -------------------------------------------------------------------

"$skapa" forms pack --session "$dir/group.csv" --output "$dir/a.pdf" \
	--format json >"$dir/list" || not_ok 'pack'
is 'every page is listed' "$(grep -c . "$dir/list")" \
	"$(pdfinfo "$dir/a.pdf" | sed -n 's/^Pages: *//p')"
is 'new seats are new people' "$(people)" 3
is 'seat 2 is who the file says' "$(pages '"sheets".*"seat":2' |
	cut -d ' ' -f 3 | sort -u)" "$person"
is 'a seat without paper has no sheet' "$(pages '"sheets".*"seat":4')" ''
is 'every seat has its two questions' "$(grep '"caseworker"' "$dir/list" |
	sed 's/.*"seat":\([0-9]*\).*/\1/' | sort -u | tr '\n' ' ')" '1 2 4 '
is 'qpdf finds nothing wrong' "$(qpdf --check "$dir/a.pdf" >"$dir/out" 2>&1
	echo $?)" 0

# --- again: the same pages, nothing is issued twice ------------------------------

"$skapa" forms pack --session "$dir/group.csv" --output "$dir/b.pdf" >/dev/null
cmp -s "$dir/a.pdf" "$dir/b.pdf" && ok 'the same file, the same bytes' ||
	not_ok 'the same file gave another PDF'
"$skapa" forms pack --session 'Grupp 4' --output "$dir/b.pdf" >/dev/null
cmp -s "$dir/a.pdf" "$dir/b.pdf" && ok 'the name of the session, the same' ||
	not_ok 'the name of the session gave another PDF'
is 'nobody was added' "$(people)" 3
is 'the store is whole' "$("$skapa" store check)" 'nothing wrong'

# --- no code where none belongs ----------------------------------------------------

sed -n 's/.*"person":"\([^"]*\)".*/\1/p' "$dir/list" | sort -u >"$dir/codes"
sed -n 's/.*"code":"\(.....\)\(.....\)".*/\1-\2/p' "$dir/list" | sort -u \
	>"$dir/lines"
is 'there are codes to look for' "$(cat "$dir/codes" "$dir/lines" |
	grep -c .)" "$((3 + $(grep -c '"code":"' "$dir/list")))"
pdftotext -layout "$dir/a.pdf" "$dir/text"
# Page by page: form feeds divide them.
awk 'BEGIN { RS = "\f" } { gsub(/\n/, " "); print }' "$dir/text" \
	>"$dir/by_page"
paste -d '\t' "$dir/list" "$dir/by_page" | LC_ALL=C grep -a \
	'"code":null' | grep -av '"part":"seats"' >"$dir/open"
is 'no person code on papers that are not a card' \
	"$(LC_ALL=C grep -acf "$dir/codes" "$dir/open")" 0
is 'no page code on papers that are not issued' \
	"$(LC_ALL=C grep -acf "$dir/lines" "$dir/open")" 0
paste -d '\t' "$dir/list" "$dir/by_page" | grep -a '"part":"seats"' >"$dir/cards"
is 'the cards have every code' "$(LC_ALL=C grep -aof "$dir/codes" \
	"$dir/cards" | sort -u | tr '\n' ' ')" "$(tr '\n' ' ' <"$dir/codes")"
paste -d '\t' "$dir/list" "$dir/by_page" |
	grep -a '"part":"sheets"\|"part":"cover"\|"part":"caseworker"' |
	cut -f 2 >"$dir/issued"
is 'no person code on issued pages' \
	"$(LC_ALL=C grep -acf "$dir/codes" "$dir/issued")" 0

# --- the codes, and what a reader makes of the pages ---------------------------------

# One page of each kind, by another program.
for part in cover sheets caseworker; do
	n=$(pages "\"part\":\"$part\"" | head -n 1 | cut -d ' ' -f 1)
	pdftoppm -r 200 -gray -f "$n" -l "$n" -png -singlefile "$dir/a.pdf" \
		"$dir/$part"
	zbarimg -q --raw -Sdisable -Sqrcode.enable "$dir/$part.png" \
		>"$dir/qr" 2>/dev/null
	is "$part: zbarimg finds the code twice" \
		"$(grep -c . "$dir/qr") $(sort -u "$dir/qr" | grep -c .)" '2 1'
done
"$skapa" intake read --no-file --format json "$dir/cover.png" "$dir/sheets.png" \
	"$dir/caseworker.png" 2>/dev/null |
	sed 's/.*"status":"\([a-z_]*\)".*"code":"*\([^,"]*\).*/\1 \2/' >"$dir/read"
{
	echo "blank_page $(pages '"cover"' | head -n 1 | cut -d ' ' -f 2)"
	echo "filed $(pages '"sheets"' | head -n 1 | cut -d ' ' -f 2)"
	echo "filed $(pages '"caseworker"' | head -n 1 | cut -d ' ' -f 2)"
} >"$dir/want"
is 'the reader knows each' "$(cat "$dir/read")" "$(cat "$dir/want")"

# --- every language's papers ---------------------------------------------------------

for file in templates/wording/pack.*.po; do
	lang=${file#templates/wording/pack.}
	lang=${lang%.po}
	"$skapa" forms pack --language "$lang" --output "$dir/l.pdf" \
		>"$dir/out" 2>&1 || not_ok "$lang: $(cat "$dir/out")"
	pdftotext "$dir/l.pdf" - | bare >"$dir/text"
	# The introduction's texts, whole, where text runs from left to right.
	case $lang in
	en | es | kmr | ru | so | sv | sv-simple | ti | tr | uk) ;;
	*)
		ok "$lang: papers"
		continue
		;;
	esac
	awk '/^msgctxt/ { key = $2 } /^msgid/ { id = $0; sub(/^msgid "/, "", id) }
		/^msgstr/ { t = $0; sub(/^msgstr "/, "", t)
			if (t == "\"") t = id
			sub(/"$/, "", t)
			if (key ~ /^"pack\.(intro|can|card|act|plan)/) print t }' \
		"$file" >"$dir/texts"
	n=0
	lost=
	while IFS= read -r text; do
		n=$((n + 1))
		grep -qF -e "$(printf '%s' "$text" | bare)" "$dir/text" ||
			lost="$lost '$text'"
	done <"$dir/texts"
	if [ $n -lt 40 ] || [ -n "$lost" ]; then
		not_ok "$lang: $n texts, lost$lost"
	else
		ok "$lang: papers, $n texts come out whole"
	fi
done

"$skapa" forms pack --language ar --output "$dir/l.pdf" >/dev/null
"$skapa" forms pack --language ar --output "$dir/m.pdf" >/dev/null
cmp -s "$dir/l.pdf" "$dir/m.pdf" && ok 'the same words, the same bytes' ||
	not_ok 'the same words gave another PDF'

# --- other instruments: choices, talk only, no questions to a caseworker --------------

for instrument in fip closing drop-in course-evaluation; do
	printf 'session: %s\ndate: 2026-11-24\ninstrument: %s\n' \
		$instrument $instrument >"$dir/other.csv"
	printf 'seat,language\n1,en\n2,sv-simple\n' >>"$dir/other.csv"
	"$skapa" forms pack --session "$dir/other.csv" --output "$dir/o.pdf" \
		--format json >"$dir/other" 2>"$dir/out"
	is "$instrument: a sheet a seat" "$? $(grep '"sheets"' "$dir/other" |
		grep -c '"page":1}')$(grep -c '"caseworker"' "$dir/other")" \
		'0 20'
done
for lang in en sv; do
	"$skapa" forms pack --language $lang --level easy --steps 3 \
		--output "$dir/l.pdf" >"$dir/out" 2>&1 ||
		not_ok "$lang, easy, 3 steps: $(cat "$dir/out")"
done

# --- PDF/A -----------------------------------------------------------------------

jars=
for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io \
	javax.activation jaxb-api; do
	jars=$jars:/usr/share/java/$jar.jar
done
"$skapa" forms pack --language ar --only poster --poster a3 \
	--output "$dir/poster.pdf" >/dev/null
is 'a poster of A3' "$(pdfinfo "$dir/poster.pdf" |
	sed -n 's/^Page size: *\([0-9]*\)[.0-9]* x \([0-9]*\).*/\1 \2/p')" \
	'841 1190'
for pdf in a poster; do
	is "$pdf.pdf is PDF/A-1b" "$(java -cp "$jars" \
		org.apache.pdfbox.preflight.Validator_A1b "$dir/$pdf.pdf" 2>&1 |
		grep -c 'is a valid PDF/A-1b')" 1
done

# --- what is refused: a sentence, status 2, nothing issued, nothing written ---------

# name, sentence, options; the session file's rows on stdin
refuse() {
	name=$1
	sentence=$2
	shift 2
	{
		printf 'session: Grupp 9\ndate: 2026-11-25\n'
		cat
	} >"$dir/bad.csv"
	rm -rf "$dir/no.pdf"
	before=$(people)
	(cd "$dir" && "$skapa" forms pack "$@" >"$dir/out" 2>&1)
	got=$?
	if [ $got -ne 2 ] || [ "$(cat "$dir/out")" != "skapa-forms: $sentence" ]
	then
		not_ok "$name: status $got: $(cat "$dir/out")"
	elif [ -e "$dir/no.pdf" ] || [ "$(people)" != "$before" ]; then
		not_ok "$name: something was written or issued"
	else
		ok "$name"
	fi
}
bad='--session bad.csv --output no.pdf'
# shellcheck disable=SC2086
{
	refuse 'an unknown code' 'bad.csv: line 5: unknown person 7K4Q-MXP9; people are added with: skapa store people add' $bad <<-END
		seat,code,language
		1,,sv
		2,7K4Q-MXP9,sv
	END
	sed -i 's/^2,.*/2,,sv/' "$dir/bad.csv"
	refuse 'a seat that stands there twice' 'bad.csv: line 5: seat 1 stands on line 4 too' $bad <<-END
		seat,language
		1,sv
		1,ar
	END
	refuse 'a person who sits twice' "bad.csv: line 5: $person sits on seat 1 too (line 4)" $bad <<-END
		seat,code,language
		1,$person,sv
		2,$person,ar
	END
	refuse 'a column for names' 'bad.csv: line 3: column "namn": names and personal data have no place in a session file; take the column away' $bad <<-END
		plats,namn,språk
		1,Eva,sv
	END
	refuse 'a part that is none' '"covers" is not a part of a pack; there are cover, leader, observer, seats, caseworker, interpreter, introduction, poster, words, cards, menu, sheets, plan, can' \
		$bad --only leader,covers </dev/null
	refuse 'neither a file nor a session' 'there is no file "Grupp 5", and the store has no session of that name' \
		--session 'Grupp 5' --output no.pdf </dev/null
	refuse 'codes without a session' 'cover, leader, observer, seats, sheets and caseworker are papers of a meeting; name it with --session' \
		--language sv --only sheets --output no.pdf </dev/null
	refuse 'A3 and A4 in one PDF' 'posters of A3 do not go into one PDF with pages of A4; name a folder with --output, or print them alone with --only poster' \
		--language sv --poster a3 --output no.pdf </dev/null
	refuse 'neither session nor language' 'name a meeting with --session, or a language with --language' \
		--output no.pdf </dev/null
	refuse 'a level that the seats say' "the session's seats say language, level and steps; leave --language, --level and --steps out" \
		$bad --level easy </dev/null
}
sed -i 's/^1,,ar/1,,en/' "$dir/group.csv"
refuse 'another session of the same name' 'group.csv: the session "Grupp 4" is in the store already, and is another; give this one another name, or print that one again with --session "Grupp 4"' \
	--session group.csv --output no.pdf </dev/null
# The list of languages changes; the line and the seat's word do not.
printf 'session: G\ndate: 2026-11-25\nseat,language\n1,sv\n2,xx\n' \
	>"$dir/bad.csv"
"$skapa" forms pack --session "$dir/bad.csv" --output "$dir/no.pdf" \
	>"$dir/out" 2>&1
is 'an unknown language' "$? $(grep -c "bad.csv: line 5: .*language 'xx'" \
	"$dir/out")" '2 1'

# A sheet that has changed is not printed again with the old codes.
mkdir -p "$dir/site/instruments"
sed 's/^version: .*/version: "77"/' templates/instruments/skapa.yaml \
	>"$dir/site/instruments/skapa.yaml"
refuse 'a sheet that has changed' 'seat 1: skapa in ar has changed since its sheets were issued; print them with the templates of that day, or make a session of another name' \
	--templates "$dir/site" --session 'Grupp 4' --output no.pdf </dev/null
exit $failed

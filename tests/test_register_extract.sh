#!/bin/sh
# A person's register extract at the command line: both files, the PDF judged by
# qpdf and pdftotext, what it refuses, and its own rows in the audit.
set -u
skapa=$PWD/$B/skapa
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
cd "$folder" || exit 1
export SKAPA_STORE=store
failed=0

# try NAME STATUS PATTERN COMMAND ...; PATTERN - is: says nothing
try() {
	name=$1
	want=$2
	pattern=$3
	shift 3
	"$@" >out 2>&1
	got=$?
	case $pattern in
	-) [ ! -s out ] ;;
	*) grep -qE -e "$pattern" out ;;
	esac
	if [ $? -eq 0 ] && [ $got -eq "$want" ]; then
		echo "ok register_extract_$name"
	else
		echo "not ok register_extract_$name: status $got"
		cat out
		failed=1
	fi
}

"$skapa" store init || exit 1
one=$("$skapa" store people add --count 1)
two=$("$skapa" store people add --count 1)
"$skapa" forms print --instrument skapa --people "$one" --output s.pdf \
	>/dev/null || exit 1
"$skapa" store note add "$one" --kind next_step --by ab-1 'ringa på måndag' \
	>/dev/null
"$skapa" store note add "$two" --kind story 'den andra' >/dev/null
i=0
while [ $i -lt 90 ]; do # the log is longer than a page
	"$skapa" store activity list "$one" >/dev/null || exit 1
	i=$((i + 1))
done

try makes_both 0 - "$skapa" report extract "$one" --output here
try private 0 '^-rw------- .*extract.json$' ls -l here
try is_a_pdf 0 'No syntax or stream encoding errors' qpdf --check here/extract.pdf
pdftotext -layout here/extract.pdf text
try says_who 0 "personen med koden $one" cat text
try has_the_note 0 'Nästa steg, skrivet av ab-1: ringa på måndag' cat text
try has_the_paper 0 'skapa, sida 1' cat text
try has_the_log 0 'operator \(operator\) läste anteckningar' cat text
try has_no_activities 0 '^Inga\.' cat text
try has_all_pages 0 "^ *$one, sida 3" cat text
try not_the_others 1 - grep -E "$two|den andra" text here/extract.json
try is_in_the_audit 0 'read answers: person 1' "$skapa" store audit show
try not_twice 1 'here/extract.json: is there already; name another folder' \
	"$skapa" report extract "$one" --output here
try needs_a_folder 2 'needs --output FOLDER' "$skapa" report extract "$one"
try no_such_person 2 'unknown code 0000-0000' \
	"$skapa" report extract 0000-0000 --output none
try and_no_folder 1 - test -e none
try no_code 2 "is not a person's code" "$skapa" report extract x --output none
exit $failed

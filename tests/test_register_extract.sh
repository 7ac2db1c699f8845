#!/bin/sh
# A person's register extract at the command line: both files, the PDF judged by
# qpdf and pdftotext, what it refuses, and its own rows in the audit.
set -u
. tests/shell.sh

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

is makes_both 0 - "$skapa" report extract "$one" --output here
is private 0 '^-rw------- .*extract.json$' ls -l here
is is_a_pdf 0 'No syntax or stream encoding errors' qpdf --check here/extract.pdf
pdftotext -layout here/extract.pdf text
is says_who 0 "personen med koden $one" cat text
is has_the_note 0 'Nästa steg, skrivet av ab-1: ringa på måndag' cat text
is has_the_paper 0 'skapa, sida 1' cat text
is has_the_log 0 'operator \(operator\) läste anteckningar' cat text
is has_no_activities 0 '^Inga\.' cat text
is has_all_pages 0 "^ *$one, sida 3" cat text
is not_the_others 1 - grep -E "$two|den andra" text here/extract.json
is is_in_the_audit 0 'read answers: person 1' "$skapa" store audit show
is not_twice 1 'here/extract.json: is there already; name another folder' \
	"$skapa" report extract "$one" --output here
is needs_a_folder 2 'needs --output FOLDER' "$skapa" report extract "$one"
is no_such_person 2 'unknown code 0000-0000' \
	"$skapa" report extract 0000-0000 --output none
is and_no_folder 1 - test -e none
is no_code 2 "is not a person's code" "$skapa" report extract x --output none
exit $failed

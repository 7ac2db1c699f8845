#!/bin/sh
# A sheet printed for nobody, filled in, filed, and given to a person: their
# line shows the answers. Given twice it stays; another person does not get it.
set -u
. tests/shell.sh

"$skapa" store init >/dev/null
one=$("$skapa" store people add --count 1)
two=$("$skapa" store people add --count 1)
"$skapa" forms print --instrument skapa-caseworker --blank 1 --output s.pdf \
	--format json >issued || exit 1
"$skapa" forms layout --instrument skapa-caseworker >layout
line=$(sed -n '1s/.*"code":"\([^"]*\)".*/\1/p' issued)
back=$(sed -n '2s/.*"code":"\([^"]*\)".*/\1/p' issued)
"$complete" --layout layout --sheet s.pdf --issued issued --pages 1-1 \
	--seed 3 --answers honest --scan office --damage none --truth truth \
	--out scans || exit 1
"$skapa" intake read scans >/dev/null 2>&1

is nobodys_yet 0 '^Inga svar' "$skapa" report person "$one"
is filed_before 0 - "$skapa" store people bind "$one" "$line"
is is_theirs 0 'av 5|vill inte svara|förstår inte' "$skapa" report caseworker "$one"
is again 0 - "$skapa" store people bind "$one" "$line"
is by_its_back 0 - "$skapa" store people bind "$one" "$back"
is not_anothers 2 "belongs to $one already" \
	"$skapa" store people bind "$two" "$line"
is unknown_line 2 'no page has the code line 00000-00000' \
	"$skapa" store people bind "$one" 0000000000
is no_line 2 "'zz' is not a code line" \
	"$skapa" store people bind "$one" zz
is no_person 2 "is not a person code" \
	"$skapa" store people bind nobody "$line"
is nothing_of_twos 0 '^Inga svar' "$skapa" report person "$two"
exit $failed

#!/bin/sh
# A sheet printed for nobody, filled in, filed, and given to a person: their
# line shows the answers. Given twice it stays; another person does not get it.
set -u
skapa=$PWD/$B/skapa
complete=$PWD/$B/tests/tools/complete
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
		echo "ok bind_$name"
	else
		echo "not ok bind_$name: status $got"
		cat out
		failed=1
	fi
}

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

try nobodys_yet 0 '^Inga svar' "$skapa" report person "$one"
try filed_before 0 - "$skapa" store people bind "$one" "$line"
try is_theirs 0 'av 5|vill inte svara|förstår inte' "$skapa" report caseworker "$one"
try again 0 - "$skapa" store people bind "$one" "$line"
try by_its_back 0 - "$skapa" store people bind "$one" "$back"
try not_anothers 2 "belongs to $one already" \
	"$skapa" store people bind "$two" "$line"
try unknown_line 2 'no page has the code line 00000-00000' \
	"$skapa" store people bind "$one" 0000000000
try no_line 2 "'zz' is not a code line" \
	"$skapa" store people bind "$one" zz
try no_person 2 "is not a person code" \
	"$skapa" store people bind nobody "$line"
try nothing_of_twos 0 '^Inga svar' "$skapa" report person "$two"
exit $failed

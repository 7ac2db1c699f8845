#!/bin/sh
# The audit at the command line: what commands leave in it, with times; heads
# and their signatures, judged by openssl; accounts and their passwords.
set -u
skapa=$PWD/$B/skapa
complete=$PWD/$B/tests/tools/complete
headers=$(ls store/*.h)
known="$PWD/tests/role_calls.c $PWD/tests/role_visits.c $PWD/tests/role_accounts.c
	$PWD/tests/role_counts.c
	$PWD/tests/role_world.c"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
failed=0

# check NAME: passed if nothing was written to $folder/wrong.
check() {
	if [ -s "$folder/wrong" ]; then
		echo "not ok audit_$1"
		cat "$folder/wrong"
		failed=1
	else
		echo "ok audit_$1"
	fi
	: >"$folder/wrong"
}
: >"$folder/wrong"
wrong() {
	echo "$*" >>"$folder/wrong"
}
# try STATUS PATTERN COMMAND ...; PATTERN - is: says nothing
try() {
	want=$1
	pattern=$2
	shift 2
	"$@" >out 2>&1
	got=$?
	[ $got -eq "$want" ] || wrong "$* gives $got: $(cat out)"
	case $pattern in
	-) [ ! -s out ] ;;
	*) grep -qE -e "$pattern" out ;;
	esac || wrong "$* says: $(cat out)"
}

# --- a function of the store that shows or changes is in the matrix of roles ---
# Not in it: opening and closing, what is the same for everyone (a layout has
# nobody's answers in it), counts, actors, which host reads a file, and what
# needs the site key anyway.
cat >"$folder/free" <<'END'
store_act_as
store_act_as_self
store_acts
store_at
store_bulk_begin
store_bulk_end
store_claim
store_claim_end
store_close
store_key
store_key_is_inside
store_layout_find
store_layout_get
store_name
store_review_count
store_room
store_scan_place
END
# shellcheck disable=SC2086
cat $headers | tr '\n\t' '  ' | grep -oE '\bstore_[a-z_]+\( ?(const )?struct store \*' |
	sed 's/(.*//' | sort -u >"$folder/functions"
[ "$(wc -l <"$folder/functions")" -ge 50 ] ||
	wrong "only $(wc -l <"$folder/functions") functions were found"
sed 's/(.*//' store/inside.h | tr -c 'a-z_\n' '\n' | grep '^store_' |
	sort -u >"$folder/inside"
grep -vxF -f "$folder/free" "$folder/functions" |
	grep -vxF -f "$folder/inside" | while read -r function; do
	# shellcheck disable=SC2086
	grep -q "$function(" $known ||
		echo "$function: tests/role_calls.c does not call it" \
			>>"$folder/wrong"
done
check functions_in_the_matrix

# --- what commands leave -------------------------------------------------------

cd "$folder" || exit 1
export SKAPA_STORE=store
"$skapa" store init || exit 1
person=$("$skapa" store people add --count 1)
"$skapa" forms print --instrument skapa-caseworker --people "$person" \
	--output s.pdf --format json >issued || exit 1
"$skapa" forms layout --instrument skapa-caseworker >layout
line=$(sed -n '1s/.*"code":"\([^"]*\)".*/\1/p' issued)
"$complete" --layout layout --sheet s.pdf --issued issued --pages 1-1 \
	--seed 3 --answers honest --scan office --damage none --truth truth \
	--out scans || exit 1
"$skapa" intake read scans >/dev/null 2>&1
"$skapa" intake read scans >/dev/null 2>&1
"$skapa" intake read --no-file scans >/dev/null 2>&1
"$skapa" report person "$person" >/dev/null || exit 1
"$skapa" intake review list >/dev/null || exit 1
"$skapa" store people bind "$person" "$line" || exit 1
"$skapa" store note add "$person" --kind story 'it went well' >/dev/null
"$skapa" store note list "$person" >/dev/null
cat >wanted <<'END'
operator add people: person 1
operator issue sheets: layout 1
operator issue sheets: sheet 1
operator file scans: reading 1
operator read answers: person 1
operator read notes: person 1
operator read reviews: everyone
operator write notes: note 1
operator read notes: person 1
END
"$skapa" store audit show >shown
sed 's/^[0-9]*  [^ ]*  \([^ ]*\) (operator)  /\1 /' shown >got
# A person's report looks at what waits too; what matters is in this order.
grep -v 'read reviews: person' got | diff wanted - >diff ||
	wrong "other rows: $(cat diff)"
grep -vE '^[0-9]+  20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z  ' shown >no_time
[ ! -s no_time ] || wrong "rows without a time: $(cat no_time)"
grep -F "$person" shown && wrong "a code is in the audit"
check rows_of_commands

"$skapa" store people add --count 1 >/dev/null
"$skapa" store audit show --person "$person" >of_person
grep -q 'sheet 1$' of_person || wrong "no sheet: $(cat of_person)"
grep -q 'reading 1$' of_person || wrong "no reading: $(cat of_person)"
grep -q 'note 1$' of_person || wrong "no note: $(cat of_person)"
grep -q 'everyone$' of_person || wrong "no list: $(cat of_person)"
grep -q 'person 2$' of_person && wrong "another's: $(cat of_person)"
try 2 "'nobody' is not a person code" "$skapa" store audit show --person nobody
try 2 'unknown person 0000-0000' "$skapa" store audit show --person 0000-0000
try 2 'is not a day as in' "$skapa" store audit show --from 2026-02-30
try 0 - "$skapa" store audit show --from 2999-01-01
check show

# --- heads ---------------------------------------------------------------------

"$skapa" store audit head >heads
"$skapa" store audit show >/dev/null
"$skapa" store people add --count 2 >/dev/null
"$skapa" store audit head >>heads
try 0 '^[0-9]+ rows, each follows from the one before; 2 kept heads found again$' \
	"$skapa" store audit verify --head heads
try 0 '^[0-9]+ rows, each follows from the one before$' \
	"$skapa" store audit verify
sed '1s/ 1 [0-9]* / 1 1 /' heads >changed
try 1 '^skapa-store: changed: line 1: the head was changed' \
	"$skapa" store audit verify --head changed
try 1 'none: cannot be opened' "$skapa" store audit verify --head none
cp -r store cut
"$skapa" store people add --count 1 >/dev/null
"$skapa" store audit head >>heads
# The copy of before is sound by itself, and ends before the third head.
try 0 'each follows' "$skapa" store audit verify --store cut
try 1 'the head in line 3 was kept at row [0-9]*: the end was cut off' \
	"$skapa" store audit verify --store cut --head heads
check heads

binary() {
	perl -e 'print pack "H*", shift' "$1"
}
for i in 1 2 3; do
	head=$(sed -n ${i}p heads)
	printf %s "${head% *}" >line
	binary "${head##* }" >signature
	binary "302a300506032b6570032100$(echo "$head" | cut -d' ' -f5)" >key
	openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin \
		-in line -sigfile signature >out 2>&1 ||
		wrong "openssl: $(cat out)"
done
printf x >>line
openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin \
	-in line -sigfile signature >out 2>&1 &&
	wrong "openssl takes a changed line"
check heads_for_openssl

# --- accounts ------------------------------------------------------------------

secret='correct horse'
try 0 - sh -c "echo '$secret' | $skapa store account add cw-1 --role caseworker"
try 2 'there is an account "cw-1" already' \
	sh -c "echo '$secret' | $skapa store account add cw-1 --role admin"
try 2 'unknown role "boss"; there are reception, caseworker, deputy,' \
	sh -c "echo '$secret' | $skapa store account add cw-2 --role boss"
try 2 'the operator is whoever holds the site key' \
	sh -c "echo '$secret' | $skapa store account add cw-2 --role operator"
try 2 'shorter than 12' \
	sh -c "echo short | $skapa store account add cw-2 --role admin"
try 2 'shorter than 12' \
	sh -c "$skapa store account add cw-2 --role admin </dev/null"
try 2 'longer than 1024' sh -c "head -c 5000 /dev/zero | tr '\\0' a |
	$skapa store account add cw-2 --role admin"
try 2 'needs --role' "$skapa" store account add cw-2
try 0 '^cw-1 +caseworker +-$' "$skapa" store account list
try 0 - "$skapa" store account disable cw-1
try 0 '^cw-1 +caseworker +-  disabled$' "$skapa" store account list
try 0 - "$skapa" store account enable cw-1
try 0 '^{"name":"cw-1","role":"caseworker","unit":null,"disabled":false,"failed":0}$' \
	"$skapa" store account list --format json
try 2 'there is no account "cw-9"' "$skapa" store account disable cw-9
try 0 - sh -c "echo 'another horse' | $skapa store account password cw-1"
grep -qa "$secret" store/skapa.sqlite && wrong "a password is in the store"
grep -qa 'argon2id' store/skapa.sqlite || wrong "no hash is in the store"
check accounts
exit $failed

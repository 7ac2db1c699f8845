#!/bin/sh
# A meeting with paper: sheets are printed from the page of who leads, somebody
# with paper also answers on a tablet, the papers are scanned. What differs
# waits for a person, what agrees does not. LONG=1: all eight papers.
set -u
skapa=$PWD/$B/skapa
complete=$PWD/$B/tests/tools/complete
folder=$(mktemp -d)
server=0
trap '[ $server -ne 0 ] && kill $server; rm -rf "$folder"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
cd "$folder" || exit 1
export SKAPA_STORE=store
failed=0

# say NAME: ok if the command before it went well
say() {
	if [ $? -eq 0 ]; then
		echo "ok room_paper_$1"
	else
		echo "not ok room_paper_$1"
		tail -3 out
		failed=1
	fi
}

{
	echo 'session: Grupp 8'
	echo 'date: 2026-11-22'
	echo 'seat,code,language,level,steps,paper'
	for seat in 1 2 3 4 5 6 7 8; do
		echo "$seat,,ar,original,5,yes"
	done
	echo '9,,ti,original,5,no'
} >group.csv
"$skapa" store init && echo 'correct horse battery' |
	"$skapa" store account add --role caseworker ab-1 >out 2>&1 || exit 1
"$skapa" forms pack --session group.csv --only sheets --output s.pdf \
	--format json 2>out | grep -v '"blank"' >issued
[ "$(grep -c '"page":1}' issued)" -eq 8 ]
say sheets_alone_are_printed

# --- the meeting ------------------------------------------------------------------
serve() {
	"$skapa" kiosk serve --listen 127.0.0.1:0 2>log &
	server=$!
	until grep -q 'listening at' log; do
		kill -0 $server || exit 1
		sleep 0.1
	done
	url=$(sed -n 's|.*listening at \(http.*\)/$|\1|p' log)
}
end() {
	kill $server
	wait $server
	server=0
}
get() { curl -s -b "$1" -c "$1" "$url$2"; }
# post JAR PAGE PATH FIELD [FIELD]: with the token of the page
post() {
	token=$(get "$1" "$2" | tr '<' '\n' |
		sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -1)
	curl -s -b "$1" -c "$1" -H "Origin: $url" \
		--data-urlencode "token=$token" --data-urlencode "$4" \
		--data-urlencode "${5:-none=}" "$url$3"
}
serve
post staff /staff/in /staff/in name=ab-1 'password=correct horse battery' >out
post staff /staff/rooms /staff/rooms 'session=Grupp 8' >out
card=$(get staff /staff/rooms/1/cards | sed 's/<code>/\n/2g' |
	sed -n 's/.*<code>\([^<]*\)<.*/\1/p' | head -1)
post tablet /room /room/card "card=$card" >out
get tablet /room/seat | grep -q 'data-kind="seat"'
say tablet_sits_down

# Without a script every answer is a form; 1 to everything.
token=$(get tablet /room/seat | tr '<' '\n' |
	sed -n 's/.*data-token="\([^"]*\)".*/\1/p' | head -1)
for item in 0 1 2 3 4 5 6 7 8 9; do
	curl -s -o /dev/null -w '%{http_code}\n' -b tablet -H "Origin: $url" \
		-d "token=$token&item=$item&value=1" "$url/room/seat/answer"
done >codes
[ "$(sort -u codes)" = 303 ]
say tablet_answers

# Printed from the page, they are the same papers.
post staff /staff/rooms/1/papers /staff/rooms/1/papers only=sheets >out
n=0
while [ $n -lt 300 ]; do
	get staff /staff/rooms/1/papers >again.pdf
	[ "$(head -c 5 again.pdf)" = %PDF- ] && break
	n=$((n + 1))
	sleep 0.2
done
pdftotext again.pdf a 2>out && pdftotext s.pdf b && cmp a b >out
say papers_of_the_page_are_the_same
end

# --- the papers come back ----------------------------------------------------------
pages=8
[ -n "${LONG:-}" ] && pages=$(grep -c . issued)
"$skapa" forms layout --instrument skapa --language ar >layout
"$complete" --layout layout --sheet s.pdf --issued issued --pages "1-$pages" \
	--seed 3 --answers honest --scan office --damage none --truth truth \
	--out scans >out 2>&1 || exit 1
"$skapa" intake read scans --format json >read.jsonl 2>out
"$skapa" intake review list --format json >waits
person=$(sed -n '1s/.*"person":"\([^"]*\)".*/\1/p' issued)
# What the person marked on paper and what the tablet had: one row an item.
differ=$(grep "\"person\":\"$person\"" truth | tr '{' '\n' |
	grep '"kind":"single"' | grep -v '"practice"' | grep -v '"wage"' |
	grep -vc '"value":1,')
told=$(grep -c '"reason":"other_on_screen"' waits)
echo "$told wait, $differ differ" >out
[ "$differ" -gt 0 ] && [ "$told" -eq "$differ" ]
say what_differs_waits
serve
post staff /staff/in /staff/in name=ab-1 'password=correct horse battery' >out
get staff /staff/rooms/1/report >out
# Of all eight papers a few have something else that is doubtful.
seats=$(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' waits | grep -F -f - issued |
	sed -n 's/.*"person":"\([^"]*\)".*/\1/p' | sort -u | grep -c .)
grep -q "$told svar väntar på granskning" out && grep -q 'papperet är inläst' out &&
	grep -q " $seats väntar på granskning" out
say the_report_says_who_waits
end
number=$(sed -n '/other_on_screen/s/.*"number":\([0-9]*\).*/\1/p' waits | head -1)
grep -q "\"number\":$number,.*\"screen\":1," waits &&
	"$skapa" intake review set "$number" 1 --by ab >out 2>&1 &&
	[ "$("$skapa" intake review list --format json |
		grep -c other_on_screen)" -eq $((told - 1)) ]
say a_person_decides
exit $failed

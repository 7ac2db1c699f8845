#!/bin/sh
# Scans handed in over the staff's pages: read and filed as skapa intake read
# does it, refused without a word lost, and told as lost when the reader or the
# server is killed.
set -u
skapa=$PWD/$B/skapa
kiosk=$PWD/$B/skapa-kiosk
samples=$PWD/samples
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
failed=0

# case NAME COMMAND ...: the command succeeds.
case_of() {
	name=$1
	shift
	if "$@" >"$folder/said" 2>&1; then
		echo "ok uploads_$name"
	else
		echo "not ok uploads_$name"
		cat "$folder/said"
		failed=1
	fi
}

serve() {
	: >"$folder/log" # what the last one said
	"$kiosk" serve --listen 127.0.0.1:0 --store "$folder/store" \
		2>"$folder/log" &
	server=$!
	for _ in $(seq 100); do
		at=$(sed -n 's/.*listening at \(http.*\)\/$/\1/p' "$folder/log")
		[ -n "$at" ] && return 0
		sleep 0.1
	done
	cat "$folder/log"
	return 1
}
# get PATH, as the archive.
get() {
	curl -s -b "$folder/jar" "$at$1"
}
log_in() {
	rm -f "$folder/jar"
	token=$(curl -s -c "$folder/jar" "$at/staff/in" |
		sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p')
	curl -s -o "$folder/in" -b "$folder/jar" -c "$folder/jar" \
		-H "Origin: $at" -d "token=$token" -d name=ar-1 \
		-d "password=correct horse" "$at/staff/in"
	token=$(get /staff/uploads | sed -n 's/.*data-token="\([^"]*\)".*/\1/p')
	[ -n "$token" ]
}
# put STATUS FILE [HEADER ...]: what the server answers.
put() {
	status=$1
	file=$2
	shift 2
	got=$(curl -s -o "$folder/answer" -w '%{http_code}' \
		-b "$folder/jar" -H "Content-Type: application/octet-stream" \
		-T "$file" "$@" "$at/staff/uploads/file")
	cat "$folder/answer"
	echo "status $got"
	[ "$got" = "$status" ]
}
hand_in() {
	put 202 "$1" -H "Origin: $at" -H "X-Skapa-Token: $token"
}
# settled: nothing waits or is being read.
settled() {
	for _ in $(seq 300); do
		get /staff/uploads/status >"$folder/status"
		grep -qE '"state":"(waits|reads)"' "$folder/status" || return 0
		sleep 0.2
	done
	cat "$folder/status"
	return 1
}
# told PATTERN: of some file.
told() {
	cat "$folder/status"
	grep -qE -e "$1" "$folder/status"
}

sh samples/copy-store.sh "$folder/store"
cp -r "$folder/store" "$folder/other"
echo "correct horse" | "$skapa" store account add ar-1 --role archive \
	--store "$folder/store" >/dev/null || exit 1
printf 'not a scan' >"$folder/note.pdf"
: >"$folder/nothing.pdf"

case_of server_starts serve
case_of log_in log_in
set -- "$samples/scans/grey-0001.tif" "$samples/scans/black-0001.png" \
	"$samples/scans/dark-0001.jpg"
for file; do
	case_of "takes_$(basename "$file")" hand_in "$file"
done
case_of takes_what_is_no_scan hand_in "$folder/note.pdf"
case_of settles settled
case_of tells_what_is_no_scan told '"failed"|okänd sida'
case_of refuses_an_empty_file \
	put 422 "$folder/nothing.pdf" -H "Origin: $at" \
	-H "X-Skapa-Token: $token"
case_of refuses_without_token \
	put 403 "$1" -H "Origin: $at"
case_of refuses_another_origin \
	put 403 "$1" -H "Origin: http://elsewhere.example" \
	-H "X-Skapa-Token: $token"

# The same as the command line, in a store of the same sheets.
same_as_intake() {
	"$skapa" intake read "$@" --store "$folder/other" >/dev/null 2>&1
	"$skapa" intake review list --store "$folder/other" |
		grep -v 'no_\|file ' >"$folder/a"
	"$skapa" intake review list --store "$folder/store" |
		grep -v 'file ' >"$folder/b"
	sed -i 's/^ *[0-9]* *//' "$folder/a" "$folder/b"
	sort -o "$folder/a" "$folder/a"
	sort -o "$folder/b" "$folder/b"
	[ -s "$folder/a" ] && diff "$folder/a" "$folder/b"
}
case_of files_as_intake_does same_as_intake "$@"
filed_before() {
	"$skapa" intake read "$@" --no-file --format json \
		--store "$folder/store" >"$folder/again"
	cat "$folder/again"
	! grep -v '"status":"duplicate"' "$folder/again"
}
case_of keeps_the_scans filed_before "$@"
is_whole() {
	"$skapa" store check --store "$folder/store"
}

# The reader is killed over a file: that one is told as lost, the next is read.
kill_reader() {
	watcher=$(pgrep -P "$server")
	kill -STOP "$(pgrep -P "$watcher")" || return 1
	hand_in "$samples/scans/glass-0001.jpg" || return 1
	kill -9 "$(pgrep -P "$watcher")"
	settled && told '"failed"'
}
case_of tells_when_the_reader_is_killed kill_reader
next_file() {
	hand_in "$samples/scans/glass-0001.jpg" && settled &&
		told '"number":[0-9]+,"state":"done","text":"1 sida'
}
case_of reads_the_next next_file

# The server is killed: the reader goes too, and the store is whole.
kill_server() {
	watcher=$(pgrep -P "$server")
	hand_in "$samples/scans/glass-0002.jpg" || return 1
	kill -9 "$server"
	wait "$server" 2>/dev/null
	for _ in $(seq 100); do
		kill -0 "$watcher" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}
case_of ends_with_the_server kill_server
case_of is_whole_after_a_kill is_whole
case_of starts_again serve
stop() {
	kill -TERM "$server"
	wait "$server"
}
case_of stops_with_status_0 stop
exit $failed

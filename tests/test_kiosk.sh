#!/bin/sh
# skapa kiosk serve as a program: starting, stopping, and what it says when it
# cannot start.
set -u
skapa=$PWD/$B/skapa
export SKAPA_TEMPLATES=${SKAPA_TEMPLATES:-$PWD/templates}
folder=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset SKAPA_STORE
failed=0

# case_of NAME COMMAND ...: the command succeeds.
case_of() {
	name=$1
	shift
	if "$@" >case 2>&1; then
		echo "ok kiosk_$name"
	else
		echo "not ok kiosk_$name"
		cat case out err said
		failed=1
	fi
}
# start OPTION ...: a server at a free port; its address in $url.
start() {
	: >err # or the last one's address is read before this one's
	"$skapa" kiosk serve "$@" >out 2>err &
	pid=$!
	tries=0
	until grep -q 'listening at' err; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] && kill -0 $pid 2>/dev/null || return 1
		sleep 0.1
	done
	url=$(sed -n 's/.*listening at //p' err)
}
# stop SIGNAL: it ends with this status.
stop() {
	kill -"$1" $pid
	wait $pid
	status=$?
	pid=
	[ $status -eq "$2" ]
}
# refused STATUS SENTENCE OPTION ...: it does not start, and says only that.
refused() {
	want=$1
	sentence=$2
	shift 2
	timeout 30 "$skapa" kiosk serve "$@" >out 2>said
	[ $? -eq "$want" ] && [ "$(cat said)" = "skapa-kiosk: $sentence" ]
}
get() { curl -sS --max-time 10 "$@"; }
shows() {
	text=$1
	shift
	get "$@" >page && grep -qF -- "$text" page
}

# --- from nothing ----------------------------------------------------------------

case_of starts_from_nothing start --listen 127.0.0.1:0
case_of makes_a_store test -f skapa-store/skapa.sqlite
case_of explains_the_first_steps shows 'Tre steg' "$url"
case_of health shows ok "${url}health"
case_of policy_is_strict shows "Content-Security-Policy: default-src 'none'" \
	-D - -o /dev/null "$url"
picture=$(get "$url" | grep -o '/web/[0-9a-f]*/base.css')
case_of styles_last_for_ever shows 'immutable' -D - -o /dev/null \
	"${url%/}$picture"
at=${url#http://}
at=${at%/}
"$skapa" store init --store other >/dev/null
case_of a_port_in_use refused 1 "$at: another program listens there; stop it, \
or choose another port with --listen" --store other --listen "$at"
case_of a_store_in_use sh -c '
	timeout 30 "$1" kiosk serve --store skapa-store --listen 127.0.0.1:0 2>said
	[ $? -eq 1 ] && grep -q "^skapa-kiosk: skapa-store: .*$2" said &&
		[ "$(wc -l <said)" -eq 1 ]' sh "$skapa" "$pid"

# --- the first account ---------------------------------------------------------------

code=$(sed -n 's/.*the code is //p' err)
token=$(get "$url" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p')
first() {
	get -o /dev/null -w '%{http_code} %{redirect_url}\n' -H "Origin: ${url%/}" \
		--data-urlencode "token=$token" --data-urlencode "code=$1" \
		--data-urlencode name=adm --data-urlencode "password=$2" \
		"${url}first" >said
	grep -q "^$3" said
}
case_of a_short_password_is_refused first "$code" short 422
case_of the_first_account first "$code" 'correct horse battery' \
	"303 ${url}staff/in"
case_of there_is_only_one first "$code" 'correct horse battery' 403
log_in() {
	get -c jar -o /dev/null -w '%{http_code}\n' -H "Origin: ${url%/}" \
		--data-urlencode "token=$token" --data-urlencode name=adm \
		--data-urlencode "password=$1" "${url}staff/in" >said
	grep -q "^$2" said
}
case_of a_wrong_password log_in 'wrong horse battery' 403
case_of log_in log_in 'correct horse battery' 303
case_of the_staff_come_in shows 'adm' -b jar "${url}staff"
case_of sigterm_is_a_clean_stop stop TERM 0
case_of nothing_is_wrong sh -c '"$1" store check | grep -q "nothing wrong"' sh \
	"$skapa"

# --- again: the login is gone, the account is not ------------------------------------

case_of starts_again start --listen 127.0.0.1:0
case_of no_code_any_more sh -c '! grep -q "the code is" err'
case_of no_first_steps_any_more sh -c '! curl -sS "$1" | grep -q "Tre steg"' \
	sh "$url"
case_of a_restart_logs_out shows '/staff/in' -b jar -D - -o /dev/null \
	"${url}staff"
case_of sigint_too stop INT 0

# --- TLS ------------------------------------------------------------------------------

for name in a b; do
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
		-keyout $name.key -out $name.pem 2>/dev/null
done
case_of tls_starts start --listen 127.0.0.1:0 --tls-cert a.pem --tls-key a.key
case_of tls_serves shows ok --cacert a.pem "${url}health"
case_of tls_is_asked_for_again shows 'Strict-Transport-Security: max-age=' \
	--cacert a.pem -D - -o /dev/null "${url}health"
case_of no_old_tls sh -c '! curl -sS --cacert a.pem --tls-max 1.1 "$1" &&
	curl -sS --cacert a.pem --tlsv1.3 -o /dev/null "$1"' sh "$url"
case_of tls_cookies_are_hosts sh -c '
	token=$(curl -sS --cacert a.pem "$1staff/in" |
		sed -n "s/.*name=\"token\" value=\"\([0-9a-f]*\)\".*/\1/p")
	curl -sS --cacert a.pem -D - -o /dev/null -H "Origin: ${1%/}" \
		-d "token=$token&name=adm&password=correct+horse+battery" \
		"$1staff/in" |
		grep -E "^Set-Cookie: __Host-skapa-staff=[0-9a-f]{64}; Path=/;.*Secure"
	' sh "$url"
case_of tls_stops stop TERM 0
case_of another_key refused 2 'the certificate and the key cannot be used; both must be PEM, and of each other' \
	--listen 127.0.0.1:0 --tls-cert a.pem --tls-key b.key
case_of no_key refused 2 '--tls-cert and --tls-key go together' \
	--listen 127.0.0.1:0 --tls-cert a.pem
case_of in_the_clear_to_others sh -c '
	timeout 30 "$1" kiosk serve --listen 0.0.0.0:0 2>said
	[ $? -eq 2 ] && grep -q "^skapa-kiosk: 0.0.0.0:[0-9]*: others reach that \
address, and passwords would go there in the clear; give --tls-cert and \
--tls-key$" said' sh "$skapa"
case_of no_address refused 2 '"8080" is no address to listen at; write one as 127.0.0.1:8080 or [::1]:8080' \
	--listen 8080
case_of no_store sh -c '
	timeout 30 "$1" kiosk serve --store nowhere --listen 127.0.0.1:0 2>said
	[ $? -eq 1 ] && grep -q "^skapa-kiosk: nowhere: " said && [ ! -e nowhere ]' \
	sh "$skapa"

# --- started by systemd -----------------------------------------------------------------

# As systemd does it: a socket as 3, whose process it is, and where to say so.
cat >given.py <<'END'
import os, socket, subprocess, sys
listens = socket.socket()
listens.bind(("127.0.0.1", 0))
listens.listen()
hears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
hears.bind("\0skapa-test-%d" % os.getpid())
hears.settimeout(20)
os.environ["NOTIFY_SOCKET"] = "@skapa-test-%d" % os.getpid()
os.environ["LISTEN_FDS"] = "1"
os.dup2(listens.fileno(), 3)
server = subprocess.Popen(["sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""] +
    sys.argv[1:], pass_fds=[3])
said = [hears.recv(100)]
asks = socket.create_connection(listens.getsockname())
asks.sendall(b"GET /health HTTP/1.0\r\n\r\n")
reply = asks.makefile("rb").read()
while b"WATCHDOG=1" not in said:
    said.append(hears.recv(100))
server.terminate()
assert server.wait() == 0
assert said[0] == b"READY=1", said
assert reply.startswith(b"HTTP/1.1 200 ") or reply.startswith(b"HTTP/1.0 200 "), reply
END
case_of socket_of_systemd /usr/bin/python3 given.py "$skapa" kiosk serve

exit $failed

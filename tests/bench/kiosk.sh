#!/bin/sh
# The kiosk's server: start and memory, tablets that answer once a second with
# every answer durable, slow connections beside honest ones, and its files beside
# nginx by turns in the same run. SECONDS_EACH=600 for the figures of
# docs/performance.md; 10 unless given.
set -eu
B=${B:-build}
seconds=${SECONDS_EACH:-10}
TABLETS=${TABLETS:-200}
SLOW=${SLOW:-5000}
load=$PWD/$B/tests/bench/kiosk_load
# Also when it is run by itself: what it measures with, and what it measures.
make -s B="$B" all "$B/tests/bench/kiosk_load"
dir=$(mktemp -d)
server=
nginx=
trap 'kill $server $nginx 2>/dev/null || true; rm -rf "$dir"' EXIT
mib() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
start() {
	"$B/skapa-kiosk" serve --store "$dir/store" --listen "127.0.0.1:$1" \
		2>"$dir/err" &
	server=$!
}

"$B/skapa" store init --store "$dir/store" >/dev/null
"$B/skapa" store people add --store "$dir/store" --count 1 >/dev/null
start 0
until grep -q 'listening at' "$dir/err"; do sleep 0.05; done
port=$(sed -n 's/.*listening at .*:\([0-9]*\)\/.*/\1/p' "$dir/err")
: >"$dir/starts"
for round in 1 2 3 4 5; do
	kill $server
	wait $server
	began=$(date +%s%3N)
	start "$port"
	echo $(($("$load" first "$port") - began)) >>"$dir/starts"
done
echo "Start to the first page: $(sort -n "$dir/starts" | sed -n 3p) ms, median" \
	"of 5; memory then: $(mib $server) MiB"

echo
echo "$TABLETS tablets, a page and an answer a second each, $seconds s; ms"
printf '%9s %7s %9s %9s %9s %9s %9s\n' answers errors p50 p99 most 'page p50' p99
# shellcheck disable=SC2046
printf '%9s %7s %9s %9s %9s %9s %9s\n' \
	$("$load" tablets "$port" "$TABLETS" "$seconds" | tee "$dir/tablets")
echo "memory then: $(mib $server) MiB"
# What was acknowledged is there, though the server was killed.
kill -9 $server
wait $server 2>/dev/null || true
kept=$("$B/skapa" store audit show --store "$dir/store" |
	grep -c 'put answers') || true
echo "acknowledged: $(cut -d' ' -f1 "$dir/tablets"), kept after kill -9: $kept"

start "$port"
"$load" first "$port" >/dev/null
echo
echo "$SLOW slow connections from 50 addresses beside 20 honest ones, $seconds s"
printf '%9s %9s %9s %7s %9s %9s %12s\n' slow 'came anew' requests errors p50 p99 \
	'bytes each'
# shellcheck disable=SC2046
printf '%9s %9s %9s %7s %9s %9s %12s\n' \
	$("$load" slow "$port" "$SLOW" 50 "$seconds" $server)

echo
echo "Files beside nginx by turns, 16 connections, 2 s each; requests a second"
mkdir -p "$dir/www/web/x" "$dir/tmp"
path=$(curl -s "http://127.0.0.1:$port/staff/in" | grep -o '/web/[0-9a-f]*/base.css')
cp kiosk/web/base.css "$dir/www/web/x/base.css"
cat >"$dir/nginx.conf" <<END
daemon off;
user root;
worker_processes 1;
pid $dir/nginx.pid;
error_log $dir/nginx.err;
events { worker_connections 1024; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	open_file_cache max=10;
	keepalive_requests 1000000000;
	types { text/css css; }
	client_body_temp_path $dir/tmp/a;
	proxy_temp_path $dir/tmp/b;
	fastcgi_temp_path $dir/tmp/c;
	uwsgi_temp_path $dir/tmp/d;
	scgi_temp_path $dir/tmp/e;
	server { listen 127.0.0.1:$((port - 1)); root $dir/www; }
}
END
nginx -e "$dir/nginx.err" -c "$dir/nginx.conf" &
nginx=$!
until curl -s -o /dev/null "http://127.0.0.1:$((port - 1))/"; do sleep 0.05; done
: >"$dir/turns"
for round in 1 2 3; do
	echo "$("$load" get "$port" "$path" 16 2)" \
		"$("$load" get $((port - 1)) /web/x/base.css 16 2)"
done >"$dir/turns"
printf '%9s %9s\n' kiosk nginx
awk '{ print $1, $3 }' "$dir/turns" | sort -n | sed -n 2p |
	xargs printf '%9s %9s\n'

#!/bin/sh
# What make install-kiosk lays down: complete, filled in, and understood by
# those who read it. Booting a screen with it is not tried here.
set -u
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
units=$dir/etc/systemd/system
policy=$dir/etc/chromium/policies/managed/skapa.json

# case_of NAME COMMAND ...: the command succeeds.
case_of() {
	name=$1
	shift
	if "$@" >"$dir/said" 2>&1; then
		echo "ok kiosk_system_$name"
	else
		echo "not ok kiosk_system_$name"
		cat "$dir/said"
		failed=1
	fi
}
# only PATTERN COMMAND ...: whatever it says is of this kind.
only() {
	pattern=$1
	shift
	"$@" >"$dir/lines" 2>&1
	! grep -vE "$pattern" "$dir/lines"
}

case_of installs make --no-print-directory -s B="$B" DESTDIR="$dir" PREFIX=/usr \
	KIOSK_URL=https://kiosk.test install-kiosk
case_of nothing_is_left_to_fill_in sh -c '! grep -rnE "@[A-Z]+@" "$1/etc" \
	"$1/usr/lib/skapa"' sh "$dir"
case_of the_pages_are_there test -s "$dir/usr/share/skapa/web/fonts.css" -a \
	-s "$dir/usr/share/skapa/web/base.css"
case_of the_program_finds_them sh -c '
	"$1/usr/bin/skapa" store init --store "$1/store" >/dev/null || exit 1
	"$1/usr/bin/skapa-kiosk" serve --store "$1/store" --listen 127.0.0.1:0 \
		2>"$1/err" &
	pid=$!
	until grep -q "listening at" "$1/err"; do
		kill -0 $pid || exit 1
		sleep 0.1
	done
	url=$(sed -n "s/.*listening at //p" "$1/err")
	page=$(curl -sS "$url")
	style=$(echo "$page" | grep -o "/web/[0-9a-f]*/fonts.css")
	curl -sSf "${url%/}$style" | grep -q "font-face"
	found=$?
	kill $pid
	exit $found' sh "$dir"

# cage and chromium are of a screen, not of every machine that tests.
case_of units_are_understood only \
	'cage is not executable|^$|Cannot add dependency job|Failed to (open|create|prepare)' \
	systemd-analyze verify --root="$dir" --man=no "$units/skapa-kiosk.socket" \
	"$units/skapa-kiosk.service" "$units/skapa-screen.service"
# 0 is shut in altogether, 100 free; systemd calls less than 2.5 "OK".
case_of the_server_is_shut_in systemd-analyze security --offline=true \
	--threshold=20 --root="$dir" "$units/skapa-kiosk.service"
# Words and recordings go where the server may write: systemd makes the folder.
case_of there_is_a_place_for_words sh -c '
	own=$(sed -n "s|^ExecStart=.* --templates /var/lib/\([^ ]*\) .*|\1|p" "$1")
	[ -n "$own" ] && grep "^StateDirectory=" "$1" | grep -qw "$own"' \
	sh "$units/skapa-kiosk.service"
case_of the_script_is_one sh -n "$dir/usr/lib/skapa/skapa-screen"
cat >"$dir/policy.py" <<'END'
import json, sys
policy = json.load(open(sys.argv[1]))
assert policy["URLAllowlist"] == ["https://kiosk.test"], policy
# "*" alone lets chrome://version and chrome://policy through.
for what in "*", "chrome://*", "javascript:*":
    assert what in policy["URLBlocklist"], what
assert policy["DeveloperToolsAvailability"] == 2
assert policy["DownloadRestrictions"] == 3
assert not policy["AllowFileSelectionDialogs"]
END
case_of the_policy_is_strict /usr/bin/python3 "$dir/policy.py" "$policy"

exit $failed

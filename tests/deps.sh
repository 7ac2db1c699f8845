#!/bin/sh
# Installs the Debian packages of packages.txt that are missing, and what the
# browser tests have from npm, as tests/browser/package-lock.json names it, into
# build/browser. Says nothing and asks no network when all are there. With the
# word "demo" it leaves out what only tests need.
set -eu
last='$'
[ "${1:-}" = demo ] && last='/^# to test/'
# "PACKAGE COMMAND": the command will do, wherever it comes from.
missing=$(sed -n "1,${last}p" packages.txt | grep -v '^#' |
	while read -r package command; do
	dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null |
		grep -qx installed || {
		[ -n "$command" ] && command -v "$command" >/dev/null
	} || echo "$package"
done)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The copy of the lock file is written last: what it names is there.
browser() {
	[ "$last" = '$' ] || return 0
	cmp -s tests/browser/package-lock.json build/browser/installed && return
	echo "installing: playwright-core axe-core (npm)"
	mkdir -p build/browser
	cp tests/browser/package.json tests/browser/package-lock.json \
		build/browser
	if ! npm ci --prefix build/browser --ignore-scripts --no-audit \
		--no-fund >"$log" 2>&1; then
		cat "$log" >&2
		exit 1
	fi
	cp tests/browser/package-lock.json build/browser/installed
}

if [ -z "$missing" ]; then
	browser
	exit 0
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "deps: these packages are missing, and there is no sudo:" \
			$missing >&2
		exit 1
	}
	sudo=sudo
fi
echo "installing:" $missing
if ! {
	$sudo apt-get update -q &&
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
			--no-install-recommends $missing
} >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
browser

#!/bin/sh
# Installs the Debian packages of packages.txt that are missing. Says nothing
# and asks no network when all are there.
set -eu
missing=$(grep -v '^#' packages.txt | while read -r package; do
	dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null |
		grep -qx installed || echo "$package"
done)
[ -z "$missing" ] && exit 0
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
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! {
	$sudo apt-get update -q &&
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y \
			--no-install-recommends $missing
} >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi

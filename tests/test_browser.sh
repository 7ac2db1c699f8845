#!/bin/sh
# The pages in Debian's Chromium: tests/browser/*.mjs, each with a server of its
# own, as many at once as there are cores. BROWSER="front visit" runs only these;
# SHOTS=folder keeps pictures.
set -u
export B=${B:-build}
cmp -s tests/browser/package-lock.json build/browser/installed || {
	echo "not ok browser: build/browser is not there; make deps installs it"
	exit 1
}
# The pages' own code has its sanitized tests without a browser.
case $B in
*san*) BROWSER=${BROWSER:-front} ;;
esac
# The longest first.
all="visit screens room staff weight front"
for test in tests/browser/*.mjs; do
	name=$(basename "$test" .mjs)
	case " $all harness " in
	*" $name "*) ;;
	*) all="$all $name" ;;
	esac
done
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
export said
# What one says is shown when it has ended, so that lines are not mixed.
printf '%s\n' ${BROWSER:-$all} | xargs -P "$(nproc)" -I NAME sh -c '
	timeout 1800 node tests/browser/NAME.mjs >"$said/NAME" 2>&1
	status=$?
	[ $status -eq 0 ] || touch "$said/failed"
	[ $status -le 1 ] || echo "not ok browser_NAME" >>"$said/NAME"
	cat "$said/NAME"'
[ ! -e "$said/failed" ]

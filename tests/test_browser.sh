#!/bin/sh
# The pages in Debian's Chromium: tests/browser/*.mjs, each with a server of its
# own. BROWSER="front visit" runs only these; SHOTS=folder keeps pictures.
set -u
export B=${B:-build}
failed=0
cmp -s tests/browser/package-lock.json build/browser/installed || {
	echo "not ok browser: build/browser is not there; make deps installs it"
	exit 1
}
# The pages' own code has its sanitized tests without a browser.
case $B in
*san*) BROWSER=${BROWSER:-front} ;;
esac
for test in ${BROWSER:-$(ls tests/browser/*.mjs | sed 's|.*/||; s|\.mjs$||')}; do
	[ "$test" = harness ] && continue
	timeout 600 node "tests/browser/$test.mjs" || {
		[ $? -eq 1 ] || echo "not ok browser_$test"
		failed=1
	}
done
exit $failed

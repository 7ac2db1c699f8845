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
all="visit screens room room_after staff weight front"
for test in tests/browser/*.mjs; do
	name=$(basename "$test" .mjs)
	case " $all harness meeting " in
	*" $name "*) ;;
	*) all="$all $name" ;;
	esac
done
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
export said LOOKED="$said/looked"
# What one says is shown when it has ended, so that lines are not mixed.
printf '%s\n' ${BROWSER:-$all} | xargs -P "$(nproc)" -I NAME sh -c '
	timeout 1800 node tests/browser/NAME.mjs >"$said/NAME" 2>&1
	status=$?
	[ $status -eq 0 ] || touch "$said/failed"
	[ $status -le 1 ] || echo "not ok browser_NAME" >>"$said/NAME"
	cat "$said/NAME"'

# Every page of tests/routes.tsv was seen by axe: what is no page is named here.
if [ -z "${BROWSER:-}" ]; then
	grep '^GET' tests/routes.tsv | cut -f2 |
		grep -vE '/(health|events|picture|page|page.pdf|page.png|status|print|journal.txt)$' |
		grep -vE '^/(audio|screen/mm|screen/in|room/link)/|^/visit/code$' |
		while read -r route; do
			grep -qx "$(echo "$route" | sed 's|{}|[^/]*|g')" \
				"$LOOKED" || echo "$route"
		done >"$said/unseen"
	if [ -s "$said/unseen" ]; then
		echo "not ok browser_every_page_was_seen"
		cat "$said/unseen"
		touch "$said/failed"
	else
		echo "ok browser_every_page_was_seen"
	fi
fi
[ ! -e "$said/failed" ]

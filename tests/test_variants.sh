#!/bin/sh
# Print, fill in, scan and read sheets of every kind: instrument, language,
# level, steps and orientation. No silent error. A few kinds each day, another
# few the next (ROTATE=N chooses); VARIANTS=all takes them all, as `make
# accuracy` does, VARIANTS='as_is skapa ' those whose line has that. That each
# can be laid out at all is tested by test_sheet.
set -eu
dir=$(mktemp -d "${TMPDIR:-/tmp}/variants-XXXXXX")
trap 'rm -rf "$dir"' EXIT
rotate=${ROTATE:-$(date +%j | sed 's/^0*//')}
most=10
case $B in *san*) most=2 ;; esac
skapa=$B/skapa
SKAPA_STORE=$dir/store
export SKAPA_STORE
"$skapa" store init >/dev/null

# Lines of: orientation instrument language level steps. Each instrument as it
# is and with its ladders the other way.
"$skapa" forms list --format json |
	sed 's/{"language"/\n&/g' |
	sed -n 's/^{"instrument":"\([^"]*\)".*/I \1/p
		s/^{"language":"\([^"]*\)".*"levels":\[\([^]]*\)\],"steps":\[\([^]]*\)\].*/L \1 \2 \3/p' |
	tr -d '"' | awk '
		$1 == "I" { id = $2; next }
		{
			split($3, levels, ",")
			split($4, steps, ",")
			for (l in levels)
				for (s in steps)
					print id, $2, levels[l], steps[s]
		}' | sort >"$dir/kinds"
mkdir -p "$dir/turned/instruments"
for file in templates/instruments/*.yaml; do
	sed 's/^orientation: row/orientation: turned/
		s/^orientation: column/orientation: row/
		s/^orientation: turned/orientation: column/' "$file" \
		>"$dir/turned/instruments/${file##*/}"
done
{
	sed 's/^/as_is /' "$dir/kinds"
	sed 's/^/turned /' "$dir/kinds"
} >"$dir/all"
n=$(wc -l <"$dir/all")
case ${VARIANTS:-some} in
all) cp "$dir/all" "$dir/chosen" ;;
some)
	step=$(((n + most - 1) / most))
	awk -v step=$step -v from=$((rotate % step)) \
		'NR % step == from' "$dir/all" >"$dir/chosen"
	;;
*) grep -e "$VARIANTS" "$dir/all" >"$dir/chosen" ;;
esac

bad=0
: >"$dir/truth"
: >"$dir/read"
i=0
while read -r way id language level steps; do
	i=$((i + 1))
	set -- --instrument "$id" --language "$language" --level "$level" \
		--steps "$steps"
	[ $way = as_is ] || set -- "$@" --templates "$dir/turned"
	"$skapa" forms layout "$@" >"$dir/layout"
	"$skapa" forms print "$@" --count 1 --output "$dir/sheet.pdf" \
		--format json >"$dir/issued"
	qpdf --check "$dir/sheet.pdf" >"$dir/qpdf" 2>&1 || {
		echo "$way $id $language $level $steps: qpdf --check"
		cat "$dir/qpdf"
		bad=1
	}
	"$B/tests/tools/complete" --layout "$dir/layout" \
		--sheet "$dir/sheet.pdf" --issued "$dir/issued" \
		--seed $((rotate * 1000 + i)) --name "$i" --repeat "${REPEAT:-2}" \
		--answers "${ANSWERS:-mixed}" --scan "${SCAN:-office}" \
		--damage "${DAMAGE:-none}" --format "${FORMAT:-mix}" \
		--truth "$dir/one.truth" --out "$dir/scans" >/dev/null
	cat "$dir/one.truth" >>"$dir/truth"
	status=0
	"$skapa" intake read "$dir/scans" --no-file --format json \
		>>"$dir/read" 2>"$dir/said" || status=$?
	# 4: read, but some pages were refused; judge counts them.
	if [ $status -ne 0 ] && [ $status -ne 4 ]; then
		echo "$way $id $language $level $steps: status $status"
		cat "$dir/said"
		bad=1
	fi
	rm -rf "$dir/scans"
done <"$dir/chosen"
# Few marks: the shares are held to what `make accuracy` holds on many.
if ! "$B/tests/tools/judge" --truth "$dir/truth" --read "$dir/read" \
	--max-review "${MAX_REVIEW:-0.05}" --max-refused \
	"${MAX_REFUSED:-0.02}" --errors 40 --reviews "${REVIEWS:-0}" \
	>"$dir/judged" 2>&1; then
	bad=1
fi
if [ $bad -ne 0 ] || [ -n "${SHOW:-}" ]; then
	cat "$dir/chosen" "$dir/judged"
fi
[ $bad -eq 0 ] || {
	echo "not ok variants_are_read (ROTATE=$rotate)"
	exit 1
}
echo "ok variants_are_read ($i of $n kinds, ROTATE=$rotate;" \
	"$(grep "silent errors" "$dir/judged"))"

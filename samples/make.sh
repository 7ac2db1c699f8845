#!/bin/sh
# Makes samples/ anew: prints sheets from a store of their own, fills them in
# with the pen model and scans them with the scan model of tests/tools. The
# page codes are random, so every run gives other files; the answers and the
# scans are the same for the same seed.
set -eu
B=${B:-build}
here=samples/scans
store=samples/store
expected=samples/expected.jsonl
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
skapa=$B/skapa
rm -rf $store $here
mkdir -p $here
: >$expected
export SKAPA_STORE=$store
"$skapa" store init >/dev/null
for language in sv en; do
	"$skapa" forms layout --instrument skapa --language $language \
		>"$dir/$language.json"
done
of=$(grep -o '"anchors"' "$dir/sv.json" | wc -l) # pages a sheet

print() { # name, language, then who
	name=$1
	language=$2
	shift 2
	"$skapa" forms print --instrument skapa --language "$language" "$@" \
		--output "$dir/$name.pdf" --format json >"$dir/$name.jsonl"
	[ "$name" = "$language" ] ||
		cp "$dir/$language.json" "$dir/$name.json"
}

complete() { # name of the print, its pages as A-B, seed, then the rest
	name=$1
	pages=$2
	seed=$3
	shift 3
	"$B/tests/tools/complete" --layout "$dir/$name.json" \
		--sheet "$dir/$name.pdf" --issued "$dir/$name.jsonl" \
		--pages "$pages" --seed "$seed" --colour 0 \
		--truth "$dir/truth" --out $here "$@"
	cat "$dir/truth" >>$expected
}

print sv sv --count 4 --session first
sed -n 's/.*"person":"\([^"]*\)".*/\1/p' "$dir/sv.jsonl" | uniq | head -2 \
	>"$dir/again"
print again sv --people "$dir/again" --session second
print en en --count 3 --session first

# A sheet has four pages; the page numbers below stand on that.
[ "$of" -eq 4 ] || {
	echo "samples/make.sh: a sheet has $of pages, not 4" >&2
	exit 1
}
# A stack through an office scanner, as PDF: two people.
complete sv 1-8 11 --name stack --scan office --format pdf-jpeg --dpi 200 \
	--quality 40 --answers honest --damage none --turn 0
# The same two people the second time, black and white, as one TIFF.
complete again 1-8 12 --name second --scan bilevel --format tiff-g4 \
	--answers mixed --damage light --turn 2
# One sheet by hand onto the glass: crooked, edges cut, on its side; pencil.
complete sv 9-12 13 --name glass --scan cut --format jpeg --dpi 200 \
	--quality 50 --pen pencil --answers mixed --damage none --turn 1
# One sheet folded, with its whole page on a dark lid.
complete sv 13-16 14 --name dark --scan dark --format jpeg --dpi 200 \
	--quality 50 --answers honest --damage fold
# English: grey, black and white, and through a dirty glass with stains.
complete en 1-1 15 --name grey --scan clean --format png --dpi 150 \
	--pen ballpoint_blue --answers honest --damage none
complete en 2-4 15 --name grey --scan clean --format tiff-jpeg --dpi 150 \
	--pen ballpoint_blue --quality 60 --answers honest --damage none
complete en 5-8 16 --name black --scan bilevel --format png \
	--pen felt --answers mixed --damage none
complete en 9-12 17 --name streak --scan streaked --format pdf-jpeg \
	--dpi 150 --quality 50 --answers mixed --damage stain
"$skapa" store check
# git keeps no empty folder: copy-store.sh makes this one again.
rm -f $store/lock
rmdir $store/scans
du -sh samples | tail -1

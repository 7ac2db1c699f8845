#!/bin/sh
# Contact sheets, small and grey, for a person to look at: which pages stand
# out, run over, look empty? pages.sh PAGES.png PACK.png: every page of the
# rating sheet in every language, and the first page of each paper of a group.
# `make pages` writes both into the build folder.
set -eu
B=$PWD/${B:-build}
out=$1
pack=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
command -v montage >/dev/null || {
	echo 'montage is missing; install the package imagemagick'
	exit 1
}
# contact OUT LABEL PAGE ...
contact() {
	to=$1
	shift
	montage -font DejaVu-Sans -pointsize 9 -tile 8x -geometry +3+3 \
		-background '#d0d0d0' -fill black "$@" "$dir/all.png"
	# Four greys are enough to see what is wrong.
	convert "$dir/all.png" -colorspace Gray +dither -colors 4 -define \
		png:compression-level=9 -define png:compression-filter=1 \
		-define png:compression-strategy=0 "$to"
}
"$B/skapa-store" init --store "$dir/store" >/dev/null
"$B/skapa-forms" list --format json | grep '"instrument":"skapa"' |
	grep -o '"language":"[^"]*"' | cut -d'"' -f4 | sort -u >"$dir/languages"
set --
while read -r lang; do
	"$B/skapa-forms" print --instrument skapa --language "$lang" --blank 1 \
		--store "$dir/store" --output "$dir/$lang.pdf" >/dev/null
	pdftoppm -r 20 -gray "$dir/$lang.pdf" "$dir/page-$lang"
	for page in "$dir/page-$lang"-*.pgm; do
		n=${page##*-}
		set -- "$@" -label "$lang ${n%.pgm}" "$page"
	done
done <"$dir/languages"
contact "$out" "$@"
echo "$out: $(wc -l <"$dir/languages") languages," \
	"$(ls "$dir"/page-* | wc -l) pages, $(($(wc -c <"$out") / 1024)) KiB"

# A group; the first page of each of its papers.
printf 'session: Group\ndate: 2026-11-24\nseat,language\n1,ar\n' \
	>"$dir/group.csv"
"$B/skapa-forms" pack --session "$dir/group.csv" --store "$dir/store" \
	--output "$dir/pack.pdf" --format json |
	sed -n 's/.*"pdf_page":\([0-9]*\),"part":"\([a-z]*\)","language":"\([a-z]*\)".*"page":1}/\1 \2 \3/p' |
	awk '!seen[$2 $3]++ && $2 != "sheets" && $2 != "caseworker"' >"$dir/parts"
set --
while read -r n part lang; do
	pdftoppm -r 15 -gray -f "$n" -l "$n" -singlefile "$dir/pack.pdf" \
		"$dir/pack-$n"
	set -- "$@" -label "$part $lang" "$dir/pack-$n.pgm"
done <"$dir/parts"
contact "$pack" "$@"
echo "$pack: $(wc -l <"$dir/parts") papers, $(($(wc -c <"$pack") / 1024)) KiB"

#!/bin/sh
# A contact sheet of every page of the rating sheet in every language, small
# and grey, for a person to look at: which pages stand out, run over, look
# empty? pages.sh OUT.png; `make pages` writes it into the build folder.
set -eu
B=$PWD/${B:-build}
out=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
command -v montage >/dev/null || {
	echo 'montage is missing; install the package imagemagick'
	exit 1
}
"$B/skapa-store" init --store "$dir/store" >/dev/null
"$B/skapa-forms" list --format json | grep '"instrument":"skapa"' |
	grep -o '"language":"[^"]*"' | cut -d'"' -f4 | sort -u >"$dir/languages"
while read -r lang; do
	"$B/skapa-forms" print --instrument skapa --language "$lang" --blank 1 \
		--store "$dir/store" --output "$dir/$lang.pdf" >/dev/null
	pdftoppm -r 20 -gray "$dir/$lang.pdf" "$dir/page-$lang"
	for page in "$dir/page-$lang"-*.pgm; do
		n=${page##*-}
		set -- "$@" -label "$lang ${n%.pgm}" "$page"
	done
done <"$dir/languages"
shift
montage -font DejaVu-Sans -pointsize 9 -tile 8x -geometry +3+3 -background \
	'#d0d0d0' -fill black "$@" "$dir/all.png"
# Four greys are enough to see what is wrong.
convert "$dir/all.png" -colorspace Gray +dither -colors 4 -define \
	png:compression-level=9 "$out"
echo "$out: $(wc -l <"$dir/languages") languages," \
	"$(ls "$dir"/page-* | wc -l) pages, $(($(wc -c <"$out") / 1024)) KiB"

#!/bin/sh
# What a program gets that takes the text out of a printed sheet: a search, a
# screen reader, copy and paste. Swedish and what is written in Latin, Cyrillic
# and Ethiopic letters must come out whole, every text of the sheet. Thai and
# the languages that run from right to left are measured, with a floor under
# what was reached (docs/languages.md has the figures).
#
# A text is found if it stands in pdftotext's output once white space is taken
# out of both.
set -u
B=$PWD/${B:-build}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
store=$dir/store
"$B/skapa-store" init --store "$store" >/dev/null || exit 1

# White space, joiners and isolates away.
bare() {
	LC_ALL=C sed -e 's/\xc2\xa0//g;s/\xe2\x80\xaf//g;s/\xe2\x81\xa0//g
		s/\xe2\x80[\x8b-\x8f]//g;s/\xe2\x81[\xa6-\xa9]//g' |
		tr -d ' \t\n\f\r'
}

# The texts that a sheet of skapa has, one a line, without white space.
texts() {
	awk -v file="$1" '
		/^msgctxt/ { key = $2; gsub(/"/, "", key) }
		/^msgid/ { id = $0; sub(/^msgid "/, "", id) }
		/^msgstr/ {
			text = $0
			sub(/^msgstr "/, "", text)
			if (text == "\"") text = id
			sub(/"$/, "", text)
			gsub(/\\n/, "", text)
			if (key ~ /question\.original$|step\.[0-9]-of-5$/ ||
			    key ~ /bracket|title$|purpose/) print text
		}' "$1" | while IFS= read -r text; do
		printf '%s' "$text" | bare
		echo
	done
}

# language, least share found (percent), by pdftotext and by pdftotext -raw
try() {
	lang=$1
	"$B/skapa-forms" print --templates templates --instrument skapa \
		--language "$lang" --blank 1 --store "$store" \
		--output "$dir/s.pdf" >"$dir/out" 2>&1 || {
		echo "not ok $lang: $(cat "$dir/out")"
		failed=1
		return
	}
	texts "templates/wording/skapa.$lang.po" >"$dir/texts"
	all=$(wc -l <"$dir/texts")
	result=
	for way in "" -raw; do
		pdftotext $way "$dir/s.pdf" - | bare >"$dir/got"
		n=0
		while IFS= read -r text; do
			if grep -qF -e "$text" "$dir/got"; then
				n=$((n + 1))
			elif [ "${SHOW:-}" = "$lang" ]; then
				echo "    not found ($way): $text"
			fi
		done <"$dir/texts"
		result="$result $((100 * n / all))"
	done
	set -- "$1" "$2" "$3" $result
	if [ "$all" -ge 60 ] && [ "$4" -ge "$2" ] && [ "$5" -ge "$3" ]; then
		printf 'ok'
	else
		printf 'not ok'
		failed=1
	fi
	echo " $lang: $all texts, found $4 % (pdftotext), $5 % (-raw)"
}

for lang in sv en so kmr tr es uk ru ti; do
	try $lang 100 100
done
try th 85 100
for lang in ar prs fa ps ckb; do
	try $lang 60 0
done
exit $failed

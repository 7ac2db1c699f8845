#!/bin/sh
# skapa forms manual: the manual says what the instrument's files say.
set -u
. tests/shell.sh

cp -r "$root/templates" .
export SKAPA_TEMPLATES="$folder/templates"

# The texts of a PDF on one line, without white space.
words() {
	pdftotext -layout "$1" - | tr -d ' \t\n\f\302\240'
}

for language in sv so; do
	"$skapa" forms manual --instrument skapa --language $language \
		--output $language.pdf >out 2>&1 &&
		qpdf --check $language.pdf >out 2>&1
	say passes_qpdf_in_$language
	pdftotext -layout $language.pdf $language.txt
done
grep -q 'Samordningsförbundet Halland' sv.txt &&
	grep -q 'skapa, version 1' sv.txt && grep -q 'Inte bekräftat' sv.txt &&
	grep -q 'Målmedvetenhet (inte bekräftat)' sv.txt &&
	grep -q 'Räkna aldrig ihop' sv.txt && grep -q '5 steg, nivå' sv.txt
say tells_what_the_instrument_is
# Each question begins in the manual and on the crib sheet.
words sv.pdf >out
missing=0
sed -n '/question.original"/{n;s/^msgid "\(.*\)"$/\1/p}' \
	templates/wording/skapa.sv.po | tr -d ' ' |
	LC_ALL=C.UTF-8 sed 's/^\(.\{25\}\).*/\1/' >questions
while read -r question; do
	n=$(grep -oF "$question" out | wc -l)
	[ "$n" -ge 2 ] || missing=$((missing + 1))
done <questions
[ "$(wc -l <questions)" -ge 11 ] && [ $missing -eq 0 ]
say has_every_question_twice
# What the files say is what it says.
sed -i 's/^version: .*/version: "7"/; s/^owner: .*/owner: Somebody else/' \
	templates/instruments/skapa.yaml
"$skapa" forms manual --instrument skapa --output new.pdf >out 2>&1
pdftotext -layout new.pdf out && grep -q 'skapa, version 7' out &&
	grep -q 'Somebody else' out && ! grep -q 'skapa, version 1' out
say follows_the_files
"$skapa" forms manual --output x.pdf >out 2>&1
[ $? -eq 2 ] && grep -q -- '--instrument is missing' out
say needs_an_instrument
"$skapa" forms manual --instrument skapa --language xx --output x.pdf >out 2>&1
[ $? -eq 2 ] && [ ! -e x.pdf ]
say knows_its_languages

exit $failed

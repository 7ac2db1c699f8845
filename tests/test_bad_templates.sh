#!/bin/sh
# A site's own templates that are wrong, and fonts that are missing: each with
# its exact sentence and exit status, no PDF and nothing half-written. And one
# that is right: the example of skapa-instrument(5), printed from a folder that
# holds nothing else.
set -u
. tests/shell.sh

chmod 755 "$folder"
unset SKAPA_TEMPLATES

# fresh: the man page's example in site/. A path and a display follow each other.
fresh() {
	rm -rf site
	mkdir -p site/instruments site/wording site/pictograms
	awk '/^\.Pa site\// { path = $2 }
		/^\.Ed/ { path = "" ; inside = 0 }
		inside { gsub(/\\e/, "\\"); print >path }
		/^\.Bd/ && path != "" { inside = 1 }' \
		"$root/docs/man/skapa-instrument.5"
}

"$skapa" store init --store st >/dev/null
SKAPA_STORE=$PWD/st
export SKAPA_STORE
print="$skapa forms print --templates site --blank 1 --output x.pdf"

fresh
exactly site_of_its_own 0 $print --instrument coffee --language en <<X
x.pdf: 1 sheet, 2 pages
X
qpdf --check x.pdf >/dev/null 2>&1 && echo "ok site_pdf_is_whole" || {
	echo "not ok site_pdf_is_whole"
	failed=1
}
rm -f x.pdf
exactly site_and_shipped 0 $print --instrument skapa-caseworker <<X
x.pdf: 1 sheet, 2 pages
X
rm -f x.pdf
exactly language_without_level 2 $print --instrument coffee --language en --level easy <<X
skapa-forms: instrument 'coffee' has no level 'easy' in 'en'; there is original
X
exactly language_missing 2 $print --instrument coffee --language th <<X
skapa-forms: instrument 'coffee' has no language 'th'; there is sv, en
X

sed -i 's/^orientation: row/orientation: slope/' site/instruments/coffee.yaml
exactly yaml_value 1 $print --instrument coffee <<X
skapa-forms: site/instruments/coffee.yaml: line 10: orientation: unknown value 'slope'; use row or column
X
fresh
printf '\tx: [\n' >>site/instruments/coffee.yaml
exactly yaml_syntax 1 $print --instrument coffee <<X
skapa-forms: site/instruments/coffee.yaml: line 18: no YAML: found a tab character that violates indentation
X
fresh
sed -i 's/^msgid "Illa"/msgid "Illa/' site/wording/coffee.sv.po
exactly po_syntax 1 $print --instrument coffee <<X
skapa-forms: site/wording/coffee.sv.po: line 32: end-of-line within string
X
fresh
sed -i 's/^msgid "Illa"/msgid "Inte bra"/' site/wording/coffee.en.po
exactly po_source_moved 1 $print --instrument coffee --language en <<X
skapa-forms: site/wording/coffee.en.po: line 26: coffee.taste.step.1-of-3: msgid is not the text of site/wording/coffee.sv.po line 30
X
fresh
sed -i 's/Illa/Alldelesförskräckligtvedervärdigtochintealls/' site/wording/coffee.sv.po
exactly word_too_long 1 $print --instrument coffee <<X
skapa-forms: coffee in sv: the words of step 1 of taste: text "Alldelesförskräckligtvedervärdigtochintealls": a word is 54.2 mm wide and has 43.4 mm; make the text smaller or the word shorter
X
fresh
sed -i "s/Hur smakar kaffet?/$(yes 'Hur smakar det' | head -n 300 | tr '\n' ' ')/" \
	site/wording/coffee.sv.po
exactly question_too_tall 1 $print --instrument coffee <<X
skapa-forms: coffee in sv: the question of taste is too tall for a page; use shorter words
X
fresh
sed -i 's/Hur smakar kaffet?/Hur smakar kaffet? 𐎀/' site/wording/coffee.sv.po
exactly letter_without_font 1 $print --instrument coffee <<X
skapa-forms: coffee in sv: the question of taste: text "Hur smakar kaffet? 𐎀": no font has a glyph for U+10380; write it with other characters
X
fresh
echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><image/></svg>' \
	>site/pictograms/practice-3.svg
exactly svg_outside_the_subset 1 $print --instrument coffee <<X
skapa-forms: coffee in sv: site/pictograms/practice-3.svg: line 1: unknown element 'image'
X
fresh
sed -i 's/picture: practice/picture: teapot/' site/instruments/coffee.yaml
exactly picture_missing 1 $print --instrument coffee <<X
skapa-forms: coffee in sv: site/pictograms/teapot.svg: cannot be opened: No such file or directory
X
fresh
rm site/wording/coffee.sv.po
exactly swedish_missing 1 $print --instrument coffee --language en <<X
skapa-forms: site/wording/coffee.sv.po: cannot be opened: No such file or directory
X

# A machine without the fonts.
fresh
mkdir none
if unshare -m mount --bind none /usr/share/fonts 2>/dev/null; then
	cat >fontless.sh <<'Y'
mount --bind none /usr/share/fonts && exec "$@"
Y
	exactly font_missing 1 unshare -m sh fontless.sh $print --instrument coffee <<X
skapa-forms: /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf: the font cannot be read; install the package fonts-noto-core
X
else
	echo "not tried: font_missing (nothing may be mounted here)"
fi

if [ -e x.pdf ] || ls ./*.tmp-* ./.*.tmp-* st/.tmp-* >/dev/null 2>&1; then
	echo "not ok nothing_half_written"
	failed=1
else
	echo "ok nothing_half_written"
fi
exit $failed

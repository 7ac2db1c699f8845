#!/bin/sh
# Bad input at the command line: each with its exact sentence and exit status;
# the rest of the batch is read and nothing is lost.
set -u
. tests/shell.sh

chmod 755 "$folder"
export SKAPA_TEMPLATES="$root/templates"
unset SKAPA_STORE

# DIR stands for the folder, CODE for a page code, N for a number of MiB, OTHERS
# for the languages that there are beside Swedish. What a batch says at its end
# of what waits and what is missing is for test_review.sh.
plain() {
	sed -e "s|$folder|DIR|g" -e "s|$root/templates|TEMPLATES|g" \
		-e 's/[0-9A-Z]\{5\}-[0-9A-Z]\{5\}/CODE/g' \
		-e 's/[0-9]* MiB/N MiB/g' \
		-e '/^skapa-intake: to see and decide what waits: /d' \
		-e '/^skapa-intake: [0-9]* sheets* came in part:$/d' \
		-e '/^skapa-intake:   [-0-9A-Z]*  skapa sv: page /d' \
		-e 's/there is sv, [a-z, -]*$/there is sv, OTHERS/'
}

# --- a store, a sheet, a good scan ----------------------------------------------
"$skapa" store init --store st
cp -r st early
"$skapa" forms print --store st --instrument skapa --count 2 --output s.pdf \
	--format json >issued
person=$(sed -n 's/.*"person":"\([^"]*\)".*/\1/p' issued | head -n 1)
pdftoppm -r 150 -gray -jpeg -f 1 -l 3 s.pdf p
mv p-1.jpg good.jpg
mv p-2.jpg second.jpg
mv p-3.jpg third.jpg

# --- files ----------------------------------------------------------------------
: >empty.png
echo hello >text.png
head -c 20000 good.jpg >cut.jpg
pdftoppm -r 150 -gray -png -f 1 -l 1 -singlefile s.pdf cut
head -c 30000 cut.png >cut2.png && mv cut2.png cut.png
pdftoppm -r 100 -mono -tiff -f 1 -l 1 -singlefile s.pdf whole
head -c $(($(wc -c <whole.tif) / 2)) whole.tif >cut.tif
head -c 20000 s.pdf >cut.pdf
qpdf --encrypt a b 256 -- s.pdf locked.pdf
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000055 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n104\n%%%%EOF\n' >zero.pdf
# A PNG that says 30,000 x 30,000 pixels of 1 bit, in 76 bytes.
{
	printf '\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122'
	printf '\000\000\165\060\000\000\165\060\001\000\000\000\000\116\134\305'
	printf '\027\000\000\000\014\111\104\101\124\170\234\143\140\040\016\000'
	printf '\000\000\050\000\001\065\124\162\204\000\000\000\000\111\105\116'
	printf '\104\256\102\140\202'
} >big.png
mkdir folder
echo x >folder/letter.txt

exactly empty_file 4 "$skapa" intake read --store st empty.png <<X
empty.png: refused  empty: the file is empty; scan the page again
skapa-intake: 1 page, 1 refused
X
exactly text_named_png 4 "$skapa" intake read --store st text.png <<X
text.png: refused  not_an_image: this is no picture or PDF, whatever its name; give a PDF, TIFF, PNG or JPEG
skapa-intake: 1 page, 1 refused
X
exactly truncated_jpeg_and_the_rest 4 "$skapa" intake read --store st cut.jpg third.jpg <<X
cut.jpg page 1: refused  truncated: the JPEG ends too early; copy the file again or scan the page again
third.jpg page 1: filed  CODE  skapa sv page 3
skapa-intake: 2 pages, 1 filed, 1 refused
X
exactly truncated_tiff 4 "$skapa" intake read --store st cut.tif <<X
cut.tif page 1: refused  truncated: the TIFF ends too early; copy the file again or scan the page again
skapa-intake: 1 page, 1 refused
X
exactly truncated_png 4 "$skapa" intake read --store st cut.png <<X
cut.png page 1: refused  truncated: the PNG ends too early; copy the file again or scan the page again
skapa-intake: 1 page, 1 refused
X
exactly truncated_pdf 4 "$skapa" intake read --store st cut.pdf <<X
cut.pdf: refused  truncated: the PDF ends too early; copy the file again or scan the page again
skapa-intake: 1 page, 1 refused
X
exactly locked_pdf 4 "$skapa" intake read --store st locked.pdf <<X
locked.pdf: refused  password: the PDF is locked with a password; save it without one
skapa-intake: 1 page, 1 refused
X
exactly too_many_pixels 4 "$skapa" intake read --store st big.png <<X
big.png page 1: refused  too_large: the picture is 30000 x 30000 pixels; scan at 150 to 600 dpi
skapa-intake: 1 page, 1 refused
X
exactly zero_pages 4 "$skapa" intake read --store st zero.pdf <<X
zero.pdf: refused  no_pages: the PDF has no pages; scan the stack again
skapa-intake: 1 page, 1 refused
X
exactly missing_file 4 "$skapa" intake read --store st nofile.png <<X
nofile.png: refused  unreadable_file: cannot be opened: No such file or directory
skapa-intake: 1 page, 1 refused
X
exactly nothing_to_read 4 "$skapa" intake read --store st folder <<X
skapa-intake: folder/letter.txt: is no picture or PDF by its name, left alone
folder: refused  empty_folder: the folder holds no picture and no PDF
skapa-intake: 1 page, 1 refused
X
# What was refused is kept too: seven of the files above have bytes of a page.
kept=$(find st/scans -type f | wc -l)
[ "$kept" -eq 10 ] && echo "ok refused_scans_are_kept" || {
	echo "not ok refused_scans_are_kept ($kept)"
	failed=1
}

# --- pages ----------------------------------------------------------------------
printf 'P5\n1240 1754\n255\n' >noise.pgm
head -c $((1240 * 1754)) /dev/urandom >>noise.pgm
"$tools/blot" noise.pgm noise.png 0 0 0
exactly no_anchors 4 "$skapa" intake read --store st noise.png <<X
noise.png page 1: refused  no_anchors: the four black squares were not found; scan the whole page, flat and uncovered
skapa-intake: 1 page, 1 refused
X
exactly same_page_twice 0 "$skapa" intake read --store st good.jpg good.jpg <<X
good.jpg page 1: filed  CODE  skapa sv page 1
good.jpg page 1: duplicate  CODE  skapa sv page 1
skapa-intake: 2 pages, 1 filed, 1 duplicate
X
# The same page with a mark in the second answer of the first question.
at=$("$skapa" forms layout --instrument skapa | sed \
	's/.*"item":"job_idea","value":2,"x_mm":\([0-9.]*\),"y_mm":\([0-9.]*\).*/\1 \2/')
"$tools/blot" good.jpg marked.png $(echo "$at" |
	awk '{ print $1 + 4, $2 + 4 }') 5
exactly same_page_other_marks 0 "$skapa" intake read --store st marked.png <<X
marked.png page 1: conflict  CODE  skapa sv page 1  other_answers: this page was filed before with other answers; a person decides which of the scans counts
skapa-intake: 1 page, 1 conflict
X
# A doubtful mark in the practice question, which is not stored: nobody has to
# look at it.
for value in 1 2; do
	at=$("$skapa" forms layout --instrument skapa | sed \
		's/.*"item":"practice","value":'$value',"x_mm":\([0-9.]*\),"y_mm":\([0-9.]*\).*/\1 \2/')
	"$tools/blot" ${practice:-good.jpg} p$value.png \
		$(echo "$at" | awk '{ print $1 + 4, $2 + 4 }') 5
	practice=p$value.png
done
exactly doubtful_practice 0 "$skapa" intake read --store st p2.png <<X
p2.png page 1: duplicate  CODE  skapa sv page 1
skapa-intake: 1 page, 1 duplicate
X
"$skapa" intake read --store st --format json p2.png 2>&1 |
	grep -q '"item":"practice","status":"review"' &&
	echo "ok practice_is_doubtful" || {
	echo "not ok practice_is_doubtful"
	failed=1
}
"$skapa" store init --store other
exactly forged_code 4 "$skapa" intake read --store other good.jpg <<X
good.jpg page 1: refused  forged_code: the code is not signed with this store's key; look whether the sheet belongs to another site or store
skapa-intake: 1 page, 1 refused
X
# The same key, but the pages were never issued here.
exactly unknown_code 4 "$skapa" intake read --store early good.jpg <<X
good.jpg page 1: refused  unknown_code: signed with this store's key, but not issued in this store; if this is an older copy of the store, put the newest back
skapa-intake: 1 page, 1 refused
X

# --- stores -----------------------------------------------------------------------
exactly store_missing 1 "$skapa" intake read --store no good.jpg <<X
skapa-intake: no: no store here; make one with: skapa store init --store no
X
exactly store_there_already 1 "$skapa" store init --store st <<X
skapa-store: st: there is a store here already
X
cp -r st garbage
echo garbage >garbage/skapa.sqlite
exactly store_damaged 1 "$skapa" store check --store garbage <<X
skapa-store: garbage/skapa.sqlite: not a store's database; put back a copy of the store
X
cp -r st keyless
rm keyless/keys/site.key
exactly key_missing 1 "$skapa" store people list --store keyless <<X
skapa-store: keyless/keys/site.key: missing; put the site key back from its copy, without it nothing in the store can be read
X
if [ "$(id -u)" -eq 0 ]; then
	cp -r st readonly
	chmod -R a+rX readonly
	as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
else
	cp -r st readonly
	chmod -R a-w readonly
	as_nobody=
fi
chmod a+r readonly/keys/site.key
# The programs beside it: nobody may not be let into the folder of the tree.
mkdir bin
cp "$skapa" "$skapa-store" bin/
exactly store_read_only 1 $as_nobody bin/skapa store people add --store readonly --count 1 <<X
skapa-store: readonly: cannot be written: Permission denied
X
chmod -R u+w readonly
# A disk of 2 MiB: filing stops with a sentence, and what was filed is there.
mkdir disk
if unshare -m mount -t tmpfs -o size=2m none disk 2>/dev/null; then
	cat >full.sh <<'Y'
mount -t tmpfs -o size=2m none disk && cp -r other disk/st &&
	exec "$1" intake read --store disk/st good.jpg
Y
	exactly disk_full 1 unshare -m sh full.sh "$skapa" <<X
skapa-intake: disk/st: the disk has room for N MiB and this batch needs 17; make room first, nothing has been read
X
else
	echo "not tried: disk_full (no small disk may be mounted here)"
fi

# --- orders ------------------------------------------------------------------------
print="$skapa forms print --store st --output x.pdf"
exactly unknown_instrument 2 $print --instrument skappa --count 1 <<X
skapa-forms: no instrument 'skappa' in TEMPLATES; there is closing, course-evaluation, drop-in, fip, kaa, skapa, skapa-caseworker
X
exactly unknown_language 2 $print --instrument skapa --language xx --count 1 <<X
skapa-forms: instrument 'skapa' has no language 'xx'; there is sv, OTHERS
X
exactly unknown_level 2 $print --instrument skapa --level hard --count 1 <<X
skapa-forms: instrument 'skapa' has no level 'hard'; there is original, easy, then
X
exactly unknown_steps 2 $print --instrument skapa --steps 4 --count 1 <<X
skapa-forms: instrument 'skapa' has no ladder of 4 steps; there is 5, 3
X
exactly nobody_named 2 $print --instrument skapa <<X
skapa-forms: say who the sheets are for with one of --people, --count, --blank and --due
X
exactly no_code 2 $print --instrument skapa --people ABCD <<X
skapa-forms: "ABCD" is not a person code; it has eight symbols like 7K4Q-MXP9
X
exactly unknown_code_in_roster 2 $print --instrument skapa --people 0000-0000 <<X
skapa-forms: unknown person 0000-0000; people are added with: skapa store people add
X
printf '%s\n%s # again\n' "$person" "$person" >roster
exactly doubled_code_in_roster 2 $print --instrument skapa --people roster <<X
skapa-forms: roster: $person stands there twice; keep one
X
printf '%s\nnobody\n' "$person" >roster
exactly bad_line_in_roster 2 $print --instrument skapa --people roster <<X
skapa-forms: roster: line 2: "nobody" is not a person code; it has eight symbols like 7K4Q-MXP9
X
exactly output_folder_missing 1 "$skapa" forms print --store st --instrument skapa --count 1 --output no/x.pdf <<X
skapa-forms: no/x.pdf: cannot be written: No such file or directory
X
exactly unknown_command 2 "$skapa" forms pront <<X
skapa-forms: unknown command "pront"; skapa-forms --help names them
X
exactly unknown_option 2 $print --colour red <<X
skapa-forms: unknown option --colour
X
exactly report_no_code 2 "$skapa" report person --store st XXXX <<X
skapa-report: "XXXX" is not a person's code: eight letters and digits as in 7K4Q-MXP9, and the last one checks the others
X
exactly report_unknown_code 2 "$skapa" report person --store st 0000-0000 <<X
skapa-report: unknown code 0000-0000; skapa store people list names those there are
X

# Nothing half-written is left behind by any of it.
if [ -e x.pdf ] || ls ./*.tmp-* st/.tmp-* st/scans/*/.tmp-* >/dev/null 2>&1; then
	echo "not ok nothing_half_written"
	failed=1
else
	echo "ok nothing_half_written"
fi
exactly store_is_whole 0 "$skapa" store check --store st <<X
nothing wrong
skapa-store: st: the site key lies in the store's folder: whoever copies the folder can read it; docs/keys.md says where else it can be
X
exit $failed

#!/bin/sh
# latex.sh DIR SHEETS: DIR/sheet.tex with the words and pictures of the Swedish
# sheet, as many times, three questions a page. Without page codes, anchors and
# checks: pdflatex has less to do.
set -eu
dir=$1
sheets=$2
for svg in templates/pictograms/*-[1-6].svg templates/pictograms/declined.svg \
	templates/pictograms/not_understood.svg; do
	rsvg-convert -f pdf -o "$dir/$(basename "$svg" .svg).pdf" "$svg"
done
awk -v sheets="$sheets" '
/^msgctxt "skapa\./ { key = $2; gsub(/"|skapa\./, "", key) }
/^msgid/ {
	text = $0
	sub(/^msgid "/, "", text)
	sub(/"$/, "", text)
	gsub(/\\n/, " ", text)
	gsub(/–/, "--", text)
	if (key ~ /question\.original$/) {
		item = key
		sub(/\..*/, "", item)
		items[++n] = item
		question[item] = text
	}
	words[key] = text
}
END {
	print "\\documentclass[a4paper]{article}"
	print "\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}"
	print "\\usepackage{graphicx}\\usepackage[margin=2cm]{geometry}"
	print "\\pagestyle{empty}\\parindent0pt\\begin{document}"
	for (s = 1; s <= sheets; s++)
		for (i = 1; i <= n; i++) {
			item = items[i]
			print "{\\Large\\bfseries " i ". " question[item] "\\par}"
			steps = item == "wage" ? 6 : 5
			for (v = 1; v <= steps; v++) {
				key = item ".step." v "-of-5"
				if (item == "wage")
					key = item ".bracket." v
				print "\\parbox[t]{22mm}{\\centering" \
					"\\includegraphics[width=16mm]{" item "-" v "}\\par" \
					"\\fbox{\\rule{0pt}{6mm}\\rule{6mm}{0pt}}\\par " \
					words[key] "}\\hfill"
			}
			print "\\includegraphics[width=12mm]{declined}"
			print "\\includegraphics[width=12mm]{not_understood}"
			if (i % 3 == 0 || i == n)
				print "\\newpage"
			else
				print "\\vfill"
		}
	print "\\end{document}"
}' templates/wording/skapa.sv.po >"$dir/sheet.tex"

#!/bin/sh
# Holds the manual, the completion and the guides against the programs and the
# code: what one has, the others have too.
set -u
B=${B:-build}
export SKAPA_TEMPLATES="$PWD/templates" # $B may lie anywhere
man=docs/man
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
wrong=$dir/wrong

# check NAME: the case passed if nothing was written to $wrong.
check() {
	if [ -s "$wrong" ]; then
		echo "not ok $1"
		sort -u "$wrong"
		failed=1
	else
		echo "ok $1"
	fi
	: >"$wrong"
}
: >"$wrong"

# missing FILE-A FILE-B SENTENCE: the lines of A that B lacks.
missing() {
	sort -u "$1" >"$dir/a"
	sort -u "$2" >"$dir/b"
	comm -23 "$dir/a" "$dir/b" | sed "s|\$|: $3|" >>"$wrong"
	[ -s "$1" ] || echo "nothing was found to compare: $3" >>"$wrong"
}

# --- what the programs say of themselves ----------------------------------------

"$B/skapa" --help >"$dir/help" || echo "$B/skapa --help failed" >>"$wrong"
sed -n 's/^  \([a-z][a-z]*\)  *.*/\1/p' "$dir/help" >"$dir/programs"
for program in $(cat "$dir/programs"); do
	"$B/skapa" "$program" --help >"$dir/help" ||
		echo "skapa $program --help failed" >>"$wrong"
	awk -F '   *' '/^  [a-z]/ { print $2 }' "$dir/help" |
		sed "s/^/$program /"
done >"$dir/commands"
# "forms print: --blank= ..." a command; "=" where the option takes a value.
while read -r command; do
	# shellcheck disable=SC2086
	"$B/skapa" $command --help >"$dir/help" ||
		echo "skapa $command --help failed" >>"$wrong"
	awk '/^  --/ { left = substr($0, 3, 24)
		takes = left ~ / [^ ]/ ? "=" : ""
		split(left, words, " "); print words[1] takes }' "$dir/help" |
		sed "s/^/$command: /"
done <"$dir/commands" >"$dir/options"
[ "$(wc -l <"$dir/options")" -ge 20 ] ||
	echo "only $(wc -l <"$dir/options") options were found" >>"$wrong"
check docs_help_of_every_command

# --- programs, dispatcher and pages ---------------------------------------------

ls "$B" | sed -n 's/^skapa-\([a-z]*\)$/\1/p' >"$dir/built"
missing "$dir/built" "$dir/programs" "built, but skapa --help lacks it"
missing "$dir/programs" "$dir/built" "in skapa --help, but not built"
ls $man | sed -n 's/^skapa-\([a-z]*\)\.1$/\1/p' >"$dir/pages"
missing "$dir/programs" "$dir/pages" "has no man page"
missing "$dir/pages" "$dir/programs" "has a man page and is no program"
sed -n 's/.*Ic skapa \([a-z]*\) Ta.*/\1/p' $man/skapa.1 >"$dir/listed"
missing "$dir/programs" "$dir/listed" "is not in the list of skapa(1)"
missing "$dir/listed" "$dir/programs" "is in the list of skapa(1) only"
check docs_programs

# --- options -----------------------------------------------------------------------

# The synopsis of a page, as "forms print: --blank".
synopsis() {
	awk '/^\.Sh/ { on = /SYNOPSIS/ } on' "$1" | awk '
		/^\.Nm skapa / { sub(/^\.Nm skapa /, ""); name = $0; print name ":" }
		{ rest = $0
		  while (match(rest, /Fl -[a-z-]+/)) {
			print name ": -" substr(rest, RSTART + 3, RLENGTH - 3)
			rest = substr(rest, RSTART + RLENGTH) } }'
}
for program in $(cat "$dir/programs"); do
	page=$man/skapa-$program.1
	synopsis "$page" >"$dir/synopsis"
	grep "^$program " "$dir/options" | sed 's/=$//' >"$dir/own"
	grep -v -e '--help$' -e '--version$' -e '--site-key$' \
		"$dir/own" >"$dir/shown"
	grep "^$program " "$dir/commands" | sed 's/$/:/' >>"$dir/shown"
	missing "$dir/shown" "$dir/synopsis" "not in the synopsis of $page"
	missing "$dir/synopsis" "$dir/shown" "only in the synopsis of $page"
	sed 's/.*: //' "$dir/own" >"$dir/names"
	sed -n 's/^\.It Fl -\([a-z-]*\).*/-\1/p' "$page" | sed 's/^/-/' \
		>"$dir/told"
	missing "$dir/names" "$dir/told" "not explained in $page"
	missing "$dir/told" "$dir/names" "explained in $page only"
done
check docs_options_in_man_pages

sed -n "/^_skapa_commands='/,/^'/p" docs/completions/skapa |
	awk -F ': ' '/:/ { n = split($2, words, " ")
		for (i = 1; i <= n; i++) print $1 ": " words[i] }' \
		>"$dir/completed"
missing "$dir/options" "$dir/completed" "not in the completion"
missing "$dir/completed" "$dir/options" "in the completion only"
check docs_options_in_completion

# What bash makes of it, where the default word breaks are set.
bash -c '. docs/completions/skapa
	COMP_WORDS=(skapa store people add --co) COMP_CWORD=4
	_skapa
	echo "${COMPREPLY[*]}"' >"$dir/reply" 2>&1
[ "$(cat "$dir/reply")" = --count ] ||
	echo "completing store people add --co gave: $(cat "$dir/reply")" \
		>>"$wrong"
check docs_completion_completes

# --- statuses, environment ---------------------------------------------------------

for page in $man/skapa*.1; do
	awk '/^\.Sh/ { on = /EXIT STATUS/ } on' "$page" >"$dir/status"
	for n in 0 1 2; do
		grep -qx "\.It $n" "$dir/status" ||
			echo "$page: exit status $n is missing" >>"$wrong"
	done
	grep -qE '^\.It 4$|[Ss]tatus 4 is not used' "$dir/status" ||
		echo "$page: says nothing of exit status 4" >>"$wrong"
done
check docs_exit_statuses

git ls-files '*.c' | grep -v '^tests/' | xargs grep -hoE '"SKAPA_[A-Z_]+"' |
	tr -d '"' | sort -u >"$dir/read"
sed -n 's/^\.It Ev \(SKAPA_[A-Z_]*\)$/\1/p' $man/skapa.1 >"$dir/told"
missing "$dir/read" "$dir/told" "is read, but not in skapa(1)"
missing "$dir/told" "$dir/read" "is in skapa(1), but not read"
check docs_environment

# --- words of readings -----------------------------------------------------------

# Lower-case words in quotes that are no piece of a longer text; those named
# behind the file are something else.
words_of() {
	file=$1
	shift
	awk '/^#include/ { next }
		{ line = $0; if (goes_on) sub(/^[ \t]*"[^"]*"/, "", line)
		  goes_on = /"$/; print line }' "$file" |
		grep -oE '"[a-z]+(_[a-z]+)*"' |
		tr -d '"' | grep -vxE "$(echo "${*:-none}" | tr ' ' '|')"
}
{
	words_of intake/decode_refusal.c picture
	words_of intake/read.c
	words_of intake/batch.c scan
	words_of intake/pool.c
	words_of intake/decide.c
	words_of store/filing.c
	words_of store/twice.h
	echo late # store/occasions.h
	echo by_hand # review/assign.c
} >"$dir/reasons"
awk '/^\.Sh REASONS/,/^\.Sh JSON/' $man/skapa-intake.1 |
	sed -n 's/^\.It Li \([a-z_]*\)$/\1/p' >"$dir/told"
missing "$dir/reasons" "$dir/told" "a reason that skapa-intake(1) lacks"
awk '/^\.Sh STATUS OF AN ANSWER/ { on = 1 } /^Reasons of/ { on = 0 } on' \
	$man/skapa-intake.1 | sed -n 's/^\.It Li \([a-z_]*\)$/\1/p' \
	>"$dir/statuses"
cat "$dir/statuses" >>"$dir/reasons"
missing "$dir/told" "$dir/reasons" "in skapa-intake(1), but not in the code"
check docs_reasons

# --- what the store keeps ---------------------------------------------------------

# Both as "table.column".
sed -n 's/^[^"]*"\(.*\)".*$/\1/p' store/schema.c | awk '
	/^CREATE TABLE/ { table = $3; next }
	/^ALTER TABLE .* ADD COLUMN/ { print $3 "." $6 }
	/^(CREATE|ALTER)/ { table = "" }
	table != "" {
		end = /STRICT;/
		n = split($0, parts, ", *")
		for (i = 1; i <= n; i++) {
			split(parts[i], word, " ")
			if (word[2] ~ /^(INTEGER|TEXT|BLOB|REAL)/)
				print table "." word[1]
		}
		if (end)
			table = ""
	}' >"$dir/columns"
awk -F '|' '/^`[a-z_]*`:/ { table = substr($1, 2); sub(/`.*/, "", table) }
	/^\| `/ {
		n = split($2, names, "`")
		for (i = 2; i <= n; i += 2)
			print table "." names[i]
	}' docs/store.md >"$dir/told"
missing "$dir/columns" "$dir/told" "a column that docs/store.md lacks"
missing "$dir/told" "$dir/columns" "in docs/store.md, but not in the schema"
check docs_data_map

sed -n 's/^.*= "\([a-z_]*\)",$/\1/p' core/reading.c >"$dir/words"
awk '/^\.Sh STATUS OF A PAGE/,/^\.Sh REASONS/' $man/skapa-intake.1 |
	sed -n 's/^\.It Li \([a-z_]*\)$/\1/p' >"$dir/told"
missing "$dir/words" "$dir/told" "a page's status that skapa-intake(1) lacks"
missing "$dir/told" "$dir/words" "in skapa-intake(1), but no page's status"
sed -n 's/^.*= "\([a-z_]*\)",$/\1/p' core/answer.c >"$dir/words"
missing "$dir/words" "$dir/statuses" \
	"an answer's status that skapa-intake(1) lacks"
missing "$dir/statuses" "$dir/words" \
	"in skapa-intake(1), but no answer's status"
check docs_statuses

# --- JSON -------------------------------------------------------------------------

# The words that a page has in Li, one a line.
literals() {
	sed -nE 's/^\.(It |Pq )?Li //p' "$1" | tr ' ,()' '\n\n\n\n' |
		grep -E '^[a-z_0-9]+$'
}
# fields PAGE NAME: those of the JSON in $dir/json are all in the page.
fields() {
	grep -oE '"[a-z_0-9]+":' "$dir/json" | tr -d '":' >"$dir/fields"
	literals "$man/$1" >"$dir/told"
	missing "$dir/fields" "$dir/told" "a field of $2 that $1 lacks"
}
store=$dir/store
{
	"$B/skapa" store init --store "$store" &&
		"$B/skapa" store people add --store "$store" --count 1 \
			--format json >"$dir/json"
} || echo "skapa store people add failed" >>"$wrong"
fields skapa-store.1 "store people"
"$B/skapa" forms list --format json >"$dir/json" ||
	echo "skapa forms list failed" >>"$wrong"
fields skapa-forms.1 "forms list"
"$B/skapa" forms print --store "$store" --instrument skapa-caseworker \
	--blank 1 --output "$dir/sheet.pdf" --format json >"$dir/json" ||
	echo "skapa forms print failed" >>"$wrong"
fields skapa-forms.1 "forms print"
"$B/skapa" forms layout --instrument skapa >"$dir/json" ||
	echo "skapa forms layout failed" >>"$wrong"
fields skapa-layout.5 "forms layout"
# A reading has all its fields in the code that writes it, not on every page.
{
	grep -oE '\\"[a-z_0-9]+\\":' core/reading.c | tr -d '\\'
	sed -n 's/.*add_word(out, \("[a-z_]*"\),.*/\1:/p' core/reading.c
} >"$dir/json"
fields skapa-intake.1 "intake read"
: >"$dir/empty.png"
"$B/skapa" intake read --store "$store" --format json "$dir/empty.png" \
	>"$dir/json" 2>/dev/null
[ $? -eq 4 ] || echo "a refused file did not end with status 4" >>"$wrong"
fields skapa-intake.1 "intake read"
{
	grep -ohE '\\"[a-z_0-9]+\\":' review/tell.c | tr -d '\\'
	sed -nE 's/.*add_(text|number)\(out, ("[a-z_0-9]*"),.*/\2:/p' review/tell.c
} >"$dir/json"
fields skapa-intake.1 "intake review and missing"
check docs_json_fields

# --- templates ----------------------------------------------------------------------

tr '\n' ' ' <instrument/instrument.c |
	grep -oE 'CYAML_FIELD_[A-Z_]+\([[:space:]]*"[a-z]+"' |
	sed 's/.*"\(.*\)"/\1/' >"$dir/words"
sed -nE 's/^\.(It )?Ic ([a-z]+).*/\2/p' $man/skapa-instrument.5 >"$dir/told"
missing "$dir/words" "$dir/told" "a field that skapa-instrument(5) lacks"
for word in msgctxt msgid msgstr; do echo $word; done >>"$dir/words"
missing "$dir/told" "$dir/words" "in skapa-instrument(5), but no field"
sed -n 's/^msgctxt "\([a-z_.]*\)"$/\1/p' templates/wording/sheet.sv.po |
	sort -u | while read -r key; do
	grep -qE "(Li|,) $(echo "$key" | sed 's/\./\\./')( |\$)" \
		$man/skapa-instrument.5 ||
		echo "$key: a text that skapa-instrument(5) lacks"
done >>"$wrong"
sed -n 's/.*\[EL_[A-Z]*\] = {"\([a-z]*\)".*/\1/p' instrument/pictogram.c |
	while read -r element; do
		grep -qE "(Li|,) $element( |\$)" $man/skapa-instrument.5 ||
			echo "$element: an element that skapa-instrument(5) lacks"
	done >>"$wrong"
tr -d '\n' <instrument/review.h |
	sed 's/.*REVIEW_COLUMNS[^"]*\("[^#]*"\)#.*/\1/; s/.*REVIEW_COLUMNS[^"]*//
		s/struct.*//' | sed 's/\\t/\n/g' | grep -oE '[a-z_0-9]{3,}' |
	while read -r column; do
		grep -qE "^\.It Li .*$column" $man/skapa-instrument.5 ||
			echo "$column: a column that skapa-instrument(5) lacks"
	done >>"$wrong"
check docs_templates

# --- guides -------------------------------------------------------------------------

guides="README.md CONTRIBUTING.md CHANGELOG.md $(ls docs/*.md docs/decisions/*.md)"
# shellcheck disable=SC2086
grep -hoE '`make [a-z][a-z-]*|^    make [a-z][a-z-]*' $guides |
	sed 's/.*make //' >"$dir/targets"
sed -n 's/^\([a-z][a-z-]*\):.*/\1/p' Makefile >"$dir/known"
missing "$dir/targets" "$dir/known" "a make target that the Makefile lacks"
check docs_make_targets

# Paths in backquotes; with * if they are many, NAME if they are made up.
# shellcheck disable=SC2086
for guide in $guides; do
	grep -oE '`[a-z_.]+/[A-Za-z_0-9./*-]*`' "$guide" | tr -d '`' |
		grep -vE '^build|NAME|^scans/|\.\.' | while read -r path; do
		ls -d $path >/dev/null 2>&1 ||
			echo "$guide: $path is not there"
	done
done >>"$wrong"
check docs_paths

# Each command in an example is one that there is.
# shellcheck disable=SC2086
grep -hoE '^(    (build/)?|\.Dl )?skapa [a-z]+( [a-z]+)*' $guides $man/*.[15] |
	sed 's/.*skapa //' >"$dir/examples"
[ -s "$dir/examples" ] || echo "no example was found" >>"$wrong"
while read -r command; do
	known=no
	while read -r name; do
		case "$command " in "$name "*) known=yes ;; esac
	done <"$dir/commands"
	[ $known = yes ] || echo "skapa $command: there is no such command"
done <"$dir/examples" >>"$wrong"
check docs_examples

exit $failed

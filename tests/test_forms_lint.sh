#!/bin/sh
# skapa forms lint and review on the words that are shipped, and on planted
# faults in a copy of them.
B=$PWD/${B:-build}
forms=$B/skapa-forms
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

say() {
	if [ "$1" = ok ]; then
		echo "ok $2"
	else
		echo "not ok $2"
		cat "$dir/out"
		failed=1
	fi
}

"$forms" lint --templates templates >"$dir/out" 2>&1
[ $? -eq 0 ] && tail -1 "$dir/out" | grep -q ' 0 errors,'
say "$([ $? -eq 0 ] && echo ok)" 'no error in the words that are shipped'

# name, sed script, language, the finding, status
key='/msgctxt "skapa.health.step.2-of-5"/'
plant() {
	rm -rf "$dir/templates"
	cp -r templates "$dir/templates"
	sed -i "$2" "$dir/templates/wording/skapa.$3.po"
	"$forms" lint --templates "$dir/templates" --language "$3" \
		>"$dir/out" 2>&1
	echo "status $?" >>"$dir/out"
	grep -q -e "$4" "$dir/out" && grep -q "^status $5" "$dir/out"
	say "$([ $? -eq 0 ] && echo ok)" "$1"
}
plant 'a digit of another script' "$key,+2s/msgstr \"/&٤ /" ar \
	'skapa.health.step.2-of-5: error: has the digit U+0664' 4
plant 'a step that says the same as another' \
	"$key,+2s/msgstr .*/msgstr \"Same\"/
	/msgctxt \"skapa.health.step.1-of-5\"/,+2s/msgstr .*/msgstr \"Same\"/" \
	en 'step.2-of-5: error: says the same as step 1' 4
plant 'a source that has changed' "$key,+1s/msgid \"/&Nu: /" en \
	'the Swedish text has changed since' 4
plant 'a text too long for its place' \
	"$key,+2s/msgstr .*/msgstr \"Donaudampfschifffahrtsgesellschaft\"/" en \
	'^skapa en original 5: error: .*step 2 of health' 4
plant 'a question without its mark' \
	'/health.question.original/,+2s/^\(msgstr .*\)?"$/\1"/' en \
	'question.original: warning: is no question' 0

# review: a row counts while the text is the one that was reviewed
rm -rf "$dir/templates"
cp -r templates "$dir/templates"
tsv=$dir/templates/wording/review.tsv
"$forms" review --templates "$dir/templates" --language tr --rows >"$dir/rows"
n=$(wc -l <"$dir/rows")
sed 's/\tdraft\t/\treviewed\t/' "$dir/rows" >>"$tsv"
"$forms" review --templates "$dir/templates" --language tr >"$dir/out"
grep -qE "^tr +reviewed +$n +0 +$n " "$dir/out"
say "$([ $? -eq 0 ] && [ "$n" -gt 100 ] && echo ok)" \
	'rows taken into review.tsv count'
sed -i "$key,+2s/msgstr \"/&X/" "$dir/templates/wording/skapa.tr.po"
"$forms" review --templates "$dir/templates" --language tr >"$dir/out"
grep -qE "^tr +draft +$n +1 +$((n - 1)) .* 1\$" "$dir/out"
say "$([ $? -eq 0 ] && echo ok)" 'a changed translation is a draft again'
"$forms" review --templates "$dir/templates" --language tr --format json \
	>"$dir/out"
grep -q '"language":"tr","file":"skapa","texts":[0-9]*,"draft":1,' "$dir/out"
say "$([ $? -eq 0 ] && echo ok)" 'review as JSON'
"$forms" review --language xx >"$dir/out" 2>&1
[ $? -eq 2 ] && grep -q "no file is in the language 'xx'" "$dir/out"
say "$([ $? -eq 0 ] && echo ok)" 'a language that is not there'
exit $failed

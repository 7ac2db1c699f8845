#!/bin/sh
# The judge of the accuracy runs is itself judged: one page by hand, first as a
# perfect reader would read it, then with one fault after another.
B=${B:-build}
judge=$B/tests/tools/judge
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

item() {
	printf '{"item":"%s","kind":"%s","value":%s,"review":"%s",' "$1" "$2" \
		"$3" "$4"
	printf '"blank_ok":%s,"lost":%s,"gone":%s,"style":"tick","boxes":5}' \
		"${5:-false}" "${6:-false}" "${6:-false}"
}

{
	printf '{"file":"a.pdf","source_page":1,"code":"AB","pen":"pencil",'
	printf '"scan":"office","damage":"none","items":['
	item one single 4 no
	printf ,
	item word single '"declined"' no
	printf ,
	item blank blank null no
	printf ,
	item two two null must
	printf ,
	item faint single 2 may true
	printf ,
	item torn single 3 no false true
	printf ']}\n'
} >"$dir/truth"

cat >"$dir/good" <<-'EOF'
	{"source":"x/a.pdf","source_page":1,"code":"AB","status":"review","answers":[{"item":"one","status":"answered","value":4},{"item":"word","status":"declined"},{"item":"blank","status":"blank"},{"item":"two","status":"review"},{"item":"faint","status":"blank"},{"item":"torn","status":"unreadable"}]}
EOF

# name, status, a sed script that plants the fault, a line that must be said
try() {
	sed -e "$3" "$dir/good" >"$dir/read"
	"$judge" --truth "$dir/truth" --read "$dir/read" --max-review 0.1 \
		>"$dir/out"
	got=$?
	if [ $got -eq "$2" ] && grep -q -e "$4" "$dir/out"; then
		echo "ok $1"
	else
		echo "not ok $1: status $got, not $2, or no line '$4'"
		cat "$dir/out"
		failed=1
	fi
}

try 'a perfect reading' 0 '' '30 positions, 6 items: 0 silent errors'
try 'another value' 1 's/"value":4/"value":3/' '1 silent errors (1 wrong'
try 'a word for another' 1 's/"status":"declined"/"status":"not_understood"/' \
	'1 silent errors (1 wrong'
try 'a mark read as blank' 1 's/"answered","value":4/"blank"/' \
	'1 silent errors (0 wrong, 1 missed'
try 'a blank with a value' 1 \
	's/"blank","status":"blank"/"blank","status":"answered","value":1/' \
	'1 silent errors (0 wrong, 0 missed, 1 invented'
try 'two marks with a value' 1 \
	's/"two","status":"review"/"two","status":"answered","value":1/' \
	'1 doubtful ones answered'
try 'a torn box read as blank' 1 's/"unreadable"/"blank"/' \
	'1 silent errors (0 wrong, 1 missed'
try 'a torn box whose mark was seen' 0 \
	's/"unreadable"/"answered","value":3/' '6 items: 0 silent errors'
try 'a faint mark that was seen' 0 \
	's/"faint","status":"blank"/"faint","status":"answered","value":2/' \
	'6 items: 0 silent errors'
try 'an item left out' 1 's/{"item":"one","status":"answered","value":4},//' \
	'1 silent errors'
try 'an honest mark sent to a person' 1 \
	's/"answered","value":4/"review","value":null/' 'more than 10.00% of honest'
try 'another page' 1 's/"code":"AB"/"code":"CD"/' '1 taken for another page'
try 'a refused page' 1 's/"status":"review","answers"/"status":"refused","answers"/' \
	'more than 0.20% of pages refused'
try 'a file refused as a whole' 1 \
	's/"source_page":1,"code":"AB","status":"review"/"source_page":null,"status":"refused"/' \
	'1 pages: 1 refused (100.00%), 0 lost'
try 'a page that is not there' 1 's/"source_page":1/"source_page":2/' '1 lost'

# Two runs, saved and added up.
"$judge" --truth "$dir/truth" --read "$dir/good" --save "$dir/one" >/dev/null
"$judge" --truth "$dir/truth" --read "$dir/good" --save "$dir/two" \
	--by damage >/dev/null
"$judge" --table markdown "$dir/one" "$dir/two" >"$dir/out"
if grep -q '^60 positions, 12 items: 0 silent' "$dir/out" &&
	grep -q '^| office | 1 | 0 | 30 | 2 | 0 |' "$dir/out" &&
	grep -q '^| none | 1 | 0 | 30 |' "$dir/out"; then
	echo "ok saved counts add up"
else
	echo "not ok saved counts add up"
	cat "$dir/out"
	failed=1
fi
exit $failed

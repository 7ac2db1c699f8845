#!/bin/sh
# skapa report group as a program: JSON by its schema (python3-jsonschema), the
# PDF by Preflight, and sheets that ask how it was then and what a caseworker
# believes, on paper and back.
set -u
skapa=$PWD/$B/skapa
complete=$PWD/$B/tests/tools/complete
schema=$PWD/docs/group.schema.json
export_schema=$PWD/docs/export.schema.json
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
export SKAPA_STORE="$dir/store"
cd "$dir" || exit 1
failed=0

# say NAME: ok if the command before it went well
say() {
	if [ $? -eq 0 ]; then
		echo "ok group_$1"
	else
		echo "not ok group_$1"
		cat out
		failed=1
	fi
}
# on_paper NAME OPTION...: sheets of the six, filled in and read
on_paper() {
	name=$1
	shift
	"$skapa" forms layout "$@" >layout &&
		"$skapa" forms print "$@" --people six --output "$name.pdf" \
			--format json >issued 2>out &&
		"$complete" --layout layout --sheet "$name.pdf" \
			--issued issued --scan clean --damage none \
			--format jpeg --dpi 150 --pen ballpoint_blue \
			--style tick --answers honest --truth truth \
			--out "$name" >out 2>&1 &&
		"$skapa" intake read "$name" >out 2>&1
}
# What counts for the due list and for the series itself.
rest() {
	"$skapa" report due --format csv &&
		"$skapa" report export --format csv-plain --output "$1" >/dev/null 2>&1 &&
		sed 's/^[0-9]*,//' "$1/answers.csv" | sort
}

"$skapa" store init && "$skapa" store synth --people 60 --occasions 3 \
	>/dev/null || exit 1
"$skapa" store occasion list --format json | grep '"level":"original"' |
	sed -n 's/.*"person":"\([^"]*\)".*/\1/p' | uniq | head -n 6 >six
rest before >was

# Asked afterwards: the sheet says so, and it is read as a series of its own.
on_paper then --instrument skapa --level then && [ "$(wc -l <six)" -eq 6 ]
say then_on_paper
pdftotext -layout then.pdf - >out
[ "$(grep -c 'Så var det DÅ' out)" -eq 24 ] &&
	[ "$(grep -c 'inte hur det är nu' out)" -eq 6 ] &&
	[ "$(grep -cE '^ *[0-9]+ .* då' out)" -ge 36 ]
say then_says_so
"$skapa" store occasion list --format json | grep '"level":"then"' >out
[ "$(grep -c '"kind":"then".*"state":"held"' out)" -eq 6 ]
say then_is_a_kind
"$skapa" store occasion list "$(head -n 1 six)" --format json |
	grep '"level":"original"' >listed
! "$skapa" store occasion set "$(sed -n 's/.*"number":\([0-9]*\).*/\1/p' listed |
	head -n 1)" --kind then >out 2>&1 && grep -q 'kind then' out
say then_is_no_other_kind
rest after >is && cmp was is >out 2>&1
say then_is_in_no_other_series
for format in csv-plain json fhir spss; do
	"$skapa" report export --level then --format $format --output own-$format \
		>out 2>&1 || break
done
[ "$(tail -n +2 own-csv-plain/answers.csv | wc -l)" -eq 6 ] &&
	[ "$(tail -n +2 own-spss/answers.csv | wc -l)" -eq 6 ] &&
	grep -q '"title":"Så var det DÅ"' own-fhir/bundle.json &&
	python3 - "$PWD/own-json/answers.json" "$export_schema" >out 2>&1 <<'END'
import json, jsonschema, sys
data = json.load(open(sys.argv[1]))
jsonschema.validate(data, json.load(open(sys.argv[2])))
assert [o["kind"] for o in data["occasions"]] == 6 * ["then"]
END
say then_is_exported_alone

# The person's line, text for a journal and page begin with today's answers.
"$skapa" report person "$(head -n 1 six)" --format line >line 2>out &&
	! grep -q 'DÅ' line && "$skapa" report person "$(head -n 1 six)" >out &&
	grep -q '^Så var det DÅ, 5 steg' out && grep -q 'om hur det var då' out &&
	"$skapa" report person "$(head -n 1 six)" --language sv --format pdf \
		--output page.pdf && pdftotext page.pdf - |
	grep -E '^(Så var det DÅ|Min väg mot arbete)' | head -n 1 >out &&
	grep -q 'Min väg' out
say then_is_not_the_latest

on_paper belief --instrument skapa-caseworker
say belief_on_paper
"$skapa" report group --baseline then --format json >group.json 2>out &&
	python3 - "$schema" >out 2>&1 <<'END'
import copy, json, jsonschema, sys
schema = json.load(open(sys.argv[1]))
data = json.load(open("group.json"))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(data, schema)
own = next(s for s in data["series"] if s["level"] == "original" and s["rater"] == "self")
kinds = {t["kind"] for t in own["tables"]}
want = {"flow", "asked_then", "item", "then", "shift", "change", "belief"}
assert want <= kinds, want - kinds
asked = next(t for t in own["tables"] if t["kind"] == "asked_then")
assert asked["cells"][1]["count"] == 6, asked
def wrong(change):
    other = copy.deepcopy(data)
    change(other)
    try:
        jsonschema.validate(other, schema)
    except jsonschema.ValidationError:
        return
    sys.exit("the schema lets it through: " + change.__doc__)
def few(d):
    "a count of four"
    d["series"][0]["tables"][0]["cells"][0]["count"] = 4
def ranks(d):
    "a total score"
    d["series"][0]["score"] = 31
def mixed(d):
    "how it was then as a series"
    d["series"][0]["level"] = "then"
for change in few, ranks, mixed:
    wrong(change)
END
say json_fits_its_schema

"$skapa" report group --baseline then >text 2>out &&
	[ "$(LC_ALL=C.UTF-8 wc -L <text)" -le 72 ] && grep -q '^Så var det då, mot den första' text &&
	grep -q '^Handläggarens tro bredvid personens' text &&
	grep -q '^Läsarens eget fel' text &&
	! grep -qFf six text
say text
"$skapa" report group --baseline then --format pdf --output group.pdf >out 2>&1 &&
	qpdf --check group.pdf >out 2>&1 && pdftotext group.pdf - >out &&
	grep -q 'Handläggarens tro bredvid' out && grep -q 'då, sagt efteråt' out
say pdf
jars=/usr/share/java
java -cp "$jars/preflight.jar:$jars/pdfbox2.jar:$jars/fontbox2.jar:$jars/xmpbox.jar:$jars/commons-logging.jar:$jars/commons-io.jar:$jars/javax.activation.jar:$jars/jaxb-api.jar" \
	org.apache.pdfbox.preflight.Validator_A1b group.pdf >out 2>&1
grep -q 'group.pdf is a valid PDF/A-1b' out
say pdf_is_pdf_a
exit $failed

#!/bin/sh
# skapa report export: every format of a store of people who do not exist, by
# judges that are not ours; nobody's code in any of it.
set -u
. tests/shell.sh

schema=$root/docs/export.schema.json

"$skapa" store init --store s && "$skapa" store synth --store s --people 40 \
	--occasions 3 >/dev/null || exit 1
for format in csv csv-plain json fhir spss; do
	"$skapa" report export --store s --format $format --output $format \
		>out 2>&1
	say $format
done
grep -q '^left out: [1-9][0-9]* of another --level' out
say says_what_is_left_out

# Rows of the table are occasions of the series, as the store lists them.
"$skapa" store occasion list --store s --format json |
	grep '"level":"original"' >listed
[ "$(tail -n +2 csv-plain/answers.csv | wc -l)" -eq "$(wc -l <listed)" ]
say has_every_occasion
"$skapa" store people list --store s >codes
grep -rlFf codes csv csv-plain json fhir spss >out
[ ! -s out ] && [ "$(wc -l <codes)" -eq 40 ]
say has_no_codes
grep -rlE 'synth-(north|south|school|drop-in|[a-d][1-6])' csv csv-plain json \
	fhir spss >out
[ ! -s out ]
say has_no_units_or_caseworkers
grep -rlE '[0-9]{4}-[0-9]{2}-[0-9]{2}' csv csv-plain fhir spss >out
[ ! -s out ]
say has_no_days

python3 - "$schema" >out 2>&1 <<'EOF'
import json, jsonschema, sys
schema = json.load(open(sys.argv[1]))
data = json.load(open("json/answers.json"))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(data, schema)
data["occasions"][0]["answers"][0]["value"] = 13
try:
    jsonschema.validate(data, schema)
except jsonschema.ValidationError:
    sys.exit(0)
sys.exit("the schema lets a step 13 through")
EOF
say json_fits_its_schema

# The Swedish file and its twin say the same; so do the JSON and the table.
python3 - >out 2>&1 <<'EOF'
import csv, json
raw = open("csv/answers.csv", "rb").read()
assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n")

def rows(name, **how):
    return list(csv.DictReader(open(name, encoding="utf-8-sig", newline=""), **how))
a, b = rows("csv/answers.csv", delimiter=";"), rows("csv-plain/answers.csv")
key = lambda r: sorted((k, v.replace(",", ".")) for k, v in r.items() if k != "person")
assert sorted(map(key, a)) == sorted(map(key, b)), "twins differ"
assert a[0]["confidence"] == "1,000" and b[0]["confidence"] == "1.000"
answers = lambda rs: sorted(r["health"] + r["health_missing"] for r in rs if r["health_missing"] != "not_asked")
j = json.load(open("json/answers.json"))
want = sorted(str(x["value"] or "") + (x["missing"] or "") for o in j["occasions"] for x in o["answers"] if x["item"] == "health")
assert answers(b) == want and len(want) > 20, "the table and the JSON differ"
f = json.load(open("fhir/bundle.json"))
q, rest = f["entry"][0]["resource"], [e["resource"] for e in f["entry"][1:]]
ids = {i["linkId"]: {o["valueCoding"]["code"] for o in i["answerOption"]} for i in q["item"]}
got = []
for r in rest:
    assert r["questionnaire"] == q["url"] + "|" + q["version"]
    for i in r["item"]:
        assert ("answer" in i) != ("extension" in i), i
        for x in i.get("answer", []):
            assert x["valueCoding"]["code"] in ids[i["linkId"]], i
        if i["linkId"] == "health":
            got.append(i["answer"][0]["valueCoding"]["code"] if "answer" in i else "")
assert sorted(got) == sorted(str(x["value"] or "") for o in j["occasions"] for x in o["answers"] if x["item"] == "health"), "FHIR differs"
EOF
say formats_agree

"$skapa" store pilot --store s skapa 2024-12-31 >out 2>&1 &&
	"$skapa" report export --store s --format csv-plain --output p >>out &&
	"$skapa" report export --store s --format csv-plain --with-pilot \
		--output w >>out 2>&1
say pilot_is_said
[ "$(cut -d, -f9 p/answers.csv | grep -c '^2024')" -eq 0 ] &&
	[ "$(cut -d, -f9 w/answers.csv | grep -c '^2024')" -gt 5 ]
say pilot_is_left_out

"$skapa" report export --store s --output csv >out 2>&1
[ $? -eq 1 ] && grep -q 'answers.csv: is there already' out
say does_not_overwrite
for words in "" "--output x --format xls" "--output x --from spring" \
	"--output x --level hard" "--output x --steps 4" \
	"--output x --instrument none"; do
	# shellcheck disable=SC2086
	"$skapa" report export --store s $words >out 2>&1
	[ $? -eq 2 ] || { echo "$words" >>out; false; break; }
done
say wrong_usage
exit $failed

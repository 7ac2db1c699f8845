#!/bin/sh
# Outside make test: the organisation's report and the exports of 4,000 people
# who do not exist, by judges that are not ours. Needs r-base-core, pspp and
# libreoffice-calc; FHIR=folder has the npm package fhir in node_modules.
#
#	make statistics
set -eu
skapa=$PWD/${B:-build}/skapa
beside=$PWD/${B:-build}/tests/bench/beside
tests=$PWD/tests
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
export SKAPA_STORE="$dir/store"
cd "$dir"

# flat REPORT FOLDER [LEVEL STEPS]: a report's JSON as counts.csv and
# figures.csv; of that series of the people's own alone.
flat() {
	python3 - "$@" <<'EOF'
import csv, json, sys
report, folder, only = sys.argv[1], sys.argv[2], sys.argv[3:]
counts = csv.writer(open(folder + "/counts.csv", "w"))
figures = csv.writer(open(folder + "/figures.csv", "w"))
counts.writerow("series kind split way item rating cell count".split())
figures.writerow("series kind item rating name value".split())
for s in json.load(open(report))["series"]:
    if only and (s["level"], str(s["steps"])) != tuple(only) or \
            only and s["rater"] != "self" or only and s["instrument"] != "skapa":
        continue
    key = " ".join(str(s[x]) for x in ("instrument", "version", "level",
                                       "steps", "rater", "horizon_months"))
    if s["median_days"] is not None:
        figures.writerow([key, "flow", "", 0, "median_days", s["median_days"]])
    if s["closer"] is not None:
        figures.writerow([key, "closer", "", 0, "yes", s["closer"]["yes"]])
        figures.writerow([key, "closer", "", 0, "of", s["closer"]["of"]])
        for part, value in zip(("share", "low", "high"), s["closer"]["share"]):
            figures.writerow([key, "closer", "", 0, "closer_" + part, value])
    for t in s["tables"]:
        if only and t["split"]:
            continue
        at = [t["item"] or "", t["rating"] or 0]
        for c in t["cells"]:
            if c["count"] is not None:
                counts.writerow([key, t["kind"], t["split"] or "", c["way"] or "",
                                 *at, c["cell"], c["count"]])
        for name, value in t.items():
            if name in ("kind", "split", "item", "rating", "total", "cells"):
                continue
            if not isinstance(value, list):
                figures.writerow([key, t["kind"], *at, name, float(value)])
                continue
            for part, one in zip(("share", "low", "high"), value):
                figures.writerow([key, t["kind"], *at, name + "_" + part, one])
EOF
}

"$skapa" store init
"$skapa" store synth --people "${PEOPLE:-4000}"
mkdir all
"$beside" store all
"$skapa" report group --format json --until 2026-11-01 >group.json

for series in "original 5" "easy 3"; do
	# shellcheck disable=SC2086
	set -- $series
	"$skapa" report export --format csv-plain --until 2026-11-01 \
		--level "$1" --steps "$2" --output "s$2" >/dev/null
	flat group.json "s$2" "$1" "$2"
	Rscript "$tests/statistics.R" "s$2" "$2"
done

# Every figure there is, with each baseline, a test-retest of this place, the
# splits, how it was then, belief and the closing form.
for baseline in first "then" second; do
	"$skapa" report group --format json --until 2026-11-01 \
		--baseline $baseline --test-retest 0.62 --retest-people 60 \
		>whole.json
	flat whole.json all
	Rscript "$tests/statistics_whole.R" all $baseline 0.62 2026-11-01
done

"$skapa" report export --format spss --output spss >/dev/null
(
	cd spss
	echo 'FREQUENCIES health.' >>answers.sps
	LC_ALL=C.UTF-8 pspp answers.sps >said
	! grep -iE '(error|warning):' said
	grep -q 'förstår inte' said
	echo "PSPP: $(pspp --version | head -n 1), no remark"
)
"$skapa" report export --format csv --output csv >/dev/null
# 76: UTF-8; 59 and 34: semicolon and quotation mark; formulas are not run.
soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76,1' \
	--infilter='CSV:59,34,76,1,,1053,false,true' --outdir out \
	csv/answers.csv csv/codebook.csv >/dev/null 2>&1
python3 - <<'EOF'
import csv
def rows(name):
    return list(csv.reader(open(name, encoding="utf-8-sig", newline=""), delimiter=";"))
for name in ("answers.csv", "codebook.csv"):
    a, b = rows("csv/" + name), rows("out/" + name)
    # A month may come back as a date of its own kind; all else is as it was.
    n = sum(x != y for p, q in zip(a, b) for x, y in zip(p, q))
    assert len(a) == len(b), name
    assert n <= len(a) * (name == "answers.csv") * 2, (name, n)
    if name == "codebook.csv":
        assert a == b, "letters"
    print("LibreOffice:", name, len(a), "rows,", n, "cells shown otherwise")
EOF
if [ -n "${FHIR:-}" ]; then
	"$skapa" report export --format fhir --output fhir >/dev/null
	NODE_PATH=$FHIR/node_modules node -e '
const { Fhir } = require("fhir"), fs = require("fs");
const bundle = JSON.parse(fs.readFileSync("fhir/bundle.json"));
const fhir = new Fhir();
let n = 0, wrong = 0;
for (const e of [{ resource: Object.assign({}, bundle, { entry: bundle.entry.slice(0, 3) }) }]
		.concat(bundle.entry.slice(0, 500))) {
	const r = fhir.validate(e.resource, { errorOnUnexpected: true });
	n++;
	if (!r.valid) {
		if (wrong++ < 3) console.log(JSON.stringify(r.messages.slice(0, 5)));
	}
}
console.log("FHIR R4, npm fhir: " + n + " resources, " + wrong + " wrong");
process.exit(wrong ? 1 : 0);'
fi

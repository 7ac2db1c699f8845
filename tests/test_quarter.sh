#!/bin/sh
# A quarter, from the due list to the report, as it is worked through: who is to
# be asked, sheets for all of them, the stack scanned, what is missing, what
# waits for a person, a person's line and the organisation's report.
set -u
. tests/shell.sh

field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }

# Six people who do not exist were asked once, more than three months ago.
"$skapa" store init && "$skapa" store synth --people 6 --occasions 1 \
	>/dev/null || exit 1
"$skapa" store people list >people

# 1 Who is to be asked: all of them, late, by their day.
"$skapa" report due --format json >due
cut -c1-21 due >out
[ "$(wc -l <due)" -eq 6 ] && [ "$(grep -c '"state":"late"' due)" -eq 6 ] &&
	sort -t'"' -k8,8 -c due
say due_list
"$skapa" report due --format calendar >out && [ "$(grep -c '^BEGIN:VEVENT.$' \
	out)" -eq 6 ] && grep -q '^DTSTART;VALUE=DATE:202[45][0-9]*.$' out
say due_calendar
"$skapa" report due >out && [ "$(grep -c 'försenad' out)" -eq 6 ]
say due_text

"$skapa" report due --format csv >out && [ "$(wc -l <out)" -eq 7 ] &&
	head -n 1 out | grep -q 'person;due;until;state;instrument;last' &&
	[ "$(head -c 3 out | od -An -tx1 | tr -d ' ')" = efbbbf ]
say due_for_a_spreadsheet
who=$(field deputy <due | head -n 1)
"$skapa" report due --caseworker "$who" --format json >out && [ -s out ] &&
	[ "$(wc -l <out)" -eq "$(grep -cE "\"(caseworker|deputy)\":\"$who\"" due)" ]
say due_of_one_caseworker_or_deputy

# Each is invited, in the own language.
"$skapa" forms invite --due --date 2026-11-30 --time 13:15 --place "Rum 12" \
	--phone "0300-123 45" --output invitations.pdf >out 2>&1 &&
	[ "$(qpdf --show-npages invitations.pdf)" -eq 6 ]
say each_is_invited

# 2 One job prints for all, each in the own language; then nobody is due.
"$skapa" forms print --instrument skapa --due --session quarter \
	--output sheets.pdf --format json >issued 2>out
say print_all_due
[ "$(field person <issued | sort -u | wc -l)" -eq 6 ] &&
	[ "$(qpdf --show-npages sheets.pdf)" -eq "$(wc -l <issued)" ]
say a_sheet_each
"$skapa" report due >out && grep -q '^Ingen ska frågas nu' out
say nobody_is_due_then

# 3 They are filled in and scanned, one stack a person.
for person in $(cat people); do
	"$skapa" store occasion list "$person" --format json >was
	language=$(grep "\"$person\"" due | field language)
	level=$(tail -n 1 was | field level)
	steps=$(tail -n 1 was | field steps)
	"$skapa" forms layout --instrument skapa --language "$language" \
		--level "$level" --steps "$steps" >layout || exit 1
	pages=$(grep "\"$person\"" issued | field pdf_page | sed -n '1p;$p' |
		paste -sd-)
	"$complete" --layout layout --sheet sheets.pdf --issued issued \
		--pages "$pages" --scan clean --damage none --format jpeg \
		--pen ballpoint_blue --style tick --truth "truth-$person" \
		--out scans --name "$person" >out 2>&1 || exit 1
done
last=$(tail -n 1 people)
mkdir stack && mv scans/* stack/ && mkdir later && mv stack/"$last"* later/
"$skapa" intake read stack >out 2>&1
say stack_is_read

# 4 One sheet is missing; then it comes.
"$skapa" intake missing --session quarter >out 2>&1
grep -q "$last" out && [ "$(grep -cFf people out)" -eq 1 ]
say one_is_missing
"$skapa" intake read later >out 2>&1 &&
	"$skapa" intake missing --session quarter >out 2>&1
! grep -qFf people out
say none_is_missing

# 5 What waits is decided by somebody who has the paper.
"$skapa" intake review list --format json >waiting
for number in $(field number <waiting); do
	"$skapa" intake review set "$number" unreadable --by AB >out 2>&1 ||
		echo "review $number" >>undecided
done
[ ! -s undecided ] && "$skapa" intake review list --format json >out &&
	[ ! -s out ]
say nothing_waits

# 6 What was ticked is in the person's line.
right=0
for person in $(cat people); do
	"$skapa" report person "$person" >line 2>out || break
	[ "$(grep -cE '[1-6] av [356]' line)" -ge 5 ] &&
		right=$((right + 1))
done
[ "$right" -eq 6 ]
say lines

# 7 And in the organisation's report; six people are few, and it says so.
"$skapa" report group >out && grep -q '^Organisationens rapport' out &&
	grep -qE 'erbjudna +[0-9]+|^Visas inte: färre' out &&
	! grep -qFf people out
say report
exit $failed

#!/bin/sh
# What is known of a person, of an occasion, and what is said in words, at the
# command line. The caseworker's sheet is of a series of its own.
set -u
. tests/shell.sh

"$skapa" store init
one=$("$skapa" store people add --count 1 --language ar --sex woman \
	--caseworker AB)
two=$("$skapa" store people add --count 1)

is set 0 - "$skapa" store people set "$one" --unit north --caseworker CD \
	--deputy "" --state paused
is is_set 0 "\"$one\",\"language\":\"ar\",\"unit\":\"north\",\"sex\":\"woman\",\"state\":\"paused\",\"caseworker\":\"CD\",\"deputy\":null" \
	"$skapa" store people list --format json
is emptied 0 - "$skapa" store people set "$one" --unit ""
is is_emptied 0 '"unit":null,"sex":"woman"' \
	"$skapa" store people list --format json
is no_such_state 2 'unknown --state "gone"; there is: active, paused, do_not_schedule, closed' \
	"$skapa" store people set "$one" --state gone
is no_name 2 'initials or a role' \
	"$skapa" store people set "$one" --caseworker "Anna B"
is nobody 2 'unknown person 0000-0000; skapa store people list names' \
	"$skapa" store people set 0000-0000 --sex man

for instrument in skapa skapa-caseworker; do
	"$skapa" forms print --instrument $instrument --people "$one" \
		--output $instrument.pdf >/dev/null || exit 1
done
is occasions 0 "^1 .*  $one  .*  skapa, start, offered" \
	"$skapa" store occasion list "$one"
is who_rates 0 '"instrument":"skapa-caseworker".*"rater":"caseworker","series":2,' \
	"$skapa" store occasion list "$one" --format json
is wording 0 '"wording":"source"' \
	"$skapa" store occasion list "$one" --format json
is occasion_set 0 - "$skapa" store occasion set 1 --state talk_only \
	--reason tired --assistance interpreter --mode oral
is occasion_is_set 0 '"mode":"oral","assistance":"interpreter","state":"talk_only","reason":"tired"' \
	"$skapa" store occasion list --format json
is nobodys_occasions 0 - "$skapa" store occasion list "$two"
is no_occasion 2 'store: has no occasion 9' \
	"$skapa" store occasion set 9 --kind closing

is note 0 '^1$' "$skapa" store note add --kind milestone --due 2026-12-01 \
	--item health --occasion 1 --by AB "$one" 'ta bussen själv'
printf 'ringde till vården\n' >story
is story 0 '^2$' sh -c '"$1" store note add --kind story "$2" <story' \
	sh "$skapa" "$one"
is mark 0 - "$skapa" store note mark 1 on_the_way --by CD
is notes 0 '"kind":"milestone","state":"on_the_way".*"due":"2026-12-01","item":"health","by":"CD",.*"text":"ta bussen själv"' \
	"$skapa" store note list "$one" --format json
is story_is_there 0 'story  ringde till vården$' "$skapa" store note list
is no_personal_number 2 'looks like a personal number' \
	"$skapa" store note add --kind story "$one" 'f. 500101-0000'
is no_text 2 'a note is empty' "$skapa" store note add --kind story "$one"
is no_kind 2 'note add needs --kind' "$skapa" store note add "$one" x
is no_mark 2 "'done' is none of open" "$skapa" store note mark 1 done --by AB
is not_the_persons 2 "occasion 1 is not of $two" \
	"$skapa" store note add --kind story --occasion 1 "$two" x

is activity 0 '^1$' "$skapa" store activity add --kind language \
	--from 2026-02-01 "$one" 'sfi B'
is activity_end 0 - "$skapa" store activity end 1 2026-06-12 --by AB
is activities 0 "$one  2026-02-01 - 2026-06-12  language  sfi B" \
	"$skapa" store activity list "$one"
is ends_before_it_begins 2 'ends on 2026-01-31 and begins on 2026-02-01' \
	"$skapa" store activity end 1 2026-01-31 --by AB
is store_is_whole 0 '^nothing wrong' "$skapa" store check
exit $failed

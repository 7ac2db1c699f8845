#!/bin/sh
# skapa store synth: the same seed gives the same answers in another store, and
# real people keep it out.
set -u
. tests/shell.sh

# make STORE SEED: a store, and what its people answered without their codes
make() {
	"$skapa" store init --store "$1" &&
		"$skapa" store synth --store "$1" --people 40 --seed "$2" \
			>"$1.said" &&
		for code in $("$skapa" store people list --store "$1"); do
			"$skapa" report person "$code" --store "$1" |
				sed 1d
		done >"$1.answers"
}

make a 7 >out 2>&1 && make b 7 >out 2>&1 && make c 8 >out 2>&1 &&
	cat a.said >out && grep -q '^40 people, [0-9]* occasions, [0-9]* answ' out
say says_how_many
cmp a.answers b.answers >out 2>&1 && [ "$(wc -l <a.answers)" -gt 400 ]
say same_seed_same_answers
! cmp -s a.answers c.answers
say other_seed_other_answers
"$skapa" store check --store a >out 2>&1
say store_is_whole
"$skapa" store synth --store a --people 5 >out 2>&1 &&
	[ "$("$skapa" store people list --store a | wc -l)" -eq 45 ]
say more_into_the_same
"$skapa" store people add --count 1 --store a >/dev/null
"$skapa" store synth --store a --people 5 >out 2>&1
[ $? -eq 1 ] && grep -q 'a: holds people whose unit does not begin' out &&
	[ "$("$skapa" store people list --store a | wc -l)" -eq 46 ]
say real_people_keep_it_out
for words in "" "--people 0" "--people 5 --from 2024-02-30" \
	"--people 5 --occasions 13" "--people 5 --instrument none"; do
	# shellcheck disable=SC2086
	"$skapa" store synth --store b $words >out 2>&1
	[ $? -eq 2 ] || exit 1
done
say wrong_usage
exit $failed

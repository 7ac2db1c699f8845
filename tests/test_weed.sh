#!/bin/sh
# Rules of retention and what two people weed, at the command line.
set -u
. tests/shell.sh
export SKAPA_STORE=st

echo 'correct horse battery' >in
"$skapa" store init
"$skapa" store synth --people 6 --seed 1 --from 2015-01-01 >/dev/null
is account_archive 0 '' "$skapa" store account add archive-1 --role archive
is account_admin 0 '' "$skapa" store account add admin-1 --role admin

is no_rule 0 '' "$skapa" store weed list
is nothing_is_over 1 '' test -s out
is rule 0 '' "$skapa" store weed rule 60 --instrument skapa
is rules 0 '^skapa: 60 months$' "$skapa" store weed rule
is rules_json 0 '^{"months":60,"instrument":"skapa"}$' \
	"$skapa" store weed rule --format json
is rule_of_nothing 2 "'0'" "$skapa" store weed rule 0
is rule_too_long 2 'there are 1 to 1200, or none' "$skapa" store weed rule 1201
is list 0 '^[0-9A-Z]{4}-[0-9A-Z]{4}  skapa  last 201[5-9]-' \
	"$skapa" store weed list
is list_json 0 '"instrument":"skapa","last":"201[5-9]-.*,"over":"202' \
	"$skapa" store weed list --format json
first=$("$skapa" store weed list | head -1 | cut -d' ' -f1)

is propose 0 '^proposal 1: person 1 .*, skapa, last .*: proposed, ' \
	"$skapa" store weed propose --as archive-1 "$first"
is approve_own 1 'archive-1 proposed it: somebody else has to approve' \
	"$skapa" store weed approve 1 --as archive-1
echo 'a wrong password' >in
is approve_wrong_password 1 '' "$skapa" store weed approve 1 --as admin-1
echo 'correct horse battery' >in
is admin_proposes_nothing 1 'may not propose weeding' \
	"$skapa" store weed propose --as admin-1
is approve 0 'person 1, |person 1 .*: gone on 20' \
	"$skapa" store weed approve 1 --as admin-1
is again 2 'proposal 1 was approved on' "$skapa" store weed approve 1
is show 0 '"state":"done","proposed":".*","proposer":"archive-1",.*admin-1' \
	"$skapa" store weed show 1 --format json
is others_stay 0 'skapa  last' "$skapa" store weed list
is gone 1 "" sh -c "cp out list; grep $first list"
is operator_proposes 0 'proposal 2: ' "$skapa" store weed propose
is operator_does_not_approve 1 'operator proposed it' \
	"$skapa" store weed approve 2
is nobody_like_that 2 'unknown person' \
	"$skapa" store weed propose 7K4Q-MXP9
is audited 0 '"action":"approve weeding","refused":true' \
	"$skapa" store audit show --format json
is whole 0 'nothing wrong' "$skapa" store check
is chain_is_whole 0 '' "$skapa" store audit verify
exit $failed

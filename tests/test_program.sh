#!/bin/sh
# What all programs have in common: help, version, unknown commands, and the
# exit statuses, through the dispatcher.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bin=$PWD/$B
bad=0
cd "$folder" || exit 1
SKAPA_TEMPLATES=
export SKAPA_TEMPLATES

# is NAME STATUS OUT ERR COMMAND...: OUT and ERR are patterns of grep -x for the
# first line on stdout and stderr; "" is no line at all.
is() {
	name=$1
	status=$2
	out=$3
	err=$4
	shift 4
	"$@" >out 2>err
	got=$?
	if [ $got -ne "$status" ] ||
		! head -n 1 out | grep -qx -- "$out" && [ -n "$out$(cat out)" ] ||
		! head -n 1 err | grep -qx -- "$err" && [ -n "$err$(cat err)" ]; then
		echo "not ok $name (status $got, wanted $status)"
		head -n 2 out err
		bad=1
	else
		echo "ok $name"
	fi
}

is no_word 2 '' 'usage: skapa COMMAND.*' "$bin/skapa"
is help 0 'usage: skapa COMMAND.*' '' "$bin/skapa" --help
is version 0 'skapa [0-9.]*' '' "$bin/skapa" --version
is unknown_command 2 '' \
	'skapa: unknown command "form"; skapa --help names them' \
	"$bin/skapa" form list
for p in forms intake store report; do
	is $p.no_word 2 '' "usage: skapa-$p COMMAND.*" "$bin/skapa" $p
	is $p.help 0 "usage: skapa-$p COMMAND.*" '' "$bin/skapa" $p --help
	is $p.version 0 "skapa-$p [0-9.]*" '' "$bin/skapa" $p --version
	is $p.unknown_command 2 '' \
		"skapa-$p: unknown command \"dance\"; skapa-$p --help names them" \
		"$bin/skapa" $p dance
done
is command_help 0 'usage: skapa-store people add .*' '' \
	"$bin/skapa" store people add --help
is command_version 0 'skapa-store [0-9.]*' '' \
	"$bin/skapa" store people add --version
is unknown_option 2 '' 'skapa-store: .*--dance.*' \
	"$bin/skapa" store init --dance
is failed 1 '' 'skapa-store: no: no store here.*' \
	"$bin/skapa" store check --store no
is done 0 '' '' "$bin/skapa" store init --store st
: >empty.png
is some_refused 4 'empty.png: refused .*' 'skapa-intake: 1 page, 1 refused' \
	"$bin/skapa" intake read --store st empty.png
is full_disk 1 '' 'skapa-forms: standard output cannot be written: .*' \
	sh -c 'SKAPA_TEMPLATES=$2 "$1/skapa" forms list >/dev/full' - \
	"$bin" "$OLDPWD/templates"

# Installed by hand: the templates are found beside the programs.
mkdir -p usr/bin usr/share/skapa
cp "$bin/skapa" "$bin/skapa-forms" usr/bin
cp -r "$OLDPWD/templates" usr/share/skapa/
is installed 0 'skapa .*' '' usr/bin/skapa forms list
is program_missing 1 '' 'skapa: .*/skapa-store: No such file or directory' \
	usr/bin/skapa store check

[ $bad -eq 0 ]

# For tests at the command line, which begin with
#	. tests/shell.sh
# in the repository's folder. They are then in an empty folder of their own,
# which goes with them, $SKAPA_STORE is `store` in it, nothing of the caller's
# keys is left, $skapa and $complete are programs of the build $B, $tools is
# where its other tools are, and $root is the repository's folder.
# Their last line is `exit $failed`.
skapa=$PWD/$B/skapa
tools=$PWD/$B/tests/tools
complete=$tools/complete
root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SKAPA_TEMPLATES="${SKAPA_TEMPLATES:-$PWD/templates}"
export SKAPA_STORE=store
unset SKAPA_SITE_KEY SKAPA_KEYS SKAPA_PASSPHRASE_FILE
test=$(basename "$0" .sh)
test=${test#test_}
failed=0
cd "$folder" || exit 1

# result NAME STATUS FILE...: a case, right if the status is 0; if not, the
# beginnings of the files are shown that there are.
result() {
	if [ "$2" -eq 0 ]; then
		echo "ok ${test}_$1"
		return
	fi
	echo "not ok ${test}_$1"
	shift 2
	head -qc 4000 "$@" 2>/dev/null
	failed=1
}

# say NAME: right if the command before it went well, which wrote `out`.
say() {
	result "$1" $? out
}

# case_of NAME COMMAND...: right if it goes well. Both its outputs are in the
# file `said`.
case_of() {
	name=$1
	shift
	"$@" >said 2>&1
	result "$name" $? said out err log
}

# ended WRONG FILE: right if it is not wrong and $status is the one wanted.
ended() {
	wrong=$1
	[ $status -eq "$want" ] || {
		wrong=1
		echo "status $status, not $want" >>"$2"
	}
	result "$name" $wrong "$2"
}

# is NAME STATUS PATTERN COMMAND...: ends so, and one of both outputs has the
# pattern (grep -E); "" is anything, - is nothing. Standard input is the file
# `in`, if there is one. Both outputs stay in the file `out`.
is() {
	name=$1
	want=$2
	pattern=$3
	shift 3
	if [ -e in ]; then
		"$@" >out 2>&1 <in
	else
		"$@" >out 2>&1 </dev/null
	fi
	status=$?
	case $pattern in
	'') ;;
	-) [ ! -s out ] ;;
	*) grep -qE -e "$pattern" out ;;
	esac
	ended $? out
}

# exactly NAME STATUS COMMAND...: ends so, and both outputs together are what
# stands on standard input. `plain` takes away what differs from run to run; a
# test may have its own.
plain() {
	cat
}
exactly() {
	name=$1
	want=$2
	shift 2
	cat >wanted
	"$@" >out 2>&1
	status=$?
	plain <out >seen
	diff wanted seen >differs
	ended $? differs
}

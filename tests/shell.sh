# For tests at the command line, which begin with
#	. tests/shell.sh
# in the repository's folder. They are then in an empty folder of their own,
# which goes with them, $SKAPA_STORE is `store` in it, nothing of the caller's
# keys is left, and $skapa and $complete are programs of the build $B.
# Their last line is `exit $failed`.
skapa=$PWD/$B/skapa
complete=$PWD/$B/tests/tools/complete
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
	if [ $? -eq 0 ] && [ $status -eq "$want" ]; then
		echo "ok ${test}_$name"
	else
		echo "not ok ${test}_$name (status $status)"
		cat out
		failed=1
	fi
}

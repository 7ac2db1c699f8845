#!/bin/sh
# Runs the test programs named and every tests/test_*.sh against the build $B,
# one more at once than there are cores, since some wait for a clock or a
# server. The last line is "N passed, N failed";
# what failed is printed above it, and behind each test how long it took (with
# all the others running).
set -u
B=${B:-build}
export B
export CMOCKA_MESSAGE_OUTPUT=STDOUT
export ASAN_OPTIONS="detect_stack_use_after_return=1:${ASAN_OPTIONS:-}"
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export logs

# Long ones first, so that no core waits for the last.
{
	ls tests/test_*.sh 2>/dev/null
	printf '%s\n' "$@"
} | awk '{ print ($0 ~ /browser|postgres|watch|pack|end_to_end|test_read$|kill|faults|variants|test_extract/) ? 0 : 1,
	$0 }' | sort -k1,1n -s | cut -d' ' -f2 >"$logs/all"

xargs -P "$(($(nproc) + 1))" -I TEST sh -c '
	name=$(basename TEST)
	began=$(date +%s)
	case TEST in
	*.sh) sh TEST ;;
	*) TEST ;;
	esac >"$logs/$name.log" 2>&1
	echo $? >"$logs/$name.status"
	echo $(($(date +%s) - began)) >"$logs/$name.seconds"
' <"$logs/all"

passed=0
failed=0
while read -r test; do
	name=$(basename "$test")
	log=$logs/$name.log
	status=$(cat "$logs/$name.status" 2>/dev/null || echo "not run")
	# cmocka counts its own; a script says "ok NAME" for each of its cases.
	good=$(grep -c -e '^\[       OK \]' -e '^ok ' "$log")
	bad=$(grep -c -e '^\[  FAILED  \] [a-z_0-9]*$' -e '^not ok ' "$log")
	if [ "$status" != 0 ] || [ "$bad" -ne 0 ] || [ "$good" -eq 0 ]; then
		[ "$bad" -eq 0 ] && bad=1
		printf 'FAILED %s (status %s)\n' "$test" "$status"
		# What failed first: a log that is cut still says it.
		grep -A 8 -e '^\[  FAILED  \] [a-z_0-9]*$' -e '^not ok ' "$log"
		cat "$log"
	else
		printf '  ok %-44s %3d %4d s\n' "$test" "$good" \
			"$(cat "$logs/$name.seconds")"
		grep -i -e 'skip' -e 'not tried' "$log"
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
done <"$logs/all"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# Runs the test programs named and every tests/test_*.sh against the build $B.
# The last line is "N passed, N failed"; what failed is printed above it.
set -u
B=${B:-build}
export B
export CMOCKA_MESSAGE_OUTPUT=STDOUT
export ASAN_OPTIONS="detect_stack_use_after_return=1:${ASAN_OPTIONS:-}"
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1"
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

for test in "$@" $(ls tests/test_*.sh 2>/dev/null); do
	case $test in
	*.sh) sh "$test" >"$log" 2>&1 ;;
	*) "$test" >"$log" 2>&1 ;;
	esac
	status=$?
	# cmocka counts its own; a script says "ok NAME" for each of its cases.
	good=$(grep -c -e '^\[       OK \]' -e '^ok ' "$log")
	bad=$(grep -c -e '^\[  FAILED  \] [a-z_0-9]*$' -e '^not ok ' "$log")
	if [ $status -ne 0 ] || [ "$bad" -ne 0 ] || [ "$good" -eq 0 ]; then
		[ "$bad" -eq 0 ] && bad=1
		printf 'FAILED %s (status %d)\n' "$test" $status
		cat "$log"
	else
		printf '  ok %-44s %3d\n' "$test" "$good"
	fi
	passed=$((passed + good))
	failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# The store on PostgreSQL: a server of this test's own (pg_virtualenv, which
# also root may run), gone when it ends. Where PostgreSQL is not installed this
# fails: packages.txt has it.
set -u
B=${B:-build}
if ! command -v pg_virtualenv >/dev/null; then
	echo "not ok postgres (pg_virtualenv is missing; make deps installs it)"
	exit 1
fi
if [ -z "${SKAPA_TEST_SERVER:-}" ]; then
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	# -t: below /tmp also for root, so that others' servers are left alone.
	# Without waiting for the disk: it is the kills of ours that are tried.
	# Another server may take the port that was free a moment ago: again then.
	started=$(mktemp)
	for try in 1 2 3; do
		SKAPA_TEST_SERVER=$started pg_virtualenv -t -o fsync=off \
			sh "$0" 2>"$log"
		status=$?
		[ -s "$started" ] && break
		echo "the server did not start (try $try)"
	done
	rm -f "$started"
	[ $status -eq 0 ] || cat "$log"
	exit $status
fi

echo started >"$SKAPA_TEST_SERVER"
failed=0
said() { # status of the test, name
	if [ "$1" -eq 0 ]; then
		echo "ok $2"
	else
		echo "not ok $2"
		failed=1
	fi
}

# Every statement is understood; SQLite's are tried when it is built.
createdb prove && "$B/prove" postgresql:///prove 2>&1
said $? statements_are_understood

# The tests of the store that is a file, each store a database. What only a
# file has, a lock or a damaged page, is skipped and said so.
for test in store filing review sessions occasions notes visits devices rooms twice accounts \
	weeding roles counted durable; do
	"$B/tests/test_$test" 2>&1
	said $? "on_a_server_$test"
done
# What only a server has; and its backups, which a folder can be made of.
for test in server life; do
	"$B/tests/postgres/test_$test" 2>&1
	said $? $test
done
exit $failed

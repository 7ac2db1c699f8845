#!/bin/sh
# What a compiler does not check: the house's layers, headers that stand alone,
# clang-tidy, cppcheck, man pages, format. Every check must run: a tool that is
# missing is a failure. The last line is "N passed, N failed".
set -u
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for tool in git gcc clang-format mandoc cppcheck clang-tidy pkg-config; do
	command -v $tool >/dev/null || {
		echo "not ok lint: $tool is missing; make deps installs it"
		exit 1
	}
done
# The programs' own sources and the tools that samples are made with.
sources=$(git ls-files '*.c' | grep -vE '^tests/([^t/]|t[^o])')

# check NAME: passed if the log that the caller wrote is empty.
check() {
	if [ -s "$log" ]; then
		echo "not ok lint: $1"
		cat "$log"
		failed=$((failed + 1))
	else
		echo "  ok lint: $1"
		passed=$((passed + 1))
	fi
}

# --- which folder may include which (docs/house.md) -------------------------
may() {
	case $1 in
	core) echo core ;;
	instrument) echo "core instrument" ;;
	draw) echo "core draw" ;;
	forms) echo "core instrument draw forms" ;;
	intake) echo "core intake" ;;
	store) echo "core store" ;;
	review) echo "core intake store review" ;;
	report) echo "core instrument draw store report" ;;
	kiosk) echo "core instrument draw intake store review report kiosk" ;;
	esac
}
for folder in core instrument draw forms intake store review report kiosk; do
	allowed=$(may $folder | tr ' ' '|')
	grep -Hn '^#include "' $folder/*.c $folder/*.h 2>/dev/null |
		grep -vE '/main(_[a-z]+)?\.c:' |
		grep -vE "#include \"($allowed)/" |
		sed 's/$/   <- this folder may not include that/'
done >"$log"
check "layers"

# --- a foreign library's header stands in one .c file, and in no .h ---------
for header in jansson.h sodium.h nettle/sha2.h cyaml/cyaml.h gettext-po.h \
	hpdf.h pango/pangoft2.h hb-subset.h qrencode.h jpeglib.h tiffio.h png.h \
	qpdf/qpdf-c.h poppler.h tesseract/capi.h zbar.h sqlite3.h libpq-fe.h zlib.h sane/sane.h seccomp.h microhttpd.h \
	allheaders.h leptonica/allheaders.h; do
	found=$(grep -lE "^#include <$header>" core/*.[ch] instrument/*.[ch] \
		draw/*.[ch] forms/*.[ch] intake/*.[ch] store/*.[ch] \
		review/*.[ch] report/*.[ch] kiosk/*.[ch] 2>/dev/null)
	echo "$found" | grep '\.h$' | sed "s|\$|: <$header> in a header|"
	n=$(echo "$found" | grep -c '\.c$')
	case $header in
	sodium.h) most=9 ;; # randomness, hashes and MACs: core, store, intake
	zlib.h) most=2 ;;   # pictures that intake writes, pages of the kiosk
	*) most=1 ;;
	esac
	[ "$n" -gt "$most" ] && echo "<$header> in $n files:" $found
done >"$log"
check "foreign headers"

# --- only main.c, core/log.c and core/program.c print or exit ----------------
grep -nE '\b(printf|puts|putchar|fprintf|vfprintf|exit|abort|perror)\(' \
	core/*.c instrument/*.c draw/*.c forms/*.c intake/*.c store/*.c \
	review/*.c report/*.c kiosk/*.c 2>/dev/null |
	grep -vE '(/main(_[a-z]+)?\.c|^core/log\.c|^core/program\.c):' |
	grep -vE '\b_exit\(' >"$log"
check "who prints"

# --- each header compiles alone ------------------------------------------------
for header in core/*.h instrument/*.h draw/*.h forms/*.h intake/*.h \
	store/*.h review/*.h report/*.h kiosk/*.h; do
	[ -f "$header" ] || continue
	printf '#include "%s"\ntypedef int not_empty;\n' "$header" |
		gcc -std=c11 -D_GNU_SOURCE -I. -Wall -Wextra -fsyntax-only \
			-x c - 2>&1
done >"$log"
check "headers alone"

# --- nothing of this kind in the repository ------------------------------------
git ls-files -z | xargs -0 grep -nIE '[0-9]{6}[-+][0-9]{4}\b' -- 2>/dev/null |
	grep -vE '^(tests/|docs/)' >"$log"
check "no personal numbers"
git ls-files '*.c' '*.h' | while read -r f; do
	n=$(wc -l <"$f")
	case $f in
	tests/test_*) most=1200 ;; # tables of cases are long
	*) most=900 ;;
	esac
	[ "$n" -gt $most ] && echo "$f has $n lines: is it one noun?"
done >"$log"
check "file length"

clang-format --dry-run -Werror $(git ls-files '*.c' '*.h') >"$log" 2>&1
check "format"

mandoc -Tlint -W warning docs/man/*.[0-9] 2>&1 |
	grep -v 'referenced manual not found' >"$log"
check "man pages"

# One configuration: that of an x86-64.
cppcheck --quiet --std=c11 -D_GNU_SOURCE -D__x86_64__ -I. --inline-suppr \
	--enable=warning,performance,portability --error-exitcode=0 \
	--suppressions-list=tests/cppcheck.supp -j2 $sources >"$log" 2>&1
check "cppcheck"

# max-nodes: less than a tenth of the analyser's usual effort a function, for
# time: draw/canvas.c took 18 s of processor time with the usual 225,000, 3 s
# with 30,000. It can miss what lies deeper; full runs are for by hand.
flags="-std=c11 -D_GNU_SOURCE -I. -DSKAPA_VERSION=\"\" -DSKAPA_TEMPLATES=\"\"
	$(pkg-config --cflags pangoft2 harfbuzz-subset glib-2.0 lept libqpdf \
	poppler-glib tesseract zbar libcyaml libpq)
	-Xclang -analyzer-config -Xclang max-nodes=20000"
# clang-tidy counts what it left out on stderr; the log has what it found, and
# what kept it from looking.
echo $sources | xargs -P 2 -n 6 sh -c 'flags=$1; shift
	clang-tidy --quiet "$@" -- $flags 2>/dev/null ||
		echo "error: clang-tidy gave up on one of: $*"' tidy "$flags" |
	grep -E 'warning:|error:' >"$log"
check "clang-tidy"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

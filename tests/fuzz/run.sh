#!/bin/sh
# Builds each fuzz target with libFuzzer, ASan and UBSan and runs it for
# $SECONDS_EACH seconds on its corpus, tests/fuzz/corpus/<target>. With
# SECONDS_EACH=0 the corpus is replayed once, which is what `make test` does.
# The last line is "N passed, N failed".
set -u
seconds=${SECONDS_EACH:-60}
out=build-fuzz
mkdir -p $out
passed=0
failed=0
flags="-std=c11 -D_GNU_SOURCE -I. -g -O1 -DSKAPA_VERSION=\"\"
	-DSKAPA_TEMPLATES=\"\" -fsanitize=fuzzer,address,undefined
	-fno-sanitize-recover=undefined"
cflags=$(pkg-config --cflags jansson libsodium nettle glib-2.0 lept libjpeg libtiff-4 \
	libpng libqpdf poppler-glib cairo libmicrohttpd zlib)

sources() { # what a target is linked with
	case $1 in
	fuzz_layout | fuzz_code) ls core/*.c ;;
	fuzz_codeline)
		ls core/*.c intake/codeline.c intake/library.c intake/ocr.c \
			intake/paper.c intake/reduce.c intake/room.c
		;;
	fuzz_request) ls core/*.c kiosk/form.c kiosk/target.c ;;
	fuzz_multipart) ls core/*.c kiosk/multipart.c ;;
	fuzz_http)
		ls core/*.c kiosk/http*.c kiosk/events.c kiosk/form.c \
			kiosk/gzip.c kiosk/multipart.c kiosk/target.c \
			kiosk/worker.c
		;;
	fuzz_pictogram)
		ls core/*.c instrument/pictogram.c instrument/svgtag.c \
			instrument/outline.c \
			instrument/names.c
		;;
	fuzz_decode)
		ls core/*.c intake/decode*.c intake/sandbox.c \
			intake/reduce.c intake/room.c
		;;
	*) ls core/*.c ;;
	esac
}

for target in "$@"; do
	corpus=tests/fuzz/corpus/$target
	mkdir -p "$corpus" "$out/$target-new"
	# shellcheck disable=SC2046,SC2086
	if ! clang $flags $cflags -o "$out/$target" tests/fuzz/"$target".c \
		$(sources "$target") -ljansson -lsodium -lnettle -lglib-2.0 -llept \
		-ljpeg -ltiff -lpng16 -lqpdf -lpoppler-glib -lcairo \
		-lgobject-2.0 -lgio-2.0 -lmicrohttpd -lz -lpthread -lm >"$out/log" 2>&1; then
		echo "FAILED $target does not build"
		cat "$out/log"
		failed=$((failed + 1))
		continue
	fi
	if [ "$seconds" -eq 0 ]; then
		"$out/$target" "$corpus"/* >"$out/log" 2>&1
	else
		"$out/$target" -max_total_time="$seconds" -rss_limit_mb=4096 \
			-print_final_stats=1 "$out/$target-new" "$corpus" \
			>"$out/log" 2>&1
	fi
	if [ $? -eq 0 ]; then
		echo "  ok $target $(grep -o 'number_of_executed_units: .*' \
			"$out/log")"
		passed=$((passed + 1))
	else
		echo "FAILED $target"
		tail -n 40 "$out/log"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

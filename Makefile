# SKAPA sheets.
#
#   make demo      install what is needed, build, run the main job once
#   make test      install what is needed, build, run every test (twice: plain
#                  and with AddressSanitizer and UBSan)
#
#   make deps      install the Debian packages of packages.txt, if any is missing
#   make           build/skapa and the programs, runnable in place
#   make check     the tests of this build only (SAN=1, COV=1 choose another)
#   make accuracy  read many synthetic sheets, count silent errors
#                  (PAGES=500; MARKS=folder for real ink instead of our pens;
#                  REGISTRATION=10 pages of each kind of damage and scan;
#                  VARIANTS=all also sheets of every kind and language)
#   make soak      the tests that have counts, with larger ones (each line of it
#                  can be run alone): KILLS=200, FORGED=1000000,
#                  RESCANS=100, FAULTS="every=1 cuts=10000"
#   make bench     speed and memory as ratios in one run
#   make statistics  the organisation's report and the exports by R, PSPP,
#                  LibreOffice (FHIR=folder with the npm package fhir)
#   make lint      layers, headers alone, clang-tidy, cppcheck, man pages
#   make fmt       clang-format all C files; fmt-check only looks
#   make fuzz      fuzz targets, SECONDS=60 each
#   make coverage  line coverage by gcovr
#   make samples   make samples/ anew
#   make pages     every page in every language, small: build/pages.png;
#                  the papers of a group: build/pack.png
#   make pictograms  look at every picture: build/pictograms.pdf and .png
#   make install   DESTDIR, PREFIX=/usr/local; make uninstall takes it away
#   make install-kiosk  the server's and the screen's units too (docs/kiosk.md);
#                  KIOSK_URL=https://kiosk.local
#   make clean
#
# V=1 shows the commands. CFLAGS and LDFLAGS come on top of the project's own.

PREFIX ?= /usr/local
VERSION := 0.1.0
CC ?= gcc
CFLAGS ?= -O2 -g
ifdef SAN
B ?= build-san
VARIANT := -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
else ifdef COV
B ?= build-cov
VARIANT := --coverage -O0
else
B ?= build
VARIANT := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
V ?= 0
ifeq ($(V),1)
say :=
else
say = @printf '  %-5s %s\n' $(1) $@;
endif

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wformat=2 -Wvla \
	-Wundef -Wdouble-promotion
# A warning stops only the build that nobody looks at.
ifdef CI
warnings += -Werror
endif
modules := jansson libsodium nettle pangoft2 harfbuzz harfbuzz-subset \
	glib-2.0 fontconfig freetype2 libqrencode libcyaml lept libjpeg \
	libtiff-4 libpng libqpdf poppler-glib cairo pangocairo tesseract zbar \
	sqlite3 libpq libmicrohttpd
# Asked once, and only where something is built (packages may be missing).
pkg_cflags = $(eval pkg_cflags := $$(shell pkg-config --cflags $(modules)))$(pkg_cflags)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -I. $(warnings) -fstack-protector-strong \
	-fPIE $(VARIANT) -DSKAPA_VERSION='"$(VERSION)"' \
	-DSKAPA_TEMPLATES='"$(PREFIX)/share/skapa/templates"' \
	$(patsubst -I%,-isystem %,$(pkg_cflags)) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(VARIANT) $(LDFLAGS)

# Folders in the order of the links: a folder may use those behind it.
folders := kiosk report forms review store intake draw instrument core
programs := $(patsubst %/main.c,%,$(wildcard $(folders:%=%/main.c)))

lib_core := -ljansson -lsodium -lnettle -lm
lib_instrument := -lcyaml -lyaml -lgettextpo -lglib-2.0
lib_draw := -lhpdf -lpangoft2-1.0 -lpango-1.0 -lgobject-2.0 -lglib-2.0 \
	-lharfbuzz-subset -lharfbuzz -lfontconfig -lfreetype -lqrencode
lib_intake := -ljpeg -ltiff -lpng16 -lqpdf -lpoppler-glib -lcairo \
	-lgobject-2.0 -lgio-2.0 -lglib-2.0 -lzbar -lz
lib_store := -lsqlite3 -lpq
lib_kiosk := -lmicrohttpd
# What each program joins (design: a main may include whatever it joins).
join_forms := forms store intake draw instrument core
join_intake := review store intake core
join_store := instrument store core
join_report := report store intake draw instrument core
join_kiosk := kiosk report review store intake draw instrument core

archive = $(1:%=$(B)/lib%.a)
# A program is its main.c and main_*.c; the rest is the folder's archive.
mains = $(wildcard $(1)/main.c $(1)/main_*.c)
sources = $(filter-out $(call mains,$(1)),$(wildcard $(1)/*.c))

all: $(B)/skapa $(programs:%=$(B)/skapa-%) $(B)/statements.ok $(B)/web/fonts.css

define folder_rule
$(B)/lib$(1).a: $(patsubst %.c,$(B)/%.o,$(call sources,$(1)))
	$$(call say,AR) rm -f $$@ && $$(AR) rcs $$@ $$^
endef
$(foreach f,$(folders),$(eval $(call folder_rule,$(f))))

define program_rule
$(B)/skapa-$(1): $(patsubst %.c,$(B)/%.o,$(call mains,$(1))) \
		$(call archive,$(join_$(1)))
	$$(call say,LD) $$(CC) -o $$@ $$(ALL_LDFLAGS) $$^ \
		$$(foreach f,$$(join_$(1)),$$(lib_$$(f)))
endef
$(foreach p,$(programs),$(eval $(call program_rule,$(p))))

$(B)/skapa: $(B)/core/dispatch/main.o $(B)/libcore.a
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(lib_core)

# A statement that SQLite does not understand stops the build.
$(B)/prove: $(B)/store/prove/main.o $(B)/libstore.a $(B)/libcore.a
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(lib_store) $(lib_core)

$(B)/statements.ok: $(B)/prove
	$(call say,SQL) rm -f $(B)/prove.sqlite && \
		$(B)/prove $(B)/prove.sqlite && \
		rm -f $(B)/prove.sqlite && touch $@

# The reader's loops over pixels take a seventh less time with it; whoever gives
# CFLAGS decides alone.
ifeq ($(origin CFLAGS)$(SAN)$(COV),file)
$(B)/intake/%.o: CFLAGS += -O3
endif

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC) $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The pages' fonts, cut from Debian's to the scripts of the wording.
$(B)/web/fonts.css: kiosk/fonts.py $(wildcard templates/wording/*.po)
	$(call say,FONTS) /usr/bin/python3 kiosk/fonts.py templates/wording \
		$(B)/web

# --- tests ----------------------------------------------------------------

tests := $(patsubst tests/%.c,%,$(wildcard tests/test_*.c))
test_help := $(patsubst %.c,$(B)/%.o,$(filter-out tests/test_%,\
	$(wildcard tests/*.c)))
tools := $(patsubst tests/tools/%.c,%,$(shell grep -ls '^main.' \
	tests/tools/*.c 2>/dev/null))
tool_help := $(patsubst %.c,$(B)/%.o,$(filter-out \
	$(tools:%=tests/tools/%.c),$(wildcard tests/tools/*.c)))
every_lib := $(foreach f,$(folders),$(lib_$(f)))
# The tools and tests/decode_input.c write pictures by other means than ours.
lib_tools := -llept -ljpeg -ltiff -lpng16 -ljansson -lm

$(B)/tests/libtools.a: $(tool_help)
	$(call say,AR) rm -f $@ && $(AR) rcs $@ $^

$(B)/tests/test_%: $(B)/tests/test_%.o $(test_help) $(B)/tests/libtools.a \
		$(call archive,$(folders))
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(every_lib) -llept \
		-lpangocairo-1.0 -lcmocka

# What needs a server: tests/test_postgres.sh starts one and runs them.
server_tests = $(B)/tests/postgres/test_server $(B)/tests/postgres/test_life
$(server_tests): %: %.o $(B)/tests/postgres/proxy.o $(test_help) \
		$(B)/tests/libtools.a $(call archive,$(folders))
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(every_lib) -llept \
		-lcmocka

$(B)/tests/tools/%: $(B)/tests/tools/%.o $(tool_help) $(B)/libcore.a
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(lib_tools)

$(B)/tests/bench/%: $(B)/tests/bench/%.o $(test_help) $(B)/tests/libtools.a \
		$(call archive,$(folders))
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(every_lib) -llept \
		-lcmocka

# Refuses memory to our own code.
$(B)/tests/test_alloc: LDFLAGS += $(foreach f,malloc calloc realloc \
	reallocarray strdup strndup,-Wl,--wrap=$(f))

# Faults in the calls that write files (tests/fault/shim.h): faults has them in
# it, faults.so brings them into any program.
$(B)/tests/fault/faults: $(patsubst %.c,$(B)/%.o,$(wildcard tests/fault/*.c)) \
		$(test_help) $(B)/tests/libtools.a $(call archive,$(folders))
	$(call say,LD) $(CC) -o $@ $(ALL_LDFLAGS) $^ $(every_lib) -llept \
		-lpangocairo-1.0 -lcmocka
$(B)/tests/fault/faults.so: tests/fault/shim.c tests/fault/shim.h
	@mkdir -p $(@D)
	$(call say,CC) $(CC) -std=c11 -D_GNU_SOURCE -I. $(warnings) -O2 -fPIC \
		-DFAULTS_PRELOADED -shared -o $@ $<

.PRECIOUS: $(B)/%.o
.SECONDARY:

programs_for_tests: all $(tests:%=$(B)/tests/%) \
	$(tools:%=$(B)/tests/tools/%) $(B)/tests/fault/faults \
	$(B)/tests/fault/faults.so $(server_tests)

check: programs_for_tests
	@B=$(B) sh tests/run.sh $(tests:%=$(B)/tests/%)

test: deps
	@$(MAKE) --no-print-directory -j2 programs_for_tests
	@$(MAKE) --no-print-directory -j2 SAN=1 programs_for_tests
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory SAN=1 check
	@$(MAKE) --no-print-directory fuzz SECONDS=0
	@$(MAKE) --no-print-directory lint

deps:
	@sh tests/deps.sh

demo:
	@sh tests/deps.sh demo
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) sh tests/demo.sh

# --- the other targets -------------------------------------------------------

# The tests that have counts, with larger ones.
KILLS ?= 200
FORGED ?= 1000000
RESCANS ?= 100
FAULTS ?= every=1 cuts=10000
CHAIN_DAMAGES ?= 10000
ROOMS ?= 500
soak: programs_for_tests
	@B=$(B) KILLS=$(KILLS) sh tests/test_kill.sh
	@B=$(B) KILLS=$(KILLS) sh tests/test_kill_assign.sh
	@FORGED=$(FORGED) $(B)/tests/test_pagecode
	@B=$(B) RESCANS=$(RESCANS) SHEET_PAGES=1-4 sh tests/test_rescan.sh
	@B=$(B) FAULTS="$(FAULTS)" READS=60 sh tests/test_faults.sh
	@ALLOC_EVERY=1 $(B)/tests/test_alloc
	@CHAIN_DAMAGES=$(CHAIN_DAMAGES) $(B)/tests/test_chain
	@B=$(B) ROOMS=$(ROOMS) $(B)/tests/test_room_live
	@B=$(B) LONG=1 BROWSER=visit sh tests/test_browser.sh

REGISTRATION ?= 10
accuracy: programs_for_tests
	@B=$(B) sh tests/accuracy.sh
	@B=$(B) PAGES=$(REGISTRATION) sh tests/registration.sh
	@[ "$(VARIANTS)" != all ] || \
		B=$(B) VARIANTS=all SHOW=1 sh tests/test_variants.sh

bench: all $(tools:%=$(B)/tests/tools/%) \
	$(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(wildcard tests/bench/*.c))
	@B=$(B) sh tests/bench/run.sh
	@B=$(B) sh tests/bench/print.sh
	@B=$(B) sh tests/bench/store.sh
	@B=$(B) sh tests/bench/person.sh
	@B=$(B) sh tests/bench/group.sh
	@B=$(B) sh tests/bench/kiosk.sh

statistics: all $(B)/tests/bench/beside
	@B=$(B) sh tests/statistics.sh

samples: all $(tools:%=$(B)/tests/tools/%)
	@B=$(B) sh samples/make.sh

# The test of the set leaves its contact sheet where it is told to.
pages: all
	@B=$(B) sh tests/pages.sh $(B)/pages.png $(B)/pack.png

pictograms: $(B)/tests/test_pictogram_set
	@$< $(B)/pictograms
	@echo "$(B)/pictograms.pdf $(B)/pictograms.png"

c_files = $(shell git ls-files '*.c' '*.h')
lint:
	@B=$(B) sh tests/lint.sh

fmt:
	@clang-format -i $(c_files)
fmt-check:
	@clang-format --dry-run -Werror $(c_files)

fuzz_targets := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
SECONDS ?= 60
fuzz:
	@SECONDS_EACH=$(SECONDS) sh tests/fuzz/run.sh $(fuzz_targets)

coverage: deps
	@$(MAKE) --no-print-directory COV=1 check
	@gcovr --root . --object-directory build-cov --exclude 'tests/' \
		--print-summary

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(B)/skapa $(programs:%=$(B)/skapa-%) \
		$(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 $(wildcard docs/man/*.1) \
		$(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(wildcard docs/man/*.5) \
		$(DESTDIR)$(PREFIX)/share/man/man5
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 docs/completions/skapa \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	find templates -type f -exec install -D -m 644 {} \
		$(DESTDIR)$(PREFIX)/share/skapa/{} \;
	install -d $(DESTDIR)$(PREFIX)/share/skapa/web
	install -m 644 $(wildcard kiosk/web/*) $(B)/web/* \
		$(DESTDIR)$(PREFIX)/share/skapa/web

# A machine that serves, or that is a screen, or both (docs/kiosk.md). KIOSK_URL
# is what the screen's browser may open.
KIOSK_URL ?= https://kiosk.local
ETC ?= /etc
UNITS ?= /etc/systemd/system
filled = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@URL@|$(KIOSK_URL)|g'
install-kiosk: install
	install -d $(DESTDIR)$(UNITS) $(DESTDIR)$(PREFIX)/lib/skapa \
		$(DESTDIR)$(ETC)/chromium/policies/managed \
		$(DESTDIR)$(ETC)/sysusers.d $(DESTDIR)$(ETC)/sysctl.d \
		$(DESTDIR)$(ETC)/systemd/logind.conf.d
	install -d -m 700 $(DESTDIR)$(ETC)/skapa
	for unit in skapa-kiosk.socket skapa-kiosk.service \
			skapa-screen.service; do \
		$(filled) kiosk/system/$$unit >$(DESTDIR)$(UNITS)/$$unit || \
			exit 1; \
	done
	$(filled) kiosk/system/skapa-screen \
		>$(DESTDIR)$(PREFIX)/lib/skapa/skapa-screen
	chmod 755 $(DESTDIR)$(PREFIX)/lib/skapa/skapa-screen
	$(filled) kiosk/system/chromium.json \
		>$(DESTDIR)$(ETC)/chromium/policies/managed/skapa.json
	install -m 644 kiosk/system/sysusers.conf \
		$(DESTDIR)$(ETC)/sysusers.d/skapa.conf
	install -m 644 kiosk/system/sysctl.conf \
		$(DESTDIR)$(ETC)/sysctl.d/60-skapa.conf
	install -m 644 kiosk/system/logind.conf \
		$(DESTDIR)$(ETC)/systemd/logind.conf.d/skapa.conf

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/skapa \
		$(programs:%=$(DESTDIR)$(PREFIX)/bin/skapa-%) \
		$(patsubst docs/man/%,$(DESTDIR)$(PREFIX)/share/man/man1/%,\
		$(wildcard docs/man/*.1)) \
		$(patsubst docs/man/%,$(DESTDIR)$(PREFIX)/share/man/man5/%,\
		$(wildcard docs/man/*.5)) \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/skapa
	rm -rf $(DESTDIR)$(PREFIX)/share/skapa

clean:
	rm -rf build build-san build-cov build-fuzz demo

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: soak all check test deps demo accuracy bench statistics samples pages pictograms lint fmt \
	fmt-check fuzz coverage install install-kiosk uninstall clean programs_for_tests

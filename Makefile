# Hearback.  `make run` and `make check` are all that a bare Debian 12 needs.
#
#   make                 programs, in build/bin/
#   make run             install what is missing, build, run with the practice carrier
#   make check           install what is missing, build, run every test (debug and asan), suites side
#                        by side; BUILD=asan or BUILD=tsan: units and suites on that variant alone
#   make unit ROOM=wire  the unit tests of one room and of no other; ROOM=work/txn of a room in a room;
#                        STORE=postgresql runs them beside a PostgreSQL of their own
#   make deb             the Debian 12 package, build/deb/hearback_*.deb; deb-check installs and purges it
#   make crash           the crash suites, 200 kills (KILLS=N other many; SOAK=N all N times as long)
#   make fuzz            every target for a minute (FUZZ_SECONDS=3600 the long night; TARGETS="head json")
#   make seeds           each mechanism taken out of a copy: its test must miss it (SEEDS="stop claim")
#   make lint figures bench model cov browser install clean
#
# Variants: BUILD=debug (default) asan tsan cov fuzz release, each in a folder of its own.
BUILD ?= debug
OUT ?= $(if $(filter debug,$(BUILD)),build,build/$(BUILD))
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
CXX := $(if $(findstring clang,$(CC)),$(subst clang,clang++,$(CC)),g++)
prefix ?= /usr
DESTDIR ?=

# V=1 shows the commands
Q := $(if $(V),,@)
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
.DELETE_ON_ERROR:
.SECONDARY:

VARIANT_debug   := -O1 -g
VARIANT_release := -O2 -g -DNDEBUG -D_FORTIFY_SOURCE=2
VARIANT_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
VARIANT_tsan    := -O1 -g -fsanitize=thread
VARIANT_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
VARIANT_cov     := -O0 -g --coverage -fprofile-update=atomic
WARN   := -Wall -Wextra -Wshadow -Wconversion -Werror
HARDEN := -fstack-protector-strong -fPIE
PKGS   := libevent libevent_pthreads libcurl sqlite3 libpq icu-i18n icu-uc libcyaml yaml-0.1 jansson libxml-2.0 libcrypto libsodium libsystemd libical
ifneq ($(MAKECMDGOALS),deps)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I\//-isystem \//g')
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
endif
CPPFLAGS += -I. -Igateway -D_GNU_SOURCE $(PKG_CFLAGS)
COMMON   := $(VARIANT_$(BUILD)) $(WARN) $(HARDEN) -MMD -MP
CFLAGS_  := -std=c17 -Wstrict-prototypes -Wmissing-prototypes -Wvla $(COMMON) $(CFLAGS)
CXXFLAGS_ := -std=c++17 $(COMMON) $(CXXFLAGS)
LDFLAGS_ := $(filter -fsanitize% --coverage,$(VARIANT_$(BUILD))) -pie -Wl,-z,relro,-z,now $(LDFLAGS)
# Variants that are built to be tested.  A test's own code need not be fast: compiling it takes a
# quarter of the time.  272 programs are linked by a linker that takes a third (gold is in binutils).
ifneq ($(filter debug asan tsan,$(BUILD)),)
$(OUT)/obj/tests/unit/%.o: CFLAGS_ += -O0
LDFLAGS_ += $(addprefix -fuse-ld=,$(firstword $(foreach ld,mold gold,$(if $(shell command -v ld.$(ld)),$(ld)))))
endif
# CLD2's full tables must win over the small ones: design/architecture.md, traps.
LIBS := -lphonenumber -lprotobuf -Wl,--no-as-needed -lcld2_full -Wl,--as-needed -lcld2 \
	-lgettextpo -lcsv -lcctz $(PKG_LIBS) -lstdc++ -lm -lpthread

# ---- rooms: FLOORS gives the order; an archive a room -------------------------
ROOMS := $(shell sed -n 's/^\([a-z0-9/]*\):.*/\1/p' gateway/FLOORS)
family = $(firstword $(subst /, ,$(1)))
named  = $(shell sed -n 's|^$(1):||p' gateway/FLOORS)
$(foreach room,$(ROOMS),$(eval NAMED_$(room) := $(call named,$(room))))
# from outside a family its name means all its rooms, inside it only the one
wide   = $(foreach name,$(NAMED_$(1)),$(name) $(if $(filter $(call family,$(1)),$(call family,$(name))),,$(name)/%))
sees   = $(filter $(call wide,$(1)),$(ROOMS))
folder = $(if $(filter adapters adapters/%,$(1)),$(1),$(if $(filter carrier,$(1)),adapters/carrier,gateway/$(1)))
sources = $(wildcard $(call folder,$(1))/*.c $(call folder,$(1))/*.cc)
# main files are programs, not rooms
MAINS := adapters/carrier/main.c gateway/daemon/main.c gateway/cli/ctl.c
objects = $(patsubst %,$(OUT)/obj/%.o,$(basename $(filter-out $(MAINS),$(call sources,$(1))))) \
	$(if $(filter store/db,$(1)),$(OUT)/obj/gen/migrations.o)
archive = $(OUT)/lib/$(subst /,_,$(1)).a
$(foreach room,$(ROOMS),$(eval SEES_$(room) := $(call sees,$(room))))
# highest first: the linker wants users before used
reversed = $(if $(1),$(call reversed,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
# the rooms named, what they see, and what those see
closure = $(call reversed,$(filter $(1) $(foreach room,$(1),$(SEES_$(room)) $(foreach seen,$(SEES_$(room)),$(SEES_$(seen)))),$(ROOMS)))
archives = $(foreach room,$(call closure,$(1)),$(call archive,$(room)))
# a room with the rooms inside it
whole = $(filter $(1) $(1)/%,$(ROOMS))

PROGRAMS := $(addprefix $(OUT)/bin/,hearbackd hearbackctl hearback-carrier)
.PHONY: all
# gateway/man/README.md
MAN := $(patsubst gateway/man/%.scd,$(OUT)/man/%,$(wildcard gateway/man/*.scd))
all: $(PROGRAMS) $(MAN)

$(OUT)/man/%: gateway/man/%.scd gateway/man/make config/hearback.yaml gateway/version.h
	@mkdir -p $(@D)
	@gateway/man/make $< >$@

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_) -c $< -o $@
$(OUT)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS_) -c $< -o $@

# The schema travels inside the program.
$(OUT)/gen/migrations.c: gateway/store/migrations/embed $(wildcard gateway/store/migrations/*.sql)
	@mkdir -p $(@D)
	@$^ >$@
$(OUT)/obj/gen/migrations.o: $(OUT)/gen/migrations.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_) -c $< -o $@
# carried along by .incbin, which -MMD does not see
$(OUT)/obj/gateway/api/ops/openapi.o: gateway/api/openapi.json
$(OUT)/obj/gateway/work/txn/rulebook_cache.o: config/rules.yaml
$(OUT)/obj/adapters/carrier/page.o: $(addprefix adapters/carrier/page.,html css js)

define ROOM_RULES
$(call archive,$(1)): $(call objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach room,$(ROOMS),$(eval $(call ROOM_RULES,$(room))))

# ---- programs -------------------------------------------------------------------
define LINK
@mkdir -p $(@D)
$(Q)$(CC) $(LDFLAGS_) $^ $(LIBS) -o $@
endef
$(OUT)/bin/hearbackd: $(OUT)/obj/gateway/daemon/main.o $(call archives,daemon)
	$(LINK)
$(OUT)/bin/hearbackctl: $(OUT)/obj/gateway/cli/ctl.o $(call archives,cli)
	$(LINK)
$(OUT)/bin/hearback-carrier: $(OUT)/obj/adapters/carrier/main.o $(call archives,carrier)
	$(LINK)

# ---- unit tests: a program a file, linked with its room and those below --------
UNIT_SOURCES := $(wildcard tests/unit/*/*.c tests/unit/*/*/*.c)
UNIT_PROGRAMS := $(patsubst tests/%.c,$(OUT)/tests/%,$(UNIT_SOURCES))
TEST_LIB := $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard tests/lib/*.c))

# $(1) the folder below tests/unit, $(2) the rooms it tests: tests/unit/work has all of
# work's rooms, tests/unit/work/txn that one alone
define UNIT_RULES
$(OUT)/tests/unit/$(1)/%: $(OUT)/obj/tests/unit/$(1)/%.o $(TEST_LIB) $(call archives,$(2))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS_) $$^ $$(LIBS) -lcmocka -lssl -o $$@
endef
$(foreach room,$(sort $(ROOMS) $(foreach room,$(ROOMS),$(call family,$(room)))),\
	$(if $(wildcard tests/unit/$(room)/*.c),$(eval $(call UNIT_RULES,$(room),$(call whole,$(room))))))

# tests/bench: what is measured below the API links work and everything under it
$(OUT)/tests/bench/%: $(OUT)/obj/tests/bench/%.o $(call archives,$(call whole,work))
	$(LINK)

.PHONY: unit unit-build
ROOM ?= *
unit-build: $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/unit/$(ROOM)/*.c tests/unit/$(ROOM)/*/*.c))
unit: unit-build
	@$(if $(filter postgresql,$(STORE)),tests/lib/postgresql) tests/lib/run-units $(sort $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/unit/$(ROOM)/*.c tests/unit/$(ROOM)/*/*.c)))

# ---- fuzzing: a program a target, libFuzzer in it (make fuzz) --------------------
.PHONY: fuzz-build
fuzz-build: $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/*.c))
# what a target needs of rooms that are too large to be built once more for one file of theirs
$(OUT)/fuzz/table: $(OUT)/obj/gateway/api/import/csv_table.o
$(OUT)/fuzz/twiml: $(OUT)/obj/adapters/carrier/document.o
$(OUT)/fuzz/session: $(OUT)/obj/gateway/api/http/session.o $(call archives,store/people)
$(OUT)/fuzz/cell: $(call archives,store/seal)
$(OUT)/fuzz/event: $(OUT)/obj/gateway/work/inbound/inbound_clean.o $(call archives,store/db)
$(OUT)/fuzz/audit: $(call archives,store/log)
$(OUT)/fuzz/kept: $(OUT)/obj/gateway/store/jobs/mark_file.o $(call archives,store/db)
$(OUT)/fuzz/answer: $(call archives,cli)
$(OUT)/fuzz/roster: $(addprefix $(OUT)/obj/gateway/api/,$(addprefix import/,csv_table.o import.o import_home.o import_told.o) \
	$(addprefix json/,family_fields.o json_core.o)) $(OUT)/obj/gateway/work/txn/provider_clock.o $(call archives,store/promises)
$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(call archives,settings wire adapters adapters/twilio adapters/telnyx $(call whole,domain))
	@mkdir -p $(@D)
	$(Q)$(CXX) $(LDFLAGS_) -fsanitize=fuzzer $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS) -o $@

# ---- measuring: the load generator and the filler of ledgers (make bench) ---------
.PHONY: bench-build
bench-build: all $(OUT)/bench/load $(OUT)/bench/provider $(OUT)/bench/ledger $(OUT)/tests/bench/steps
$(OUT)/bench/load: $(OUT)/obj/tests/bench/load.o $(OUT)/obj/tests/bench/requests.o $(call archives,base)
	$(LINK)
$(OUT)/bench/provider: $(OUT)/obj/tests/bench/provider.o $(call archives,base)
	$(LINK)
$(OUT)/bench/ledger: $(OUT)/obj/tests/bench/ledger.o $(call archives,$(call whole,work))
	$(LINK)

# ---- what people call ----------------------------------------------------------
.PHONY: deps run check lint figures bench fuzz seeds crash model cov browser install deb deb-check clean
deps:
	@tests/lib/deps build run test
run:
	@tests/lib/deps build run
	@$(MAKE) --no-print-directory all
	@tests/lib/practice $(OUT)
check:
	@tests/lib/deps build run test
	@tests/lib/check $(if $(filter file,$(origin BUILD)),,$(BUILD))
lint:
	@tests/lib/deps build run test
	@tests/lint/run
# The house in figures: rooms, circles, ways, names, asserts, tests : code.
figures: all
	@python3 tests/lint/figures.py $(OUT)
fuzz:
	@tests/lib/deps build test
	@tests/fuzz/run
SEEDS ?=
seeds:
	@tests/lib/deps build run test
	@$(MAKE) --no-print-directory all
	@tests/seeds/run $(OUT) $(SEEDS)
crash:
	@tests/lib/deps build run test
	@$(MAKE) --no-print-directory all
	@tests/lib/check crash $(BUILD)
# BENCH=build/x measures the release programs there instead.
BENCH ?= build/release
bench:
	@tests/lib/deps build run test bench
	@$(MAKE) --no-print-directory BUILD=release OUT=$(BENCH) bench-build
	@tests/bench/run $(BENCH)
browser:
	@tests/lib/deps build run test browser
	@$(MAKE) --no-print-directory all
	@tests/browser/run $(OUT)
model:
	@tests/lib/deps test
	@tests/model/run.sh
cov:
	@tests/lib/deps build run test
	@tests/lib/cov
# The programs as `make BUILD=release` left them in build/release.
install:
	@$(MAKE) --no-print-directory BUILD=release OUT=build/release all
	@systemd/install build/release "$(DESTDIR)" "$(prefix)"
deb:
	@tests/lib/deps build run deb
	@debian/build
# On this machine, which must not have a Hearback: nothing less shows what dpkg and the scripts do.
deb-check: deb
	@tests/lib/deps test
	@tests/deb/run build/deb
clean:
	rm -rf build

-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)

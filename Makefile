# Everything is made below build/<variant>/. A variant's name says how it is compiled: `plain`, or words
# joined by `-`: sanitizers (address, undefined), a compiler (gcc, clang), `strict` (warnings are errors),
# `slow` (the run time without its fast paths), `fuzzer` (says what it executes: for libFuzzer, with clang).
#
#     SAN=address,undefined   work on the variant build/address-undefined
#     V=1                     show the commands
#     K=name                  only the Python tests whose names contain it
#     FUZZ_SEED=1 FUZZ_COUNT=10000000     what make fuzz begins with, and how many doubles it tries
#     FUZZ_SECONDS=60         how long make fuzz tries schemas, and then JSON
#     CC, CFLAGS, LDFLAGS     as usual; what is required is added to them

.DELETE_ON_ERROR:
.SECONDARY:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules -j$(shell nproc 2>/dev/null || echo 2)    # make -jN asks for another number
.DEFAULT_GOAL := all

comma := ,
VARIANT := $(or $(subst $(comma),-,$(SAN)),plain)
B := build/$(VARIANT)

PYTHON ?= python3
LDLIBS += -lm
DATA ?= ../shared/data
FUZZ_SEED ?= $(shell date +%s)
FUZZ_COUNT ?= 10000000
FUZZ_SECONDS ?= 60
export PYTHON CC
export PYTHONDONTWRITEBYTECODE := 1

CFLAGS ?= -O2 -g
override CFLAGS += -std=c11 -Wall -Wextra -Wshadow
override CXXFLAGS += -std=c++17 -Wall -Wextra
override CPPFLAGS += -D_POSIX_C_SOURCE=200809L

say = $(if $(V),,@printf '  %-8s %s\n' '$1' '$@';)
quiet = $(if $(V),,@)

# --- What is made from what -----------------------------------------------------------------------------

GEN := $(sort $(wildcard gen/*.c) $(filter-out gen/tools/% gen/docs/%,$(wildcard gen/*/*.c)))
EMBEDDED := $(sort $(wildcard templates/*.tmpl templates/runtime/*.h templates/python/*.py)) gen/types/scalars.def
UNIT := $(sort $(filter-out tests/unit/mustache_cli.c,$(wildcard tests/unit/*.c)))
RUNTIME := $(sort $(wildcard tests/runtime/*.c))
HEADERS := $(sort $(notdir $(wildcard templates/runtime/*.h)))
SCHEMAS := $(sort $(wildcard schemas/*.yaml))
TEST_SCHEMAS := $(sort $(wildcard tests/schemas/*.yaml))
MODULES := $(notdir $(basename $(SCHEMAS) $(TEST_SCHEMAS)))    # a schema is named after its module
TIDY := $(sort $(wildcard gen/*.[ch] gen/*/*.[ch] templates/runtime/*.h tests/unit/*.[ch] tests/runtime/*.[ch] tests/fuzz/*.[ch]))

# Tests of the command itself: they need no compiled module, so they run once, not once per interpreter.
COMMAND_TESTS := $(notdir $(wildcard $(addprefix tests/python/,test_command.py test_diffs.py test_mustache_spec.py test_size.py)))

# --- What the machine offers: found, or installed where the goal says so, before anything is built --------

INSTALLING := deps deps-check demo test check
NEED_CHECK := deps-check check lint headers strict pinned
NEED_COMPILER := all gen docs fresh build/%/slotgen
NEED_NOTHING := help clean format powers
goals := $(or $(MAKECMDGOALS),all)
need := build $(if $(filter-out $(NEED_COMPILER),$(goals)),test) $(if $(filter $(NEED_CHECK),$(goals)),check)

ifneq ($(filter-out $(NEED_NOTHING),$(goals)),)
include build/deps.mk
endif

build/deps.mk: FORCE
	@sh tests/tools/deps.sh $(if $(filter $(INSTALLING),$(goals)),--install) --output $@ $(need)

.PHONY: FORCE

# --- Variants: what the words of a target's second folder mean -------------------------------------------

space := $(subst ,, )
words_of = $(subst -, ,$(word 2,$(subst /, ,$@)))
sanitizers = $(filter address undefined leak thread,$(words_of))
compiler = $(or $(filter gcc clang,$(words_of)),$(CC))
compiler++ = $(if $(filter clang,$(words_of)),clang++,$(if $(filter gcc,$(words_of)),g++,$(CXX)))
sanitize = $(if $(sanitizers),-fsanitize=$(subst $(space),$(comma),$(strip $(sanitizers))) \
    -fno-sanitize-recover=all -fno-omit-frame-pointer) $(if $(fuzzer),-fsanitize=fuzzer-no-link)
fuzzer = $(filter fuzzer,$(words_of))
strict = $(if $(filter strict,$(words_of)),-g0 -Werror -Wundef -Wstrict-prototypes -Wpointer-arith)
slow = $(if $(filter slow,$(words_of)),-DSG_FAST_PATHS=0)
strict++ = $(filter-out -Wstrict-prototypes,$(strict))

# build/plain/gen/base/str is behind the variant gen/base/str; the variant of plain/gen/... is plain.
variant = $(firstword $(subst /, ,$1))
behind = $(patsubst $(call variant,$1)/%,%,$1)
objects = $(patsubst %.c,build/$1/%.o,$2)

# build/<variant>/py3.12/...: made for that interpreter.
python_version = $(patsubst py%,%,$(filter py3.%,$(subst /, ,$@)))
python_cflags = $(PYTHON_CFLAGS_$(python_version))
# Only the PATH's Python gets modules as a user would compile them; those for tests alone compile faster.
hasty = $(if $(sanitizers)$(slow),-O1,$(if $(filter $(PYTHON_VERSION),$(python_version)),,-O1 -g0))

flags = $(if $(filter tests/runtime/% tests/fuzz/%,$<),-I templates/runtime -I gen $(PYTHON_CFLAGS_$(PYTHON_VERSION)),-I gen) \
    $(if $(filter tests/%,$<),$(CRITERION_CFLAGS)) $(YAML_CFLAGS) $(CRYPTO_CFLAGS)

# --- The generator ---------------------------------------------------------------------------------------

build/%.o: $$(call behind,$$*).c
	@mkdir -p $(@D)
	$(call say,CC)$(compiler) $(CPPFLAGS) $(slow) $(CFLAGS) $(strict) $(sanitize) $(flags) -MMD -MP -c $< -o $@

build/%/embed: gen/tools/embed.c
	@mkdir -p $(@D)
	$(call say,CC)$(compiler) $(CPPFLAGS) $(CFLAGS) $(strict) $(sanitize) $(LDFLAGS) $< -o $@

# The folders are prerequisites so that a file that comes or goes is noticed.
build/%/embedded.c: build/%/embed $(EMBEDDED) templates templates/runtime templates/python
	$(call say,EMBED)$< $@ templates $(patsubst gen/%,../gen/%,$(EMBEDDED:templates/%=%))

build/%/embedded.o: build/%/embedded.c
	$(call say,CC)$(compiler) $(CPPFLAGS) $(CFLAGS) $(sanitize) -I gen -MMD -MP -c $< -o $@

link = $(compiler) $(CFLAGS) $(sanitize) $(LDFLAGS) $(filter %.o,$^) -o $@

build/%/slotgen: $$(call objects,$$*,$(GEN)) build/%/embedded.o
	$(call say,LINK)$(link) $(YAML_LIBS) $(CRYPTO_LIBS) $(LDLIBS)

build/%/unit-tests: $$(call objects,$$*,$(filter-out gen/main.c,$(GEN)) $(UNIT)) build/%/embedded.o
	$(call say,LINK)$(link) $(CRITERION_LIBS) $(YAML_LIBS) $(CRYPTO_LIBS) $(LDLIBS)

build/%/mustache_cli: $$(call objects,$$*,$(filter-out gen/main.c,$(GEN)) tests/unit/mustache_cli.c) build/%/embedded.o
	$(call say,LINK)$(link) $(YAML_LIBS) $(CRYPTO_LIBS) $(LDLIBS)

# The page on the schema language is made from the tables that the generator reads.
build/%/language: $$(call objects,$$*,$(filter-out gen/main.c,$(GEN)) gen/docs/language.c) build/%/embedded.o
	$(call say,LINK)$(link) $(YAML_LIBS) $(CRYPTO_LIBS) $(LDLIBS)

build/%/docs/schema.md: build/%/language templates/docs/schema.md.tmpl
	@mkdir -p $(@D)
	$(call say,DOCS)$< templates/docs/schema.md.tmpl >$@

# --- The run time and generated modules ------------------------------------------------------------------

build/%/runtime-tests: $$(call objects,$$*,$(RUNTIME))
	$(call say,LINK)$(link) $(CRITERION_LIBS) $(PYTHON_LIBS_$(PYTHON_VERSION)) $(LDLIBS)

# build/<variant>/py3.12/ is what a user has after generating and compiling: sources, twins, stubs, binaries.
build/%/.sources: build/$$(call variant,$$*)/slotgen $(SCHEMAS) $(TEST_SCHEMAS)
	@mkdir -p $(@D)
	$(call say,GENERATE)$< generate -o $(@D) $(SCHEMAS) $(TEST_SCHEMAS) && touch $@

build/%.c: $$(dir build/$$*).sources ;
build/%/slotgen_runtime.h: build/%/.sources ;

build/%.so: build/%.c
	$(call say,CC)$(compiler) $(CPPFLAGS) $(slow) $(CFLAGS) $(strict) $(sanitize) $(python_cflags) $(hasty) -fPIC -shared \
	    $(LDFLAGS) -MMD -MP $< -o $@

# As C and as C++, for the warnings alone.
build/%.checked: build/%.c
	$(call say,CHECK)$(compiler) $(CPPFLAGS) $(CFLAGS) $(strict) $(python_cflags) -fsyntax-only $< && \
	    $(compiler++) $(CPPFLAGS) $(CXXFLAGS) $(strict++) $(python_cflags) -fsyntax-only -x c++ $< && touch $@

# Each header compiles alone, as C and as C++; its warnings are judged where all are together, in the modules.
header = -w -I templates/runtime -I gen $(python_cflags) -fsyntax-only

build/%.alone: templates/runtime/$$(notdir $$*).h $(HEADERS:%=templates/runtime/%)
	@mkdir -p $(@D)
	$(call say,HEADER)$(compiler) $(CPPFLAGS) $(CFLAGS) $(header) -x c $< && \
	    $(compiler++) $(CPPFLAGS) $(CXXFLAGS) $(header) -x c++ $< && touch $@

-include $(shell test -d build && find build -name '*.d')

# --- Suites: each leaves its counts in build/<variant>/results/ -------------------------------------------

RECORD := tests/tools/record.py
SUMMARY := $(PYTHON) tests/tools/summary.py
where = build/$(word 2,$(subst /, ,$@))
test_environment = SLOTGEN=$(abspath $(where)/slotgen) MUSTACHE_CLI=$(abspath $(where)/mustache_cli) \
    SLOTGEN_TEST_DATA=$(abspath $(DATA))
filter_tests = $(if $(K),-k '$(K)')

build/%/results/unit: build/%/unit-tests FORCE
	$(quiet)$(test_environment) $(PYTHON) $(RECORD) $@ criterion $<

# CPython keeps objects at exit: no leak checking where it is embedded or preloaded.
build/%/results/runtime: build/%/runtime-tests FORCE
	$(quiet)$(test_environment) PYTHONHOME=$(PYTHON_HOME_$(PYTHON_VERSION)) ASAN_OPTIONS=detect_leaks=0 \
	    $(PYTHON) $(RECORD) $@ criterion $<

build/%/results/command: build/%/slotgen build/%/mustache_cli FORCE
	$(quiet)$(test_environment) $(PYTHON) $(RECORD) $@ unittest tests/python --only $(COMMAND_TESTS) $(filter_tests)

build/%/results/fresh: build/%/slotgen FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step $< generate --check -o out $(SCHEMAS)

build/%/results/docs: build/%/docs/schema.md FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step diff -u docs/schema.md $<

# build/<variant>/results/py3.12/c and .../python: the tests of generated modules against one of the two. An
# interpreter that crashed leaves no counts, which the summary knows for a failure: on to the next.
preload = $(if $(sanitizers),LD_PRELOAD=$(shell $(CC) -print-file-name=libasan.so) PYTHONMALLOC=malloc \
    ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1)
python_tests = -$(quiet)echo '== Python $(python_version), $(@F)'; $(test_environment) \
    SLOTGEN_TEST_IMPLEMENTATION=$(@F) SLOTGEN_TEST_MODULES=$(abspath $(where)/py$(python_version)) $(preload) \
    $(PYTHON_$(python_version)) -X faulthandler $(RECORD) $@ unittest tests/python $(if $(COMMAND_TESTS),--except $(COMMAND_TESTS)) $(filter_tests)
modules_of = $(foreach m,$(MODULES),build/$(subst /results/,/,$1)/$m.so)

build/%/c: $$(call modules_of,$$*) FORCE
	$(python_tests)

build/%/python: $$(call modules_of,$$*) FORCE
	$(python_tests)

# The tests that need what only a package registry has, in an environment of their own.
build/venv/.ready: tests/pinned/requirements.txt
	$(call say,VENV)rm -rf build/venv && $(PYTHON) -m venv build/venv && \
	    build/venv/bin/python -m pip install --quiet --disable-pip-version-check -r $< && touch $@

build/%/results/pinned: build/venv/.ready $$(call modules_of,$$*/results/py$(PYTHON_VERSION)) FORCE
	$(quiet)$(test_environment) SLOTGEN_TEST_MODULES=$(abspath $(where)/py$(PYTHON_VERSION)) \
	    build/venv/bin/python $(RECORD) $@ unittest tests/pinned $(filter_tests)

# --- Fuzzing: what no test thought of ---------------------------------------------------------------------

build/%/fuzz-numbers: $$(call objects,$$*,tests/fuzz/numbers.c)
	$(call say,LINK)$(link) $(PYTHON_LIBS_$(PYTHON_VERSION)) $(LDLIBS)

# What is fuzzed otherwise is a target of libFuzzer's; elsewhere its main tries the files of the corpus.
fuzz_main = $(if $(findstring fuzzer,$1),,tests/fuzz/replay.c)
fuzz_link = $(link) $(fuzzer:%=-fsanitize=%)

build/%/fuzz-schema: $$(call objects,$$*,$(filter-out gen/main.c,$(GEN)) tests/fuzz/fuzz_schema.c $$(call fuzz_main,$$*)) \
    build/%/embedded.o
	$(call say,LINK)$(fuzz_link) $(YAML_LIBS) $(CRYPTO_LIBS) $(LDLIBS)

build/%/fuzz-json: $$(call objects,$$*,tests/fuzz/fuzz_json.c $$(call fuzz_main,$$*))
	$(call say,LINK)$(fuzz_link) -rdynamic $(PYTHON_LIBS_$(PYTHON_VERSION)) $(LDLIBS)

# The modules that tests/fuzz/agree.py compares with their twins, and what an interpreter with both needs: blocks of
# their own for all objects, so that the sanitizers see their ends, and sets in the same order each time.
FUZZED := $(sort $(shell grep '^    "[A-Za-z]": ' tests/fuzz/agree.py | cut -d'"' -f4))
fuzzed = $(FUZZED:%=build/$1/py$(PYTHON_VERSION)/%.so)
embedding = PYTHONHOME=$(PYTHON_HOME_$(PYTHON_VERSION)) PYTHONMALLOC=malloc PYTHONHASHSEED=0 \
    SLOTGEN_TEST_MODULES=build/$1/py$(PYTHON_VERSION) ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=32:malloc_context_size=2

build/%/results/fuzz-schema: build/%/fuzz-schema FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step $< tests/fuzz/corpus/schema/*

build/%/results/fuzz-json: build/%/fuzz-json $$(call fuzzed,$$*) FORCE
	$(quiet)$(call embedding,$*) $(PYTHON) $(RECORD) $@ step $< tests/fuzz/corpus/json/*

# libFuzzer begins with the corpus and with what seeds.py makes, and keeps what it learns; its entropic schedule is slow
# with the millions of features of so many modules.
FUZZER := clang-address-undefined-fuzzer
has_fuzzer := $(if $(filter fuzz,$(MAKECMDGOALS)),$(shell echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
    clang -fsanitize=fuzzer,address -x c - -o /dev/null 2>/dev/null && echo yes))
fuzz_words = $(if $(has_fuzzer),$(addprefix build/$(FUZZER)/fuzz-,schema json) $(call fuzzed,$(FUZZER)))
fuzz_for = mkdir -p build/fuzz/$1/found && \
    SLOTGEN_TEST_MODULES=build/$(FUZZER)/py$(PYTHON_VERSION) $(PYTHON) tests/fuzz/seeds.py $1 build/fuzz/$1 && \
    $2 build/$(FUZZER)/fuzz-$1 -seed=$(FUZZ_SEED) -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=4096 -entropic=0 -verbosity=0 \
    -print_final_stats=1 -dict=build/fuzz/$1/words -artifact_prefix=build/fuzz/$1/ \
    build/fuzz/$1/found tests/fuzz/corpus/$1 build/fuzz/$1/seeds

# --- The bench: what other records cost, measured side by side -------------------------------------------

# build/bench/py3.12/ has the modules as a user compiles them, and venv/ with the contestants.
BENCH_SCHEMAS := $(sort $(wildcard tests/bench/schemas/*.yaml)) \
    $(addprefix schemas/,$(addsuffix .yaml,market item telemetry employee timeline))
BENCH_MODULES := $(notdir $(basename $(BENCH_SCHEMAS)))
bench_ready = $(foreach v,$(PYTHONS),build/bench/py$v/venv/left_out.json $(foreach m,$(BENCH_MODULES),build/bench/py$v/$m.so))
bench_options = $(if $(QUICK),--quick) $(if $(STRICT),--check) $(if $(BENCH),--only $(BENCH))
bench_output = $(if $(bench_part),build/bench/results.json,docs/bench/results.json)
bench_part = $(QUICK)$(BENCH)
draw_bench = $(quiet)build/bench/drawing/bin/python tests/bench/page.py docs/bench README.md

build/bench/py%/venv/left_out.json: tests/bench/requirements.txt
	$(call say,VENV)$(PYTHON_$*) tests/bench/environment.py $(@D) $<

build/bench/drawing/left_out.json: tests/bench/drawing.txt
	$(call say,VENV)$(PYTHON) tests/bench/environment.py $(@D) $<

build/bench/%/.sources: $(B)/slotgen $(BENCH_SCHEMAS)
	@mkdir -p $(@D)
	$(call say,GENERATE)$< generate -o $(@D) $(BENCH_SCHEMAS) && touch $@

build/bench/%.so: $$(dir build/bench/$$*).sources
	$(call say,CC)$(CC) -O2 -fPIC -shared $(python_cflags) $(@:.so=.c) -o $@

build/lint/results/format: FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step clang-format --dry-run --Werror $(TIDY)

build/lint/results/tidy: FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step sh tests/tools/tidy.sh '-std=c11 $(CPPFLAGS) -I gen' $(GEN)

build/lint/results/cppcheck: FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ step cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
	    --enable=warning,portability -I gen gen

build/lint/results/rules: FORCE
	$(quiet)$(PYTHON) $(RECORD) $@ unittest tests/lint $(filter_tests)

PY_RESULTS := $(foreach v,$(PYTHONS),$(B)/results/py$v/c $(B)/results/py$v/python)
TEST_RESULTS := $(addprefix $(B)/results/,unit runtime fresh docs command) $(PY_RESULTS)
LINT_RESULTS := $(addprefix build/lint/results/,format tidy cppcheck rules)
SAN_RESULTS := $(addprefix build/address-undefined/results/,unit command runtime fuzz-schema fuzz-json py$(PYTHON_VERSION)/c)
SLOW_RESULTS := $(addprefix build/slow/results/,runtime py$(PYTHON_VERSION)/c)
skipped = $(if $(PYTHONS_SKIPPED),@echo 'skipped for want of headers: $(PYTHONS_SKIPPED)')

# --- Targets for people ----------------------------------------------------------------------------------

.PHONY: all gen docs powers fresh unit runtime fuzz headers modules py pinned command demo test bench bench-page bless lint \
    format strict check deps deps-check clean help

all: $(B)/slotgen  ## build the generator: build/plain/slotgen

gen: $(B)/slotgen  ## regenerate out/ from schemas/
	$(quiet)$< generate -o out $(SCHEMAS)

docs: $(B)/docs/schema.md  ## remake docs/schema.md
	$(quiet)cp $< docs/schema.md

powers:  ## remake the table of powers of ten that the texts of floats need
	$(quiet)$(PYTHON) gen/tools/powers.py >templates/runtime/sg_powers.h

fresh: $(B)/results/fresh $(B)/results/docs  ## fail if out/ or docs/schema.md is not what the generator makes now
	@$(SUMMARY) $^

unit: $(B)/results/unit  ## C tests of gen/
	@$(SUMMARY) $^

runtime: $(B)/results/runtime  ## C tests of templates/runtime/, embedding Python
	@$(SUMMARY) $^

fuzz: $(B)/fuzz-numbers $$(fuzz_words)  ## what no test thought of: doubles, schemas, and JSON for C module and twin
	$(quiet)PYTHONHOME=$(PYTHON_HOME_$(PYTHON_VERSION)) $< $(FUZZ_SEED) $(FUZZ_COUNT)
ifneq ($(has_fuzzer),)
	$(quiet)echo 'schemas for $(FUZZ_SECONDS) seconds'; $(call fuzz_for,schema)
	$(quiet)echo 'JSON for $(FUZZ_SECONDS) seconds'; $(call fuzz_for,json,$(call embedding,$(FUZZER)))
else
	@echo 'schemas and JSON skipped: no clang with libFuzzer (-fsanitize=fuzzer) here'
endif

command: $(B)/results/command  ## tests of the slotgen command
	@$(SUMMARY) $^

modules: $(foreach v,$(PYTHONS),$(foreach m,$(MODULES),$(B)/py$v/$m.so))  ## compile the modules for every Python found
	$(skipped)

py: $(PY_RESULTS)  ## tests of the generated modules, C and twin, on every Python found
	$(skipped)
	@$(SUMMARY) $^

pinned: $(B)/results/pinned  ## type checkers, random comparison, other libraries: what needs a package registry
	@$(SUMMARY) $^

demo: $(foreach m,$(notdir $(basename $(SCHEMAS))),$(B)/py$(PYTHON_VERSION)/$m.so)  ## install what is missing, build, and show the main job [JSON=path]
	$(quiet)SLOTGEN_DEMO_MODULES=$(B)/py$(PYTHON_VERSION) $(PYTHON) tests/demo/demo.py $(JSON)

bench: $(B)/slotgen $$(bench_ready) $(if $(bench_part),,build/bench/drawing/left_out.json)  ## measure against other records and JSON libraries [QUICK=1, BENCH='words', STRICT=1]
	$(skipped)
	$(quiet)SLOTGEN=$(abspath $<) SLOTGEN_BENCH_DATA=$(abspath $(DATA)) $(PYTHON) tests/bench/run.py $(bench_options) \
	    --output $(bench_output) --partial build/bench/results.json --millions $(PYTHON_VERSION) \
	    $(foreach v,$(PYTHONS),$v=build/bench/py$v)
	$(if $(bench_part),,$(draw_bench))

bench-page: build/bench/drawing/left_out.json  ## remake docs/bench from its results.json
	$(draw_bench)

test: $(TEST_RESULTS)  ## install what is missing, build, and run every test
	$(skipped)
	@$(SUMMARY) $^

# gcc has warnings that need the optimiser; clang has none.
strict_modules = $(foreach m,$(MODULES),build/$1/py$(PYTHON_VERSION)/$m.checked \
    $(if $(filter gcc-strict,$1),build/$1/py$(PYTHON_VERSION)/$m.so))
header_checks = $(foreach h,$(basename $(HEADERS)),build/$1/py$(PYTHON_VERSION)/headers/$h.alone)

headers: $(call header_checks,gcc-strict) $(call header_checks,clang-strict)  ## each run-time header compiles alone, as C and C++

strict: headers $(foreach v,gcc-strict clang-strict,$(addprefix build/$v/,slotgen unit-tests runtime-tests) $(call strict_modules,$v))  ## compile everything with gcc and clang, as C and C++, without a warning

lint: $(LINT_RESULTS)  ## formatting, clang-tidy, cppcheck, the rules of tests/lint
	@$(SUMMARY) $^

check: strict $(LINT_RESULTS) $(TEST_RESULTS) $(B)/results/pinned $(SAN_RESULTS) $(SLOW_RESULTS)  ## test + lint + strict warnings + sanitizers + without fast paths: what CI runs
	$(skipped)
	@$(SUMMARY) $(filter-out strict,$^)

bless: $(B)/unit-tests $(B)/slotgen $(B)/mustache_cli  ## accept the dumps and messages of now as the expected ones of tests/good and tests/bad
	$(quiet)SLOTGEN_BLESS=1 $(test_environment) $< >/dev/null; git diff --stat tests

format:  ## reformat the C sources
	$(quiet)clang-format -i $(TIDY)

deps:  ## install what make demo and make test need
	@echo 'slotgen: everything that the build needs is here'

deps-check: deps  ## and what make check needs

clean:  ## remove build/
	$(quiet)rm -rf build

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' $(firstword $(MAKEFILE_LIST)) | while read -r target words; do \
	    printf '  make %-11s %s\n' "$$target" "$$words"; done
	@sed -n '/^#     [A-Z]/s/^#  //p' $(firstword $(MAKEFILE_LIST))

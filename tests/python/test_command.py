"""The slotgen command as a user meets it: files, streams, exit codes.

SLOTGEN names the program; without it this says so and skips.
"""

import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = os.environ.get("SLOTGEN")
if PROGRAM:
    PROGRAM = str(Path(PROGRAM).resolve())

MARKET = """\
slotgen: 1
module: market
records:
  Trade:
    fields:
      symbol: str
      bid: float64
"""
BAD = MARKET.replace("float64", "flaot64")
HEADER = "slotgen_runtime.h"
OUTPUTS = ["market.c", "market.py", "market.pyi", HEADER]
OLD = 1_000_000_000


@unittest.skipUnless(PROGRAM, "SLOTGEN is not set")
class CommandCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def put(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name):
        return (self.folder / name).read_bytes()

    def files(self, folder="."):
        return sorted(path.name for path in (self.folder / folder).iterdir())

    def run_slotgen(self, *arguments, cwd=None, env=None, **options):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        environment.update(env or {})
        return subprocess.run(
            [PROGRAM, *map(str, arguments)],
            cwd=cwd or self.folder,
            env=environment,
            stdout=options.pop("into", subprocess.PIPE),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            **options,
        )

    def expect(self, code, *arguments, stdout="", stderr="", **options):
        """Runs it; the streams must be these texts, or match these patterns."""
        done = self.run_slotgen(*arguments, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        for expected, actual in ((stdout, done.stdout), (stderr, done.stderr)):
            if isinstance(expected, re.Pattern):
                self.assertRegex(actual, expected)
            else:
                self.assertEqual(actual or "", expected)
        return done

    def make_old(self, name):
        os.utime(self.folder / name, (OLD, OLD))

    def is_old(self, name):
        return (self.folder / name).stat().st_mtime == OLD


class Usage(CommandCase):
    def test_version(self):
        text = "slotgen 0.1.0\noutput format 1\npython >= 3.10\n"
        self.expect(0, "--version", stdout=text)
        self.expect(0, "-V", stdout=text)

    def test_help(self):
        whole = self.expect(0, "--help", stdout=re.compile(r"\AUsage: slotgen COMMAND")).stdout
        self.assertEqual(self.expect(0, "help", stdout=re.compile("Usage")).stdout, whole)
        self.assertIn("\n  generate ", whole)
        self.assertLessEqual(max(map(len, whole.splitlines())), 80)

    def test_help_of_a_command(self):
        pattern = re.compile(r"\AUsage: slotgen generate (?s:.*)\n  -o DIR (?s:.*)\n      --check ")
        text = self.expect(0, "help", "generate", stdout=pattern).stdout
        self.expect(0, "generate", "--help", stdout=text)
        self.expect(0, "generate", "-h", "market.yaml", stdout=text)
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def refuse(self, message, *arguments, command=""):
        text = f"slotgen {command}".rstrip()
        self.expect(2, *arguments, stderr=f"{text}: {message}\nTry '{text} --help'.\n")

    def test_mistakes_are_one_line_and_where_help_is(self):
        self.refuse("no command given")
        self.refuse("unknown command 'genrate'; did you mean 'slotgen generate'?", "genrate")
        self.refuse("unknown command 'xyz'", "xyz")
        self.refuse(
            "unknown command 'order.yaml'; did you mean 'slotgen generate order.yaml'?",
            "order.yaml",
        )
        self.refuse(
            "unknown command 'genrate'; did you mean 'slotgen help generate'?", "help", "genrate"
        )
        self.refuse("unknown option '--hlep'; did you mean '--help'?", "--hlep")
        self.refuse(
            "option '--check' belongs behind a command: 'slotgen generate --check'",
            "--check",
            "a.yaml",
        )

    def test_mistakes_after_generate(self):
        def refuse(message, *arguments):
            self.refuse(message, "generate", *arguments, command="generate")

        self.put("market.yaml", MARKET)
        refuse("no schema given")
        refuse("no schema given", "--check")
        refuse("unknown option '--chek'; did you mean '--check'?", "--chek", "market.yaml")
        refuse("unknown option '-x'", "-x", "market.yaml")
        refuse("option '--check' takes no argument", "--check=1", "market.yaml")
        refuse("option '--only' needs an argument", "market.yaml", "--only")
        refuse("option '-o' needs an argument", "market.yaml", "-o")
        refuse("--only takes some of c,py,pyi, not 'so'", "--only=c,so", "market.yaml")
        refuse("--color is auto, always or never, not 'blue'", "--color=blue", "market.yaml")
        refuse("--max-errors is a number, not '-1'", "--max-errors=-1", "market.yaml")
        refuse("--dump is tree, model or plan", "--dump=text", "market.yaml")
        refuse("-o - needs --only with one kind", "-o", "-", "market.yaml")
        refuse("-o - needs --only with one kind", "-o", "-", "--only=c,py", "market.yaml")
        modes = "--check, --list-outputs, --list-inputs, --dump and -o -"
        refuse(f"choose one of {modes}", "--check", "--dump=plan", "a")
        refuse("--dep-target needs --depfile", "--dep-target=x", "market.yaml")
        refuse(
            "--depfile and --stamp are for runs that write", "--check", "--stamp=x", "market.yaml"
        )
        self.assertEqual(self.files(), ["market.yaml"])

    def test_arguments_from_a_file(self):
        self.put("market.yaml", MARKET)
        self.put("arguments", "-o\r\nout folder\n\nmarket.yaml\n")
        self.expect(0, "generate", "@arguments")
        self.assertEqual(self.files("out folder"), OUTPUTS)
        self.expect(
            2, "generate", "@nowhere", stderr=re.compile("cannot read arguments from 'nowhere'")
        )

    def test_standard_output_that_cannot_be_written(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("skipped, not here: /dev/full")
        with open("/dev/full", "w") as full:
            self.expect(
                2, "--help", into=full, stderr=re.compile("cannot write to standard output")
            )


class Writing(CommandCase):
    def test_beside_the_schema(self):
        self.put("schemas/market.yaml", MARKET)
        self.expect(0, "generate", "schemas/market.yaml")
        self.assertEqual(
            self.files("schemas"), ["market.c", "market.py", "market.pyi", "market.yaml", HEADER]
        )
        self.assertEqual(self.files(), ["schemas"])

    def test_into_a_directory_that_is_made(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml", "-o", "a/b")
        self.assertEqual(self.files("a/b"), OUTPUTS)
        for name in OUTPUTS:
            self.assertIn(b"@generated by slotgen", self.read(f"a/b/{name}").splitlines()[0])

    def test_a_dotted_module_writes_its_last_part(self):
        self.put("market.yaml", MARKET.replace("market", "pkg.market"))
        self.expect(0, "generate", "-o", "out", "market.yaml")
        self.assertEqual(self.files("out"), OUTPUTS)

    def test_a_single_file_needs_no_header(self):
        self.put("market.yaml", MARKET.replace("module: market", "module: market\nsingle_file: true"))
        self.expect(0, "generate", "-o", "out", "market.yaml")
        self.assertEqual(self.files("out"), ["market.c", "market.py", "market.pyi"])
        self.assertNotIn(f'#include "{HEADER}"'.encode(), self.read("out/market.c"))
        done = self.expect(0, "generate", "--check", "-o", "out", "market.yaml", stderr=re.compile(""))
        self.assertEqual(done.stderr, "slotgen: 3 files from 1 schema are up to date\n")

    def test_only_some(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "--only=py,pyi", "-o", "out", "market.yaml")
        self.assertEqual(self.files("out"), ["market.py", "market.pyi"])

    def test_to_standard_output(self):
        self.put("market.yaml", MARKET)
        text = self.expect(
            0, "generate", "-o", "-", "--only=py", "market.yaml", stdout=re.compile("class Trade")
        ).stdout
        self.assertEqual(self.files(), ["market.yaml"])
        self.expect(0, "generate", "market.yaml")
        self.assertEqual(self.read("market.py").decode(), text)

    def test_equal_files_are_left_alone(self):
        schema = self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml")
        for name in OUTPUTS:
            self.make_old(name)
        with open(self.folder / "market.py", "rb") as file:
            text = file.read()
        (self.folder / "market.py").write_bytes(text.replace(b"\n", b"\r\n"))
        self.make_old("market.py")
        schema.write_text("# a comment more\n" + MARKET)
        lines = [f"unchanged {name}" for name in OUTPUTS]
        self.expect(
            0, "generate", "-v", "market.yaml", stderr="\n".join(["read market.yaml", *lines, ""])
        )
        self.assertTrue(all(map(self.is_old, OUTPUTS)))

    def test_what_changes_is_written(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml")
        self.make_old(HEADER)
        self.put("market.yaml", MARKET + "      ask: float64\n")
        done = self.expect(
            0, "generate", "-v", "market.yaml", stderr=re.compile("wrote market.c\n")
        )
        self.assertIn(f"unchanged {HEADER}\n", done.stderr)
        self.assertTrue(self.is_old(HEADER))
        self.assertIn(b"ask", self.read("market.c"))

    def test_a_file_that_is_not_ours_is_refused(self):
        self.put("market.yaml", MARKET)
        self.put("market.py", "print('mine')\n")
        self.expect(
            2,
            "generate",
            "market.yaml",
            stderr=re.compile(r"^market\.py: error: .*\[not-generated\]"),
        )
        self.assertEqual(self.files(), ["market.py", "market.yaml"])
        self.assertEqual(self.read("market.py"), b"print('mine')\n")
        self.expect(0, "generate", "--force", "market.yaml")
        self.assertIn(b"class Trade", self.read("market.py"))

    def test_an_edited_or_conflicted_file_of_ours_is_overwritten(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml")
        text = self.read("market.py").decode()
        self.put("market.py", "<<<<<<< HEAD\n" + text + "=======\n>>>>>>> theirs\n")
        self.expect(0, "generate", "market.yaml")
        self.assertEqual(self.read("market.py").decode(), text)

    def test_nothing_is_written_when_one_of_several_is_wrong(self):
        self.put("market.yaml", MARKET)
        self.put("bad.yaml", BAD)
        done = self.expect(
            2,
            "generate",
            "-o",
            "out",
            "market.yaml",
            "bad.yaml",
            "none.yaml",
            stderr=re.compile(""),
        )
        self.assertRegex(
            done.stderr, r"(?m)^bad\.yaml:7:12: error: unknown type 'flaot64' \[unknown-type\]$"
        )
        self.assertRegex(done.stderr, r"(?m)^none\.yaml: error: .*\[unreadable-file\]$")
        self.assertIn("did you mean 'float64'?", done.stderr)
        self.assertTrue(done.stderr.endswith("slotgen: 2 errors\n"))
        self.assertEqual(self.files(), ["bad.yaml", "market.yaml"])

    def test_two_schemas_for_one_file_are_refused(self):
        self.put("a/market.yaml", MARKET)
        self.put("b/market.yaml", MARKET)
        self.expect(
            2,
            "generate",
            "-o",
            "out",
            "a/market.yaml",
            "b/market.yaml",
            stderr=re.compile(r"\[same-output\]"),
        )
        self.assertEqual(self.files(), ["a", "b"])
        self.expect(0, "generate", "a/market.yaml", "b/market.yaml", "a/market.yaml")
        self.assertIn(HEADER, self.files("a"))
        self.assertIn(HEADER, self.files("b"))

    def test_a_link_stays_a_link(self):
        self.put("market.yaml", MARKET)
        (self.folder / "real").mkdir()
        (self.folder / "market.py").symlink_to("real/market.py")
        for change in ("", "      ask: float64\n"):
            self.put("market.yaml", MARKET + change)
            self.expect(0, "generate", "market.yaml")
            self.assertTrue((self.folder / "market.py").is_symlink())
            self.assertEqual(self.files("real"), ["market.py"])

    def test_modes(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml", preexec_fn=lambda: os.umask(0o027))
        self.assertEqual(self.mode("market.c"), 0o640)
        (self.folder / "market.c").chmod(0o604)
        self.put("market.yaml", MARKET + "      ask: float64\n")
        self.expect(0, "generate", "market.yaml")
        self.assertEqual(self.mode("market.c"), 0o604)

    def mode(self, name):
        return stat.S_IMODE((self.folder / name).stat().st_mode)

    def test_a_directory_that_cannot_be_written(self):
        self.put("market.yaml", MARKET)
        self.put("file", "")
        self.expect(
            2, "generate", "-o", "file", "market.yaml", stderr=re.compile(r"\[write-failed\]")
        )
        self.expect(
            2, "generate", "-o", "file/x", "market.yaml", stderr=re.compile(r"\[write-failed\]")
        )
        if os.geteuid() == 0:
            self.skipTest("root may write anywhere")
        (self.folder / "out").mkdir(mode=0o555)
        self.expect(
            2, "generate", "-o", "out", "market.yaml", stderr=re.compile(r"\[write-failed\]")
        )

    def test_a_full_disk_changes_nothing(self):
        """A limit on the size of files stands in for a disk that is full."""
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "--only=py,pyi", "-o", "out", "market.yaml")
        before = {name: self.read(f"out/{name}") for name in self.files("out")}
        self.put("market.yaml", MARKET + "      ask: float64\n")
        room = 100
        self.expect(
            2,
            *("generate", "-o", "out", "market.yaml"),
            stderr=re.compile(r"\[write-failed\]"),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        )
        self.assertEqual({name: self.read(f"out/{name}") for name in self.files("out")}, before)

    def test_a_signal_leaves_files_whole_and_nothing_besides(self):
        arguments = ["generate", "-o", "out"]
        for i in range(20):
            name = f"m{i}.yaml"
            self.put(name, MARKET.replace("market", f"m{i}"))
            arguments.append(name)
        self.expect(0, *arguments)
        names = self.files("out")
        for step in range(20):
            for name in names:
                self.put(f"out/{name}", "@generated by slotgen: old\n")
            process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder)
            time.sleep(step * 0.002)
            process.terminate()
            self.assertIn(process.wait(timeout=60), (0, -signal.SIGTERM))
            self.assertEqual(self.files("out"), names)
            for name in names:
                text = self.read(f"out/{name}")
                self.assertTrue(text.endswith(b": old\n") or len(text) > 60, name)

    def test_list_outputs(self):
        self.put("market.yaml", MARKET)
        paths = "".join(f"out/{name}\n" for name in OUTPUTS)
        self.expect(0, "generate", "-o", "out", "--list-outputs", "market.yaml", stdout=paths)
        self.assertEqual(self.files(), ["market.yaml"])

    def test_dumps(self):
        self.put("market.yaml", MARKET)
        for phase in ("tree", "model", "plan"):
            self.expect(
                0, "generate", f"--dump={phase}", "market.yaml", stdout=re.compile("market")
            )
        self.assertEqual(self.files(), ["market.yaml"])

    def test_depfile_and_stamp(self):
        self.put("my market.yaml", MARKET)
        arguments = ("generate", "-o", "out", "--depfile=deps.d", "--stamp=stamp", "my market.yaml")
        self.expect(0, *arguments)
        targets = " ".join(f"out/{name}" for name in OUTPUTS)
        self.assertEqual(self.read("deps.d").decode(), f"{targets}: my\\ market.yaml\n")
        for name in ("stamp", "deps.d", "out/market.c"):
            self.make_old(name)
        self.expect(0, *arguments, "--dep-target=all")
        self.assertEqual(self.read("deps.d").decode(), "all: my\\ market.yaml\n")
        self.assertFalse(self.is_old("stamp"))
        self.assertTrue(self.is_old("out/market.c"))


class Faults(CommandCase):
    """Every system call of the write phase fails once, or is interrupted once."""

    CALLS = {"write": "ENOSPC", "fchmod": "EPERM", "rename": "EACCES"}

    def setUp(self):
        super().setUp()
        try:
            works = subprocess.run(["strace", "true"], capture_output=True).returncode == 0
        except FileNotFoundError:
            works = False
        if not works:
            self.skipTest("skipped, not here: strace")
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "-o", "old", "market.yaml")
        self.put("market.yaml", MARKET + "      ask: float64\n")
        self.expect(0, "generate", "-o", "new", "market.yaml")

    def inject(self, call, fault, number):
        """The exit code; None where there was no call of that number."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        shutil.copytree(self.folder / "old", self.folder / "out")
        trace = self.folder / "trace"
        tracing = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}"]
        done = subprocess.run(
            ["strace", "-o", trace, *tracing, PROGRAM, "generate", "-o", "out", "market.yaml"],
            cwd=self.folder,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"},
            capture_output=True,
        )
        text = trace.read_text()
        return done.returncode if "INJECTED" in text or "--- SIGTERM" in text else None

    def check_files(self):
        self.assertEqual(self.files("out"), OUTPUTS)
        for name in OUTPUTS:
            whole = (self.read(f"old/{name}"), self.read(f"new/{name}"))
            self.assertIn(self.read(f"out/{name}"), whole, name)

    def test_files_are_old_or_new_and_nothing_is_left_behind(self):
        for call, error in self.CALLS.items():
            for fault, code in ((f"error={error}", 2), ("signal=SIGTERM", -signal.SIGTERM)):
                for number in range(1, 20):
                    actual = self.inject(call, fault, number)
                    if actual is None:
                        break
                    with self.subTest(call=call, fault=fault, number=number):
                        self.assertEqual(actual, code)
                        self.check_files()
                self.assertGreater(number, 1, "a fault was injected")


class Checking(CommandCase):
    def test_up_to_date(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "-o", "out", "market.yaml")
        text = "slotgen: 4 files from 1 schema are up to date\n"
        self.expect(0, "generate", "--check", "-o", "out", "market.yaml", stderr=text)
        self.expect(0, "generate", "--check", "-q", "-o", "out", "market.yaml")

    def test_missing_and_changed(self):
        self.put("my market.yaml", MARKET)
        self.expect(0, "generate", "-o", "out", "my market.yaml")
        (self.folder / "out/market.pyi").unlink()
        self.put("my market.yaml", MARKET + "      ask: float64\n")
        self.expect(
            1,
            *("generate", "--check", "-o", "out", "my market.yaml"),
            stderr=(
                "out/market.c: stale: my market.yaml has changed\n"
                "out/market.py: stale: my market.yaml has changed\n"
                "out/market.pyi: missing\n"
                "slotgen: 3 of 4 files from 1 schema are not up to date; to update them, run:\n"
                "    slotgen generate -o out 'my market.yaml'\n"
            ),
        )
        self.assertEqual(self.files("out"), ["market.c", "market.py", HEADER])

    def test_a_comment_in_the_schema_changes_nothing(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml")
        self.put("market.yaml", "# a comment\n" + MARKET.replace(": str", ":  str"))
        self.expect(0, "generate", "--check", "market.yaml", stderr=re.compile("are up to date"))

    def test_edited_by_hand_and_written_by_another_format(self):
        self.put("market.yaml", MARKET)
        self.expect(0, "generate", "market.yaml")
        with open(self.folder / "market.pyi", "a") as file:
            file.write("# more\n")
        text = self.read("market.c").decode()
        self.put("market.c", text.replace("(output format 1)", "(output format 9)"))
        done = self.expect(1, "generate", "--check", "market.yaml", stderr=re.compile(""))
        self.assertEqual(
            done.stderr.splitlines()[:2],
            [
                "market.c: stale: written by output format 9, this slotgen writes 1 "
                "(schema unchanged)",
                "market.pyi: stale: edited by hand",
            ],
        )

    def test_a_wrong_schema_is_trouble_not_staleness(self):
        self.put("bad.yaml", BAD)
        self.expect(2, "generate", "--check", "bad.yaml", stderr=re.compile("unknown-type"))


class Imports(CommandCase):
    """Schemas that import others: what is read, what is written, what is depended on."""

    BASE = "slotgen: 1\nmodule: base\nrecords:\n  Money: {fields: {amount: float64}}\n"
    COMMON = "slotgen: 1\nmodule: common\nimports: [base.yaml]\nrecords:\n  Price: {base: base.Money}\n"
    MARKET = (
        "slotgen: 1\nmodule: market\nimports: [common.yaml, base.yaml]\n"
        "records:\n  Trade: {fields: {price: common.Price, money: base.Money}}\n"
    )

    def setUp(self):
        super().setUp()
        self.put("inc/base.yaml", self.BASE)
        self.put("common.yaml", self.COMMON)
        self.put("my market.yaml", self.MARKET)

    def test_writes_only_what_was_asked_for(self):
        self.expect(0, "generate", "-I", "inc", "-o", "out", "my market.yaml")
        self.assertEqual(self.files("out"), OUTPUTS)
        self.expect(0, "generate", "-Iinc", "-o", "out", "common.yaml", "inc/base.yaml", "my market.yaml")
        self.assertEqual(len(self.files("out")), 10)
        before = {name: self.read(f"out/{name}") for name in self.files("out")}
        self.expect(0, "generate", "-I", "inc", "-o", "out", "my market.yaml", "inc/base.yaml", "common.yaml")
        self.assertEqual(before, {name: self.read(f"out/{name}") for name in self.files("out")})

    def test_directories_in_their_order(self):
        self.put("other/base.yaml", self.BASE.replace("float64", "str"))
        self.expect(0, "generate", "-I", "other", "-I", "inc", "-o", "out", "inc/base.yaml", "my market.yaml")
        stale = re.compile(r".*market\.c: stale: my market\.yaml or what it imports has changed\n", re.DOTALL)
        self.expect(1, "generate", "--check", "-I", "inc", "-o", "out", "my market.yaml", stderr=stale)
        self.put("base.yaml", self.BASE)  # beside the schema comes before all of them
        done = self.run_slotgen("generate", "--list-inputs", "-I", "other", "my market.yaml")
        self.assertEqual(done.stdout, "my market.yaml\ncommon.yaml\nbase.yaml\n")

    def test_list_inputs(self):
        done = self.run_slotgen("generate", "-I", "inc", "--list-inputs", "my market.yaml", "common.yaml")
        self.assertEqual((done.returncode, done.stdout), (0, "my market.yaml\ncommon.yaml\ninc/base.yaml\n"))
        self.assertEqual(self.files(), ["common.yaml", "inc", "my market.yaml"])

    def test_depfile(self):
        self.expect(0, "generate", "-I", "inc", "-o", "out", "--depfile=deps.d", "--dep-target=t", "my market.yaml")
        text = self.read("deps.d").decode()
        self.assertEqual(text, "t: my\\ market.yaml common.yaml inc/base.yaml\ncommon.yaml:\ninc/base.yaml:\n")

    def test_check_repeats_the_directories(self):
        done = self.run_slotgen("generate", "--check", "-I", "inc", "-o", "out", "my market.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertIn("slotgen generate -o out -I inc 'my market.yaml'", done.stdout + done.stderr)

    def test_a_comment_in_an_import_changes_nothing(self):
        self.expect(0, "generate", "-I", "inc", "-o", "out", "my market.yaml")
        self.put("inc/base.yaml", "# A comment.\n" + self.BASE.replace("Money: {", "Money: {doc: An amount., "))
        self.expect(0, "generate", "--check", "-I", "inc", "-o", "out", "my market.yaml", stderr=re.compile("up to date"))

    def test_errors_of_an_import_are_said_once(self):
        self.put("inc/base.yaml", self.BASE.replace("float64", "flaot64"))
        done = self.run_slotgen("generate", "-I", "inc", "-o", "out", "my market.yaml", "common.yaml", "inc/base.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("error:"), 1, done.stderr)
        self.assertIn("inc/base.yaml:4:28: error: unknown type 'flaot64'", done.stderr)
        self.assertFalse((self.folder / "out").exists())


class Bytes(CommandCase):
    """The same bytes from wherever and however it is run."""

    def test_working_directory_and_environment(self):
        schema = self.put("a/schemas/market.yaml", MARKET)
        places = [
            (self.folder, "a/schemas/market.yaml", {}),
            (
                self.folder / "a",
                "schemas/market.yaml",
                {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"},
            ),
            (self.folder / "a/schemas", "../../a/schemas/market.yaml", {"SOURCE_DATE_EPOCH": "1"}),
            (Path("/"), schema, {"LC_ALL": "C.UTF-8"}),
        ]
        results = []
        for i, (cwd, path, env) in enumerate(places):
            out = self.folder / f"out{i}"
            self.expect(0, "generate", "-o", out, path, cwd=cwd, env=env)
            results.append({name: self.read(f"out{i}/{name}") for name in self.files(out)})
        self.assertEqual(sorted(results[0]), OUTPUTS)
        for result in results[1:]:
            self.assertEqual(result, results[0])
        for text in results[0].values():
            self.assertNotIn(bytes(self.folder), text)
            self.assertNotIn(b"0.1.0", text)


class Diagnostics(CommandCase):
    def test_streams(self):
        self.put("bad.yaml", BAD)
        self.expect(2, "generate", "bad.yaml", stderr=re.compile(r"\Abad\.yaml:7:12: error: "))

    def test_colour(self):
        self.put("bad.yaml", BAD)

        def is_coloured(*arguments, **env):
            done = self.run_slotgen("generate", *arguments, "bad.yaml", env=env)
            return "\x1b[" in done.stderr

        self.assertFalse(is_coloured())
        self.assertTrue(is_coloured("--color=always"))
        self.assertTrue(is_coloured("--color=always", NO_COLOR="1"))
        self.assertTrue(is_coloured(FORCE_COLOR="1"))
        self.assertTrue(is_coloured(CLICOLOR_FORCE="1"))
        self.assertFalse(is_coloured(CLICOLOR_FORCE="0"))
        self.assertFalse(is_coloured(FORCE_COLOR="1", NO_COLOR="1"))
        self.assertTrue(is_coloured(FORCE_COLOR="1", NO_COLOR=""))
        self.assertFalse(is_coloured("--color=never", FORCE_COLOR="1"))

    def test_at_most_so_many_errors_are_shown(self):
        fields = "".join(f"      field{i}: flaot64\n" for i in range(30))
        self.put("bad.yaml", MARKET + fields)
        for limit, shown in (([], 20), (["--max-errors=3"], 3), (["--max-errors=0"], 30)):
            done = self.run_slotgen("generate", *limit, "bad.yaml")
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stderr.count(": error: "), shown)
            self.assertIn("30 errors", done.stderr.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()

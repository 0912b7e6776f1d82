"""What the tests of generated modules share: loading the C module or the twin, and telling what a call did.

SLOTGEN_TEST_MODULES      folder with MODULE.so (or MODULE.*.so) and MODULE.py side by side
SLOTGEN_TEST_IMPLEMENTATION   c or python: which of the two the tests are of
SLOTGEN_TEST_DATA         the folder with json/ and json-test-suite/
"""

import contextlib
import importlib.machinery
import importlib.util
import os
import platform
import re
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.modules.setdefault("support", sys.modules[__name__])

ROOT = Path(__file__).resolve().parents[2]
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
MODULES = Path(os.environ.get("SLOTGEN_TEST_MODULES") or ROOT / "build" / "plain" / f"py{VERSION}").resolve()
IMPLEMENTATION = os.environ.get("SLOTGEN_TEST_IMPLEMENTATION") or "c"
DATA = Path(os.environ.get("SLOTGEN_TEST_DATA") or ROOT.parent / "shared" / "data")

IS_C = IMPLEMENTATION == "c"
IS_CPYTHON = platform.python_implementation() == "CPython"
IS_FREE_THREADED = hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled()
HAS_SANITIZER = "libasan" in os.environ.get("LD_PRELOAD", "")
WORD = 8
HEADER = 32 if IS_FREE_THREADED else 16

os.environ.pop("SLOTGEN_IMPLEMENTATION", None)
sys.path.append(str(ROOT / "schemas" / "mixins"))  # beside tests/python, for the mixins of its own schemas

_loaded = {}


def path_of(name, implementation):
    if implementation == "python":
        return MODULES / f"{name}.py"
    for pattern in (f"{name}.so", f"{name}.*.so", f"{name}.*.pyd"):
        for path in sorted(MODULES.glob(pattern)):
            return path
    return MODULES / f"{name}.so"


def imports_of(name):
    """The generated modules that the module imports."""
    twin = path_of(name, "python")
    text = twin.read_text(encoding="utf-8") if twin.exists() else ""
    return re.findall(r"^import (\S+) as _m_", text, re.MULTILINE)


def new_module(name, implementation, imports=None):
    """A fresh module object; it is in sys.modules only while its code runs, as are those that it imports,
    which are of the implementation `imports` where that is given."""
    path = str(path_of(name, implementation))
    if implementation == "python":
        loader = importlib.machinery.SourceFileLoader(name, path)
    else:
        loader = importlib.machinery.ExtensionFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    others = [load(other, imports or implementation) for other in imports_of(name)]
    with installed(*others, module):
        loader.exec_module(module)
    return module


def load(name, implementation=None):
    """The module `name` as C or as twin; the same object for the same arguments."""
    key = name, implementation or IMPLEMENTATION
    if key not in _loaded:
        _loaded[key] = new_module(*key)
    return _loaded[key]


def load_all(name, implementation=None):
    """The module `name`, behind all that it imports, directly or not, each once."""
    modules = []
    for other in imports_of(name):
        modules += load_all(other, implementation)
    return list(dict.fromkeys([*modules, load(name, implementation)]))


@contextlib.contextmanager
def installed(*modules):
    """These modules are what importing (and so pickling) finds by their names."""
    before = {module.__name__: sys.modules.get(module.__name__) for module in modules}
    sys.modules.update({module.__name__: module for module in modules})
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def setUpModule():
    """For the test files: skips them, visibly, where there are no modules."""
    if not path_of("market", IMPLEMENTATION).exists():
        raise unittest.SkipTest(f"no generated modules in {MODULES}")


class ModuleCase(unittest.TestCase):
    """Tests of generated modules; `modules` names those that the class uses, which become attributes."""

    modules = ()
    maxDiff = None

    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        for name in self.modules:
            module = load(name)
            setattr(self, name, module)
            stack.enter_context(installed(module))

    def refused(self, category, text, call, *args, **options):
        """The exception of `call`, which must be of that very class and have that text."""
        with self.assertRaises(Exception) as caught:
            call(*args, **options)
        error = caught.exception
        self.assertEqual((type(error).__name__, str(error)), (category.__name__, text))
        return error

    def invalid(self, text, call, *args):
        """A ValidationError with that text."""
        error = self.assert_raises_one("ValidationError", call, *args)
        self.assertEqual(str(error), text)
        return error

    def malformed(self, message, position, call, *args):
        error = self.assert_raises_one("JSONDecodeError", call, *args)
        self.assertEqual((error.msg, error.pos), (message, position))
        return error

    def assert_raises_one(self, name, call, *args):
        with self.assertRaises(ValueError) as caught:
            call(*args)
        self.assertEqual(type(caught.exception).__name__, name, caught.exception)
        return caught.exception


def outcome(call, *args, **options):
    """What a call did, as data that can be compared between implementations."""
    try:
        return plain(call(*args, **options))
    except NameError:
        raise  # the test's own mistake
    except RecursionError:
        return ("RecursionError",)
    except Exception as error:
        names = ("path", "offset", "message", "pos", "lineno", "colno", "msg", "doc")
        facts = {name: getattr(error, name) for name in names if hasattr(error, name)}
        return type(error).__name__, str(error), facts


def plain(value):
    """A value as data: records by their repr and class, everything else as it is."""
    if hasattr(type(value), "to_json"):
        return type(value).__qualname__, repr(value)
    if type(value) in (list, tuple):
        return type(value).__name__, [plain(item) for item in value]
    if type(value) is dict:
        return "dict", [(plain(key), plain(item)) for key, item in value.items()]
    return type(value).__name__, repr(value)


def thread_with_stack(size, call):
    """The result of `call` on a thread of its own with so many bytes of stack."""
    import threading

    box = []

    def run():
        try:
            box.append((True, call()))
        except BaseException as error:
            box.append((False, error))

    before = threading.stack_size(size)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    done, result = box[0]
    if not done:
        raise result
    return result


def resident():
    """Bytes of memory that the process has resident; 0 where that cannot be told."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0

"""The contestants' classes, ready for use: generated modules as they were compiled, those of the peers made from
their sources, Cython's compiled here, once."""

import importlib
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
import types
from pathlib import Path

import peers

OURS, TWIN, CYTHON = "slotgen", "slotgen twin", "Cython"
BASE = "msgspec gc=False"        # what figures are ratios to

# Where the compiled modules are; Cython's go there, too.
FOLDER = Path(os.environ.get("SLOTGEN_BENCH_MODULES", "."))


class Unavailable(Exception):
    """A contestant that cannot take part on this interpreter, and why."""


_refused = {}            # not tried again


def load(title, name):
    """The module `name` (as "market") of one contestant."""
    if (title, name) in _refused:
        raise _refused[title, name]
    try:
        return _load(title, name)
    except Unavailable as error:
        _refused[title, name] = error
        raise


def _load(title, name):
    if title == OURS:
        return _generated(name)
    if title == TWIN:
        return _from_file(f"twin_{name}", FOLDER / f"{name}.py")
    if title == CYTHON:
        return _cython(name)
    alias = f"{re.sub('[^a-z]+', '_', title.lower()).strip('_')}_{name}"
    if alias not in sys.modules:
        module = sys.modules[alias] = types.ModuleType(alias)    # pickles find their classes by it
        try:
            exec(compile(peers.source(title, _generated(name)), f"<{alias}>", "exec"), vars(module))
        except ImportError as error:
            del sys.modules[alias]
            raise Unavailable(str(error)) from None
    return sys.modules[alias]


def available(titles, name):
    """Title and module of those that can be had here; the others are said by why_not()."""
    found = {}
    for title in titles:
        try:
            found[title] = load(title, name)
        except Unavailable:
            pass
    return found


def why_not(titles, name):
    """{title: why} of contestants that cannot take part on this interpreter."""
    reasons = {}
    for title in titles:
        try:
            load(title, name)
        except Unavailable as error:
            reasons[title] = str(error)
    return reasons


def _generated(name):
    if str(FOLDER) not in sys.path:
        sys.path.insert(0, str(FOLDER))
    return importlib.import_module(name)


def _from_file(alias, path):
    if alias not in sys.modules:
        spec = importlib.util.spec_from_file_location(alias, path)
        module = sys.modules[alias] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[alias]


def _cython(name):
    alias = f"cython_{name}"
    source = FOLDER / f"{alias}.pyx"
    binary = FOLDER / f"{alias}.so"
    text = peers.source(CYTHON, _generated(name))
    if not binary.exists() or not source.exists() or source.read_text() != text:
        source.write_text(text)
        _compile(source, binary)
    return _from_file(alias, binary)


def _compile(source, binary):
    translated = source.with_suffix(".c")
    include = sysconfig.get_path("include")
    if importlib.util.find_spec("cython") is None:
        raise Unavailable("No module named 'cython'")
    for command in ([sys.executable, "-m", "cython", "-3", str(source)],
                    [os.environ.get("CC", "cc"), "-O2", "-fPIC", "-shared", f"-I{include}",
                     str(translated), "-o", str(binary)]):
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode:
            binary.unlink(missing_ok=True)
            last = (answer.stderr.strip() or "no word").splitlines()[-1]
            raise Unavailable(f"not compiled: {re.sub(r'[^ ]*/', '', last)[:160]}")      # no paths of this machine

"""What generating, compiling and importing cost, on schemas that are written here: many records of many fields."""

import functools
import importlib
import os
import py_compile
import resource
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import classes
import peers

SLOTGEN = os.environ.get("SLOTGEN", "slotgen")
QUICK = bool(os.environ.get("SLOTGEN_BENCH_QUICK"))
TYPES = ["str", "float64", "int64", "float64", "str", "int64", "bool", "int32", "float64", "str"]
# twelve fields of the types that a program has
MIXED = ["str", "float64", "int64", "int32", "bool", "str | None", "float64 | None", "list[int32]", "datetime", "float64",
         "uint16", "str"]
IMPORTED = 100
PEERS = ["@dataclass(slots=True)", "attrs", "NamedTuple", "msgspec", classes.BASE, "pydantic"]


def schema(module, records, types):
    text = [f"slotgen: 1\nmodule: {module}\nrecords:"]
    for number in range(records):
        text.append(f"  Record{number}:\n    fields:")
        text += [f'      field_{at}: "{kind}"' for at, kind in enumerate(types)]
    return "\n".join(text) + "\n"


def generate(folder, module, records, types):
    """Seconds that the command takes, start included."""
    path = Path(folder, f"{module}.yaml")
    path.write_text(schema(module, records, types))
    for old in Path(folder).glob(f"{module}.[cp]*"):
        old.unlink()                # or it would be compared, and left alone
    return processor_time([SLOTGEN, "generate", "-o", folder, path])


def compile_module(folder, module):
    """Seconds that the compiler takes, as a user calls it, and the size of what it makes."""
    source, binary = Path(folder, f"{module}.c"), Path(folder, f"{module}.so")
    spent = processor_time([os.environ.get("CC", "cc"), "-O2", "-fPIC", "-shared",
                            f"-I{sysconfig.get_path('include')}", source, "-o", binary])
    return spent, binary.stat().st_size


def stripped(folder, module):
    """The size of a compiled module without the names of its functions, as packages are published."""
    least_of_it = Path(folder, f"{module}.stripped")
    subprocess.run([os.environ.get("STRIP", "strip"), "-o", least_of_it, Path(folder, f"{module}.so")], check=True)
    return least_of_it.stat().st_size


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(times, function, *arguments):
    return min(function(*arguments) for _ in range(times))


def generating():
    """Milliseconds for 500, 1,000 and 2,000 records of 10 fields."""
    with tempfile.TemporaryDirectory() as folder:
        times = 2 if QUICK else 5
        return {f"{records:,} records": least(times, generate, folder, f"many{records}", records, TYPES) * 1e3
                for records in (500, 1000, 2000)}


def generated(folder, module):
    sys.path.insert(0, folder)
    try:
        return importlib.import_module(module)
    finally:
        del sys.path[0]


def of_cython(folder, module):
    """The C that Cython makes of the classes that it would have instead, without JSON; its module's name."""
    name = f"cython_{module}"
    source = Path(folder, f"{name}.pyx")
    source.write_text(peers.source("Cython", generated(folder, module)))
    subprocess.run([sys.executable, "-m", "cython", "-3", source], check=True)
    return name


@functools.lru_cache(maxsize=None)
def compiled():
    """{title: (seconds, bytes, bytes when stripped)} of ten records of twelve fields."""
    with tempfile.TemporaryDirectory() as folder:
        generate(folder, "ten", 10, MIXED)
        modules = {classes.OURS: "ten"}
        if can_import("Cython"):
            modules["Cython"] = of_cython(folder, "ten")
        return {title: (*least(1 if QUICK else 2, compile_module, folder, module), stripped(folder, module))
                for title, module in modules.items()}


def compiling():
    return {title: seconds for title, (seconds, _, _) in compiled().items()}


def compiled_size():
    sizes = {}
    for title, (_, size, stripped_size) in compiled().items():
        sizes[title], sizes[f"{title}, stripped"] = size, stripped_size
    return sizes


# The garbage of starting is collected first, or the collector would take its turn at it during the import.
IMPORT = """
import gc, sys, time
sys.path[:0] = {paths!r}
import {needs}
gc.collect()
start = time.process_time()
import {module}
print(time.process_time() - start)
"""
NEEDS = {"attrs": "attrs, datetime, enum, uuid", "pydantic": "pydantic, datetime, enum, uuid",
         "msgspec": "msgspec, datetime, enum, uuid", classes.BASE: "msgspec, datetime, enum, uuid"}


def importing():
    """Microseconds a class, of a module of 100 records of 10 fields; what its library itself costs is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        generate(folder, "hundred", IMPORTED, TYPES)
        compile_module(folder, "hundred")
        return {title: least(3 if QUICK else 12, import_once, folder, *prepared(folder, title)) * 1e6 / IMPORTED
                for title in [*PEERS, classes.OURS] if title == classes.OURS or can_import(title)}


def can_import(title):
    needs = peers.KINDS[title][1]
    try:
        return needs is None or bool(__import__(needs.lower()))
    except ImportError:
        return False


def prepared(folder, title):
    """A contestant's module in a folder of its own, compiled to byte code; and what it imports first."""
    if title == classes.OURS:
        return folder, "hundred", "enum"
    place = Path(folder, "".join(filter(str.isalnum, title)))
    if not place.exists():
        place.mkdir()
        source = place / "classes_of_it.py"
        source.write_text(peers.source(title, generated(folder, "hundred")))
        py_compile.compile(str(source), doraise=True)
    return str(place), "classes_of_it", NEEDS.get(title, "dataclasses, typing, datetime, enum, uuid")


def import_once(folder, path, module, needs):
    program = IMPORT.format(paths=[path], module=module, needs=needs)
    answer = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=True)
    return float(answer.stdout)


COUNTED = {"generate": (generating, "ms"), "compile": (compiling, "s"),
           "size of the compiled module": (compiled_size, "bytes"), "import": (importing, "us")}

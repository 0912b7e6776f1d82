"""Finds the CPythons, 3.10 and newer, of the PATH and of pyenv, and prints them as makefile variables.

One per version: the first found, those with headers before those without. Only the interpreter itself
knows where its headers and library are, so each is asked. Those without headers are named in
PYTHONS_SKIPPED, which the tests print.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Run by each interpreter: version, executable, include directories, and how to link it into a program.
ASK = """
import os, platform, sys, sysconfig
get = lambda name: sysconfig.get_config_var(name) or ""
if platform.python_implementation() != "CPython" or sys.version_info < (3, 10): sys.exit(3)
paths = sysconfig.get_paths()
includes = list(dict.fromkeys([paths["include"], paths["platinclude"]]))
threads = "t" if get("Py_GIL_DISABLED") else ""
version = "%d.%d%s" % (*sys.version_info[:2], threads)
places = [place for place in (get("LIBDIR"), get("LIBPL")) if place]
link = ["-L" + place for place in places] + ["-lpython" + (get("LDVERSION") or version)]
if get("Py_ENABLE_SHARED") == 1: link += ["-Wl,-rpath," + get("LIBDIR")]
link += (get("LIBS") + " " + get("SYSLIBS") + " " + get("LINKFORSHARED")).split()
prefix = sys.base_prefix + ":" + sys.base_exec_prefix
print("|".join([version, sys.executable, os.pathsep.join(includes), " ".join(link), prefix]))
"""


def candidates():
    """Paths that may be interpreters, most wanted first: the PATH's python3, the PATH, pyenv."""
    named = re.compile(r"python3(\.\d+t?)?$")
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        # A shim only finds the way to an interpreter of pyenv, slowly; below they are found directly.
        if folder and "shims" not in Path(folder).parts and os.path.isdir(folder):
            yield from sorted(str(file) for file in Path(folder).iterdir() if named.match(file.name))
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(str(file) for file in root.glob("versions/3.*/bin/python3"))


def ask(path):
    try:
        answer = subprocess.run([path, "-S", "-c", ASK], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip().split("|") if answer.returncode == 0 else None


def find():
    """Rows (version, executable, includes, link, prefix, has headers), one per version, in order of
    version; and the version of the interpreter that runs this script."""
    paths = {}
    for path in [sys.executable, *candidates()]:
        paths.setdefault(os.path.realpath(path), path)
    with ThreadPoolExecutor() as pool:
        own, *rows = pool.map(ask, [sys.executable, *paths.values()])
    found = {}
    for row in rows:
        if row is None:
            continue
        headers = any(os.path.exists(os.path.join(place, "Python.h")) for place in row[2].split(os.pathsep))
        if row[0] not in found or (headers and not found[row[0]][5]):
            found[row[0]] = (*row, headers)
    order = sorted(found, key=lambda version: [int(part) for part in re.findall(r"\d+", version)])
    return [found[version] for version in order], own[0]


def main():
    rows, own = find()
    print("PYTHONS :=", *(row[0] for row in rows if row[5]))
    print("PYTHONS_SKIPPED :=", *(f"{row[0]}({row[1]})" for row in rows if not row[5]))
    print("PYTHON_VERSION :=", own)
    for version, executable, includes, link, prefix, headers in rows:
        if headers:
            print(f"PYTHON_{version} := {executable}")
            print(f"PYTHON_CFLAGS_{version} :=", *(f"-isystem {path}" for path in includes.split(os.pathsep)))
            print(f"PYTHON_LIBS_{version} := {link}")
            print(f"PYTHON_HOME_{version} := {prefix}")


if __name__ == "__main__":
    main()

"""Makes a virtual environment and installs a list of requirements into it, each by itself, so that one that
cannot be had takes no other with it. Run by the interpreter that the environment is for.

    environment.py FOLDER REQUIREMENTS      leaves FOLDER/left_out.json: {"name": "why"}
"""

import json
import re
import subprocess
import sys
import venv
from pathlib import Path


def wanted(path):
    lines = (line.split("#")[0].strip() for line in Path(path).read_text().splitlines())
    return [line for line in lines if line]


def install(python, requirement):
    """Why it could not be installed, in one line; None where it could."""
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode == 0:
        return None
    said = [line for line in answer.stderr.splitlines() if "rror" in line] or ["pip failed"]
    return re.sub(r"\S*/", "", said[-1].strip())[:200]        # no paths of this machine


def main():
    folder, requirements = Path(sys.argv[1]), sys.argv[2]
    venv.create(folder, clear=True, with_pip=True)
    left_out = {}
    for requirement in wanted(requirements):
        why = install(str(folder / "bin/python"), requirement)
        if why:
            name = requirement.split("==")[0]
            left_out[name] = why
            print(f"bench: left out on Python {sys.version.split()[0]}: {name}: {why}", file=sys.stderr)
    (folder / "left_out.json").write_text(json.dumps(left_out, indent=1) + "\n")


if __name__ == "__main__":
    main()

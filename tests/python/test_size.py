"""What a compiled module weighs: it carries what its schema uses of the run time, and no more."""

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import tempfile
import unittest
from pathlib import Path

SLOTGEN = os.environ.get("SLOTGEN") or Path(__file__).resolve().parents[2] / "build" / "plain" / "slotgen"
CC = shlex.split(os.environ.get("CC") or "cc")

TYPES = (
    "str",
    "float64",
    "int64",
    "int32",
    "bool",
    "str | None",
    "float64 | None",
    "list[int32]",
    "datetime",
    "float64",
    "uint16",
    "str",
)
LARGEST = 255_000  # bytes of ten records with these fields, stripped; with room for another compiler

# Functions by which a part of the run time is known, and a schema that needs it.
PARTS = {
    "sg_union_read": "{u: 'str | int64'}",
    "sg_set_read": "{u: 'set[str]'}",
    "sg_tuple_read": "{u: 'tuple[str, int8]'}",
    "sg_dict_read": "{u: 'dict[str, str]'}",
    "sg_any_read": "{u: Any}",
    "sg_literal_read": "{u: \"Literal['a', 'b']\"}",
    "sg_literals_exec": "{u: \"Literal['a', 'b']\"}",
    "sg_uuid_put": "{u: UUID}",
    "sg_decimal_read": "{u: Decimal}",
    "sg_timedelta_put": "{u: timedelta}",
    "sg_bytes_read": "{u: bytes}",
    "sg_limited_read": "{u: {type: str, max_length: 3}}",
    "sg_enum_make": None,
    "sg_imports_exec": None,
    "sg_adopt": None,
    "sg_mixin_class": None,
    "sg_tag_judge": None,
    "sg_factories_read": None,
}


def schema(records):
    return "\n".join(["slotgen: 1", "module: weighed", "records:", *records]) + "\n"


def plain_records(count):
    for number in range(count):
        yield f"  R{number}:"
        yield "    fields:"
        for index, text in enumerate(TYPES):
            yield f'      field_{number}_{index}: "{text}"'


def symbols(path):
    listed = subprocess.run(["nm", path], check=True, capture_output=True, text=True).stdout
    return {re.sub(r"\..*", "", line.split()[-1]) for line in listed.splitlines()}


@unittest.skipUnless(shutil.which("nm") and shutil.which("strip"), "needs nm and strip")
class Size(unittest.TestCase):
    def compiled(self, text, level):
        made_in = tempfile.TemporaryDirectory()
        self.addCleanup(made_in.cleanup)
        folder = Path(made_in.name)
        (folder / "weighed.yaml").write_text(text)
        subprocess.run([SLOTGEN, "generate", folder / "weighed.yaml"], check=True)
        include = f"-I{sysconfig.get_path('include')}"
        made = folder / "weighed.so"
        flags = [level, "-fPIC", "-shared", include]
        subprocess.run([*CC, *flags, folder / "weighed.c", "-o", made], check=True)
        return made

    def test_ten_records_of_twelve_fields(self):
        made = self.compiled(schema(plain_records(10)), "-O2")
        self.assertEqual(symbols(made) & PARTS.keys(), set())
        subprocess.run(["strip", made], check=True)
        self.assertLess(made.stat().st_size, LARGEST)

    def test_parts_come_with_their_types(self):
        # else the names above would be those of nothing
        fields = {name: text for name, text in PARTS.items() if text}
        records = []
        for number, text in enumerate(fields.values()):
            records += [f"  R{number}: {{fields: {text}}}"]
        self.assertLessEqual(fields.keys(), symbols(self.compiled(schema(records), "-O0")))


if __name__ == "__main__":
    unittest.main()

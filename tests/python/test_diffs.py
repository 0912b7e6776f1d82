"""What a reviewer sees: a change of one field changes only the lines that speak of it, and no record is long."""

import difflib
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

SLOTGEN = os.environ.get("SLOTGEN") or Path(__file__).resolve().parents[2] / "build" / "plain" / "slotgen"

FIELDS = {
    "symbol": "str",
    "price": "float64",
    "depth": "int32 | None",
    "is_open": "{type: bool, default: true}",
    "tags": "{type: 'list[str]', default: []}",
    "amount": "int32 | None",
    "note": "str | ...",
    "seen": "uint8 | None",
    # none of the others is the only one of its kind: then its kind would come and go with it
    "marks": "list[str]",
    "is_done": "{type: bool, default: false}",
    "weight": "float64",
}

# What speaks of the whole: the schema's fingerprint, the size of the struct, the room of its JSON,
# the lists of all fields; which key comes first; why it is tracked; and a type that no other field has.
WHOLE = re.compile(
    r"[0-9a-f]{64}|^SG_ASSERT_LAYOUT\(|_ROOM = SG_ROOM\(|sg_read_first\(|^ +__(slots|match_args)__ = |_slotgen_init\(|^_t_\w+ = |^static const SgType type_|racked by the garbage collector"
)
# What a field's own statements begin or end with.
ENDS = ("}", "{", "};", "enum {", "@_builtins.property")


def generate(fields, options=("frozen: true", "kw_only: true")):
    rows = [f"      {name}: {text if text[0] == '{' else repr(text)}" for name, text in fields.items()]
    head = ["slotgen: 1", "module: market", "records:", "  Quote:", *(f"    {option}" for option in options), "    fields:"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "market.yaml")
        path.write_text("\n".join(head + rows) + "\n")
        subprocess.run([SLOTGEN, "generate", path], check=True)
        return {kind: Path(folder, f"market.{kind}").read_text() for kind in ("c", "py", "pyi")}


def changed_lines(before, after):
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
        if line[:1] in "+-" and not line.startswith(("+++", "---")) and line[1:].strip():
            yield line[1:]


class OneField(unittest.TestCase):
    def compare(self, before, after, *words):
        old, new = generate(before), generate(after)
        # a key that comes first on one side alone follows another one on the other
        firsts = {next(iter(before)), next(iter(after))}
        follows = [f"_{name})) break;" for name in firsts] if len(firsts) > 1 else []
        for kind in old:
            lines = [line for line in changed_lines(old[kind], new[kind]) if not WHOLE.search(line)
                     and not any(end in line for end in follows)]
            others = [line for line in lines if not any(word in line for word in words)]
            with self.subTest(kind, words=words):
                self.assertEqual([line for line in others if line.strip() not in ENDS], [])

    def test_inserted(self):
        names = list(FIELDS)
        for at in range(len(names) + 1):
            for text in ("float64", "int16 | None", "str", "list[str]"):
                rows = {name: FIELDS[name] for name in names[:at]}
                rows["fresh"] = text
                rows.update(FIELDS)
                self.compare(FIELDS, rows, "fresh")

    def test_removed(self):
        for name in FIELDS:
            self.compare(FIELDS, {n: text for n, text in FIELDS.items() if n != name}, name)

    def test_changed(self):
        changes = (
            ("price", "float32"),
            ("symbol", "str | None"),
            ("depth", "int64 | None"),
            ("price", "{type: float64, readonly: true}"),
            ("seen", "{type: 'uint8 | None', default: 3}"),
        )
        for name, text in changes:
            self.compare(FIELDS, {**FIELDS, name: text}, name)

    def test_ten_fields_take_fewer_than_250_lines(self):
        ten = dict(list(FIELDS.items())[:10])
        plain = {f"f{n}": "float64" for n in range(10)}
        for fields in (ten, plain):
            for options in ((), ("frozen: true",), ("order: true", "frozen: true", "weakref: true")):
                text = generate(fields, ("kw_only: true", *options))["c"]
                start, end = text.index("/* ---- Quote ----"), text.index("/* ---- the module ----")
                self.assertLess(text.count("\n", start, end), 250, options)


if __name__ == "__main__":
    unittest.main()

"""Data flows one way through gen/, so imports go left only: a folder may include its own headers and
those of folders to its left, of another folder only the header named after it."""

import re
import unittest

from repo import ROOT, RuleTest, allows, name, text, tracked

ORDER = ["base", "syntax", "types", "model", "plan", "render", "emit", "command"]
LEFT = {folder: set(ORDER[:ORDER.index(folder)]) for folder in ORDER}
LEFT["types"] = {"base"}          # a table of facts: it stands beside the pipeline
LEFT["tools"] = set()             # programs of the build, which need nothing of slotgen
LEFT["docs"] = {"base", "types", "model", "render"}  # makes docs/schema.md of the tables
LEFT["."] = set(ORDER)            # main.c, pipeline.c

# A header on the shelf of another folder that is meant for others, beside the one named after it.
ALSO_OFFERED = {"render/template.h", "render/embedded.h", "types/literal.h", "types/decimal.h", "types/integer.h", "model/keys.def"}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def includes():
    """(where, folder of the including file, included path) of each quoted include in gen/."""
    for path in tracked("gen/**.c", "gen/**.h", "gen/**.def"):
        parts = path.relative_to(ROOT / "gen").parts
        folder = parts[0] if len(parts) > 1 else "."
        for number, line in enumerate(text(path).splitlines(), 1):
            match = INCLUDE.match(line)
            if match and not allows(line, "layers"):
                yield f"{name(path)}:{number}", folder, match.group(1)


class Layers(RuleTest):
    def test_folders_are_known(self):
        folders = {path.relative_to(ROOT / "gen").parts[0] for path in tracked("gen/*/*.c")}
        self.assertNone(sorted(folders - set(LEFT)), "folders of gen/ without a place in ORDER")

    def test_imports_go_left(self):
        def wrong(folder, included):
            other = included.split("/")[0] if "/" in included else "."
            return other != folder and other not in LEFT[folder] and not (other == "." and folder == "command")
        self.assertNone((f"{where} includes {included}" for where, folder, included in includes()
                         if wrong(folder, included)), "includes that do not go left")

    def test_other_folders_offer_one_header(self):
        def wrong(folder, included):
            other, _, file = included.rpartition("/")
            if other in ("", folder, "base") or file.endswith(".def") or included in ALSO_OFFERED:
                return False
            return file != other + ".h"
        self.assertNone((f"{where} includes {included}" for where, folder, included in includes()
                         if wrong(folder, included)), "headers that are another folder's own business")

    def test_only_syntax_knows_yaml(self):
        users = [name(path) for path in tracked("gen/**.c", "gen/**.h") if "<yaml.h>" in text(path)]
        self.assertEqual(users, ["gen/syntax/syntax.c"])


if __name__ == "__main__":
    unittest.main()

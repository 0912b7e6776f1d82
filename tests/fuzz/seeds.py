"""What the fuzzer begins with, made from what the tests already have: seeds.py schema|json FOLDER writes the files of
FOLDER/seeds and the dictionary FOLDER/words, which libFuzzer puts into inputs. For json SLOTGEN_TEST_MODULES has the twins."""

import json
import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = 20240229
SAMPLES = 3  # documents of each record
DEPTH = 8  # of a document, more or less: what is deeper is empty
SIGNS = ["~", "!", "&", "*", "<<: ", "%", "@", "`", "|\n", ">-\n", "? ", "- ", ": ", "#", "'", '"', "{}", "[]", "---\n",
         "...\n", "\t", "\r\n", "\\u", "\ufeff", "\u20ac", "\u0085"]


def write_words(path, words):
    """A dictionary of libFuzzer's: a string on each line, its bytes spelled as C would."""
    def spelled(word):
        return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())

    path.write_text("".join(f'"{spelled(word)}"\n' for word in dict.fromkeys(words) if word))


def table_words(table, macro):
    text = (ROOT / "gen" / table).read_text(encoding="utf-8")
    return re.findall(rf"^{macro}\((\w+),", text, re.MULTILINE)


def schema():
    """The schemas of this repository, good and bad, and the words of the language."""
    paths = sorted(path for folder in ("schemas", "tests/schemas", "tests/good", "tests/bad")
                   for path in (ROOT / folder).rglob("*.yaml"))
    keys = table_words("model/keys.def", r"[A-Z]+_(?:KEY|FLAG)")
    types = table_words("types/scalars.def", "SCALAR") + table_words("types/containers.def", "CONTAINER")
    words = [f"{key}: " for key in keys] + types + [f"{name}[" for name in types] + SIGNS
    words += ["true", "false", "null", "None", " | None", " | ...", "Literal[", "as_null", "camel", "kebab", "1e308"]
    return [path.read_bytes() for path in paths], words


def vectors(*columns):
    """The JSON texts in those columns of all vectors: where text and value stand in a row, the text is the one that parses."""
    for path in sorted((ROOT / "tests" / "vectors").glob("*.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        for column in columns:
            for row in table[column]:
                yield row[1] if column == "json" else row[0]


class Sampler:
    """Documents that are as a JSON Schema says, more or less: what only nearly fits is a good beginning, too."""

    def __init__(self, root, texts):
        self.root, self.texts, self.random, self.depth = root, texts, random.Random(SEED), 0

    def is_deep(self):
        return self.depth > DEPTH

    def sample(self, schema):
        self.depth += 1
        found = self.any_of(schema)
        self.depth -= 1
        return found

    def any_of(self, schema):
        one_of = schema.get("enum") or schema.get("examples") or schema.get("anyOf")
        if "$ref" in schema:
            return self.sample(self.root["$defs"][schema["$ref"].rpartition("/")[2]])
        if "const" in schema:
            return schema["const"]
        if "default" in schema and (self.is_deep() or self.random.random() < 0.3):
            return schema["default"]
        if one_of:
            chosen = self.random.choice(one_of)
            return self.sample(chosen) if "anyOf" in schema else chosen
        kinds = schema.get("type", ["string", "integer", "number", "null", "boolean"])
        return getattr(self, kinds if isinstance(kinds, str) else self.random.choice(kinds))(schema)

    def null(self, _):
        return None

    def boolean(self, _):
        return self.random.random() < 0.5

    def integer(self, schema):
        least, most = schema.get("minimum", -(2**70)), schema.get("maximum", 2**70)
        return self.random.choice((least, most, max(least, min(most, self.random.randrange(100)))))

    def number(self, schema):
        least, most = schema.get("minimum", -1e308), schema.get("maximum", 1e308)
        number = self.random.choice((0.0, 1, 1e22, self.random.random(), round(self.random.uniform(-1e4, 1e4), 2)))
        return max(least, min(most, number))

    def string(self, schema):
        fitting = [text for text in self.texts if re.search(schema.get("pattern", ""), text)]
        return self.random.choice(fitting or self.texts)

    def array(self, schema):
        if "prefixItems" in schema:
            return [self.sample(item) for item in schema["prefixItems"]]
        count = 0 if self.is_deep() else self.random.randrange(schema.get("minItems", 0), schema.get("maxItems", 3) + 1)
        return [self.sample(schema.get("items", {})) for _ in range(count)]

    def object(self, schema):
        required = schema.get("required", ())
        found = {key: self.sample(value) for key, value in schema.get("properties", {}).items()
                 if key in required or not self.is_deep() and self.random.random() < 0.8}
        more = schema.get("additionalProperties", {})
        for _ in range(self.random.randrange(3) if more is not False and not self.is_deep() else 0):
            key = self.sample(schema.get("propertyNames", {"type": "string"}))
            found.setdefault(key if isinstance(key, str) else json.dumps(key), self.sample(more))
        return found


def keys(schema):
    """Every name of a property and every text that JSON Schema has as a constant, at any depth."""
    for key, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "properties":
            yield from value
        if key in ("const", "enum"):
            yield from (text for text in (value if key == "enum" else [value]) if isinstance(text, str))
        if isinstance(value, (dict, list)):
            yield from keys(value)


def documents():
    """Documents for all records that agree.py knows, in front of each what names its reader."""
    from agree import READERS, RECORDS, installed, load

    texts = [text for text in map(json.loads, vectors("json", "read")) if isinstance(text, str)]
    given, words = [], []
    for letter, (name, record) in RECORDS.items():
        module = load(name, "python")
        with installed(module):
            schema = getattr(module, record).json_schema()
        sampler = Sampler(schema, texts)
        words += [json.dumps(key, ensure_ascii=False) + ":" for key in keys(schema)]
        for i in range(SAMPLES):
            document = json.dumps(sampler.sample(schema), ensure_ascii=i % 2 > 0, indent=i % 3 or None)
            given += [f"{letter}{reader}" + {"1": f"[{document},{document}]", "2": f"{document}\n" * 2}.get(reader, document)
                      for reader in READERS]
    words += [*dict.fromkeys(vectors("json", "read", "refuse_json")), *SIGNS, "\\ud83d\\ude00", "\\ud800", "\U0001f600", "NaN"]
    return [text.encode() for text in given], [word for word in words if len(word) < 60]


def main():
    kind, folder = sys.argv[1], Path(sys.argv[2])
    seeds, words = {"schema": schema, "json": documents}[kind]()
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / "seeds" / f"{number:04}").write_bytes(seed)
    write_words(folder / "words", words)


if __name__ == "__main__":
    main()

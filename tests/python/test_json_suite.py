"""Documents of others: JSONTestSuite and a real timeline, where the project provides them."""

import json
import unittest

from support import DATA, IMPLEMENTATION, ModuleCase, load, outcome, setUpModule

SUITE = DATA / "json-test-suite"
TWITTER = DATA / "json" / "twitter.json"
CANADA = DATA / "json" / "canada.json"
OTHER = {"c": "python", "python": "c"}[IMPLEMENTATION]


def wrapped(data):
    """The document as the value of a record's Any field."""
    return b'{"value":' + data + b"}"


@unittest.skipUnless(SUITE.is_dir(), f"not here: {SUITE}")
class Suite(ModuleCase):
    modules = ("everything",)

    def each(self, prefix):
        found = sorted(SUITE.glob(f"{prefix}_*.json"))
        self.assertTrue(found)
        for path in found:
            yield path.name, path.read_bytes()

    def test_all_files_are_here(self):
        self.assertGreater(len(list(SUITE.glob("*.json"))), 300)

    def test_accepted(self):
        for name, data in self.each("y"):
            with self.subTest(name):
                doubled = self.has_double(json.loads(data, object_pairs_hook=tuple))
                if doubled:  # well-formed, but a dict cannot hold it
                    with self.assertRaises(self.everything.ValidationError):
                        self.everything.Holder.from_json(wrapped(data))
                    unknown = b'{"skipped":' + data + b',"value":1}'
                    self.assertEqual(self.everything.Holder.from_json(unknown).value, 1)
                    continue
                made = self.everything.Holder.from_json(wrapped(data))
                self.assertEqual(made.value, json.loads(data))
                self.assertEqual(self.everything.Holder.from_json(made.to_json()), made)

    def has_double(self, value):
        if isinstance(value, tuple):
            keys = [key for key, _ in value]
            return len(set(keys)) < len(keys) or any(self.has_double(item) for _, item in value)
        return isinstance(value, list) and any(map(self.has_double, value))

    def test_refused(self):
        for name, data in self.each("n"):
            with self.subTest(name):
                in_array = b"[" + (data.strip() or b",") + b"]"  # nothing between brackets is well-formed
                for document in (wrapped(data), b'{"skipped":' + data + b"}", in_array):
                    with self.assertRaises(json.JSONDecodeError):
                        self.everything.Holder.from_json(document)
                with self.assertRaises(ValueError):
                    self.everything.Holder.from_json(data)

    def test_both_implementations_agree(self):
        try:
            other = load("everything", OTHER)
        except ImportError as error:
            self.skipTest(str(error))
        for prefix in "yni":
            for name, data in self.each(prefix):
                for document in (wrapped(data), b'{"skipped":' + data + b"}", data):
                    with self.subTest(name):
                        expected = outcome(other.Holder.from_json, document)
                        self.assertEqual(outcome(self.everything.Holder.from_json, document), expected)


class Timeline(ModuleCase):
    modules = ("timeline", "everything")

    @unittest.skipUnless(TWITTER.is_file(), f"not here: {TWITTER}")
    def test_twitter(self):
        data = TWITTER.read_bytes()
        expected = json.loads(data)
        made = self.timeline.Timeline.from_json(data)
        text = json.dumps(expected, separators=(",", ":"), ensure_ascii=False)
        self.assertEqual(made.to_json(), text.encode())
        self.assertEqual(made.to_dict(), expected)
        self.assertEqual(self.timeline.Timeline.from_dict(expected), made)
        self.assertEqual(self.timeline.Timeline.from_json(text), made)
        escaped = json.dumps(expected)
        self.assertEqual(self.timeline.Timeline.from_json(escaped).to_json(), text.encode())
        self.assertEqual(made.statuses[0].user.screen_name, expected["statuses"][0]["user"]["screen_name"])
        statuses = made.statuses * 3
        lines = self.timeline.Status.to_json_lines(statuses)
        self.assertEqual(self.timeline.Status.from_json_lines(lines), statuses)
        array = self.timeline.Status.to_json_array(statuses)
        self.assertEqual(self.timeline.Status.from_json_array(array), statuses)

    @unittest.skipUnless(CANADA.is_file(), f"not here: {CANADA}")
    def test_canada(self):
        data = CANADA.read_bytes()
        expected = json.loads(data)
        made = self.everything.Holder.from_json(wrapped(data))
        self.assertEqual(made.value, expected)
        self.assertEqual(
            made.to_json(), wrapped(json.dumps(expected, separators=(",", ":"), ensure_ascii=False).encode())
        )

    @unittest.skipUnless(TWITTER.is_file(), f"not here: {TWITTER}")
    def test_twitter_cut_short(self):
        data = TWITTER.read_bytes()
        for length in range(1, len(data), len(data) // 10):
            error = self.assert_raises_one("JSONDecodeError", self.timeline.Timeline.from_json, data[:length])
            self.assertLessEqual(error.pos, length)


if __name__ == "__main__":
    unittest.main()

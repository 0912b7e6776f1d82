"""C module and twin side by side in one process, for the tests that compare them. They run for the C modules;
the run for the twins has nothing to add."""

import unittest

from support import IS_C, ModuleCase, installed, load, outcome, path_of

BOTH = all(path_of("market", implementation).exists() for implementation in ("c", "python"))


@unittest.skipUnless(IS_C and BOTH, "compared in the run of the C modules")
class Pair(ModuleCase):
    """Tests that have `name` as a pair of modules."""

    def pair(self, name):
        return load(name, "c"), load(name, "python")

    def agree(self, name, call, *note):
        """call(module) gives the same for both; that."""
        results = []
        for module in self.pair(name):
            with installed(module):
                results.append(outcome(call, module))
        if results[0] != results[1]:
            with self.subTest(note):
                self.assertEqual(*results)
        return results[0]

    def records(self, *names):
        for name in names:
            for record in self.pair(name)[1].__all__:
                if hasattr(getattr(self.pair(name)[1], record), "to_json"):
                    yield name, record

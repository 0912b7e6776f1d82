"""The clockwork: contestants take turns in one process, and the least time of each counts.

All have the same share of the time: one that is slow runs fewer times, but at least LEAST times. The order
of a turn is shuffled, so that nobody always runs behind the same other."""

import gc
import random
import time
from dataclasses import dataclass

LEAST = 2


@dataclass(frozen=True)
class Entry:
    """What is timed: run(*prepare()), of which prepare() is not."""

    run: object
    prepare: object = tuple


def once(entry):
    arguments = entry.prepare()
    start = time.thread_time()          # of the processor: waiting for it is nobody's fault
    result = entry.run(*arguments)
    spent = time.thread_time() - start
    del result
    return spent


def take_turns(entries, seconds, share=0.002):
    """Least seconds per run of each of `entries`, a dict of Entry; each gets about `seconds` altogether, in
    slices of `share`."""
    gc.collect()
    gc.freeze()             # what is there already is nobody's burden
    order = random.Random(1)
    titles = list(entries)
    least = {title: once(entries[title]) for title in titles}       # warms up, too
    used = dict.fromkeys(titles, 0.0)
    runs = dict.fromkeys(titles, 0)
    turn = 0
    while any(used[title] < seconds or runs[title] < LEAST for title in titles):
        turn += 1
        order.shuffle(titles)
        for title in titles:
            while used[title] < min(turn * share, seconds) or (turn <= LEAST and runs[title] < turn):
                spent = once(entries[title])
                least[title] = min(least[title], spent)
                used[title] += spent
                runs[title] += 1
    gc.unfreeze()
    return least

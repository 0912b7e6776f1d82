"""What was found, as text: the figures against their goals on the terminal, and the pages of docs/bench."""

import goals


def show_goals(found):
    """Prints the figures that were measured; returns how many are missed."""
    versions = list(found["pythons"])
    missed = 0
    print(f"\n  {'':50}{'goal':>16}" + "".join(f"{version:>14}" for version in versions))
    for goal in goals.GOALS:
        numbers = [goals.value(goal, found["pythons"][version]["measures"]) for version in versions]
        if all(number is None for number in numbers):
            continue
        cells = ["" if number is None else goals.number_text(goal, number) + ("    " if goals.is_reached(goal, number) else " << ")
                 for number in numbers]
        missed += sum(number is not None and not goals.is_reached(goal, number) for number in numbers)
        print(f"  {goal.what:50}{goals.bound_text(goal):>16}" + "".join(f"{cell:>14}" for cell in cells))
    print(f"\n  {missed} missed (<<)" if missed else "\n  all reached")
    return missed

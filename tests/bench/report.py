"""The figures against their goals, on the terminal."""

import goals


def show_goals(found):
    """Prints the figures that were measured; returns how many are missed."""
    versions = list(found["pythons"])
    missed, lines = 0, []
    for goal in goals.GOALS:
        numbers = [goals.value(goal, found["pythons"][version]["measures"]) for version in versions]
        if all(number is None for number in numbers):
            continue
        misses = [goals.is_missed(goal, number, version) for number, version in zip(numbers, versions)]
        cells = ["" if number is None else goals.number_text(goal, number) + (" <<" if miss else "   ")
                 for number, miss in zip(numbers, misses)]
        missed += sum(misses)
        lines.append(f"  {goal.what:56}{goals.bound_text(goal):>17}" + "".join(f"{cell:>14}" for cell in cells))
    if lines:
        print(f"\n  {'':56}{'goal':>17}" + "".join(f"{version:>11}   " for version in versions))
        print(*lines, sep="\n")
        print(f"\n  {missed} missed (<<)" if missed else "\n  all reached")
    else:
        print("\n  no figure that has a goal was measured")
    return missed

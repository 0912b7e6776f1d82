"""The plots of docs/bench, drawn from its results.json: SVG, the same bytes whenever the numbers are the same.

They stand on light and dark pages: no background, text and grid in greys that can be read on both, and the text
as text."""

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

OURS = "slotgen"
INK, GRID = "#76808c", "#76808c40"
BLUE, GREY = "#2f81f7", "#98a2ae"
# the JSON libraries of the throughput plot, best known first: title and colour
LIBRARIES = {OURS: BLUE, "msgspec gc=False": "#db8a1c", "orjson, @dataclass": "#9a6dd7", "pydantic": "#3fa37c",
             "json, @dataclass(slots=True)": GREY}

STYLE = {"svg.fonttype": "none", "svg.hashsalt": "slotgen", "font.family": "sans-serif", "font.size": 11,
         "axes.facecolor": "none", "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": GRID,
         "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.titlesize": 12,
         "axes.titleweight": "bold", "axes.titlelocation": "left", "figure.constrained_layout.use": True, "figure.constrained_layout.hspace": 0.05}


def draw(found, folder):
    """Writes all plots."""
    version = list(found["pythons"])[-1]
    measures = found["pythons"][version]["measures"]
    on = f"CPython {version}"
    with plt.rc_context(STYLE):
        save(memory(measures, on), folder / "memory.svg")
        save(objects(measures, on), folder / "objects.svg")
        save(throughput(measures, on), folder / "json.svg")


def save(figure, path):
    figure.savefig(path, transparent=True, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def results(measures, name):
    return measures.get(name, {}).get("results", {})


def bars(axes, numbers, text):
    """Horizontal bars, least first. One that is far longer than the others is cut, and its number says how long
    it would be."""
    titles = sorted(numbers, key=lambda title: (round(numbers[title]), title != OURS, numbers[title]))
    lengths = sorted(numbers.values())
    limit = lengths[-1]
    for shorter, longer in zip(lengths[-4:], lengths[-3:]):
        if longer > 2.2 * shorter and shorter > lengths[0] * 3:
            limit = shorter * 1.25
            break
    shown = [min(numbers[title], limit) for title in titles]
    drawn = axes.barh(titles, shown, height=0.72, color=[BLUE if title.startswith(OURS) else GREY for title in titles])
    labels = [text(numbers[title]) + (" »" if numbers[title] > limit else "") for title in titles]
    axes.bar_label(drawn, labels, padding=4, color=INK)
    axes.invert_yaxis()
    axes.set_xlim(0, limit * 1.22)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)
    for label in axes.get_yticklabels():
        if label.get_text().startswith(OURS):
            label.set_color(BLUE)
            label.set_fontweight("bold")


def memory(measures, on):
    figure, axes = plt.subplots(figsize=(8.6, 4.2))
    bars(axes, results(measures, "memory, tick"), lambda number: f"{number:.0f}")
    head(figure, f"Bytes in memory of a tick (a text and three floats), numbers included; {on}")
    return figure


def head(figure, text):
    figure.suptitle(text, fontsize=12.5, fontweight="bold", x=0.01, ha="left")


def objects(measures, on):
    panels = {"construct tick, positional": "Construct and drop", "construct and keep tick": "Construct and keep",
              "equality": "Compare with ==", "copy": "copy.copy()", "unpickle 10,000 ticks": "Unpickle",
              "read float": "Read a float field"}
    figure, grid = plt.subplots(3, 2, figsize=(10.4, 11))
    for axes, (name, title) in zip(grid.flat, panels.items()):
        numbers = {who: number for who, number in results(measures, name).items() if who != "slotgen twin"}
        bars(axes, numbers, lambda number: f"{number:,.0f}" if number >= 20 else f"{number:.1f}")
        axes.set_title(title)
    head(figure, f"Nanoseconds per tick, less is better; {on}")
    return figure


WORKLOADS = ["ticks, prices", "ticks, wild", "events", "timeline, pretty", "timeline, compact", "floats", "tree", "one message"]


def throughput(measures, on):
    sizes = results(measures, "size of workloads")
    figure, pair = plt.subplots(1, 2, figsize=(10.4, 8.2))
    for axes, verb in zip(pair, ("encode", "decode")):
        groups = [work for work in WORKLOADS if results(measures, f"{verb} {work}") and work in sizes]
        height = 0.84 / len(LIBRARIES)
        for at, (library, colour) in enumerate(LIBRARIES.items()):
            rates = [sizes[work] / results(measures, f"{verb} {work}").get(library, float("inf")) * 1e3 for work in groups]
            places = [number + (at - (len(LIBRARIES) - 1) / 2) * height for number in range(len(groups))]
            drawn = axes.barh(places, rates, height=height * 0.9, color=colour, label=library)
            axes.bar_label(drawn, [f"{rate:.0f}" for rate in rates], padding=3, fontsize=8.5, color=colour if at == 0 else INK,
                           fontweight="bold" if at == 0 else "normal")
        axes.set_yticks(range(len(groups)), groups)
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.margins(x=0.1, y=0.01)
        axes.set_title(verb.capitalize())
    head(figure, f"JSON, megabytes per second, more is better; {on}")
    handles, labels = pair[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=len(LIBRARIES), frameon=False, handlelength=1.2)
    return figure

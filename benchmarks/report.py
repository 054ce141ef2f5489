"""The tables of `benchmarks/README.md` and `docs/scale.md`, made from the results between two marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.aims import Outcome, outcomes
from benchmarks.command import Options, size
from benchmarks.measure import kept

PAGE: Final = Path(__file__).parent / "README.md"
SCALE: Final = Path(__file__).parents[1] / "docs" / "scale.md"
BEGIN: Final = "<!-- results: written by `python -m benchmarks report` -->"
END: Final = "<!-- end of results -->"
WORDS: Final = ("load", "answer", "query", "anchors", "neo4j")


def run(options: Options) -> None:
    """Write the tables into both pages."""
    results = {word: kept(options.out, word) for word in WORDS}
    for page, text in ((PAGE, tables(results)), (SCALE, scale(results))):
        page.write_text(between(page.read_text("utf-8"), text), "utf-8")
        print(f"written: {page}")


def between(page: str, text: str) -> str:
    """The page with other text between the marks."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"the page lacks the marks {BEGIN!r} and {END!r}; put them where the tables belong.")
    return f"{head}{BEGIN}\n\n{text.strip()}\n\n{END}{tail}"


def tables(results: Mapping[str, Mapping[str, Any]]) -> str:
    """All tables; what was not measured has none."""
    makers: dict[str, Callable[[str, Mapping[str, Any]], list[str]]] = {
        "load": _load,
        "answer": _answer,
        "query": _query,
        "anchors": _anchors,
        "neo4j": _neo4j,
    }
    parts: list[str] = []
    reached = outcomes(results)
    if reached:
        parts += ["### Aims", table(("aim", "size", "aimed at", "measured", "met"), map(_outcome, reached))]
    for word, maker in makers.items():
        found = results.get(word, {})
        if found:
            parts.append(f"### {word.capitalize()}")
        for name in sorted(found, key=size):
            parts += [f"**{name}** — {about(found[name]['about'])}", *maker(name, found[name])]
    return "\n\n".join(parts) if parts else "Nothing was measured yet."


def _outcome(one: Outcome) -> tuple[str, ...]:
    aim = one.aim
    limit = f"{'≥' if aim.at_least else '≤'} {aim.limit:,g} {aim.unit}".strip()
    met = "yes" if aim.met(one.value) else "**no**"
    return aim.text, one.size, limit, f"{figure(one.value)} {aim.unit}".strip(), met


def scale(results: Mapping[str, Mapping[str, Any]]) -> str:
    """What one machine carries: a column a size, only what was measured."""
    names = sorted({name for found in results.values() for name in found}, key=size)
    rows = []
    for text, word, read in _CARRIED:
        cells = [_cell(results.get(word, {}).get(name), read) for name in names]
        if any(cells):
            rows.append((text, *(cell or "not measured" for cell in cells)))
    if not rows:
        return "Nothing was measured yet."
    last = [found[name]["about"] for found in results.values() for name in found]
    places = sorted({f"{one['cpu']}, {one['cores']} cores, {one['memory_gib']} GiB, {one['system']}" for one in last})
    return "\n\n".join([table(("relations", *names), rows), f"Measured on: {'; '.join(places)}."])


def _cell(found: Mapping[str, Any] | None, read: Callable[[Mapping[str, Any]], str]) -> str:
    try:
        return read(found) if found is not None else ""
    except KeyError:
        return ""


_CARRIED: Final[tuple[tuple[str, str, Callable[[Mapping[str, Any]], str]], ...]] = (
    ("companies", "load", lambda found: f"{found['companies']:,}"),
    ("files, MB", "load", lambda found: figure(found["input_bytes"] / 1e6)),
    ("load, s", "load", lambda found: figure(found["ours"]["wall_s"]["median"])),
    ("load, CPU s", "load", lambda found: figure(found["ours"]["cpu_s"]["median"])),
    ("load, peak MB", "load", lambda found: figure(found["ours"]["peak_mb"])),
    ("snapshot, MB", "load", lambda found: figure(sum(found["bytes"].values()) / 1e6)),
    ("bytes a relation", "load", lambda found: figure(found["bytes_a_relation"])),
    ("answer, warm, ms", "answer", lambda found: wall(found["states"]["warm"]["answer"], 1_000)),
    ("answer, cold data, ms", "answer", lambda found: wall(found["states"]["cold data"]["answer"], 1_000)),
    ("answer, cold machine, ms", "answer", lambda found: wall(found["states"]["cold machine"]["answer"], 1_000)),
    ("answer of 20 leads, warm, ms", "answer", lambda found: wall(found["states"]["warm"]["best 20"], 1_000)),
    ("answer, cold data, peak MB", "answer", lambda found: figure(found["states"]["cold data"]["answer"]["peak_mb"])),
    ("one question in a process, CPU p50 ms", "query", lambda found: figure(found["steps"]["question"]["p50"] * 1_000)),
    ("one question in a process, CPU p99 ms", "query", lambda found: figure(found["steps"]["question"]["p99"] * 1_000)),
    ("many anchors, a second", "anchors", lambda found: figure(found["anchors_a_second"])),
)


def about(machine: Mapping[str, Any]) -> str:
    """Where and when, in one line."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{machine['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['system']}, Python {machine['python']}, load average {machine['load_average']}; {versions}"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def wall(found: Mapping[str, Any], unit: float = 1.0) -> str:
    """A median with its spread."""
    figures = [found["wall_s"][name] * unit for name in ("median", "min", "max")]
    return "{} ({}–{})".format(*(figure(value) for value in figures))


def figure(value: float) -> str:
    """A number with three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratios(found: Mapping[str, float]) -> str:
    return table(("ratio", "times"), ((name, figure(value)) for name, value in found.items()))


def _load(_: str, found: Mapping[str, Any]) -> list[str]:
    rows = [("chainprospect", found["ours"]), *found["peers"].items()]
    measured = table(
        ("load", "wall s", "CPU s", "peak MB"),
        ((name, wall(one), figure(one["cpu_s"]["median"]), figure(one["peak_mb"])) for name, one in rows),
    )
    cpu = found["lines_cpu"]
    rows_of = ((name, figure(seconds), figure(cpu[name])) for name, seconds in found["lines"].items())
    lines = table(("of ours", "wall s", "CPU s"), rows_of)
    told = (
        f"{found['companies']:,} companies, {found['relations']:,} relations from {found['read']:,} rows; "
        f"{found['bytes_a_relation']:.0f} bytes a relation on disk, {found['bytes_of_graph_a_relation']:.0f} of them "
        f"the graph. Every engine could use {found['memory_limit']}."
    )
    return [told, measured, lines, _ratios(found["ratios"])]


def _answer(_: str, found: Mapping[str, Any]) -> list[str]:
    rows = [(f"{name}, {state}", one) for state, runs in found["states"].items() for name, one in runs.items()]
    measured = table(
        ("process start to printed leads", "ms", "CPU ms", "peak MB"),
        (
            (name, wall(one, 1_000), figure(one["cpu_s"]["median"] * 1_000), figure(one["peak_mb"]))
            for name, one in (*rows, *found["peers"].items())
        ),
    )
    printed = (
        f"{name}: {one['leads']:,} leads and {one['lookalikes']:,} lookalikes in {figure(one['bytes'] / 1e6)} MB"
        for name, one in found["printed"].items()
    )
    read = (f"{name}: {one['pages']:,} pages in {one['pieces']:,} pieces" for name, one in found["read"].items())
    told = f"Printed: {'; '.join(printed)}. Read with cold data: {'; '.join(read)}."
    return [told, measured, _ratios(found["ratios"])]


def _query(_: str, found: Mapping[str, Any]) -> list[str]:
    def cells(name: str, one: Mapping[str, float], count: int) -> tuple[str, ...]:
        return (name, *(figure(one[key] * 1_000) for key in ("p50", "p99", "max", "wall")), f"{count:,}")

    checked, cut = found["checked"], found["cut"]
    rows = [cells(step, one, found["anchors"]) for step, one in found["steps"].items()]
    rows += [cells(f"{step}, hubs", one, found["hubs"]) for step, one in found["steps_of_hubs"].items()]
    for peer, told in found["peers"].items():
        rows += [cells(f"{name}, {peer}", one, int(one["anchors"])) for name, one in told["questions"].items()]
    said = (
        f"{checked['equal']} answers equal the memory store's, {len(checked['different'])} differ, "
        f"{len(checked['too_wide'])} touch too much to be compared. Budgets cut {cut['relations']:,} relations around "
        f"{cut['anchors']:,} of {found['anchors']:,} anchors."
    )
    head = ("query", "CPU p50 ms", "p99 ms", "max ms", "wall p50 ms", "anchors")
    return [said, table(head, rows), _ratios(found["ratios"])]


def _anchors(_: str, found: Mapping[str, Any]) -> list[str]:
    rows = (
        (jobs, *(figure(one[key]) for key in ("anchors_a_second", "anchors_a_cpu_second", "linear", "peak_mb")))
        for jobs, one in found["jobs"].items()
    )
    return [table(("jobs", "anchors a second", "anchors a CPU second", "times linear", "peak MB"), rows)]


def _neo4j(_: str, found: Mapping[str, Any]) -> list[str]:
    def cells(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
        stores = (figure(one[store]["p50"] * 1_000) for store in ("snapshot", "neo4j"))
        hand = figure(one["by_hand"]["p50"] * 1_000) if one["by_hand"] else "more than a minute"
        statements = "{min:.0f}–{max:.0f}".format(**one["statements"])
        return (name, *stores, hand, statements, figure(one["reached"]["p50"]), str(one["anchors"]))

    heads = ("answer, p50 ms", "snapshot", "Neo4j", "by hand", "statements", "reached", "anchors")
    told = (
        f"{found['companies']:,} companies and {found['relations']:,} relations pushed in {figure(found['push_s'])} s, "
        f"{found['relations_a_second']:,.0f} relations a second, with the driver's {found['codec']} codec; the same "
        f"again in {figure(found['push_again_s'])} s. The bare graph, numbers and ends without a single fact, takes "
        f"{figure(found['bare_s'])} s: the push is {figure(found['push_to_bare'])} x that. {found['different']} "
        "answers differ from the snapshot's."
    )
    return [told, table(heads, (cells(name, one) for name, one in found["questions"].items()))]

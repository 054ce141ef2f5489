"""What the benchmarks say: options as typed, lines of a load, tables, the plot."""

from __future__ import annotations

import argparse
from pathlib import Path
from xml.etree import ElementTree

import pytest
from benchmarks import growth, report
from benchmarks.aims import outcomes
from benchmarks.anchors import pace
from benchmarks.answer import a_company
from benchmarks.command import parse, size, size_name, sizes
from benchmarks.load import durations, line_of, lines_of, middle, ratios
from benchmarks.measure import Failed, folder_bytes, has, keep, kept, measure, spread
from benchmarks.query import quantiles

ABOUT = {
    "date": "2026-01-02 03:04 UTC",
    "cpu": "a processor",
    "cores": 2,
    "memory_gib": 23.4,
    "system": "Linux 6",
    "python": "3.11.7",
    "versions": {"numpy": "2.4"},
    "load_average": 0.5,
}


def taken(median: float, peak: float) -> dict[str, object]:
    wall = {"median": median, "min": median / 2, "max": median * 2, "rounds": 3}
    return {"wall_s": wall, "cpu_s": wall, "peak_mb": peak}


LOADED = {
    "about": ABOUT,
    "companies": 20_000,
    "relations": 99_000,
    "read": 120_000,
    "bytes_a_relation": 400.4,
    "bytes_of_graph_a_relation": 170.0,
    "memory_limit": "1GB",
    "ours": taken(4.0, 300.0),
    "peers": {"duckdb": taken(2.0, 100.0)},
    "lines": {"read relations": 1.0, "relations and graph": 2.0, "resolve": 0.5, "search index": 0.25},
    "lines_cpu": {"read relations": 1.5, "relations and graph": 2.5, "resolve": 0.6, "search index": 0.35},
    "bytes": {"graph": 1_000_000},
    "input_bytes": 2_000_000,
    "ratios": {"all / duckdb": 2.0},
}
ANSWERED = {
    "printed": {"answer": {"bytes": 9_500_000, "leads": 1_200, "lookalikes": 400}},
    "read": {"answer": {"pages": 13_000, "pieces": 12_000}},
    "states": {"warm": {"answer": taken(0.3, 50.0)}},
    "peers": {},
    "ratios": {},
    "about": ABOUT,
}


@pytest.mark.parametrize(("text", "relations"), [("2k", 2_000), ("100K", 100_000), ("1m", 1_000_000), ("1_500", 1_500)])
def test_sizes_are_read_as_typed(text: str, relations: int) -> None:
    assert size(text) == relations
    assert size(size_name(relations)) == relations


def test_sizes_come_smallest_first_and_once() -> None:
    assert sizes("1m,100k,1000k") == (100_000, 1_000_000)
    for wrong in ("", "ten", "0", "1g", "-5"):
        with pytest.raises(argparse.ArgumentTypeError, match="is not a size; write 100k, 1m or a whole number"):
            sizes(wrong)


def test_the_command_line_has_defaults_and_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    word, options = parse([])
    assert (word, options.sizes, options.out, options.rounds) == (
        "all",
        (100_000, 1_000_000),
        Path("build/benchmarks"),
        7,
    )
    word, options = parse(["query", "--sizes", "2k", "--anchors", "50", "--format", "parquet", "--out", "x"])
    assert (word, options.sizes, options.anchors, options.form, options.out) == (
        "query",
        (2_000,),
        50,
        "parquet",
        Path("x"),
    )
    with pytest.raises(SystemExit):
        parse(["walk"])
    assert "invalid choice: 'walk'" in capsys.readouterr().err


def test_seconds_of_steps_are_added_by_name_and_by_line() -> None:
    steps = [
        ("start", 0.0, 0.0),
        ("relations.csv", 1.0, 0.5),
        ("merge_form", 3.0, 3.5),
        ("graph", 4.0, 4.5),
        ("search", 6.0, 8.0),
        ("end", 6.5, 9.0),
    ]
    wall = {"start": 1.0, "relations.csv": 2.0, "merge_form": 1.0, "graph": 2.0, "search": 0.5}
    assert durations(steps, 1) == wall
    assert durations(steps, 2) == {**wall, "start": 0.5, "relations.csv": 3.0, "graph": 3.5, "search": 1.0}
    lines = lines_of(steps, 1)
    assert [lines[name] for name in ("read relations", "resolve", "relations and graph", "search index")] == [
        2.0,
        1.0,
        2.0,
        0.5,
    ]
    assert sum(lines.values()) == 6.5
    assert [line_of(step) for step in ("relations", "events.parquet", "parquet", "company_fact")] == [
        "relations and graph",
        "read companies and events",
        "parquet copies",
        "companies",
    ]


def test_lines_of_several_rounds_are_medians() -> None:
    assert middle([{"read": 1.0}, {"read": 9.0}, {"read": 2.0}]) == {"read": 2.0}


def test_ratios_are_ours_by_the_peers() -> None:
    lines = {"read relations": 1.0, "relations and graph": 2.0, "resolve": 0.9, "search index": 0.6}
    cpu = {"read relations": 2.0, "relations and graph": 4.0, "resolve": 0.9, "search index": 0.6}
    assert ratios(taken(6.0, 300.0), {"duckdb": taken(2.0, 100.0)}, lines, cpu) == {
        "all / duckdb": 3.0,
        "all, CPU / duckdb": 3.0,
        "relations and graph / duckdb": 1.5,
        "relations and graph, CPU / duckdb": 3.0,
        "peak memory / duckdb": 3.0,
        "resolve and search / relations and graph": 0.5,
        "resolve and search / relations and graph, CPU": 0.25,
    }


def test_spread_and_quantiles() -> None:
    assert spread([3.0, 1.0, 2.0]) == {"median": 2.0, "min": 1.0, "max": 3.0, "rounds": 3}
    assert quantiles([1.0, 2.0, 3.0]) == {"p50": 2.0, "p99": pytest.approx(2.98), "max": 3.0}


def test_pace_says_whether_time_is_a_straight_line() -> None:
    assert pace({25: 3.0, 50: 5.0, 100: 9.0}) == {"anchors_a_second": pytest.approx(100 / 9), "linear": 1.0}
    assert pace({25: 3.0, 50: 5.0, 100: 17.0})["linear"] == 3.0


def test_results_of_other_sizes_stay(tmp_path: Path) -> None:
    keep(tmp_path, "load", "100k", {"x": 1})
    keep(tmp_path, "load", "1m", {"x": 2})
    keep(tmp_path, "load", "100k", {"x": 3})
    found = kept(tmp_path, "load")
    assert {name: one["x"] for name, one in found.items()} == {"100k": 3, "1m": 2}
    assert found["1m"]["about"]["versions"]["numpy"]
    assert kept(tmp_path, "answer") == {}


def test_a_command_is_measured_and_must_succeed(tmp_path: Path) -> None:
    import sys

    printed = tmp_path / "printed.txt"
    found = measure([sys.executable, "-I", "-c", "print('here')"], printed)
    assert printed.read_text("utf-8") == "here\n"
    assert found.wall_s > 0
    # The peak of whoever measures is not counted: this process is larger than a bare interpreter.
    assert 1 < found.peak_mb < 60
    with pytest.raises(Failed, match="ended with 3"):
        measure([sys.executable, "-I", "-c", "raise SystemExit(3)"])


def test_a_missing_peer_is_left_out_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert not has("no-such-peer")
    assert capsys.readouterr().out == "  no-such-peer is not installed (pip install --group bench): left out\n"


def test_linked_files_count_once(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "a").write_bytes(b"12345")
    (tmp_path / "graph" / "b").hardlink_to(tmp_path / "graph" / "a")
    (tmp_path / "c").write_bytes(b"1")
    assert folder_bytes(tmp_path) == {"c": 1, "graph": 5}


def test_tables_say_what_was_measured() -> None:
    text = report.tables({"load": {"100k": LOADED}})
    assert "### Load" in text
    assert "**100k** — 2026-01-02 03:04 UTC, a processor, 2 cores, 23.4 GiB, Linux 6, Python 3.11.7" in text
    assert "| chainprospect | 4.00 (2.00–8.00) | 4.00 | 300 |" in text
    assert "| all / duckdb | 2.00 |" in text
    assert "### Answer" not in text
    assert report.tables({}) == "Nothing was measured yet."
    answer = report.tables({"answer": {"100k": ANSWERED}})
    assert "| answer, warm | 300 (150–600) | 300 | 50.0 |" in answer
    assert "Printed: answer: 1,200 leads and 400 lookalikes in 9.50 MB." in answer
    assert "Read with cold data: answer: 13,000 pages in 12,000 pieces." in answer


def test_a_larger_answer_is_told_by_the_company():
    printed = {"answer": {"bytes": 9, "leads": 250, "lookalikes": 50}, "best 20": {"leads": 20, "lookalikes": 20}}
    smallest = {"answer": {"bytes": 6, "leads": 150, "lookalikes": 50}}
    ratios = {"answer / answer at 100k, warm": 1.8, "answer / import numpy, warm": 6.0, "best 20 / best 20 at 100k": 1}
    assert a_company(ratios, printed, smallest) == {"a company of answer / answer at 100k, warm": pytest.approx(1.2)}


def test_aims_are_held_against_what_was_measured() -> None:
    found = {
        "ratios": {"answer / answer at 100k, warm": 1.31, "answer / import numpy, warm": 4.9},
        "states": {"warm": {}},
    }
    told = [(one.aim.text, one.size, one.value, one.aim.met(one.value)) for one in outcomes({"answer": {"10m": found}})]
    assert told == [
        ("answer beside 100k, warm", "10m", 1.31, False),
        ("answer beside `import numpy`, warm", "10m", 4.9, True),
    ]
    text = report.tables({"load": {"100k": {**LOADED, "ratios": {"relations and graph / duckdb": 2.51}}}})
    assert "| relations and graph beside DuckDB | 100k | ≤ 2.5 x | 2.51 x | **no** |" in text


def test_the_page_on_scale_holds_only_what_was_measured() -> None:
    text = report.scale({"load": {"100k": LOADED, "1m": LOADED}, "answer": {"1m": ANSWERED}})
    assert "| relations | 100k | 1m |" in text
    assert "| load, s | 4.00 | 4.00 |" in text
    assert "| answer, warm, ms | not measured | 300 (150–600) |" in text
    assert "cold" not in text
    assert "Measured on: a processor, 2 cores, 23.4 GiB, Linux 6." in text
    assert report.scale({}) == "Nothing was measured yet."


def test_tables_go_between_the_marks() -> None:
    page = f"before\n\n{report.BEGIN}\nold\n{report.END}\n\nafter\n"
    made = report.between(page, "new")
    assert made == f"before\n\n{report.BEGIN}\n\nnew\n\n{report.END}\n\nafter\n"
    assert report.between(made, "new") == made
    with pytest.raises(SystemExit, match="the page lacks the marks"):
        report.between("nothing", "new")
    assert report.BEGIN in report.PAGE.read_text("utf-8")


def test_the_plot_is_a_picture_of_the_results() -> None:
    drawn = growth.panels({"100k": LOADED, "1m": {**LOADED, "ours": taken(40.0, 900.0)}}, {"100k": ANSWERED})
    assert drawn[0].lines[0] == growth.Line("chainprospect", ((100_000, 4.0), (1_000_000, 40.0)))
    text = growth.svg(drawn)
    picture = ElementTree.fromstring(text)
    texts = {element.text for element in picture.iter() if element.tag.endswith("text")}
    assert {"load, seconds", "answer, seconds", "peak memory, MB", "100k", "1m", "chainprospect", "warm"} <= texts
    assert growth.svg(drawn) == text

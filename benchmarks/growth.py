"""The plot of load, answer and memory over all sizes that were measured, as SVG, and the ratios behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

from benchmarks.command import Options, size, size_name
from benchmarks.measure import kept

PLOT: Final = Path(__file__).parents[1] / "docs" / "images" / "growth.svg"
WIDTH, HEIGHT = 330, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 34, 62
COLOURS: Final = ("#0b6e99", "#c2571a", "#5b7f2b", "#8a4f9e", "#777777", "#b8902b")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel: relations and values, both above 0."""

    name: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its title with the unit, and its lines."""

    title: str
    lines: tuple[Line, ...]


def run(options: Options) -> None:
    """Draw what was measured; says so when there is nothing."""
    drawn = panels(kept(options.out, "load"), kept(options.out, "answer"))
    if not any(line.points for panel in drawn for line in panel.lines):
        print("nothing was measured yet: run load and answer first")
        return
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    PLOT.write_text(svg(drawn), "utf-8")
    print(f"written: {PLOT}")


def panels(load: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Panel, ...]:
    """Load, answer and memory as lines over the sizes."""

    def of(results: Mapping[str, Any], name: str, *path: str) -> Line:
        points = []
        for text, found in results.items():
            value: Any = found
            for part in path:
                value = value.get(part) if isinstance(value, Mapping) else None
            if isinstance(value, int | float) and value > 0:
                points.append((size(text), float(value)))
        return Line(name, tuple(sorted(points)))

    wall = ("wall_s", "median")
    return (
        Panel(
            "load, seconds",
            (
                of(load, "chainprospect", "ours", *wall),
                of(load, "DuckDB, 2 copies", "peers", "duckdb", *wall),
                of(load, "polars, 2 copies", "peers", "polars", *wall),
                of(load, "networkx, a graph", "peers", "networkx", *wall),
            ),
        ),
        Panel(
            "answer, seconds",
            (
                of(answer, "warm", "states", "warm", "answer", *wall),
                of(answer, "warm, 20 leads", "states", "warm", "best 20", *wall),
                of(answer, "cold data", "states", "cold data", "answer", *wall),
                of(answer, "cold machine", "states", "cold machine", "answer", *wall),
                of(answer, "networkx + PageRank", "peers", "networkx load + PageRank", *wall),
                of(answer, "import numpy", "states", "warm", "import numpy", *wall),
            ),
        ),
        Panel(
            "peak memory, MB",
            (
                of(load, "load", "ours", "peak_mb"),
                of(answer, "answer, cold data", "states", "cold data", "answer", "peak_mb"),
                of(load, "DuckDB", "peers", "duckdb", "peak_mb"),
                of(load, "networkx, a graph", "peers", "networkx", "peak_mb"),
            ),
        ),
    )


def svg(drawn: Sequence[Panel]) -> str:
    """Panels side by side, both axes logarithmic."""
    width = WIDTH * len(drawn)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" font-family="sans-serif" '
        'font-size="11" fill="#222">',
        f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for place, panel in enumerate(drawn):
        parts += [f'<g transform="translate({place * WIDTH} 0)">', *_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(panel: Panel) -> list[str]:
    lines = [line for line in panel.lines if line.points]
    xs = [x for line in lines for x, _ in line.points] or [1]
    ys = [y for line in lines for _, y in line.points] or [1.0]
    x0, x1 = math.log10(min(xs)), math.log10(max(xs))
    y0, y1 = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT

    def across(x: float) -> float:
        return LEFT + (right - LEFT) * ((math.log10(x) - x0) / (x1 - x0) if x1 > x0 else 0.5)

    def up(y: float) -> float:
        return bottom - (bottom - TOP) * ((math.log10(y) - y0) / (y1 - y0) if y1 > y0 else 0.5)

    parts = [f'<text x="{LEFT}" y="18" font-size="13" font-weight="bold">{escape(panel.title)}</text>']
    for power in range(y0, y1 + 1):
        y = up(10**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_figure(10**power)}</text>')
    parts += [
        f'<text x="{across(x):.1f}" y="{bottom + 15}" text-anchor="middle">{escape(size_name(x))}</text>'
        for x in sorted(set(xs))
    ]
    for place, line in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        path = "L".join(f"{across(x):.1f} {up(y):.1f}" for x, y in line.points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line.points]
        x, y = LEFT + (place % 2) * 136, bottom + 29 + (place // 2) * 12
        parts.append(f'<rect x="{x}" y="{y - 7}" width="8" height="8" fill="{colour}"/>')
        parts.append(f'<text x="{x + 12}" y="{y}" font-size="10">{escape(line.name)}</text>')
    return parts


def _figure(value: float) -> str:
    return f"{value:g}" if value < 1_000 else f"{value / 1_000:g}k"

"""Size bands by the national rule, as ranges where metrics are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import BANDS, FeatureBatch, SizeBand
from chainprospect.model.industry import split_code
from chainprospect.model.once import each
from chainprospect.model.runs import among, distinct

SCHEME: Final = "CN_NBS_2017"
UNKNOWN: Final = -1
NO_BAND: Final = -2
# Value of a band, by its code; a range is the mean of its bands.
BAND_VALUES: Final = (0.2, 0.5, 1.0, 0.8)
WITHOUT_BAND: Final = ("NONE", "FIN")
# What rules read, and what the table calls it.
METRICS: Final = ("employees", "revenue", "assets")
_COLUMNS: Final = ("employees", "revenue_wan", "assets_wan")


@dataclass(frozen=True, slots=True)
class SizeLine:
    """One metric of one rule: a company is at least `large`, `medium`, `small` from these values on (persons, CNY)."""

    metric: str
    large: float
    medium: float
    small: float


@dataclass(frozen=True, slots=True)
class SizeRules:
    """
    The national size table.

    `lines` by rule key; `keys` by GB/T 4754 code (digits) or section letter; `sections` letter by two-digit division.
    """

    lines: Mapping[str, tuple[SizeLine, ...]]
    keys: Mapping[str, str]
    sections: Mapping[str, str]

    def keys_of(self, code: str | None) -> tuple[str, ...]:
        """
        Rule keys that an industry code may fall under, in code-point order; empty when nothing can be said.

        A code is matched without its letter by its longest known beginning, then by its section; a code shorter than
        the table's rows takes every row that it begins.
        """
        letter, digits = split_code(code)
        for length in range(len(digits), 0, -1):
            if digits[:length] in self.keys:
                return (self.keys[digits[:length]],)
        begun = {key for row, key in self.keys.items() if digits and row.startswith(digits)}
        if begun:
            return tuple(sorted(begun))
        letter = letter or self.sections.get(digits[:2], "")
        if letter in self.keys:
            return (self.keys[letter],)
        inside = {key for row, key in self.keys.items() if letter and self.sections.get(row[:2]) == letter}
        return tuple(sorted(inside))


def size_rules(
    bands: Iterable[Mapping[str, str]], code_map: Iterable[Mapping[str, str]], divisions: Iterable[Mapping[str, str]]
) -> SizeRules:
    """
    Size rules from the rows of the packaged tables `size_bands_cn`, `size_map_gbt4754`, `gbt4754_2017_divisions`.

    Amounts of the table are in 10,000 CNY and become CNY here.
    """
    lines: dict[str, tuple[SizeLine, ...]] = {}
    for row in bands:
        if row["scheme"] != SCHEME:
            continue
        unit = 1e4 if row["metric"].endswith("_wan") else 1.0
        large, medium, small = (float(row[name]) * unit for name in ("large_ge", "medium_ge", "small_ge"))
        line = SizeLine(METRICS[_COLUMNS.index(row["metric"])], large, medium, small)
        lines[row["key"]] = (*lines.get(row["key"], ()), line)
    keys = {row["gbt_prefix_longest_match"]: row["size_key"] for row in code_map}
    return SizeRules(lines, keys, {row["division"]: row["section"] for row in divisions})


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """
    Size bands of a batch, as aligned columns.

    `low` and `high` are codes into `BANDS`, `UNKNOWN` (-1) or `NO_BAND` (-2, the rule gives the industry none);
    `keys` holds the rule keys per industry label.
    """

    low: NDArray[np.int8]
    high: NDArray[np.int8]
    keys: Mapping[int, tuple[str, ...]]

    def values(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Value of each band or range in [0, 1], 0.5 when unknown, and whether it is known."""
        table = np.full((len(BANDS), len(BANDS)), 0.5)
        for low in range(len(BANDS)):
            for high in range(low, len(BANDS)):
                table[low, high] = sum(BAND_VALUES[low : high + 1]) / (high - low + 1)
        known = self.low >= 0
        return np.where(known, table[np.maximum(self.low, 0), np.maximum(self.high, 0)], 0.5), known


def bands(features: FeatureBatch, rules: SizeRules) -> Bands:
    """
    Band or range of every company of a batch: the lowest band over its rule's metrics.

    A missing metric leaves everything from micro up to what the others allow; without any metric, or without an
    industry, nothing is known.
    """
    codes = features.industry.codes
    low = np.full(len(codes), UNKNOWN, np.int8)
    high = np.full(len(codes), UNKNOWN, np.int8)
    keys = {code: rules.keys_of(features.industry.labels[code]) for code in distinct(codes[codes >= 0]).tolist()}
    # Few rules judge many industries.
    for alike in sorted(set(keys.values())):
        rows = np.flatnonzero(among(codes, np.array([code for code in keys if keys[code] == alike], np.int32)))
        banded = [key for key in alike if key not in WITHOUT_BAND]
        if alike and not banded:
            low[rows] = high[rows] = NO_BAND
        spans = [_span(features, rows, rules.lines[key]) for key in banded]
        if spans:
            lows = np.stack([span[0] for span in spans])
            highs = np.stack([span[1] for span in spans])
            # A rule none of whose metrics is known leaves the whole range open, unless no rule knows anything.
            said = (highs >= 0).any(axis=0)
            highs = np.where(highs < 0, len(BANDS) - 1, highs)
            low[rows] = np.where(said, np.maximum(lows, 0).min(axis=0), UNKNOWN)
            high[rows] = np.where(said, highs.max(axis=0), UNKNOWN)
    return Bands(low, high, keys)


def _span(
    features: FeatureBatch, rows: NDArray[np.int64], lines: Sequence[SizeLine]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Lowest and highest band under one rule; -1 without any metric."""
    high = np.full(len(rows), UNKNOWN, np.int8)
    complete = np.ones(len(rows), np.bool_)
    for line in lines:
        value = getattr(features, line.metric)[rows]
        band = np.select([value >= line.large, value >= line.medium, value >= line.small], [3, 2, 1], 0).astype(np.int8)
        given = ~np.isnan(value)
        complete &= given
        high = np.where(given, np.where(high < 0, band, np.minimum(high, band)), high).astype(np.int8)
    low = np.where(high < 0, UNKNOWN, np.where(complete, high, 0)).astype(np.int8)
    return low, high


def band_of(found: Bands, features: FeatureBatch, rules: SizeRules, row: int) -> SizeBand:
    """The band of one company, with the rule and the metrics it rests on."""
    return bands_of(found, features, rules, np.array([row]))[0]


def bands_of(found: Bands, features: FeatureBatch, rules: SizeRules, rows: NDArray[np.int64]) -> list[SizeBand]:
    """The bands of some companies, each with the rule and the metrics it rests on."""

    def band(low: int, high: int, code: int, *stated: bool) -> SizeBand:
        keys = found.keys.get(code, ())
        used = [name for name in metrics_of(rules, keys) if stated[METRICS.index(name)]]
        basis = f"{SCHEME}/{'|'.join(keys) or 'none'}:{'+'.join(used) or 'none'}"
        if low < 0:
            return SizeBand(None, None, None, basis)
        return SizeBand(BANDS[low] if low == high else None, BANDS[low], BANDS[high], basis)

    return each(
        band,
        found.low[rows].tolist(),
        found.high[rows].tolist(),
        features.industry.codes[rows].tolist(),
        *stated_metrics(features, rows),
    )


def stated_metrics(features: FeatureBatch, rows: NDArray[np.int64]) -> list[list[bool]]:
    """Whether some companies state each of `METRICS`."""
    return [(~np.isnan(getattr(features, name)[rows])).tolist() for name in METRICS]


def metrics_of(rules: SizeRules, keys: Iterable[str]) -> tuple[str, ...]:
    """Those of `METRICS` that any of these rules reads."""
    used = {line.metric for key in keys for line in rules.lines.get(key, ())}
    return tuple(name for name in METRICS if name in used)

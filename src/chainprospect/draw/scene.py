"""The scene: what a map shows, what it leaves out, and every fact that its panel tells. Every style draws from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import Coded, Company
from chainprospect.model.prospect import Counts, Excluded, Lead
from chainprospect.model.relation import Relation

# How a company stands on the map; the position in this tuple is its code.
STANDINGS = ("anchor", "lead", "lookalike", "gated", "between")
ANCHOR, LEAD, LOOKALIKE, GATED, BETWEEN = range(5)

# Where it stands to the anchors: the sign is the direction of x.
UP, CENTRE, DOWN, VIA = -1, 0, 1, 2
SIDE_CODES: Mapping[str, int] = {"upstream": UP, "downstream": DOWN, "via": VIA}

MAX_COMPANIES = 2_000
MAX_COMPANIES_ALL = 50_000
# A guess is worth a look only near the top of its list; on record come first.
MAX_LOOKALIKES = 200


@dataclass(frozen=True, slots=True)
class ReachedView:
    """
    Everything a walk reached, as compact aligned columns; the anchors are part of it.

    Companies, any order, each id once:

    - `ids`, `names`: texts
    - `side`: int8, -1 upstream, 0 anchor, 1 downstream, 2 via; `tier`: int8, 0 for anchors
    - `low`, `high`: int8, codes into `model.company.BANDS`, -1 unknown
    - `industry`, `region`: codes into labels (industry codes as `C38`; places as written), -1 unknown
    - `score`: points 0-100, NaN when a gate took the company; `gate`: codes into the gates' names, -1 for none

    Relations that the walk found, in any order, each once:

    - `source`, `target`: int32, positions in the columns above
    - `kind`: `Kind` as uint8; `amount`: CNY a year, NaN unknown
    - `grade`: int8, codes into `model.relation.GRADES`; `day`: int32, days since 1970-01-01, `UNDATED` when blank
    """

    ids: Sequence[str]
    names: Sequence[str]
    side: NDArray[np.int8]
    tier: NDArray[np.int8]
    low: NDArray[np.int8]
    high: NDArray[np.int8]
    industry: Coded
    region: Coded
    score: NDArray[np.float64]
    gate: Coded
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint8]
    amount: NDArray[np.float64]
    grade: NDArray[np.int8]
    day: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SceneCompanies:
    """
    Companies on the map, as aligned columns: anchors first, then by standing order of arrival.

    `standing` is a code into `STANDINGS`; `side` and `tier` as in `ReachedView` (a lookalike has its side and tier 0).
    `parent` is the position of the previous company on the best chain (-1 for anchors) and `tie` the position of the
    relation to it (-1 when there is none on record, as with lookalikes). `rank` is the place in its own list
    (0 outside the lists); `apart` is the text that tells equal names apart, blank where a name is alone.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    other_names: tuple[str, ...]
    apart: tuple[str, ...]
    standing: NDArray[np.int8]
    side: NDArray[np.int8]
    tier: NDArray[np.int8]
    parent: NDArray[np.int32]
    tie: NDArray[np.int32]
    low: NDArray[np.int8]
    high: NDArray[np.int8]
    industry: Coded
    region: Coded
    gate: Coded
    score: NDArray[np.float64]
    rank: NDArray[np.int32]

    def __len__(self) -> int:
        """How many companies the map holds."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class SceneRelations:
    """Relations on the map, as aligned columns (meaning as in `ReachedView`), in the order (source, target, kind)."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint8]
    amount: NDArray[np.float64]
    grade: NDArray[np.int8]
    day: NDArray[np.int32]

    def __len__(self) -> int:
        """How many relations the map holds."""
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Scene:
    """
    What one map shows.

    `leads` (leads and lookalikes) and `gated` hold the worded values by position and language; `facts` the company
    values by position; `evidence` the relations by position, where they were handed over in full. `chains` are the
    kept chains of a company as (positions of companies, positions of relations, weakest hop). `found` counts leads,
    lookalikes and companies that the answer holds; what is above `len(companies)` was left out by `max_companies`.
    `whole` is true for everything reached.
    """

    snapshot: str
    as_of: str | None
    languages: tuple[str, ...]
    companies: SceneCompanies
    relations: SceneRelations
    counts: Counts
    found: Mapping[str, int]
    leads: Mapping[int, Mapping[str, Lead]] = field(default_factory=dict)
    gated: Mapping[int, Mapping[str, Excluded]] = field(default_factory=dict)
    facts: Mapping[int, Company] = field(default_factory=dict)
    evidence: Mapping[int, Relation] = field(default_factory=dict)
    chains: Mapping[int, tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...]] = field(default_factory=dict)
    whole: bool = False

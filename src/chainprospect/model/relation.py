"""A relation: a typed, directed tie between two companies, and batches of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import IdArray

# Day number of a blank date: far below any real one, so that the newest of several dates is their maximum.
UNDATED: Final = -(2**31)
DAYS_A_MONTH: Final = 30.4375


class Kind(IntEnum):
    """What a relation says; the number is stored and orders parallel relations."""

    SUPPLIES = 0
    DISTRIBUTES = 1
    INTERMEDIATES = 2
    REFERS = 3
    OWNS = 4
    GUARANTEES = 5

    @property
    def word(self) -> str:
        """The kind as it stands in files and answers."""
        return self.name.lower()


class Kinds(Enum):
    """A group of kinds that is walked together; budget ranks are counted within a group."""

    GOODS = (Kind.SUPPLIES, Kind.DISTRIBUTES)
    INTERMEDIATES = (Kind.INTERMEDIATES,)
    REFERS = (Kind.REFERS,)
    OWNS = (Kind.OWNS,)
    GUARANTEES = (Kind.GUARANTEES,)


class Side(StrEnum):
    """Where a company stands to the anchor; upstream walks from buyer to seller, against the arrows."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    VIA = "via"


# Best first; a blank grade counts as inferred.
GRADES = ("official_list", "filing", "payment", "client", "news", "inferred")


@dataclass(frozen=True, slots=True)
class Relation:
    """
    One relation with the evidence it rests on, as lists and sentences print it.

    `source` and `target` are company ids, `amount` is as stated in `currency` for the largest evidence,
    `amount_cny` is a year's CNY at the frozen rate (None without amount or rate). Shares are fractions,
    dates ISO text. `as_of` is the date its age runs from. `evidence` counts the rows behind it.
    """

    number: int
    source: str
    target: str
    kind: Kind
    product: str | None = None
    amount: float | None = None
    currency: str | None = None
    amount_cny: float | None = None
    count: int | None = None
    share_of_target: float | None = None
    share_of_source: float | None = None
    share: float | None = None
    start: str | None = None
    end: str | None = None
    as_of: str | None = None
    grade: str = "inferred"
    confidence: float = 1.0
    source_ref: str | None = None
    evidence: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a company; `date` is ISO text or None."""

    number: int
    company: str
    type: str
    date: str | None
    text: str | None
    source_ref: str | None


@dataclass(frozen=True, slots=True, eq=False)
class RelationBatch:
    """
    Relations of a frontier, as aligned columns in the order (frontier position, budget rank).

    - `origin`: position in the frontier that was asked for; `other`: number of the company at the far end
    - `total`: aligned with the frontier: relations of these kinds before the limit
    - `column` gathers any of the other columns by its name, when it is asked for: many walks need the far ends alone
    - `far` gathers `back` or `middleman` of the far ends of chosen rows, when it is asked for
    """

    origin: NDArray[np.int64]
    other: IdArray
    total: NDArray[np.int64]
    column: Callable[[str], NDArray[Any]]
    far: Callable[[str, NDArray[np.int64]], NDArray[Any]]

    def partners_back(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """
        Distinct goods partners, in the whole graph, of the far ends of chosen rows, on the side they are come from.

        Buyers of one that was found upstream, suppliers of one downstream.
        """
        return self.far("back", rows).astype(np.int64, copy=False)

    def middlemen(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether the far ends of chosen rows are trade middlemen."""
        return self.far("middleman", rows)

    @property
    def relation(self) -> NDArray[np.int64]:
        """Relation numbers, for `Store.relations`."""
        return self.column("relation").astype(np.int64, copy=False)

    @property
    def kind(self) -> NDArray[np.uint8]:
        """Each row's `Kind`."""
        return self.column("kind")

    @property
    def amount(self) -> NDArray[np.float64]:
        """CNY a year, NaN where unknown."""
        return self.column("amount")

    @property
    def share(self) -> NDArray[np.float64]:
        """The largest share a row states, NaN where unknown."""
        return self.column("share")

    @property
    def confidence(self) -> NDArray[np.float64]:
        """In (0, 1]."""
        return self.column("confidence")

    @property
    def day(self) -> NDArray[np.int32]:
        """Days since 1970-01-01 that the age runs from, `UNDATED` where blank."""
        return self.column("day")

"""The port behind which every engine stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import Company, CompanyMatch, FeatureBatch, IdArray, Peers, Standing
from chainprospect.model.fact import Evidence, Fact
from chainprospect.model.financial import Financial
from chainprospect.model.relation import Event, Kinds, Relation, RelationBatch, Side

# Told a step's name, the rows done and the rows in all (None when unknown). Silent by default.
Progress: TypeAlias = Callable[[str, int, int | None], None]


def silent(step: str, done: int, total: int | None) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """
    What a store says of itself.

    `newest_day` is the newest date in the data (start, end and founded left out), days since 1970-01-01, or None.
    `supplier_scale` and `buyer_scale` are the constants k of chain likeness. `fx` is CNY per unit, frozen at load.
    """

    snapshot: str
    companies: int
    relations: int
    clients: int
    newest_day: int | None
    supplier_scale: float
    buyer_scale: float
    fx: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class WalkFacts:
    """
    What a walk reads of a batch of companies, as aligned columns.

    `partners`, `buyers`, `suppliers`: distinct goods partners in the whole graph, both ways, as buyers, as suppliers
    (int64); `middleman`: its role is trader or agent.
    """

    partners: NDArray[np.int64]
    buyers: NDArray[np.int64]
    suppliers: NDArray[np.int64]
    middleman: NDArray[np.bool_]

    def come_from(self, side: Side, part: str) -> NDArray[Any]:
        """Of far ends found on `side`: `back`, their partners on the side they are come from, or `middleman`."""
        if part == "middleman":
            return self.middleman
        return self.buyers if side is Side.UPSTREAM else self.suppliers


class Store(Protocol):
    """Companies and relations of one snapshot, whatever engine keeps them."""

    @property
    def facts(self) -> StoreFacts:
        """What the store says of itself."""
        ...

    def search(self, text: str, limit: int = 10, *, whole: bool = False) -> tuple[CompanyMatch, ...]:
        """Companies whose id, name or alias holds `text`, or with `whole` is it, best first, at most `limit`."""
        ...

    def by_id(self, ids: Sequence[str]) -> tuple[CompanyMatch | None, ...]:
        """The companies with these very ids, to the letter and in the order asked for; None where none has it."""
        ...

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        """Companies in the order asked for."""
        ...

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        """Relations of a frontier on one side, those whose budget rank in their row is below `limit`."""
        ...

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        """Degrees and middleman marks, in the order asked for; far cheaper than `features`."""
        ...

    def features(self, numbers: IdArray) -> FeatureBatch:
        """Columns the score reads, in the order asked for."""
        ...

    def relations(self, numbers: NDArray[np.int64]) -> tuple[Relation, ...]:
        """Relations with their texts, in the order asked for."""
        ...

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        """Events with their texts, in the order asked for."""
        ...

    def standings(self, numbers: IdArray) -> tuple[Standing, ...]:
        """What advice reads of companies beyond `companies`, in the order asked for; money in CNY."""
        ...

    def financials_of(self, numbers: IdArray) -> tuple[tuple[Financial, ...], ...]:
        """
        Statements of each company, in the order asked for.

        Those of one company run from the newest `period_end` (blank last), then the greatest `period`, then by
        `currency`.
        """
        ...

    def clients(self) -> IdArray:
        """Every company marked `is_client`, ascending."""
        ...

    def peers_of(self, number: int, limit: int) -> Peers:
        """Companies of the same industry division and province, the first `limit`; costs what is asked for."""
        ...

    def facts_of(self, number: int) -> tuple[Fact, ...]:
        """Every fact that the records state of one company, by column, the one that holds first."""
        ...

    def evidence_of(self, relation: int) -> tuple[Evidence, ...]:
        """Every row behind one relation, the representative first."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

"""Hand-drawn dossiers: a company with only what a test says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from chainprospect.model.company import Company, Peers, SizeBand, Standing
from chainprospect.model.dossier import Dossier, Partner, Partners
from chainprospect.model.financial import Financial
from chainprospect.model.relation import Event, Kind, Kinds, Relation, Side

AS_OF = 20_000  # 2024-10-04


@pytest.fixture(scope="session")
def statement() -> Callable[..., Financial]:
    """A statement of a whole year in CNY; items as keywords."""

    def make(period: str = "2023", *, currency: str = "CNY", rate: float | None = 1.0, **items: float) -> Financial:
        return Financial("C0", period, f"{period}-12-31", currency, False, rate, items, "books.csv", 2)

    return make


@pytest.fixture(scope="session")
def partner() -> Callable[..., Partner]:
    """A company at the far end of a relation: its id, then facts of the relation (`amount` in CNY a year)."""

    def make(ident: str, *, me: str = "C0", kind: Kind = Kind.SUPPLIES, arrives: bool = False, **facts: Any) -> Partner:
        number = int(ident[1:])
        mine = {name: facts.pop(name) for name in ("is_client", "core_client", "role", "country") if name in facts}
        stands = {name: facts.pop(name) for name in ("revenue", "employees") if name in facts}
        amount = facts.pop("amount", None)
        ends = (ident, me) if arrives else (me, ident)
        relation = Relation(number, *ends, kind, amount=amount, amount_cny=amount, grade="filing", **facts)
        return Partner(relation, Company(number, ident, ident, **mine), Standing(number, **stands))

    return make


@pytest.fixture(scope="session")
def dossier() -> Callable[..., Dossier]:
    """A dossier of company C0; `up` and `down` hold partners by `Kinds`, other facts are keywords of their values."""

    def make(**given: Any) -> Dossier:
        up, down = given.pop("up", {}), given.pop("down", {})
        company = Company(0, "C0", "示例公司", source_file="firms.csv", source_row=2, **given.pop("company", {}))
        events = tuple(
            Event(number, "C0", type_, date, None, None) for number, (type_, date) in enumerate(given.pop("events", ()))
        )
        ties = tuple(
            Partners(kinds, side, tuple(held.get(kinds, ())), len(held.get(kinds, ())))
            for kinds in Kinds
            for side, held in ((Side.UPSTREAM, up), (Side.DOWNSTREAM, down))
        )
        base: dict[str, Any] = {
            "standing": Standing(0, **given.pop("standing", {})),
            "size": SizeBand("medium", "medium", "medium", "CN_NBS_2017/industry:employees"),
            "gates": (),
            "policy": "neutral",
            "group": 0,
            "degree": sum(len(held.get(Kinds.GOODS, ())) for held in (up, down)),
            "buyers": len(down.get(Kinds.GOODS, ())),
            "suppliers": len(up.get(Kinds.GOODS, ())),
            "client_partners": 0,
            "other_banks": None,
            "main_is_ours": None,
            "financials": (),
            "peers": Peers(None, None, np.empty(0, np.int64), 0),
            "as_of": AS_OF,
        }
        return Dossier(company=company, events=events, ties=ties, **{**base, **given})

    return make

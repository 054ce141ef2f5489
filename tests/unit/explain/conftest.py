"""A hand-made lead of every sort: all companies are fictional."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chainprospect.model.company import Company, SizeBand
from chainprospect.model.prospect import CONTRIBUTIONS, Chain, CompanyRef, Contribution, Lead
from chainprospect.model.relation import Kind, Relation

GRID = CompanyRef("A1", "东江电网公司")
MAKER = CompanyRef("B1", "宏远开关有限公司")
TRADER = CompanyRef("T1", "顺通贸易有限公司")
LEAD = CompanyRef("C1", "启明铜材有限公司")

FACTS: dict[str, dict[str, Any]] = {
    "proximity": {"p": 0.0123},
    "chain_likeness": {"likeness": 0.021, "anchor": "东江电网公司", "side": "upstream"},
    "tie_strength": {
        "source": LEAD.name,
        "target": MAKER.name,
        "amount_cny": 120e6,
        "share": None,
        "age_months": 5.2,
        "unknown": ["share"],
        "hops": 2,
    },
    "common_anchors": {"count": 3},
    "connectedness": {"partners": 12},
    "size": {
        "band": "medium",
        "low": "medium",
        "high": "medium",
        "employees": 420.0,
        "revenue": 310e6,
        "basis": "CN_NBS_2017/industry:employees,revenue",
    },
    "industry": {"code": "C32", "text": "铜材", "standing": "favoured"},
    "openness": {"other_banks": 2.0, "main_bank": "示例银行", "main_is_ours": False, "listed": False},
    "region": {"region": "江苏省", "standing": "served"},
    "growth": {"growth": 0.12, "industry_growth": 0.05},
    "timing": {
        "events": [
            {"type": "new_line", "date": "2024-03-05", "text": "二期投产", "age_months": 4.0, "effect": 0.63},
            {"type": "default", "date": "2023-01-01", "text": None, "age_months": 18.0, "effect": 0.0},
        ]
    },
}


@pytest.fixture
def lead() -> Callable[..., Lead]:
    """Make a lead; `facts` overrides by contribution, `unknown` names contributions that are unknown."""

    def make(*, facts: dict[str, dict[str, Any]] | None = None, unknown: tuple[str, ...] = (), **changes: Any) -> Lead:
        merged = {name: {**FACTS[name], **(facts or {}).get(name, {})} for name in CONTRIBUTIONS}
        parts = tuple(
            Contribution(name, 0.5 if name in unknown else 0.63, 10.0, 6.3, name not in unknown, merged[name])
            for name in CONTRIBUTIONS
        )
        chain = Chain(
            "upstream",
            2,
            (GRID, MAKER, LEAD),
            (
                Relation(
                    0,
                    MAKER.id,
                    GRID.id,
                    Kind.SUPPLIES,
                    "开关柜",
                    share_of_target=0.35,
                    as_of="2024-05-01",
                    grade="official_list",
                ),
                Relation(
                    1, LEAD.id, MAKER.id, Kind.SUPPLIES, "铜排", 120e6, "CNY", 120e6, as_of="2024-02-29", grade="filing"
                ),
            ),
            (0.7, 0.63),
            1,
        )
        values: dict[str, Any] = {
            "rank": 1,
            "company": Company(7, LEAD.id, LEAD.name, region="江苏省", industry_code="C32"),
            "size": SizeBand("medium", "medium", "medium", "CN_NBS_2017/industry:employees"),
            "score": 71.25,
            "centrality": 64.0,
            "fit": 78.5,
            "coverage": 0.82,
            "side": "upstream",
            "tier": 2,
            "inferred": False,
            "anchors": (GRID,),
            "contributions": parts,
            "chains": (chain,),
        }
        return Lead(**{**values, **changes})

    return make

"""Hand-made answers: small, full and hostile. All companies are fictional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chainprospect.model.company import Company, SizeBand
from chainprospect.model.prospect import (
    CONTRIBUTIONS,
    Chain,
    CompanyRef,
    Contribution,
    Counts,
    Excluded,
    Lead,
    Likeness,
    Prospects,
)
from chainprospect.model.relation import Kind, Relation

ANCHOR = Company(0, "A1", "东江电网公司", region="江苏省", industry_code="D44", is_client=True)
MEDIUM = SizeBand("medium", "medium", "medium", "CN_NBS_2017/industry:employees,revenue")
RANGE = SizeBand(None, "small", "medium", "CN_NBS_2017/industry:revenue")


def contributions() -> tuple[Contribution, ...]:
    return tuple(
        Contribution(name, 0.5 if name == "timing" else 0.61, 100 / 11, 5.5455, name != "timing", {}, f"依据 {name}")
        for name in CONTRIBUTIONS
    )


def lead_of(rank: int, company: Company, **changes: Any) -> Lead:
    """A lead two tiers up, bought through company B1."""
    chain = Chain(
        "upstream",
        2,
        (CompanyRef("A1", "东江电网公司"), CompanyRef("B1", "宏远开关有限公司"), CompanyRef(company.id, company.name)),
        (
            Relation(0, "B1", "A1", Kind.SUPPLIES, "开关柜", share_of_target=0.35, as_of="2024-05-01", grade="filing"),
            Relation(
                rank, company.id, "B1", Kind.SUPPLIES, "铜排", 2e6, "USD", 14.2e6, as_of="2024-02-29", grade="payment"
            ),
        ),
        (0.7, 0.4),
        1,
    )
    values: dict[str, Any] = {
        "rank": rank,
        "company": company,
        "size": MEDIUM,
        "score": 71.25,
        "centrality": 64.0,
        "fit": 78.5,
        "coverage": 0.82,
        "side": "upstream",
        "tier": 2,
        "inferred": False,
        "anchors": (CompanyRef("A1", "东江电网公司"),),
        "contributions": contributions(),
        "chains": (chain,),
        "missing": ("employees",),
        "flags": ("policy_review",),
        "reasons": ("第一句。", "第二句。"),
    }
    return Lead(**{**values, **changes})


@pytest.fixture
def make_lead() -> Callable[..., Lead]:
    return lead_of


@pytest.fixture
def answer() -> Prospects:
    """Two leads, a lookalike and an excluded company."""
    first = Company(
        2,
        "C1",
        "启明铜材有限公司",
        aliases=("启明", "启明铜"),
        uscc="91320000123456789X",
        region="江苏省",
        industry_code="C32",
        role="producer",
        employees=420.0,
        revenue=310e6,
        currency="CNY",
        as_of="2024-06-30",
        listed=False,
        banks=("示例银行", "另一银行"),
        main_bank="另一银行",
        products=("铜排",),
    )
    second = Company(3, "000123", "南浦绝缘材料厂", industry="绝缘材料")
    like = Company(4, "D1", "海川互感器有限公司", region="浙江省")
    giant = Company(5, "E1", "巨峰集团", revenue=9e9, currency="CNY")
    facts = {"revenue": 9e9, "employees": None}
    lookalike = lead_of(
        1,
        like,
        inferred=True,
        tier=None,
        chains=(),
        likeness=(Likeness(CompanyRef("B1", "宏远开关有限公司"), ("P1", "P2")),),
        flags=(),
        missing=(),
    )
    return Prospects(
        snapshot="20240630-abc",
        lang="zh",
        as_of="2024-06-30",
        anchors=(ANCHOR,),
        settings={
            "reach": {"upstream": 2, "downstream": 2},
            "filters": {"sizes": frozenset({"medium", "large"})},
            "fx": {"USD": 7.1},
        },
        counts=Counts(4, 2, 1, 2, 0, {"too_large": 1, "too_small": 1}, 3, 1, {"region": 2}),
        leads=(lead_of(1, first), lead_of(2, second, size=RANGE, score=60.5, flags=(), missing=())),
        lookalikes=(lookalike,),
        excluded=(Excluded(giant, "too_large", "upstream", 1, False, facts, "规模过大。"),),
    )


@pytest.fixture
def empty() -> Prospects:
    """An answer without a single company but the anchor."""
    return Prospects("s1", "en", None, (ANCHOR,), {}, Counts(0, 0, 0, 0), (), (), ())


HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    "bell\x07null\x00escape\x1bend",
    "noncharacter\ufffe\uffff end",
    "\x85next line \u2028separator",
    "שלום \u202e evil",
    "emoji 🏭👩‍🏭",
    'a,b;"c"\nd',
    "<script>alert(1)</script> & ]]> {{x}} %s {0}",
    "名" * 40_000,
    "🏭" * 20_000,
    "http://example.com/" + "a" * 3_000,
    "1e5",
    "007",
    "TRUE",
)


@pytest.fixture
def hostile(answer: Prospects) -> Prospects:
    """An answer whose every text is what a spreadsheet or parser might trip over."""
    leads = []
    for rank, text in enumerate(HOSTILE, 1):
        company = Company(
            100 + rank, f"{text[:200]}#{rank}", text, aliases=(text,), region=text, industry=text, products=(text, text)
        )
        lead = lead_of(rank, company, reasons=(text, text), missing=(text,), flags=(text,))
        tie = replace(lead.chains[0].relations[1], product=text, source_ref=text, as_of=text, currency=text)
        chain = replace(lead.chains[0], relations=(lead.chains[0].relations[0], tie))
        leads.append(replace(lead, chains=(chain,)))
    return replace(answer, leads=tuple(leads), settings={"text": list(HOSTILE), "=evil": HOSTILE[0]})


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE

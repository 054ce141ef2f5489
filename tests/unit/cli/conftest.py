"""A stand-in for the engine, so that the commands are tested by what they ask and print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chainprospect import cli, prospecting
from chainprospect.model.company import Company, CompanyMatch, SizeBand
from chainprospect.model.prospect import (
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

GRID = Company(0, "A1", "示例电网公司", region="北京市", is_client=True)
PARTS = Company(1, "B2", "江苏示例变压器有限公司", aliases=("示例变",), region="江苏省", industry_code="C38")
COPPER = Company(2, "C3", "宏达铜材厂", region="浙江省")
TWIN = Company(3, "D4", "相似电缆有限公司")
GIANT = Company(4, "E5", "巨人电气集团")


def ref(company: Company) -> CompanyRef:
    return CompanyRef(company.id, company.name)


def lead(company: Company, rank: int, **changes: Any) -> Lead:
    chain = Chain(
        "upstream",
        2,
        (ref(GRID), ref(PARTS), ref(COPPER)),
        (
            Relation(0, "B2", "A1", Kind.SUPPLIES, "变压器", 1.5e8, "CNY", 1.5e8, share_of_target=0.12, grade="filing"),
            Relation(1, "C3", "B2", Kind.SUPPLIES),
        ),
        (0.61, 0.25),
        1,
    )
    base = Lead(
        rank=rank,
        company=company,
        size=SizeBand("medium", "medium", "medium", "CN_NBS_2017/industry:employees"),
        score=71.25,
        centrality=64.0,
        fit=78.5,
        coverage=0.82,
        side="upstream",
        tier=2,
        inferred=False,
        anchors=(ref(GRID),),
        contributions=(
            Contribution("proximity", 0.61, 12.0, 7.32, True, {}, "沿链条走到"),
            Contribution("growth", 0.5, 6.0, 3.0, False, {}, "增长率未知"),
        ),
        chains=(chain,),
        missing=("growth",),
        reasons=("第一条理由。", "第二条理由。"),
    )
    return replace(base, **changes)


def answer(**changes: Any) -> Prospects:
    twin = lead(
        TWIN, 1, tier=None, inferred=True, chains=(), likeness=(Likeness(ref(PARTS), ("X1", "X2")),), score=40.0
    )
    base = Prospects(
        snapshot="20260101-aaaa",
        lang="zh",
        as_of="2025-12-31",
        anchors=(GRID,),
        settings={},
        counts=Counts(12, 2, 3, 2, 0, {"self": 1, "too_large": 9}, 6, 5, {"self": 1}),
        leads=(lead(COPPER, 1), lead(PARTS, 2, score=60.0)),
        lookalikes=(twin,),
        excluded=(Excluded(GIANT, "too_large", "upstream", 1, False, {}, "规模过大。"),),
    )
    return replace(base, **changes)


@dataclass
class Engine:
    """What the commands asked, and what they are to be answered."""

    asked: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def replies(self, name: str, default: Any) -> Callable[..., Any]:
        def reply(*args: Any, **kwargs: Any) -> Any:
            self.asked[name] = SimpleNamespace(args=args, **kwargs)
            found = self.answers.get(name, default)
            if isinstance(found, BaseException):
                raise found
            return found

        return reply


class FakeStore:
    facts = SimpleNamespace(snapshot="20260101-aaaa", companies=5, relations=2)

    def __enter__(self) -> FakeStore:
        return self

    def __exit__(self, *ending: object) -> None:
        return None


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """The stand-in, with the current folder and the environment out of the way."""
    monkeypatch.chdir(tmp_path)
    for name in ("WORKSPACE", "SETTINGS", "LANG", "TOP", "MEMORY_LIMIT", "THREADS", "STORE", "DATABASE"):
        monkeypatch.delenv(f"CHAINPROSPECT_{name}", raising=False)
    fake = Engine()
    match = CompanyMatch(2, "C3", "宏达铜材厂", "alias", "宏达")
    defaults: dict[str, Any] = {
        "open_store": FakeStore(),
        "prospect": answer(),
        "explain": lead(COPPER, 1),
        "find": ((match, COPPER),),
        "write": Path("leads.xlsx"),
        "map_scene": object(),
        "map_page": (5, 9),
        "review_pairs": (),
        "review_accept": None,
        "review_reject": None,
        "use_snapshot": None,
        "write_template": None,
    }
    for name, default in defaults.items():
        monkeypatch.setattr(prospecting, name, fake.replies(name, default), raising=False)
    monkeypatch.setattr(prospecting, "answered", lambda home, work: work(prospecting.open_store(home)), raising=False)
    return fake


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def call(engine: Engine, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run one command line in this process."""

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = cli.main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ended(code, out, err)

    return run


@pytest.fixture
def answers() -> SimpleNamespace:
    """Makers of answers."""
    return SimpleNamespace(answer=answer, lead=lead)

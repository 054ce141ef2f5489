"""Every record's word on a company, and which of it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from chainprospect.model.fact import Evidence, Fact
from chainprospect.stores.workspace import Workspace


def test_losing_facts_stay_visible_with_their_provenance(tmp_path: Path, load):
    workspace = Workspace(tmp_path)
    load(workspace, "名单", companies=[
        {"own_id": "1", "name": "甲", "region": "苏州市", "revenue": 5.0, "currency": "USD", "as_of": date(2023, 1, 1),
         "grade": "filing", "banks": ["乙行"]},
        {"own_id": "2", "name": "别家"},
    ])  # fmt: skip
    load(workspace, "客户", "1" * 32, companies=[
        {"own_id": "1", "name": "甲公司", "region": "江苏省", "is_client": True, "founded": date(2001, 2, 3)},
        {"own_id": "1", "name": "甲公司", "region": "南京市", "as_of": date(2024, 1, 1)},
    ])  # fmt: skip
    with workspace.open() as store:
        number = store.search("1", 1)[0].number
        facts = store.facts_of(number)

    def fact(column: str, value: object, row: int, used: bool, **more: object) -> Fact:
        old = {"source": "名单", "as_of": "2023-01-01", "grade": "filing"}
        new = {"source": "客户", "as_of": "2024-01-01" if row == 3 else None, "grade": "inferred"}
        said = {"currency": None, **(old if more.pop("old", False) else new), **more}
        return Fact(column=column, value=value, file="companies.csv", row=row, used=used, **said)  # type: ignore[arg-type]

    assert facts == (
        fact("own_id", "1", 3, True),
        fact("own_id", "1", 2, True, old=True),
        fact("own_id", "1", 2, True),
        fact("name", "甲公司", 3, True),
        fact("name", "甲", 2, True, old=True),
        fact("name", "甲公司", 2, True),
        fact("region", "南京市", 3, True),
        fact("region", "苏州市", 2, False, old=True),
        fact("region", "江苏省", 2, False),
        fact("revenue", 5.0, 2, True, old=True, currency="USD"),
        fact("banks", ("乙行",), 2, True, old=True),
        fact("founded", "2001-02-03", 2, True),
        fact("is_client", True, 2, True),
    )
    with workspace.open() as store:
        company = store.companies([number])[0]
    assert (company.region, company.revenue, company.is_client) == ("南京市", 5.0, True)


def test_what_holds_is_what_the_snapshot_says(mixed, tmp_path: Path, load):
    tables = {}
    world = mixed(turned=False)
    workspace = Workspace(tmp_path / "w")
    for number, source in enumerate(sorted(world.sources, key=lambda s: s.load)):
        import duckdb

        with duckdb.connect() as engine:
            rows = engine.read_parquet(str(source.folder / "companies.parquet"))
            names = rows.columns
            tables[source.name] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
        load(workspace, source.name, str(number) * 32, companies=tables[source.name])
    with workspace.open() as store:
        companies = store.companies(range(store.facts.companies))
        for company in companies[::5]:
            held = {fact.column: fact for fact in reversed(store.facts_of(company.number)) if fact.used}
            for column in ("region", "revenue", "is_client", "products", "banks"):
                said = held[column].value if column in held else ()
                assert (getattr(company, column) or ()) == (said or ())
            if company.revenue is not None:
                assert company.currency == held["revenue"].currency


def test_a_company_known_by_reference_alone_has_no_facts(tmp_path: Path, load):
    workspace = Workspace(tmp_path)
    load(workspace, "a", relations=[{"source": "甲", "target": "乙"}])
    with workspace.open() as store:
        assert store.facts_of(0) == ()


def test_the_rows_behind_a_relation_are_listed(tmp_path: Path, load):
    workspace = Workspace(tmp_path)
    load(workspace, "a", relations=[
        {"source": "甲", "target": "乙", "product": "x", "start": date(2020, 1, 1)},
        {"source": "甲", "target": "乙", "amount": 3.0, "grade": "news", "count": 2},
        {"source": "乙", "target": "甲"},
    ])  # fmt: skip
    blank = dict.fromkeys(
        ("currency", "amount_cny", "share_of_target", "share_of_source", "share", "end", "as_of"), None
    )
    with workspace.open() as store:
        number = next(r.number for r in store.relations([0, 1]) if r.evidence == 2)
        rows = store.evidence_of(number)
    assert rows == (
        Evidence(**{**blank, "currency": "CNY", "amount_cny": 3.0}, product=None, amount=3.0, count=2, start=None,
                 confidence=1.0, grade="news", source_ref=None, src="a", file="relations.csv", row=3),
        Evidence(**blank, product="x", amount=None, count=None, start="2020-01-01", confidence=1.0, grade="inferred",
                 source_ref=None, src="a", file="relations.csv", row=2),
    )  # fmt: skip

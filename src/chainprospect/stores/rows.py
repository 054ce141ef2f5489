"""A row of the resolved tables as the value that the house knows it by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from chainprospect.model.company import Company, Standing
from chainprospect.model.fact import Evidence
from chainprospect.model.financial import ITEMS, Financial
from chainprospect.model.relation import Event, Kind, Relation

# By column name; a blank is None or absent.
Row: TypeAlias = Mapping[str, Any]


def company_of(row: Row) -> Company:
    """A company as lists print it."""
    return Company(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        aliases=tuple(listed(row, "aliases")),
        name_en=row.get("name_en"),
        former_names=tuple(listed(row, "former_names")),
        uscc=row.get("uscc"),
        lei=row.get("lei"),
        ticker=row.get("ticker"),
        country=row.get("country"),
        region=row.get("region"),
        park=row.get("park"),
        industry_code=row.get("industry_code"),
        industry=row.get("industry"),
        role=row.get("role"),
        ownership=row.get("ownership"),
        status=row.get("status"),
        products=tuple(listed(row, "products")),
        main_bank=row.get("main_bank"),
        banks=tuple(listed(row, "banks")),
        is_client=row.get("is_client"),
        core_client=row.get("core_client"),
        listed=row.get("listed"),
        employees=row.get("employees"),
        revenue=row.get("revenue"),
        currency=row.get("currency"),
        as_of=iso(row.get("as_of")),
        grade=row.get("grade"),
        source_file=row.get("source_file"),
        source_row=row.get("source_row"),
        source_ref=row.get("source_ref"),
        records=row.get("records") or 0,
    )


def standing_of(row: Row, fx: Mapping[str, float]) -> Standing:
    """What advice reads of a company; revenue and assets are priced in the row, other money by `fx`."""
    return Standing(
        number=row["number"],
        employees=row.get("employees"),
        revenue=row.get("revenue_cny"),
        assets=row.get("assets_cny"),
        net_assets=_priced(row, "net_assets", fx),
        market_cap=_priced(row, "market_cap", fx),
        growth=row.get("growth"),
        industry_growth=row.get("industry_growth"),
        bank_count=bank_count(row),
        founded=iso(row.get("founded")),
        contribution=_priced(row, "contribution", fx),
        loan_balance=_priced(row, "loan_balance", fx),
        deposit_balance=_priced(row, "deposit_balance", fx),
        products_held=tuple(listed(row, "products_held")),
        blacklist_reason=row.get("blacklist_reason"),
        active=active(row),
    )


def financial_of(row: Row, company: str, fx: Mapping[str, float]) -> Financial:
    """A statement of the company with that id."""
    return Financial(
        company=company,
        period=row.get("period") or "",
        period_end=iso(row.get("period_end")),
        currency=row["currency"],
        part_year=row.get("part_year") is True,
        rate=fx.get(row["currency"]),
        items={item: row[item] for item in ITEMS if row.get(item) is not None},
        file=row.get("file"),
        row=row.get("row"),
    )


def relation_of(row: Row, source: str, target: str) -> Relation:
    """A relation between the companies with those ids."""
    return Relation(
        number=row["number"],
        source=source,
        target=target,
        kind=Kind(row["kind"]),
        product=row.get("product"),
        amount=row.get("amount"),
        currency=row.get("currency"),
        amount_cny=row.get("amount_cny"),
        count=row.get("count"),
        share_of_target=row.get("share_of_target"),
        share_of_source=row.get("share_of_source"),
        share=row.get("share"),
        start=iso(row.get("start")),
        end=iso(row.get("end")),
        as_of=iso(row.get("day")),
        grade=row.get("grade") or "inferred",
        confidence=confidence(row),
        source_ref=row.get("source_ref"),
        evidence=row.get("evidence") or 1,
    )


def evidence_of(row: Row) -> Evidence:
    """A row that states a relation."""
    return Evidence(
        product=row.get("product"),
        amount=row.get("amount"),
        currency=row.get("currency"),
        amount_cny=row.get("amount_cny"),
        count=row.get("count"),
        share_of_target=row.get("share_of_target"),
        share_of_source=row.get("share_of_source"),
        share=row.get("share"),
        start=iso(row.get("start")),
        end=iso(row.get("end")),
        as_of=iso(row.get("as_of")),
        confidence=confidence(row),
        grade=row.get("grade") or "inferred",
        source_ref=row.get("source_ref"),
        src=row["src"],
        file=row["file"],
        row=row["row"],
    )


def event_of(row: Row, company: str) -> Event:
    """An event of the company with that id."""
    return Event(
        number=row["number"],
        company=company,
        type=row["type"],
        date=iso(row.get("date")),
        text=row.get("text"),
        source_ref=row.get("source_ref"),
    )


def listed(row: Row, column: str) -> list[str]:
    """The texts of a list column."""
    return list(row.get(column) or ())


def industry(row: Row) -> str | None:
    """The industry that the score reads: a code before a text."""
    return row.get("industry_code") or row.get("industry")


def active(row: Row) -> bool | None:
    """Whether the company is active; None where its status is unknown."""
    return None if row.get("status") is None else row["status"] == "active"


def bank_count(row: Row) -> float | None:
    """Banks it works with: those named, else as many as are said."""
    named = len(set(listed(row, "banks")))
    return float(named) if named else row.get("bank_count")


def confidence(row: Row) -> float:
    """How sure a tie is; a blank is 1."""
    stated = row.get("confidence")
    return 1.0 if stated is None else float(stated)


def iso(day: date | None) -> str | None:
    """A date as ISO text."""
    return None if day is None else day.isoformat()


def _priced(row: Row, column: str, fx: Mapping[str, float]) -> float | None:
    """CNY of an amount; None without an amount or a rate. An amount without a currency is in CNY."""
    amount, rate = row.get(column), fx.get(row.get(f"{column}_currency") or "CNY")
    return None if amount is None or rate is None else float(amount) * rate

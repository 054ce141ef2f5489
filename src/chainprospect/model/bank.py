"""What our own bank is and can do: its capital and caps, its products, how it approaches each type of client."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

from chainprospect.errors import SettingsError

LOYALTIES: Final = ("high", "medium", "low")
NEEDS: Final = ("purchase", "sales", "cash", "financing", "wealth")


@dataclass(frozen=True, slots=True)
class BankMeans:
    """
    The bank's means, as its settings file states them; money in CNY, shares as fractions, None unknown.

    `loan_share` of net capital caps loans to one client, `exposure_share` of tier-1 capital all exposure to one client,
    `group_share` of tier-1 capital that to one group. `largest_project` is the bank's own line. `products` names those
    it has (empty: every one of the packaged table), `cannot` those it cannot do, `crowded` those that too many sell.
    `min_market` is the least yearly sales of an industry in a region, as the loaded companies show it; `margin` the
    part of its business with a client that the bank earns, `client_cost` what a client costs a year. `know_client`,
    `know_business` and `know_risk` are the parts of the facts that must be known before a product is offered.
    """

    net_capital: float | None = None
    tier1_capital: float | None = None
    loan_share: float = 0.10
    exposure_share: float = 0.15
    group_share: float = 0.20
    largest_project: float = 1e10
    products: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    crowded: tuple[str, ...] = ("bill_discounting",)
    min_market: float | None = None
    margin: float = 0.01
    client_cost: float | None = None
    know_client: float = 0.5
    know_business: float = 0.5
    know_risk: float = 0.4


@dataclass(frozen=True, slots=True)
class Product:
    """
    One product of the packaged table.

    `need` is the core need it answers, or `cross`. `tenor_months` is its longest tenor, `advance` the part of what
    stands behind it that it pays at most; None: no limit is set. `credit`: it takes a credit line.
    """

    id: str
    need: str
    zh: str
    en: str
    tenor_months: float | None
    advance: float | None
    credit: bool
    technique: str

    def name(self, lang: str) -> str:
        """What it is called."""
        return self.zh if lang == "zh" else self.en


def products_of(rows: Iterable[Mapping[str, str]]) -> tuple[Product, ...]:
    """Products from the rows of the packaged table `products`, in its order."""
    return tuple(
        Product(
            row["id"],
            row["need"],
            row["zh"],
            row["en"],
            float(row["tenor_months"]) if row["tenor_months"] else None,
            float(row["advance"]) if row["advance"] else None,
            row["credit"] == "yes",
            row["gscff"],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """What the bank states of one of its products: yearly cost and return (fractions), days it takes; None unknown."""

    cost: float | None = None
    returns: float | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True)
class ClientType:
    """How clients of one ownership decide, how loyal they are, how they are organised, and how to approach them."""

    decision_weeks: float
    loyalty: str
    organisation: str
    approach_zh: str
    approach_en: str

    def approach(self, lang: str) -> str:
        """How to approach them."""
        return self.approach_zh if lang == "zh" else self.approach_en


@dataclass(frozen=True, slots=True)
class Caps:
    """What the bank may lend at most, CNY; None where the capital it follows from is unknown."""

    loan: float | None
    exposure: float | None
    group: float | None
    project: float


def caps_of(means: BankMeans) -> Caps:
    """
    Caps that follow from capital, and the largest project that the bank can carry.

    Notes
    -----
    loan = net capital x 10 %, exposure = tier-1 capital x 15 %, group = tier-1 capital x 20 %: China's rules on large
    exposures of commercial banks (商业银行大额风险暴露管理办法, 2018). The largest project is the least of the first
    two and the bank's own line, whose default of 10 bn CNY is where the training material calls a project very large.
    """
    loan = None if means.net_capital is None else means.net_capital * means.loan_share
    exposure = None if means.tier1_capital is None else means.tier1_capital * means.exposure_share
    group = None if means.tier1_capital is None else means.tier1_capital * means.group_share
    project = min(cap for cap in (loan, exposure, means.largest_project) if cap is not None)
    return Caps(loan, exposure, group, project)


_SHARES: Final = ("loan_share", "exposure_share", "group_share", "margin")


def wrong_means(means: BankMeans) -> Iterator[tuple[str, str]]:
    """Fields that are out of range, each with what it should be."""
    for field in fields(means):
        name, value = field.name, getattr(means, field.name)
        if name.startswith("know_"):
            if not 0 <= value <= 1:
                yield name, f"{value} is no fraction; give one from 0 to 1."
        elif name in _SHARES and not 0 < value <= 1:
            yield name, f"{value} is no fraction; give one above 0 and at most 1."
        elif isinstance(value, float) and value < 0:
            yield name, f"{value} is below 0; give 0 or more."


def stated_terms(
    stated: Mapping[str, ProductTerms], rest: str, value: Any, known: Sequence[Product], origin: str
) -> Mapping[str, ProductTerms]:
    """
    Terms of the bank's products with one more.

    Parameters
    ----------
    rest
        What follows `products.` in the key: `factoring.cost`.

    Raises
    ------
    SettingsError
        There is no such product or part, or the value is no number of 0 or more.
    """
    key = f"products.{rest}"
    name, _, part = rest.partition(".")
    product = product_called(name, known)
    _one_of(name, product is not None, [each.id for each in known], key, origin)
    parts = [field.name for field in fields(ProductTerms)]
    _one_of(part, part in parts, parts, key, origin)
    number = _amount(value, key, origin)
    ident = product.id if product else name
    return MappingProxyType({**stated, ident: replace(stated.get(ident, ProductTerms()), **{part: number})})


_TYPE_NUMBERS: Final = ("decision_weeks",)
_TYPE_TEXTS: Final = ("loyalty", "organisation", "approach_zh", "approach_en")


def stated_type(
    stated: Mapping[str, Mapping[str, Any]], rest: str, value: Any, known: Sequence[str], origin: str
) -> Mapping[str, Mapping[str, Any]]:
    """
    What the bank states of types of clients, with one more.

    Parameters
    ----------
    rest
        What follows `client_types.` in the key: `private.decision_weeks`.

    Raises
    ------
    SettingsError
        There is no such type or part, or the value cannot be.
    """
    key = f"client_types.{rest}"
    name, _, part = rest.partition(".")
    _one_of(name, name in known, known, key, origin)
    parts = (*_TYPE_NUMBERS, *_TYPE_TEXTS)
    _one_of(part, part in parts, parts, key, origin)
    if part in _TYPE_NUMBERS:
        value = _amount(value, key, origin)
    elif not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{value!r} is not text; put it in quotes.", key=key, origin=origin)
    elif part == "loyalty":
        _one_of(value, value in LOYALTIES, LOYALTIES, key, origin)
    return MappingProxyType({**stated, name: MappingProxyType({**stated.get(name, {}), part: value})})


def product_called(text: str, known: Sequence[Product]) -> Product | None:
    """The product with that id or name in either language, whatever its case; None when there is none."""
    wanted = text.strip().casefold()
    return next((each for each in known if wanted in (each.id, each.zh.casefold(), each.en.casefold())), None)


def _one_of(text: str, fits: bool, known: Sequence[str], key: str, origin: str) -> None:
    if fits:
        return
    near = difflib.get_close_matches(text, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
    raise SettingsError(f"there is no {text!r}; {hint}", key=key, origin=origin)


def _amount(value: Any, key: str, origin: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise SettingsError(f"{value!r} is not a number of 0 or more.", key=key, origin=origin)
    return float(value)


def known_products(names: Sequence[str], known: Sequence[Product], key: str, origin: str) -> tuple[str, ...]:
    """
    Ids of products named in the settings, by id or name.

    Raises
    ------
    SettingsError
        One is none; the nearest is named.
    """
    found = []
    for name in names:
        product = product_called(name, known)
        _one_of(name, product is not None, [each.id for each in known], key, origin)
        found.append(product.id if product else name)
    return tuple(found)

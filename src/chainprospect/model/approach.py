"""How the bank approaches companies: whom its people know, and the rules of introductions, core clients and packs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeAlias

from chainprospect.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """
    One of the bank's people who knows somebody at a company, through business.

    `company` is a name or id as typed, `contact` the post of whom he knows there (never a private trait). `probability`
    in (0, 1] says how likely he gets a meeting. Without `consent` it is counted, never used.
    """

    person: str
    company: str
    contact: str | None = None
    probability: float = 0.7
    consent: bool = False


@dataclass(frozen=True, slots=True)
class IntroRules:
    """
    Introductions: how likely each kind of step succeeds, all in (0, 1], and how far to look.

    The first ones are bases that the strength and confidence of the tie lower; `cold` is a call without introduction.
    `override` is the probability from which a warm path speaks for a company that is too large. `introducers` are the
    companies between the bank and the one wanted, `companies` those whose ties are read a tier.
    """

    client: float = 0.8
    core_client: float = 0.9
    buyer: float = 0.5
    supplier: float = 0.4
    owner: float = 0.7
    owned: float = 0.5
    served: float = 0.7
    referral: float = 0.8
    cold: float = 0.1
    override: float = 0.5
    introducers: int = 2
    companies: int = 200
    relations: int = 50


@dataclass(frozen=True, slots=True)
class AnchorRules:
    """
    Core clients: the share of contribution they give together, and which clients may be given up.

    `low_return` is contribution per yuan lent, `risk_months` how long a default counts. `tiers` and `clients` bound
    the search for anchors to mine next: tiers walked, and clients looked at, those of most contribution first.
    """

    core_share: float = 0.8
    low_return: float = 0.01
    risk_months: float = 24.0
    tiers: int = 1
    clients: int = 200


@dataclass(frozen=True, slots=True)
class PackRules:
    """
    Packs of small firms: how many make one, and what each may be lent at most.

    `firm_cap` is CNY a firm, `sales_share` the part of a year's sales that is lent against. `firms` bounds how many are
    looked at, those of the best score first. A partner of more than `hub` companies binds nobody.
    """

    least: int = 3
    firm_cap: float = 1e7
    sales_share: float = 0.2
    firms: int = 2000
    hub: int = 50


Rules: TypeAlias = IntroRules | AnchorRules | PackRules

# Every other value of the rules is a fraction above 0 and at most 1.
_COUNTS: Final = ("introducers", "companies", "relations", "tiers", "clients", "least", "firms", "hub")
_AMOUNTS: Final = ("low_return", "risk_months", "firm_cap")
_MOST_TIERS: Final = 4


def wrong_rules(rules: Rules) -> Iterator[tuple[str, str]]:
    """Fields of rules that are out of range, each with what it should be."""
    for field in fields(rules):
        name, value = field.name, getattr(rules, field.name)
        if name in ("introducers", "tiers"):
            if not 1 <= value <= _MOST_TIERS:
                yield name, f"{value} is out of range; give 1 to 4."
        elif name in _COUNTS:
            if value < 1:
                yield name, f"{value} is too few; give 1 or more."
        elif name in _AMOUNTS:
            if value < 0:
                yield name, f"{value} is below 0; give 0 or more."
        elif not 0 < value <= 1:
            yield name, f"{value} is no fraction; give one above 0 and at most 1."


def acquaintances(rows: Any, origin: str) -> tuple[Acquaintance, ...]:
    """
    Whom the bank's people know, from the tables `[[people]]` of a settings file.

    Parameters
    ----------
    rows
        What the file holds under `people`.
    origin
        The file, for what is said when something is wrong.

    Raises
    ------
    SettingsError
        It is no list of tables, or one lacks `person` or `company`, holds a key that is not known, or a value that
        cannot be; private traits are no keys of it.
    """
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise SettingsError("is no list of people; write a table [[people]] for each.", key="people", origin=origin)
    return tuple(_acquaintance(row, f"people[{place}]", origin) for place, row in enumerate(rows, 1))


_TEXTS: Final = ("person", "company", "contact")
_KEYS: Final = tuple(field.name for field in fields(Acquaintance))


def _acquaintance(row: Mapping[str, Any], key: str, origin: str) -> Acquaintance:
    for name, value in row.items():
        if name not in _KEYS:
            near = difflib.get_close_matches(name, _KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_KEYS)}."
            raise SettingsError(f"there is no key {name}; {hint}", key=key, origin=origin)
        if name in _TEXTS and not (isinstance(value, str) and value.strip()):
            raise SettingsError(f"{name} is {value!r}; write a text in quotes.", key=key, origin=origin)
    for name in ("person", "company"):
        if name not in row:
            raise SettingsError(f"{name} is missing; say who knows whom.", key=key, origin=origin)
    given = {name: value.strip() if name in _TEXTS else value for name, value in row.items()}
    made = Acquaintance(**given)
    chance, consent = made.probability, made.consent
    if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 < chance <= 1:
        raise SettingsError(f"probability is {chance!r}; give a number above 0 and at most 1.", key=key, origin=origin)
    if not isinstance(consent, bool):
        raise SettingsError(f"consent is {consent!r}; write true or false.", key=key, origin=origin)
    return made

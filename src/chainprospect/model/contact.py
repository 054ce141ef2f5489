"""Contacts: the people at a company whom the bank may call on business, and how long it may know them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

# Months of 30.4375 days after the last contact: for a person, and for what is known of him beyond name, post and line.
KEPT_MONTHS: Final = 24.0
ASIDE_MONTHS: Final = 12.0
DAYS_A_MONTH: Final = 30.4375

# Parts in a decision, the weightiest first.
DECIDES: Final = ("decision_maker", "approver", "finance", "influencer", "user", "coordinator")


@dataclass(frozen=True, slots=True)
class Contact:
    """
    One person at one company.

    `person` is the pseudonym by which the trail names him. `decides` is his part in decisions, of `DECIDES`.
    `introducer` is who of us could introduce us, `consent` whether that one agreed. `education` and `career` are public
    facts, each with its address in `source_ref`. `last_contact` and `kept` are ISO dates; the clock runs from the
    first, else from the second, the day the row was kept.
    """

    company: str
    company_name: str
    person: str
    name: str
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    decides: str | None = None
    gender: str | None = None
    education: str | None = None
    career: str | None = None
    introducer: str | None = None
    consent: bool = False
    last_contact: str | None = None
    source_ref: str | None = None
    kept: str = ""


def months_since(contact: Contact, day: int) -> float:
    """Months from the last contact to a day (since 1970-01-01), never below 0."""
    since = np.datetime64(contact.last_contact or contact.kept, "D").astype(np.int64)
    return max(0.0, (day - int(since)) / DAYS_A_MONTH)


def expired(contact: Contact, day: int) -> bool:
    """Whether the time for which a person may be kept is over."""
    return months_since(contact, day) > KEPT_MONTHS


def aside_expired(contact: Contact, day: int) -> bool:
    """Whether something is known of him that may be kept for a shorter time only, and that time is over."""
    aside = (contact.introducer, contact.education, contact.career)
    return any(aside) and months_since(contact, day) > ASIDE_MONTHS


def as_of(contact: Contact, day: int) -> Contact | None:
    """What may be known of him on a day; None when nothing may."""
    if expired(contact, day):
        return None
    if not aside_expired(contact, day):
        return contact
    return replace(contact, introducer=None, consent=False, education=None, career=None)


def weight_of(contact: Contact) -> tuple[int, str, str]:
    """The order in which the people of a company are named: the weightiest part first, then by name."""
    place = DECIDES.index(contact.decides) if contact.decides in DECIDES else len(DECIDES)
    return place, contact.name, contact.person

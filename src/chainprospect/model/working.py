"""Working a lead: its status, who works it, what comes next, and how what a sheet says meets what the book says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

NEW: Final = "new"
# From each status to those that may follow: a client is positioned, approached, visited, developed and kept.
FOLLOWING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        NEW: ("contacted", "visiting", "later", "lost"),
        "contacted": ("visiting", "later", "lost"),
        "visiting": ("won", "later", "lost"),
        "won": ("visiting", "lost"),
        "lost": ("contacted", "later"),
        "later": ("contacted", "visiting", "lost"),
    }
)
STATUSES: Final = tuple(FOLLOWING)


@dataclass(frozen=True, slots=True)
class Step:
    """
    Where a lead stands with us.

    `status` None: not in the book. `owner` is who of us works it, `note` one line of business, `next` the ISO date of
    the next step.
    """

    status: str | None = None
    owner: str | None = None
    note: str | None = None
    next: str | None = None


FIELDS: Final = ("status", "owner", "note", "next")


@dataclass(frozen=True, slots=True)
class Worked:
    """
    One entry of the book's trail of leads: the step that a company's lead is at from then on.

    `entry` counts from 1, `at` is a time in UTC, `origin` says what wrote it: `mark`, or `sheet` with file and row.
    """

    company: str
    name: str
    step: Step
    entry: int
    at: str
    origin: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    A change that somebody wants of one lead.

    `fields` are the values wanted by field of `Step` (None blanks one). `base` is the step they started from, None
    where it is whatever the book says now.
    """

    company: str
    name: str
    fields: Mapping[str, str | None]
    origin: str
    base: Step | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that a sheet and the book both changed, each to another value."""

    field: str
    sheet: str | None
    book: str | None


@dataclass(frozen=True, slots=True)
class Met:
    """
    What becomes of a change: the step that results, the fields that change, and the conflicts, whose fields stay.

    `barred` is the status that may not follow; nothing is taken then.
    """

    step: Step
    changed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    barred: str | None = None


def may_follow(old: str | None, new: str) -> bool:
    """Whether a lead may go from one status to another; one that is not in the book stands as `new`."""
    return new in (old or NEW, *FOLLOWING[old or NEW])


def meet(now: Step, wanted: Wanted) -> Met:
    """
    What becomes of a change, given what the book says now.

    A field that still has the value it started from was not edited; one that the book changed since, to another value,
    is a conflict and stays.
    """
    base = now if wanted.base is None else wanted.base
    taken: dict[str, str | None] = {}
    conflicts = []
    for field, value in wanted.fields.items():
        held = getattr(now, field)
        if value in (getattr(base, field), held):
            continue
        if held != getattr(base, field):
            conflicts.append(Conflict(field, value, held))
        else:
            taken[field] = value
    if not taken:
        return Met(now, (), tuple(conflicts))
    # Whoever writes a note on a lead has taken it up.
    status = taken.get("status") or now.status or NEW
    if not may_follow(now.status, status):
        return Met(now, (), tuple(conflicts), barred=status)
    step = replace(now, **{**taken, "status": status})
    return Met(step, tuple(field for field in FIELDS if getattr(step, field) != getattr(now, field)), tuple(conflicts))

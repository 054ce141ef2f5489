"""A brief as it is read: one page of short sections, worded in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """
    One section: a title and its lines.

    `wide` sections take the whole width of the page; those with `boxes` are lists to tick off.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    wide: bool = False
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class BriefPage:
    """One company's brief: who, the line below it, its sections in order, and what it was made from."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: str

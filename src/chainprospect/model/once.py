"""Once: what many rows have in common is made once and shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Made = TypeVar("Made")


def each(make: Callable[..., Made], *columns: Iterable[Hashable]) -> list[Made]:
    """
    What `make` makes of every row of some columns, in their order.

    Rows whose values are equal share one value, so that whoever comes after can tell by identity what is the same.
    """
    rows = list(zip(*columns, strict=True))
    made = {row: make(*row) for row in dict.fromkeys(rows)}
    return [made[row] for row in rows]

"""The province of each region text: what the peers of a company share besides their industry."""

from __future__ import annotations

from collections.abc import Iterable

from chainprospect.model.places import places
from chainprospect.resources import rows_of


def provinces_of(regions: Iterable[str | None]) -> list[str | None]:
    """Provinces of China by their full names, None for a region that is blank or elsewhere."""
    known = places(rows_of("regions_cn"))
    return [None if region is None else known.place(region).province for region in regions]

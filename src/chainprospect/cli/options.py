"""The options that several commands share, as fields of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json")]
Anchors = Annotated[list[str], typer.Argument(metavar="ANCHOR")]
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE")]
Open = Annotated[bool, typer.Option("--open")]

_REACH = "reach"
_FILTER = "filter"
_SCORE = "score"

Upstream = Annotated[str | None, typer.Option("--upstream", metavar="N", rich_help_panel=_REACH)]
Downstream = Annotated[str | None, typer.Option("--downstream", metavar="N", rich_help_panel=_REACH)]
Lookalikes = Annotated[bool | None, typer.Option("--lookalikes/--no-lookalikes", rich_help_panel=_REACH)]
Via = Annotated[bool | None, typer.Option("--via/--no-via", rich_help_panel=_REACH)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", rich_help_panel=_SCORE)]
Weight = Annotated[list[str] | None, typer.Option("--weight", metavar="NAME=W", rich_help_panel=_SCORE)]
Include = Annotated[list[str] | None, typer.Option("--include", metavar="GATE", rich_help_panel=_FILTER)]
Size = Annotated[list[str] | None, typer.Option("--size", metavar="BAND", rich_help_panel=_FILTER)]
Region = Annotated[list[str] | None, typer.Option("--region", metavar="PLACE", rich_help_panel=_FILTER)]
Industry = Annotated[list[str] | None, typer.Option("--industry", metavar="CODE", rich_help_panel=_FILTER)]
Roles = Annotated[list[str] | None, typer.Option("--roles", metavar="ROLE", rich_help_panel=_FILTER)]
MinScore = Annotated[str | None, typer.Option("--min-score", metavar="N", rich_help_panel=_FILTER)]
HideWorked = Annotated[bool, typer.Option("--hide-worked", rich_help_panel=_FILTER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How far to walk and how to score: what every question may change."""

    upstream: Upstream = None
    downstream: Downstream = None
    lookalikes: Lookalikes = None
    via: Via = None
    include: Include = None
    as_of: AsOf = None
    weight: Weight = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed(Terms):
    """Terms with the filters that narrow a list."""

    size: Size = None
    region: Region = None
    industry: Industry = None
    roles: Roles = None
    min_score: MinScore = None
    hide_worked: HideWorked = False

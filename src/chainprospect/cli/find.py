"""`find`: companies by name, alias, id or a part of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainprospect.cli.ask import whole
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import table
from chainprospect.cli.talk import room
from chainprospect.cli.words import name_of

if TYPE_CHECKING:
    from chainprospect.model.company import Company, CompanyMatch

DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFind:
    """What `find` asks for."""

    text: Annotated[str, typer.Argument(metavar="TEXT")]
    limit: Annotated[str | None, typer.Option("--limit", metavar="N")] = None
    json: Json = False


def find(context: typer.Context, asked: ToFind) -> int:
    """List companies that answer to a text, best first."""
    from chainprospect import prospecting

    session: Session = context.obj
    settings = session.settings()
    lang = settings.show.lang
    limit = whole(asked.limit, "--limit", lang, least=1) or DEFAULT_LIMIT
    found = prospecting.answered(session.home(settings), lambda store: prospecting.find(store, asked.text, limit))
    if asked.json:
        session.talk.document(json.dumps([_row(*each) for each in found], ensure_ascii=False, indent=1))
    elif found:
        _show(session, found, lang)
    if not found:
        session.talk.say("find_nothing", text=asked.text)
        return NOTHING
    if len(found) == limit:
        session.talk.say("find_more", limit=limit)
    return DONE


def _row(match: CompanyMatch, company: Company) -> dict[str, Any]:
    return {
        "id": company.id,
        "name": company.name,
        "aliases": list(company.aliases),
        "former_names": list(company.former_names),
        "name_en": company.name_en,
        "uscc": company.uscc,
        "lei": company.lei,
        "ticker": company.ticker,
        "country": company.country,
        "region": company.region,
        "industry": {"code": company.industry_code, "name": company.industry},
        "role": company.role,
        "is_client": company.is_client,
        "how": match.how,
        "match": match.text,
    }


def _show(session: Session, found: tuple[tuple[CompanyMatch, Company], ...], lang: str) -> None:
    heads = [session.talk.word(f"head_{head}") for head in ("company", "id", "region", "industry", "client", "how")]
    rows = []
    for match, company in found:
        how = name_of(lang, "how", match.how)
        if match.text not in (company.name, company.id):
            how += session.talk.word("quoted", text=match.text)
        industry = " ".join(part for part in (company.industry_code, company.industry) if part)
        client = session.talk.word("yes") if company.is_client else ""
        rows.append([company.name, company.id, company.region or company.country or "", industry, client, how])
    for line in table(heads, rows, room=room()):
        session.talk.data(line)

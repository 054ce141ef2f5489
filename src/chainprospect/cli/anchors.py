"""`anchors`: the clients that give most, what of their business is elsewhere, and whom to mine next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from chainprospect.cli.advice import AsOf, Include, open_store, plain_facts, print_document, question
from chainprospect.cli.ask import whole
from chainprospect.cli.exits import DONE, NOTHING
from chainprospect.cli.options import Json
from chainprospect.cli.session import Session
from chainprospect.cli.table import cut, table, wrap
from chainprospect.cli.talk import Talk, room

if TYPE_CHECKING:
    from chainprospect.advise.core import Wallet
    from chainprospect.advise.held import ProductGap
    from chainprospect.advising.anchoring import Client, CoreClients, Mine

Item = TypeVar("Item")
DEFAULT_MINED = 10
NAME_ROOM = 30
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRankClients:
    """What `anchors` asks for."""

    top: Annotated[str | None, typer.Option("--top", metavar="N")] = None
    mine: Annotated[str | None, typer.Option("--mine", metavar="N")] = None
    include: Include = None
    as_of: AsOf = None
    json: Json = False


def anchors(context: typer.Context, asked: ToRankClients) -> int:
    """Print the core clients, what is with other banks, whom to give up and whom to mine next."""
    from chainprospect.advise.offers import Shelf
    from chainprospect.advising.anchoring import Wanted, core_clients
    from chainprospect.references import client_types, products

    session: Session = context.obj
    rules, settings = question(session, asked.as_of, asked.include)
    lang = settings.show.lang
    top = whole(asked.top, "--top", lang, least=1)
    shown = top if asked.json or top is not None else settings.show.top
    mined = whole(asked.mine, "--mine", lang, least=1) or DEFAULT_MINED
    shelf = Shelf(products(), settings.profile, settings.products)
    wanted = Wanted(settings.anchors, shelf, client_types(settings.client_types), shown, mined)
    with open_store(session) as store:
        found = core_clients(store, wanted, rules)
    if asked.json:
        print_document(session, document(found, settings.anchors.core_share))
    elif found.total:
        for line in lines(found, session.talk, settings.anchors.core_share):
            session.talk.data(line)
    if not found.total:
        session.talk.say("anchors_none")
        return NOTHING
    return DONE


def document(found: CoreClients, wanted: float) -> dict[str, Any]:
    """The answer as a document."""
    return {
        "schema": 1,
        "snapshot": found.snapshot,
        "as_of": found.as_of,
        "counts": {"clients": found.total, "unknown_contribution": found.unknown, "shown": len(found.clients)},
        "core": {
            "wanted_share": wanted,
            "clients": found.curve.core,
            "share": found.curve.share,
            "contribution": found.curve.total,
        },
        "clients": [_plain(each) for each in found.clients],
        "drop": [_plain(each) for each in found.drop],
        "undecided": [_plain(each) for each in found.undecided],
        "mine": _plain_mine(found.mine),
    }


def _plain(client: Client) -> dict[str, Any]:
    from chainprospect.advise.core import return_on_loans

    ranked, stands = client.ranked, client.standing
    rate = return_on_loans(stands)
    return {
        "rank": client.place,
        "company": {"id": client.company.id, "name": client.company.name},
        "contribution": stands.contribution,
        "share": None if ranked is None else ranked.share,
        "cumulative": None if ranked is None else ranked.cumulative,
        "core": client.core,
        "marked_core": client.company.core_client,
        "return_on_loans": None if rate is None else round(rate, 6),
        "risks": list(stands.risks),
        "drop": client.drop,
        "wallet": {
            "period": client.statement,
            "loans": _plain_wallet(client.loans),
            "deposits": _plain_wallet(client.deposits),
            "other_banks": client.other_banks,
            "main_bank_is_ours": client.main_is_ours,
        },
        "products": _plain_products(client),
        "facts": plain_facts(client.facts),
    }


def _plain_products(client: Client) -> dict[str, Any]:
    gap = client.products
    return {
        "held": None if gap is None else [each.id for each in gap.held],
        "unmatched": None if gap is None else list(gap.unmatched),
        "open": None if gap is None else [each.id for each in gap.open],
        "raised": None if client.raised is None else [each.id for each in client.raised],
        "untouched_needs": None if gap is None else list(gap.untouched),
    }


def _plain_wallet(wallet: Wallet) -> dict[str, Any]:
    return {
        "ours": wallet.ours,
        "whole": wallet.whole,
        "share": wallet.share,
        "gap": wallet.gap,
        "doubtful": wallet.doubtful,
    }


def _plain_mine(mine: Mine) -> dict[str, Any]:
    from chainprospect.advise.coverage import GUARANTEE

    def named(numbers: Iterable[int]) -> list[dict[str, str]]:
        return [{"id": mine.companies[each].id, "name": mine.companies[each].name} for each in numbers]

    return {
        "picks": [
            {
                "rank": rank,
                "company": named([pick.anchor])[0],
                "gain": pick.gain,
                "covered": pick.covered,
                "prospects": named(pick.new),
            }
            for rank, pick in enumerate(mine.coverage.picks, 1)
        ],
        "reachable": mine.coverage.reachable,
        "covered": mine.coverage.covered,
        "at_most": mine.coverage.at_most,
        "guarantee": round(GUARANTEE, 6),
        "asked": mine.asked,
        "left_out": mine.left_out,
    }


def lines(found: CoreClients, talk: Talk, wanted: float) -> list[str]:
    """The answer as a person reads it."""
    from chainprospect.model.figures import money, percent

    curve = found.curve
    key = "anchors_core" if curve.core else "anchors_no_core"
    told = wrap(
        talk.word(
            key,
            core=curve.core,
            all=found.total,
            part=percent(curve.core / found.total),
            share=percent(curve.share),
            wanted=percent(wanted),
            total=money(curve.total, talk.lang),
        ),
        room(),
    )
    if found.unknown:
        told += wrap(talk.word("anchors_unknown", n=found.unknown), room())
    told += ["", talk.word("anchors_table", shown=len(found.clients), all=found.total), *_table(found.clients, talk)]
    told += _raised(found.clients, talk)
    for name, clients in (("anchors_drop", found.drop), ("anchors_undecided", found.undecided)):
        if clients:
            told += ["", *wrap(talk.word(name), room()), *_dropped(clients, talk)]
    return [*told, "", *_mine(found.mine, talk)]


def _table(clients: Sequence[Client], talk: Talk) -> list[str]:
    from chainprospect.model.figures import money, percent

    names = (
        "rank",
        "company",
        "contribution_cny",
        "cumulative",
        "core",
        "loans_share",
        "cash_share",
        "other_banks",
        "open",
    )
    heads = [talk.word(f"head_{name}") for name in names]
    rows = []
    for client in clients:
        ranked = client.ranked
        shares = [client.loans.share, client.deposits.share]
        banks = client.other_banks
        untouched = _or_unknown(client.products, partial(_untouched, talk=talk), talk)
        rows.append(
            [
                "" if client.place is None else str(client.place),
                cut(client.company.name, NAME_ROOM),
                _or_unknown(client.standing.contribution, lambda value: money(value, talk.lang), talk),
                "" if ranked is None else percent(ranked.cumulative),
                talk.word("anchors_core_mark") if client.core else "",
                *(_or_unknown(share, percent, talk) for share in shares),
                _or_unknown(banks, lambda value: f"{value:.0f}", talk),
                untouched,
            ]
        )
    return table(heads, rows, right=(0, 2, 3, 5, 6, 7), room=room(), flow=True)


def _untouched(gap: ProductGap, talk: Talk) -> str:
    from chainprospect.advise.words import say

    return talk.word("listing").join(say(talk.lang, f"anchors.need_{need}") for need in gap.untouched)


def _raised(clients: Sequence[Client], talk: Talk) -> list[str]:
    """What the needs of core clients ask for and they do not use yet."""
    asking = [client for client in clients if client.raised]
    if not asking:
        return []
    told = ["", talk.word("anchors_raised")]
    for client in asking:
        names = talk.word("anchors_between").join(each.name(talk.lang) for each in client.raised or ())
        told += wrap(talk.word("anchors_raised_by", name=client.company.name, products=names), room(), "  ")
    return told


def _or_unknown(value: Item | None, shown: Callable[[Item], str], talk: Talk) -> str:
    return talk.word("anchors_blank") if value is None else shown(value)


def _dropped(clients: Sequence[Client], talk: Talk) -> list[str]:
    from chainprospect.advise.core import return_on_loans
    from chainprospect.advise.words import say
    from chainprospect.model.figures import money, percent

    told = []
    for client in clients:
        risks = talk.word("listing").join(say(talk.lang, f"anchors.risk_{risk}") for risk in client.standing.risks)
        rate = return_on_loans(client.standing)
        told += wrap(
            talk.word(
                "anchors_dropped",
                name=client.company.name,
                contribution=_or_unknown(client.standing.contribution, lambda value: money(value, talk.lang), talk),
                loans=_or_unknown(client.standing.loans, lambda value: money(value, talk.lang), talk),
                rate=_or_unknown(rate, percent, talk),
                risks=risks,
            ),
            room(),
            "  ",
        )
    return told


def _mine(mine: Mine, talk: Talk) -> list[str]:
    from chainprospect.advise.coverage import GUARANTEE
    from chainprospect.model.figures import percent

    coverage = mine.coverage
    if not coverage.picks:
        return wrap(talk.word("anchors_mine_none", asked=mine.asked), room())
    told = [talk.word("anchors_mine", n=len(coverage.picks), asked=mine.asked)]
    heads = [talk.word(f"head_{name}") for name in ("rank", "company", "gain", "covered", "prospects")]
    rows = []
    for rank, pick in enumerate(coverage.picks, 1):
        names = [mine.companies[each].name for each in pick.new[:NAMED]]
        more = talk.word("anchors_more", n=pick.gain - NAMED) if pick.gain > NAMED else ""
        rows.append(
            [
                str(rank),
                cut(mine.companies[pick.anchor].name, NAME_ROOM),
                str(pick.gain),
                str(pick.covered),
                talk.word("listing").join(names) + more,
            ]
        )
    told += table(heads, rows, right=(0, 2, 3), room=room(), flow=True)
    bound = talk.word(
        "anchors_bound",
        covered=coverage.covered,
        reachable=coverage.reachable,
        at_most=coverage.at_most,
        guarantee=percent(GUARANTEE),
    )
    told += wrap(bound, room())
    if mine.left_out:
        told += wrap(talk.word("anchors_left_out", n=mine.left_out), room())
    return told

"""The answer as one JSON document, and as one line a lead."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any, Final, TypeVar

from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import number, plain
from chainprospect.model.company import Company, SizeBand
from chainprospect.model.prospect import Chain, Contribution, Counts, Excluded, Lead, Likeness, Prospects
from chainprospect.model.relation import Relation

SCHEMA: Final = 1
_dumps: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_FLAGS: Final[Mapping[bool | None, str]] = {None: "null", False: "false", True: "true"}

Item = TypeVar("Item")


def document(result: Prospects) -> dict[str, Any]:
    """
    The whole answer as dicts, lists, text, numbers, booleans and None, in a fixed order.

    Every field is explained in docs/output.md.
    """
    found: dict[str, Any] = json.loads(to_json(result))
    return found


def to_json(result: Prospects) -> str:
    """The document as JSON text: one line a lead, so that two answers can be compared line by line."""
    return "".join(json_pieces(result))


def json_pieces(result: Prospects) -> Iterator[str]:
    """The same in pieces, one after the other: the text may be longer than all that it was made from."""
    names = industry_names(result.lang)
    writer = _LeadWriter(names)
    blocks: list[tuple[str, Iterable[str]]] = [
        ("schema", (str(SCHEMA),)),
        ("snapshot", (_text(result.snapshot),)),
        ("lang", (_text(result.lang),)),
        ("as_of", (_text(result.as_of),)),
        ("anchors", _rows(_company(anchor, names) for anchor in result.anchors)),
        ("settings", (_dumps(plain(result.settings)),)),
        ("counts", (_dumps(_counts(result.counts)),)),
        ("leads", _rows(map(writer.text, result.leads))),
        ("lookalikes", _rows(map(writer.text, result.lookalikes))),
        ("excluded", _rows(_excluded(item, names) for item in result.excluded)),
    ]
    opening = "{\n"
    for key, texts in blocks:
        yield f"{opening}{_text(key)}: "
        yield from texts
        opening = ",\n"
    yield "\n}"


def to_json_lines(result: Prospects) -> str:
    """One JSON object a line: leads, then lookalikes; `list` says which."""
    writer = _LeadWriter(industry_names(result.lang))
    lists = (("leads", result.leads), ("lookalikes", result.lookalikes))
    return "".join(f'{{"list": "{title}", {writer.text(lead)[1:]}\n' for title, leads in lists for lead in leads)


def _rows(texts: Iterable[str]) -> Iterator[str]:
    """The pieces of a list of texts that are JSON already, one a line."""
    opening = "[\n"
    for text in texts:
        yield opening
        yield text
        opening = ",\n"
    yield "\n]" if opening == ",\n" else "[]"


class _LeadWriter:
    """
    Writes leads as JSON.

    A long answer is hundreds of thousands of values, and setting words is quicker than handing each to an encoder. What
    several leads share (a contribution, a relation, what a peer shares with the anchor) is one value, and it is set
    once.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        # By identity: the answer holds them all while it is written.
        self._set: dict[int, str] = {}

    def text(self, lead: Lead) -> str:
        """One lead on one line."""
        likeness = f'"likeness": {self._each(_like, lead.likeness)}, ' if lead.inferred else ""
        return (
            f'{{"rank": {lead.rank}, "company": {_company(lead.company, self._names, lead.size)}, '
            f'"score": {_real(lead.score)}, "centrality": {_real(lead.centrality)}, "fit": {_real(lead.fit)}, '
            f'"coverage": {_real(lead.coverage)}, "side": {_text(lead.side)}, "tier": {_whole(lead.tier)}, '
            f'"inferred": {_FLAGS[lead.inferred]}, "anchors": {_texts(anchor.id for anchor in lead.anchors)}, '
            f'"contributions": {self._each(_contribution, lead.contributions)}, '
            f'"chains": [{", ".join(map(self._chain, lead.chains))}], {likeness}"reasons": {_texts(lead.reasons)}, '
            f'"missing": {_texts(lead.missing)}, "flags": {_texts(lead.flags)}, "gate": {_text(lead.gate)}}}'
        )

    def _each(self, write: Callable[[Item], str], items: Iterable[Item]) -> str:
        """A list of values that other leads may share."""
        found = self._set
        return f"[{', '.join([found.get(id(item)) or self._once(write, item) for item in items])}]"

    def _once(self, write: Callable[[Item], str], item: Item) -> str:
        text = self._set[id(item)] = write(item)
        return text

    def _chain(self, chain: Chain) -> str:
        ties = zip(
            (self._set.get(id(tie)) or self._once(_relation, tie) for tie in chain.relations),
            chain.strengths,
            strict=True,
        )
        return (
            f'{{"companies": {_texts(company.id for company in chain.companies)}, '
            f'"names": {_texts(company.name for company in chain.companies)}, '
            f'"relations": [{", ".join([f"{tie}{_real(strength)}}}" for tie, strength in ties])}], '
            f'"weakest": {chain.weakest}, "side": {_text(chain.side)}, "tiers": {chain.tiers}}}'
        )


def _company(company: Company, names: Mapping[str, str], size: SizeBand | None = None) -> str:
    industry = industry_name(company.industry_code, company.industry, names)
    sized = "" if size is None else f'"size": {_size(size)}, '
    return (
        f'{{"id": {_text(company.id)}, "name": {_text(company.name)}, "uscc": {_text(company.uscc)}, '
        f'"region": {_text(company.region)}, '
        f'"industry": {{"code": {_text(company.industry_code)}, "name": {_text(industry)}}}, {sized}'
        f'"aliases": {_texts(company.aliases)}, "name_en": {_text(company.name_en)}, '
        f'"former_names": {_texts(company.former_names)}, "lei": {_text(company.lei)}, '
        f'"ticker": {_text(company.ticker)}, "country": {_text(company.country)}, "park": {_text(company.park)}, '
        f'"role": {_text(company.role)}, "ownership": {_text(company.ownership)}, "status": {_text(company.status)}, '
        f'"products": {_texts(company.products)}, "employees": {_real(company.employees)}, '
        f'"revenue": {_real(company.revenue)}, "currency": {_text(company.currency)}, '
        f'"as_of": {_text(company.as_of)}, "banks": {_texts(company.banks)}, '
        f'"main_bank": {_text(company.main_bank)}, "listed": {_FLAGS[company.listed]}, '
        f'"is_client": {_FLAGS[company.is_client]}, "core_client": {_FLAGS[company.core_client]}}}'
    )


def _size(size: SizeBand) -> str:
    return (
        f'{{"band": {_text(size.band)}, "low": {_text(size.low)}, "high": {_text(size.high)}, '
        f'"basis": {_text(size.basis)}}}'
    )


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "reached": counts.reached,
        "gated": dict(counts.gated),
        "scored": counts.scored,
        "cut": counts.cut,
        "shown": counts.shown,
        "cut_companies": counts.cut_companies,
        "lookalikes": {
            "found": counts.lookalikes_found,
            "gated": dict(counts.lookalikes_gated),
            "scored": counts.lookalikes_scored,
        },
    }


def _contribution(part: Contribution) -> str:
    return (
        f'{{"name": {_text(part.name)}, "value": {_real(part.value)}, "weight": {_real(part.weight)}, '
        f'"points": {_real(part.points)}, "evidence": {_text(part.evidence)}, "known": {_FLAGS[part.known]}}}'
    )


def _like(like: Likeness) -> str:
    return f'{{"via": {{"id": {_text(like.via.id)}, "name": {_text(like.via.name)}}}, "shares": {_texts(like.shares)}}}'


def _relation(tie: Relation) -> str:
    """A relation as far as the strength that a chain gives it."""
    return (
        f'{{"source": {_text(tie.source)}, "target": {_text(tie.target)}, "kind": {_text(tie.kind.word)}, '
        f'"product": {_text(tie.product)}, "amount": {_real(tie.amount)}, "currency": {_text(tie.currency)}, '
        f'"amount_cny": {_real(tie.amount_cny)}, "count": {_whole(tie.count)}, '
        f'"share_of_target": {_real(tie.share_of_target)}, "share_of_source": {_real(tie.share_of_source)}, '
        f'"share": {_real(tie.share)}, "start": {_text(tie.start)}, "end": {_text(tie.end)}, '
        f'"as_of": {_text(tie.as_of)}, "grade": {_text(tie.grade)}, "confidence": {_real(tie.confidence)}, '
        f'"source_ref": {_text(tie.source_ref)}, "evidence": {tie.evidence}, "strength": '
    )


def _excluded(item: Excluded, names: Mapping[str, str]) -> str:
    return (
        f'{{"company": {_company(item.company, names)}, "gate": {_text(item.gate)}, "reason": {_text(item.reason)}, '
        f'"side": {_text(item.side)}, "tier": {_whole(item.tier)}, "inferred": {_FLAGS[item.inferred]}, '
        f'"facts": {_dumps(plain(item.facts))}}}'
    )


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(encode_basestring, values))}]"


def _whole(value: int | None) -> str:
    return "null" if value is None else str(value)


def _real(value: float | None) -> str:
    found = number(value)
    return "null" if found is None else float.__repr__(found)

"""The scene as the page reads it: compact columns, and one object only for what a panel tells in words."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.draw.layout import Layout
from chainprospect.draw.scene import Scene
from chainprospect.model.company import BANDS, Coded, Company
from chainprospect.model.prospect import Lead
from chainprospect.model.relation import GRADES, Kind, Relation

# Facts of a company in the order a panel lists them.
FACTS: Final = (
    "id",
    "name_en",
    "aliases",
    "former_names",
    "uscc",
    "lei",
    "ticker",
    "country",
    "region",
    "park",
    "industry",
    "role",
    "ownership",
    "status",
    "products",
    "employees",
    "revenue",
    "listed",
    "main_bank",
    "banks",
    "is_client",
    "as_of",
    "grade",
    "source_file",
    "source_row",
    "source_ref",
    "records",
)
_TIE_FACTS: Final = (
    "product",
    "amount",
    "currency",
    "count",
    "share_of_target",
    "share_of_source",
    "share",
    "start",
    "end",
    "as_of",
    "confidence",
    "source_ref",
    "evidence",
)


def payload(scene: Scene, layout: Layout, *, lang: str) -> dict[str, Any]:
    """
    The data of one page as JSON-ready values.

    Parameters
    ----------
    scene, layout
        What is shown, and where.
    lang
        Language the page opens in.

    Returns
    -------
    data
        Columns under `companies` and `relations`, words under `leads`, `gated`, `facts` and `evidence`, keyed by
        position. Unknown numbers are None.
    """
    companies, relations = scene.companies, scene.relations
    industries, industry_labels = _industries(companies.industry)
    return {
        "schema": 1,
        "lang": lang,
        "languages": list(scene.languages),
        "snapshot": scene.snapshot,
        "as_of": scene.as_of,
        "whole": scene.whole,
        "found": dict(scene.found),
        "gates": list(companies.gate.labels),
        "regions": list(companies.region.labels),
        "industries": industry_labels,
        "bands": list(BANDS),
        "grades": list(GRADES),
        "kinds": [kind.word for kind in Kind],
        "companies": {
            "id": list(companies.ids),
            "name": list(companies.names),
            "apart": {str(here): text for here, text in enumerate(companies.apart) if text},
            "others": {str(here): text for here, text in enumerate(companies.other_names) if text},
            "standing": companies.standing.tolist(),
            "side": companies.side.tolist(),
            "tier": companies.tier.tolist(),
            "parent": companies.parent.tolist(),
            "tie": companies.tie.tolist(),
            "low": companies.low.tolist(),
            "high": companies.high.tolist(),
            "industry": industries,
            "region": companies.region.codes.tolist(),
            "gate": companies.gate.codes.tolist(),
            "score": _rounded(companies.score, 2),
            "rank": companies.rank.tolist(),
            "column": layout.column.tolist(),
            "order": layout.order.tolist(),
            "depth": {str(here): int(layout.depth[here]) for here in np.flatnonzero(layout.depth).tolist()},
            "first": np.flatnonzero(layout.first).tolist(),
        },
        "relations": {
            "source": relations.source.tolist(),
            "target": relations.target.tolist(),
            "kind": relations.kind.tolist(),
            "amount": _rounded(relations.amount, 0),
            "grade": relations.grade.tolist(),
        },
        "leads": {str(here): _lead(words) for here, words in scene.leads.items()},
        "gated": {
            str(here): {lang: one.reason for lang, one in sorted(words.items())} for here, words in scene.gated.items()
        },
        "facts": {str(here): _company(company) for here, company in scene.facts.items()},
        "evidence": {str(here): _tie(relation) for here, relation in scene.evidence.items()},
        "chains": {
            str(here): [[list(path), list(ties), weakest] for path, ties, weakest in kept]
            for here, kept in scene.chains.items()
        },
    }


def as_script_json(data: Any) -> str:
    r"""
    JSON that may stand inside a `<script>` element.

    `<`, `>`, `&` and the two line ends that JavaScript knows beside LF are written as `\\u` escapes; lone
    surrogates are too, so that the text is always UTF-8.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029\x7f":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (
        "".join(f"\\u{ord(one):04x}" if 0xD800 <= ord(one) <= 0xDFFF else one for one in text) if _lone(text) else text
    )


def _lone(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _rounded(values: NDArray[np.float64], digits: int) -> list[float | int | None]:
    """Numbers as short as they read: whole ones without a point, unknown ones as None."""
    found: list[float | int | None] = []
    for value in values.tolist():
        if math.isnan(value):
            found.append(None)
        else:
            short = round(value, digits)
            found.append(int(short) if short == int(short) else short)
    return found


def _industries(column: Coded) -> tuple[list[int], dict[str, list[str]]]:
    """Industries at division level (`C38`), with a label in each language; free text stays as written."""
    names = _division_names()
    keys = [label[:3] if label[:3] in names else label for label in column.labels]
    distinct = sorted(set(keys))
    code = {key: number for number, key in enumerate(distinct)}
    codes = [-1 if one < 0 else code[keys[one]] for one in column.codes.tolist()]
    return codes, {
        "key": distinct,
        "zh": [f"{key} {names[key]}" if key in names else key for key in distinct],
    }


def _division_names() -> Mapping[str, str]:
    table = resources.files("chainprospect.reference").joinpath("gbt4754_2017_divisions.csv").read_text("utf-8-sig")
    rows = csv.DictReader(table.splitlines())
    return {row["section"] + row["division"]: row["division_name"] for row in rows}


def _plain(value: Any) -> Any:
    """Known values only, whole numbers without a point."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) else value
    return value


def _known(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    plain = ((key, _plain(value)) for key, value in pairs)
    return {key: value for key, value in plain if value is not None and value != []}


def _company(company: Company) -> dict[str, Any]:
    facts = _known([(key, getattr(company, key)) for key in FACTS])
    if company.revenue is not None and company.currency:
        facts["currency"] = company.currency
    if company.industry_code:
        facts["industry_code"] = company.industry_code
    if not company.records:
        del facts["records"]
    return facts


def _tie(relation: Relation) -> dict[str, Any]:
    return _known([(key, getattr(relation, key)) for key in _TIE_FACTS])


def _lead(words: Mapping[str, Lead]) -> dict[str, Any]:
    lead = next(iter(words.values()))
    return {
        "score": lead.score,
        "centrality": lead.centrality,
        "fit": lead.fit,
        "coverage": lead.coverage,
        "basis": lead.size.basis,
        "parts": [
            [part.name, part.value, round(part.weight, 4), part.points, int(part.known)] for part in lead.contributions
        ],
        "evidence": {lang: [part.evidence for part in one.contributions] for lang, one in sorted(words.items())},
        "reasons": {lang: list(one.reasons) for lang, one in sorted(words.items())},
        "anchors": [ref.id for ref in lead.anchors],
        "likeness": [[one.via.id, one.via.name, list(one.shares)] for one in lead.likeness],
        "missing": list(lead.missing),
        "flags": list(lead.flags),
    }

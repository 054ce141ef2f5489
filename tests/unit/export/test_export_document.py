"""The JSON document, the frame, and what the guide says of both."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from chainprospect import export
from chainprospect.export import COLUMNS
from chainprospect.export.industries import industry_name, industry_names
from chainprospect.export.plain import plain
from chainprospect.model.company import Company
from chainprospect.model.prospect import Lead, Prospects
from chainprospect.model.relation import Kind, Side


def test_the_document_has_the_fields_of_the_contract_in_order(answer: Prospects) -> None:
    found = export.document(answer)
    assert list(found) == [
        "schema",
        "snapshot",
        "lang",
        "as_of",
        "anchors",
        "settings",
        "counts",
        "leads",
        "lookalikes",
        "excluded",
    ]
    assert found["schema"] == 1
    assert found["counts"] == {
        "reached": 4,
        "gated": {"too_large": 1, "too_small": 1},
        "scored": 2,
        "cut": 1,
        "shown": 2,
        "cut_companies": 0,
        "lookalikes": {"found": 3, "gated": {"region": 2}, "scored": 1},
    }
    assert found["settings"]["filters"] == {"sizes": ["large", "medium"]}
    assert found["anchors"][0]["id"] == "A1"


def test_a_lead(answer: Prospects) -> None:
    lead = export.document(answer)["leads"][0]
    assert list(lead) == [
        "rank",
        "company",
        "score",
        "centrality",
        "fit",
        "coverage",
        "side",
        "tier",
        "inferred",
        "anchors",
        "contributions",
        "chains",
        "reasons",
        "missing",
        "flags",
        "gate",
    ]
    assert list(lead["company"])[:6] == ["id", "name", "uscc", "region", "industry", "size"]
    assert lead["company"]["industry"] == {"code": "C32", "name": "有色金属冶炼和压延加工业"}
    assert lead["company"]["size"] == {
        "band": "medium",
        "low": "medium",
        "high": "medium",
        "basis": "CN_NBS_2017/industry:employees,revenue",
    }
    assert lead["anchors"] == ["A1"]
    assert lead["contributions"][0] == {
        "name": "proximity",
        "value": 0.61,
        "weight": 100 / 11,
        "points": 5.5455,
        "evidence": "依据 proximity",
        "known": True,
    }
    chain = lead["chains"][0]
    assert chain["companies"] == ["A1", "B1", "C1"]
    assert chain["names"] == ["东江电网公司", "宏远开关有限公司", "启明铜材有限公司"]
    assert chain["weakest"] == 1
    assert chain["relations"][1] == {
        "source": "C1",
        "target": "B1",
        "kind": "supplies",
        "product": "铜排",
        "amount": 2e6,
        "currency": "USD",
        "amount_cny": 14.2e6,
        "count": None,
        "share_of_target": None,
        "share_of_source": None,
        "share": None,
        "start": None,
        "end": None,
        "as_of": "2024-02-29",
        "grade": "payment",
        "confidence": 1.0,
        "source_ref": None,
        "evidence": 1,
        "strength": 0.4,
    }


def test_a_lookalike_and_an_excluded_company(answer: Prospects) -> None:
    found = export.document(answer)
    lookalike = found["lookalikes"][0]
    assert (lookalike["inferred"], lookalike["tier"], lookalike["chains"]) == (True, None, [])
    assert lookalike["likeness"] == [{"via": {"id": "B1", "name": "宏远开关有限公司"}, "shares": ["P1", "P2"]}]
    excluded = found["excluded"][0]
    assert (excluded["company"]["id"], excluded["gate"], excluded["reason"]) == ("E1", "too_large", "规模过大。")
    assert excluded["facts"] == {"revenue": 9e9, "employees": None}


@pytest.mark.parametrize("name", ["answer", "hostile", "empty"])
def test_json_is_the_document(name: str, request: pytest.FixtureRequest) -> None:
    result: Prospects = request.getfixturevalue(name)
    text = export.to_json(result)
    assert json.loads(text) == export.document(result)
    assert "\\u5" not in text


def test_json_has_a_line_a_lead(answer: Prospects) -> None:
    lines = export.to_json(answer).splitlines()
    assert [line[:10] for line in lines if line.startswith('{"rank"')] == ['{"rank": 1', '{"rank": 2', '{"rank": 1']


def test_nan_never_appears(make_lead: Callable[..., Lead], answer: Prospects) -> None:
    company = Company(9, "N1", "缺数公司", employees=math.nan, revenue=math.inf)
    lead = make_lead(1, company)
    tie = replace(lead.chains[0].relations[1], amount=math.nan, share=math.nan)
    lead = replace(lead, chains=(replace(lead.chains[0], relations=(lead.chains[0].relations[0], tie)),))
    gated = replace(answer.excluded[0], facts={"revenue": math.nan, "employees": np.float64("nan")})
    result = replace(answer, leads=(lead,), excluded=(gated,), settings={"x": math.inf})
    text = export.to_json(result)
    assert not re.search(r"\bNaN\b|Infinity", text)
    found = json.loads(text)
    assert found["leads"][0]["company"]["employees"] is None
    assert found["excluded"][0]["facts"] == {"revenue": None, "employees": None}
    assert found["settings"] == {"x": None}
    assert "nan" not in export.to_csv(result)


def test_plain_values() -> None:
    value: dict[Any, Any] = {
        1: np.int64(3),
        "a": np.float64(0.5),
        "b": np.array([1, 2]),
        "c": (Kind.OWNS, Side.VIA),
        "d": frozenset({"y", "x"}),
        "e": np.bool_(True),
        "f": np.float32("nan"),
    }
    found = plain(value)
    assert found == {"1": 3, "a": 0.5, "b": [1, 2], "c": [4, "via"], "d": ["x", "y"], "e": True, "f": None}
    assert (
        json.dumps(found) == '{"1": 3, "a": 0.5, "b": [1, 2], "c": [4, "via"], "d": ["x", "y"], "e": true, "f": null}'
    )


def test_five_thousand_leads_are_json_in_two_seconds(make_lead: Callable[..., Lead], answer: Prospects) -> None:
    company = answer.leads[0].company
    many = replace(answer, leads=tuple(make_lead(rank, company) for rank in range(1, 5_001)))
    # Of processor time: what else the machine does must not fail it.
    start = time.process_time()
    export.to_json(many)
    assert time.process_time() - start < 2.0


def test_industry_names_in_both_languages() -> None:
    zh, en = industry_names("zh"), industry_names("en")
    assert set(zh) == set(en)
    assert len([code for code in zh if code.isdigit()]) == 97
    assert len([code for code in zh if code.isalpha()]) == 20
    assert not any(re.search("[\u4e00-\u9fff]", name) for name in en.values())
    for code, name in (
        ("C38", "电气机械和器材制造业"),
        ("3821", "电气机械和器材制造业"),
        ("C", "制造业"),
        ("c99", "制造业"),
    ):
        assert industry_name(code, None, zh) == name
    assert industry_name("38", None, en) == "Electrical machinery and equipment"
    assert industry_name("38", "输变电设备", en) == "输变电设备"
    assert industry_name(None, None, en) is None
    assert industry_name("??", None, en) is None


def test_the_frame_has_the_columns_of_the_csv(answer: Prospects, empty: Prospects) -> None:
    frame = export.to_frame(answer)
    assert list(frame.columns) == list(COLUMNS)
    assert frame["company"].tolist() == ["启明铜材有限公司", "南浦绝缘材料厂", "海川互感器有限公司"]
    assert frame["tier"].tolist()[:2] == [2, 2]
    assert frame["tier"].isna().tolist() == [False, False, True]
    assert frame["inferred"].tolist() == [False, False, True]
    assert frame["score"].tolist() == [71.25, 60.5, 71.25]
    assert frame["employees"].isna().tolist() == [False, True, True]
    # The types never depend on the data.
    pd.testing.assert_series_equal(export.to_frame(empty).dtypes, frame.dtypes)


def test_the_frame_keeps_text_as_it_is(hostile: Prospects) -> None:
    assert export.to_frame(hostile)["company"].tolist()[0] == '=HYPERLINK("http://x","y")'


def test_the_guide_explains_every_field(answer: Prospects, root: Path) -> None:
    guide = (root / "docs" / "output.md").read_text("utf-8")
    told = set(re.findall(r"`([a-z_.\[\]]+)`", guide))
    document = export.document(answer)
    lead, lookalike = document["leads"][0], document["lookalikes"][0]
    fields = {
        *document,
        *document["counts"],
        *document["counts"]["lookalikes"],
        *lead,
        *lookalike,
        *lead["company"],
        *lead["company"]["size"],
        *lead["contributions"][0],
        *lead["chains"][0],
        *lead["chains"][0]["relations"][0],
        *lookalike["likeness"][0],
        *document["excluded"][0],
        *COLUMNS,
    }
    assert sorted(field for field in fields if field not in told and not field.startswith("points_")) == []


def test_the_guide_names_every_title_of_the_workbook(root: Path) -> None:
    from chainprospect.export.sheets import CHAIN_COLUMNS, EXCLUDED_COLUMNS
    from chainprospect.export.words import word

    guide = (root / "docs" / "output.md").read_text("utf-8")
    columns = {*COLUMNS, *CHAIN_COLUMNS, *EXCLUDED_COLUMNS} - {"list"}
    titles = {word(f"column.{column}", "zh") for column in columns if not column.startswith("points_")}
    assert sorted(title for title in titles if title not in guide) == []

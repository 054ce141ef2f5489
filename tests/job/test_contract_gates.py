"""Gates: each in its order with its words, what opens it, and the ownership group of an anchor."""

from __future__ import annotations

import pytest

GATES = [
    "self",
    "blacklist",
    "not_active",
    "already_client",
    "policy_block",
    "interbank",
    "role",
    "too_large",
    "too_small",
    "region",
    "industry",
    "size",
    "min_score",
]
SETTINGS = """
[policy]
block = ["061"]
[fx]
USD = 7.0
"""
GOOD = {"industry_code": "C38", "employees": 500, "revenue": 3e8, "region": "江苏省无锡市"}
# Each row: id, what differs from a good company, and the gate that takes it.
CASES: list[tuple[str, dict, str | None]] = [
    ("ok", {}, None),
    ("owned", {}, "self"),
    ("half", {}, None),
    ("blank", {}, "self"),
    ("grandchild", {}, "self"),
    ("sister", {}, "self"),
    ("black", {}, "blacklist"),
    ("gone", {"status": "注销"}, "not_active"),
    ("client", {"is_client": "是"}, "already_client"),
    ("coal", {"industry_code": "B0610"}, "policy_block"),
    ("coal_section", {"industry_code": "B"}, None),
    ("bank_code", {"industry_code": "J66"}, "interbank"),
    ("bank_digits", {"industry_code": "6620"}, "interbank"),
    ("law", {"role": "law_firm", "industry_code": "L72"}, "role"),
    ("accountant", {"role": "会计师事务所", "industry_code": "L72"}, "role"),
    ("tax", {"role": "tax_agent"}, "role"),
    ("guild", {"role": "协会"}, "role"),
    ("park", {"role": "park"}, "role"),
    ("bank", {"role": "bank"}, "role"),
    ("school", {"role": "school", "industry_code": "P83"}, None),
    ("office", {"role": "government", "industry_code": "S92"}, None),
    ("trader", {"role": "trader", "industry_code": "F51"}, None),
    ("giant_revenue", {"revenue": 5e9, "employees": ""}, "too_large"),
    ("giant_people", {"employees": 10_000, "revenue": ""}, "too_large"),
    ("giant_dollars", {"revenue": 715e6, "currency": "USD"}, "too_large"),
    ("nearly_giant", {"employees": 9_999, "revenue": 4.99e9}, None),
    ("no_code_giant", {"industry_code": "", "employees": 20_000, "revenue": ""}, "too_large"),
    ("micro", {"employees": 10, "revenue": 1e6}, "too_small"),
    ("micro_half", {"employees": 10, "revenue": ""}, "too_small"),
    ("perhaps_micro", {"employees": "", "revenue": 3e8}, None),
    ("in_words", {"industry_code": "", "industry": "电力设备"}, None),
    ("no_metric", {"employees": "", "revenue": ""}, None),
    ("black_client", {"is_client": "是", "status": "吊销"}, "blacklist"),
    ("gone_client", {"is_client": "是", "status": "吊销"}, "not_active"),
    ("client_coal", {"is_client": "是", "industry_code": "0610"}, "already_client"),
    ("law_giant", {"role": "law_firm", "employees": 20_000}, "role"),
]


@pytest.fixture(scope="module")
def world(new_bench):
    bench = new_bench().settings(SETTINGS)
    companies = [{"id": "anchor", "name": "锚", "is_client": "是"}, {"id": "mother", "name": "母公司"}]
    companies += [{"id": ident, "name": f"公司{ident}", **GOOD, **change} for ident, change, _ in CASES]
    relations = [{"source": ident, "target": "anchor", "kind": "supplies"} for ident, _, _ in CASES]
    for owner, owned, stake in (
        ("anchor", "owned", "50.01%"),
        ("anchor", "half", "0.5"),
        ("anchor", "blank", ""),
        ("owned", "grandchild", "0.8"),
        ("mother", "anchor", "70%"),
        ("mother", "sister", "1"),
    ):
        relations.append({"source": owner, "target": owned, "kind": "owns", "share": stake})
    blacklist = [{"company": "black", "reason": "失信"}, {"company": "公司black_client", "reason": "失信"}]
    # One more list, as an own table.
    bench.load(companies=companies, relations=relations, blacklist=blacklist)
    return bench


@pytest.fixture(scope="module")
def answer(world):
    return world.prospect("锚", "--show-excluded")


@pytest.mark.parametrize(("ident", "gate"), [(ident, gate) for ident, _, gate in CASES])
def test_the_first_gate_is_named(answer, ident, gate):
    gates = {row["company"]["id"]: row["gate"] for row in answer["excluded"]}
    leads = {lead["company"]["id"]: lead for lead in answer["leads"]}
    assert gates.get(ident) == gate
    assert (ident in leads) == (gate is None)
    if gate is None:
        assert leads[ident]["gate"] is None


def test_excluded_rows_say_company_gate_and_reason_in_gate_order(answer, world):
    rows = answer["excluded"]
    assert [row["gate"] for row in rows] == sorted((row["gate"] for row in rows), key=GATES.index)
    assert all(row["company"]["name"] and row["reason"] for row in rows)
    english = world.prospect("锚", "--show-excluded", "--lang", "en")["excluded"]
    assert all(row["reason"].isascii() or "公司" in row["reason"] or "锚" in row["reason"] for row in english)


def test_counts_add_up(answer):
    counts = answer["counts"]
    assert counts["reached"] == len(CASES)
    assert counts["reached"] == sum(counts["gated"].values()) + counts["scored"]
    assert counts["scored"] == counts["shown"] == len(answer["leads"])
    assert counts["cut"] == 0
    expected = {gate: sum(1 for _, _, taken in CASES if taken == gate) for gate in GATES}
    assert counts["gated"] == {gate: number for gate, number in expected.items() if number}


@pytest.mark.parametrize("gate", GATES[:9])
def test_include_opens_one_gate(world, answer, gate):
    told = world.prospect("锚", "--include", gate, "--show-excluded")
    assert gate not in told["counts"]["gated"]
    after = {row["company"]["id"]: row["gate"] for row in told["excluded"]}
    leads = {lead["company"]["id"] for lead in told["leads"]}
    for row in answer["excluded"]:
        ident = row["company"]["id"]
        if row["gate"] != gate:
            assert after[ident] == row["gate"]
        else:
            assert ident in leads or GATES.index(after[ident]) > GATES.index(gate)


def test_a_later_gate_takes_what_an_open_one_lets_by(world):
    told = world.prospect("锚", "--include", "blacklist", "--show-excluded")
    gates = {row["company"]["id"]: row["gate"] for row in told["excluded"]}
    assert gates["black_client"] == "not_active"
    both = world.prospect("锚", "--include", "blacklist,not_active", "--show-excluded")
    assert {row["company"]["id"]: row["gate"] for row in both["excluded"]}["black_client"] == "already_client"


def test_size_any_opens_both_size_gates(world):
    told = world.prospect("锚", "--size", "any")
    ids = {lead["company"]["id"] for lead in told["leads"]}
    assert {"giant_revenue", "giant_people", "giant_dollars", "no_code_giant", "micro", "micro_half"} <= ids
    assert not {"too_large", "too_small", "size"} & set(told["counts"]["gated"])


def test_the_lines_of_the_giant_are_settings(world, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("[gates]\ntoo_large_revenue = 2e8\ntoo_large_employees = 9999\n", "utf-8")
    told = world.prospect("锚", "--settings", str(own), "--show-excluded")
    gates = {row["company"]["id"]: row["gate"] for row in told["excluded"]}
    assert gates["ok"] == "too_large"
    assert gates["nearly_giant"] == "too_large"
    assert "too_large" not in gates["micro"]


@pytest.mark.parametrize(
    ("typed", "stays", "goes"),
    [
        (("--size", "medium"), {"ok", "perhaps_micro"}, {"nearly_giant": "size", "no_metric": "size"}),
        (("--size", "large"), {"nearly_giant"}, {"ok": "size", "perhaps_micro": "size"}),
        (("--region", "江苏"), {"ok", "trader"}, {}),
        (("--region", "广东,浙江"), set(), {"ok": "region"}),
        (("--industry", "C"), {"ok"}, {"trader": "industry", "school": "industry"}),
        (("--industry", "51"), {"trader"}, {"ok": "industry"}),
        (("--roles", "trader"), {"trader"}, {"ok": "role"}),
        (("--min-score", "100"), set(), {"ok": "min_score"}),
        (("--min-score", "0"), {"ok"}, {}),
    ],
)
def test_filters_are_the_last_gates(world, typed, stays, goes):
    told = world.prospect("锚", *typed, "--show-excluded", code=0 if stays else 1)
    ids = {lead["company"]["id"] for lead in told["leads"]}
    gates = {row["company"]["id"]: row["gate"] for row in told["excluded"]}
    assert stays <= ids
    for ident, gate in goes.items():
        assert gates.get(ident) == gate
    assert gates["giant_people"] == ("too_large" if typed[0] != "--roles" else "role")


SIZES = {
    "ok": (1.0, "medium", "medium", "medium"),
    "nearly_giant": (0.8, "large", "large", "large"),
    "micro": (0.2, "micro", "micro", "micro"),
    "micro_half": (0.2, "micro", "micro", "micro"),
    "perhaps_micro": (round((0.2 + 0.5 + 1) / 3, 6), None, "micro", "medium"),
    "no_metric": (0.5, None, None, None),
    "no_code_giant": (0.5, None, None, None),
    "school": (0.5, None, None, None),
    "coal_section": (1.0, "medium", "medium", "medium"),
    "giant_people": (round((0.2 + 0.5 + 1 + 0.8) / 4, 6), None, "micro", "large"),
}


def test_size_values_and_ranges(world):
    told = world.prospect("锚", "--size", "any")
    leads = {lead["company"]["id"]: lead for lead in told["leads"]}
    for ident, (value, band, low, high) in SIZES.items():
        part = next(part for part in leads[ident]["contributions"] if part["name"] == "size")
        size = leads[ident]["company"]["size"]
        assert (part["value"], size["band"], size["low"], size["high"]) == (value, band, low, high), ident
        assert part["known"] == (low is not None), ident


def test_every_unknown_contribution_is_named(world, answer):
    """Its columns stand in `missing`; an industry in words that no code is known for is unknown too."""
    columns = {
        "tie_strength": {"amount", "share", "date"},
        "size": {"employees", "revenue", "industry", "size"},
        "industry": {"industry"},
        "openness": {"banks"},
        "growth": {"growth", "industry_growth"},
        "timing": {"events"},
    }
    for lead in answer["leads"]:
        for part in lead["contributions"]:
            if not part["known"]:
                assert columns[part["name"]] & set(lead["missing"]), (lead["company"]["id"], part["name"])
            elif part["name"] in ("industry", "openness", "timing"):
                assert not columns[part["name"]] & set(lead["missing"]), (lead["company"]["id"], part["name"])
    words = next(lead for lead in answer["leads"] if lead["company"]["id"] == "in_words")
    assert (words["company"]["industry"]["code"], words["company"]["industry"]["name"]) == (None, "电力设备")
    assert "industry" in words["missing"]


def test_an_empty_list_says_which_gate_took_how_many_and_what_opens_it(world):
    ended = world.end("prospect", "锚", "--region", "西藏", "--no-lookalikes")
    assert ended.code == 1
    said = ended.out + ended.err
    assert "规模过小（微型）：2 家（放开：--include too_small 或 --size any）" in said
    assert "不在所选地区：10 家（放开：去掉 --region）" in said

"""`profile`, `needs` and `credit` end to end: on a hand-drawn world with exact answers, and on the sample's rules."""

from __future__ import annotations

import json

import pytest

# The published balance sheet, in 万元.
SHEET = {
    "company": "S1",
    "period": "2023-12-31",
    "currency": "CNY",
    "unit": "万元",
    "revenue": 20315.74,
    "cogs": 19178.09,
    "ebit": 903.12,
    "interest": 0,
    "receivables_open": 893.7,
    "receivables": 1551.16,
    "inventory_open": 713.09,
    "inventory": 1346.22,
    "payables_open": 1,
    "payables": 1,
    "prepayments_open": 1880.64,
    "prepayments": 1810.14,
    "advances_open": 133.91,
    "advances": 25.19,
    "own_funds": 3001.22,
    "short_loans": 0,
}
DAYS = {"inv_days": 210, "ar_days": 195, "ap_days": 110, "prepay_days": 0, "advance_days": 0}
PROFILE = """
[bank]
names = ["Ours"]
[profile]
net_capital = 3e9
tier1_capital = 2e9
client_cost = 1e5
min_market = 1e8
[products.reverse_factoring]
cost = 0.06
[products.factoring]
cost = 0.05
"""


@pytest.fixture(scope="module")
def drawn(new_bench):
    """A client that buys from S1, whose books are known; a coal mine; a blacklisted firm; a firm nobody knows."""
    bench = new_bench()
    bench.load(
        companies=[
            {
                "id": "S1",
                "name": "Supplier One",
                "region": "江苏省",
                "industry_code": "C3821",
                "ownership": "private",
                "employees": 300,
                "revenue": 203157400,
                "founded": "2010-05-01",
                "products": "transformers",
                "banks": "Other",
                "status": "active",
            },
            {"id": "P1", "name": "Peer One", "region": "江苏省", "industry_code": "C3831", "revenue": 5e7},
            {"id": "MINE", "name": "Mine", "region": "山西省", "industry_code": "B0610", "employees": 500},
            {"id": "BARE", "name": "Bare"},
        ],
        clients=[{"id": "CLIENT", "name": "Client", "core_client": "yes", "industry_code": "C38"}],
        relations=[
            {"source": "S1", "target": "CLIENT", "kind": "supplies", "amount": 5e7, "date": "2023-12-31"},
            {"source": "BAD", "target": "CLIENT", "kind": "supplies"},
        ],
        financials=[SHEET],
        blacklist=[{"company": "BAD", "reason": "court list"}],
        events=[{"company": "S1", "type": "tender_won", "date": "2023-11-01"}],
    )
    return bench.settings(PROFILE)


def test_credit_of_a_published_balance_sheet(drawn, shared) -> None:
    """A40: the names of the formula are those of the document; amounts in 万元."""
    (case,) = [
        each
        for each in json.loads((shared / "reference/wc_vectors.json").read_text("utf-8"))
        if each["id"] == "B_sheet"
    ]
    exact = case["exact"]
    found = drawn.json("credit", "S1", "--unit", "万元", "--input", "expected_sales=36500")
    for group in ("avg", "days"):
        assert found[group] == pytest.approx(exact[group], rel=1e-12)
    for name in ("margin", "growth", "net_days", "turns", "wc", "new_line"):
        assert found[name] == pytest.approx(exact[name], rel=1e-12), name
    assert (found["currency"], found["unit"], found["range"], found["missing"]) == ("CNY", 10000.0, None, [])
    assert found["inputs"]["sales"] == pytest.approx(20315.74, rel=1e-12)
    assert found["statement"]["file"] == "financials.csv"
    basis = {each["name"]: each for each in found["basis"]}
    assert basis["ar_days"]["basis"] == "statement"
    assert basis["ar_days"]["facts"][0]["source"] == "2023, financials.csv:2"


def test_credit_of_typed_inputs_in_any_unit(drawn, shared) -> None:
    (case,) = [
        each for each in json.loads((shared / "reference/wc_vectors.json").read_text("utf-8")) if each["id"] == "A_adbc"
    ]
    typed = {**DAYS, "sales": "2.5亿", "margin": "18%", "growth": 0.2, "own": "22 m", "existing_loans": 11000}
    inputs = [part for name, value in typed.items() for part in ("--input", f"{name}={value}")]
    found = drawn.json("credit", "BARE", *inputs, "--unit", "万元", "--ask", "5000")
    for name, value in case["exact"].items():
        assert found[name] == pytest.approx(value, rel=1e-12), name
    (check,) = [each for each in found["checks"] if each["name"] == "ask_above_need"]
    assert (found["ask"], check["standing"]) == (5000.0, "clear")
    over = drawn.json("credit", "BARE", *inputs, "--unit", "万元", "--ask", "1.5亿")
    assert next(each["standing"] for each in over["checks"] if each["name"] == "ask_above_need") == "warning"


def test_credit_without_books_names_what_is_missing(drawn) -> None:
    ended = drawn.end("--lang", "en", "credit", "BARE")
    assert ended.code == 1
    assert "Too much is missing for a figure. Please add: sales, margin, growth, " in ended.out
    assert drawn.json("credit", "BARE", code=1)["refused"][0] == "sales"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--ask", "much"), "--ask, 'much': is not an amount; write one like 5000万 or USD 3mn."),
        (("--ask", "VND 5"), "--ask, 'VND 5': there is no exchange rate for VND; state one under [fx] and load again."),
        (("--unit", "parsec"), "--unit, 'parsec': is not a unit; write one like 万元 or USD mn."),
        (("--input", "sales"), "--input, 'sales': is not NAME=VALUE; write one like ar_days=90."),
        (("--input", "sale=3"), "--input, 'sale': there is no such value. Did you mean sales?"),
        (("--input", "growth=fast"), "--input growth, 'fast': is not a number; write one like 0.2 or 20%."),
    ],
)
def test_what_is_typed_wrong_is_told(drawn, typed, said) -> None:
    ended = drawn.end("--lang", "en", "credit", "S1", *typed)
    assert ended.code == 2
    assert said.lower() in ended.err.lower()


def test_needs_of_a_lead(drawn) -> None:
    found = drawn.json("--lang", "en", "needs", "S1")
    assert found["schema"] == 1
    assert found["company"] == {"id": "S1", "name": "Supplier One"}
    assert found["as_of"] == "2023-12-31"
    assert found["status"] == "offered"
    assert [each["sub_need"] for each in found["needs"]] == [
        "pay_later",
        "stock_up",
        "orders",
        "faster_return",
        "collect_and_pay",
        "gap",
        "everyday",
    ][1:]
    (need,) = [each for each in found["needs"] if each["sub_need"] == "faster_return"]
    assert (need["need"], need["stage"], need["level"]) == ("sales", "meet", 1)
    buyer = need["facts"][0]
    assert (buyer["name"], buyer["value"]) == ("core_buyer", "Client")
    assert buyer["source"] == "S1 → CLIENT (supplies, inferred)"
    assert need["products"][0]["amount"] == pytest.approx(0.9 * 15511600, rel=1e-9)
    assert found["client_type"]["decision_weeks"] == 3.0
    assert found["worth"]["pays"] is True
    assert found["worth"]["market"] == pytest.approx(203157400 + 5e7)
    assert found["worth"]["market_enough"] is True


def test_a_product_we_cannot_do_goes_and_another_is_named(drawn) -> None:
    drawn.settings(PROFILE.replace("[profile]\n", '[profile]\ncannot = ["反向保理"]\n'))
    try:
        found = drawn.json("needs", "S1")
        (need,) = [each for each in found["needs"] if each["sub_need"] == "faster_return"]
        assert need["products"][0]["id"] == "factoring"
        assert need["dropped"] == [
            {"id": "reverse_factoring", "name": "反向保理", "reason": "cannot", "instead": "factoring"}
        ]
        assert "反向保理：我行不能办理，改荐 保理" in drawn.run("needs", "S1")
    finally:
        drawn.settings(PROFILE)


def test_constraints_hold_products_back(drawn) -> None:
    """A05."""
    found = drawn.json("needs", "S1", "--max-cost", "5%")
    (need,) = [each for each in found["needs"] if each["sub_need"] == "faster_return"]
    assert [each["id"] for each in need["products"]] == ["factoring"]
    assert {each["id"]: each["reason"] for each in need["dropped"]}["reverse_factoring"] == "cost"
    assert drawn.end("--lang", "en", "needs", "S1", "--max-cost", "many").code == 2


def test_nothing_is_offered_to_a_blacklisted_firm_or_before_enough_is_known(drawn) -> None:
    """A03."""
    gated = drawn.json("needs", "BAD")
    assert (gated["status"], gated["stopped_by"], gated["needs"], gated["no_plan"]) == (
        "gated",
        ["blacklist"],
        [],
        "gated",
    )
    unknown = drawn.json("needs", "BARE")
    assert (unknown["status"], unknown["needs"]) == ("facts_missing", [])
    assert unknown["next"][:3] == ["identifier", "region", "industry"]
    assert "先补资料再谈产品" in drawn.run("needs", "BARE")


def test_halving_net_capital_halves_the_caps(drawn) -> None:
    """B17, B23."""
    assert drawn.json("profile")["caps"] == {"loan": 3e8, "exposure": 3e8, "group": 4e8, "project": 3e8}
    drawn.settings(
        PROFILE.replace("net_capital = 3e9\ntier1_capital = 2e9", "net_capital = 1.5e9\ntier1_capital = 1e9")
    )
    try:
        assert drawn.json("profile")["caps"] == {"loan": 1.5e8, "exposure": 1.5e8, "group": 2e8, "project": 1.5e8}
        assert drawn.json("credit", "S1")["caps"]["room"] == 1.5e8
    finally:
        drawn.settings(PROFILE)


def test_the_banks_own_list_decides_on_a_mine(drawn) -> None:
    """A33, B22: unknown capacity is a review; a stated one decides; whoever is not in the data is told."""
    assert drawn.json("needs", "MINE")["policy"]["standing"] == "review"
    drawn.write(
        "list.csv",
        [
            {"company": "MINE", "metric": "capacity_wan_t_per_year", "value": 20},
            {"company": "Supplier One", "metric": "class", "value": "限制+existing"},
            {"company": "Nobody", "metric": "class", "value": "淘汰"},
        ],
    )
    drawn.settings(PROFILE + '[policy]\ncompanies = "list.csv"\n')
    try:
        mine = drawn.json("needs", "MINE")
        assert (mine["status"], mine["stopped_by"]) == ("gated", ["policy_block"])
        assert mine["policy"]["rule"].startswith("seed_small_coal: 061|062|069 capacity_wan_t_per_year < 30")
        # The catalogue is in force from February 2024; the data ends before.
        (before,) = drawn.prospect("CLIENT", "--lang", "en")["leads"]
        assert before["flags"] == []
        listed = drawn.prospect("CLIENT", "--lang", "en", "--as-of", "2024-06-30")
        (lead,) = [each for each in listed["leads"] if each["company"]["id"] == "S1"]
        assert "policy_review" in lead["flags"]
        (industry,) = [each for each in lead["contributions"] if each["name"] == "industry"]
        assert (industry["value"], industry["evidence"].partition(" (rule ")[2]) == (
            0.3,
            "catalogue_2024: item class = 限制+existing → review)",
        )
        assert len(listed["settings"]["policy"]["companies"]) == 16
        profile = drawn.json("profile")
        assert profile["policy"]["companies"] == {"rows": 3, "unmatched": ["Nobody"]}
        assert "On the bank's own list, but not in the data or fitting several: Nobody" in drawn.run(
            "--lang", "en", "profile", "--check"
        )
    finally:
        drawn.settings(PROFILE)


def test_init_writes_a_file_once(new_bench) -> None:
    bench = new_bench()
    assert bench.run("profile", "--init") == ""
    file = bench.workspace / "chainprospect.toml"
    assert file.read_text("utf-8").startswith("# 我行概况")
    ended = bench.end("--lang", "en", "profile", "--init")
    assert ended.code == 4
    assert "is there already and stays as it is; name another with --settings FILE." in ended.err
    assert "资本净额未知" in bench.run("profile", "--check")
    assert bench.end("--lang", "en", "profile", "--init", "--check").code == 2


def test_both_languages_and_the_same_bytes_twice(drawn) -> None:
    for command in (("needs", "S1"), ("credit", "S1", "--ask", "1亿"), ("profile", "--show")):
        zh, en = (drawn.run("--lang", lang, *command) for lang in ("zh", "en"))
        assert zh != en
        assert drawn.run("--lang", "zh", *command) == zh


def test_every_store_gives_the_same_advice(drawn) -> None:
    """What the snapshot answers, the store in memory answers too."""
    import numpy as np
    import pandas

    from chainprospect import prospecting
    from chainprospect.advise.credit import Typed
    from chainprospect.advise.offers import Shelf
    from chainprospect.advising.credit import credit_of
    from chainprospect.advising.needs import needs_at
    from chainprospect.asking import find_one
    from chainprospect.building import memory_store
    from chainprospect.cli import credit_page, needs_page
    from chainprospect.cli.money import yard
    from chainprospect.model.rules import Question
    from chainprospect.references import client_types, products
    from chainprospect.settings import resolve_settings

    settings = resolve_settings(drawn.folder / "settings.toml")
    question, shelf = Question(bank=settings.bank), Shelf(products(), settings.profile, settings.products)
    names = ("companies", "clients", "relations", "financials", "blacklist", "events")
    frames = {name: pandas.read_csv(drawn.folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in names}

    def told(store, who):
        number = find_one(store, who).number
        (needs,) = needs_at(store, np.array([number]), question, shelf, client_types({}))
        credit = credit_of(store, number, question, settings.profile, Typed(ask=1e7))
        measure = yard(None, "CNY", {}, "en")
        return needs_page.document(needs, shelf, "en"), credit_page.document(credit, measure, "en")

    with prospecting.open_store(drawn.workspace) as kept, memory_store(frames, settings) as held:
        for who in ("S1", "MINE", "BAD", "BARE", "CLIENT"):
            assert _without_files(told(held, who)) == _without_files(told(kept, who))


def _without_files(document):
    """A document without the names of files: frames have none."""
    return json.loads(json.dumps(document).replace("frames", "").replace(".csv", ""))

"""The company sheet (A26-A38, B27): exact facts from hand-drawn dossiers, and unknown wherever nothing is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.sheet import Around, Market, Peer
from chainprospect.advise.sheet_sales import sales
from chainprospect.advise.sheet_standing import market_hhi, market_share, monopoly, production, standing
from chainprospect.advise.sheet_supply import grade_of, supply
from chainprospect.advise.sheet_text import finding_words, segment_words
from chainprospect.model.company import Company, SizeBand, Standing
from chainprospect.model.relation import Kind, Kinds

GOODS = Kinds.GOODS
BOOKS = {
    "revenue": 1000.0,
    "cogs": 720.0,
    "receivables": 250.0,
    "receivables_open": 150.0,
    "advances": 50.0,
    "advances_open": 50.0,
    "payables": 180.0,
    "payables_open": 180.0,
    "prepayments": 20.0,
    "prepayments_open": 20.0,
    "inventory": 72.0,
    "inventory_open": 72.0,
    "rd_expense": 30.0,
}


def band(name):
    return SizeBand(name, name, name, "")


def peers(statement, **wanted):
    """Peers with accounts that hold one item besides a revenue of 1,000 and a cost of 720."""
    name, values = next(iter(wanted.items()))
    found = []
    for number, value in enumerate(values, 100):
        books = statement(**{"revenue": 1000.0, "cogs": 720.0, name: value, f"{name}_open": value})
        found.append(Peer(Company(number, f"P{number}", "同业"), Standing(number), accounts_of([books])))
    return tuple(found)


def value_of(section, name):
    return next(fact.value for fact in section.facts if fact.name == name)


def compared_of(section, name):
    return next(each for each in section.compared if each.fact.name == name)


def keys(section):
    return [finding.key for finding in section.findings]


# --- supply: A27 quality, A28 price, A29 channel, A30 terms


def test_suppliers_are_graded_by_standing_and_weighed_by_what_they_supply(dossier, partner, statement):
    up = [
        partner("C1", arrives=True, amount=360.0),
        partner("C2", arrives=True, amount=180.0),
        partner("C3", arrives=True, amount=90.0),
        partner("C4", arrives=True, amount=90.0),
    ]
    around = Around(bands={"C1": band("large"), "C2": band("small"), "C3": band("medium")}, blacklisted={"C3"})
    books = statement(**BOOKS)
    found = supply(dossier(up={GOODS: up}, financials=(books,)), around, accounts_of([books]))
    # .5 x 1 + .25 x .5 + .125 x 0 over the .875 that is graded; C4 is not.
    assert value_of(found, "supplier_grade") == pytest.approx(0.625 / 0.875, abs=1e-6)
    assert [value_of(found, f"suppliers_{name}") for name in ("large", "medium", "small", "micro", "bad")] == [
        1,
        1,
        1,
        0,
        1,
    ]
    assert value_of(found, "top_supplier") == "C1"
    assert value_of(found, "top_supplier_share") == pytest.approx(0.5)
    assert value_of(found, "supplier_hhi") == pytest.approx(0.25 + 0.0625 + 2 * 0.015625)
    assert "one_supplier" in keys(found)


def test_a_grade_is_unknown_where_nothing_is_known(partner):
    assert grade_of(partner("C1", arrives=True), Around()) is None
    ranged = SizeBand(None, "micro", "small", "")
    assert grade_of(partner("C1", arrives=True), Around(bands={"C1": ranged})) == pytest.approx(0.35)


def test_a_price_stands_against_what_peers_pay_and_a_payment_has_none(dossier, partner):
    bought = partner("C1", arrives=True, product="硅 钢", amount=1200.0, count=10)
    paid = partner("C2", arrives=True, product="硅钢", amount=900.0, count=3)
    paid = replace(paid, relation=replace(paid.relation, grade="payment"))
    around = Around(prices={"硅钢": (90.0, 100.0, 110.0, 130.0)})
    found = supply(dossier(up={GOODS: [bought, paid]}), around, None)
    price = compared_of(found, "unit_price: 硅 钢")
    assert price.fact.value == 120.0
    assert (price.kin.median, price.kin.known, price.kin.percentile) == (105.0, 4, 0.75)
    assert sum(each.fact.name.startswith("unit_price") for each in found.compared) == 1


def test_the_channel_counts_makers_middlemen_and_hands(dossier, partner):
    up = [
        partner("C1", arrives=True, role="producer"),
        partner("C2", arrives=True, role="trader"),
        partner("C3", arrives=True, role="agent"),
        partner("C4", arrives=True),
    ]
    around = Around(hops={"C2": 2, "C3": None}, provinces={"C1": "江苏省", "C2": "浙江省"}, province="江苏省")
    found = supply(dossier(up={GOODS: up}), around, None)
    assert [value_of(found, f"suppliers_{name}") for name in ("makers", "middlemen", "role_unknown", "near")] == [
        1,
        2,
        1,
        1,
    ]
    assert value_of(found, "hops_to_maker") == 1.5
    assert value_of(found, "freight_distance") is None
    assert value_of(found, "supplier_licence") is None


def test_terms_and_position_towards_suppliers(dossier, partner, statement):
    books = statement(**BOOKS)
    up = [partner("C1", arrives=True, amount=72.0, revenue=144.0)]
    around = Around(kin=peers(statement, payables=[100.0, 120.0, 140.0]))
    found = supply(dossier(up={GOODS: up}, financials=(books,)), around, accounts_of([books]))
    days = compared_of(found, "ap_days")
    assert days.fact.value == pytest.approx(90.0)
    assert (days.kin.median, days.kin.percentile, days.rivals.known) == (pytest.approx(60.0), 1.0, 0)
    # (90 - 10)/(90 + 10) = .8; C1 sells it half of its goods and has a tenth of its purchases: .4.
    assert value_of(found, "upstream_bargaining_days") == pytest.approx(0.8)
    assert value_of(found, "upstream_bargaining_shares") == pytest.approx(0.4)
    assert value_of(found, "upstream_bargaining") == pytest.approx(0.6)
    assert value_of(found, "upstream_position") == "strong"
    assert "supply_strong" in keys(found)


def test_a_company_of_which_nothing_is_known_has_an_empty_supply_side(dossier):
    found = supply(dossier(), Around(), None)
    assert [fact.name for fact in found.facts if fact.known] == []
    assert found.findings == ()


# --- production: A31 technology, A32 equipment, A33 environment


def test_technology_is_counted_with_its_source_and_never_estimated(dossier, statement):
    books = statement(**BOOKS)
    events = [("new_line", "2024-03-01"), ("tender_won", "2024-05-01"), ("technical_upgrade", "2023-01-05")]
    found = production(dossier(events=events, financials=(books,)), Around(), accounts_of([books]))
    assert value_of(found, "technology_events") == 2
    assert [(fact.value, fact.source) for fact in found.facts if fact.name == "technology_event"] == [
        ("new_line", "new_line, 2024-03-01"),
        ("technical_upgrade", "technical_upgrade, 2023-01-05"),
    ]
    spent = next(fact for fact in found.facts if fact.name == "rd_expense")
    assert (spent.value, spent.unit, spent.source) == (30.0, "CNY", "2023, books.csv:2")
    assert compared_of(found, "rd_share").fact.value == 0.03
    assert [value_of(found, f"equipment_{part}") for part in ("use", "performance", "utilisation", "upkeep")] == [
        None
    ] * 4


def test_the_environment_is_what_policy_and_penalties_say(dossier):
    found = production(dossier(policy="review", standing={"blacklist_reason": "重大环保处罚"}), Around(), None)
    assert value_of(found, "policy") == "review"
    assert value_of(found, "penalty") == "重大环保处罚"
    assert value_of(found, "technology_events") is None
    assert keys(found) == ["policy_review"]
    assert value_of(production(dossier(policy="unknown"), Around(), None), "policy") is None


# --- sales: A34 customers, A35 channel, A36 collection


def test_customers_segments_and_channel(dossier, partner):
    down = [
        partner("C1", amount=500.0, role="producer"),
        partner("C2", amount=200.0, role="distributor"),
        partner("C3", amount=100.0, kind=Kind.DISTRIBUTES),
        partner("C4"),
    ]
    around = Around(provinces={"C1": "江苏省", "C2": "江苏省"})
    found = sales(dossier(down={GOODS: down}, standing={"revenue": 1000.0}), around, None)
    assert value_of(found, "top_customer_share") == 0.5
    assert value_of(found, "customer_hhi") == pytest.approx(0.25 + 0.04 + 0.01)
    assert value_of(found, "customer_hhi_high") == pytest.approx(0.3 + 0.04)
    # C4's role is unknown and nothing says that it distributes.
    assert value_of(found, "direct_share") == pytest.approx(0.5 / 0.8)
    assert value_of(found, "channel") == "mixed"
    provinces = [(each.name, each.buyers, each.share) for each in found.segments if each.by == "province"]
    assert provinces == [("江苏省", 2, pytest.approx(0.7)), (None, 2, pytest.approx(0.1))]
    assert keys(found) == ["one_customer"]
    roles = [segment_words(each, {"producer": "生产企业"}, "zh") for each in found.segments if each.by == "role"]
    assert roles == ["生产企业：1 家，占销售 50%", "distributor：1 家，占销售 20%", "未知：2 家，占销售 10%"]


def test_collection_and_position_towards_buyers(dossier, partner, statement):
    books = statement(**BOOKS)
    down = [partner("C1", amount=300.0, role="producer", share_of_target=0.1)]
    around = Around(kin=peers(statement, receivables=[100.0, 110.0, 120.0]))
    found = sales(
        dossier(down={GOODS: down}, standing={"revenue": 1000.0}, financials=(books,)), around, accounts_of([books])
    )
    assert compared_of(found, "ar_days").fact.value == pytest.approx(72.0)
    assert compared_of(found, "ar_days").kin.median == pytest.approx(39.6)
    # (18 - 72)/90 = -.6; a tenth of the buyer's purchases against three tenths of its own sales: -.2.
    assert value_of(found, "downstream_bargaining") == pytest.approx(-0.4)
    assert keys(found) == ["receivables_over_60", "direct_but_slow", "sales_weak"]
    texts = [finding_words(finding, "en") for finding in found.findings]
    assert texts[0] == "Receivables stand 72 days, over the 60 that the material warns of."
    assert texts[1] == ("It sells directly, which should bind little, yet collects in 72 days against 39.6 usual.")


# --- standing: A37 competitiveness, A38 performance, B27 monopoly


def test_share_percentile_and_growth_gap(dossier, statement):
    market = Market((100.0, 200.0, 300.0), 4, whole=True)
    stands = {"revenue": 400.0, "growth": 0.05, "industry_growth": 0.12}
    found = standing(dossier(standing=stands), Around(market=market), None)
    assert value_of(found, "market_share") == 0.4
    assert value_of(found, "revenue_percentile") == 1.0
    assert value_of(found, "market_hhi") == pytest.approx(0.16 + 0.01 + 0.04 + 0.09)
    assert value_of(found, "growth_gap") == pytest.approx(-0.07)
    assert value_of(found, "monopoly") is False
    assert [finding_words(each, "zh") for each in found.findings] == ["增速低于行业 7 个百分点。"]


def test_the_monopolist_is_the_company_and_not_its_industry(dossier, partner):
    market = Market((100.0, 20.0, 30.0), 3, whole=True)
    ruler = standing(dossier(standing={"revenue": 800.0}), Around(market=market), None)
    small = standing(dossier(standing={"revenue": 20.0}), Around(market=Market((800.0, 100.0, 30.0), 3, True)), None)
    assert [value_of(each, "monopoly") for each in (ruler, small)] == [True, False]
    assert keys(ruler) == ["monopoly"]
    # Whose suppliers live off it rules too, where no market is on record.
    up = [partner(f"C{number}", arrives=True, amount=60.0, revenue=100.0) for number in (1, 2, 3)]
    lean = standing(dossier(up={GOODS: up}), Around(), None)
    assert value_of(lean, "suppliers_lean") == pytest.approx(0.6)
    assert value_of(lean, "monopoly") is True


@pytest.mark.parametrize(
    ("share", "lean", "ruling"), [(0.5, None, True), (0.49, None, False), (None, 0.4, None), (None, None, None)]
)
def test_an_unknown_market_is_no_clearance(share, lean, ruling):
    assert monopoly(share, lean) is ruling


def test_a_market_of_few_or_of_more_than_were_read_has_no_share():
    for market in (Market((1.0, 2.0), 2, whole=True), Market((1.0, 2.0, 3.0), 9, whole=False)):
        assert market_share(4.0, Around(market=market)) is None
        assert market_hhi(4.0, Around(market=market)) is None
    assert market_share(None, Around(market=Market((1.0, 2.0, 3.0), 3, whole=True))) is None


def test_competitiveness_is_ordinal_with_the_books_as_evidence(dossier, statement):
    books = statement(**BOOKS)
    around = Around(kin=peers(statement, rd_expense=[10.0, 20.0, 40.0]))
    found = standing(dossier(financials=(books,)), around, accounts_of([books]))
    # Two of three peers spend less: .667 is not above two thirds.
    innovation = next(fact for fact in found.facts if fact.name == "innovation")
    assert (innovation.value, innovation.source) == ("middle", "2023, books.csv:2")
    # All peers have the same margin as it has: the middle.
    assert value_of(found, "price_performance") == "middle"
    alone = standing(dossier(financials=(books,)), Around(), accounts_of([books]))
    assert value_of(alone, "price_performance") is None

"""Policy rules over companies: what fits, what cannot be told, and which of several wins (A19, A33, B21, B22)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chainprospect.model.policy import own_rules
from chainprospect.model.rules import PolicyRules, Question
from chainprospect.references import yardsticks
from chainprospect.score.verdicts import NO_RULE, VERDICTS, rule_text, unreadable

BASE = yardsticks(Question())


@pytest.fixture
def said(features_of):
    """The verdict on each company: its word, the rule that decided, whether surely."""

    def make(companies, *, rules=(), packaged=False, stated=None, day=None, **lists):
        policy = PolicyRules(rules=own_rules(list(rules), "own.toml"), packaged=packaged, **{"review": (), **lists})
        measures = yardsticks(Question(policy=policy, as_of_day=day))
        measures = replace(measures, policy=replace(measures.policy, stated=stated or {}))
        found = measures.verdicts(features_of(companies))
        return [
            (VERDICTS[verdict], None if rule == NO_RULE else measures.policy.rules[rule].list, bool(sure))
            for verdict, rule, sure in zip(found.verdict, found.rule, found.sure, strict=True)
        ]

    return make


def coal(region, code="B0610"):
    return {"industry_code": code, "region": region}


def test_lists_alone_speak_as_before(said) -> None:
    companies = [{"industry_code": code} for code in ("C38", "C3825", "B06", "I65", None)]
    assert said(companies, favoured=("38",), block=("3825",)) == [
        ("favoured", None, True),
        ("block", None, True),
        ("neutral", None, True),
        ("neutral", None, True),
        ("unknown", None, True),
    ]


def test_small_coal_by_province_where_the_bank_states_the_capacity(said) -> None:
    companies = [coal("山西省"), coal("河北省唐山市"), coal("云南省"), coal("云南省"), coal("山西省"), coal("河北省")]
    stated = {"capacity_wan_t_per_year": {0: 29.0, 1: 15.0, 2: 9.0, 3: 10.0, 4: 30.0, 5: 14.0}}
    assert said(companies, packaged=True, stated=stated) == [
        ("block", "seed_small_coal", True),
        ("review", "seed_small_coal", True),
        ("block", "seed_small_coal", True),
        ("review", "seed_small_coal", True),
        ("neutral", None, True),
        ("block", "seed_small_coal", True),
    ]


def test_an_unknown_metric_is_a_review_and_never_a_pass(said) -> None:
    companies = [coal("山西省"), coal("山西省", "B06"), coal(None), coal("山西省", "B0710")]
    assert said(companies, packaged=True, favoured=("06", "0610")) == [
        ("review", "seed_small_coal", False),
        ("review", "seed_small_coal", False),
        ("review", "seed_small_coal", False),
        ("neutral", None, True),
    ]


def test_a_region_that_cannot_be_read_acts_as_a_review(said) -> None:
    power = [{"industry_code": "D4411", "region": "江苏省"}]
    small = {"unit_MW": {0: 300.0}}
    assert said(power, packaged=True, stated=small) == [("review", "seed_small_thermal", False)]
    assert said(power, packaged=True, stated={"unit_MW": {0: 301.0}}) == [("neutral", None, True)]
    rule = {"code": "38", "region": "江酥", "action": "block"}
    assert said([{"industry_code": "C38", "region": "江苏省"}], rules=[rule]) == [("review", "own", False)]


def test_catalogues_speak_of_listed_companies_alone(said) -> None:
    companies = [{"industry_code": "C38"}] * 4 + [{}]
    stated = {"class": {0: "鼓励", 1: "限制+new", 2: "限制+existing", 4: "淘汰"}}
    assert said(companies, packaged=True, stated=stated) == [
        ("favoured", "catalogue_2024", True),
        ("block", "catalogue_2024", True),
        ("review", "catalogue_2024", True),
        ("neutral", None, True),
        ("block", "catalogue_2024", True),
    ]


def test_a_watch_list_is_a_review(said) -> None:
    stated = {"esg_major_risk": {0: "TRUE"}}
    assert said([{"industry_code": "C38"}], packaged=True, stated=stated) == [("review", "green_guideline", True)]


@pytest.mark.parametrize(
    ("operator", "threshold", "verdict"),
    [
        ("<", 100, "block"),
        ("<", 50, "neutral"),
        ("<=", 50, "block"),
        (">", 49, "block"),
        (">=", 51, "neutral"),
        ("=", 50, "block"),
        ("!=", 50, "neutral"),
    ],
)
def test_own_rules_measure_what_the_data_knows(said, operator, threshold, verdict) -> None:
    rule = {"code": "C38", "metric": "revenue", "operator": operator, "threshold": threshold, "action": "block"}
    assert said([{"industry_code": "C3811", "revenue": 50.0}], rules=[rule])[0][0] == verdict
    assert said([{"industry_code": "C3811"}], rules=[rule]) == [("review", "own", False)]


def test_the_strictest_of_all_wins(said) -> None:
    favour = {"code": "38", "action": "favour"}
    review = {"code": "38", "metric": "employees", "operator": "<", "threshold": 100, "action": "review"}
    company = [{"industry_code": "C38", "employees": 50.0}]
    assert said(company, rules=[favour]) == [("favoured", "own", True)]
    assert said(company, rules=[favour, review]) == [("review", "own", True)]
    assert said(company, rules=[favour], block=("38",)) == [("block", None, True)]


def test_a_rule_counts_from_its_day_on(said) -> None:
    rule = {"code": "38", "date": "2024-02-01", "action": "block"}
    company = [{"industry_code": "C38"}]
    assert said(company, rules=[rule], day=19_753)[0][0] == "neutral"
    assert said(company, rules=[rule], day=19_754)[0][0] == "block"
    assert said(company, rules=[rule])[0][0] == "block"


def test_regions_of_own_rules(said) -> None:
    rule = {"code": "38", "region": "江苏省，Zhejiang", "action": "block"}
    companies = [{"industry_code": "C38", "region": region} for region in ("苏州市", "浙江", "上海市", None)]
    assert [verdict for verdict, *_ in said(companies, rules=[rule])] == ["block", "block", "neutral", "review"]


def test_the_list_of_reviewed_industries_is_that_of_the_packaged_table(shared) -> None:
    from chainprospect.resources import rows_of

    rows = [row["gbt_prefix"] for row in rows_of("policy_rules") if row["metric"] == "*"]
    assert tuple(rows) == PolicyRules().review


def test_what_cannot_be_read_is_told() -> None:
    rules = own_rules(
        [
            {"code": "38", "metric": "moonlight", "threshold": 1, "region": "江酥", "action": "block"},
            {
                "code": "38",
                "metric": "revenue",
                "threshold": 3e7,
                "region": "江苏省",
                "operator": "<",
                "action": "block",
            },
        ],
        "own.toml",
    )
    assert [unreadable(rule, BASE.policy, BASE.places) for rule in rules] == [("region", "metric"), ()]
    assert [rule_text(rule) for rule in rules] == [
        "own: 38 moonlight = 1 @ 江酥 → block",
        "own: 38 revenue < 30,000,000 @ 江苏省 → block",
    ]

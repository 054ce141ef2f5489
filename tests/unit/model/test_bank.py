"""The bank's means: caps that follow from capital, products by name, what the settings may state (B17, B23)."""

from __future__ import annotations

from pathlib import Path

import pytest

from chainprospect.errors import SettingsError
from chainprospect.model.bank import BankMeans, Caps, ProductTerms, caps_of, product_called
from chainprospect.references import client_types, products
from chainprospect.settings import Settings, flat_settings, resolve_settings


def test_caps_follow_from_capital() -> None:
    means = BankMeans(net_capital=3e9, tier1_capital=2e9)
    assert caps_of(means) == Caps(loan=3e8, exposure=3e8, group=4e8, project=3e8)
    assert caps_of(BankMeans(net_capital=1.5e9, tier1_capital=1e9)) == Caps(1.5e8, 1.5e8, 2e8, 1.5e8)
    assert caps_of(BankMeans(net_capital=2e11)).project == 1e10
    assert caps_of(BankMeans()) == Caps(None, None, None, 1e10)


def test_products_answer_to_id_and_name() -> None:
    known = products()
    assert len(known) == 24
    assert {product_called(text, known).id for text in ("factoring", "保理", "Factoring ")} == {"factoring"}
    assert product_called("保", known) is None


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "bank.toml"
    file.write_text(text, "utf-8")
    return resolve_settings(file)


def test_the_file_states_the_bank(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        '[profile]\nnet_capital = 3e9\ncannot = ["保理", "buyer_credit"]\n'
        "[products.factoring]\ncost = 0.05\ndays = 10\n"
        '[client_types.private]\ndecision_weeks = 2\napproach_en = "Call the owner."\n'
        '[[policy.rules]]\ncode = "061|062"\nmetric = "revenue"\noperator = "<"\nthreshold = 3e7\naction = "block"\n',
    )
    assert found.profile.net_capital == 3e9
    assert found.profile.cannot == ("factoring", "buyer_credit")
    assert found.products == {"factoring": ProductTerms(0.05, None, 10.0)}
    private = client_types(found.client_types)["private"]
    assert (private.decision_weeks, private.loyalty, private.approach("en")) == (2.0, "medium", "Call the owner.")
    (rule,) = found.policy.rules
    assert (rule.codes, rule.metric, rule.operator, rule.threshold, rule.region) == (
        ("061", "062"),
        "revenue",
        "<",
        3e7,
        "*",
    )
    flat = flat_settings(found)
    assert flat["products.factoring.cost"] == (0.05, str(tmp_path / "bank.toml"))
    assert flat["policy.rules"][0] == ["061|062 revenue: block"]
    assert flat["profile.tier1_capital"] == (None, "default")


def test_the_banks_list_lies_beside_its_settings_file(tmp_path: Path) -> None:
    assert settings(tmp_path, '[policy]\ncompanies = "list.csv"\n').policy.companies == str(tmp_path / "list.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[profile]\nnet_capital = -1\n", "profile.net_capital: -1.0 is below 0; give 0 or more."),
        ("[profile]\nloan_share = 10\n", "profile.loan_share: 10.0 is no fraction; give one above 0 and at most 1."),
        ("[profile]\nknow_risk = 2\n", "profile.know_risk: 2.0 is no fraction; give one from 0 to 1."),
        ('[profile]\ncannot = ["factorng"]\n', "profile.cannot: there is no 'factorng'; did you mean factoring?"),
        (
            "[products.facktoring]\ncost = 1\n",
            "products.facktoring.cost: there is no 'facktoring'; did you mean factoring?",
        ),
        (
            "[products.factoring]\nprice = 1\n",
            "products.factoring.price: there is no 'price'; known are cost, returns, days.",
        ),
        ('[products.factoring]\ncost = "5%"\n', "products.factoring.cost: '5%' is not a number of 0 or more."),
        (
            '[client_types.privat]\nloyalty = "low"\n',
            "client_types.privat.loyalty: there is no 'privat'; did you mean private?",
        ),
        (
            '[client_types.state]\nloyalty = "hig"\n',
            "client_types.state.loyalty: there is no 'hig'; did you mean high?",
        ),
        ("[policy]\nrules = 3\n", "policy.rules: is no list of rules; write a table [[policy.rules]] for each."),
        (
            '[[policy.rules]]\ncode = "coal"\naction = "block"\n',
            "policy.rules[1]: 'coal' is no GB/T 4754 code; write one like C38 or 061|062.",
        ),
        (
            '[[policy.rules]]\ncode = "06"\n',
            "policy.rules[1]: action is ''; write one of block, review, favour, watchlist.",
        ),
        (
            '[[policy.rules]]\ncode = "06"\naction = "block"\nmetric = "revenue"\n',
            "policy.rules[1]: a metric needs a threshold; give one.",
        ),
        (
            '[[policy.rules]]\ncode = "06"\naktion = "block"\n',
            "policy.rules[1]: there is no key aktion; did you mean action?",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        settings(tmp_path, text)
    assert str(error.value) == f"{tmp_path / 'bank.toml'}, {said}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_that_init_writes_changes_nothing_until_it_is_filled_in(root: Path, lang: str) -> None:
    written = root / f"src/chainprospect/cli/profile_{lang}.toml"
    empty, base = resolve_settings(written), Settings()
    assert (empty.profile, empty.policy, empty.bank, empty.products) == (base.profile, base.policy, base.bank, {})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_it_may_be_filled_in(root: Path, tmp_path: Path, lang: str) -> None:
    import re

    text = (root / f"src/chainprospect/cli/profile_{lang}.toml").read_text("utf-8")
    found = settings(tmp_path, re.sub(r"^# (?=[\[a-z])(?=\[|\w+ = )", "", text, flags=re.MULTILINE))
    assert found.profile.net_capital == 3e9
    assert found.policy.rules[0].label in ("小煤矿", "small mines")
    assert found.products["factoring"].days == 10.0
    assert found.client_types["private"]["decision_weeks"] == 3.0

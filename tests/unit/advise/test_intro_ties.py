"""Introductions: how likely a step is, who is asked, and when a path speaks for a giant (rows A16, B08, B35-B37)."""

from __future__ import annotations

import pytest

from chainprospect.advise.introductions import (
    ClientType,
    Known,
    Override,
    Tie,
    affinities,
    affinity,
    best_ties,
    warm_paths,
)
from chainprospect.advise.saying import ask_text, path_steps
from chainprospect.errors import SettingsError
from chainprospect.model.approach import Acquaintance, IntroRules, acquaintances, wrong_rules
from chainprospect.model.company import Company
from chainprospect.model.relation import Kind, Relation
from chainprospect.resources import rows_of
from chainprospect.settings import Settings, flat_settings, resolve_settings

TABLE = affinities(rows_of("affinities"))
RULES = IntroRules()
ZHOU = Acquaintance("Zhou", "L", "partner", 0.7, consent=True)


def tie(introducer, introduced, way="buyer", base=0.5, strength=1.0, confidence=1.0, relation=0, known=True):
    return Tie(introducer, introduced, way, base, strength, known, confidence, relation)


@pytest.mark.parametrize(
    ("role", "industry", "ownership", "high", "expected"),
    [
        ("law_firm", "K7010", "private", "large", 0.8),
        ("law_firm", "E4710", None, None, 0.7),
        ("law_firm", "C3821", "private", "small", 0.5),
        ("law_firm", None, None, None, 0.5),
        ("accounting_firm", "C3821", "private", "small", 0.8),
        ("accounting_firm", "C3821", "private", "micro", 0.8),
        ("accounting_firm", "C3821", "private", "medium", 0.5),
        ("accounting_firm", "C3821", "state", "small", 0.5),
        ("tax_agent", None, "private", "micro", 0.8),
        ("tax_agent", None, "private", None, 0.5),
        ("association", "C3821", "private", "small", 0.5),
        ("park", None, None, None, 0.5),
        ("government", None, None, None, 0.4),
        ("institute", None, None, None, 0.4),
        (None, None, None, None, 0.4),
    ],
)
def test_lawyers_know_developers_and_accountants_small_private_firms(role, industry, ownership, high, expected) -> None:
    assert affinity(TABLE, role, ClientType(industry, ownership, high)) == expected


def test_a_tie_is_as_likely_as_its_way_lowered_by_strength_and_confidence() -> None:
    assert tie("a", "b", base=0.5, strength=0.6, confidence=0.9).probability == 0.36
    assert tie("a", "b", base=0.8).probability == 0.8
    assert tie("a", "b", base=0.8, strength=0.0).probability == 0.4
    assert tie("a", "b", base=0.5, confidence=0.0).probability == 1e-6


def test_of_several_ties_the_likeliest_then_the_first_way_then_the_smallest_relation() -> None:
    ties = [
        tie("a", "b", "supplier", 0.4, relation=1),
        tie("a", "b", "buyer", 0.5, relation=9),
        tie("a", "b", "owned", 0.5, relation=8),
        tie("a", "b", "owned", 0.5, relation=7),
    ]
    chosen = best_ties(ties)["a", "b"]
    assert (chosen.way, chosen.relation) == ("owned", 7)


def test_the_lawyer_beats_the_core_client() -> None:
    """The warm-path vector, drawn with the ties of companies."""
    ties = [tie("CORE", "X", "buyer", 0.5), tie("L", "X", "intermediary", 0.8, relation=1)]
    known = Known({"L": (ZHOU,)}, {"CORE": True})
    paths, any_way = warm_paths("X", ties, known, RULES, 3)
    assert [(path.probability, path.person, path.asked) for path in paths] == [
        (0.56, "Zhou", "L"),
        (0.45, None, "CORE"),
    ]
    assert [(step.way, step.probability) for step in paths[0].steps] == [("knows", 0.7), ("intermediary", 0.8)]
    assert [(step.way, step.probability) for step in paths[1].steps] == [("core_client", 0.9), ("buyer", 0.5)]
    assert any_way == 0.7822


def test_without_consent_nobody_is_used_and_with_it_he_asks_in_place_of_the_account_manager() -> None:
    ties = [tie("K", "X", "buyer", 0.5)]
    silent = Acquaintance("Xu", "K", None, 0.99, consent=False)
    paths, _ = warm_paths("X", ties, Known({"K": (silent,)}, {"K": False}), RULES, 3)
    assert [(path.person, path.probability) for path in paths] == [(None, 0.4)]
    willing = Acquaintance("Xu", "K", None, 0.6, consent=True)
    paths, _ = warm_paths("X", ties, Known({"K": (willing,)}, {"K": False}), RULES, 3)
    assert [(path.person, path.probability) for path in paths] == [("Xu", 0.3)]


def test_two_people_who_know_the_company_itself_are_two_ways() -> None:
    friends = (Acquaintance("Li", "X", "CFO", 0.5, consent=True), Acquaintance("Xu", "X", None, 0.4, consent=True))
    paths, any_way = warm_paths("X", [], Known({"X": friends}, {}), RULES, 3)
    assert [(path.person, path.probability, len(path.steps)) for path in paths] == [("Li", 0.5, 1), ("Xu", 0.4, 1)]
    assert any_way == pytest.approx(1 - 0.5 * 0.6 * 0.9)


def test_of_one_person_who_knows_two_people_there_the_likelier() -> None:
    friends = (Acquaintance("Li", "X", "CFO", 0.5, consent=True), Acquaintance("Li", "X", "CEO", 0.7, consent=True))
    paths, _ = warm_paths("X", [], Known({"X": friends}, {}), RULES, 3)
    assert [(path.probability, path.steps[0].acquaintance.contact) for path in paths] == [(0.7, "CEO")]


def test_introducers_are_bounded() -> None:
    ties = [tie("K", "A"), tie("A", "B"), tie("B", "X")]
    known = Known({}, {"K": False})
    assert warm_paths("X", ties, known, IntroRules(introducers=2), 3)[0] == ()
    paths, any_way = warm_paths("X", ties, known, IntroRules(introducers=3), 3)
    assert [path.probability for path in paths] == [0.1]
    assert any_way == pytest.approx(1 - 0.9 * 0.9)


def test_nobody_leaves_the_cold_call() -> None:
    assert warm_paths("X", [], Known({}, {}), RULES, 3) == ((), 0.1)


@pytest.mark.parametrize(
    ("holds", "best", "opens"), [(True, 0.5, True), (True, 0.49, False), (True, None, False), (False, 0.9, False)]
)
def test_only_a_strong_path_sets_the_too_large_rule_aside(holds, best, opens) -> None:
    assert Override(holds, 0.5, best).opens is opens


def test_steps_in_words() -> None:
    companies = {ident: Company(0, ident, name) for ident, name in (("L", "Law"), ("X", "Wanted"), ("K", "Kern"))}
    relations = {1: Relation(1, "L", "X", Kind.INTERMEDIATES, product="advice", grade="filing", source_ref="list 7")}
    ties = [tie("L", "X", "intermediary", 0.8, strength=0.5, known=False, relation=1)]
    paths, _ = warm_paths("X", ties, Known({"L": (ZHOU,)}, {}), RULES, 1)
    assert ask_text(paths[0], companies, "en") == "ask Zhou, who knows the partner of Law"
    first, second = path_steps(paths[0], companies, relations, "en")
    assert (first.source, first.target, first.says) == ("Zhou", "L", "Zhou knows the partner of Law")
    assert (first.base, first.strength, first.reference) == (None, None, None)
    assert second.says == "Law serves Wanted (advice); how strong the tie is nobody says, a half was taken"
    assert (second.base, second.strength, second.confidence) == (0.8, None, 1.0)
    assert second.reference == "L → X (intermediates, filing), list 7"
    assert next(path_steps(paths[0], companies, relations, "zh")).says == "Zhou认识Law的partner"


# --- the settings they come from


def test_people_come_from_the_settings_file(tmp_path) -> None:
    file = tmp_path / "bank.toml"
    file.write_text('[[people]]\nperson = " Zhou "\ncompany = "L"\nconsent = true\n[intro]\noverride = 0.6\n', "utf-8")
    settings = resolve_settings(file)
    assert settings.people == (Acquaintance("Zhou", "L", None, 0.7, consent=True),)
    assert settings.intro.override == 0.6
    assert flat_settings(settings)["people"] == (["Zhou: L"], str(file))
    assert "people" not in flat_settings(Settings())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Zhou", "bank, people: is no list of people; write a table [[people]] for each."),
        ([{"person": "Zhou"}], "bank, people[1]: company is missing; say who knows whom."),
        ([{"person": "Zhou", "company": ""}], "bank, people[1]: company is ''; write a text in quotes."),
        ([{"person": "Z", "company": "L", "hobby": "golf"}], "bank, people[1]: there is no key hobby; known are "),
        ([{"person": "Z", "company": "L", "consnt": True}], "bank, people[1]: there is no key consnt; did you mean co"),
        ([{"person": "Z", "company": "L", "probability": 0}], "bank, people[1]: probability is 0; give a number above"),
        ([{"person": "Z", "company": "L", "probability": True}], "bank, people[1]: probability is True; give a number"),
        (
            [{"person": "Z", "company": "L", "consent": "yes"}],
            "bank, people[1]: consent is 'yes'; write true or false.",
        ),
    ],
)
def test_what_is_wrong_with_people_is_said(rows, said) -> None:
    """A private trait such as a hobby is no key (row A15)."""
    with pytest.raises(SettingsError) as caught:
        acquaintances(rows, "bank")
    assert str(caught.value).startswith(said)


def test_rules_out_of_range_are_named() -> None:
    assert list(wrong_rules(IntroRules())) == []
    rules = IntroRules(client=0.0, introducers=5, companies=0)
    assert list(wrong_rules(rules)) == [
        ("client", "0.0 is no fraction; give one above 0 and at most 1."),
        ("introducers", "5 is out of range; give 1 to 4."),
        ("companies", "0 is too few; give 1 or more."),
    ]
    with pytest.raises(SettingsError, match=r"flag, packs.firm_cap: -1.0 is below 0; give 0 or more."):
        resolve_settings(flags={"packs.firm_cap": -1})

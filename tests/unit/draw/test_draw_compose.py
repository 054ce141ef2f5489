"""The scene: who is shown, on which chain, and what is counted when left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chainprospect.draw.compose import build_scene
from chainprospect.draw.scene import ANCHOR, BETWEEN, GATED, LEAD, LOOKALIKE, STANDINGS, ReachedView
from chainprospect.model.company import Coded
from chainprospect.model.relation import UNDATED, Kind


def standing(scene, ident):
    return STANDINGS[scene.companies.standing[scene.companies.ids.index(ident)]]


def named(scene, name):
    return scene.companies.names.index(name)


def test_anchors_stand_first_and_every_chain_is_whole(made):
    scene = build_scene(made.made_answer(40, anchors=3))
    companies = scene.companies
    assert companies.standing[:3].tolist() == [ANCHOR] * 3
    assert (companies.standing[3:] != ANCHOR).all()
    for here, chains in scene.chains.items():
        for path, ties, weakest in chains:
            assert companies.standing[path[0]] == ANCHOR
            assert path[-1] == here
            assert 0 <= weakest < len(ties) == len(path) - 1
            for one, other, tie in zip(path, path[1:], ties, strict=False):
                assert {scene.relations.source[tie], scene.relations.target[tie]} == {one, other}


def test_parent_is_the_company_before_on_the_best_chain(made):
    scene = build_scene(made.made_answer(40))
    checked = 0
    for here, chains in scene.chains.items():
        if scene.companies.standing[here] == LEAD and chains:
            path, ties, _ = chains[0]
            assert scene.companies.parent[here] == path[-2]
            assert scene.companies.tie[here] == ties[-1]
            checked += 1
    assert checked == 40


def test_gated_company_on_a_chain_is_grey_with_its_words(made):
    scene = build_scene(made.made_answer(40))
    giant = named(scene, "示例国际分销集团股份有限公司")
    assert scene.companies.standing[giant] == GATED
    assert scene.companies.gate.text(giant) == "too_large"
    assert scene.companies.tier[giant] == 1
    assert {lang: one.reason for lang, one in scene.gated[giant].items()} == {
        "zh": "年营业收入 990 亿元，超过 50 亿元上限。",
        "en": "Revenue of CNY 99 bn is above the line of 5 bn.",
    }


def test_middleman_that_is_no_lead_stands_between(made):
    scene = build_scene(made.made_answer(40))
    assert scene.companies.standing[named(scene, "示例商贸有限公司")] == BETWEEN


def test_intermediary_and_those_it_serves_stand_in_the_via_band(made):
    scene = build_scene(made.made_answer(40))
    firm = named(scene, "示例律师事务所")
    served = np.flatnonzero(scene.companies.parent == firm)
    assert scene.companies.side[firm] == 2
    assert len(served) > 0
    assert (scene.companies.side[served] == 2).all()
    assert {int(scene.relations.kind[tie]) for tie in scene.companies.tie[served]} == {Kind.INTERMEDIATES}


def test_lookalike_hangs_on_its_anchor_without_a_tie(made):
    scene = build_scene(made.made_answer(20, lookalikes=6))
    guesses = np.flatnonzero(scene.companies.standing == LOOKALIKE)
    assert len(guesses) == 6
    assert (scene.companies.tie[guesses] == -1).all()
    assert (scene.companies.standing[scene.companies.parent[guesses]] == ANCHOR).all()


def test_equal_names_are_told_apart_by_region(made):
    scene = build_scene(made.made_answer(40))
    twins = [
        scene.companies.apart[here] for here, name in enumerate(scene.companies.names) if name == "江苏宏达贸易有限公司"
    ]
    assert sorted(twins) == ["江苏省", "浙江省"]


def test_equal_names_of_one_region_are_told_apart_by_id(made):
    answers = {
        lang: replace(
            answer,
            leads=tuple(
                replace(lead, company=replace(lead.company, name="同名有限公司", region="江苏省"))
                if lead.rank < 3
                else lead
                for lead in answer.leads
            ),
        )
        for lang, answer in made.made_answer(12).items()
    }
    scene = build_scene(answers)
    twins = [here for here, name in enumerate(scene.companies.names) if name == "同名有限公司"]
    assert [scene.companies.apart[here] for here in twins] == [scene.companies.ids[here] for here in twins]


def test_room_for_ten_keeps_the_best_leads_and_counts_the_rest(made):
    answers = made.made_answer(40)
    scene = build_scene(answers, max_companies=10)
    assert len(scene.companies) <= 11
    assert scene.found["leads"] == 40
    first = answers["zh"].leads[0].company.id
    assert standing(scene, first) == "lead"
    ranks = sorted(int(rank) for rank in scene.companies.rank[scene.companies.standing == LEAD])
    assert ranks[0] == 1


def test_no_more_than_two_hundred_guesses(made):
    scene = build_scene(made.made_answer(2, lookalikes=230))
    assert int((scene.companies.standing == LOOKALIKE).sum()) == 200
    assert scene.found["lookalikes"] == 230


def test_both_languages_are_kept_the_first_leads(made):
    answers = made.made_answer(5)
    scene = build_scene({"en": answers["en"], "zh": answers["zh"]})
    assert scene.languages == ("en", "zh")
    lead = next(iter(scene.leads.values()))
    assert set(lead) == {"zh", "en"}
    assert lead["zh"].reasons[1] == "近一年有扩产公告，正是上门时机。"


def test_relations_stand_once_in_order(made):
    scene = build_scene(made.made_answer(60))
    rows = list(
        zip(
            scene.relations.source.tolist(), scene.relations.target.tolist(), scene.relations.kind.tolist(), strict=True
        )
    )
    assert rows == sorted(set(rows))
    for tie, relation in scene.evidence.items():
        assert scene.companies.ids[scene.relations.source[tie]] == relation.source
        assert scene.companies.ids[scene.relations.target[tie]] == relation.target


def test_empty_answer_shows_the_anchor_alone(made):
    scene = build_scene(made.made_answer(0, lookalikes=0))
    assert scene.companies.names == ("示例电网有限公司",)
    assert len(scene.relations) == 0


def test_no_answer_is_refused():
    with pytest.raises(ValueError, match="at least one language"):
        build_scene({})


def hand_view(anchor):
    """A <- B <- C upstream, A -> D downstream; C was gated; E hangs on a company of its own tier."""
    none = np.full(5, -1, dtype=np.int32)
    return ReachedView(
        ids=[anchor, "B", "C", "D", "E"],
        names=["x", "B 厂", "C 厂", "D 厂", "E 厂"],
        side=np.array([0, -1, -1, 1, -1], dtype=np.int8),
        tier=np.array([0, 1, 2, 1, 2], dtype=np.int8),
        low=np.array([-1, 2, 1, 0, -1], dtype=np.int8),
        high=np.array([-1, 2, 2, 0, -1], dtype=np.int8),
        industry=Coded(np.array([-1, 0, 0, 0, -1], dtype=np.int32), ("C38",)),
        region=Coded(none, ()),
        score=np.array([np.nan, 50.0, np.nan, 60.0, 40.0]),
        gate=Coded(np.array([-1, -1, 0, -1, -1], dtype=np.int32), ("already_client",)),
        source=np.array([1, 2, 0, 4], dtype=np.int32),
        target=np.array([0, 1, 3, 2], dtype=np.int32),
        kind=np.zeros(4, dtype=np.uint8),
        amount=np.array([1e6, np.nan, 2e6, 5.0]),
        grade=np.array([0, 5, 1, 2], dtype=np.int8),
        day=np.full(4, UNDATED, dtype=np.int32),
    )


def test_everything_reached_joins_with_parents_one_tier_nearer(made):
    answers = made.made_answer(0, lookalikes=0)
    anchor = answers["zh"].anchors[0].id
    scene = build_scene(answers, reached=hand_view(anchor))
    ids = scene.companies.ids
    parent = {ids[here]: ids[parent] if parent >= 0 else None for here, parent in enumerate(scene.companies.parent)}
    assert parent == {anchor: None, "B": anchor, "C": "B", "D": anchor, "E": "C"}
    assert [standing(scene, ident) for ident in "BCDE"] == ["lead", "gated", "lead", "lead"]
    assert scene.companies.gate.text(ids.index("C")) == "already_client"
    assert scene.whole is True


def test_everything_reached_is_cut_at_the_limit_best_score_first(made):
    answers = made.made_answer(0, lookalikes=0)
    scene = build_scene(answers, reached=hand_view(answers["zh"].anchors[0].id), max_companies=2)
    assert scene.companies.ids[1:] == ("D", "B")
    assert len(scene.relations) == 2

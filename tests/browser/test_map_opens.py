"""The map opens offline at every size, in both languages, with labels apart and hostile texts inert."""

from __future__ import annotations

from itertools import pairwise

import pytest

NAMES = ("one", "thirty", "five hundred", "three anchors", "empty", "everything")


def overlapping(labels):
    """Pairs of labels whose boxes share more than a pixel."""
    found = []
    boxes = sorted((label["box"], label["text"]) for label in labels)
    for place, (box, text) in enumerate(boxes):
        for other, word in boxes[place + 1 :]:
            if other[0] >= box[2] - 1:
                break
            if other[1] < box[3] - 1 and other[3] > box[1] + 1:
                found.append((text, word))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_opens_with_labels_apart(watched, pages, name, lang):
    page = watched.open(pages[name], f"lang={lang}")
    look = watched.look()
    assert look["told"]["labels"]
    assert overlapping(look["told"]["labels"]) == []
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    assert f"{len(look['shown'])} " in page.locator("#counts").inner_text()


@pytest.mark.parametrize("name", ["thirty", "five hundred", "three anchors"])
def test_fit_shows_every_card_whole(watched, pages, name):
    page = watched.open(pages[name])
    width = page.locator("canvas").first.evaluate("one => one.clientWidth")
    for ident in watched.look()["shown"]:
        place = page.evaluate("id => chainMap.where(id)", ident)
        assert place["x"] - place["width"] / 2 >= 0
        assert place["x"] + place["width"] / 2 <= width


def test_columns_run_from_far_suppliers_to_far_buyers(watched, pages):
    page = watched.open(pages["thirty"])
    data = watched.data()["companies"]
    shown = set(watched.look()["shown"])
    middles = {}
    for here, (ident, column) in enumerate(zip(data["id"], data["column"], strict=True)):
        if ident in shown and abs(column) < 100 and str(here) not in data["depth"]:
            middles.setdefault(column, set()).add(round(page.evaluate("id => chainMap.where(id).x", ident)))
    assert sorted(middles) == [-2, -1, 0, 1, 2]
    assert all(len(one) == 1 for one in middles.values())
    places = [next(iter(middles[column])) for column in sorted(middles)]
    assert all(one < other for one, other in pairwise(places))


def test_empty_answer_says_what_to_do(watched, pages):
    page = watched.open(pages["empty"])
    assert page.locator(".empty h2").inner_text() == "没有可画的目标企业"
    assert page.locator(".empty p").is_visible()
    page.locator("[data-act=lang]").click()
    assert page.locator(".empty h2").inner_text() == "No leads to draw"


def test_sixty_hostile_texts_are_shown_as_written_and_none_runs(watched, pages, made):
    page = watched.open(pages["hostile"])
    texts = made.hostile_texts()
    assert page.evaluate("window.pwned") is None
    shown = page.evaluate("[...document.querySelectorAll('.list .name bdi')].map(one => one.textContent)")
    assert shown == texts
    page.locator(".list tbody tr").first.wait_for()
    for place, text in enumerate(texts):
        page.evaluate("k => document.querySelectorAll('.list tbody tr')[k].click()", place)
        told = page.evaluate(
            """() => ({
              name: document.querySelector('#panel h2 bdi').textContent,
              reasons: [...document.querySelectorAll('#panel .reasons bdi')].map(one => one.textContent),
              products: [...document.querySelectorAll('#panel .chain .product')].map(one => one.textContent),
              foreign: document.querySelectorAll('#app img, #app iframe, #app script, #app a, #app style').length,
            })"""
        )
        assert told["name"] == text
        assert told["reasons"] == [text]
        assert told["foreign"] == 0
        assert set(told["products"]) <= {one[:300] for one in texts}
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("location.hash").startswith("#")


def test_hostile_texts_can_be_searched_filtered_and_coloured(watched, pages):
    page = watched.open(pages["hostile"], "filters=1&colour=industry")
    box = page.locator("[data-act=search]")
    box.fill("<script")
    assert page.locator("#found [role=option]").count() > 2
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    page.keyboard.press("f")
    page.locator("#filters [data-filter=region] select").select_option(index=3)
    assert watched.look()["passing"]
    assert page.evaluate("window.pwned") is None


def test_hostile_words_in_the_address_change_nothing(watched, pages):
    page = watched.open(
        pages["thirty"],
        "focus=%3Cscript%3E&view=1,2&colour=__proto__&side=%22%3E&score=1e9&open=nobody&lang=xx&sort=constructor",
    )
    state = watched.look()["state"]
    assert (state["focus"], state["view"], state["colour"], state["lang"], state["sort"]) == (
        -1,
        None,
        "band",
        "zh",
        "rank",
    )
    assert state["filter"]["score"] == 0
    assert page.locator("#panel").is_hidden()

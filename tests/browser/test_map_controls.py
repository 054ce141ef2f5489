"""Every control of the map, driven as a person would."""

from __future__ import annotations

import csv
import io
import re
import struct

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def spot(page, ident):
    """Middle of a company's card on the page."""
    place = page.evaluate("id => chainMap.where(id)", ident)
    rect = page.locator(".stage canvas").bounding_box()
    return rect["x"] + place["x"], rect["y"] + place["y"]


def shown_lead(page, watched, *, tier=2, side=-1):
    """A shown lead of a tier, with its place in the data."""
    data = watched.data()["companies"]
    shown = set(watched.look()["shown"])
    for here, ident in enumerate(data["id"]):
        if ident in shown and data["standing"][here] == 1 and data["tier"][here] == tier and data["side"][here] == side:
            return here, ident
    raise AssertionError("no such lead is shown")


def test_click_on_a_company_lights_its_chain_and_opens_its_panel(watched, pages):
    page = watched.open(pages["thirty"])
    here, ident = shown_lead(page, watched)
    data = watched.data()
    page.mouse.click(*spot(page, ident))
    look = watched.look()
    chains = data["chains"][str(here)]
    wanted = {data["companies"]["id"][one] for path, _, _ in chains for one in path}
    assert wanted <= set(look["lit"])
    assert len(look["lit"]) < len(look["shown"])
    assert page.locator("#panel h2").inner_text() == data["companies"]["name"][here]
    assert page.locator(".list tr[aria-current=true] .name").inner_text().startswith(data["companies"]["name"][here])
    assert page.locator("#live").inner_text().startswith(data["companies"]["name"][here])


def test_panel_tells_score_parts_reasons_chains_missing_and_facts(watched, pages):
    page = watched.open(pages["thirty"])
    here, ident = shown_lead(page, watched)
    data = watched.data()
    lead = data["leads"][str(here)]
    page.mouse.click(*spot(page, ident))
    panel = page.locator("#panel")
    assert panel.locator(".scores .big b").inner_text() == f"{lead['score']:.1f}"
    assert panel.locator(".reasons li").all_inner_texts() == lead["reasons"]["zh"]
    bars = panel.locator(".bars li")
    assert bars.count() == 11
    for place, (name, value, _weight, points, known) in enumerate(lead["parts"]):
        bar = bars.nth(place)
        assert bar.get_attribute("data-name") == name
        assert bar.locator(".num").inner_text().startswith(f"{points:.1f} / ")
        assert float(bar.locator(".inner").evaluate("one => parseFloat(one.style.width)")) == pytest.approx(
            100 * value, abs=0.01
        )
        assert ("unknown" in bar.locator(".inner").get_attribute("class")) == (not known)
    steps = panel.locator(".way").first.locator(".chain > li:not(.hop)").all_inner_texts()
    path = data["chains"][str(here)][0][0]
    assert steps == [data["companies"]["name"][one] for one in reversed(path)]
    assert "出处" in panel.locator(".chain .tie").first.inner_text()
    assert panel.locator("[data-part=missing] .chip").count() == len(lead["missing"])
    assert f"{ident}" in panel.locator(".facts").inner_text()
    assert "2025-12-31" in panel.locator(".facts").inner_text()
    facts = data["facts"][str(here)]
    source = panel.locator(".facts dd").last.inner_text()
    assert source.startswith(f"示例企业.csv 第 {facts['source_row']} 行 · ")
    assert ("另有来源，共 2 条企业记录" in source) == (facts["records"] == 2)
    assert panel.locator(".facts dt").last.inner_text() == "出处"


def test_gated_company_shows_the_words_of_its_gate(watched, pages):
    page = watched.open(pages["thirty"])
    data = watched.data()["companies"]
    giant = data["id"][data["name"].index("示例国际分销集团股份有限公司")]
    page.mouse.click(*spot(page, giant))
    assert page.locator("#panel .note").inner_text() == "已排除：规模过大\n年营业收入 990 亿元，超过 50 亿元上限。"


def test_lookalike_is_marked_as_a_guess(watched, pages):
    page = watched.open(pages["thirty"])
    page.locator("[data-tab=lookalikes]").click()
    page.locator(".list tbody tr").first.click()
    assert "没有往来记录" in page.locator("#panel .note.guess").inner_text()
    assert page.locator("#panel [data-part=likeness] li").count() == 1
    assert page.locator("#panel [data-part=chains]").count() == 0


def test_back_and_escape_undo_a_focus(watched, pages):
    page = watched.open(pages["thirty"])
    _, far = shown_lead(page, watched)
    _, near = shown_lead(page, watched, tier=1)
    page.mouse.click(*spot(page, far))
    page.mouse.click(*spot(page, near))
    assert f"focus={near}" in page.evaluate("location.hash")
    page.locator("[data-act=back]").click()
    watched.until("look.state.focus >= 0 && look.lit.length > 0 && location.hash.includes('" + far + "')")
    page.keyboard.press("Escape")
    watched.until("look.state.focus === -1 && look.lit === null")
    assert page.locator("#panel").is_hidden()


def test_click_beside_everything_clears_the_focus(watched, pages):
    page = watched.open(pages["one"])
    page.locator(".list tbody tr").first.click()
    rect = page.locator(".stage canvas").bounding_box()
    page.mouse.click(rect["x"] + 30, rect["y"] + rect["height"] - 20)
    assert watched.look()["state"]["focus"] == -1


def test_list_and_panel_lead_to_the_map(watched, pages):
    page = watched.open(pages["five hundred"])
    data = watched.data()["companies"]
    hidden = next(
        i
        for i in range(len(data["id"]))
        if data["standing"][i] == 1 and i not in data["first"] and data["rank"][i] <= 100
    )
    page.locator(f'.list tr[data-i="{hidden}"] .name').click()
    look = watched.look()
    assert data["id"][hidden] in look["shown"]
    place = page.evaluate("id => chainMap.where(id)", data["id"][hidden])
    assert 0 < place["x"] < page.locator(".stage canvas").evaluate("one => one.clientWidth")
    first = page.locator("#panel .chain [data-company]").last
    wanted = first.get_attribute("data-company")
    first.click()
    watched.until(f"location.hash.includes('focus={wanted}')")


@pytest.mark.parametrize("key", ["rank", "name", "place", "score"])
def test_list_sorts_both_ways(watched, pages, key):
    page = watched.open(pages["thirty"])
    button = page.locator(f"[data-sort={key}]")
    button.click()
    first = page.locator(".list tbody tr").evaluate_all("rows => rows.map(one => Number(one.dataset.i))")
    head = page.locator("th", has=button)
    one = head.get_attribute("aria-sort")
    button.click()
    other = page.locator(".list tbody tr").evaluate_all("rows => rows.map(one => Number(one.dataset.i))")
    assert {one, head.get_attribute("aria-sort")} == {"ascending", "descending"}
    data = watched.data()["companies"]
    column = {"rank": "rank", "name": "name", "place": "tier", "score": "score"}[key]
    if key in ("rank", "score"):
        values = [data[column][i] for i in first]
        assert values == sorted(values) or values == sorted(values, reverse=True)
    assert sorted(first) == sorted(other)
    assert first != other


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("示例国际", "示例国际分销集团股份有限公司"),
        ("slgjfx", "示例国际分销集团股份有限公司"),
        ("LSSWS", "示例律师事务所"),
        ("D000001", "示例电网有限公司"),
    ],
)
def test_search_finds_names_initials_and_ids_by_keyboard(watched, pages, typed, name):
    page = watched.open(pages["thirty"])
    page.locator(".stage canvas").focus()
    page.keyboard.press("/")
    page.keyboard.type(typed)
    assert page.locator("#found [aria-selected=true] bdi").inner_text() == name
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == name
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"


def test_search_finds_aliases_and_says_when_nothing_fits(watched, pages):
    page = watched.open(pages["thirty"])
    data = watched.data()["companies"]
    here, alias = next(
        (int(i), text.split("\n")[0]) for i, text in data["others"].items() if data["standing"][int(i)] == 1
    )
    box = page.locator("[data-act=search]")
    box.fill(alias)
    assert data["name"][here] in page.locator("#found [role=option] bdi").all_inner_texts()
    box.fill("绝无此名")
    assert page.locator("#found").inner_text() == "图中没有匹配的企业"
    page.keyboard.press("Escape")
    assert box.input_value() == ""


def test_arrow_keys_choose_in_the_search(watched, pages):
    page = watched.open(pages["thirty"])
    page.locator("[data-act=search]").fill("有限公司")
    names = page.locator("#found [role=option] bdi").all_inner_texts()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert names[1].startswith(page.locator("#panel h2").inner_text())


def test_open_mark_opens_ten_in_place(watched, pages):
    page = watched.open(pages["five hundred"])
    before = watched.look()
    marks = page.evaluate("chainMap.marks()")
    mark = max((one for one in marks if one["column"] == -2), key=lambda one: one["hidden"])
    places = {ident: page.evaluate("id => chainMap.where(id)", ident) for ident in before["shown"]}
    rect = page.locator(".stage canvas").bounding_box()
    page.mouse.click(rect["x"] + mark["x"], rect["y"] + mark["y"])
    after = watched.look()
    new = set(after["shown"]) - set(before["shown"])
    assert len(new) == min(10, mark["hidden"])
    assert after["view"] == before["view"]
    data = watched.data()["companies"]
    assert {data["id"][data["parent"][data["id"].index(one)]] for one in new} == {mark["id"]}
    row = 31 * after["view"]["k"]
    for ident, old in places.items():
        now = page.evaluate("id => chainMap.where(id)", ident)
        column = data["column"][data["id"].index(ident)]
        if column not in (-2, -100):
            assert (now["x"], now["y"]) == pytest.approx((old["x"], old["y"]), abs=0.01)
        assert abs(now["y"] - old["y"]) <= row * len(new) + 1
    left = [one for one in page.evaluate("chainMap.marks()") if (one["id"], one["column"]) == (mark["id"], -2)]
    assert sum(one["hidden"] for one in left) == mark["hidden"] - len(new)
    assert f"{len(after['shown'])} / " in page.locator("#counts").inner_text()
    page.locator("[data-act=back]").click()
    watched.until(f"look.shown.length === {len(before['shown'])}")


def test_open_mark_of_a_band_opens_more_lookalikes(watched, pages):
    page = watched.open(pages["five hundred"])
    mark = next(one for one in page.evaluate("chainMap.marks()") if one["column"] == -100)
    before = len(watched.look()["shown"])
    rect = page.locator(".stage canvas").bounding_box()
    page.mouse.click(rect["x"] + mark["x"], rect["y"] + mark["y"])
    assert len(watched.look()["shown"]) == before + 10


def test_show_all_and_back_to_the_best(watched, pages):
    page = watched.open(pages["five hundred"])
    first = watched.look()["shown"]
    page.locator("[data-act=mode]").click()
    look = watched.look()
    assert len(look["shown"]) == len(watched.data()["companies"]["id"])
    assert page.locator("[data-act=mode]").inner_text() == "只看重点"
    page.locator("[data-act=mode]").click()
    assert watched.look()["shown"] == first


FILTERS = [
    ("side", "down", lambda c, i, d: c["side"][i] == 1),
    ("tier", "1", lambda c, i, d: c["tier"][i] == 1),
    ("size", "large", lambda c, i, d: c["low"][i] <= 3 <= c["high"][i]),
    ("standing", "gated", lambda c, i, d: c["standing"][i] == 3),
]


@pytest.mark.parametrize(("key", "value", "rule"), FILTERS)
def test_ticked_filter_dims_the_others_and_keeps_chains(watched, pages, key, value, rule):
    page = watched.open(pages["thirty"])
    page.locator("[data-act=filters]").click()
    before = watched.look()["shown"]
    page.locator(f"#filters [data-filter={key}] input[value='{value}']").check()
    look = watched.look()
    data = watched.data()
    companies = data["companies"]
    wanted = {
        companies["id"][i]
        for i in range(len(companies["id"]))
        if companies["standing"][i] != 0 and rule(companies, i, data)
    }
    assert wanted
    assert set(look["passing"]) == wanted
    assert look["shown"] == before
    assert f"符合筛选 {len(wanted)} 家" in page.locator("#counts").inner_text()
    page.locator("[data-act=filter-clear]").click()
    assert watched.look()["passing"] is None


@pytest.mark.parametrize("key", ["region", "industry"])
def test_chosen_region_and_industry_filter(watched, pages, key):
    page = watched.open(pages["thirty"], "filters=1")
    choice = page.locator(f"#filters [data-filter={key}] select")
    value = choice.locator("option").nth(1).get_attribute("value")
    choice.select_option(value)
    data = watched.data()
    labels = data["regions"] if key == "region" else data["industries"]["key"]
    companies = data["companies"]
    wanted = {
        companies["id"][i]
        for i, code in enumerate(companies[key])
        if code >= 0 and labels[code] == value and companies["standing"][i] != 0
    }
    assert set(watched.look()["passing"]) == wanted


@pytest.mark.parametrize(("key", "value"), [("grade", "official_list"), ("kind", "intermediates")])
def test_relation_filter_asks_for_a_chain_of_that_relation_only(watched, pages, key, value):
    page = watched.open(pages["thirty"], "filters=1")
    page.locator(f"#filters [data-filter={key}] input[value='{value}']").check()
    data = watched.data()
    code = data[{"grade": "grades", "kind": "kinds"}[key]].index(value)
    passing = {data["companies"]["id"].index(ident) for ident in watched.look()["passing"]}
    leads = {
        int(i)
        for i, chains in data["chains"].items()
        if any(all(data["relations"][key][t] == code for t in ties) for _, ties, _ in chains)
    }
    assert leads
    assert {i for i in passing if str(i) in data["chains"]} == leads


def test_lowest_score_filter_follows_the_slider(watched, pages):
    page = watched.open(pages["thirty"], "filters=1")
    page.locator("#filters [data-filter=score] input").fill("60")
    companies = watched.data()["companies"]
    wanted = {companies["id"][i] for i, score in enumerate(companies["score"]) if score is not None and score >= 60}
    assert set(watched.look()["passing"]) == wanted
    assert page.locator("#filters [data-filter=score] output").inner_text() == "60"
    leads = [score for score, standing in zip(companies["score"], companies["standing"], strict=True) if standing == 1]
    assert page.locator(".list tr.dim").count() == sum(score < 60 for score in leads)


@pytest.mark.parametrize("colour", ["band", "industry", "side", "grade"])
def test_legend_counts_what_is_coloured(watched, pages, colour):
    page = watched.open(pages["thirty"])
    page.locator("select[data-act=colour]").select_option(colour)
    look = watched.look()
    entries = page.locator("#legend .entry[data-key]")
    counts = [int(text) for text in entries.locator(".num").all_inner_texts()]
    anchors = 1
    assert sum(counts) == len(look["shown"]) - anchors
    colours = entries.locator("i").evaluate_all("all => all.map(one => one.style.background)")
    assert len(set(colours)) == len(colours)
    painted = {fill for ident, fill in look["fills"].items()}
    assert len(painted) == len(counts) + anchors


def test_dots_are_sized_by_score_or_by_amount(watched, pages):
    page = watched.open(pages["thirty"])
    by_score = watched.look()["dots"]
    page.locator("select[data-act=size]").select_option("amount")
    by_amount = watched.look()["dots"]
    assert by_score != by_amount
    assert all(3 <= radius <= 8 for radius in [*by_score.values(), *by_amount.values()])


def test_zoom_buttons_wheel_drag_and_fit(watched, pages):
    page = watched.open(pages["thirty"])
    start = watched.look()["view"]
    page.locator("[data-act=zoom-in]").click()
    assert watched.look()["view"]["k"] == pytest.approx(start["k"] * 1.3)
    page.locator("[data-act=zoom-out]").click()
    assert watched.look()["view"]["k"] == pytest.approx(start["k"])
    rect = page.locator(".stage canvas").bounding_box()
    x, y = rect["x"] + 300, rect["y"] + 300
    under = ((300 - start["x"]) / start["k"], (300 - start["y"]) / start["k"])
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    watched.until(f"look.view.k > {start['k']} * 1.1")
    view = watched.look()["view"]
    assert ((300 - view["x"]) / view["k"], (300 - view["y"]) / view["k"]) == pytest.approx(under)
    page.mouse.move(rect["x"] + 15, rect["y"] + rect["height"] - 15)
    page.mouse.down()
    page.mouse.move(rect["x"] + 75, rect["y"] + rect["height"] - 55, steps=4)
    page.mouse.up()
    moved = watched.look()["view"]
    assert (moved["x"] - view["x"], moved["y"] - view["y"]) == pytest.approx((60, -40), abs=1)
    page.locator("[data-act=fit]").click()
    assert watched.look()["view"] == pytest.approx(start)


def test_hover_names_the_company(watched, pages):
    page = watched.open(pages["thirty"])
    here, ident = shown_lead(page, watched)
    page.mouse.move(*spot(page, ident))
    assert page.locator(".tip b").inner_text() == watched.data()["companies"]["name"][here]


def test_language_is_switched_everywhere(watched, pages):
    page = watched.open(pages["thirty"])
    page.locator(".list tbody tr").first.click()
    page.locator("[data-act=filters]").click()
    page.locator("[data-act=lang]").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("[data-act=lang]").inner_text() == "中文"
    for place in (
        ".list thead",
        "#filters h2",
        "#legend .by",
        "#panel [data-part=parts] .line",
        "#panel h3",
        ".menu summary",
    ):
        texts = page.locator(place).all_inner_texts()
        assert texts
        assert not [text for text in texts if re.search("[\u4e00-\u9fff]", text)]
    assert (
        page.locator("#panel .reasons li").last.inner_text()
        == "It announced a new line within the year, so the time is right."
    )
    assert "lang=en" in page.evaluate("location.hash")
    page.locator("[data-act=lang]").click()
    assert page.locator("#panel .reasons li").last.inner_text() == "近一年有扩产公告，正是上门时机。"


def test_address_restores_everything(watched, pages):
    page = watched.open(pages["thirty"], "filters=1")
    _, ident = shown_lead(page, watched)
    page.locator("select[data-act=colour]").select_option("side")
    page.locator("select[data-act=size]").select_option("amount")
    page.locator("#filters [data-filter=side] input[value=up]").check()
    page.locator("[data-sort=score]").click()
    page.locator("[data-act=lang]").click()
    page.mouse.click(*spot(page, ident))
    page.locator("[data-act=zoom-in]").click()
    watched.until("location.hash.includes(`${Number(look.view.k.toFixed(3))}`)")
    want = watched.look()
    page.reload()
    watched.ready()
    got = watched.look()
    view = [got["state"].pop("view"), want["state"].pop("view")]
    assert view[0] == pytest.approx(view[1], abs=0.001)
    assert got["state"] == want["state"]
    assert got["view"] == pytest.approx(want["view"], abs=0.002)
    assert got["lit"] == want["lit"]


def test_picture_is_twice_the_size(watched, pages):
    page = watched.open(pages["thirty"])
    page.locator("[data-act=menu]").click()
    with page.expect_download() as waiting:
        page.locator("[data-act=png]").click()
    assert waiting.value.suggested_filename == "产业链图.png"
    content = waiting.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    canvas = page.locator(".stage canvas").bounding_box()
    assert width == 2 * int(canvas["width"])
    assert height > 2 * int(canvas["height"])
    assert len(content) > 20_000


def test_table_of_what_is_shown_is_safe_in_a_spreadsheet(watched, pages):
    page = watched.open(pages["hostile"])
    page.locator("[data-act=mode]").click()
    page.locator("[data-act=menu]").click()
    with page.expect_download() as waiting:
        page.locator("[data-act=csv]").click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(watched.look()["shown"])
    assert list(rows[0])[:5] == ["rank", "company_id", "company", "standing", "score"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_table_leaves_dimmed_companies_out(watched, pages):
    page = watched.open(pages["thirty"], "side=up")
    rows = list(csv.DictReader(io.StringIO(page.evaluate("chainMap.table()").lstrip("\ufeff"))))
    assert {row["side"] for row in rows} == {"上游", "核心"}
    assert rows[-1]["chain"].startswith("示例电网有限公司 → ") or rows[0]["company"] == "示例电网有限公司"


def test_prints_on_one_page_landscape(watched, pages):
    page = watched.open(pages["thirty"])
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", content)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
    assert box is not None
    assert (float(box.group(1)), float(box.group(2))) == pytest.approx((842, 595), abs=1.5)
    assert len(content) > 20_000


def test_keyboard_alone_reaches_opens_and_leaves(watched, pages):
    page = watched.open(pages["thirty"])
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#live").inner_text().startswith("示例电网有限公司")
    page.keyboard.press("ArrowLeft")
    first = page.locator("#live").inner_text()
    assert "1 级" in first
    page.keyboard.press("ArrowDown")
    assert page.locator("#live").inner_text() != first
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    before = watched.look()["view"]
    page.keyboard.press("+")
    assert watched.look()["view"]["k"] == pytest.approx(before["k"] * 1.25)
    page.keyboard.press("Shift+ArrowRight")
    assert watched.look()["view"]["x"] < before["x"] + 1000
    page.keyboard.press("0")
    page.keyboard.press("l")
    assert page.locator("#list").is_hidden()
    page.keyboard.press("f")
    assert page.locator("#filters").is_visible()
    page.keyboard.press("?")
    assert page.locator(".help").is_visible()


def test_keyboard_opens_more_around_a_company(watched, pages):
    page = watched.open(pages["five hundred"])
    before = len(watched.look()["shown"])
    page.locator(".stage canvas").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("o")
    assert len(watched.look()["shown"]) == before + 10


def test_leads_are_a_table_that_can_be_read_aloud(watched, pages):
    page = watched.open(pages["thirty"])
    table = page.locator(".list")
    assert table.locator("caption").inner_text() == "目标企业, 列出 30 / 30 家"
    assert table.locator("thead th[scope=col]").count() == 3
    assert table.locator("tbody th[scope=row]").count() == 30
    assert page.locator("[aria-label]").count() > 8
    unnamed = page.evaluate(
        """[...document.querySelectorAll('button, select, input, canvas')].filter((one) =>
          !(one.getAttribute('aria-label') || one.closest('label') || one.textContent.trim())).length"""
    )
    assert unnamed == 0


def test_all_controls_are_in_sight_at_1280_by_720(watched, pages):
    page = watched.open(pages["thirty"], "lang=en")
    page.locator(".list tbody tr").first.click()
    for act in ("back", "list", "filters", "mode", "zoom-in", "zoom-out", "fit", "menu", "lang", "help"):
        box = page.locator(f"[data-act={act}]").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        assert box["height"] >= 24


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_touch_taps_drags_and_pinches(watched, pages):
    page = watched.open(pages["thirty"], "list=0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    _, ident = shown_lead(page, watched, tier=1)
    view = watched.look()["view"]
    rect = page.locator(".stage canvas").bounding_box()
    session = page.context.new_cdp_session(page)
    x, y = rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] - 60

    def touch(kind, *points):
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": a, "y": b, "id": k} for k, (a, b) in enumerate(points)]},
        )

    touch("touchStart", (x - 40, y), (x + 40, y))
    for step in range(1, 9):
        touch("touchMove", (x - 40 - 8 * step, y), (x + 40 + 8 * step, y))
    touch("touchEnd")
    watched.until(f"look.view.k > {view['k']} * 1.5")
    view = watched.look()["view"]
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x, y - 10 * step))
    touch("touchEnd")
    watched.until(f"look.view.y < {view['y']} - 30")
    page.locator("[data-act=fit]").click()
    page.touchscreen.tap(*spot(page, ident))
    watched.until("look.state.focus >= 0")


def test_network_style_opens_offline_with_hostile_names(watched, made, tmp_path):
    from chainprospect.draw import build_scene, write_network

    path = tmp_path / "网络.html"
    write_network(build_scene(made.made_answer(70, names=made.hostile_texts())), path)
    page = watched.open(path)
    names = page.evaluate("chainNetwork.body.data.nodes.get().map(one => one.title.textContent.split('\\n')[0])")
    assert {text.split("\n")[0] for text in made.hostile_texts()} <= set(names)
    before = page.evaluate("JSON.stringify(chainNetwork.getPositions())")
    rect = page.locator("#network canvas").bounding_box()
    page.mouse.move(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)
    page.mouse.wheel(0, -300)
    assert page.evaluate("JSON.stringify(chainNetwork.getPositions())") == before
    assert page.evaluate("window.pwned") is None

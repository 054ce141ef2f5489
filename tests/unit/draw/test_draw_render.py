"""The page as text: one file, one policy, nothing that leaves it, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import numpy as np
import pytest

from chainprospect.draw import build_scene, render, write_map
from chainprospect.draw.layout import arrange
from chainprospect.draw.payload import as_script_json, payload
from chainprospect.draw.render import page_title
from chainprospect.draw.render import source as page_source
from chainprospect.errors import OutputError
from chainprospect.model.company import BANDS
from chainprospect.model.prospect import CONTRIBUTIONS, GATES
from chainprospect.model.relation import GRADES, Kind


def parts_of(html):
    blocks = dict(re.findall(r'<script type="application/json" id="(\w+)">(.*?)</script>', html, re.DOTALL))
    script = re.search(r"</script>\n<script>(.*?)</script>", html, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert list(blocks) == ["picture", "words"]
    assert script
    assert style
    return {name: json.loads(text) for name, text in blocks.items()}, script.group(1), style.group(1)


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.fixture(scope="module")
def html(made):
    return render(build_scene(made.made_answer(30)))


def test_policy_names_exactly_the_script_and_the_style(html):
    _, script, style = parts_of(html)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy.group(1) == (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert html.count("<script") == 3
    assert html.count("<style") == 1


def test_nothing_in_the_page_names_an_address(html):
    addresses = set(re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]+[^\s\"']*", html))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(
        r"\b(?:fetch|XMLHttpRequest|WebSocket|eval|Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b",
        html,
    )


def test_same_scene_same_bytes(made):
    assert render(build_scene(made.made_answer(30))) == render(build_scene(made.made_answer(30)))


def test_language_of_the_page(made):
    scene = build_scene(made.made_answer(3))
    assert '<html lang="en">' in render(scene, lang="en")
    blocks, _, _ = parts_of(render(scene, lang="zh"))
    assert blocks["picture"]["lang"] == "zh"
    assert blocks["picture"]["languages"] == ["zh", "en"]


def test_hostile_texts_stay_inside_the_data(made):
    texts = made.hostile_texts()
    assert len(texts) == 60
    html = render(build_scene(made.made_answer(70, names=texts)))
    blocks, _, _ = parts_of(html)
    assert set(texts) <= set(blocks["words"]["name"])
    assert html.count("<script") == 3
    assert "<img" not in html.split("<style>")[0] + html.split('id="picture">')[1].split("<script>")[0]
    assert "<img" not in html.split('id="words">')[1].split("</script>")[0]


def test_hostile_anchor_in_the_title_is_text(made):
    answers = made.made_answer(1)
    from dataclasses import replace

    bad = {
        lang: replace(a, anchors=(replace(a.anchors[0], name='</title><script>x</script>\x00"\u202e'),))
        for lang, a in answers.items()
    }
    scene = build_scene(bad)
    assert page_title(scene) == '</title><script>x</script> " '
    assert "<title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt; &#34; </title>" in render(scene)


def test_script_json_has_no_sign_that_ends_a_script():
    text = as_script_json({"a": "</script>&\u2028\u2029\ud800", "b": "中"})
    assert text == '{"a":"\\u003c/script\\u003e\\u0026\\u2028\\u2029\\ud800","b":"中"}'
    assert json.loads(text) == {"a": "</script>&\u2028\u2029\ud800", "b": "中"}


def test_unknown_numbers_are_null_and_whole_ones_short(made):
    scene = build_scene(made.made_answer(30))
    data = payload(scene, arrange(scene), lang="zh")
    assert data["companies"]["score"][0] is None
    amounts = data["relations"]["amount"]
    assert None in amounts
    assert all(value is None or isinstance(value, int) for value in amounts)
    assert json.dumps(data, allow_nan=False)


def test_columns_are_aligned(made):
    answers, view = made.made_reached(500)
    scene = build_scene(answers, reached=view)
    data = payload(scene, arrange(scene), lang="zh")
    aligned = {key: len(rows) for key, rows in data["companies"].items() if isinstance(rows, list) and key != "first"}
    assert set(aligned.values()) == {501}
    assert len({len(rows) for rows in data["relations"].values()}) == 1


def test_large_map_is_bounded_in_bytes(made):
    answers, view = made.made_reached(5_000)
    scene = build_scene(answers, reached=view)
    size = len(render(scene).encode())
    assert size < 220_000 + 160 * len(scene.companies) + 30 * len(scene.relations)


def test_division_of_an_industry_is_named(made):
    scene = build_scene(made.made_answer(30))
    labels = payload(scene, arrange(scene), lang="zh")["industries"]
    assert "C38 电气机械和器材制造业" in labels["zh"]
    assert labels["key"] == sorted(labels["key"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_machine_word_has_a_word_in_the_page(lang):
    words = page_source("words.js")
    table = words[words.index(f"  {lang}: {{") :]
    table = table[: table.index("\n  },")]
    wanted = [f"gate.{one}" for one in GATES] + [f"contribution.{one}" for one in CONTRIBUTIONS]
    wanted += (
        [f"band.{one}" for one in BANDS] + [f"grade.{one}" for one in GRADES] + [f"kind.{kind.word}" for kind in Kind]
    )
    assert [word for word in wanted if f'"{word}":' not in table] == []


def test_both_languages_have_the_same_words():
    words = page_source("words.js")
    found = [set(re.findall(r'^    "([^"]+)":', part, re.MULTILINE)) for part in words.split("\n  en: {")[:2]]
    zh, en = found[0], set(re.findall(r'^    "([^"]+)":', words.split("\n  en: {")[1].split("\n};")[0], re.MULTILINE))
    assert zh == en
    assert len(zh) > 200


def test_write_replaces_the_file_whole_and_says_its_size(made, tmp_path):
    path = tmp_path / "图.html"
    path.write_text("old", "utf-8")
    size = write_map(build_scene(made.made_answer(3)), path)
    assert path.stat().st_size == size
    assert [one.name for one in tmp_path.iterdir()] == ["图.html"]


def test_missing_folder_is_an_output_error(made, tmp_path):
    path = tmp_path / "none" / "map.html"
    with pytest.raises(OutputError, match=r"map\.html: cannot be written: .*\. Name another path with -o\."):
        write_map(build_scene(made.made_answer(1)), path)


def test_a_folder_in_the_way_is_an_output_error_and_leaves_nothing(made, tmp_path):
    (tmp_path / "map.html" / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match="Close or free it and repeat"):
        write_map(build_scene(made.made_answer(1)), tmp_path / "map.html")
    assert [one.name for one in tmp_path.iterdir()] == ["map.html"]


def test_golden_scene_and_layout(made, root, request):
    scene = build_scene(made.made_answer(24, anchors=2))
    layout = arrange(scene)
    data = payload(scene, layout, lang="zh")
    data["crossings"] = layout.crossings
    data["shown"] = int(np.count_nonzero(layout.first))
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = root / "tests" / "golden" / "scene.json"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), "the scene changed; look at the difference, then run with --update-golden"

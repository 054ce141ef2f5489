"""The network style: pyvis' own object, our page, no address, nothing that runs."""

from __future__ import annotations

import json
import re

import pytest

from chainprospect.draw import build_scene, to_pyvis, write_network
from chainprospect.errors import OutputError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_every_company_and_relation_is_there_with_physics_off(made):
    scene = build_scene(made.made_answer(30))
    network = to_pyvis(scene)
    assert len(network.nodes) == len(scene.companies)
    assert len(network.edges) == len(scene.relations)
    assert network.options.physics.enabled is False
    assert {(one["from"], one["to"]) for one in network.edges} == {
        (scene.companies.ids[source], scene.companies.ids[target])
        for source, target in zip(scene.relations.source.tolist(), scene.relations.target.tolist(), strict=True)
    }


def test_suppliers_stand_left_and_buyers_right_and_none_on_another(made):
    scene = build_scene(made.made_answer(60))
    network = to_pyvis(scene)
    for node in network.nodes:
        here = scene.companies.ids.index(node["id"])
        side, standing = int(scene.companies.side[here]), int(scene.companies.standing[here])
        if standing in (1, 3) and side in (-1, 1):
            assert (node["x"] > 0) == (side > 0)
    assert len({(node["x"], node["y"]) for node in network.nodes}) == len(network.nodes)


def test_page_is_ours_and_asks_for_nothing(made, tmp_path):
    scene = build_scene(made.made_answer(20, names=made.hostile_texts()[:20]))
    path = tmp_path / "net.html"
    assert write_network(scene, path) == path.stat().st_size
    html = path.read_text("utf-8")
    outside = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert "default-src 'none'" in outside
    assert not re.search(r"(?:src|href)=[\"']?http", outside)
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL).group(1))
    assert {node["label"] for node in data["nodes"]} >= set(made.hostile_texts()[:2])


def test_two_runs_give_the_same_bytes(made):
    answers = made.made_answer(20)
    assert to_pyvis(build_scene(answers)).generate_html() == to_pyvis(build_scene(answers)).generate_html()


def test_more_than_three_hundred_is_refused_with_the_other_style(made, tmp_path):
    scene = build_scene(made.made_answer(400))
    with pytest.raises(OutputError) as caught:
        write_network(scene, tmp_path / "n.html")
    count = len(scene.companies) - 1
    assert str(caught.value) == (
        f"{tmp_path / 'n.html'}: the network style draws at most 300 companies around the anchors "
        f"and this map holds {count}; "
        "use --style chain, or --max-companies 300."
    )
    assert not list(tmp_path.iterdir())


def test_the_limit_named_in_the_refusal_is_accepted(made, tmp_path):
    scene = build_scene(made.made_answer(400, anchors=3), max_companies=300)
    assert write_network(scene, tmp_path / "n.html") > 0

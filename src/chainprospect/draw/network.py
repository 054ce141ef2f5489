"""The same scene as a pyvis network: free to drag, laid out by us, with nothing fetched and nothing run from names."""

from __future__ import annotations

import math
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chainprospect.draw.layout import BAND_DOWN, BAND_UP, BAND_VIA, Layout, arrange
from chainprospect.draw.render import assemble, page_title, source, write_page
from chainprospect.draw.scene import ANCHOR, BETWEEN, GATED, LOOKALIKE, Scene
from chainprospect.errors import OutputError
from chainprospect.model.relation import GRADES, Kind

if TYPE_CHECKING:
    from pyvis.network import Network

AT_MOST: Final = 300

_FILLS: Final = ("#a6cfe8", "#56a3d6", "#0072b2", "#0b3c66")
_UNKNOWN: Final = "#b9bec5"
_STEP_X, _STEP_Y = 320, 78


def to_pyvis(scene: Scene, *, lang: str = "zh") -> Network:
    """
    The scene as a `pyvis.network.Network`, with places computed by us and physics off.

    Parameters
    ----------
    scene
        At most 300 companies around the anchors.
    lang
        Language of the hints that appear over companies and ties.

    Returns
    -------
    network
        Its `generate_html`, and all that rests on it (`show`, `save_graph`, `write_html`), gives our own page: no
        address from the net, and names as text only.

    Raises
    ------
    OutputError
        The scene holds more companies; the other style has no such limit.
    """
    from pyvis.network import Network as PyvisNetwork

    held = int((scene.companies.standing != ANCHOR).sum())
    if held > AT_MOST:
        raise OutputError(
            f"the network style draws at most {AT_MOST} companies around the anchors and this map holds {held}; "
            f"use --style chain, or --max-companies {AT_MOST}.",
            path="network",
        )

    class ChainNetwork(PyvisNetwork):  # type: ignore[misc]
        """A network whose page is ours."""

        def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002
            """The whole page as text; the arguments are pyvis' own and change nothing."""
            return _page(self, scene, lang)

    network = ChainNetwork(height="720px", width="100%", directed=True, cdn_resources="in_line", notebook=False)
    network.toggle_physics(status=False)
    _add_companies(network, scene, arrange(scene))
    _add_relations(network, scene)
    return network


def write_network(scene: Scene, path: Path, *, lang: str = "zh") -> int:
    """
    Write the network style of the map.

    Returns
    -------
    size
        Bytes written.

    Raises
    ------
    OutputError
        The file cannot be written, or the scene is too large for this style.
    """
    try:
        network = to_pyvis(scene, lang=lang)
    except OutputError as error:
        raise OutputError(str(error).split(": ", 1)[1], path=path) from error
    return write_page(network.generate_html(), path)


def places(layout: Layout) -> list[tuple[int, int]]:
    """Nominal places: columns by signed tier, bands below them, rows centred."""
    columns = layout.column.tolist()
    counts: dict[int, int] = {}
    for column in columns:
        counts[column] = counts.get(column, 0) + 1
    tiers = {column: count for column, count in counts.items() if abs(column) < BAND_VIA}
    lowest = max((count - 1) / 2 * _STEP_Y for count in tiers.values()) if tiers else 0
    reach = max((abs(column) for column in tiers), default=1) or 1
    centres = {BAND_UP: -reach * _STEP_X / 2 - _STEP_X / 2, BAND_VIA: 0, BAND_DOWN: reach * _STEP_X / 2 + _STEP_X / 2}
    found = []
    for column, order, depth in zip(columns, layout.order.tolist(), layout.depth.tolist(), strict=True):
        if column in centres:
            across = 2 if column != BAND_VIA else 1
            x = centres[column] + (order % across - (across - 1) / 2) * _STEP_X + depth * 60
            y = lowest + 2.5 * _STEP_Y + (order // across) * _STEP_Y
        else:
            x = column * _STEP_X + math.copysign(depth * 60, column)
            y = (order - (counts[column] - 1) / 2) * _STEP_Y
        found.append((round(x), round(y)))
    return found


def _add_companies(network: Any, scene: Scene, layout: Layout) -> None:
    companies = scene.companies
    for here, (x, y) in enumerate(places(layout)):
        standing = int(companies.standing[here])
        score = float(companies.score[here])
        label = companies.names[here] + (f" · {companies.apart[here]}" if companies.apart[here] else "")
        low, high = int(companies.low[here]), int(companies.high[here])
        fill = "#1f3a5f" if standing == ANCHOR else "#d5d8dd" if standing in (GATED, BETWEEN) else _UNKNOWN
        if standing not in (ANCHOR, GATED, BETWEEN) and low >= 0:
            fill = _FILLS[(low + high) // 2]
        hint = [label]
        if not math.isnan(score):
            hint.append(f"{score:.1f}")
        if here in scene.gated:
            hint += [one.reason for one in list(scene.gated[here].values())[:1] if one.reason]
        elif here in scene.leads:
            hint += list(next(iter(scene.leads[here].values())).reasons[:2])
        network.add_node(
            companies.ids[here],
            label=label if len(label) <= 60 else label[:59] + "…",
            title="\n".join(hint),
            x=x,
            y=y,
            shape="dot",
            size=22 if standing == ANCHOR else 8 if math.isnan(score) else round(6 + score / 6, 2),
            color={"background": fill, "border": "#6b7280" if standing == GATED else "#143c6e"},
            borderWidth=1,
            shapeProperties={"borderDashes": [4, 3] if standing == LOOKALIKE else False},
            font={"size": 15, "color": "#6b7280" if standing == GATED else "#1c2733"},
        )


def _add_relations(network: Any, scene: Scene) -> None:
    relations, ids = scene.relations, scene.companies.ids
    inferred = GRADES.index("inferred")
    for here in range(len(relations)):
        amount = float(relations.amount[here])
        width = 1.2 if math.isnan(amount) else 1.2 + min(4.8, max(0.0, (math.log10(max(1.0, amount)) - 5) * 1.1))
        evidence = scene.evidence.get(here)
        dashes: Any = [6, 5] if relations.grade[here] == inferred else [2, 4] if relations.kind[here] > 1 else False
        network.add_edge(
            ids[int(relations.source[here])],
            ids[int(relations.target[here])],
            width=round(width, 2),
            title=" · ".join(
                [Kind(int(relations.kind[here])).word, *([evidence.product] if evidence and evidence.product else [])]
            ),
            dashes=dashes,
            color={"color": "rgba(84,104,128,0.5)", "highlight": "#143c6e"},
            arrows="to",
        )


def _page(network: Any, scene: Scene, lang: str) -> str:
    import pyvis

    # vis-network comes from the pyvis package itself, so that the page needs no address.
    library = resources.files(pyvis).joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text("utf-8")
    data = {"nodes": network.nodes, "edges": network.edges, "lang": lang, "title": page_title(scene)}
    return assemble(
        "network.html.j2",
        script=library.replace("\r\n", "\n").replace("</script", "<\\/script") + "\n;" + source("network/start.js"),
        style=source("network/network.css"),
        blocks={"data": data},
        title=page_title(scene),
        lang=lang,
    )

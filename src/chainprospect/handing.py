"""Handing on: an answer becomes a file, a document, a map or a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chainprospect.model.ports import Store
from chainprospect.model.prospect import Prospects
from chainprospect.model.rules import Question

if TYPE_CHECKING:
    import pyvis.network

    from chainprospect.draw.scene import Scene

LANGUAGES = ("zh", "en")
# A free network is read with the eye: beyond this it is a ball of wool.
NETWORK_COMPANIES = 250


def to_json(result: Prospects) -> str:
    """The answer as one JSON document."""
    from chainprospect.export.document import to_json as as_json

    return as_json(result)


def json_pieces(result: Prospects) -> Iterator[str]:
    """The same document in pieces, for one that is written somewhere."""
    from chainprospect.export.document import json_pieces as as_pieces

    return as_pieces(result)


def to_csv(result: Prospects) -> str:
    """The answer as CSV, one row a lead, then one a lookalike."""
    from chainprospect.export.delimited import to_csv as as_csv

    return as_csv(result)


def write(result: Prospects, path: Path, *, lang: str) -> Path:
    """
    Write the lead list; the suffix says how: .xlsx .csv .json .jsonl .graphml.

    Raises
    ------
    OutputError
        The suffix is unknown or the file cannot be written.
    """
    from chainprospect.export.writing import write as as_file

    return as_file(result, path, lang=lang)


def write_template(path: Path, lang: str) -> None:
    """
    Write an empty workbook to fill.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    from chainprospect.load.template import write_template as as_file

    as_file(path, lang=lang)


@dataclass(frozen=True, slots=True)
class Drawing:
    """
    How a map is drawn.

    `style`: `chain` for the map by tiers, `network` for a free network of at most a few hundred companies. `lang`: the
    language shown first. `everything`: draw all that was reached, not only leads and what lies on their chains.
    `max_companies`: companies drawn at most; None takes the style's own limit.
    """

    style: str = "chain"
    lang: str = "zh"
    everything: bool = False
    max_companies: int | None = None


def map_scene(store: Store, anchors: Sequence[str], question: Question, drawing: Drawing) -> Scene:
    """What the map around anchors shows, worded in every language, the reader's first."""
    from chainprospect.draw import build_scene
    from chainprospect.prospecting import anchor_set, tell, weigh, word
    from chainprospect.reaching import reached_view

    found = weigh(store, anchor_set(store, anchors), question)
    told = tell(store, found, question, top=None, excluded=True)
    languages = sorted(LANGUAGES, key=lambda item: item != drawing.lang)
    view = reached_view(store, found) if drawing.everything else None
    worded = {item: word(told, item) for item in languages}
    limit = NETWORK_COMPANIES if drawing.max_companies is None and drawing.style == "network" else drawing.max_companies
    return build_scene(worded, max_companies=limit, reached=view)


def map_page(scene: Scene, path: Path, drawing: Drawing) -> tuple[int, int]:
    """
    Draw a scene into one HTML file that opens anywhere, offline.

    Returns
    -------
    shown, of
        Companies drawn, and companies reached or alike; anchors apart.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    from chainprospect.draw import write_map, write_network
    from chainprospect.draw.scene import ANCHOR

    (write_map if drawing.style == "chain" else write_network)(scene, path, lang=drawing.lang)
    of = scene.found["companies"] + scene.found["lookalikes"]
    return len(scene.companies) - int((scene.companies.standing == ANCHOR).sum()), of


def pyvis_network(store: Store, anchors: Sequence[str], question: Question, *, lang: str) -> pyvis.network.Network:
    """The best companies of the map, at most 250, as a pyvis network for a notebook."""
    from chainprospect.draw import to_pyvis

    return to_pyvis(map_scene(store, anchors, question, Drawing("network", lang)), lang=lang)

"""A real Chromium without network or GPU, and pages of every size to open in it."""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """Maker of fictional answers."""
    path = Path(__file__).parents[1] / "unit" / "draw" / "made.py"
    spec = importlib.util.spec_from_file_location("made", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("made", module)
    spec.loader.exec_module(module)
    return module


def _missing(what: str) -> None:
    if os.environ.get("CHAINPROSPECT_REQUIRE_ALL") == "1":
        pytest.fail(f"{what}, and CHAINPROSPECT_REQUIRE_ALL=1 asks for every test", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of this machine, driven by playwright."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        _missing("there is no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("the Python package playwright is not installed")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=list(ARGS))
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """One page, with everything it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path, hash_: str = "") -> Any:
        """Open a file and wait until it says that it is ready."""
        self.page.goto(path.as_uri() + (f"#{hash_}" if hash_ else ""))
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the page says that it is ready."""
        self.page.locator("html[data-ready='1']").wait_for(state="attached")

    def until(self, condition: str) -> None:
        """
        Wait, frame by frame, until what the map shows (`look`) fulfils a condition.

        Playwright's own `wait_for_function` would need `eval`, which the page's policy forbids.
        """
        for _ in range(600):
            if self.page.evaluate(f"(() => {{ const look = chainMap.look(); return Boolean({condition}); }})()"):
                return
            self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
        pytest.fail(f"the map never came to {condition}; it shows {self.look()['state']}", pytrace=False)

    def data(self) -> dict[str, Any]:
        """The data in the file, its packed columns as lists of numbers."""
        data, words = (
            self.page.evaluate(f"JSON.parse(document.getElementById('{block}').textContent)")
            for block in ("picture", "words")
        )
        companies, relations = data["companies"], data["relations"]
        later = words.pop("later")
        companies.update(later["companies"])
        relations.update(later["relations"])
        plain = ("first", "depth", "named", "name", "apart", "anchors", "leads", "lookalikes", "columns")
        for columns in (companies, relations):
            count = columns.pop("count")
            for key in columns.keys() - set(plain):
                column = columns[key]
                columns[key] = (
                    [column] * count
                    if isinstance(column, int)
                    else np.frombuffer(base64.b64decode(column[1]), dtype=f"<{column[0]}").tolist()
                )
        companies.update({key: words.pop(key) for key in ("id", "name", "apart", "others")})
        data.update(words)
        for columns, key, unit in ((companies, "score", 100), (relations, "amount", 1)):
            columns[key] = [(one - 1) / unit if one else None for one in columns[key]]
        return data

    def look(self) -> dict[str, Any]:
        """What the map shows now."""
        return self.page.evaluate("chainMap.look()")


@pytest.fixture
def watched(browser: Any, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A page at 1280 x 720 (or what `@pytest.mark.parametrize` hands in); any request or complaint fails the test."""
    options = {"viewport": {"width": 1280, "height": 720}, "accept_downloads": True, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    one = Watched(page)
    page.on("request", lambda asked: one.requests.append(asked.url))
    page.on("console", lambda said: one.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    yield one
    outside = [url for url in one.requests if not url.startswith(("file:///", "blob:null/", "blob:file"))]
    context.close()
    assert outside == []
    assert len({url.split("#")[0] for url in one.requests if url.startswith("file:")}) <= 1
    assert one.complaints == []


@pytest.fixture(scope="session")
def pages(made: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Maps of every size, written once."""
    from chainprospect.draw import build_scene, write_map

    folder = tmp_path_factory.mktemp("地图")
    scenes = {
        "one": build_scene(made.made_answer(1, lookalikes=0)),
        "thirty": build_scene(made.made_answer(30)),
        "five hundred": build_scene(made.made_answer(500, lookalikes=60)),
        "three anchors": build_scene(made.made_answer(60, anchors=3)),
        "empty": build_scene(made.made_answer(0, lookalikes=0)),
        "hostile": build_scene(hostile(made)),
    }
    answers, view = made.made_reached(20_000)
    scenes["everything"] = build_scene(answers, reached=view)
    paths = {name: folder / f"{name}.html" for name in scenes}
    for name, scene in scenes.items():
        write_map(scene, paths[name])
    return paths


def hostile(made: ModuleType) -> dict[str, Any]:
    """Sixty hostile texts as names, aliases, ids, regions, products, sources, reasons and evidence."""
    texts = made.hostile_texts()
    renamed: dict[str, str] = {}

    def spoiled(lead: Any, text: str) -> Any:
        renamed[lead.company.id] = f"{lead.company.id}{text[:200]}"
        company = replace(
            lead.company,
            name=text,
            aliases=(text[:300],),
            region=text[:300],
            products=(text[:300],),
            industry_code=None,
            industry=text[:300],
        )
        chains = tuple(
            replace(
                chain,
                relations=tuple(replace(one, product=text[:300], source_ref=text[:300]) for one in chain.relations),
            )
            for chain in lead.chains
        )
        parts = tuple(replace(part, evidence=text[:300]) for part in lead.contributions)
        return replace(lead, company=company, chains=chains, reasons=(text,), contributions=parts)

    def reidentified(lead: Any) -> Any:
        chains = tuple(
            replace(
                chain,
                companies=tuple(replace(ref, id=renamed.get(ref.id, ref.id)) for ref in chain.companies),
                relations=tuple(
                    replace(one, source=renamed.get(one.source, one.source), target=renamed.get(one.target, one.target))
                    for one in chain.relations
                ),
            )
            for chain in lead.chains
        )
        return replace(lead, company=replace(lead.company, id=renamed[lead.company.id]), chains=chains)

    answers = {}
    for lang, answer in made.made_answer(60, lookalikes=0).items():
        leads = [spoiled(lead, text) for lead, text in zip(answer.leads, texts, strict=True)]
        answers[lang] = replace(answer, leads=tuple(reidentified(lead) for lead in leads))
    return answers

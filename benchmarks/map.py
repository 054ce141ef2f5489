"""
The relationship map beside stock pyvis, on the same scene, in the Chromium of this machine, without GPU.

Run: `python benchmarks/map.py [--companies 20000] [--pyvis 20000] [--json]`. First paint is the browser's own
`first-contentful-paint`; frames are counted while the picture is moved and painted anew on every frame.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from chainprospect.draw import build_scene, write_map
from chainprospect.draw.scene import Scene

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAN = """async (frames) => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  await next();
  await next();
  const start = performance.now();
  for (let k = 0; k < frames; k += 1) {
    chainMap.frame(k % 40 < 20 ? 6 : -6, k % 20 < 10 ? 3 : -3);
    await next();
  }
  return (frames * 1000) / (performance.now() - start);
}"""
PYVIS_PAN = """async (frames) => {
  const next = () => new Promise((done) => requestAnimationFrame(done));
  await next();
  const start = performance.now();
  for (let k = 0; k < frames; k += 1) {
    const { x, y } = network.getViewPosition();
    network.moveTo({ position: { x: x + (k % 2 ? 40 : -40), y }, animation: false });
    network.redraw();
    await next();
  }
  return (frames * 1000) / (performance.now() - start);
}"""
PAINTED = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
  const found = performance.getEntriesByName('first-contentful-paint')[0];
  done(found ? found.startTime : null);
}, 30)))"""


def made() -> Any:
    """Maker of fictional answers, shared with the tests."""
    path = Path(__file__).parents[1] / "tests" / "unit" / "draw" / "made.py"
    spec = importlib.util.spec_from_file_location("made", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: the maker of fictional answers is missing; run from a checkout.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["made"] = module
    spec.loader.exec_module(module)
    return module


def opened(browser: Browser, path: Path) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(path.as_uri())
    page.locator("html[data-ready='1']").wait_for(state="attached")
    return page


def measure_map(browser: Browser, path: Path, rounds: int = 5) -> dict[str, float]:
    """First paint (median of some openings), and frames a second drawing all and in the budget view."""
    paints = []
    for _ in range(rounds):
        page = opened(browser, path)
        paints.append(float(page.evaluate(PAINTED)))
        page.close()
    page = opened(browser, path)
    everything = float(page.evaluate(PAN, 90))
    page.locator("[data-act=mode]").click()
    budget = float(page.evaluate(PAN, 120))
    page.close()
    return {"first_paint_ms": statistics.median(paints), "fps_all": everything, "fps_budget": budget}


def stock_pyvis(scene: Scene, path: Path) -> None:
    """The scene as pyvis itself would write it, physics off, as one file."""
    from pyvis.network import Network

    network = Network(height="700px", width="100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(status=False)
    companies, relations = scene.companies, scene.relations
    for here in range(len(companies)):
        column = int(companies.side[here]) * int(companies.tier[here])
        network.add_node(here, label=companies.names[here], x=column * 400, y=here * 12)
    for source, target in zip(relations.source.tolist(), relations.target.tolist(), strict=True):
        network.add_edge(source, target)
    path.write_text(network.generate_html(), "utf-8")


def measure_pyvis(browser: Browser, path: Path) -> dict[str, float | None]:
    """Time until vis-network has drawn once, and frames a second while panning."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    started = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.evaluate("() => new Promise((done) => { network.once('afterDrawing', done); network.redraw(); })")
        painted = (time.perf_counter() - started) * 1000
        frames = float(page.evaluate(PYVIS_PAN, 12))
    except PlaywrightTimeout:
        return {"first_paint_ms": None, "fps_all": None}
    finally:
        context.close()
    return {"first_paint_ms": painted, "fps_all": frames}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=20_000)
    parser.add_argument("--pyvis", type=int, default=20_000, help="companies for stock pyvis; 0 leaves it out")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    chromium = next(
        (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
    )
    if chromium is None:
        raise SystemExit("There is no Chromium on this machine; on Debian: apt-get install chromium fonts-noto-cjk")
    maker = made()
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        browser = play.chromium.launch(executable_path=chromium, args=ARGS)
        answers, view = maker.made_reached(asked.companies)
        scene = build_scene(answers, reached=view)
        started = time.perf_counter()
        size = write_map(scene, folder / "map.html")
        report["map"] = {
            "companies": len(scene.companies),
            "relations": len(scene.relations),
            "write_s": round(time.perf_counter() - started, 2),
            "bytes": size,
            **measure_map(browser, folder / "map.html"),
        }
        if asked.pyvis:
            answers, view = maker.made_reached(asked.pyvis)
            stock_pyvis(build_scene(answers, reached=view), folder / "pyvis.html")
            report["stock pyvis"] = {"companies": asked.pyvis, **measure_pyvis(browser, folder / "pyvis.html")}
        browser.close()
    if asked.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for which, found in report.items():
        print(which)
        for key, value in found.items():
            print(f"  {key:<16} {value:.1f}" if isinstance(value, float) else f"  {key:<16} {value}")


if __name__ == "__main__":
    main()

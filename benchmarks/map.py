"""
The relationship map beside stock pyvis, on the same scene, in the Chromium of this machine, without GPU.

Run: `python benchmarks/map.py [--companies 20000] [--pyvis 20000] [--rounds 9] [--json]`. First paint is the browser's
own `first-contentful-paint`, from the start of navigation to the frame in which the whole picture (companies, ties,
names) stands on the canvas; the page marks when it has drawn it, and the later of both counts. Files are opened as
a reader opens them: no debugger is attached before the page has come to rest (one that records the network
costs some 30 ms on a file of 2 MB). An almost empty page, opened in turn with the map, tells what the machine itself
takes. Frames are counted while the picture is moved and painted anew on every frame.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright
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
PAINTED = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  return [at('first-contentful-paint'), at('picture')];
}"""
# vis-network draws once before its constructor returns.
PYVIS_MARK = "<script>performance.mark('picture')</script></body>"
EMPTY = """<!doctype html><meta charset="utf-8"><canvas width="960" height="600"></canvas><script>
const ctx = document.querySelector("canvas").getContext("2d", { alpha: false });
ctx.fillStyle = "#fff";
ctx.fillRect(0, 0, 960, 600);
ctx.fillStyle = "#000";
ctx.fillRect(20, 20, 40, 40);
performance.mark("picture");
document.documentElement.dataset.ready = "1";
</script>"""


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


@contextmanager
def undisturbed(chromium: str) -> Iterator[str]:
    """Address of a browser to which nothing is attached yet."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        shape = ["--headless=new", "--window-size=1280,720", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
        process = subprocess.Popen([chromium, *ARGS, offline, *shape, "about:blank"], stderr=subprocess.PIPE, text=True)
        try:
            lines = process.stderr or ()
            found = next(filter(None, (re.search(r"ws://(127\.0\.0\.1:\d+)/", line) for line in lines)), None)
            if found is None:
                raise SystemExit(f"{chromium} did not start; run it by hand to see why")
            time.sleep(2)
            yield f"http://{found.group(1)}"
        finally:
            process.terminate()
            process.wait()


def asked(address: str, method: str = "GET") -> bytes:
    with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
        return bytes(answer.read())


def first_paints(chromium: str, play: Playwright, rests: Mapping[Path, float], rounds: int) -> dict[Path, list[float]]:
    """Milliseconds to first paint, one for each round; `rests` says for how many seconds a file is left alone."""
    found: dict[Path, list[float]] = {path: [] for path in rests}
    with undisturbed(chromium) as address:
        for _ in range(rounds):
            tabs = []
            for path, rest in rests.items():
                tabs.append(json.loads(asked(f"{address}/json/new?{path.as_uri()}", "PUT"))["id"])
                time.sleep(rest)
            browser = play.chromium.connect_over_cdp(address)
            pages = {page.url: page for page in browser.contexts[0].pages}
            for path in rests:
                painted, picture = pages[path.as_uri()].evaluate(PAINTED)
                if painted is None or picture is None:
                    raise SystemExit(f"{path.name} had not painted its picture after {rests[path]} s")
                found[path].append(float(max(painted, picture)))
            browser.close()
            for tab in tabs:
                asked(f"{address}/json/close/{tab}")
    return found


def frames(browser: Browser, path: Path) -> dict[str, float]:
    """Frames a second drawing all and in the budget view."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(path.as_uri())
    page.locator("html[data-ready='1']").wait_for(state="attached")
    everything = float(page.evaluate(PAN, 90))
    page.locator("[data-act=mode]").click()
    budget = float(page.evaluate(PAN, 120))
    page.close()
    return {"fps_all": everything, "fps_budget": budget}


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}_ms": statistics.median(values), f"{name}_min_ms": min(values), f"{name}_max_ms": max(values)}


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
    path.write_text(network.generate_html().replace("</body>", PYVIS_MARK), "utf-8")


def pyvis_frames(browser: Browser, path: Path) -> float | None:
    """Frames a second while panning; None where that took longer than two minutes."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    try:
        page.goto(path.as_uri())
        page.evaluate("() => new Promise((done) => { network.once('afterDrawing', done); network.redraw(); })")
        return float(page.evaluate(PYVIS_PAN, 12))
    except PlaywrightTimeout:
        return None
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=20_000)
    parser.add_argument("--pyvis", type=int, default=20_000, help="companies for stock pyvis; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=9, help="openings of which the median is told")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = next(
        (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
    )
    if chromium is None:
        raise SystemExit("There is no Chromium on this machine; on Debian: apt-get install chromium fonts-noto-cjk")
    maker = made()
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        ours, empty, theirs = (Path(name) / f"{one}.html" for one in ("map", "empty", "pyvis"))
        answers, view = maker.made_reached(options.companies)
        scene = build_scene(answers, reached=view)
        started = time.perf_counter()
        size = write_map(scene, ours)
        wrote = time.perf_counter() - started
        empty.write_text(EMPTY, "utf-8")
        paints = first_paints(chromium, play, {ours: 2.0, empty: 2.0}, options.rounds)
        browser = play.chromium.launch(executable_path=chromium, args=ARGS)
        report["map"] = {
            "companies": len(scene.companies),
            "relations": len(scene.relations),
            "write_s": round(wrote, 2),
            "bytes": size,
            **spread("first_paint", paints[ours]),
            **spread("empty_page", paints[empty]),
            **frames(browser, ours),
        }
        if options.pyvis:
            answers, view = maker.made_reached(options.pyvis)
            stock_pyvis(build_scene(answers, reached=view), theirs)
            stock = first_paints(chromium, play, {theirs: 25.0}, 3)[theirs]
            report["stock pyvis"] = {
                "companies": options.pyvis,
                **spread("first_paint", stock),
                "fps_all": pyvis_frames(browser, theirs),
            }
        browser.close()
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for which, found in report.items():
        print(which)
        for key, value in found.items():
            print(f"  {key:<16} {value:.1f}" if isinstance(value, float) else f"  {key:<16} {value}")


if __name__ == "__main__":
    main()

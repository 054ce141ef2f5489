"""What users may rely on: the names of the package, their docstrings, and signatures that fit on one hand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from numpydoc.validate import validate

import chainprospect

NAMES = ["Database", "Graph", "Result", "Settings", "Workspace", "connect"]
NAMES += ["from_frames", "from_networkx", "open", "resolve_settings"]
# The parts of numpydoc that we hold to: a summary that is one finished line, known sections in their order, parameters
# that exist, in the order of the signature, each told in finished sentences.
HELD = {
    *("GL03", "GL05", "GL06", "GL07", "GL08", "SS01", "SS02", "SS03", "SS04", "SS06"),
    *("PR02", "PR03", "PR07", "PR08", "PR09"),
}
MOST_PARAMETERS = 6


def modules() -> list[str]:
    found = [module.name for module in pkgutil.walk_packages(chainprospect.__path__, "chainprospect.")]
    return [name for name in found if name != "chainprospect.__main__"]


def functions() -> Iterator[tuple[str, Any]]:
    """Every public class, function and method as its full name and itself."""
    for home in modules():
        for name, value in vars(importlib.import_module(home)).items():
            if name.startswith("_") or getattr(value, "__module__", None) != home:
                continue
            if inspect.isfunction(value) or inspect.isclass(value):
                yield f"{home}.{name}", value
            if inspect.isclass(value):
                for method, body in vars(value).items():
                    if not method.startswith("_") and inspect.isfunction(
                        inspect.unwrap(getattr(body, "__func__", body))
                    ):
                        yield f"{home}.{name}.{method}", body


def test_the_names_of_the_package() -> None:
    assert chainprospect.__all__ == NAMES
    assert sorted(dir(chainprospect)) == sorted([*NAMES, "__version__"])
    for name in NAMES:
        assert getattr(chainprospect, name).__doc__, name
    with pytest.raises(AttributeError, match="module 'chainprospect' has no attribute 'close'"):
        _ = chainprospect.close


def test_what_an_answer_and_a_workspace_can_do() -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    asked = {"prospect", "explain", "find", "map", "store", "close"}
    assert asked <= public(chainprospect.Graph)
    assert asked | {"load"} <= public(chainprospect.Workspace)
    rows = {"leads", "lookalikes", "excluded", "to_frame", "to_networkx", "to_pyvis", "to_json", "write"}
    assert rows <= public(chainprospect.Result)
    assert list(inspect.signature(chainprospect.open).parameters) == ["folder", "settings"]
    assert list(inspect.signature(chainprospect.from_frames).parameters)[:2] == ["companies", "relations"]


def test_every_module_says_what_it_is() -> None:
    bare = [name for name in modules() if not (importlib.import_module(name).__doc__ or "").strip()]
    assert bare == []


def test_docstrings_fit_their_signatures() -> None:
    wrong = []
    seen = 0
    for name, _ in functions():
        seen += 1
        wrong += [(name, code, text) for code, text in validate(name)["errors"] if code in HELD]
    assert seen > 400
    assert wrong == []


def test_no_public_function_asks_for_more_than_six_things() -> None:
    crowded = []
    for name, value in functions():
        if inspect.isclass(value):
            continue
        signature = inspect.signature(getattr(value, "__func__", value))
        asked = [each for each in signature.parameters if each not in ("self", "cls")]
        # The one function whose bounds, language and progress are its caller's stands alone.
        if len(asked) > MOST_PARAMETERS and name != "chainprospect.load.records.read_source":
            crowded.append((name, asked))
    assert crowded == []

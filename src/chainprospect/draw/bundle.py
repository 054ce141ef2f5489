"""Readable ES modules into one plain script: a page opened from a mail attachment may not load modules."""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """
    Inline modules as one script, each in a scope of its own, in the order they need each other.

    Parameters
    ----------
    modules
        Source text by module name, without `.js`. Only `import { a, b } from "./name.js";` on lines of their own
        and `export function|const|class` are understood.
    entry
        Name of the module that starts the page.

    Returns
    -------
    script
        Text that runs without a module loader; equal for equal sources.

    Raises
    ------
    ValueError
        A module is missing, imports itself in a ring, or uses an import or export of another form.
    """
    ordered: list[str] = []
    _visit(entry, modules, ordered, ())
    parts = [f"const module_{name} = (() => {{\n{_scoped(name, modules[name])}}})();\n" for name in ordered]
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def _visit(name: str, modules: Mapping[str, str], ordered: list[str], way: tuple[str, ...]) -> None:
    if name in way:
        raise ValueError(f"modules import each other in a ring: {' -> '.join((*way, name))}")
    if name in ordered:
        return
    if name not in modules:
        raise ValueError(f"there is no module {name}.js, which {way[-1] if way else 'the page'} needs")
    for match in _IMPORT.finditer(modules[name]):
        _visit(match.group(2), modules, ordered, (*way, name))
    ordered.append(name)


def _scoped(name: str, source: str) -> str:
    exported = _EXPORTED.findall(source)
    body = _IMPORT.sub(lambda match: f"const {{{match.group(1)}}} = module_{match.group(2)};\n", source)
    body = _EXPORT.sub("", body)
    if re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise ValueError(f"{name}.js has an import or export of a form that is not understood")
    return f"{body}return {{ {', '.join(exported)} }};\n"

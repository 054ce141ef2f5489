"""An answer into a file: whole and in place, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from chainprospect.errors import OutputError
from chainprospect.export.delimited import to_csv
from chainprospect.export.document import to_json, to_json_lines
from chainprospect.export.network import to_graphml
from chainprospect.export.placing import place
from chainprospect.export.workbook import to_xlsx
from chainprospect.model.prospect import Prospects

_MAKERS: Final[dict[str, Callable[[Prospects], bytes]]] = {
    ".xlsx": to_xlsx,
    ".csv": lambda result: to_csv(result).encode("utf-8-sig"),
    ".json": lambda result: f"{to_json(result)}\n".encode(),
    ".jsonl": lambda result: to_json_lines(result).encode(),
    ".graphml": to_graphml,
}
SUFFIXES: Final = tuple(_MAKERS)


def write(result: Prospects, path: str | Path, *, lang: str | None = None) -> Path:
    """
    Write the answer in the format that the file's suffix names: .xlsx, .csv, .json, .jsonl or .graphml.

    The file is made beside its place and moved there when it is whole, so that a reader never sees half of it.

    Parameters
    ----------
    path
        Where to; an existing file is replaced.
    lang
        Language of titles and words (`zh` or `en`); the answer's own by default. Sentences stay as they were worded.

    Returns
    -------
    written
        The path as given.

    Raises
    ------
    OutputError
        The suffix names no format, or the path cannot be written.
    """
    target = Path(path)
    maker = _MAKERS.get(target.suffix.lower())
    if maker is None:
        raise OutputError(
            f"the suffix {target.suffix or 'that is missing'} names no format; end the name in {_choices()}.", path=path
        )
    place(target, [maker(result if lang is None else replace(result, lang=lang))])
    return target


def _choices() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"

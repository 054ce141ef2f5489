"""
Batching: many anchors at once, a list each and one of all, by as many processes as there are cores.

The order: rows of the file → companies meant → lists that are not there yet → merged list and index.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chainprospect import prospecting
from chainprospect.asking import find_one, iso_day, settings_that_matter
from chainprospect.errors import OutputError, UnknownCompany
from chainprospect.expand.reached import AnchorSet
from chainprospect.export.many import (
    FAILED_COLUMNS,
    INDEX_COLUMNS,
    WORKBOOK_ROWS,
    write_merged,
    write_table,
)
from chainprospect.export.placing import advice, place
from chainprospect.export.words import word
from chainprospect.export.writing import SUFFIXES, write
from chainprospect.merging import Listed, merge, merged_rows, part_of, read_part
from chainprospect.model.company import CompanyMatch
from chainprospect.model.ports import Progress, Store, silent
from chainprospect.model.rules import Question
from chainprospect.opening import Home, opened_whole
from chainprospect.references import measured, national_sizes
from chainprospect.resuming import RunFolder
from chainprospect.sharing import share

if TYPE_CHECKING:
    from chainprospect.load.anchors import AnchorList, AnchorRow

FORMATS: Final = tuple(suffix[1:] for suffix in SUFFIXES)
# Formats that tell what the gates took as well.
_WITH_EXCLUDED: Final = ("xlsx", "json")
_SEVERAL: Final = 50
# Raised when the same question would be written otherwise than before.
_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """
    What is asked of every anchor, and how the lists are written.

    `form` is one of `FORMATS`; `top` limits each list; `jobs` is how many processes share the work; `fresh` removes the
    lists of an earlier run instead of going on with them.
    """

    question: Question
    lang: str
    form: str = "csv"
    top: int | None = None
    jobs: int = 1
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A row that names no company, or several, and why in words."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """
    An anchor with its list: the rows that name it, how the first does, and what is in the list.

    `best_lead` is the id, name and score of its first lead.
    """

    rows: tuple[int, ...]
    given: str
    id: str
    name: str
    file: str
    leads: int
    lookalikes: int
    best_lead: tuple[str, str, float] | None


@dataclass(frozen=True, slots=True)
class ManyReport:
    """
    What became of many anchors; every row of the file is in `anchors`, `failed` or `examples`.

    `resumed` lists were there already. `leads` and `lookalikes` count prospects of the merged list, each once.
    `left_out` names sheets that were not read. Files: `merged`, `index`, and `failed_file` when a row failed.
    """

    folder: Path
    snapshot: str
    settings: dict[str, Any]
    anchors: tuple[Done, ...]
    failed: tuple[Failed, ...]
    examples: int
    left_out: tuple[str, ...]
    resumed: int
    leads: int
    lookalikes: int
    merged: Path
    index: Path
    failed_file: Path | None

    @property
    def repeated(self) -> int:
        """Rows that name an anchor which an earlier row named."""
        return sum(len(anchor.rows) - 1 for anchor in self.anchors)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A company that rows of the file mean."""

    number: int
    id: str
    name: str
    given: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Kit:
    """All that a worker needs, wherever it runs."""

    home: Home
    snapshot: str
    folder: RunFolder
    batch: Batch


def prospect_many(
    home: Home, listed: AnchorList, batch: Batch, folder: Path, *, progress: Progress = silent
) -> ManyReport:
    """
    A lead list for each anchor, and one of all of them, into a folder.

    The same call again goes on where it was left; lists that are there are not made anew. However many processes
    share the work, the bytes are the same.

    Parameters
    ----------
    home
        The workspace or database whose snapshot in use is asked; workers open the same one.
    listed
        Rows that name anchors; of those that name one company the first counts.
    folder
        Made when it is not there.

    Raises
    ------
    InputError
        The folder holds other files, or lists made under other terms.
    OutputError
        A file cannot be written.
    StoreUnavailable
        A database does not answer, or was filled anew meanwhile.
    """
    run = RunFolder(folder)
    with opened_whole(home) as (store, sure):
        terms = _terms(store, batch)
        with run.held(terms, fresh=batch.fresh):
            _retire(folder)
            anchors, failed = _meant(store, listed.rows, batch.lang, progress)
            lists = {anchor.number: _made(run, anchor, batch) for anchor in anchors}
            todo = [anchor for anchor in anchors if lists[anchor.number] is None]
            opener = partial(_opened, _Kit(home, store.facts.snapshot, run, _packed(batch)))
            with closing(share(opener, todo, batch.jobs)) as shared:
                for number, anchor in enumerate(shared, len(anchors) - len(todo) + 1):
                    lists[anchor.number] = _made(run, anchor, batch)
                    progress("anchors", number, len(anchors))
            found = [item for item in lists.values() if item is not None]
            progress("merging", 0, None)
            done = _done(store, anchors, found)
            merged = _write_all(store, folder, found, done, batch)
            failed_file = _write_failed(folder, failed)
            sure()
            index = folder / "index.csv"
            # The last file to be written: where it stands, everything does.
            write_table(index, INDEX_COLUMNS, map(_index_row, done))
    return ManyReport(
        folder, terms["snapshot"], terms["settings"], done, failed, listed.examples, listed.left_out,
        len(anchors) - len(todo), *merged, index, failed_file,
    )  # fmt: skip


def _terms(store: Store, batch: Batch) -> dict[str, Any]:
    """Everything that decides the bytes of a list, apart from its anchor."""
    day = batch.question.as_of_day if batch.question.as_of_day is not None else store.facts.newest_day
    nobody = AnchorSet(np.empty(0, np.int64), np.empty(0))
    settings = settings_that_matter(store, nobody, batch.question, day)
    del settings["anchor_weights"]
    return {
        "schema": _SCHEMA,
        # The package above this module, which must not be imported from here.
        "version": sys.modules["chainprospect"].__version__,
        "snapshot": store.facts.snapshot,
        "format": batch.form,
        "lang": batch.lang,
        "top": batch.top,
        "settings": {**settings, "as_of": iso_day(day)},
    }


def _packed(batch: Batch) -> Batch:
    """The same, so that it can be sent to another process."""
    question = batch.question
    weights = replace(question.weights, own=dict(question.weights.own))
    return replace(batch, question=replace(question, weights=weights, events=dict(question.events)))


def _retire(folder: Path) -> None:
    """Take away what an earlier run wrote at its end: it does not hold for what is about to come."""
    for name in ("index.csv", "failed.csv", "merged.csv", "merged.xlsx"):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(advice(error, folder / name), path=folder / name) from error


def _meant(
    store: Store, rows: Sequence[AnchorRow], lang: str, progress: Progress
) -> tuple[tuple[_Anchor, ...], tuple[Failed, ...]]:
    """Companies that the rows mean, each once in the order of the file, and rows that mean none."""
    found: dict[int, _Anchor] = {}
    failed: list[Failed] = []
    for count, row in enumerate(rows, 1):
        told = _company(store, row, lang)
        if isinstance(told, str):
            failed.append(Failed(row.row, row.text, told))
        else:
            first = found.get(told.number, _Anchor(told.number, told.id, told.name, row.text, ()))
            found[told.number] = replace(first, rows=(*first.rows, row.row))
        progress("anchor_names", count, len(rows))
    return tuple(found.values()), tuple(failed)


def _company(store: Store, row: AnchorRow, lang: str) -> CompanyMatch | str:
    """The company that a row means, or why none: its id counts, and its name where the id is not ours."""
    known = None
    for ident in row.ids:
        (same,) = store.by_id((ident,))
        if same is None:
            alike = [match for match in store.search(ident, _SEVERAL, whole=True) if match.how == "id"]
            if len(alike) > 1:
                return _several(lang, alike)
            same = alike[0] if alike else None
        known = known or same
    if row.name is None:
        return known or word("failed.unknown" if row.ids else "failed.nothing", lang)
    if known is not None:
        called = store.search(row.name, _SEVERAL, whole=True)
        if called and known.number not in [match.number for match in called]:
            names = {"ident": _said(known.name, known.id), "name": _said(called[0].name, called[0].id)}
            return word("failed.apart", lang, **names)
        return known
    try:
        return find_one(store, row.name)
    except UnknownCompany as error:
        near = "; ".join(_said(name, ident) for ident, name in error.near)
        return word(f"failed.{'several' if error.several else 'near' if near else 'unknown'}", lang, near=near)


def _several(lang: str, matches: Sequence[CompanyMatch]) -> str:
    return word("failed.several", lang, near="; ".join(_said(match.name, match.id) for match in matches))


def _said(name: str, ident: str) -> str:
    return f"{name} ({ident})"


def _made(run: RunFolder, anchor: _Anchor, batch: Batch) -> Listed | None:
    """An anchor's list, when it is there and whole."""
    file = run.file_of(anchor.id, f".{batch.form}")
    part = read_part(run.part_of(anchor.id)) if (run.path / file).is_file() else None
    return None if part is None else Listed(anchor.number, anchor.id, anchor.name, file, part)


@contextmanager
def _opened(kit: _Kit) -> Iterator[Callable[[_Anchor], None]]:
    """Open what a worker needs once, and give what it does with an anchor."""
    batch = kit.batch
    excluded = batch.form in _WITH_EXCLUDED
    with opened_whole(kit.home, kit.snapshot) as (store, sure):
        measures = measured(store, batch.question)

        def make(anchor: _Anchor) -> None:
            alone = AnchorSet(np.array([anchor.number], np.int64), np.ones(1))
            found = prospecting.weigh(store, alone, batch.question, measures)
            told = prospecting.tell(store, found, batch.question, top=batch.top, excluded=excluded)
            answer = prospecting.word(told, batch.lang)
            sure()
            # First the part, then the list: a list that is there has its part.
            place(kit.folder.part_of(anchor.id), [part_of(answer)])
            write(answer, kit.folder.list_of(anchor.id, f".{batch.form}"))

        yield make


def _done(store: Store, anchors: Sequence[_Anchor], lists: Sequence[Listed]) -> tuple[Done, ...]:
    """What the index says of each anchor, in the order of the file."""
    best = [item.best for item in lists]
    companies = store.companies(np.array([each[0] for each in best if each is not None], np.int64))
    named = {company.number: company for company in companies}
    return tuple(
        Done(
            anchor.rows,
            anchor.given,
            anchor.id,
            anchor.name,
            item.file,
            item.leads,
            item.lookalikes,
            None if first is None else (named[first[0]].id, named[first[0]].name, first[1]),
        )
        for anchor, item, first in zip(anchors, lists, best, strict=True)
    )


def _write_all(
    store: Store, folder: Path, lists: Sequence[Listed], done: Sequence[Done], batch: Batch
) -> tuple[int, int, Path]:
    """Write the merged list; how many leads and lookalikes it holds, and where it is."""
    leads, lookalikes, also = merge(lists)
    small = max(len(leads), len(lookalikes)) <= WORKBOOK_ROWS
    path = folder / f"merged.{'xlsx' if batch.form == 'xlsx' and small else 'csv'}"
    sizes = national_sizes()
    rows = [merged_rows(store, item, also, lists, sizes, batch.lang) for item in (leads, lookalikes)]
    write_merged(path, (rows[0], rows[1]), map(_index_row, done), lang=batch.lang)
    return len(leads), len(lookalikes), path


def _index_row(done: Done) -> dict[str, Any]:
    ident, name, score = done.best_lead or (None, None, None)
    return {
        "rows": tuple(map(str, done.rows)),
        "given": done.given,
        "anchor_id": done.id,
        "anchor": done.name,
        "file": done.file,
        "leads": done.leads,
        "lookalikes": done.lookalikes,
        "best_lead_id": ident,
        "best_lead": name,
        "best_score": score,
    }


def _write_failed(folder: Path, failed: Sequence[Failed]) -> Path | None:
    if not failed:
        return None
    path = folder / "failed.csv"
    rows = ({"row": item.row, "text": item.text, "reason": item.reason} for item in failed)
    write_table(path, FAILED_COLUMNS, rows)
    return path

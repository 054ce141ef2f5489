"""Small worlds of mentions, written as rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from chainprospect.model.identity import Mentions
from chainprospect.resolve.names import Places, merge_form, read_places


@dataclass(frozen=True)
class Said:
    """One mention in words."""

    name: str | None = None
    own: str | None = None
    uscc: str | None = None
    lei: str | None = None
    ref: bool = False
    rows: int = 1
    aliases: tuple[str, ...] = ()

    @property
    def form(self) -> str | None:
        return None if self.name is None else merge_form(self.name)


def mentions_of(said: Sequence[Said]) -> Mentions:
    def coded(texts: list[str | None]) -> tuple[np.ndarray, list[str]]:
        labels = sorted({text for text in texts if text is not None})
        return np.array([-1 if text is None else labels.index(text) for text in texts], dtype=np.int64), labels

    own, own_texts = coded([one.own for one in said])
    uscc, uscc_texts = coded([one.uscc for one in said])
    lei, lei_texts = coded([one.lei for one in said])
    name, name_texts = coded([one.name for one in said])
    aliases = [(place, merge_form(alias)) for place, one in enumerate(said) for alias in one.aliases]
    form, form_texts = coded([one.form for one in said] + [alias for _, alias in aliases])
    return Mentions(
        is_reference=np.array([one.ref for one in said], dtype=np.bool_),
        own=own,
        uscc=uscc,
        lei=lei,
        form=form[: len(said)],
        name=name,
        rows=np.array([one.rows for one in said], dtype=np.int64),
        alias_of=np.array([place for place, _ in aliases], dtype=np.int64),
        alias_form=form[len(said) :],
        own_texts=own_texts,
        uscc_texts=uscc_texts,
        lei_texts=lei_texts,
        form_texts=form_texts,
        name_texts=name_texts,
    )


@pytest.fixture(scope="session")
def places(root: Path) -> Places:
    with (root / "src/chainprospect/reference/regions_cn.csv").open(encoding="utf-8", newline="") as file:
        return read_places((row["province"], row["place"]) for row in csv.DictReader(file))


@pytest.fixture(scope="session")
def world() -> Callable[[Sequence[Said]], Mentions]:
    return mentions_of


@pytest.fixture(scope="session")
def said() -> type[Said]:
    return Said

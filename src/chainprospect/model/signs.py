"""Many texts as one array of code points, so that what is done to each is done to all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Signs:
    """Code points of texts, one text after the other: those of text i are `signs[starts[i]:starts[i + 1]]`."""

    signs: NDArray[np.uint32]
    starts: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Signs in each text."""
        return np.diff(self.starts)

    @property
    def owner(self) -> NDArray[np.int64]:
        """The text of each sign."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int64), self.sizes)

    def any(self, marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether some sign of each text is marked."""
        some = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        some[np.searchsorted(self.starts, np.flatnonzero(marks), "right") - 1] = True
        return some

    def without(self, marks: NDArray[np.bool_]) -> Signs:
        """The texts without their marked signs."""
        gone = np.flatnonzero(marks)
        starts = self.starts - np.searchsorted(gone, self.starts)
        return Signs(np.delete(self.signs, gone), starts) if len(gone) else self

    def texts(self, which: NDArray[np.int64]) -> list[str]:
        """Some of the texts."""
        whole = self.signs.tobytes().decode("utf-32-le", "surrogatepass")
        ends = zip(self.starts[which].tolist(), self.starts[which + 1].tolist(), strict=True)
        return [whole[start:end] for start, end in ends]


def signs_of(texts: Sequence[str]) -> Signs:
    """The code points of texts."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    whole = "".join(texts).encode("utf-32-le", "surrogatepass")
    return Signs(np.frombuffer(whole, "<u4").astype(np.uint32, copy=False), np.concatenate([[0], np.cumsum(sizes)]))


def refolded(
    texts: Sequence[str],
    folds: NDArray[np.uint16],
    dropped: Callable[[NDArray[np.uint16], NDArray[np.int64]], NDArray[np.bool_]],
) -> tuple[list[str], Signs, NDArray[np.int64]]:
    """
    Texts folded sign by sign.

    Parameters
    ----------
    folds
        A table as `plain_folds` makes it.
    dropped
        Folded signs of all texts and where each text starts → the signs to leave out.

    Returns
    -------
    made
        The texts, those that do not change as they are; then their signs; then the numbers of texts with a sign that
        the table does not fold: these are left as they are, and their signs mean nothing.
    """
    said = signs_of(texts)
    signs = folded(said.signs, folds)
    left_out = dropped(signs, said.starts)
    odd = said.any(signs == 0)
    changed = np.flatnonzero(said.any((signs != said.signs) | left_out) & ~odd)
    made = Signs(signs.astype(np.uint32), said.starts).without(left_out)
    found = list(texts)
    for number, text in zip(changed.tolist(), made.texts(changed), strict=True):
        found[number] = text
    return found, made, np.flatnonzero(odd)


def plain_folds() -> NDArray[np.uint16]:
    """
    By sign of the basic plane: what NFKC and case folding make of it where the signs beside it do not matter, else 0.

    Holds for printable ASCII and its full-width twins, kana, ideographs, Hangul syllables and plain spaces (each is a
    space then): none of them composes with another, so that a text of them alone is folded sign by sign.
    """
    folds = np.zeros(0x10000, np.uint16)
    for first, last in ((0x21, 0x7E), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)):
        folds[first : last + 1] = np.arange(first, last + 1)
    folds[0x41:0x5B] += 0x20
    folds[0xFF01:0xFF5F] = folds[0x21:0x7F]
    for space in " \t\xa0\u3000":
        folds[ord(space)] = ord(" ")
    return folds


def folded(signs: NDArray[np.uint32], folds: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Each sign as a table of the basic plane folds it; 0 beyond the basic plane."""
    found = folds.take(signs, mode="clip")
    found[signs >= len(folds)] = 0
    return found

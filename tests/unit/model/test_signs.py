"""Texts folded sign by sign are folded as a whole."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chainprospect.model.signs import plain_folds, refolded, signs_of

FOLDS = plain_folds()
PLAIN = [chr(sign) for sign in np.flatnonzero(FOLDS).tolist()]
MIXED = st.text(st.sampled_from([*PLAIN[:200], *"公司有限ゾか한ＡＺａ（）｟é́ﾞ゙İßﬁᄀ①\u200b\u00ad𠮷"]), max_size=12)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("\t", " ")


def nothing(signs, _):
    return np.zeros(len(signs), dtype=np.bool_)


def test_every_plain_sign_folds_to_one_sign():
    assert [chr(FOLDS[ord(sign)]) for sign in PLAIN] == [folded(sign) for sign in PLAIN]


@given(st.text(st.sampled_from(PLAIN), max_size=30))
def test_plain_signs_do_not_look_at_their_neighbours(text):
    assert refolded([text], FOLDS, nothing)[0] == [folded(text)]


@given(st.lists(MIXED, max_size=6))
def test_other_texts_are_left_and_named(texts):
    found, made, odd = refolded(texts, FOLDS, nothing)
    strange = [number for number, text in enumerate(texts) if any(ord(s) > 0xFFFF or not FOLDS[ord(s)] for s in text)]
    assert odd.tolist() == strange
    assert found == [text if number in strange else folded(text) for number, text in enumerate(texts)]
    rest = np.array([number for number in range(len(texts)) if number not in strange], dtype=np.int64)
    assert made.texts(rest) == [found[number] for number in rest.tolist()]


@given(st.lists(st.text(max_size=5), max_size=6), st.integers(0, 3))
def test_signs_are_left_out_and_found_by_text(texts, which):
    said = signs_of(texts)
    marks = said.signs % 4 == which
    kept = ["".join(sign for sign in text if ord(sign) % 4 != which) for text in texts]
    assert said.texts(np.arange(len(texts))) == texts
    assert said.without(marks).texts(np.arange(len(texts))) == kept
    assert said.any(marks).tolist() == [one != other for one, other in zip(texts, kept, strict=True)]

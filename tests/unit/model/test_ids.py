"""Identifiers are checked exactly as the reference vectors say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import lei as stdnum_lei
from stdnum.cn import uscc as stdnum_uscc

from chainprospect.model.ids import check_lei, check_organisation_code, check_uscc, tidy_id

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="session")
def vectors(shared: Path) -> dict[str, list[dict[str, Any]]]:
    return json.loads((shared / "reference" / "id_vectors.json").read_text("utf-8"))


def test_uscc_vectors(vectors):
    cases = [case for case in vectors["uscc"] if "code" in case]
    assert len(cases) == 11
    assert [check_uscc(case["code"]) for case in cases] == [case["valid"] for case in cases]


def test_organisation_code_vectors(vectors):
    assert [check_organisation_code(case["body"] + case["check"]) for case in vectors["org"]] == [True, True]
    inner = [case for case in vectors["uscc"] if "org9" in case]
    assert [check_organisation_code(case["org9"]) for case in inner] == [case["org_ok"] for case in inner]


def test_lei_vectors(vectors):
    cases = [case for case in vectors["lei"] if "lei" in case]
    assert [check_lei(case["lei"]) for case in cases] == [case["valid"] for case in cases]
    short = next(case for case in vectors["lei"] if "short" in case)
    assert check_lei(short["short"]) is short["ours"]


def test_residue_zero_is_check_letter_zero():
    assert check_uscc("911100001000000020")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 18,
        "91110000600037341l",
        "91110000600037341L ",
        "91110000600037341",
        "911100006000373410L",
        "B1110000600037341K",
        "911100006000O7341L",
        "９1110000600037341L",
        "9111000060003734\n1",
    ],
)
def test_not_a_uscc(text):
    assert not check_uscc(text)


@pytest.mark.parametrize("text", ["", "213800KUD8LAJWSQ9D1", "213800kud8lajwsq9d15", "213800KUD8LAJWSQ9D1５", "0" * 20])
def test_not_a_lei(text):
    assert not check_lei(text)


def test_tidy_id():
    assert tidy_id(" ９１１１００００-6000 37341l\n") == "91110000600037341L"


@given(
    st.sampled_from("123456789"),
    st.text("0123456789", min_size=7, max_size=7),
    st.text(USCC_ALPHABET, min_size=10, max_size=10),
)
def test_digits_agree_with_stdnum(first, digits, rest):
    code = first + digits + rest
    assert check_uscc(code) == stdnum_uscc.is_valid(code)
    right = code[:17] + stdnum_uscc.calc_check_digit(code[:17])
    assert check_uscc(right)
    assert stdnum_uscc.is_valid(right)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18), st.integers(0, 99))
def test_lei_agrees_with_stdnum(body, check):
    code = f"{body}{check:02d}"
    assert check_lei(code) == stdnum_lei.is_valid(code)


@given(st.text())
def test_any_text_gets_an_answer(text):
    tidy = tidy_id(text)
    assert tidy_id(tidy) == tidy or not tidy.isascii()
    for check in (check_uscc, check_lei, check_organisation_code):
        assert check(text) in (True, False)

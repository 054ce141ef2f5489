"""Codes of GB/T 4754 taken apart."""

from __future__ import annotations

import pytest

from chainprospect.model.industry import division_of, split_code


@pytest.mark.parametrize(
    ("code", "parts", "division"),
    [
        ("C38", ("C", "38"), "C38"),
        ("C3811", ("C", "3811"), "C38"),
        (" c381 ", ("C", "381"), "C38"),
        ("C", ("C", ""), None),
        ("C3", ("C", "3"), None),
        ("3811", ("", "3811"), None),
        ("电缆", ("", ""), None),
        ("C38111", ("", ""), None),
        ("X38", ("", ""), None),
        ("", ("", ""), None),
        (None, ("", ""), None),
    ],
)
def test_a_code_has_a_letter_digits_and_a_division(code, parts, division):
    assert split_code(code) == parts
    assert division_of(code) == division

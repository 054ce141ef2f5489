"""Ages as people say them."""

from __future__ import annotations

import pytest

from chainprospect.explain import figures


@pytest.mark.parametrize(
    ("months", "zh", "en"),
    [
        (0, "不到 1 个月", "under a month"),
        (0.4, "不到 1 个月", "under a month"),
        (1.2, "1 个月", "1 month"),
        (23.4, "23 个月", "23 months"),
        (24, "2 年", "2 years"),
        (30, "2.5 年", "2.5 years"),
    ],
)
def test_age(months: float, zh: str, en: str) -> None:
    assert figures.age(months, "zh") == zh
    assert figures.age(months, "en") == en

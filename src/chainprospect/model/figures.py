"""Numbers, dates and names as people write them."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any, Final

_UNITS: Final = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"), (1.0, "")),
    "en": ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e3, " k"), (1.0, "")),
}
_CURRENCIES_ZH: Final = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "TWD": "新台币",
    "KRW": "韩元",
    "SGD": "新加坡元",
}
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# Control characters break a line, bidirectional overrides turn the rest of a sentence round.
_UNSAFE: Final = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_LONGEST: Final = 80


def known(value: Any) -> float | None:
    """A finite number, or None."""
    if value is None or isinstance(value, str | bool):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def figure(number: float) -> str:
    """About three significant figures with thousands separators: 12,300; 41.5; 1.2; 0.35."""
    size = abs(number)
    decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    text = f"{number:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    return "0" if text == "-0" else text


def money(amount: float, lang: str, currency: str = "CNY") -> str:
    """An amount with the unit people say: 1.2 亿元, CNY 120 m."""
    units = _UNITS[lang]
    scale, unit = units[-1]
    for (large, word), (below, _) in itertools.pairwise(units):
        # What would round up to 1,000 m is 1 bn.
        if abs(amount) / large >= 1 - 0.5 * below / large:
            scale, unit = large, word
            break
    if lang == "zh":
        return f"{figure(amount / scale)} {unit}{_currency_zh(currency, unit)}"
    return f"{currency} {figure(amount / scale)}{unit}"


def _currency_zh(currency: str, unit: str) -> str:
    word = _CURRENCIES_ZH.get(currency)
    if word is not None:
        return word
    return f" {currency}" if unit else currency


def percent(fraction: float) -> str:
    """A fraction as a percentage: 35%, 3.5%, 0.012%."""
    number = fraction * 100
    size = abs(number)
    if size == 0 or size >= 9.95:
        return f"{number:.0f}%"
    if size < 0.001:
        return "<0.001%"
    decimals = max(1, 1 - math.floor(math.log10(size)))
    text = f"{number:.{decimals}f}".rstrip("0").rstrip(".")
    return f"{text}%"


def growth(fraction: float) -> str:
    """A rate of growth with its sign: +12%, -3.5%."""
    text = percent(fraction) if abs(fraction) >= 0.0005 else "0%"
    return f"+{text}" if fraction >= 0.0005 else text


def decimal(value: float) -> str:
    """A number between 0 and 1 with two decimals."""
    return f"{value:.2f}"


def day(date: str, lang: str) -> str:
    """An ISO date as it is said; anything else stays as it is."""
    found = _ISO_DAY.fullmatch(date)
    if found is None or not 1 <= int(found[2]) <= 12:
        return called(date)
    year, month, day_of_month = found[1], int(found[2]), int(found[3])
    if lang == "zh":
        return f"{year}年{month}月{day_of_month}日"
    return f"{day_of_month} {_MONTHS_EN[month - 1]} {year}"


def called(text: str) -> str:
    """A name or text of the data on one line, cut when it is endless."""
    # Nothing that prints is unsafe but the blank.
    harmless = text.isprintable() and " " not in text
    plain = text if harmless else _UNSAFE.sub(" ", text).strip()
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"

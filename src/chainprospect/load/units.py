"""Numbers as people write them: units, currencies, thousands separators, percent signs, full-width digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be read; `code` names the reason, `arg` completes its sentence."""

    code: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is multiplied by, and the currency it is in where that was said."""

    factor: float = 1.0
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """
    A number in units of its currency; None where neither cell nor header names one.

    `own` says that the cell names its unit itself, so that no other unit applies.
    """

    value: float
    currency: str | None = None
    own: bool = False


_CURRENCY_NAMES: Final = MappingProxyType(
    {
        "CNY": "人民币|人民幣|rmb|¥|元人民币|人民币元|cn¥",
        "USD": "美元|美金|us$|$|us dollar|us dollars|dollars|dollar|usd$",
        "TWD": "新台币|新臺幣|新台幣|台币|台幣|臺幣|nt$|ntd|nt|新台币元",
        "HKD": "港元|港币|港幣|hk$|hkd$",
        "JPY": "日元|日圆|日圓|日币|円|jp¥|yen",
        "EUR": "欧元|歐元|€|euro|euros",
        "GBP": "英镑|英鎊|£|pound|pounds|sterling",
        "KRW": "韩元|韓元|韩圆|₩|won",
        "SGD": "新加坡元|新元|s$",
        "AUD": "澳元|a$|au$",
        "CAD": "加元|加拿大元|c$|ca$",
        "CHF": "瑞士法郎|瑞郎",
        "THB": "泰铢|泰銖|฿",
        "MYR": "马来西亚林吉特|林吉特|令吉|rm",
        "INR": "印度卢比|卢比|₹",
        "VND": "越南盾|₫",
        "IDR": "印尼盾|印尼卢比",
        "PHP": "菲律宾比索",
        "RUB": "卢布|俄罗斯卢布|₽",
        "BRL": "巴西雷亚尔|雷亚尔|r$",
        "MXN": "墨西哥比索",
        "MOP": "澳门元|澳门币",
        "SEK": "瑞典克朗",
        "NOK": "挪威克朗",
        "DKK": "丹麦克朗",
        "NZD": "新西兰元|nz$",
        "ZAR": "南非兰特",
        "TRY": "土耳其里拉",
        "AED": "迪拉姆|阿联酋迪拉姆",
        "SAR": "沙特里亚尔",
        "PLN": "波兰兹罗提",
        "CZK": "捷克克朗",
        "HUF": "匈牙利福林",
        "ILS": "以色列谢克尔",
        "CLP": "智利比索",
        "KZT": "坚戈",
        "PKR": "巴基斯坦卢比",
        "BDT": "孟加拉塔卡",
        "EGP": "埃及镑",
        "QAR": "卡塔尔里亚尔",
        "KWD": "科威特第纳尔",
        "UAH": "乌克兰格里夫纳",
        "RON": "罗马尼亚列伊",
        "ARS": "阿根廷比索",
        "COP": "哥伦比亚比索",
        "PEN": "秘鲁索尔",
        "NGN": "奈拉",
        "KES": "肯尼亚先令",
        "LKR": "斯里兰卡卢比",
        "MMK": "缅元",
        "KHR": "瑞尔",
        "LAK": "基普",
        "MNT": "图格里克",
    }
)
_SCALES: Final = (
    ("万亿|萬億|兆|trillions|trillion|trn|tn", 1e12),
    ("千亿|千億", 1e11),
    ("百亿|百億", 1e10),
    ("十亿|十億|billions|billion|bn|b", 1e9),
    ("亿|億", 1e8),
    ("千万|千萬", 1e7),
    ("百万|百萬|millions|million|mio|mil|mln|mn|mm|m", 1e6),
    ("十万|十萬", 1e5),
    ("万|萬|w", 1e4),
    ("千|thousands|thousand|'000|000s|k", 1e3),
)
# Words that say what is counted and change nothing: 元 is the unit of several currencies.
_NEUTRAL: Final = "元|圆|圓|整|人|名|家|笔|次|个|位|户"


def _token_pattern() -> tuple[re.Pattern[str], dict[str, str], dict[str, float]]:
    currencies = {
        name: code for code, names in _CURRENCY_NAMES.items() for name in (code.casefold(), *names.split("|"))
    }
    currencies = {name.replace(" ", ""): code for name, code in currencies.items()}
    scales = {name: factor for names, factor in _SCALES for name in names.split("|")}
    tokens = sorted((*currencies, *scales, *_NEUTRAL.split("|")), key=len, reverse=True)
    return re.compile("|".join(re.escape(token) for token in tokens)), currencies, scales


_TOKEN, _CURRENCIES, _FACTORS = _token_pattern()
CURRENCIES: Final = tuple(_CURRENCY_NAMES)


def plain(text: str) -> str:
    """Text with full-width forms made half-width and outer spaces gone."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def currency_of(text: str) -> str | None:
    """ISO 4217 code of a currency's code, sign or name; any other three Latin letters stand for themselves; or None."""
    name = plain(text).casefold().replace(" ", "")
    if name in ("元", "圆"):
        return "CNY"
    if name in _CURRENCIES:
        return _CURRENCIES[name]
    return name.upper() if re.fullmatch(r"[a-z]{3}", name) else None


def currency_codes() -> tuple[str, ...]:
    """Codes that stand for themselves."""
    return tuple(sorted({code for code in _CURRENCIES.values() if currency_of(code) == code}))


def parse_unit(text: str) -> Unit | None:
    """Unit such as `万元`, `百万新台币`, `USD mn`, `k`, `人`; empty text is the unit 1; None when it is no unit."""
    rest = re.sub(r"[\s()\[\].,/:]+|单位|計價|计", "", plain(text).casefold())
    factor: float | None = None
    currency: str | None = None
    position = 0
    while position < len(rest):
        found = _TOKEN.match(rest, position)
        if found is None:
            return None
        token, position = found.group(), found.end()
        if token in _FACTORS:
            if factor is not None:
                return None
            factor = _FACTORS[token]
        elif token in _CURRENCIES:
            if currency is not None:
                return None
            currency = _CURRENCIES[token]
    return Unit(factor or 1.0, currency)


_NUMBER = re.compile(
    r"(?P<before>[^\d.+-]*)"
    r"(?P<sign>[-+]?)\s*(?P<mid>[^\d.+-]*)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ']\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<exponent>e[+-]?\d{1,3})?"
    r"\s*(?P<after>.*)",
    re.DOTALL,
)
_ABOUT = re.compile(r"^(?:约|約|大约|近|approx\.?|about|ca\.|~|≈|rmb(?=\d))\s*")


def parse_amount(text: str, header: Unit | None = None) -> Amount | Bad:
    """
    Money or a count as written: `1,234.5`, `３２０万`, `USD 3.2mn`, `(500)`, `NT$ 30亿`.

    A unit in the cell stands before the header's.
    """
    body = plain(text).casefold().translate(_MINUS)
    # Accountants write a negative number in brackets; a unit may stand outside them.
    bracketed = re.search(r"\(([^()]*\d[^()]*)\)", body)
    negative = bracketed is not None
    if bracketed is not None:
        body = f"{body[: bracketed.start()]}{bracketed[1].strip()}{body[bracketed.end() :]}"
    body = _ABOUT.sub("", body)
    found = _NUMBER.fullmatch(body)
    if found is None:
        return Bad("unreadable_number")
    unit = parse_unit(f"{found['before']} {found['mid']} {found['after']}")
    if unit is None or (found["before"] and parse_unit(found["before"]) is None):
        return Bad("unreadable_number")
    digits = re.sub(r"[, ']", "", found["digits"]) + (found["exponent"] or "")
    if len(digits) > 40:
        return Bad("unreadable_number")
    said = header or Unit()
    # A bare 元 in the cell says that the header's 万 does not apply: 500元 under 万元 is 500.
    own = unit.factor != 1.0 or bool(re.search("[元圆圓]", found["after"]))
    value = scaled(digits, unit.factor if own else said.factor)
    if (found["sign"] == "-") != negative:
        value = -value
    if abs(value) > 1e18:
        return Bad("absurd_number")
    return Amount(value, unit.currency or said.currency, own)


_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "’": "'"})


def scaled(digits: str, factor: float) -> float:
    """Number times a power of ten, exact where the decimal is: 1.1 万 is 11000, not 11000.000000000002."""
    if factor == 1.0:
        return float(digits)
    shift = round(factor)
    power = len(str(shift)) - 1
    mantissa, _, exponent = digits.partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + power}")


def parse_fraction(text: str, *, percent: bool = False) -> float | Bad:
    """Fraction as written: `12%`, `0.12`, `1成`, `5‰`; under a header that says percent a bare 12 is 0.12."""
    body = plain(text).casefold().translate(_MINUS)
    found = re.fullmatch(
        r"([-+]?)\(?(\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\)?\s*(%|‰|成|pct|percent|个百分点)?", body
    )
    if found is None:
        return Bad("unreadable_fraction")
    digits = found[2].replace(",", "") + (found[3] or "")
    shift = {"%": -2, "pct": -2, "percent": -2, "个百分点": -2, "‰": -3, "成": -1, None: -2 if percent else 0}[found[4]]
    mantissa, _, exponent = digits.partition("e")
    value = float(f"{mantissa}e{int(exponent or 0) + shift}")
    return -value if found[1] == "-" or body.startswith("(") else value

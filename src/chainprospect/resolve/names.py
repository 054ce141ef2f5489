"""Names of companies: the form that makes two names one, and the barer form that only makes them alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

_OPENING: Final = "([{<〈《「『【〔〖〘〚⟨⟪⦅❨❪❬❮❰❲❴﹙﹛﹝（［｛＜｟｢"
_CLOSING: Final = ")]}>〉》」』】〕〗〙〛⟩⟫⦆❩❫❭❯❱❳❵﹚﹜﹞）］｝＞｠｣"
# Every kind of bracket as a round one.
BRACKETS: Final = str.maketrans(_OPENING + _CLOSING, "(" * len(_OPENING) + ")" * len(_CLOSING))

# Han, lower-case latin, digits and round brackets are their own normal form: nine names in ten stop here.
_PLAIN: Final = re.compile(r"[\u4e00-\u9fffa-z0-9()]+")
_SPACES: Final = re.compile(r"\s+")
# A space counts between two words of a script that parts its words with spaces, nowhere else.
_IDLE_SPACE: Final = re.compile(
    r" (?![^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])|(?<![^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]) "
)
_ASCII_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]+")
_INVISIBLE: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))

_SPELLINGS: Final = (
    ("有限责任公司", "有限公司"),
    ("有限責任公司", "有限公司"),
    ("股份公司", "股份有限公司"),
)
_STOCK_COMPANY: Final = ("株式会社", "株式會社")
# A branch or head office is not a legal form: its name must not shrink to the company's.
OFFICES: Final = ("分公司", "总公司", "總公司", "子公司")
_OTHER_LEGAL_FORM: Final = re.compile(
    r"(?:\((?:有限合伙|普通合伙|特殊普通合伙|有限|股份)\)"
    r"|(?<![a-z])(?:co|ltd|limited|inc|incorporated|corp|corporation|company|llc|llp|plc|gmbh|ag|sa|nv|bv|pte|pty|kk|lp)"
    r"|[\s,.&])+$"
)
_BRACKETED: Final = re.compile(r"\(([^()]{2,12})\)")
WHOLE_COUNTRY: Final = "中国"

# In the names of autonomous places.
_PEOPLES: Final = "朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|黎|哈萨克|维吾尔|柯尔克孜"
_PLACE_ENDING: Final = re.compile(
    rf"(?:(?:(?:{_PEOPLES})族?)+自治[区州县]|自治[区州县]|特别行政区|地区|林区|[省市县盟])$"
)
# Short forms that are ordinary words at the head of a name: these places count only when spelled in full.
_ORDINARY_WORDS: Final = frozenset(("东方", "阿里", "朝阳", "双河", "新星", "白杨", "白银", "文昌", "昆玉", "天门"))


class Bare(NamedTuple):
    """A name without region and legal form, and the place it named, as the place table spells it."""

    text: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """
    Places as they begin names, in full (苏州市) and short (苏州).

    `known` gives the full name of each; `lengths` the lengths to try, longest first, by the first two characters.
    """

    known: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]


def merge_form(name: str) -> str:
    """
    The form of a name that decides whether two names are one.

    Compatibility characters, case, spaces, control characters, kinds of brackets and the two spellings of a legal form
    (有限责任公司, 股份公司) make no difference; region, 集团, 分公司 and the legal form itself do. Spaces stay, as one,
    only between words of latin and like scripts.

    Returns
    -------
    form
        Empty when the name holds nothing that can be seen. `merge_form(form) == form`.
    """
    form = name
    if _PLAIN.fullmatch(form) is None:
        form = form.translate(BRACKETS)
        if _PLAIN.fullmatch(form) is None:
            form = _normal(form)
    return one_spelling(form)


def one_spelling(form: str) -> str:
    """A name with its legal form in the spelling that stands for both (有限公司, 股份有限公司)."""
    if "责任" in form or "股份公司" in form or "責任" in form:
        # What a replacement joins, 限 and 公 or 份 and 有, stands in none of the longer spellings: once is enough.
        for spelling, other in _SPELLINGS:
            form = form.replace(spelling, other)
    return form


def bare_form(name: str, places: Places) -> Bare:
    """
    Strip region and legal form off a name, for the review only: equal bare forms never merge.

    The region is what the name begins with (the narrower of province and city) or, failing that, a place in brackets.
    What is left keeps at least two characters: a name that is nothing but a place and a legal form keeps its place.
    """
    form = merge_form(name)
    text = _without_legal_form(form[4:] if form.startswith(_STOCK_COMPANY) else form)
    region: str | None = None
    for _ in range(2):
        cut = _place_length(text, places)
        if not cut or len(text) - cut < 2:
            break
        region, text = places.known[text[:cut]], text[cut:]
    if "(" in text:
        for found in _BRACKETED.finditer(text):
            place = WHOLE_COUNTRY if found[1] == WHOLE_COUNTRY else places.known.get(found[1])
            rest = text[: found.start()] + text[found.end() :]
            if place is not None and len(rest) >= 2:
                return Bare(_without_legal_form(rest) or rest, region or place)
    return Bare(text or form, region)


def region_of(name: str, places: Places) -> str | None:
    """The place a name carries, as the place table spells it, or None."""
    return bare_form(name, places).region


def read_places(rows: Iterable[tuple[str, str]]) -> Places:
    """
    Places from (province, place) rows; where two share a short form, the earlier row has it.

    A few short forms that are ordinary words (东方, 朝阳) are left out: those places are known in full only.
    """
    known: dict[str, str] = {}
    for _, place in rows:
        known.setdefault(place, place)
        short = _short(place)
        if short not in _ORDINARY_WORDS:
            known.setdefault(short, place)
    lengths: dict[str, set[int]] = {}
    for place in known:
        lengths.setdefault(place[:2], set()).add(len(place))
    return Places(known, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()})


def _normal(text: str) -> str:
    if text.isascii():
        return _IDLE_SPACE.sub("", " ".join(_ASCII_CONTROLS.sub("", text.lower()).split()))
    # Casefolding and dropping invisible characters can each make new compositions: repeat until nothing moves.
    previous = ""
    while previous != text:
        previous = text
        text = unicodedata.normalize("NFKC", text).casefold()
        text = _SPACES.sub(" ", text).strip()
        if not text.isprintable():
            text = "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE)
        if " " in text:
            text = _IDLE_SPACE.sub("", text)
        text = text.translate(BRACKETS)
    return text


def _without_legal_form(text: str) -> str:
    if text.endswith("有限公司"):
        return text[:-4].removesuffix("股份")
    if text.endswith("公司"):
        return text if text.endswith(OFFICES) else text[:-2]
    if text.endswith(_STOCK_COMPANY):
        return text[:-4]
    return _OTHER_LEGAL_FORM.sub("", text) if text[-1:].isascii() else text


def _short(place: str) -> str:
    short = _PLACE_ENDING.sub("", place)
    if len(short) < 2:
        short = place.removesuffix("自治区") if place.endswith("自治区") else place
    return short


def _place_length(text: str, places: Places) -> int:
    for length in places.lengths.get(text[:2], ()):
        if text[:length] in places.known:
            return length
    return 0

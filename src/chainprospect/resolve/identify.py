"""Mentions into companies: by identifier, by the form of the name, by alias, by what a person decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.identity import Decisions, Identity, Mentions
from chainprospect.model.runs import distinct
from chainprospect.resolve.components import components, linked
from chainprospect.resolve.contested import merges
from chainprospect.resolve.names import Places
from chainprospect.resolve.review import Register, propose

_OWN: Final = 1
_USCC: Final = 2
_LEI: Final = 4


@dataclass(frozen=True, slots=True)
class _Ambiguous:
    # Id-less companies (`company`) and each company of the same form that carries ids (`other`), as mentions.
    company: NDArray[np.int64]
    other: NDArray[np.int64]


def identify(mentions: Mentions, decisions: Decisions, places: Places, *, threads: int = 1) -> Identity:
    """
    Resolve mentions to companies.

    Mentions that share an own id, USCC or LEI are one company; so are those of one merge form whose identifiers do not
    contradict. Two contradict when both have an own id, a USCC or a LEI and share none. Where a form fits several
    companies, its mentions without identifiers stay a company apart. A reference by a name that no company bears, but
    that is the alias of exactly one, is that company.

    Parameters
    ----------
    mentions
        Every distinct way in which the records mention a company, in any order.
    decisions
        Pairs of company ids, as they are without any decision, that are one or stay two.
    places
        Places that names may begin with, for the review only.
    threads
        How many look at names at once.

    Returns
    -------
    identity
        Company numbers in code-point order of ids. It does not depend on the order of the mentions.

    Notes
    -----
    O(mentions), vectorised; Python loops run over contested forms, companies without identifiers and distinct forms.
    """
    root = _by_identifier(mentions)
    root = _by_contested_form(mentions, root)
    root, ambiguous = _by_name(mentions, root)
    root = _by_alias(mentions, root)
    company, ids = _numbered(mentions, root)
    if decisions.accepted:
        accepted, united = _united(company, ids, decisions.accepted)
        # The question which company a bare name means is answered once it is united with one of them.
        answered = np.isin(company[ambiguous.company], company[ambiguous.company][united(ambiguous)])
        ambiguous = _Ambiguous(ambiguous.company[~answered], ambiguous.other[~answered])
        before = ids
        final, ids = _numbered(mentions, accepted)
        rejected = _rejected(decisions.rejected, before, company, final)
        company = final
    else:
        rejected = _rejected(decisions.rejected, ids, company, company)
    names = _preferred_names(mentions, company, ids)
    register = Register(
        ids=ids,
        names=names,
        has_uscc=_marked(company[mentions.uscc >= 0], len(ids)),
        has_lei=_marked(company[mentions.lei >= 0], len(ids)),
        rejected=rejected,
    )
    ambiguous_pairs = np.stack([company[ambiguous.company], company[ambiguous.other]], axis=1)
    pairs, cut = propose(mentions, company, register, ambiguous_pairs, places, threads=threads)
    return Identity(company, ids, names, pairs, cut)


def _by_identifier(mentions: Mentions) -> NDArray[np.int64]:
    count = len(mentions.own)
    ties = [
        linked(count, mentions.own, len(mentions.own_texts)),
        linked(count, mentions.uscc, len(mentions.uscc_texts)),
        linked(count, mentions.lei, len(mentions.lei_texts)),
        _same_text(mentions.own, mentions.own_texts, mentions.uscc, mentions.uscc_texts),
        _same_text(mentions.own, mentions.own_texts, mentions.lei, mentions.lei_texts),
    ]
    return components(count, np.concatenate([tie[0] for tie in ties]), np.concatenate([tie[1] for tie in ties]))


def _same_text(
    own: NDArray[np.int64], own_texts: Sequence[str], code: NDArray[np.int64], code_texts: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    # Whoever keeps the USCC or LEI as their own id means the same company; and no two companies get one id by it.
    # Most own ids are not as long as any code: they need not be hashed.
    sizes = set(map(len, code_texts))
    shared = {text for text in own_texts if len(text) in sizes}.intersection(code_texts) if sizes else None
    if not shared:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place = {text: number for number, text in enumerate(code_texts) if text in shared}
    translated = np.array([place.get(text, -1) for text in own_texts], dtype=np.int64)
    count = len(own)
    both = np.concatenate([np.where(own >= 0, translated[own], -1), code])
    left, right = linked(2 * count, both, len(code_texts))
    return left % count, right % count


def _kinds(mentions: Mentions, root: NDArray[np.int64]) -> NDArray[np.uint8]:
    kinds = np.zeros(len(root), dtype=np.uint8)
    for codes, bit in ((mentions.own, _OWN), (mentions.uscc, _USCC), (mentions.lei, _LEI)):
        kinds[root[codes >= 0]] |= np.uint8(bit)
    return kinds


def _by_contested_form(mentions: Mentions, root: NDArray[np.int64]) -> NDArray[np.int64]:
    kinds = _kinds(mentions, root)
    forms, roots = _bearers(mentions.form, root, kinds[root] > 0)
    left, right = merges(forms, roots, kinds)
    return components(len(root), left, right)[root]


def _bearers(
    form: NDArray[np.int64], root: NDArray[np.int64], which: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct (form, root) of some mentions, ordered by form."""
    which = which & (form >= 0)
    size = np.int64(root.max(initial=0) + 1)
    pairs = distinct(form[which] * size + root[which])
    return pairs // size, pairs % size


def _by_name(mentions: Mentions, root: NDArray[np.int64]) -> tuple[NDArray[np.int64], _Ambiguous]:
    kinds = _kinds(mentions, root)
    forms, roots = _bearers(mentions.form, root, kinds[root] > 0)
    size = len(mentions.form_texts)
    bearers = np.bincount(forms, minlength=size + 1)
    bearer = np.zeros(size + 1, dtype=np.int64)
    bearer[forms] = roots
    # A mention with neither identifier nor name has the form -1, which is the last place of these arrays.
    plain = np.flatnonzero(kinds[root] == 0)
    form = mentions.form[plain]
    first = np.full(size + 1, len(root), dtype=np.int64)
    np.minimum.at(first, form, plain)
    joined = root.copy()
    joined[plain] = np.where(bearers[form] == 1, bearer[form], first[form])
    contested = (bearers[forms] >= 2) & (first[forms] < len(root))
    return joined, _Ambiguous(first[forms[contested]], roots[contested])


def _by_alias(mentions: Mentions, root: NDArray[np.int64]) -> NDArray[np.int64]:
    named = mentions.form >= 0
    only_name = mentions.is_reference & (mentions.own < 0) & (mentions.uscc < 0) & (mentions.lei < 0)
    size = len(mentions.form_texts)
    free = _marked(mentions.form[named & only_name], size) & ~_marked(mentions.form[named & ~only_name], size)
    alias = free[mentions.alias_form] & ~mentions.is_reference[mentions.alias_of]
    forms, roots = _bearers(mentions.alias_form, root[mentions.alias_of], alias)
    holders = np.bincount(forms, minlength=size)
    holder = np.zeros(size, dtype=np.int64)
    holder[forms] = roots
    called = np.flatnonzero(named & only_name)
    called = called[(holders == 1)[mentions.form[called]]]
    joined = root.copy()
    joined[called] = holder[mentions.form[called]]
    return joined


def _marked(numbers: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    marks = np.zeros(size, dtype=np.bool_)
    marks[numbers] = True
    return marks


def _numbered(mentions: Mentions, root: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[str]]:
    """Companies as ranks of their ids, and the ids."""
    marks = _marked(root, len(root))
    company = (np.cumsum(marks) - 1)[root]
    companies = int(np.count_nonzero(marks))
    ids = np.empty(companies, dtype=object)
    unnamed = np.ones(companies, dtype=np.bool_)
    for codes, texts in (
        (mentions.own, mentions.own_texts),
        (mentions.uscc, mentions.uscc_texts),
        (mentions.lei, mentions.lei_texts),
    ):
        smallest = _smallest(codes, len(texts), company, companies)
        taken = unnamed & (smallest < len(texts))
        ids[taken] = np.array(texts, dtype=object)[smallest[taken]]
        unnamed &= ~taken
    if unnamed.any():
        smallest = _smallest(mentions.form, len(mentions.form_texts), company, companies)
        nameless = np.flatnonzero(unnamed)
        nameless = nameless[np.argsort(smallest[nameless], kind="stable")]
        forms = (mentions.form_texts[code] if code < len(mentions.form_texts) else "" for code in smallest[nameless])
        ids[nameless] = _hashed_ids(forms, {text for text in ids[~unnamed] if text.startswith("X")})
    found = ids.tolist()
    order = sorted(range(companies), key=found.__getitem__)
    rank = np.empty(companies, dtype=np.int64)
    rank[order] = np.arange(companies)
    return rank[company], [found[place] for place in order]


def _smallest(codes: NDArray[np.int64], absent: int, company: NDArray[np.intp], companies: int) -> NDArray[np.int64]:
    smallest = np.full(companies, absent, dtype=np.int64)
    some = codes >= 0
    np.minimum.at(smallest, company[some], codes[some])
    return smallest


def _hashed_ids(forms: Iterable[str], taken: set[str]) -> NDArray[np.object_]:
    # An own id may look like a hashed one, and two forms may share a hash: the own id or the smaller form keeps it, the
    # other is hashed again with a counter until it is alone.
    ids = []
    for form in forms:
        ident, again = _hashed_id(form), 0
        while ident in taken:
            again += 1
            ident = _hashed_id(f"{form}\0{again}")
        taken.add(ident)
        ids.append(ident)
    return np.array(ids, dtype=object)


def _hashed_id(text: str) -> str:
    return "X" + blake2b(text.encode(), digest_size=6).hexdigest()


def _united(
    company: NDArray[np.int64], ids: Sequence[str], accepted: frozenset[tuple[str, str]]
) -> tuple[NDArray[np.int64], Callable[[_Ambiguous], NDArray[np.bool_]]]:
    number = {ident: place for place, ident in enumerate(ids)}
    known = [(number[left], number[right]) for left, right in sorted(accepted) if left in number and right in number]
    ties = np.array(known, dtype=np.int64).reshape(-1, 2)
    final = components(len(ids), ties[:, 0], ties[:, 1])[company]
    return final, lambda ambiguous: final[ambiguous.company] == final[ambiguous.other]


def _rejected(
    rejected: frozenset[tuple[str, str]],
    ids: Sequence[str],
    before: NDArray[np.int64],
    after: NDArray[np.int64],
) -> frozenset[tuple[int, int]]:
    if not rejected:
        return frozenset()
    number = {ident: place for place, ident in enumerate(ids)}
    moved = np.zeros(len(ids), dtype=np.int64)
    moved[before] = after
    pairs = set()
    for left, right in rejected:
        if left in number and right in number:
            ends = int(moved[number[left]]), int(moved[number[right]])
            pairs.add((min(ends), max(ends)))
    return frozenset(pairs)


def _preferred_names(mentions: Mentions, company: NDArray[np.int64], ids: Sequence[str]) -> list[str]:
    """A company row's name before a reference's, then the most frequent, then the smallest; the id where none is."""
    named = np.flatnonzero(mentions.name >= 0)
    if not named.size:
        return list(ids)
    # Company, then row before reference, then name, as one number: it sorts faster than three.
    size = len(mentions.name_texts)
    key = (company[named] * 2 + mentions.is_reference[named]) * size + mentions.name[named]
    order = np.argsort(key, kind="stable")
    starts = _starts(key[order])
    rows = np.add.reduceat(mentions.rows[named[order]], starts)
    bearer, name = np.divmod(key[order][starts], size)
    owner = bearer >> 1
    firsts = _starts(owner)
    counts = np.diff(firsts, append=len(owner))
    rows[bearer != np.repeat(bearer[firsts], counts)] = 0
    best = np.flatnonzero(rows == np.repeat(np.maximum.reduceat(rows, firsts), counts))
    best = best[_starts(owner[best])]
    names = np.array(ids, dtype=object)
    names[owner[best]] = np.array(mentions.name_texts, dtype=object)[name[best]]
    return list(names)


def _starts(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each value of an ordered array begins."""
    return np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1))

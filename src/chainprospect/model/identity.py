"""What is known of who is who: mentions of companies in the records, and the companies they resolve to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Mentions:
    """
    Every distinct way in which the records mention a company, as aligned integer codes.

    A mention is a company row's distinct (own id, USCC, LEI, name) or, where `is_reference`, a text of a relation,
    payment, event, financial or blacklist row that was told apart as exactly one of USCC, LEI or name. A text that is
    an own id means whoever has it, and is no mention.
    Codes index the text lists; -1 is absent. All text lists are distinct and in code-point order.

    - `own`, `uscc`, `lei`, `form`: int64 codes into `own_texts`, `uscc_texts`, `lei_texts`, `form_texts`
      (`form_texts` are merge forms of names)
    - `name`: code into `name_texts`, the name as written; `region` and `rows` (how many rows say so) help the review
    - `alias_of`, `alias_form`: pairs (mention, form code) for aliases, former names and English names
    """

    is_reference: NDArray[np.bool_]
    own: NDArray[np.int64]
    uscc: NDArray[np.int64]
    lei: NDArray[np.int64]
    form: NDArray[np.int64]
    name: NDArray[np.int64]
    rows: NDArray[np.int64]
    alias_of: NDArray[np.int64]
    alias_form: NDArray[np.int64]
    own_texts: Sequence[str]
    uscc_texts: Sequence[str]
    lei_texts: Sequence[str]
    form_texts: Sequence[str]
    name_texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided in review: pairs of company ids (smaller first) that are one, or stay two."""

    accepted: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class ReviewPair:
    """
    Two companies that may be one.

    `reason` is a machine word: `ambiguous_name`, `same_bare_name`, `alias`, `similar_name`.
    """

    left: str
    right: str
    left_name: str
    right_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Mentions resolved to companies.

    `company` gives each mention its company number; `ids[number]` is the company id, in code-point order;
    `names[number]` its preferred name; `pairs` what a person should look at, in (left, right) order; `pairs_cut`
    how many more there may be beyond what a person can read through.
    """

    company: NDArray[np.int64]
    ids: Sequence[str]
    names: Sequence[str]
    pairs: tuple[ReviewPair, ...]
    pairs_cut: int = 0

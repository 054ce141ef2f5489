"""A company, as everybody in the house knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# A company number is the rank of its id in code-point order within one snapshot: ordering by number is ordering by id.
IdArray: TypeAlias = NDArray[np.int64]

BANDS = ("micro", "small", "medium", "large")
ROLES = (
    "producer",
    "trader",
    "distributor",
    "agent",
    "law_firm",
    "accounting_firm",
    "tax_agent",
    "association",
    "government",
    "park",
    "bank",
    "school",
    "hospital",
    "institute",
    "media",
    "other",
)
OWNERSHIPS = ("state", "private", "foreign", "institution", "individual")
MIDDLEMAN_ROLES = ("trader", "agent")


@dataclass(frozen=True, slots=True)
class Company:
    """
    One resolved legal entity: the facts that a list, a sentence or a map may print.

    Money is in units of `currency` as stated; blank facts are None, lists are empty tuples. Every
    stated number keeps the unit it was given in, while scoring reads `FeatureBatch`. `records` counts the rows of
    company tables that tell of it; `grade`, `source_file`, `source_row` and `source_ref` are those of the one that
    weighs most. A company that only relations name has none.
    """

    number: int
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    name_en: str | None = None
    former_names: tuple[str, ...] = ()
    uscc: str | None = None
    lei: str | None = None
    ticker: str | None = None
    country: str | None = None
    region: str | None = None
    park: str | None = None
    industry_code: str | None = None
    industry: str | None = None
    role: str | None = None
    ownership: str | None = None
    status: str | None = None
    products: tuple[str, ...] = ()
    main_bank: str | None = None
    banks: tuple[str, ...] = ()
    is_client: bool | None = None
    core_client: bool | None = None
    listed: bool | None = None
    employees: float | None = None
    revenue: float | None = None
    currency: str | None = None
    as_of: str | None = None
    grade: str | None = None
    source_file: str | None = None
    source_row: int | None = None
    source_ref: str | None = None
    records: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What advice reads of a company beyond `Company`.

    Money is CNY at the snapshot's frozen rates, None where it is unknown or its currency has no rate. `employees` is
    persons, `growth` and `industry_growth` fractions a year, `founded` ISO text, `bank_count` the banks it works with.
    `contribution`, the balances and `products_held` are our own bank's relation with it. `active` is None where no
    status is known; `blacklist_reason` is None too where the list gives none (`FeatureBatch.blacklisted` says whether
    it is listed).
    """

    number: int
    employees: float | None = None
    revenue: float | None = None
    assets: float | None = None
    net_assets: float | None = None
    market_cap: float | None = None
    growth: float | None = None
    industry_growth: float | None = None
    bank_count: float | None = None
    founded: str | None = None
    contribution: float | None = None
    loan_balance: float | None = None
    deposit_balance: float | None = None
    products_held: tuple[str, ...] = ()
    blacklist_reason: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Peers:
    """
    The companies of one company's industry division and province, itself left out.

    `division` is a section letter with two digits (`C38`), `province` a province of China by its full name; None is
    unknown, and where either is unknown there are no peers. `numbers` holds the first ones, ascending; `total` counts
    all.
    """

    division: str | None
    province: str | None
    numbers: IdArray
    total: int


@dataclass(frozen=True, slots=True)
class CompanyMatch:
    """
    One answer of a search.

    `how` is the best way it matched: `id`, `name`, `alias` (exact, all three equally good), `start`
    or `substring`; `text` is the matched id or name as loaded.
    """

    number: int
    id: str
    name: str
    how: str
    text: str

    @property
    def exact(self) -> bool:
        """Whether a whole id, name or alias was matched."""
        return self.how in ("id", "name", "alias")


@dataclass(frozen=True, slots=True)
class SizeBand:
    """
    A size band or a range of bands under a named rule.

    `band` is set when `low == high`; all three are None when nothing can be said. `basis` is a short
    machine phrase: the rule's scheme and key, and which metrics were known (`CN_NBS_2017/industry:employees`).
    """

    band: str | None
    low: str | None
    high: str | None
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """
    A text column as codes into its distinct labels.

    `codes` is int32, aligned with the batch; -1 is unknown. Labels are in code-point order.
    """

    codes: NDArray[np.int32]
    labels: Sequence[str]

    def text(self, row: int) -> str | None:
        """Label of one row, or None when unknown."""
        code = int(self.codes[row])
        return None if code < 0 else self.labels[code]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """
    Several values a company: row i owns `values[starts[i]:starts[i + 1]]`.

    `starts` is int64 of length n + 1; `values` int64.
    """

    starts: NDArray[np.int64]
    values: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FeatureBatch:
    """
    What the score reads of a batch of companies, as aligned columns.

    NaN is unknown in float columns; in int8 columns -1 is unknown, 0 no, 1 yes. Money is CNY at the
    snapshot's frozen rates. `unpriced` is true where an amount is stated in a currency without a rate.

    - `employees`, `revenue`, `assets`: persons, CNY, CNY
    - `growth`, `industry_growth`: fractions a year
    - `partners`, `buyers`, `suppliers`: distinct goods partners in the whole graph, both ways, as
      buyers, as suppliers; `client_partners`: goods partners marked is_client
    - `group`: smallest company number of its ownership group (itself when alone)
    - `bank_count`: banks it works with (NaN unknown); `banks` names them where they are named, as codes into
      `bank_labels`; `main_bank` is a code into `bank_labels` too (-1 unknown)
    - `events`: event numbers, with `event_type` (code into `event_types`) and `event_day` (days since
      1970-01-01, `UNDATED` when blank) aligned with `events.values`
    """

    numbers: IdArray
    employees: NDArray[np.float64]
    revenue: NDArray[np.float64]
    assets: NDArray[np.float64]
    unpriced: NDArray[np.bool_]
    growth: NDArray[np.float64]
    industry_growth: NDArray[np.float64]
    industry: Coded
    region: Coded
    role: Coded
    active: NDArray[np.int8]
    is_client: NDArray[np.int8]
    blacklisted: NDArray[np.bool_]
    listed: NDArray[np.int8]
    partners: NDArray[np.int64]
    buyers: NDArray[np.int64]
    suppliers: NDArray[np.int64]
    client_partners: NDArray[np.int64]
    group: NDArray[np.int64]
    bank_count: NDArray[np.float64]
    banks: Ragged
    main_bank: NDArray[np.int32]
    bank_labels: Sequence[str]
    events: Ragged
    event_type: NDArray[np.int32]
    event_day: NDArray[np.int32]
    event_types: Sequence[str]

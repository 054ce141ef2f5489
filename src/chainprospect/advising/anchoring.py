"""Core clients from a store: what each brings, what of it is elsewhere, whom to give up, whom to mine next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chainprospect.advise.core import ClientStanding, Curve, Ranked, Wallet, curve, to_drop
from chainprospect.advise.coverage import Coverage, cover
from chainprospect.advise.held import ProductGap, bank_products, product_gap
from chainprospect.advise.offers import Shelf
from chainprospect.advising.dossier import day_of
from chainprospect.advising.needs import needs_at
from chainprospect.asking import iso_day
from chainprospect.expand.reach import walk
from chainprospect.expand.ties import age_months
from chainprospect.model.advice import FactUsed
from chainprospect.model.approach import AnchorRules
from chainprospect.model.bank import ClientType, Product
from chainprospect.model.company import Company, FeatureBatch, IdArray, Standing
from chainprospect.model.dossier import source_of, statement_source
from chainprospect.model.financial import Financial
from chainprospect.model.ports import Store
from chainprospect.model.relation import Side
from chainprospect.model.rules import Question
from chainprospect.references import measured
from chainprospect.score.contributions import main_bank_is_ours, other_banks
from chainprospect.score.gates import OPEN, Yardsticks, gates, known
from chainprospect.score.size import bands
from chainprospect.score.verdicts import BLOCK

NEEDS_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class Client:
    """
    One client as the table of core clients shows it.

    `place` is where it stands on the curve, from 1, with what stands there; both are None where its contribution is
    unknown. `facts` are what all this stands on, with their sources; `statement` is the period that the loans and the
    cash of all banks are from. `products` is None where no product of it is known, `drop` where it carries a risk and
    its return is unknown. `raised` are products that its needs ask for and that it does not use yet, None where its
    needs were not looked at.
    """

    company: Company
    place: int | None
    ranked: Ranked | None
    standing: ClientStanding
    loans: Wallet
    deposits: Wallet
    statement: str | None
    other_banks: float | None
    main_is_ours: bool | None
    products: ProductGap | None
    drop: bool | None
    facts: tuple[FactUsed, ...]
    raised: tuple[Product, ...] | None

    @property
    def core(self) -> bool | None:
        """Whether it is one of the few that give most; None where its contribution is unknown."""
        return None if self.ranked is None else self.ranked.core


@dataclass(frozen=True, slots=True)
class Mine:
    """
    Which clients to mine next.

    `coverage` is by company number, `companies` holds those it names. `asked` clients were looked at, `left_out` were
    not.
    """

    coverage: Coverage
    companies: Mapping[int, Company]
    asked: int
    left_out: int


@dataclass(frozen=True, slots=True)
class CoreClients:
    """
    What `anchors` tells.

    `clients` stand in the order of the curve, those of unknown contribution last, by id; at most as many as were asked
    for, of `total`. `unknown` counts those whose contribution is unknown. `drop` and `undecided` are picked from all.
    """

    snapshot: str
    as_of: str | None
    total: int
    unknown: int
    curve: Curve
    clients: tuple[Client, ...]
    drop: tuple[Client, ...]
    undecided: tuple[Client, ...]
    mine: Mine


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is asked of the clients.

    `shelf` holds the bank's products, `types` the types of clients by ownership; `top` is how many clients are told
    (None: all), `mined` how many anchors to mine next.
    """

    rules: AnchorRules
    shelf: Shelf
    types: Mapping[str, ClientType]
    top: int | None = None
    mined: int = 10


def core_clients(store: Store, wanted: Wanted, question: Question) -> CoreClients:
    """
    The clients that give most, what of their business is elsewhere, which to give up, which to mine next.

    Notes
    -----
    Reads every client, never the other companies; two walks a client that is looked at for mining; the needs of the
    first 20 core clients told.
    """
    table = _Table(store, wanted, question)
    order = table.order
    return CoreClients(
        snapshot=store.facts.snapshot,
        as_of=iso_day(table.as_of_day),
        total=len(order),
        unknown=len(order) - len(table.curve.rows),
        curve=table.curve,
        clients=table.read(order[: wanted.top], question),
        drop=table.read([row for row in order if table.drop[row]]),
        undecided=table.read([row for row in order if table.drop[row] is None]),
        mine=_mine(store, table.numbers[np.array(order, np.int64)], wanted, question),
    )


class _Table:
    """All clients as rows, ascending by number, with what is cheap to know of each; the rest is read when asked for."""

    def __init__(self, store: Store, wanted: Wanted, question: Question) -> None:
        self.store, self.wanted = store, wanted
        self.products = bank_products(wanted.shelf.products, wanted.shelf.means)
        self.as_of_day = day_of(store, question)
        self.numbers = store.clients()
        measures = measured(store, question)
        features = store.features(self.numbers)
        self.standings = store.standings(self.numbers)
        self.others = other_banks(features, measures.bank)
        self.ours = main_bank_is_ours(features, measures.bank)
        self.risks = _risks(features, measures, wanted.rules, self.as_of_day)
        rows = range(len(self.numbers))
        given = {row: self.standings[row].contribution for row in rows}
        self.curve = curve({row: value for row, value in given.items() if value is not None}, wanted.rules.core_share)
        self.drop = [to_drop(_standing(self.standings[row], None, self.risks[row]), wanted.rules) for row in rows]
        self.ranked = {each.company: (place, each) for place, each in enumerate(self.curve.rows, 1)}
        self.order = [*self.ranked, *(row for row in rows if row not in self.ranked)]

    def read(self, rows: Sequence[int], question: Question | None = None) -> tuple[Client, ...]:
        """Some clients, in the order asked for; with a question also what core clients among them need."""
        numbers = self.numbers[np.array(rows, np.int64)]
        core = [row for row in rows if row in self.ranked and self.ranked[row][1].core][:NEEDS_LOOKED_AT]
        plans = {} if question is None else self._plans(core, question)
        found = zip(rows, self.store.companies(numbers), self.store.financials_of(numbers), strict=True)
        return tuple(self._client(row, company, next(iter(each), None), plans) for row, company, each in found)

    def _raised(self, gap: ProductGap | None, plan: frozenset[str]) -> tuple[Product, ...]:
        return tuple(each for each in (self.products if gap is None else gap.open) if each.id in plan)

    def _plans(self, rows: Sequence[int], question: Question) -> dict[int, frozenset[str]]:
        """Products that the needs of some clients ask for, by row."""
        numbers = self.numbers[np.array(rows, np.int64)]
        answers = needs_at(self.store, numbers, question, self.wanted.shelf, dict(self.wanted.types))
        return {row: frozenset(each.needs.plan) for row, each in zip(rows, answers, strict=True)}

    def _client(
        self, row: int, company: Company, statement: Financial | None, plans: Mapping[int, frozenset[str]]
    ) -> Client:
        place, ranked = self.ranked.get(row, (None, None))
        stands = _standing(self.standings[row], statement, self.risks[row])
        gap = product_gap(self.standings[row].products_held, self.products)
        return Client(
            company=company,
            place=place,
            ranked=ranked,
            standing=stands,
            loans=Wallet(stands.loans, stands.all_loans),
            deposits=Wallet(stands.deposits, stands.cash),
            statement=None if statement is None else statement.period,
            other_banks=known(self.others[row]),
            main_is_ours=None if self.ours[row] < 0 else bool(self.ours[row]),
            products=gap,
            drop=self.drop[row],
            facts=_facts(company, stands, statement),
            raised=self._raised(gap, plans[row]) if row in plans else None,
        )


def _standing(stands: Standing, statement: Financial | None, risks: tuple[str, ...]) -> ClientStanding:
    short, long, cash = (
        None if statement is None else statement.cny(item) for item in ("short_loans", "long_loans", "cash")
    )
    loans = None if short is None or long is None else short + long
    return ClientStanding(stands.contribution, stands.loan_balance, stands.deposit_balance, loans, cash, risks)


def _facts(company: Company, stands: ClientStanding, statement: Financial | None) -> tuple[FactUsed, ...]:
    """What the row of a client stands on."""
    record = source_of(company.source_file, company.source_row, company.source_ref)
    books = None if statement is None else statement_source(statement)
    told = (
        ("contribution", stands.contribution, record),
        ("loan_balance", stands.loans, record),
        ("deposit_balance", stands.deposits, record),
        ("all_loans", stands.all_loans, books),
        ("cash", stands.cash, books),
    )
    return tuple(FactUsed(name, value, "CNY", None if value is None else source) for name, value, source in told)


def _risks(
    features: FeatureBatch, measures: Yardsticks, rules: AnchorRules, as_of_day: int | None
) -> list[tuple[str, ...]]:
    """Marks of high risk of each client; an undated default counts."""
    with np.errstate(invalid="ignore"):
        old = age_months(features.event_day, as_of_day) > rules.risk_months
    words = list(features.event_types)
    default = (features.event_type == words.index("default")) & ~old if "default" in words else old & False
    starts = features.events.starts.tolist()
    blocked = measures.verdicts(features).verdict == BLOCK
    found = []
    for row in range(len(features.numbers)):
        marks = {
            "blacklist": bool(features.blacklisted[row]),
            "not_active": bool(features.active[row] == 0),
            "policy_block": bool(blocked[row]),
            "default": bool(default[starts[row] : starts[row + 1]].any()),
        }
        found.append(tuple(name for name, holds in marks.items() if holds))
    return found


def _mine(store: Store, clients: IdArray, wanted: Wanted, question: Question) -> Mine:
    """The clients around whom most fit companies are that nobody serves."""
    looked = clients[: wanted.rules.clients]
    as_of_day = day_of(store, question)
    around = {
        anchor: np.concatenate(
            [
                walk(store, anchor, side, wanted.rules.tiers, question.reach, as_of_day).company
                for side in (Side.UPSTREAM, Side.DOWNSTREAM)
            ]
        )
        for anchor in looked.tolist()
    }
    met = np.unique(np.concatenate([np.empty(0, np.int64), *around.values()]))
    fit = met[_fit(store, met, looked, measured(store, question))]
    reaches = {anchor: frozenset(each[np.isin(each, fit)].tolist()) for anchor, each in around.items()}
    coverage = cover(reaches, wanted.mined)
    named = sorted({number for pick in coverage.picks for number in (pick.anchor, *pick.new)})
    companies = dict(zip(named, store.companies(np.array(named, np.int64)), strict=True))
    return Mine(coverage, companies, len(looked), len(clients) - len(looked))


def _fit(store: Store, met: IdArray, anchors: IdArray, measures: Yardsticks) -> NDArray[np.bool_]:
    """Which companies pass every gate."""
    features = store.features(met)
    groups = np.unique(store.features(anchors).group)
    fit: NDArray[np.bool_] = gates(features, bands(features, measures.sizes), groups, measures) == OPEN
    return fit

"""
A seeded economy of any size, written in pieces as the files a user would load.

Same relations, same seed: the same bytes, whatever the pieces. Numbers of partners have a heavy tail on both sides; the
anchor is a typical core client with 150 suppliers and 100 buyers at every size, and one seller and one buyer are hubs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any, Final, Literal

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.names import ACCOUNTS, CODE_LETTERS, LAW, LETTERS, TRADES, Names, uscc_check

ANCHOR: Final = "C00000000"
HUB_SELLER: Final = "C00000001"
HUB_BUYER: Final = "C00000002"
ANCHOR_SUPPLIERS: Final = 150
ANCHOR_BUYERS: Final = 100

# Ten ends of relations a company.
RELATIONS_A_COMPANY: Final = 5
FEWEST_COMPANIES: Final = 400
# Weight of the company of rank r is (r + shift)^-.7, which gives degrees the density k^-2.43.
TAIL: Final = 0.7
HUB: Final = 100_000
FROM_WHICH_PARQUET: Final = 50_000_000

# Random numbers come in blocks of their own, so that pieces of any size hold the same rows.
BLOCK: Final = 50_000
PIECE: Final = 1_000_000
EPOCH_DAY: Final = 18_993  # 2022-01-01
DAYS: Final = 1_460

KINDS: Final = ("supplies", "distributes", "owns", "intermediates", "refers", "guarantees")
KIND_SHARES: Final = (0.90, 0.06, 0.02, 0.01, 0.005, 0.005)
GRADES: Final = ("official_list", "filing", "payment", "client", "news", "inferred")
CURRENCIES: Final = ("CNY", "USD", "EUR")
BANKS: Final = ("华衡银行", "岚江银行", "北屿银行", "东澜农商行", "瑞川银行", "融山银行", "启宁村镇银行", "海昶银行")
EVENTS: Final = ("new_line", "technical_upgrade", "tender_won", "management_change", "expansion", "listing", "merger")
PRODUCTS: Final = tuple(text for trade, _, _ in TRADES for text in (trade, f"{trade}配件", f"定制{trade}"))

Format = Literal["csv", "parquet"]
Columns = dict[str, Any]
Floats = NDArray[np.floating[Any]]
Numbers = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Economy:
    """
    What decides every row.

    `relations` counts those that are drawn; the few that tie a company to itself are left out of the file.
    """

    relations: int
    seed: int = 7

    @property
    def companies(self) -> int:
        """Companies in the register."""
        return max(self.relations // RELATIONS_A_COMPANY, FEWEST_COMPANIES)

    @property
    def shift(self) -> float:
        """Flattens the head of the distribution where a hub would have more than about 100,000 relations."""
        power = 1 - TAIL
        wanted = HUB * self.companies**power / self.relations
        low, high = 0.0, 1_000.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (1 + middle) ** power - middle**power > wanted else (low, middle)
        return low

    def dice(self, table: int, block: int) -> np.random.Generator:
        """Random numbers of one block of one table."""
        return np.random.Generator(np.random.SFC64([self.seed, self.relations, table, block]))


@dataclass(frozen=True, slots=True)
class World:
    """The files of one economy."""

    economy: Economy
    companies: Path
    relations: Path
    events: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """All files, in the order they are loaded."""
        return self.companies, self.relations, self.events


def write_world(
    folder: Path, relations: int, *, seed: int = 7, form: Format | None = None, piece: int = PIECE
) -> World:
    """
    Write companies, relations and events below `folder`.

    Parameters
    ----------
    relations
        Rows of the relations file, give or take the few loops left out.
    form
        `csv` or `parquet`; None writes Parquet from 50 M relations on.
    piece
        Rows made at a time; bounds the memory and changes no byte of a CSV file.
    """
    economy = Economy(relations, seed)
    folder.mkdir(parents=True, exist_ok=True)
    names = Names()
    world = world_at(folder, economy, file_format(relations, form))
    with duckdb.connect() as engine:
        engine.execute("SET preserve_insertion_order = true")
        maker = _Maker(economy, names, engine)
        _write(world.companies, maker.companies, pieces(economy.companies, piece), engine)
        _write(world.relations, maker.relations, pieces(economy.relations, piece), engine)
        _write(world.events, maker.events, pieces(economy.companies // 50, piece), engine)
    return world


def file_format(relations: int, form: Format | None = None) -> Format:
    """How files of that many relations are written when nothing is said."""
    return form or ("parquet" if relations >= FROM_WHICH_PARQUET else "csv")


def world_at(folder: Path, economy: Economy, form: Format) -> World:
    """The files of an economy below a folder, whether they are written or not."""
    return World(economy, *(folder / f"{name}.{form}" for name in ("companies", "relations", "events")))


def pieces(rows: int, piece: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows: whole blocks, about `piece` rows each."""
    step = max(piece // BLOCK, 1) * BLOCK
    for start in range(0, rows, step):
        yield start, min(start + step, rows)


def spread(rank: Numbers, companies: int, first: int, slope: float) -> Numbers:
    """
    The company of each rank: every company but the anchor (number 0) has one rank.

    Parameters
    ----------
    first
        The company of rank 0.
    slope
        Where rank 1 stands, as a fraction of all; keeps sellers and buyers apart.
    """
    count = companies - 1
    step = int(count * slope)
    while gcd(step, count) != 1:
        step += 1
    return 1 + (rank * step + first - 1) % count


def ranks(uniform: Floats, companies: int, shift: float) -> Numbers:
    """Ranks with weight (rank + shift)^-.7, from numbers in [0, 1)."""
    count, power = companies - 1, 1 - TAIL
    low, high = shift**power, (count + shift) ** power
    rank: Numbers = ((low + uniform * (high - low)) ** (1 / power) - shift).astype(np.int64)
    return np.minimum(np.maximum(rank, 0), count - 1)


class _Maker:
    """Makes pieces of the tables as SQL over columns."""

    def __init__(self, economy: Economy, names: Names, engine: duckdb.DuckDBPyConnection) -> None:
        self.economy, self.names, self.engine = economy, names, engine
        partners = np.arange(1, economy.companies)
        chosen = economy.dice(0, 0).choice(partners, ANCHOR_SUPPLIERS + ANCHOR_BUYERS, replace=False)
        self.suppliers, self.buyers = chosen[:ANCHOR_SUPPLIERS], chosen[ANCHOR_SUPPLIERS:]

    def relations(self, start: int, stop: int) -> duckdb.DuckDBPyRelation:
        """Relations `start` to `stop`."""
        found = [self._relation_block(block) for block in _blocks(start, stop)]
        columns = _joined(found, stop - start)
        source, target = columns.pop("source"), columns.pop("target")
        if start == 0:
            edge = ANCHOR_SUPPLIERS + ANCHOR_BUYERS
            source[:edge] = np.concatenate([self.suppliers, np.zeros(ANCHOR_BUYERS, np.int64)])
            target[:edge] = np.concatenate([np.zeros(ANCHOR_SUPPLIERS, np.int64), self.buyers])
            columns["kind"][:edge] = 0
        trade = source % len(TRADES)
        goods = columns["kind"] <= 1
        columns["product"] = np.where(goods, trade * 3 + columns.pop("which"), -1)
        columns["amount"] = np.where(goods, columns["amount"], np.nan)
        columns["share_of_target"] = np.where(goods, columns["share_of_target"], np.nan)
        columns["share"] = np.where(columns["kind"] == 2, columns["share"], np.nan)
        frame = pd.DataFrame(
            {
                **self._references("source", source, columns.pop("source_how")),
                **self._references("target", target, columns.pop("target_how")),
                "kind": _coded(columns["kind"], KINDS),
                "product": _coded(columns["product"], PRODUCTS),
                "currency": _coded(np.where(goods, columns["currency"], -1), CURRENCIES),
                "grade": _coded(columns["grade"], GRADES),
                **{name: columns[name] for name in ("amount", "share_of_target", "share", "confidence", "day")},
            }
        )
        self.engine.register("piece", frame)
        return self.engine.sql(
            f"SELECT {_reference('source')} AS source, {_reference('target')} AS target, kind, product, "
            f"{_blank('amount')}::BIGINT AS amount, currency, {_share('share_of_target')} AS share_of_target, "
            f"{_share('share')} AS share, DATE '1970-01-01' + day::INTEGER AS as_of, "
            f"CASE WHEN confidence < 1 THEN confidence::DECIMAL(2, 1) END AS confidence, grade FROM piece "
            "WHERE source_number <> target_number"
        )

    def _relation_block(self, block: int) -> Columns:
        dice, companies = self.economy.dice(1, block), self.economy.companies
        kind = np.searchsorted(np.cumsum(KIND_SHARES)[:-1], dice.random(BLOCK), side="right")
        ends = dice.random((2, BLOCK))
        source = spread(ranks(ends[0], companies, self.economy.shift), companies, 1, 0.618)
        target = spread(ranks(ends[1], companies, self.economy.shift), companies, 2, 0.414)
        # Stakes, guarantees and referrals have no hubs, and who introduces is a law or accounting firm.
        plain = 1 + (ends * (companies - 1)).astype(np.int64)
        source, target = np.where(kind >= 2, plain[0], source), np.where(kind >= 2, plain[1], target)
        firms = (ends[0] * (companies // len(TRADES))).astype(np.int64) * len(TRADES)
        source = np.where(kind == 3, firms + np.where(dice.random(BLOCK) < 0.5, LAW, ACCOUNTS), source)
        return {
            "source": source,
            "target": target,
            "kind": kind,
            "source_how": _hows(dice),
            "target_how": _hows(dice),
            "which": dice.integers(0, 3, BLOCK),
            "amount": _some(dice, np.round(10 ** (4 + 4 * dice.random(BLOCK))), 0.8),
            "currency": np.searchsorted([0.97, 0.99], dice.random(BLOCK), side="right"),
            "share_of_target": _some(dice, np.round(0.001 + 0.4 * dice.random(BLOCK) ** 3, 3), 0.2),
            "share": np.round(0.05 + 0.95 * dice.random(BLOCK), 2),
            "confidence": np.where(dice.random(BLOCK) < 0.1, np.round(0.3 + 0.6 * dice.random(BLOCK), 1), 1.0),
            "day": EPOCH_DAY + dice.integers(0, DAYS, BLOCK),
            "grade": dice.integers(0, len(GRADES), BLOCK),
        }

    def _references(self, end: str, number: Numbers, how: Numbers) -> dict[str, Any]:
        """How a row names its company: own id, name, the name spelled another way, or USCC."""
        how = np.where((how == 3) & ~is_coded(number), 0, how)
        named, coded = np.flatnonzero((how == 1) | (how == 2)), np.flatnonzero(how == 3)
        parts = [np.full(len(number), -1, np.int32) for _ in range(3)]
        for part, codes in zip(parts, self.names.parts(number[named]), strict=True):
            part[named] = codes
        place, word, ending = parts
        code, letter = np.zeros(len(number), np.int64), np.full(len(number), -1, np.int8)
        code[coded] = uscc_digits(number[coded])
        letter[coded] = uscc_check(code[coded])
        return {
            f"{end}_number": number,
            f"{end}_how": how.astype(np.int8),
            f"{end}_place": _coded(place, self.names.places),
            f"{end}_one": _coded(np.where(word < 0, -1, word // len(LETTERS)), LETTERS),
            f"{end}_other": _coded(np.where(word < 0, -1, word % len(LETTERS)), LETTERS),
            f"{end}_ending": _coded(np.where(how == 1, ending, -1), self.names.endings),
            f"{end}_again": _coded(np.where(how == 2, ending, -1), self.names.endings_again),
            f"{end}_code": code,
            f"{end}_letter": _coded(letter, CODE_LETTERS),
        }

    def companies(self, start: int, stop: int) -> duckdb.DuckDBPyRelation:
        """Companies `start` to `stop`; one in a hundred stands twice, the second time without its own id."""
        columns = _joined([self._company_block(block) for block in _blocks(start, stop)], stop - start)
        if start == 0:
            columns["client"][0] = True
        once = np.arange(start, stop)
        number = np.repeat(once, 1 + (once % 70 == 5))
        place, word, ending = self.names.parts(number)
        trade, digits = number % len(TRADES), uscc_digits(number)
        coded = is_coded(number)
        frame = pd.DataFrame(
            {
                **{name: values[number - start] for name, values in columns.items()},
                "number": number,
                "second": np.append(False, number[1:] == number[:-1]),
                "place": _coded(place, self.names.places),
                "one": _coded(word // len(LETTERS), LETTERS),
                "other": _coded(word % len(LETTERS), LETTERS),
                "ending": _coded(ending, self.names.endings),
                "again": _coded(ending, self.names.endings_again),
                "code": np.where(coded, digits, 0),
                "code_letter": _coded(uscc_check(digits), CODE_LETTERS),
                "region": _coded(place, self.names.regions),
                "industry": _coded(trade, [code for _, code, _ in TRADES]),
                "role": _coded(trade, [role for _, _, role in TRADES]),
                "trade": _coded(trade, [trade for trade, _, _ in TRADES]),
                "bank": _coded(columns["bank"][number - start], BANKS),
            }
        )
        self.engine.register("piece", frame)
        return self.engine.sql(
            "SELECT CASE WHEN NOT second THEN 'C' || substr((100000000 + number)::VARCHAR, 2) END AS id, "
            "concat(place, one, other, CASE WHEN second THEN again::VARCHAR ELSE ending::VARCHAR END) AS name, "
            "CASE WHEN number % 20 = 3 THEN concat(one, other, trade) END AS aliases, "
            "CASE WHEN code > 0 THEN concat(code, code_letter) END AS uscc, region, industry AS industry_code, "
            f"nullif(role::VARCHAR, '') AS role, {_blank('employees')}::BIGINT AS employees, "
            f"({_blank('revenue')} * (CASE WHEN second THEN 1.25 ELSE 1 END))::BIGINT AS revenue, "
            f"{_blank('assets')}::BIGINT AS assets, {_share('growth')} AS growth, {_blank('banks')}::BIGINT AS banks, "
            "bank AS main_bank, CASE WHEN listed THEN '是' ELSE '否' END AS listed, "
            "DATE '1970-01-01' + founded::INTEGER AS founded, CASE WHEN gone THEN '注销' ELSE '存续' END AS status, "
            "CASE WHEN client THEN '是' END AS is_client, CASE WHEN number = 0 THEN '是' END AS core_client, "
            "concat(trade, '；定制', trade) AS products, "
            "DATE '1970-01-01' + day::INTEGER + (CASE WHEN second THEN 200 ELSE 0 END) AS as_of FROM piece"
        )

    def _company_block(self, block: int) -> Columns:
        dice = self.economy.dice(2, block)
        size = dice.normal(0, 1, BLOCK)
        return {
            "employees": _some(dice, np.ceil(np.exp(4.6 + 1.3 * size)), 0.7),
            "revenue": _some(dice, np.round(np.exp(17.5 + 1.5 * size + 0.5 * dice.normal(0, 1, BLOCK))), 0.7),
            "assets": _some(dice, np.round(np.exp(17.3 + 1.5 * size)), 0.4),
            "growth": _some(dice, np.round(dice.normal(0.06, 0.12, BLOCK), 3), 0.3),
            "banks": _some(dice, dice.integers(1, 7, BLOCK).astype(np.float64), 0.5),
            "bank": np.where(dice.random(BLOCK) < 0.5, dice.integers(0, len(BANKS), BLOCK), -1),
            "listed": dice.random(BLOCK) < 0.005,
            "gone": dice.random(BLOCK) < 0.03,
            "client": dice.random(BLOCK) < 0.08,
            "founded": dice.integers(5_000, 18_500, BLOCK),
            "day": EPOCH_DAY + 365 * dice.integers(0, 4, BLOCK),
        }

    def events(self, start: int, stop: int) -> duckdb.DuckDBPyRelation:
        """Events `start` to `stop`, one for every fifty companies."""
        blocks = [self._event_block(block) for block in _blocks(start, stop)]
        columns = _joined(blocks, stop - start)
        self.engine.register("piece", pd.DataFrame({**columns, "type": _coded(columns["type"], EVENTS)}))
        return self.engine.sql(
            "SELECT 'C' || substr((100000000 + number)::VARCHAR, 2) AS company, type, "
            "DATE '1970-01-01' + day::INTEGER AS date FROM piece"
        )

    def _event_block(self, block: int) -> Columns:
        dice = self.economy.dice(3, block)
        return {
            "number": dice.integers(0, self.economy.companies, BLOCK),
            "type": dice.integers(0, len(EVENTS), BLOCK),
            "day": EPOCH_DAY + DAYS - 730 + dice.integers(0, 730, BLOCK),
        }


def _blocks(start: int, stop: int) -> range:
    return range(start // BLOCK, -(-stop // BLOCK))


def _joined(blocks: Sequence[Columns], rows: int) -> Columns:
    return {name: np.concatenate([block[name] for block in blocks])[:rows] for name in blocks[0]}


def _hows(dice: np.random.Generator) -> Numbers:
    """Ways to name a company: 90 in 100 by id, 6 by name, 2 by the name spelled another way, 2 by USCC."""
    return np.searchsorted([0.90, 0.96, 0.98], dice.random(BLOCK), side="right")


def _some(dice: np.random.Generator, values: Floats, share: float) -> Floats:
    """A share of the values; the others are unknown."""
    return np.where(dice.random(len(values)) < share, values, np.nan)


def is_coded(number: Numbers) -> NDArray[np.bool_]:
    """Whether the register knows the company's USCC: seven in ten."""
    return number % 10 < 7


def uscc_digits(number: Numbers) -> Numbers:
    """The first seventeen characters of a company's credit code, all digits."""
    return 91_000_000_000_000_000 + (110_000 + number % 9_000) * 1_000_000_000 + number


def _coded(codes: Codes, texts: Sequence[str]) -> Any:
    distinct = list(dict.fromkeys(texts))
    if len(distinct) < len(texts):
        place = {text: at for at, text in enumerate(distinct)}
        codes = np.where(codes < 0, -1, np.array([place[text] for text in texts])[codes])
    return pd.Categorical.from_codes(codes, pd.Index(distinct))


def _reference(end: str) -> str:
    return (
        f"CASE {end}_how WHEN 0 THEN 'C' || substr((100000000 + {end}_number)::VARCHAR, 2) "
        f"WHEN 1 THEN concat({end}_place, {end}_one, {end}_other, {end}_ending) "
        f"WHEN 2 THEN concat({end}_place, ' ', {end}_one, {end}_other, {end}_again) "
        f"WHEN 3 THEN concat({end}_code, {end}_letter) END"
    )


def _blank(column: str) -> str:
    return f"(CASE WHEN isnan({column}) THEN NULL ELSE {column} END)"


def _share(column: str) -> str:
    return f"{_blank(column)}::DECIMAL(6, 3)"


def _write(path: Path, made: Any, ranges: Iterator[tuple[int, int]], engine: duckdb.DuckDBPyConnection) -> None:
    """Write a table piece by piece; CSV pieces are put end to end, Parquet pieces become row groups of one file."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        if path.suffix == ".csv":
            part = Path(name) / "part.csv"
            with path.open("wb") as whole:
                for start, stop in ranges:
                    made(start, stop).write_csv(str(part), header=start == 0)
                    with part.open("rb") as file:
                        shutil.copyfileobj(file, whole, 1 << 20)
            return
        for count, (start, stop) in enumerate(ranges):
            made(start, stop).write_parquet(f"{name}/{count:06d}.parquet", compression="zstd")
        engine.read_parquet(f"{name}/*.parquet").write_parquet(str(path), compression="zstd")

"""The snapshot as a `Store`: memory-mapped arrays and a search file, no engine."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from chainprospect.model.company import (
    Coded,
    Company,
    CompanyMatch,
    FeatureBatch,
    IdArray,
    Peers,
    Ragged,
    Standing,
)
from chainprospect.model.ports import StoreFacts, WalkFacts
from chainprospect.model.relation import Event, Kind, Kinds, Relation, RelationBatch, Side
from chainprospect.model.runs import ranges
from chainprospect.stores.snapshot.columns import Columns, iso, split, stated
from chainprospect.stores.snapshot.layout import Arrays, slices_of
from chainprospect.stores.snapshot.manifest import Manifest, read_manifest
from chainprospect.stores.snapshot.search import SearchFile

if TYPE_CHECKING:
    from chainprospect.model.fact import Evidence, Fact
    from chainprospect.model.financial import Financial

_KINDS = tuple(Kind)


class SnapshotStore:
    """
    One snapshot folder behind the `Store` port.

    Opening reads the manifest alone; each array is mapped when first asked for. Nothing is as long as the companies
    or the relations on a query.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self._arrays = Arrays(folder, self.manifest.arrays)
        self._company = Columns(self._arrays, "company")
        self._relation = Columns(self._arrays, "relation")
        self._event = Columns(self._arrays, "event")
        size, _ = self.manifest.checksums.get("search.sqlite", (None, ""))
        self._search = SearchFile(folder / "search.sqlite", size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        self._arrays.close()
        self._search.close()

    @property
    def facts(self) -> StoreFacts:
        """What the manifest says."""
        manifest = self.manifest
        return StoreFacts(
            snapshot=manifest.snapshot,
            companies=manifest.counts["companies"],
            relations=manifest.counts["relations"],
            clients=manifest.counts["clients"],
            newest_day=manifest.newest_day,
            supplier_scale=manifest.supplier_scale,
            buyer_scale=manifest.buyer_scale,
            fx=manifest.fx,
        )

    def search(self, text: str, limit: int = 10, *, whole: bool = False) -> tuple[CompanyMatch, ...]:
        """
        Companies whose id, name or alias holds `text`: whole, at the start, elsewhere; then shorter, then number.

        With `whole` those alone that hold nothing else, which no number of companies makes slower.
        """
        found = self._search.find(text, limit, whole=whole)
        ids, names = self.ids, self._arrays.row_texts("company", "name")
        return tuple(CompanyMatch(number, ids[number], names[number], how, said) for number, how, said in found)

    def by_id(self, ids: Sequence[str]) -> tuple[CompanyMatch | None, ...]:
        """The companies with these very ids, in the order asked for: companies stand in the order of their ids."""
        known, names = self.ids, self._arrays.row_texts("company", "name")
        found: list[CompanyMatch | None] = []
        for ident in ids:
            place = bisect_left(known, ident)
            there = place < len(known) and known[place] == ident
            found.append(CompanyMatch(place, ident, names[place], "id", ident) if there else None)
        return tuple(found)

    def relations_of(self, frontier: IdArray, side: Side, kinds: Kinds, limit: int) -> RelationBatch:
        """Relations of a frontier on one side, each company's first `limit` in budget order."""
        if side is Side.VIA:
            raise ValueError("relations run upstream or downstream; via is no direction.")
        frontier = np.asarray(frontier, np.int64)
        name = slices_of(kinds, side)
        if f"graph/{name}.far" not in self._arrays:
            return _no_relations(len(frontier))
        self._company.ahead(frontier)
        total = self._company.column(f"{name}.count", frontier).astype(np.int64)
        counts = np.minimum(total, limit)
        places = ranges(self._company.column(f"{name}.start", frontier).astype(np.int64), counts)
        ends = self._arrays.at(f"graph/{name}.far", places)

        @cache
        def ties() -> NDArray[Any]:
            return self._arrays.at(f"graph/{name}.ties", places)

        def column(part: str) -> NDArray[Any]:
            values: NDArray[Any] = ties()[part]
            return values

        def far(part: str, rows: NDArray[np.int64]) -> NDArray[Any]:
            return ends[part][rows] if part in (ends.dtype.names or ()) else column(part)[rows]

        return RelationBatch(
            origin=np.repeat(np.arange(len(frontier), dtype=np.int64), counts),
            other=ends["other"].astype(np.int64),
            total=total,
            column=column,
            far=far,
        )

    def walk_facts(self, numbers: IdArray) -> WalkFacts:
        """Degrees and middleman marks, in the order asked for."""
        numbers = np.asarray(numbers, np.int64)
        self._company.ahead(numbers)

        def whole(name: str) -> NDArray[np.int64]:
            return self._company.column(name, numbers).astype(np.int64, copy=False)

        return WalkFacts(
            partners=whole("partners"),
            buyers=whole("buyers"),
            suppliers=whole("suppliers"),
            middleman=self._company.column("middleman", numbers),
        )

    def features(self, numbers: IdArray) -> FeatureBatch:
        """Columns the score reads, in the order asked for."""
        numbers = np.asarray(numbers, np.int64)
        order = np.argsort(numbers, kind="stable")
        ascending = numbers[order]
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        self._company.ahead(ascending)

        def column(name: str) -> NDArray[Any]:
            # One pass through the rows, in the order they lie in.
            return self._company.column(name, ascending)[back]

        def whole(name: str) -> NDArray[np.int64]:
            return column(name).astype(np.int64, copy=False)

        def coded(name: str) -> Coded:
            return Coded(column(name), self._label(f"company.{name}"))

        banks, values = self._company.ragged("banks", numbers)
        events, happened = self._company.ragged("events", numbers)
        return FeatureBatch(
            numbers=numbers,
            employees=column("employees"),
            revenue=column("revenue_cny"),
            assets=column("assets_cny"),
            unpriced=column("unpriced"),
            growth=column("growth"),
            industry_growth=column("industry_growth"),
            industry=coded("industry_label"),
            region=coded("region"),
            role=coded("role"),
            active=column("active"),
            is_client=column("is_client"),
            blacklisted=column("blacklisted"),
            listed=column("listed"),
            partners=whole("partners"),
            buyers=whole("buyers"),
            suppliers=whole("suppliers"),
            client_partners=whole("client_partners"),
            group=whole("group"),
            bank_count=column("bank_count"),
            banks=Ragged(banks, self._arrays["features/banks.values"][values].astype(np.int64)),
            main_bank=column("main_bank"),
            bank_labels=self._label("bank"),
            events=Ragged(events, happened),
            event_type=self._event.column("type", happened),
            event_day=self._event.column("day", happened),
            event_types=self._label("event.type"),
        )

    def companies(self, numbers: IdArray) -> tuple[Company, ...]:
        """Companies in the order asked for."""
        numbers = np.asarray(numbers, np.int64)
        self._company.ahead(numbers)
        texts = [
            self._company.plain(name, numbers)
            for name in ("id", "name", "name_en", "uscc", "lei", "ticker", "source_ref")
        ]
        lists = [split(self._company.plain(name, numbers)) for name in ("aliases", "former_names", "products")]
        coded = [
            self._company.said(name, numbers)
            for name in (
                "country",
                "region",
                "park",
                "industry_code",
                "industry",
                "role",
                "ownership",
                "status",
                "currency",
                "grade",
                "source_file",
            )
        ]
        main_banks = self._company.said("main_bank", numbers, labels="bank")
        banks = split(self._company.said("banks", numbers))
        words = [self._company.words(name, numbers) for name in ("is_client", "core_client", "listed")]
        floats = [self._company.floats(name, numbers) for name in ("employees", "revenue")]
        days = self._company.days("day", numbers)
        lines, records = (self._company.column(name, numbers).tolist() for name in ("source_row", "records"))
        rows = zip(
            numbers.tolist(), *texts, *lists, *coded, main_banks, banks, *words, *floats, days, lines, records,
            strict=True,
        )  # fmt: skip
        return tuple(
            Company(
                number, ident, name, aliases, name_en, former, uscc, lei, ticker, country, region, park, industry_code,
                industry, role, ownership, status, products, main_bank, bank, is_client, core_client, listed, employees,
                revenue, currency, as_of, grade, file, line or None, source_ref, count,
            )
            for (
                number, ident, name, name_en, uscc, lei, ticker, source_ref, aliases, former, products, country, region,
                park, industry_code, industry, role, ownership, status, currency, grade, file, main_bank, bank,
                is_client, core_client, listed, employees, revenue, as_of, line, count,
            ) in rows
        )  # fmt: skip

    def relations(self, numbers: NDArray[np.int64]) -> tuple[Relation, ...]:
        """Relations with their texts, in the order asked for."""
        numbers = np.asarray(numbers, np.int64)

        def column(name: str) -> NDArray[Any]:
            return self._relation.column(name, numbers)

        self._relation.ahead(numbers)
        rows = zip(
            numbers.tolist(),
            self._company.plain("id", column("source")),
            self._company.plain("id", column("target")),
            column("kind").tolist(),
            self._relation.said("product", numbers),
            stated(column("amount")),
            self._relation.said("currency", numbers),
            stated(column("amount_cny")),
            column("count").tolist(),
            stated(column("share_of_target")),
            stated(column("share_of_source")),
            stated(column("share")),
            iso(column("start")),
            iso(column("end")),
            iso(column("day")),
            self._relation.said("grade", numbers),
            column("confidence").tolist(),
            self._relation.plain("source_ref", numbers),
            column("evidence").tolist(),
            strict=True,
        )
        return tuple(
            Relation(
                number, source or "", target or "", _KINDS[kind], product, amount, currency, cny,
                None if count < 0 else count, of_target, of_source, share, start, end, as_of, grade or "inferred",
                confidence, source_ref, evidence,
            )
            for (
                number, source, target, kind, product, amount, currency, cny, count, of_target, of_source, share, start,
                end, as_of, grade, confidence, source_ref, evidence,
            ) in rows
        )  # fmt: skip

    @property
    def ids(self) -> Sequence[str]:
        """Ids of all companies, read where they are asked for."""
        return self._arrays.row_texts("company", "id")

    def events(self, numbers: NDArray[np.int64]) -> tuple[Event, ...]:
        """Events with their texts, in the order asked for."""
        numbers = np.asarray(numbers, np.int64)
        rows = zip(
            numbers.tolist(),
            self._company.plain("id", self._event.column("company", numbers)),
            self._event.said("type", numbers),
            self._event.days("day", numbers),
            self._event.plain("text", numbers),
            self._event.plain("source_ref", numbers),
            strict=True,
        )
        return tuple(
            Event(number, company or "", sort or "", date, text, source_ref)
            for number, company, sort, date, text, source_ref in rows
        )

    def standings(self, numbers: IdArray) -> tuple[Standing, ...]:
        """What advice reads of companies, in the order asked for; money in CNY."""
        from chainprospect.stores.snapshot.standings import standings

        return standings(self._company, np.asarray(numbers, np.int64))

    def financials_of(self, numbers: IdArray) -> tuple[tuple[Financial, ...], ...]:
        """Statements of each company in the order asked for, the newest first."""
        from chainprospect.stores.snapshot.statements import statements

        return statements(self._arrays, np.asarray(numbers, np.int64), self.manifest.fx)

    def clients(self) -> IdArray:
        """Every company marked `is_client`, ascending."""
        return self._arrays["features/clients"].astype(np.int64)

    def peers_of(self, number: int, limit: int) -> Peers:
        """Companies of the same industry division and province, at most `limit` of them."""
        from chainprospect.stores.snapshot.peers import peers

        return peers(self._arrays, number, limit)

    def facts_of(self, number: int) -> tuple[Fact, ...]:
        """Every fact that the records state of one company, with its provenance and whether it holds."""
        from chainprospect.stores.snapshot.facts import facts_of

        return facts_of(self.folder, self.manifest, number)

    def evidence_of(self, relation: int) -> tuple[Evidence, ...]:
        """Every row behind one relation, the representative first."""
        from chainprospect.stores.snapshot.evidence import evidence_of

        row = self._arrays["rows/relation"]
        ends = (int(row[name][relation]) for name in ("source", "target", "kind"))
        return evidence_of(self.folder, *ends)

    def _label(self, name: str) -> Sequence[str]:
        """Distinct texts of a coded column, read where they are asked for: there may be as many as companies."""
        return self._arrays.texts(f"texts/{name}.labels")


def _no_relations(frontier: int) -> RelationBatch:
    whole = np.empty(0, np.int64)
    dtypes = {"relation": np.int64, "kind": np.uint8, "day": np.int32, "back": np.int64, "middleman": np.bool_}

    def column(name: str, rows: NDArray[np.int64] = whole) -> NDArray[Any]:
        return np.empty(len(rows), dtypes.get(name, np.float64))

    return RelationBatch(whole, whole, np.zeros(frontier, np.int64), column, column)

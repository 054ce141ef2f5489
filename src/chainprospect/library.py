"""The library: a workspace or an in-memory graph in a few words, for notebooks and scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, Unpack, cast

from chainprospect import prospecting
from chainprospect.building import LoadOptions, LoadReport
from chainprospect.errors import SettingsError
from chainprospect.handing import Drawing
from chainprospect.model.company import Company
from chainprospect.model.ports import Progress, Store, silent
from chainprospect.model.prospect import Excluded, Lead, Prospects
from chainprospect.model.rules import Filters, Question
from chainprospect.opening import Home
from chainprospect.references import industry_codes
from chainprospect.settings import FILE_NAME, Settings, resolve_settings
from chainprospect.working import statuses

if TYPE_CHECKING:
    import networkx
    import pandas
    import pyvis.network

    from chainprospect.batching import ManyReport

Made = TypeVar("Made")

_EPOCH = date(1970, 1, 1)
_OF_MANY = ("format", "top", "jobs", "fresh", "lang")


class Options(TypedDict, total=False):
    """
    What a question may say beyond its anchors; the words are those of the command line.

    `upstream`, `downstream`: tiers, 0-6. `lookalikes`, `via`: bool. `size`, `region`, `industry`, `roles`, `include`: a
    text or several (`size="any"` opens both size gates). `min_score`: 0-100. `hide_worked`: leave out the leads of the
    book. `as_of`: a date or ISO text. `weights`: own weights and halves by name.
    """

    upstream: int
    downstream: int
    lookalikes: bool
    via: bool
    size: str | Iterable[str]
    region: str | Iterable[str]
    industry: str | Iterable[str]
    roles: str | Iterable[str]
    include: str | Iterable[str]
    min_score: float
    hide_worked: bool
    as_of: str | date
    weights: Mapping[str, float]


class ManyOptions(Options, total=False):
    """
    What `prospect_many` may be told besides.

    `format`: of the lists, `csv` (default), `xlsx`, `json`, `jsonl` or `graphml`. `top`: leads and lookalikes a list.
    `jobs`: processes that share the work (default 1); a script that asks for more needs `if __name__ == "__main__":`.
    `fresh`: remove the lists of an earlier run instead of going on with them. `lang`: `zh` or `en`.
    """

    format: str
    top: int | None
    jobs: int
    fresh: bool
    lang: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """
    An answer, ready to be looked at or handed on.

    `answer` holds everything; `leads`, `lookalikes` and `excluded` are its lists, best first.
    """

    answer: Prospects
    _view: MapView

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Prospects on record, best first."""
        return self.answer.leads

    @property
    def lookalikes(self) -> tuple[Lead, ...]:
        """Guesses from chain likeness, best first."""
        return self.answer.lookalikes

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """What the gates took, by gate and company id."""
        return self.answer.excluded

    def to_frame(self) -> pandas.DataFrame:
        """One row a lead, then one a lookalike, with the columns of the CSV."""
        from chainprospect.export import to_frame

        return to_frame(self.answer)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Anchors, leads and everything on their chains as a graph; arrows follow the goods."""
        from chainprospect.export import to_networkx

        return to_networkx(self.answer)

    def to_pyvis(self) -> pyvis.network.Network:
        """The same as a pyvis network for a notebook."""
        return self._view.to_pyvis()

    def to_json(self) -> str:
        """The JSON document of the command line."""
        return prospecting.to_json(self.answer)

    def write(self, path: str | Path) -> Path:
        """
        Write the lead list; the suffix says how: .xlsx .csv .json .jsonl .graphml.

        Raises
        ------
        OutputError
            The suffix is unknown or the file cannot be written.
        """
        prospecting.write(self.answer, Path(path), lang=self.answer.lang)
        return Path(path)


@dataclass(frozen=True, slots=True)
class MapView:
    """The relationship map of one question, drawn when it is written."""

    _graph: Graph
    _anchors: tuple[str, ...]
    _question: Question
    _lang: str

    def write(self, path: str | Path, *, style: str = "chain", everything: bool = False) -> Path:
        """
        Write one HTML file that opens anywhere, offline.

        Raises
        ------
        OutputError
            The file cannot be written.
        """
        drawing = Drawing(style, self._lang, everything)
        scene = self._graph.answered(lambda store: prospecting.map_scene(store, self._anchors, self._question, drawing))
        prospecting.map_page(scene, Path(path), drawing)
        return Path(path)

    def to_pyvis(self) -> pyvis.network.Network:
        """The same companies as a pyvis network for a notebook."""
        return self._graph.answered(
            lambda store: prospecting.pyvis_network(store, self._anchors, self._question, lang=self._lang)
        )


class Graph:
    """Companies and relations to ask questions of; `open`, `connect`, `from_frames` and `from_networkx` make one."""

    def __init__(self, store: Store | None, settings: Settings) -> None:
        self._store, self.settings = store, settings

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def store(self) -> Store:
        """The store behind it."""
        if self._store is None:
            raise AssertionError("a graph without a store overrides this")
        return self._store

    def _question(self, options: Options) -> Question:
        """The question that the settings and these options make."""
        return question_of(self.settings, options)

    def close(self) -> None:
        """Let go of files and connections."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def answered(self, work: Callable[[Store], Made]) -> Made:
        """What `work` makes of the store, all of it from one snapshot."""
        return work(self.store)

    def prospect(
        self, *anchors: str, top: int | None = None, lang: str | None = None, **options: Unpack[Options]
    ) -> Result:
        """
        Ranked, explained prospects around the anchors.

        Parameters
        ----------
        *anchors
            Names or ids, each with an optional restart weight (`"NAME=2"`).
        top
            Leads and lookalikes told; None tells all.
        lang
            `zh` or `en`; None takes the settings' language.

        Raises
        ------
        UnknownCompany
            An anchor is unknown, or several companies answer to it.
        SettingsError
            An option is unknown or out of range.
        """
        question = self._question(options)
        lang = lang or self.settings.show.lang
        answer = self.answered(
            lambda store: prospecting.prospect(store, anchors, question, lang=lang, top=top, excluded=True)
        )
        return Result(answer, MapView(self, anchors, question, lang))

    def explain(self, anchor: str, company: str, *, lang: str | None = None, **options: Unpack[Options]) -> Lead | None:
        """Why one company stands where it stands around the anchor; None when it is neither reached nor alike."""
        question, told = self._question(options), lang or self.settings.show.lang
        return self.answered(lambda store: prospecting.explain(store, [anchor], company, question, lang=told))

    def find(self, text: str, limit: int = 20) -> tuple[Company, ...]:
        """Companies by name, alias, id or substring, best first."""
        return tuple(company for _, company in self.answered(lambda store: prospecting.find(store, text, limit)))

    def map(self, *anchors: str, lang: str | None = None, **options: Unpack[Options]) -> MapView:
        """The relationship map around the anchors; `.write("map.html")` draws it."""
        return MapView(self, anchors, self._question(options), lang or self.settings.show.lang)


class Kept(Graph):
    """Companies and relations that lie in a workspace or a database, opened at the first question."""

    def __init__(self, home: Home, settings: Settings) -> None:
        super().__init__(None, settings)
        self._home = home

    @property
    def store(self) -> Store:
        """The snapshot in use when it was opened."""
        if self._store is None:
            self._store = prospecting.open_store(self._home)
        return self._store

    def prospect_many(
        self,
        anchors: str | Path | Iterable[str],
        folder: str | Path,
        *,
        progress: Progress = silent,
        **options: Unpack[ManyOptions],
    ) -> ManyReport:
        """
        A lead list for each of many anchors, and one of all of them, into a folder.

        Lists that an earlier call with the same options left in the folder are not made anew.

        Parameters
        ----------
        anchors
            A file of anchors, one a row, or the names and ids themselves.
        folder
            Where the lists are written; made when it is not there.
        progress
            Told what is done, how much of it, and of how much.

        Returns
        -------
        report
            What was written, and which rows name no company.

        Raises
        ------
        InputError
            The file cannot be read, or the folder holds other files or lists made otherwise.
        SettingsError
            An option is unknown or out of range.
        OutputError
            A file cannot be written.
        """
        from chainprospect import batching
        from chainprospect.load.anchors import AnchorList, AnchorRow, read_anchors

        given: dict[str, Any] = dict(options)
        own = {name: given.pop(name) for name in _OF_MANY if name in given}
        form, jobs = own.get("format", "csv"), own.get("jobs", 1)
        if form not in batching.FORMATS:
            known = ", ".join(batching.FORMATS)
            raise SettingsError(f"{form!r} is no format; the formats are {known}.", key="format", origin="argument")
        if jobs < 1:
            raise SettingsError(f"{jobs} is not a number of processes; give 1 or more.", key="jobs", origin="argument")
        question = self._question(cast("Options", given))
        lang = own.get("lang") or self.settings.show.lang
        batch = batching.Batch(question, lang, form, own.get("top"), jobs, own.get("fresh", False))
        if isinstance(anchors, str | Path):
            listed = read_anchors(Path(anchors))
        else:
            rows = (AnchorRow(row, (), text) for row, text in enumerate(anchors, 1))
            listed = AnchorList(tuple(rows))
        return batching.prospect_many(self._home, listed, batch, Path(folder), progress=progress)


class Workspace(Kept):
    """A workspace folder: load files into it, then ask."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        super().__init__(folder, settings)
        self.folder = folder

    def _question(self, options: Options) -> Question:
        """The question with the leads of the workspace's book."""
        return replace(question_of(self.settings, options), worked=statuses(self.folder))

    def load(
        self,
        files: str | Path | Iterable[str | Path],
        *,
        fresh: bool = False,
        strict: bool = False,
        progress: Progress = silent,
        **options: Unpack[LoadOptions],
    ) -> LoadReport:
        """
        Load files into a new snapshot, each file its own source unless `source` names one for all.

        Parameters
        ----------
        fresh
            Leave every other source behind.
        strict
            Change nothing when a row is rejected.

        Raises
        ------
        InputError
            A file cannot be read, or with `strict` a row was rejected; the previous snapshot stays.
        StoreUnavailable
            The workspace cannot be written.
        """
        paths = [Path(files)] if isinstance(files, str | Path) else [Path(item) for item in files]
        requests = prospecting.requests_for(paths, **options)
        self.close()
        return prospecting.build(
            self.folder,
            requests,
            self.settings,
            fresh=fresh,
            strict=strict,
            progress=progress,
        )


class Database(Kept):
    """
    A Neo4j database that was filled with `push`.

    Questions are about the snapshot in use when it was opened, until a newer one takes its place there.
    """

    def answered(self, work: Callable[[Store], Made]) -> Made:
        """What `work` makes of the store; done once more on the newer snapshot when this one was removed meanwhile."""
        from chainprospect.stores.neo4j.answering import answered_whole

        opened = count()

        def opener() -> AbstractContextManager[Store]:
            if next(opened):
                self.close()
            return nullcontext(self.store)

        return answered_whole(opener, work)


def open_workspace(folder: str | Path = "chainprospect-data", settings: str | Path | None = None) -> Workspace:
    """
    Open a workspace folder; it need not exist before the first load.

    Parameters
    ----------
    settings
        A settings file; None takes `chainprospect.toml` in the folder when there is one.
    """
    folder = Path(folder)
    own = folder / FILE_NAME
    file = Path(settings) if settings is not None else own if own.is_file() else None
    return Workspace(folder, resolve_settings(file, os.environ))


def connect(uri: str | None = None, database: str | None = None, *, settings: str | Path | None = None) -> Database:
    """
    A Neo4j database that was filled with `push`, as `$CHAINPROSPECT_STORE_USER` with `$CHAINPROSPECT_STORE_PASSWORD`.

    Parameters
    ----------
    uri
        `bolt://host:7687`, `neo4j://`, `bolt+s://` or `neo4j+s://`; None takes the one of the settings.
    database
        Its name; None takes the one of the settings, which is `neo4j` where they say nothing.
    settings
        A settings file; None takes the environment alone.

    Raises
    ------
    SettingsError
        The address is none, or there is none.
    """
    from chainprospect.stores.neo4j.address import address_of

    flags = {"store.uri": uri, "store.database": database}
    found = resolve_settings(None if settings is None else Path(settings), os.environ, flags)
    if not found.store.uri:
        raise SettingsError("name a database, such as bolt://localhost:7687.", key="uri", origin="argument")
    return Database(address_of(found.store.uri, found.store.database, origin="argument"), found)


def from_frames(
    companies: pandas.DataFrame | None = None,
    relations: pandas.DataFrame | None = None,
    *,
    settings: Settings | None = None,
    **tables: pandas.DataFrame,
) -> Graph:
    """
    A graph in memory from DataFrames with the columns of the tables that can be loaded.

    Parameters
    ----------
    **tables
        Further tables by name: `payments`, `events`, `financials`, `clients`, `blacklist`.

    Raises
    ------
    InputError
        A row is rejected; the first is named.
    """
    frames = {"companies": companies, "relations": relations, **tables}
    given = {name: frame for name, frame in frames.items() if frame is not None}
    used = settings or Settings()
    return Graph(prospecting.memory_store(given, used), used)


def from_networkx(graph: networkx.Graph, *, settings: Settings | None = None) -> Graph:
    """
    A graph in memory from a networkx graph: nodes are companies by id, edges relations that follow the goods.

    Node and edge attributes are the columns of the companies and relations tables; a node without a `name` is called
    by its id.
    """
    import pandas

    nodes = [{"name": str(node), **data, "id": str(node)} for node, data in graph.nodes(data=True)]
    edges = [{**data, "source": str(source), "target": str(target)} for source, target, data in graph.edges(data=True)]
    return from_frames(
        pandas.DataFrame(nodes, columns=_columns(nodes, ("id", "name"))),
        pandas.DataFrame(edges, columns=_columns(edges, ("source", "target"))) if edges else None,
        settings=settings,
    )


def _columns(rows: Sequence[Mapping[str, Any]], first: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*first, *(key for row in rows for key in row)]))


def question_of(settings: Settings, options: Options) -> Question:
    """
    The question that settings and options make.

    Raises
    ------
    SettingsError
        An option is unknown or out of range.
    """
    unknown = sorted(set(options) - set(Options.__annotations__))
    if unknown:
        known = ", ".join(Options.__annotations__)
        raise SettingsError(f"there is no such option; the options are {known}.", key=unknown[0], origin="argument")
    sizes = _texts(options.get("size"))
    include = {*settings.gates.include, *_texts(options.get("include"))}
    if "any" in sizes:
        sizes, include = (), include | {"too_large", "too_small"}
    flags: dict[str, Any] = {f"weights.{name}": weight for name, weight in options.get("weights", {}).items()}
    for name in ("upstream", "downstream", "lookalikes", "via"):
        flags[f"reach.{name}"] = options.get(name)
    flags["gates.include"] = sorted(include)
    in_force = resolve_settings(None, flags=flags, base=settings)
    filters = Filters(
        sizes=frozenset(sizes),
        regions=_texts(options.get("region")),
        industries=tuple(code for text in _texts(options.get("industry")) for code in industry_codes(text) or [text]),
        roles=frozenset(_texts(options.get("roles"))),
        min_score=options.get("min_score"),
        hide_worked=options.get("hide_worked", False),
    )
    as_of = options.get("as_of")
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    return Question(
        in_force.reach,
        in_force.weights,
        in_force.gates,
        filters,
        in_force.policy,
        in_force.bank,
        in_force.events,
        None if day is None else (day - _EPOCH).days,
    )


def _texts(given: str | Iterable[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)

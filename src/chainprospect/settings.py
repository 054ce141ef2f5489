"""
Settings: flags > environment > chainprospect.toml > defaults, resolved once into a frozen value.

The file (all keys optional)::

    [reach]   upstream = 2, downstream = 2, lookalikes = true, via = true
    [weights] centrality = 50, fit = 50, proximity = 12, ... (any contribution's name)
    [gates]   too_large_revenue = 5e9, too_large_employees = 10000, include = ["role"]
    [policy]  favoured = ["C38"], review = ["25"], block = ["061"], packaged = true, companies = "catalogue.csv"
    [[policy.rules]] code = "061", metric = "revenue", operator = "<", threshold = 3e7, action = "block", ...
    [bank]    names = ["示例银行"], regions = ["江苏省"]
    [events.new_line]  weight = 0.8, half_life_months = 12
    [fx]      TWD = 0.22
    [load]    memory_limit = "1GB", threads = 2
    [show]    lang = "zh", top = 20
    [store]   uri = "bolt://localhost:7687", database = "neo4j"
    [profile] net_capital = 3e9, tier1_capital = 2.5e9, cannot = ["factoring"], ...
    [products.factoring] cost = 0.05, returns = 0.0, days = 10
    [client_types.private] decision_weeks = 3, loyalty = "medium", ...
    [intro]   client = 0.8, override = 0.5, ...
    [anchors] core_share = 0.8, low_return = 0.01, ...
    [packs]   least = 3, firm_cap = 1e7, ...
    [[people]] person = "...", company = "...", contact = "...", probability = 0.7, consent = true
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chainprospect.errors import SettingsError
from chainprospect.model.approach import Acquaintance, AnchorRules, IntroRules, PackRules, acquaintances, wrong_rules
from chainprospect.model.bank import (
    BankMeans,
    ProductTerms,
    known_products,
    products_of,
    stated_terms,
    stated_type,
    wrong_means,
)
from chainprospect.model.company import OWNERSHIPS
from chainprospect.model.policy import own_rules
from chainprospect.model.prospect import CENTRALITY, CONTRIBUTIONS, FIT, GATES
from chainprospect.model.rules import BankProfile, EventRule, GateRules, PolicyRules, ReachRules, ScoreWeights
from chainprospect.resources import reference, rows_of

FILE_NAME = "chainprospect.toml"


def default_events() -> Mapping[str, EventRule]:
    """Event types with weight and half-life, from the packaged `event_types.csv`, in file order."""
    rows = [line.split(",") for line in reference("event_types.csv").splitlines()[1:] if line]
    return MappingProxyType({row[0]: EventRule(float(row[2]), float(row[3])) for row in rows})


@dataclass(frozen=True, slots=True)
class LoadRules:
    """Memory that DuckDB may use while loading (as DuckDB spells it) and its threads."""

    memory_limit: str = "1GB"
    threads: int = 2


@dataclass(frozen=True, slots=True)
class ShowRules:
    """Language of what a person reads (`zh` or `en`) and how many leads the screen shows."""

    lang: str = "zh"
    top: int = 20


@dataclass(frozen=True, slots=True)
class StoreRules:
    """The database that questions read: its address (empty: the workspace) and name."""

    uri: str = ""
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Everything in force, and where each value came from.

    `origin` maps a dotted key (`weights.size`) to `default`, a file's path, `$VARIABLE` or a flag.
    """

    reach: ReachRules = ReachRules()
    weights: ScoreWeights = field(default_factory=ScoreWeights)
    gates: GateRules = GateRules()
    policy: PolicyRules = PolicyRules()
    bank: BankProfile = BankProfile()
    events: Mapping[str, EventRule] = field(default_factory=default_events)
    fx: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({"CNY": 1.0}))
    load: LoadRules = LoadRules()
    show: ShowRules = ShowRules()
    store: StoreRules = StoreRules()
    profile: BankMeans = BankMeans()
    products: Mapping[str, ProductTerms] = field(default_factory=lambda: MappingProxyType({}))
    client_types: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    intro: IntroRules = IntroRules()
    anchors: AnchorRules = AnchorRules()
    packs: PackRules = PackRules()
    people: tuple[Acquaintance, ...] = ()
    origin: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def resolve_settings(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
    base: Settings | None = None,
) -> Settings:
    """
    Settings in force, from the strongest to the weakest: flags, environment, file, defaults.

    Parameters
    ----------
    file
        A TOML file, or None when there is none.
    environment
        Variables; `CHAINPROSPECT_LANG`, `CHAINPROSPECT_TOP`, `CHAINPROSPECT_MEMORY_LIMIT`, `CHAINPROSPECT_THREADS`,
        `CHAINPROSPECT_STORE` and `CHAINPROSPECT_DATABASE` are read.
    flags
        Dotted keys (`weights.size`, `reach.upstream`) with values as the file would hold them; None values
        count as not given.
    base
        Settings to start from instead of the defaults.

    Raises
    ------
    SettingsError
        A key is unknown (the nearest is named) or a value is of the wrong type or out of range.
    """
    settings = base or Settings()
    for origin, values in _layers(file, environment or {}, flags or {}):
        for key, value in values.items():
            settings = _set(settings, key, value, origin)
    _check_whole(settings)
    return settings


def _layers(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    layers: list[tuple[str, dict[str, Any]]] = []
    if file is not None:
        layers.append((str(file), _flat(_read(file))))
    variables = {
        "CHAINPROSPECT_LANG": "show.lang",
        "CHAINPROSPECT_TOP": "show.top",
        "CHAINPROSPECT_MEMORY_LIMIT": "load.memory_limit",
        "CHAINPROSPECT_THREADS": "load.threads",
        "CHAINPROSPECT_STORE": "store.uri",
        "CHAINPROSPECT_DATABASE": "store.database",
    }
    for name, key in variables.items():
        if environment.get(name):
            layers.append((f"${name}", {key: _number(environment[name])}))
    given = {key: value for key, value in flags.items() if value is not None}
    if given:
        layers.append(("flag", given))
    return layers


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise SettingsError(
            "there is no such file; name one that exists.", key="--settings", origin=str(file)
        ) from error
    except OSError as error:
        raise SettingsError(
            f"cannot be read: {error.strerror}; check its rights.", key="--settings", origin=str(file)
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8; save it as UTF-8.", key="--settings", origin=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"is not TOML ({error}); mend that line.", key="--settings", origin=str(file)) from error


def _flat(tree: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for section, body in tree.items():
        if not isinstance(body, Mapping):
            flat[section] = body
            continue
        for key, value in body.items():
            if isinstance(value, Mapping):
                flat.update({f"{section}.{key}.{inner}": leaf for inner, leaf in value.items()})
            else:
                flat[f"{section}.{key}"] = value
    return flat


def known_keys() -> tuple[str, ...]:
    """Every dotted key that a settings file may hold; `fx.CUR` and `events.TYPE...` stand for any currency and type."""
    base = Settings()
    keys = [f"reach.{f.name}" for f in fields(base.reach)]
    keys += ["weights.centrality", "weights.fit"] + [f"weights.{name}" for name in CONTRIBUTIONS]
    for section in ("gates", "policy", "bank", "load", "show", "store", "profile", *_APPROACH):
        keys += [f"{section}.{f.name}" for f in fields(getattr(base, section)) if f"{section}.{f.name}" != _RULES]
    keys += [f"events.{name}.{part}" for name in base.events for part in ("weight", "half_life_months")]
    return tuple(keys)


def flat_settings(settings: Settings) -> dict[str, tuple[Any, str]]:
    """Every key with its value and where it came from, in a fixed order."""
    found: dict[str, tuple[Any, str]] = {}
    for key in known_keys():
        section, _, rest = key.partition(".")
        if section == "weights" and rest in CONTRIBUTIONS:
            value: Any = settings.weights.own[rest]
        elif section == "events":
            kind, _, part = rest.partition(".")
            value = getattr(settings.events[kind], part)
        else:
            value = getattr(getattr(settings, section), rest)
        if isinstance(value, frozenset):
            value = sorted(value)
        found[key] = (value, settings.origin.get(key, "default"))
    for currency in sorted(settings.fx):
        found[f"fx.{currency}"] = (settings.fx[currency], settings.origin.get(f"fx.{currency}", "default"))
    found.update(_stated(settings))
    if settings.people:
        known = [f"{each.person}: {each.company}" for each in settings.people]
        found["people"] = (known, settings.origin.get("people", "default"))
    return found


def _stated(settings: Settings) -> dict[str, tuple[Any, str]]:
    """What has no default: terms of products, types of clients and rules of policy that the bank itself states."""
    stated: dict[str, Any] = {}
    for name, terms in sorted(settings.products.items()):
        parts = {part.name: getattr(terms, part.name) for part in fields(terms)}
        stated.update({f"products.{name}.{part}": value for part, value in parts.items() if value is not None})
    for name, said in sorted(settings.client_types.items()):
        stated.update({f"client_types.{name}.{part}": value for part, value in said.items()})
    if settings.policy.rules:
        stated[_RULES] = [f"{'|'.join(rule.codes)} {rule.metric}: {rule.action}" for rule in settings.policy.rules]
    return {key: (value, settings.origin.get(key, "default")) for key, value in stated.items()}


def _listed(settings: Settings, key: str, value: Any, origin: str) -> dict[str, Any]:
    """The field that a key of the bank's own lists changes; empty when it is none of them."""
    section, _, rest = key.partition(".")
    if key == "people":
        return {"people": acquaintances(value, origin)}
    if key == _RULES:
        return {"policy": replace(settings.policy, rules=own_rules(value, origin))}
    if section == "products" and rest:
        return {"products": stated_terms(settings.products, rest, value, products_of(rows_of("products")), origin)}
    if section == "client_types" and rest:
        return {"client_types": stated_type(settings.client_types, rest, value, OWNERSHIPS, origin)}
    return {}


def _set(settings: Settings, key: str, value: Any, origin: str) -> Settings:
    section, _, rest = key.partition(".")
    origins = MappingProxyType({**settings.origin, key: origin})
    if section == "fx" and rest:
        rate = _as_number(value, key, origin)
        if rate <= 0:
            raise SettingsError(f"{value} is not a rate; give CNY per unit, above 0.", key=key, origin=origin)
        return replace(settings, fx=MappingProxyType({**settings.fx, rest.upper(): rate}), origin=origins)
    listed = _listed(settings, key, value, origin)
    if listed:
        return replace(settings, **listed, origin=origins)
    if key not in known_keys():
        near = _nearest(key, known_keys())
        hint = f" Did you mean {near[0]}?" if near else f" Known sections: {', '.join(_SECTIONS)}."
        raise SettingsError(f"there is no such setting.{hint}", key=key, origin=origin)
    if section == "weights":
        return replace(settings, weights=_set_weight(settings.weights, rest, value, key, origin), origin=origins)
    if section == "events":
        kind, _, part = rest.partition(".")
        number = _as_number(value, key, origin)
        if number < 0 or (part == "weight" and number > 1) or (part == "half_life_months" and number == 0):
            raise SettingsError(f"{value} is out of range: weight 0-1, half-life above 0.", key=key, origin=origin)
        rule = replace(settings.events[kind], **{part: number})
        return replace(settings, events=MappingProxyType({**settings.events, kind: rule}), origin=origins)
    part_value = getattr(settings, section)
    if key == "policy.companies" and isinstance(value, str) and Path(origin).is_file():
        # A list beside the settings file that names it.
        value = str(Path(origin).parent / value) if value else value
    if key in ("profile.products", "profile.cannot", "profile.crowded"):
        value = known_products(_as_kind((), value, key, origin), products_of(rows_of("products")), key, origin)
    changed = replace(part_value, **{rest: _as_kind(getattr(part_value, rest), value, key, origin)})
    return replace(settings, **{section: changed, "origin": origins})


_RULES = "policy.rules"
_APPROACH = ("intro", "anchors", "packs")
_SECTIONS = (
    "reach",
    "weights",
    "gates",
    "policy",
    "bank",
    "events",
    "fx",
    "load",
    "show",
    "store",
    "profile",
    *_APPROACH,
    "people",
)


def _set_weight(weights: ScoreWeights, name: str, value: Any, key: str, origin: str) -> ScoreWeights:
    number = _as_number(value, key, origin)
    if number < 0:
        raise SettingsError(f"{value} is below 0; weights are 0 or more.", key=key, origin=origin)
    if name in CONTRIBUTIONS:
        return replace(weights, own=MappingProxyType({**weights.own, name: number}))
    return replace(weights, centrality=number) if name == "centrality" else replace(weights, fit=number)


def _as_number(value: Any, key: str, origin: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SettingsError(f"{value!r} is not a number; write one like 0.22.", key=key, origin=origin)
    return float(value)


def _as_kind(current: Any, value: Any, key: str, origin: str) -> Any:
    """Value in the type of the default it replaces."""
    if isinstance(current, bool):
        if not isinstance(value, bool):
            raise SettingsError(f"{value!r} is not true or false.", key=key, origin=origin)
        return value
    if current is None or isinstance(current, float):
        return _as_number(value, key, origin)
    if isinstance(current, int):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise SettingsError(f"{value!r} is not a whole number of 0 or more.", key=key, origin=origin)
        return value
    if isinstance(current, str):
        if not isinstance(value, str):
            raise SettingsError(f"{value!r} is not text; put it in quotes.", key=key, origin=origin)
        return value
    if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{value!r} is not a list of texts; write ["a", "b"].', key=key, origin=origin)
    return frozenset(value) if isinstance(current, frozenset) else tuple(value)


def _nearest(text: str, known: Sequence[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(text, known, n=1)


def _check_whole(settings: Settings) -> None:
    def refuse(key: str, message: str) -> None:
        raise SettingsError(message, key=key, origin=settings.origin.get(key, "default"))

    for key in ("upstream", "downstream"):
        if getattr(settings.reach, key) > 6:
            refuse(f"reach.{key}", "the walk goes at most 6 tiers; name 0 to 6.")
    for key in ("relations_per_company", "companies_per_intermediary", "companies"):
        if getattr(settings.reach, key) < 1:
            refuse(f"reach.{key}", "a budget is 1 or more.")
    for gate in sorted(settings.gates.include):
        if gate not in GATES:
            near = _nearest(gate, GATES)
            hint = f"did you mean {near[0]}?" if near else f"the gates are {', '.join(GATES)}."
            refuse("gates.include", f"there is no gate {gate!r}; {hint}")
    if settings.show.lang not in ("zh", "en"):
        refuse("show.lang", f"{settings.show.lang!r} is not a language we write; name zh or en.")
    if settings.load.threads < 1:
        refuse("load.threads", "at least 1 thread is needed.")
    if settings.store.uri:
        from chainprospect.stores.neo4j.address import address_of

        origin = settings.origin.get("store.uri", "default")
        address_of(settings.store.uri, settings.store.database, origin=origin)
    _check_own(settings, refuse)
    _check_weights(settings.weights, refuse)


def _check_own(settings: Settings, refuse: Any) -> None:
    for name, message in wrong_means(settings.profile):
        refuse(f"profile.{name}", message)
    for section in _APPROACH:
        for name, message in wrong_rules(getattr(settings, section)):
            refuse(f"{section}.{name}", message)


def _check_weights(weights: ScoreWeights, refuse: Any) -> None:
    if weights.centrality + weights.fit <= 0:
        refuse("weights.centrality", "both halves weigh 0; give one of them a weight above 0.")
    for half, names in (("centrality", CENTRALITY), ("fit", FIT)):
        if getattr(weights, half) > 0 and sum(weights.own[name] for name in names) <= 0:
            refuse(f"weights.{half}", f"every contribution of {half} weighs 0; give one of them a weight above 0.")

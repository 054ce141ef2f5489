"""Rules of industry policy: a code prefix, a metric against a threshold, where, since when, and what then."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from chainprospect.errors import SettingsError
from chainprospect.model.industry import split_code

Threshold: TypeAlias = float | str | None

ANY: Final = "*"
# What a rule says of a company it fits; a watch list is worked by a person, as a review is.
ACTIONS: Final = ("block", "review", "favour", "watchlist")
OPERATORS: Final[Mapping[str, Callable[[Any, float], Any]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
)
# In place of a code: the rule fits the companies that the bank's own list names, whatever their industry.
LISTED: Final = ("item", "client")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """
    One rule.

    `codes` are GB/T 4754 prefixes, or one word of `LISTED`. `metric` `*` measures nothing: the rule fits every company
    of its codes. `region` is as written: places joined by commas, `*` anywhere, `other` wherever no other rule of its
    `list` with the same metric names the place. `since` is ISO text, None where the rule holds since ever or its date
    cannot be read. `action`: `block`, `review`, `favour`, `watchlist`.
    """

    list: str
    codes: tuple[str, ...]
    metric: str
    operator: str
    threshold: Threshold
    region: str
    since: str | None
    action: str
    label: str = ""
    source: str = ""

    @property
    def listed(self) -> bool:
        """Whether it fits companies by the bank's own list rather than by industry."""
        return self.codes[0] in LISTED


def packaged_rule(row: Mapping[str, str]) -> PolicyRule:
    """A rule from a row of the packaged table `policy_rules`."""
    return PolicyRule(
        row["list"],
        tuple(row["gbt_prefix"].split("|")),
        row["metric"],
        row["op"],
        _threshold(row["value"]),
        row["region"] or ANY,
        day_since(row["effective"]),
        row["action"],
        row["label"],
        row["source"],
    )


def _threshold(text: str) -> Threshold:
    try:
        return float(text)
    except ValueError:
        return text or None


def day_since(text: str) -> str | None:
    """A date as ISO text, a year or month by its first day; None where it cannot be read."""
    found = _DAY.fullmatch(text.strip())
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}" if found else None


KEYS: Final = ("code", "metric", "operator", "threshold", "region", "date", "action", "label")


def own_rules(rows: Any, origin: str) -> tuple[PolicyRule, ...]:
    """
    The bank's own rules, from the tables `[[policy.rules]]` of a settings file.

    Parameters
    ----------
    rows
        What the file holds under `policy.rules`; each table has `code` and `action`, the rest may be left out.
    origin
        The file, for what is said when something is wrong.

    Raises
    ------
    SettingsError
        It is no list of tables, or one holds an unknown key, no code, or an operator or action that there is not.
    """
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise SettingsError(
            "is no list of rules; write a table [[policy.rules]] for each.", key="policy.rules", origin=origin
        )
    return tuple(_own_rule(row, f"policy.rules[{place}]", origin) for place, row in enumerate(rows, 1))


def _own_rule(row: Mapping[str, Any], key: str, origin: str) -> PolicyRule:
    for name in row:
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(KEYS)}."
            raise SettingsError(f"there is no key {name}; {hint}", key=key, origin=origin)
    said = {name: value if name == "threshold" else str(value).strip() for name, value in row.items()}
    codes = tuple(part.strip() for part in str(said.get("code", "")).split("|"))
    if codes[0] not in LISTED and not all(any(split_code(code)) for code in codes):
        raise SettingsError(
            f"{said.get('code', '')!r} is no GB/T 4754 code; write one like C38 or 061|062.", key=key, origin=origin
        )
    for name, known, default in (("operator", tuple(OPERATORS), "="), ("action", ACTIONS, "")):
        if said.get(name, default) not in known:
            raise SettingsError(
                f"{name} is {said.get(name, default)!r}; write one of {', '.join(known)}.", key=key, origin=origin
            )
    threshold = said.get("threshold")
    if isinstance(threshold, int | float) and not isinstance(threshold, bool):
        threshold = float(threshold)
    metric = str(said.get("metric", ANY))
    if metric != ANY and threshold is None:
        raise SettingsError("a metric needs a threshold; give one.", key=key, origin=origin)
    return PolicyRule(
        "own",
        codes,
        metric,
        str(said.get("operator", "=")),
        threshold if threshold is None or isinstance(threshold, float) else str(threshold),
        str(said.get("region", ANY)),
        day_since(str(said.get("date", ""))),
        str(said["action"]),
        str(said.get("label", "")),
        origin,
    )

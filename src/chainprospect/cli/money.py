"""Amounts as they are typed and printed: a unit such as 万元 or USD mn, against the currency they are reckoned in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chainprospect.cli.ask import wrong
from chainprospect.cli.words import word

if TYPE_CHECKING:
    from chainprospect.load.units import Unit

BASE = "CNY"


@dataclass(frozen=True, slots=True)
class Yard:
    """
    The unit of this call.

    `currency` is what amounts are reckoned in; `unit` what they are printed in and what a bare number is typed in, with
    its name as typed; `fx` is CNY per unit of each currency.
    """

    currency: str
    name: str
    unit: Unit
    fx: Mapping[str, float]
    lang: str

    @property
    def shown(self) -> str:
        """The currency that amounts are printed in."""
        return self.unit.currency or self.currency

    def told(self, value: float | None) -> float | None:
        """An amount in the unit of this call; None where it is unknown."""
        if value is None:
            return None
        return value * self._rate(self.currency, self.shown, "--unit", self.name) / self.unit.factor

    def amount(self, text: str, flag: str) -> float:
        """
        A typed amount in the currency that amounts are reckoned in.

        Raises
        ------
        SettingsError
            It is no amount of 0 or more, or its currency has no rate.
        """
        from chainprospect.load.units import Amount, parse_amount

        found = parse_amount(text, self.unit)
        if not isinstance(found, Amount) or found.value < 0:
            raise wrong(flag, text, word(self.lang, "ask_shape"))
        return found.value * self._rate(found.currency or self.currency, self.currency, flag, text)

    def number(self, text: str, flag: str) -> float:
        """
        A typed number or percentage; it may be below 0.

        Raises
        ------
        SettingsError
            It is neither.
        """
        from chainprospect.load.units import parse_fraction

        found = parse_fraction(text.strip())
        if not isinstance(found, float):
            raise wrong(flag, text, word(self.lang, "input_number"))
        return found

    def _rate(self, given: str, wanted: str, flag: str, text: str) -> float:
        if given == wanted:
            return 1.0
        rates = {BASE: 1.0, **self.fx}
        for currency in (given, wanted):
            if currency not in rates:
                raise wrong(flag, text, word(self.lang, "no_rate", currency=currency))
        return rates[given] / rates[wanted]


def yard(typed: str | None, currency: str, fx: Mapping[str, float], lang: str) -> Yard:
    """
    The unit that was typed with `--unit`, else units of the currency.

    Raises
    ------
    SettingsError
        It is no unit.
    """
    from chainprospect.load.units import parse_unit

    unit = parse_unit(typed or "")
    if unit is None:
        raise wrong("--unit", typed or "", word(lang, "unit_shape"))
    return Yard(currency, typed or currency, unit, fx, lang)

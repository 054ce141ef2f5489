"""Regions: which place lies in which, by China's provinces and prefectures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

SERVED, SAME_PROVINCE, ELSEWHERE = "served", "same_province", "elsewhere"
# Longest first, so that 维吾尔自治区 is taken off before 自治区.
_SUFFIXES: Final = (
    "维吾尔自治区",
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "地区",
    "新区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "州",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A region as written, taken apart: its province (None when it is not one of China's) and what follows."""

    province: str | None
    rest: str


@dataclass(frozen=True, slots=True)
class Places:
    """Provinces by short name, and places by short name with the province they lie in."""

    provinces: Mapping[str, str]
    cities: Mapping[str, str]

    def place(self, text: str) -> Place:
        """Province and rest of a region as written (`江苏省苏州市`, `江苏苏州`, `苏州` are all the same place)."""
        clean = "".join(text.split())
        # 吉林市 lies in 吉林省: a city's full name beats its province's short one.
        if clean in self.cities and clean not in self.provinces:
            return Place(self.cities[clean], _bare(clean))
        for size in (3, 2):
            short = clean[:size]
            if short in self.provinces:
                return Place(self.provinces[short], _bare(_after_province(clean, short)))
        for size in range(min(len(clean), 12), 1, -1):
            if clean[:size] in self.cities:
                return Place(self.cities[clean[:size]], _bare(clean))
        return Place(None, clean.casefold())

    def covers(self, wanted: str, region: str) -> bool:
        """Whether `region` lies in `wanted`."""
        outer, inner = self.place(wanted), self.place(region)
        return outer.province == inner.province and inner.rest.startswith(outer.rest)

    def standing(self, served: Iterable[str], region: str) -> str:
        """`served`, `same_province` as a served one, or `elsewhere`."""
        here = self.place(region)
        found = ELSEWHERE
        for item in served:
            if self.covers(item, region):
                return SERVED
            if here.province is not None and self.place(item).province == here.province:
                found = SAME_PROVINCE
        return found


def places(rows: Iterable[Mapping[str, str]]) -> Places:
    """Places from the rows (`province`, `place`) of the packaged table `regions_cn`."""
    provinces: dict[str, str] = {}
    cities: dict[str, str] = {}
    for row in rows:
        provinces[_bare(row["province"])] = row["province"]
        if row["place"] != row["province"]:
            cities[row["place"]] = row["province"]
            cities[_bare(row["place"])] = row["province"]
    return Places(provinces, cities)


def _bare(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name


def _after_province(clean: str, short: str) -> str:
    rest = clean[len(short) :]
    for suffix in _SUFFIXES:
        if rest.startswith(suffix):
            return rest.removeprefix(suffix)
    return rest

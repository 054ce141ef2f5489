"""
The small firms around the sample's cable maker, and its subsidiaries; all of them fictional.

They share what packs are made of: a buyer, a distributor, a park, an association, a market, or only each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from economy import Dice, Firm, Registry, short_place
from population import Population
from ties import Tie

HOME = ("江苏省", "扬州市")
COPPER_PARK = "江苏省泽陵线缆配套园"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Companies and ties of the first load, and the ties as they stand when their file is loaded a second time."""

    firms: list[Firm]
    ties: list[Tie]
    later: list[Tie]


def neighbours(people: Population, goods: Sequence[Tie], registry: Registry) -> Neighbours:
    """The small firms and what binds them; the companies that were there before stay as they are."""
    maker = _Maker(registry, Dice("neighbours"))
    cable = next(firm for firm in people.firms if firm.core and firm.trade == "电缆")
    mids = [tie.source for tie in goods if tie.target is cable and tie.source.size == "m" and not tie.source.client]
    dealers = [
        tie.target
        for tie in goods
        if tie.source is cable and tie.target.role == "distributor" and not tie.target.client
    ]
    for group in (
        _suppliers(maker, cable),
        _in_the_park(maker, mids[0]),
        _around_a_dealer(maker, dealers[0]),
        _members(maker, people.officials[0], mids[1]),
        _same_market(maker, mids[2]),
        _circle(maker, mids[:4]),
        _subsidiaries(maker, cable),
    ):
        maker.ties += group
    return Neighbours(maker.firms, maker.ties, _later(maker, cable))


class _Maker:
    """Registers firms and words their ties."""

    def __init__(self, registry: Registry, dice: Dice) -> None:
        self._registry, self._dice = registry, dice
        self.firms: list[Firm] = []
        self.ties: list[Tie] = []

    def firm(self, suffix: str, code: str, industry: str, size: str, place: tuple[str, str] = HOME) -> Firm:
        """A firm called by its place, a brand of its own and a suffix."""
        return self.named(f"{short_place(place[0])}{{brand}}{suffix}", code, industry, size, place)

    def named(self, name: str, code: str, industry: str, size: str, place: tuple[str, str] = HOME) -> Firm:
        """A firm of a name in which `{brand}` becomes a brand that nobody has."""
        brand = self._registry.brand() if "{brand}" in name else "砚禾"
        role = "distributor" if code.startswith("F") else "producer"
        firm = Firm(name.format(brand=brand), brand, "", code, industry, *place, size=size, role=role)
        self._registry.add(firm)
        firm.park = ""
        self.firms.append(firm)
        return firm

    def sells(self, seller: Firm, buyer: Firm, product: str, kind: str = "supplies") -> Tie:
        """Goods of a few hundred thousand to a few million yuan, known from a client."""
        if seller in self.firms:
            seller.products = seller.products or [product]
        month, day = self._dice.whole(1, 9), self._dice.whole(1, 28)
        amount = self._dice.whole(30, 400) * 10_000.0
        tie = Tie(seller, buyer, kind, product, amount, as_of=f"2026-{month:02d}-{day:02d}", grade="client")
        tie.ref = f"虚构小微走访2026·{seller.brand}"
        return tie

    def binds(self, source: Firm, target: Firm, kind: str, **facts: float) -> Tie:
        """A tie of another kind: who holds, serves or guarantees whom."""
        words = {"intermediates": "会员", "owns": "长期股权投资", "guarantees": "担保公告"}
        tie = Tie(source, target, kind, "会员" if kind == "intermediates" else "", as_of="2026-06-30", grade="filing")
        tie.amount, tie.share = facts.get("amount"), facts.get("share")
        tie.ref = f"虚构{words[kind]}2026·{source.brand}"
        return tie


def _suppliers(maker: _Maker, cable: Firm) -> Iterator[Tie]:
    """Small suppliers of the core client itself."""
    lines = (("木业", "C2035", "木质容器制造", "电缆盘"), ("五金", "C3482", "紧固件制造", "盘芯法兰"))
    for place, size in enumerate("ssisss"):
        suffix, code, industry, product = lines[place % 2]
        yield maker.sells(maker.firm(f"{suffix}有限公司", code, industry, size), cable, product)


def _in_the_park(maker: _Maker, buyer: Firm) -> Iterator[Tie]:
    """Small firms of one park that supply a mid-sized one of its neighbourhood."""
    lines = (
        ("模具", "C3525", "模具制造"),
        ("包装", "C2231", "纸和纸板容器制造"),
        ("线缆辅料", "C2929", "塑料零件及其他塑料制品制造"),
        ("机电维修", "O8010", "机械修理"),
        ("拉丝", "C3340", "金属丝绳及其制品制造"),
    )
    for (suffix, code, industry), size in zip(lines, "ssiss", strict=True):
        firm = maker.firm(f"{suffix}有限公司", code, industry, size)
        firm.park = COPPER_PARK
        yield maker.sells(firm, buyer, suffix)


def _around_a_dealer(maker: _Maker, dealer: Firm) -> Iterator[Tie]:
    """Shops that take their goods from one distributor of the core client."""
    for size, city in zip("ssiss", ("南京市", "苏州市", "常州市", "扬州市", "南京市"), strict=True):
        shop = maker.firm("电线经营部", "F5174", "五金产品批发", size, ("江苏省", city))
        yield maker.sells(dealer, shop, "布电线", "distributes")


def _members(maker: _Maker, association: Firm, buyer: Firm) -> Iterator[Tie]:
    """Members of one association, each of another place."""
    lines = (
        ("铜铝排", "C3251", "铜压延加工"),
        ("绝缘带", "C2922", "塑料板、管、型材制造"),
        ("接线端子", "C3829", "其他输配电设备"),
    )
    places = (("浙江省", "嘉兴市"), ("安徽省", "芜湖市"), ("山东省", "青岛市"), ("河南省", "许昌市"))
    for number, place in enumerate(places):
        suffix, code, industry = lines[number % 3]
        firm = maker.firm(f"{suffix}有限公司", code, industry, "s", place)
        yield maker.sells(firm, buyer, suffix)
        yield maker.binds(association, firm, "intermediates")


def _same_market(maker: _Maker, buyer: Firm) -> Iterator[Tie]:
    """Firms of one trade in one town."""
    for size in "siss":
        firm = maker.firm("拉丝模具有限公司", "C3311", "金属结构制造", size, ("浙江省", "温州市"))
        yield maker.sells(firm, buyer, "拉丝模")


def _circle(maker: _Maker, buyers: Sequence[Firm]) -> Iterator[Tie]:
    """Four firms that trade with each other in a circle; two stand in for each other at a bank."""
    lines = (
        ("再生铜", "C4210", "金属废料和碎屑加工处理", ("河北省", "保定市")),
        ("铜线", "C3251", "铜压延加工", ("广东省", "佛山市")),
        ("漆包线", "C3831", "电线、电缆制造", ("湖北省", "襄阳市")),
        ("线材", "C3340", "金属丝绳及其制品制造", ("四川省", "德阳市")),
    )
    firms = [maker.firm(f"{suffix}有限公司", code, industry, "s", place) for suffix, code, industry, place in lines]
    for firm, after, buyer, (product, *_) in zip(firms, [*firms[1:], firms[0]], buyers, lines, strict=True):
        yield maker.sells(firm, after, product)
        yield maker.sells(firm, buyer, product)
    yield maker.sells(firms[1], firms[3], "铜线")
    yield maker.binds(firms[0], firms[1], "guarantees", amount=3_000_000.0)
    yield maker.binds(firms[1], firms[0], "guarantees", amount=2_000_000.0)


def _subsidiaries(maker: _Maker, cable: Firm) -> Iterator[Tie]:
    """What the core client holds itself: a group whose money could lie in one pool."""
    for name, code, industry, share in (
        ("江苏砚禾线缆销售有限公司", "F5175", "电气设备批发", 1.0),
        ("江苏砚禾物流有限公司", "G5430", "道路货物运输", 0.8),
        ("江苏砚禾新材料有限公司", "C2651", "初级形态塑料及合成树脂制造", 0.6),
    ):
        yield maker.binds(cable, maker.named(name, code, industry, "s"), "owns", share=share)


def _later(maker: _Maker, cable: Firm) -> list[Tie]:
    """The same file later: two suppliers are gone, two have grown, and one of the others supplies the client too."""
    first = [tie for tie in maker.ties if tie.target is cable]
    gone, grown = first[:2], first[2:4]
    kept = [
        replace(tie, amount=(tie.amount or 0) * 1.8, as_of="2026-10-20") if tie in grown else tie
        for tie in maker.ties
        if tie not in gone
    ]
    newcomer = next(tie.source for tie in maker.ties if tie.source.park == COPPER_PARK)
    return [*kept, maker.sells(newcomer, cable, newcomer.products[0])]

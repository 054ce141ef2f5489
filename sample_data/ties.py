"""Who trades with whom in the sample, and what else binds its fictional companies."""

from __future__ import annotations

from dataclasses import dataclass

from economy import EQUIPMENT, TRADES, Dice, Firm
from population import Population

YEARS = ("2023", "2024", "2024", "2025", "2025", "2025", "2026", "2026", "2026")
MINES = "煤炭"


@dataclass(slots=True)
class Tie:
    """One row of a relations file; the arrow follows the goods, `amount` is CNY, shares are fractions."""

    source: Firm
    target: Firm
    kind: str = "supplies"
    product: str = ""
    amount: float | None = None
    share_of_target: float | None = None
    share_of_source: float | None = None
    share: float | None = None
    start: str = ""
    end: str = ""
    as_of: str = ""
    confidence: float | None = None
    grade: str = ""
    ref: str = ""


class Ledger:
    """Collects goods ties, one for each pair and kind."""

    def __init__(self, topic: str) -> None:
        self.dice = Dice(topic)
        self.ties: list[Tie] = []
        self._seen: set[tuple[str, str, str]] = set()

    def sell(self, seller: Firm, buyer: Firm, product: str = "", kind: str = "supplies") -> None:
        """Note that goods go from seller to buyer, once."""
        key = (seller.name, buyer.name, kind)
        if seller is not buyer and key not in self._seen:
            self._seen.add(key)
            self.ties.append(
                Tie(seller, buyer, kind, product or (self.dice.pick(seller.products) if seller.products else ""))
            )


def goods(people: Population) -> list[Tie]:
    """Every goods tie of the sample, with amounts, shares, dates and provenance."""
    ledger = Ledger("goods")
    _inputs(ledger, people)
    _grid_buys(ledger, people)
    _other_buyers(ledger, people)
    _distribution(ledger, people)
    _power(ledger, people)
    _word(ledger.ties, Dice("figures"))
    return ledger.ties


def _inputs(ledger: Ledger, people: Population) -> None:
    """Makers buy what they need from makers of it, now and then through a trader or an agent."""
    dice = ledger.dice
    abroad = {firm.trade: firm for firm in people.overseas if firm.trade}
    for trade, makers in people.makers.items():
        for buyer in makers:
            many = {"g": 4, "l": 4, "m": 2}.get(buyer.size, 1)
            for needed in TRADES[trade].inputs:
                for seller in dice.some(people.makers[needed], dice.whole(1, many)):
                    traders = people.traders.get(needed, [])
                    if traders and dice.chance(0.35):
                        trader = dice.pick(traders)
                        ledger.sell(seller, trader)
                        ledger.sell(trader, buyer, seller.products[0])
                    else:
                        ledger.sell(seller, buyer)
                if needed in abroad and buyer.size in "gl":
                    agent = dice.pick(people.agents)
                    ledger.sell(abroad[needed], agent, TRADES[needed].products[0])
                    ledger.sell(agent, buyer, TRADES[needed].products[0])


def _grid_buys(ledger: Ledger, people: Population) -> None:
    """The grid company buys equipment of every kind, and coal for its heating plants."""
    dice, (depot, works, plant) = ledger.dice, people.subsidiaries
    for trade in EQUIPMENT:
        for maker in people.makers[trade]:
            known = {"g": 1.0, "l": 1.0, "m": 0.72, "s": 0.3}.get(maker.size, 0.4)
            if trade == MINES:
                if dice.chance(known):
                    ledger.sell(maker, people.grid if dice.chance(0.6) else plant)
            elif maker.core or dice.chance(known * 0.85):
                ledger.sell(maker, people.grid)
            elif dice.chance(0.3):
                ledger.sell(maker, depot)
    ledger.sell(depot, people.grid, "集采物资")
    ledger.sell(works, people.grid, "线路施工服务")
    ledger.sell(plant, people.grid, "上网电量")
    # Law firms and auditors are paid like suppliers, and are no leads all the same.
    ledger.sell(people.services[0], people.grid, "法律服务")
    ledger.sell(people.services[4], people.grid, "审计服务")
    for trader in people.traders[MINES]:
        for mine in dice.some(people.makers[MINES], 4):
            ledger.sell(mine, trader)
        ledger.sell(trader, people.grid, "动力煤")


def _other_buyers(ledger: Ledger, people: Population) -> None:
    """Generators, contractors and large users buy equipment too: some from makers that the grid does not know."""
    dice = ledger.dice
    for plant in people.generators:
        ledger.sell(plant, people.grid)
        if plant.code in ("D4411", "D4412"):
            for mine in dice.some(people.makers[MINES], 5):
                ledger.sell(mine, plant)
        for trade in dice.some(["变压器", "开关柜", "电缆", "继电保护", "储能"], 3):
            ledger.sell(dice.pick(people.makers[trade]), plant)
    for contractor in people.contractors:
        for trade in dice.some(["变压器", "开关柜", "电缆", "铁塔", "金具", "绝缘子", "配电终端"], 4):
            for maker in dice.some(people.makers[trade], 2):
                ledger.sell(maker, contractor)
        if dice.chance(0.5):
            ledger.sell(contractor, people.grid, "配网施工服务")
    _users_buy(ledger, people)


def _users_buy(ledger: Ledger, people: Population) -> None:
    """Large users of power buy some equipment of their own, steel works coal as well."""
    dice = ledger.dice
    for user in people.users:
        for trade in dice.some(["变压器", "开关柜", "电缆", "储能", "电容器"], dice.whole(1, 3)):
            ledger.sell(dice.pick(people.makers[trade]), user)
        if user.code == "C3120":
            for mine in dice.some(people.makers[MINES], 3):
                ledger.sell(mine, user, "洗精煤")


def _distribution(ledger: Ledger, people: Population) -> None:
    """Makers sell through distributors, who sell to contractors and users."""
    dice = ledger.dice
    for trade, dealers in people.distributors.items():
        named = [maker for maker in people.makers[trade] if maker.size in "glm"]
        for dealer in dealers:
            for maker in dice.some(named, dice.whole(1, 3)):
                ledger.sell(maker, dealer, kind="distributes")
            for buyer in dice.some([*people.contractors, *people.users], dice.whole(1, 4)):
                ledger.sell(dealer, buyer, TRADES[trade].products[0])
        for maker in [firm for firm in named if firm.core]:
            for dealer in dealers[:4]:
                ledger.sell(maker, dealer, kind="distributes")


def _power(ledger: Ledger, people: Population) -> None:
    """The grid company sells power to users."""
    for user in people.users:
        if user.code == "C3041" or ledger.dice.chance(0.7):
            ledger.sell(people.grid, user, "工业用电")


def _word(ties: list[Tie], dice: Dice) -> None:
    """Give each tie an amount that the seller's revenue can bear, shares that agree with it, dates and a source."""
    sales: dict[str, float] = {}
    weights = [dice.between(0.3, 1.7) * (3 if tie.target.size == "g" else 1) for tie in ties]
    for tie, weight in zip(ties, weights, strict=True):
        sales[tie.source.name] = sales.get(tie.source.name, 0) + weight
    for tie, weight in zip(ties, weights, strict=True):
        told = dice.chance(0.8)
        share = weight / sales[tie.source.name] * dice.between(0.45, 0.85)
        if tie.source.revenue and tie.source.currency == "CNY":
            amount = tie.source.revenue * share
            if tie.target.revenue:
                amount = min(amount, tie.target.revenue * dice.between(0.08, 0.35))
                if told and dice.chance(0.5):
                    tie.share_of_target = max(0.001, round(amount / tie.target.revenue / 0.7, 3))
            if told:
                tie.amount = max(10_000.0, round(amount, -3))
            if told and dice.chance(0.5):
                tie.share_of_source = max(0.001, round(amount / tie.source.revenue, 3))
        _dates(tie, dice)
        _provenance(tie, dice)


def _dates(tie: Tie, dice: Dice) -> None:
    year, month = dice.pick(YEARS), dice.whole(1, 10)
    roll = dice.between(0, 1)
    if roll < 0.25:
        tie.start, tie.end = f"{int(year) - 1}-{month:02d}-01", f"{year}-{month:02d}-28"
    elif roll < 0.33:
        # A frame contract over two years: its amount is that of both.
        tie.start, tie.end = f"{int(year) - 2}-{month:02d}-01", f"{year}-{month:02d}-28"
        tie.amount = tie.amount * 2 if tie.amount else None
    elif roll < 0.96:
        tie.as_of = f"{year}-{month:02d}-{dice.whole(1, 28):02d}"


def _provenance(tie: Tie, dice: Dice) -> None:
    tie.grade = dice.pick(("filing",) * 5 + ("client",) * 4 + ("news", "news", "inferred", ""))
    year = (tie.as_of or tie.end or "2025")[:4]
    owner = dice.pick((tie.source, tie.target))
    if tie.grade == "filing":
        tie.ref = f"虚构年报{year}·{owner.brand}·第{dice.whole(12, 96)}页"
    elif tie.grade == "client":
        tie.ref = f"虚构客户访谈{year}·{owner.brand}"
    elif tie.grade == "news":
        tie.ref, tie.confidence = f"虚构行业快讯{year}-{dice.whole(1, 10):02d}", round(dice.between(0.6, 0.9), 2)
    else:
        tie.ref, tie.confidence = "虚构线索整理", round(dice.between(0.4, 0.7), 2)


def bonds(people: Population) -> list[Tie]:
    """Ownership, guarantees, introductions and referrals."""
    return [*_ownership(people), *_guarantees(people), *_introductions(people), *_referrals(people)]


def _ownership(people: Population) -> list[Tie]:
    dice, ties = Dice("ownership"), []
    for subsidiary, stake in zip(people.subsidiaries, (1.0, 0.72, None), strict=True):
        ties.append(Tie(people.grid, subsidiary, "owns", share=stake, as_of="2025-12-31", grade="filing"))
    core = [makers[0] for makers in people.makers.values() if makers[0].core]
    for parent, (trade, place, stake) in zip(
        core,
        (
            ("油箱", 1, 0.65),
            ("灭弧室", 2, 0.51),
            ("电缆料", 2, 1.0),
            ("塑料件", 1, 0.34),
            ("紧固件", 2, 0.2),
            ("线路板", 1, 0.7),
        ),
        strict=True,
    ):
        ties.append(Tie(parent, people.makers[trade][place], "owns", share=stake, as_of="2025-12-31", grade="filing"))
    giants = [firm for firm in people.firms if firm.size == "g" and firm.role == "producer" and firm.brand != "华衡"]
    small = [firm for firm in people.firms if firm.size == "s" and firm.role in ("producer", "trader")]
    taken = {tie.target.name for tie in ties}
    for giant, firm in zip(giants, dice.some([f for f in small if f.name not in taken], len(giants)), strict=True):
        stake = dice.pick((0.1, 0.3, 0.49, 0.55, 0.8, 1.0))
        ties.append(Tie(giant, firm, "owns", share=stake, as_of="2025-06-30", grade="filing"))
    for tie in ties:
        tie.ref = f"虚构年报2025·{tie.source.brand}·长期股权投资"
    return ties


def _guarantees(people: Population) -> list[Tie]:
    dice = Dice("guarantees")
    makers = [firm for firm in people.firms if firm.trade in TRADES and firm.size in "ms"]
    ring = dice.some(makers, 3)
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    pairs += [(dice.pick(makers), firm) for firm in dice.some([f for f in makers if f not in ring], 9)]
    return [
        Tie(
            guarantor,
            debtor,
            "guarantees",
            amount=float(dice.whole(5, 60) * 1_000_000),
            as_of=f"2026-{dice.whole(1, 9):02d}-15",
            grade="filing",
            ref=f"虚构担保公告2026·{guarantor.brand}",
        )
        for guarantor, debtor in pairs
        if guarantor is not debtor
    ]


def _introductions(people: Population) -> list[Tie]:
    dice = Dice("introductions")
    core = [makers[0] for makers in people.makers.values() if makers[0].core]
    business = [firm for firm in people.firms if firm.role in ("producer", "distributor") and firm.country == "CN"]
    known = [firm for firm in business if firm.size in "smeu" and not firm.client and firm.brand != "华衡"]
    words = {
        "law_firm": "常年法律顾问",
        "accounting_firm": "年报审计",
        "tax_agent": "纳税申报代理",
        "association": "会员",
        "park": "入园企业",
        "government": "重点企业",
    }
    served: list[Tie] = []
    for number, firm in enumerate([*people.services, *people.officials]):
        clients = [core[number % len(core)], *dice.some(known, dice.whole(4, 9))]
        for client in clients:
            grade, year = dice.pick(("client", "news")), dice.whole(2024, 2026)
            what = words[firm.role]
            served.append(
                Tie(firm, client, "intermediates", what, as_of=f"{year}-{dice.whole(1, 9):02d}-20", grade=grade)
            )
            served[-1].ref = f"虚构{what}名单{year}"
    return served


def _referrals(people: Population) -> list[Tie]:
    dice = Dice("referrals")
    clients = [firm for firm in people.firms if firm.client and firm.trade]
    known = [firm for firm in people.firms if firm.trade in TRADES and firm.size in "ms" and not firm.client]
    ties = []
    for client in clients[:8]:
        for firm in dice.some(known, 2):
            ties.append(Tie(client, firm, "refers", as_of=f"2026-{dice.whole(1, 9):02d}-08", grade="client"))
            ties[-1].ref = f"虚构客户访谈2026·{client.brand}"
    return ties

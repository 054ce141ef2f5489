"""Triggers of needs: what in the graph, the books or the events of a company raises which need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from chainprospect.advise.accounts import Accounts
from chainprospect.advise.credit import Credit, cost_of_sales
from chainprospect.advise.unreal import WARNING, Check, day_number
from chainprospect.model.advice import FactUsed
from chainprospect.model.dossier import Dossier, Partner, event_source, relation_source
from chainprospect.model.relation import DAYS_A_MONTH, Kind, Kinds, Side

# Our own figures, beside those that the packaged table of products states.
SHORT_TERMS: Final = 45.0  # days of payables below which paying later helps
SLOW_STOCK: Final = 90.0  # days of stock
STOCK_UP: Final = 60.0
RISING: Final = 1.15  # stock that turns this many times slower than the year before
HIGH_VALUE: Final = 1e6  # CNY a delivery
DEALERS: Final = 3
SUBSIDIARIES: Final = 2
PAYERS: Final = 20
STAFF: Final = 100.0
HEAVY_LOANS: Final = 0.20  # of total assets
SOUND_DEBT: Final = 0.70
IDLE_PART: Final = 0.30  # cash of current assets
SURPLUS_CASH: Final = 5e7  # CNY above a month of costs
RECENT: Final = 12.0  # months
STRONG: Final = 10.0  # a supplier this many times our size can dictate terms


@dataclass(frozen=True, slots=True)
class View:
    """What triggers look at: the dossier, its accounts and their credit need, and the checks of it."""

    dossier: Dossier
    accounts: Accounts | None
    credit: Credit
    checks: tuple[Check, ...]

    def item(self, name: str) -> FactUsed:
        """A line item of the accounts; unknown without accounts."""
        return self.accounts.fact(name) if self.accounts else FactUsed(name, None)

    def days(self, name: str) -> FactUsed:
        """Days of one item of the cycle, unknown where they are but bounded."""
        each = self.credit.input(name)
        exact = each.span.exact if each.span and not each.missing else None
        return FactUsed(name, exact, "days", self.accounts.source if exact is not None and self.accounts else None)

    def partners(self, side: Side, kind: Kind | None = None) -> list[Partner]:
        """Goods partners on one side, of one kind where it is named."""
        found = self.dossier.of(Kinds.GOODS, side).partners
        return [each for each in found if kind is None or each.relation.kind is kind]

    def events(self, *types: str) -> list[FactUsed]:
        """Past events of these types in the last 12 months; undated ones count."""
        return [
            FactUsed("events", event.type, "", event_source(event))
            for event in self.dossier.events
            if event.type in types and _recent(event.date, self.dossier.as_of)
        ]

    @property
    def subsidiaries(self) -> list[Partner]:
        """Companies that it owns."""
        return list(self.dossier.of(Kinds.OWNS, Side.DOWNSTREAM).partners)


def _recent(date: str | None, as_of: int | None) -> bool:
    if date is None or as_of is None:
        return True
    return 0 <= (as_of - day_number(date)) / DAYS_A_MONTH <= RECENT


# The facts that raised a need, those that are unknown among them; None where nothing raised it.
Raised: TypeAlias = list[FactUsed] | None


@dataclass(frozen=True, slots=True)
class SubNeed:
    """
    One need: the core need it belongs to, the products that answer it in their order, and its trigger.

    `creates`: its products build something around the chain or group that is not there yet.
    """

    id: str
    need: str
    products: tuple[str, ...]
    trigger: Callable[[View], Raised]
    creates: bool = False


def _number(fact: FactUsed) -> float | None:
    return fact.value if isinstance(fact.value, float) else None


def _over(fact: FactUsed, line: float) -> bool:
    value = _number(fact)
    return value is not None and value > line


def _under(fact: FactUsed, line: float) -> bool:
    value = _number(fact)
    return value is not None and value < line


def _tie(partner: Partner, name: str) -> FactUsed:
    return FactUsed(name, partner.company.name, "", relation_source(partner.relation))


def _named(partners: Iterable[Partner], name: str, most: int = 3) -> list[FactUsed]:
    return [_tie(each, name) for each in list(partners)[:most]]


def _pay_later(view: View) -> Raised:
    suppliers = view.partners(Side.UPSTREAM)
    terms, prepaid = view.days("ap_days"), view.item("prepayments")
    if not suppliers or not (_under(terms, SHORT_TERMS) or _over(prepaid, 0.0)):
        return None
    return [terms, prepaid, *_named(suppliers, "supplier", 1)]


def _pay_cost(view: View) -> Raised:
    suppliers = view.partners(Side.UPSTREAM)
    large = view.dossier.size.low == "large"
    state = view.dossier.company.ownership == "state"
    if not suppliers or not (large or state or view.dossier.company.listed):
        return None
    standing = "large" if large else "state" if state else "listed"
    return [view.dossier.fact("standing", standing), view.item("payables"), *_named(suppliers, "supplier", 1)]


def _strong_supplier(view: View) -> Raised:
    """A supplier so much larger that it sets the terms: certainty of payment is what it asks for."""
    own = view.dossier.standing.revenue
    strong = [
        each
        for each in view.partners(Side.UPSTREAM)
        if own and each.standing.revenue is not None and each.standing.revenue >= STRONG * own
    ]
    if not strong:
        return None
    return [view.dossier.fact("revenue", own, "CNY"), *_named(strong, "supplier")]


def _stock_up(view: View) -> Raised:
    days, won = view.days("inv_days"), view.events("tender_won", "expansion")
    if not _over(days, STOCK_UP) and not won:
        return None
    return [days, view.item("inventory"), *won]


def _orders(view: View) -> Raised:
    core = [each for each in view.partners(Side.DOWNSTREAM) if each.company.core_client or each.company.is_client]
    won = view.events("tender_won")
    cash, cost = view.item("cash"), cost_of_sales(view.accounts) if view.accounts else None
    value = _number(cash)
    tight = value is not None and cost is not None and value < cost / 12
    if not won and not (core and tight):
        return None
    return [*won, *_named(core, "core_buyer"), cash]


def _central_purchase(view: View) -> Raised:
    owned, event = view.subsidiaries, view.events("treasury_centralisation")
    if (len(owned) < SUBSIDIARIES or not view.partners(Side.UPSTREAM)) and not event:
        return None
    return [*_named(owned, "subsidiary"), *event]


def _dealer_stock(view: View) -> Raised:
    makers = view.partners(Side.UPSTREAM, Kind.DISTRIBUTES)
    return [*_named(makers, "maker"), view.item("prepayments")] if makers else None


def _faster_return(view: View) -> Raised:
    core = [each for each in view.partners(Side.DOWNSTREAM) if each.company.core_client or each.company.is_client]
    receivables, days = view.item("receivables"), view.days("ar_days")
    if not core and not _over(receivables, 0.0):
        return None
    return [*_named(core, "core_buyer"), receivables, days]


def _dealers(view: View) -> Raised:
    dealers = view.partners(Side.DOWNSTREAM, Kind.DISTRIBUTES)
    return _named(dealers, "dealer") if len(dealers) >= DEALERS else None


def _sales_quality(view: View) -> Raised:
    days = view.days("ar_days")
    return [days, view.item("receivables")] if _over(days, 60.0) else None


def _slow_stock(view: View) -> Raised:
    """Stock that is slow, or turns slower than the year before, of goods that cost much a delivery."""
    days = view.days("inv_days")
    slower = _slower(view)
    dear = [each for each in view.partners(Side.DOWNSTREAM) if (_delivery(each) or 0.0) >= HIGH_VALUE]
    if not dear or not (_over(days, SLOW_STOCK) or slower):
        return None
    value = FactUsed("delivery_value", _delivery(dear[0]), "CNY", relation_source(dear[0].relation))
    return [days, *([slower] if slower else []), value]


def _slower(view: View) -> FactUsed | None:
    books = view.accounts
    closing, opening = (books.closing("inventory"), books.opening("inventory")) if books else (None, None)
    sales, before = (books.closing("revenue"), books.opening("revenue")) if books else (None, None)
    if books is None or not closing or not opening or not sales or not before:
        return None
    change = (closing / sales) / (opening / before)
    return FactUsed("stock_slowing", change, "times", books.source) if change >= RISING else None


def _delivery(partner: Partner) -> float | None:
    amount, count = partner.relation.amount_cny, partner.relation.count
    return None if amount is None or not count else amount / count


def _collect_and_pay(view: View) -> Raised:
    staff = view.dossier.fact("employees", view.dossier.standing.employees, "persons")
    buyers = view.dossier.fact("buyers", float(view.dossier.buyers))
    return [buyers, staff] if view.dossier.buyers >= PAYERS or _over(staff, STAFF - 1) else None


def _less_idle(view: View) -> Raised:
    cash = view.item("cash")
    cost = cost_of_sales(view.accounts) if view.accounts else None
    value = _number(cash)
    if value is None or cost is None or value <= 2 * cost / 12:
        return None
    return [cash, view.item("cogs")]


def _centralise(view: View) -> Raised:
    owned, event = view.subsidiaries, view.events("treasury_centralisation")
    banks = view.dossier.fact("other_banks", view.dossier.other_banks)
    if not event and not (len(owned) >= SUBSIDIARIES and _over(banks, 1.0)):
        return None
    return [*event, *_named(owned, "subsidiary"), banks]


def _adjust_inside(view: View) -> Raised:
    owned, loans = view.subsidiaries, view.item("short_loans")
    if len(owned) < SUBSIDIARIES or not _over(loans, 0.0):
        return None
    return [*_named(owned, "subsidiary"), loans, view.item("cash")]


def _monitor(view: View) -> Raised:
    owned = view.subsidiaries
    return _named(owned, "subsidiary") if len(owned) >= SUBSIDIARIES else None


def _gap(view: View) -> Raised:
    need = view.credit.need
    if need is None or need.new_line.high <= 0:
        return None
    source = view.accounts.source if view.accounts else None
    return [
        FactUsed("new_line", need.new_line.high, view.credit.currency, source),
        *(FactUsed(name, None) for name in view.credit.missing),
    ]


def _project(view: View) -> Raised:
    return view.events("new_line", "technical_upgrade", "expansion") or None


def _lower_cost(view: View) -> Raised:
    short, long, assets = (view.item(name) for name in ("short_loans", "long_loans", "total_assets"))
    debt = view.item("total_liabilities")
    said = [_number(fact) for fact in (short, long, assets, debt)]
    if any(value is None for value in said):
        return None
    loans, total, owed = (said[0] or 0.0) + (said[1] or 0.0), said[2] or 0.0, said[3] or 0.0
    return [short, long, assets, debt] if loans >= HEAVY_LOANS * total > 0 and owed <= SOUND_DEBT * total else None


def _side_by_side(view: View) -> Raised:
    check = next(each for each in view.checks if each.name == "loans_and_deposits")
    return list(check.facts) if check.standing == WARNING else None


def _idle_funds(view: View) -> Raised:
    cash, current = view.item("cash"), view.item("current_assets")
    held, of = _number(cash), _number(current)
    need = view.credit.need
    if held is None or not of or held < IDLE_PART * of or (need is not None and need.new_line.low > 0):
        return None
    return [cash, current]


def surplus_cash(view: View) -> float | None:
    """Cash above a month of costs, CNY; None where it is unknown."""
    cash, books = _number(view.item("cash")), view.accounts
    cost = cost_of_sales(books) if books else None
    rate = books.year.rate if books else None
    return None if cash is None or cost is None or rate is None else (cash - cost / 12) * rate


def _high_yield(view: View) -> Raised:
    surplus = surplus_cash(view)
    return [view.item("cash"), view.item("cogs")] if surplus is not None and surplus >= SURPLUS_CASH else None


def _cross_border(view: View) -> Raised:
    home = view.dossier.company.country or "CN"
    abroad = [each for each in view.dossier.on(Kinds.GOODS) if each.company.country and each.company.country != home]
    return _named(abroad, "abroad") or None


def _new_firm(view: View) -> Raised:
    return view.events("incorporation") or None


def _everyday(view: View) -> Raised:
    """Every company that may be served keeps accounts, pays wages and settles."""
    return [view.dossier.fact("size_band", view.dossier.size.low)]


SUB_NEEDS: Final = (
    SubNeed("pay_later", "purchase", ("bank_acceptance", "domestic_lc"), _pay_later),
    SubNeed("pay_cost", "purchase", ("commercial_acceptance", "bank_acceptance"), _pay_cost),
    SubNeed("sure_payment", "purchase", ("domestic_lc", "bank_acceptance"), _strong_supplier),
    SubNeed("stock_up", "purchase", ("inventory_finance", "bank_acceptance"), _stock_up),
    SubNeed("orders", "purchase", ("order_finance", "working_capital_loan"), _orders),
    SubNeed("dealer_stock", "purchase", ("confirmed_warehouse", "bank_acceptance"), _dealer_stock),
    SubNeed("central_purchase", "purchase", ("domestic_lc", "cash_pooling"), _central_purchase, creates=True),
    SubNeed(
        "faster_return",
        "sales",
        ("reverse_factoring", "factoring", "receivables_pledge", "bill_discounting"),
        _faster_return,
    ),
    SubNeed("dealer_finance", "sales", ("dealer_finance", "confirmed_warehouse"), _dealers, creates=True),
    SubNeed("sales_quality", "sales", ("factoring", "receivables_pledge"), _sales_quality),
    SubNeed("slow_stock", "sales", ("buyer_credit", "dealer_finance"), _slow_stock, creates=True),
    SubNeed("less_idle", "cash", ("wealth_deposit", "everyday_services"), _less_idle),
    SubNeed("collect_and_pay", "cash", ("collection_payroll", "everyday_services"), _collect_and_pay),
    SubNeed("adjust_inside", "cash", ("cash_pooling", "entrusted_loan"), _adjust_inside, creates=True),
    SubNeed("centralise", "cash", ("cash_pooling", "account_monitoring"), _centralise, creates=True),
    SubNeed("monitor", "cash", ("account_monitoring", "cash_pooling"), _monitor),
    SubNeed("gap", "financing", ("working_capital_loan", "receivables_pledge"), _gap),
    SubNeed("project", "financing", ("project_loan", "debt_substitution"), _project),
    SubNeed("lower_cost", "financing", ("debt_substitution", "bank_acceptance"), _lower_cost, creates=True),
    SubNeed("internal", "financing", ("entrusted_loan", "cash_pooling"), _adjust_inside, creates=True),
    SubNeed("side_by_side", "financing", ("entrusted_loan", "wealth_deposit"), _side_by_side),
    SubNeed("idle_funds", "wealth", ("wealth_deposit", "everyday_services"), _idle_funds),
    SubNeed("interbank", "wealth", ("interbank_access", "wealth_deposit"), _high_yield, creates=True),
    SubNeed("project_investment", "wealth", ("interbank_access", "wealth_deposit"), _high_yield, creates=True),
    SubNeed("cross_border", "cross", ("trade_settlement", "everyday_services"), _cross_border),
    SubNeed("new_firm", "cross", ("basic_account", "everyday_services"), _new_firm),
    SubNeed("everyday", "cross", ("everyday_services", "collection_payroll"), _everyday),
)

"""What advice reads of companies, from the columns of a snapshot."""

from __future__ import annotations

from chainprospect.model.company import IdArray, Standing
from chainprospect.stores.snapshot.columns import Columns, split


def standings(columns: Columns, numbers: IdArray) -> tuple[Standing, ...]:
    """Standings in the order asked for."""
    columns.ahead(numbers)
    floats = [
        columns.floats(name, numbers)
        for name in (
            *("employees", "revenue_cny", "assets_cny", "net_assets_cny", "market_cap_cny", "growth"),
            *("industry_growth", "bank_count", "contribution_cny", "loan_balance_cny", "deposit_balance_cny"),
        )
    ]
    rows = zip(
        numbers.tolist(),
        *floats,
        columns.days("founded", numbers),
        split(columns.plain("products_held", numbers)),
        columns.plain("blacklist_reason", numbers),
        columns.words("active", numbers),
        strict=True,
    )
    return tuple(
        Standing(
            number, employees, revenue, assets, net_assets, market_cap, growth, industry_growth, bank_count, founded,
            contribution, loan_balance, deposit_balance, held, reason, active,
        )
        for (
            number, employees, revenue, assets, net_assets, market_cap, growth, industry_growth, bank_count,
            contribution, loan_balance, deposit_balance, founded, held, reason, active,
        ) in rows
    )  # fmt: skip

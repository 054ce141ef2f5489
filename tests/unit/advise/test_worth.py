"""Whether a client is worth its cost, and whether its market is large enough (B18)."""

from __future__ import annotations

import numpy as np
import pytest

from chainprospect.advise.accounts import accounts_of
from chainprospect.advise.credit import Typed, credit_need
from chainprospect.advise.needs import Needs
from chainprospect.advise.triggers import View
from chainprospect.advise.unreal import checks
from chainprospect.advise.worth import worth_of
from chainprospect.model.bank import BankMeans
from chainprospect.model.company import Peers, Standing


@pytest.fixture
def worth(dossier, statement):
    def make(means, *, cash=None, revenue=None, peers=(), total=None):
        statements = (statement(revenue=1.0, cash=cash),) if cash is not None else ()
        count = len(peers) if total is None else total
        who = dossier(
            financials=statements,
            standing={"revenue": revenue},
            peers=Peers("C38", "江苏省", np.arange(1, len(peers) + 1), count),
        )
        accounts = accounts_of(statements)
        credit = credit_need(who, accounts, Typed(), {})
        view = View(who, accounts, credit, checks(who, accounts, credit, None))
        needs = Needs("offered", (), (), (), (), None)
        others = [Standing(number, revenue=sales) for number, sales in enumerate(peers, 1)]
        return worth_of(view, needs, others, BankMeans(**means))

    return make


def test_income_against_cost(worth) -> None:
    found = worth({"client_cost": 1e5}, cash=1e7)
    assert (found.volume, found.income, found.pays) == (1e7, 1e5, True)
    assert worth({"client_cost": 1e5 + 1}, cash=1e7).pays is False
    assert worth({"client_cost": 1e5}).pays is None
    assert worth({}, cash=1e7).pays is None


def test_the_market_is_a_lower_bound(worth) -> None:
    found = worth({"min_market": 60.0}, revenue=10.0, peers=[20.0, 30.0])
    assert (found.market, found.market_known, found.market_enough) == (60.0, 3, True)
    assert worth({"min_market": 61.0}, revenue=10.0, peers=[20.0, 30.0]).market_enough is False
    assert worth({"min_market": 61.0}, revenue=10.0, peers=[20.0, None]).market_enough is None
    assert worth({"min_market": 61.0}, revenue=10.0, peers=[20.0, 30.0], total=9).market_enough is None
    assert worth({}, revenue=10.0).market_enough is None

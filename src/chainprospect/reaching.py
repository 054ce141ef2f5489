"""Everything a walk reached, as the compact columns that a map of all of it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chainprospect.draw.scene import ReachedView
from chainprospect.expand.reach import SIDES
from chainprospect.model.company import Coded
from chainprospect.model.ports import Store
from chainprospect.model.prospect import GATES
from chainprospect.model.relation import GRADES, UNDATED, Side
from chainprospect.model.runs import union
from chainprospect.score.gates import OPEN

if TYPE_CHECKING:
    from chainprospect.prospecting import Weighed

_DIRECTION = {Side.UPSTREAM: -1, Side.DOWNSTREAM: 1, Side.VIA: 2}


def reached_view(store: Store, found: Weighed) -> ReachedView:
    """
    Anchors and everything reached, with every relation that the walk found among them.

    Notes
    -----
    O(companies reached + relations found); the largest question is 50,000 companies.
    """
    reached, judged = found.reached, found.leads
    anchors = found.anchors.numbers
    numbers = np.concatenate([anchors, reached.company])
    features = store.features(numbers)
    companies = store.companies(numbers)
    away = np.zeros(len(anchors), np.int8)
    direction = np.array([_DIRECTION[side] for side in SIDES], np.int8)
    near = np.concatenate([item.hops.relation for item in reached.walks] or [np.empty(0, np.int64)])
    via = reached.via
    wanted = union(near, via.first, via.second[via.second >= 0])
    place = {company.id: at for at, company in enumerate(companies)}
    ties = [tie for tie in store.relations(wanted) if tie.source in place and tie.target in place]
    unscored = np.full(len(anchors), np.nan)
    return ReachedView(
        ids=tuple(company.id for company in companies),
        names=tuple(company.name for company in companies),
        side=np.concatenate([away, direction[reached.side]]),
        tier=np.concatenate([away, reached.tier.astype(np.int8)]),
        low=np.concatenate([away - 1, np.maximum(judged.bands.low, -1)]).astype(np.int8),
        high=np.concatenate([away - 1, np.maximum(judged.bands.high, -1)]).astype(np.int8),
        industry=features.industry,
        region=features.region,
        score=np.concatenate([unscored, np.where(judged.gate == OPEN, judged.scores.score, np.nan)]),
        gate=Coded(np.concatenate([away - 1, judged.gate]).astype(np.int32), GATES),
        source=np.array([place[tie.source] for tie in ties], np.int32),
        target=np.array([place[tie.target] for tie in ties], np.int32),
        kind=np.array([int(tie.kind) for tie in ties], np.uint8),
        amount=np.array([np.nan if tie.amount_cny is None else tie.amount_cny for tie in ties]),
        grade=np.array([GRADES.index(tie.grade) for tie in ties], np.int8),
        day=np.array(
            [UNDATED if tie.as_of is None else np.datetime64(tie.as_of, "D").astype(np.int64) for tie in ties], np.int32
        ),
    )

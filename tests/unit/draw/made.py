"""Seeded, fictional answers of any size for the map's tests and benchmark; no engine is needed to make one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from chainprospect.draw.scene import ReachedView
from chainprospect.model.company import BANDS, Coded, Company, SizeBand
from chainprospect.model.prospect import (
    CENTRALITY,
    CONTRIBUTIONS,
    Chain,
    CompanyRef,
    Contribution,
    Counts,
    Excluded,
    Lead,
    Likeness,
    Prospects,
)
from chainprospect.model.relation import GRADES, UNDATED, Kind, Relation

PLACES = ("江苏省", "浙江省", "广东省", "上海市", "山东省", "湖北省")
HEADS = (
    "华",
    "宏",
    "瑞",
    "鑫",
    "恒",
    "天",
    "中",
    "东",
    "永",
    "嘉",
    "智",
    "远",
    "科",
    "盛",
    "德",
    "安",
    "凯",
    "泰",
    "博",
    "联",
)
TAILS = ("达", "源", "通", "丰", "信", "利", "成", "创", "晟", "辉", "隆", "邦", "腾", "越", "和", "旭")
TRADES = (
    "电气",
    "电缆",
    "精密机械",
    "变压器",
    "绝缘材料",
    "开关设备",
    "铜业",
    "硅钢",
    "自动化",
    "新材料",
    "煤炭物资",
    "五金",
)
FORMS = ("有限公司", "股份有限公司", "科技有限公司", "集团有限公司")
CODES = ("C38", "C34", "C33", "C32", "C39", "B06", "F51")
TWINS = {3: "江苏省", 9: "浙江省"}
LATIN = ("Northern Switchgear", "Harbour Copper", "Vela Insulation", "Orchid Precision Tooling")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.count = 0
        self.ties: dict[tuple[str, str, Kind], Relation] = {}

    def pick(self, values: Sequence[str]) -> str:
        return values[int(self.rng.integers(len(values)))]

    def company(self, name: str | None = None, **facts: object) -> Company:
        self.count += 1
        region = self.pick(PLACES)
        if name is None:
            name = f"{region[:2]}{self.pick(HEADS)}{self.pick(TAILS)}{self.pick(TRADES)}{self.pick(FORMS)}"
            if self.count % 17 == 0:
                name = f"{self.pick(LATIN)} ({self.pick(('Suzhou', 'Wuhan', 'Jinan'))}) Co., Ltd."
        code = self.pick(CODES)
        given: dict[str, object] = {
            "aliases": (f"{name[2:6]}",),
            "region": region,
            "industry_code": code,
            "industry": None,
            "role": "producer",
            "employees": float(self.rng.integers(40, 2500)),
            "revenue": float(self.rng.integers(5, 900)) * 1e6,
            "currency": "CNY",
            "status": "active",
            "as_of": "2025-12-31",
            "products": ("电力金具",),
            "grade": GRADES[self.count % 3],
            "source_file": "示例企业.csv",
            "source_row": self.count + 1,
            "source_ref": None if self.count % 4 else "示例名录 2025",
            "records": 1 + (self.count % 6 == 0),
        }
        return Company(self.count, f"D{self.count:06d}", name, **{**given, **facts})  # type: ignore[arg-type]

    def tie(self, source: str, target: str, kind: Kind = Kind.SUPPLIES) -> Relation:
        key = (source, target, kind)
        if key not in self.ties:
            amount = None if self.rng.random() < 0.3 else float(10 ** self.rng.uniform(5, 9.2))
            self.ties[key] = Relation(
                len(self.ties),
                source,
                target,
                kind,
                product=self.pick(TRADES),
                amount=amount,
                currency="CNY" if amount else None,
                amount_cny=amount,
                share_of_target=round(float(self.rng.uniform(0.01, 0.6)), 3),
                as_of=f"2025-{int(self.rng.integers(1, 13)):02d}-15",
                grade=GRADES[int(self.rng.choice(6, p=[0.25, 0.25, 0.2, 0.1, 0.1, 0.1]))],
                confidence=0.9,
                source_ref=f"年报 2025 第 {int(self.rng.integers(1, 200))} 页",
            )
        return self.ties[key]

    def band(self) -> SizeBand:
        low = int(self.rng.choice(4, p=[0.1, 0.3, 0.45, 0.15]))
        high = low if self.rng.random() < 0.75 else min(3, low + 1)
        if self.rng.random() < 0.08:
            return SizeBand(None, None, None, "CN_NBS_2017/industry:")
        return SizeBand(BANDS[low] if low == high else None, BANDS[low], BANDS[high], "CN_NBS_2017/industry:employees")


def _ref(company: Company) -> CompanyRef:
    return CompanyRef(company.id, company.name)


def _parts(maker: _Maker, level: float) -> tuple[Contribution, ...]:
    own = dict(zip(CONTRIBUTIONS, (12, 18, 10, 6, 4, 14, 10, 8, 6, 6, 6), strict=True))
    parts = []
    for name in CONTRIBUTIONS:
        known = maker.rng.random() > 0.2
        value = round(float(np.clip(maker.rng.normal(level, 0.2), 0, 1)), 6) if known else 0.5
        parts.append(Contribution(name, value, own[name], round(own[name] * value, 4), bool(known), {}, f"{name}"))
    return tuple(parts)


def _lead(maker: _Maker, company: Company, level: float, **given: object) -> Lead:
    parts = _parts(maker, level)
    half = {
        name: sum(p.points for p in parts if (p.name in CENTRALITY) == (name == "centrality"))
        for name in ("centrality", "fit")
    }
    return Lead(
        rank=0,
        company=company,
        size=maker.band(),
        score=round(sum(part.points for part in parts), 4),
        centrality=round(half["centrality"] * 2, 4),
        fit=round(half["fit"] * 2, 4),
        coverage=round(sum(part.weight for part in parts if part.known) / 100, 4),
        contributions=parts,
        missing=tuple(name for name in ("employees", "banks", "growth") if maker.rng.random() < 0.3),
        flags=("policy_review",) if maker.rng.random() < 0.1 else (),
        **given,  # type: ignore[arg-type]
    )


def _worded(lead: Lead, lang: str) -> Lead:
    from dataclasses import replace

    zh = lang == "zh"
    reasons = (
        f"{lead.company.name}供货给核心客户的供应商，链条两步可达。"
        if zh
        else f"{lead.company.name} sells to a supplier of the anchor: two steps away.",
        "近一年有扩产公告，正是上门时机。" if zh else "It announced a new line within the year, so the time is right.",
    )
    parts = tuple(
        replace(part, evidence=("按记录计算，已核对来源。" if zh else "Computed from the records; sources checked."))
        for part in lead.contributions
    )
    return replace(lead, reasons=reasons, contributions=parts)


def _ranked(leads: Sequence[Lead], lang: str) -> tuple[Lead, ...]:
    from dataclasses import replace

    order = sorted(leads, key=lambda lead: (-lead.score, lead.company.id))
    return tuple(_worded(replace(lead, rank=place + 1), lang) for place, lead in enumerate(order))


def made_answer(
    leads: int = 30, *, anchors: int = 1, lookalikes: int = 10, seed: int = 4, names: Sequence[str] = ()
) -> Mapping[str, Prospects]:
    """
    One answer worded in zh and en.

    Anchors, a giant distributor that a gate took but whose buyers are leads, a middleman, a law firm that introduces,
    two companies of one name, and `leads` leads on both sides. `names` are given to the first leads in turn.
    """
    maker = _Maker(seed)
    titles = ("示例电网有限公司", "示例开关集团股份有限公司", "示例重工有限公司")
    anchored = [maker.company(titles[k % 3], is_client=True, core_client=True) for k in range(anchors)]
    giant = maker.company("示例国际分销集团股份有限公司", revenue=9.9e10, employees=52000.0, role="distributor")
    middle = maker.company("示例商贸有限公司", role="trader")
    firm = maker.company("示例律师事务所", role="law_firm")
    found: list[Lead] = []
    placed: dict[str, list[tuple[Company, Chain]]] = {"upstream": [], "downstream": []}
    given = list(names)
    for number in range(leads):
        if number < len(given):
            company = maker.company(given[number])
        elif number in TWINS and leads > 12:
            company = maker.company("江苏宏达贸易有限公司", region=TWINS[number])
        else:
            company = maker.company()
        found.append(_placed(maker, number, leads, company, anchored, placed, giant, middle, firm))
    guesses = []
    for number in range(lookalikes):
        company = maker.company()
        side = "upstream" if number % 3 else "downstream"
        via = tuple(Likeness(CompanyRef(anchored[0].id, anchored[0].name), ("D000009", "D000010")) for _ in range(1))
        guesses.append(
            _lead(
                maker,
                company,
                0.45,
                side=side,
                tier=None,
                inferred=True,
                anchors=(_ref(anchored[number % anchors]),),
                likeness=via,
            )
        )
    gated = [
        Excluded(giant, "too_large", "downstream", 1, False, {"revenue": giant.revenue}),
        Excluded(firm, "role", "via", None, False, {"role": "law_firm"}),
    ]
    words = {
        "zh": ("年营业收入 990 亿元，超过 50 亿元上限。", "律师事务所只作引荐渠道。"),
        "en": ("Revenue of CNY 99 bn is above the line of 5 bn.", "A law firm introduces; it is no lead."),
    }
    from dataclasses import replace

    return {
        lang: Prospects(
            snapshot="made-1",
            lang=lang,
            as_of="2026-01-31",
            anchors=tuple(anchored),
            settings={},
            counts=Counts(reached=leads * 3 + 2, scored=leads, cut=7, shown=leads, gated={"too_large": 1, "role": 1}),
            leads=_ranked(found, lang),
            lookalikes=_ranked(guesses, lang),
            excluded=tuple(replace(one, reason=text) for one, text in zip(gated, words[lang], strict=True))
            if leads
            else (),
        )
        for lang in ("zh", "en")
    }


def _placed(
    maker: _Maker,
    number: int,
    leads: int,
    company: Company,
    anchored: Sequence[Company],
    placed: dict[str, list[tuple[Company, Chain]]],
    giant: Company,
    middle: Company,
    firm: Company,
) -> Lead:
    anchor = anchored[number % len(anchored)]
    level = 0.5 + 0.2 * float(maker.rng.random())
    if number % 11 == 7 and leads > 12:
        ties = (maker.tie(firm.id, anchor.id, Kind.INTERMEDIATES), maker.tie(firm.id, company.id, Kind.INTERMEDIATES))
        chain = Chain("via", 1, (_ref(anchor), _ref(firm), _ref(company)), ties, (0.5, 0.5), 1)
        return _lead(
            maker, company, level, side="via", tier=1, inferred=False, anchors=(_ref(anchor),), chains=(chain,)
        )
    side = "upstream" if number % 3 != 2 else "downstream"
    up = side == "upstream"
    if side == "downstream" and number % 2 and leads > 5:
        steps = [anchor, giant, company]
        tiers = 2
    elif up and number % 13 == 12:
        steps = [anchor, middle, company]
        tiers = 1
    elif placed[side] and maker.rng.random() < 0.68:
        near, chain = placed[side][int(maker.rng.beta(1, 2.5) * len(placed[side]))]
        steps = [next(one for one in anchored if one.id == chain.companies[0].id), near, company]
        tiers = 2
    else:
        steps = [anchor, company]
        tiers = 1
    chain = _chain(maker, side, tiers, steps)
    chains = [chain]
    if tiers == 1 and len(steps) == 2:
        placed[side].append((company, chain))
    elif placed[side] and maker.rng.random() < 0.3:
        near, other = placed[side][int(maker.rng.integers(len(placed[side])))]
        if near.id != steps[1].id:
            first = next(one for one in anchored if one.id == other.companies[0].id)
            chains.append(_chain(maker, side, 2, [first, near, company]))
    reached = tuple(dict.fromkeys(chain.companies[0] for chain in chains))
    return _lead(maker, company, level, side=side, tier=tiers, inferred=False, anchors=reached, chains=tuple(chains))


def _chain(maker: _Maker, side: str, tiers: int, steps: Sequence[Company]) -> Chain:
    ties = tuple(
        maker.tie(far.id, near.id) if side == "upstream" else maker.tie(near.id, far.id)
        for near, far in pairwise(steps)
    )
    strengths = tuple(round(float(maker.rng.uniform(0.2, 0.9)), 6) for _ in ties)
    return Chain(side, tiers, tuple(_ref(one) for one in steps), ties, strengths, int(np.argmin(strengths)))


def made_reached(count: int, seed: int = 4, names: Sequence[str] = ()) -> tuple[Mapping[str, Prospects], ReachedView]:
    """An answer of 40 leads and everything around one anchor: `count` companies in two tiers on both sides."""
    rng = np.random.default_rng(seed)
    answer = made_answer(0, lookalikes=0, seed=seed)
    anchor = answer["zh"].anchors[0]
    total = count + 1
    ids = [anchor.id, *(f"E{number:06d}" for number in range(1, total))]
    called = [
        f"{PLACES[a][:2]}{HEADS[b]}{TAILS[c]}{TRADES[d]}{FORMS[e]}"
        for a, b, c, d, e in zip(
            *(rng.integers(len(words), size=total) for words in (PLACES, HEADS, TAILS, TRADES, FORMS)), strict=True
        )
    ]
    called[0] = anchor.name
    called[1 : 1 + len(names)] = list(names)
    side = np.where(rng.random(total) < 0.65, -1, 1).astype(np.int8)
    first = max(2, min(400, count // 12))
    tier = np.where(np.arange(total) <= first, 1, 2).astype(np.int8)
    side[0] = tier[0] = 0
    parents = np.zeros(total, dtype=np.int32)
    for one in (-1, 1):
        near = np.flatnonzero((tier == 1) & (side == one))
        far = np.flatnonzero((tier == 2) & (side == one))
        if len(near):
            parents[far] = near[(rng.beta(0.7, 2.2, size=len(far)) * len(near)).astype(np.int64)]
    child = np.arange(1, total, dtype=np.int32)
    extra = child[(tier[1:] == 2) & (rng.random(count) < 0.35)]
    near_all = np.flatnonzero(tier == 1)
    other = near_all[rng.integers(len(near_all), size=len(extra))].astype(np.int32)
    same = side[other] == side[extra]
    far_end = np.concatenate([child, extra[same]])
    near_end = np.concatenate([parents[1:], other[same]])
    pairs = np.unique(np.stack([far_end, near_end]), axis=1)
    far_end, near_end = pairs
    up = side[far_end] < 0
    low = rng.integers(-1, 4, size=total).astype(np.int8)
    gated = rng.random(total) < 0.1
    score = np.where(gated, np.nan, np.round(rng.uniform(20, 85, size=total), 4))
    score[0] = np.nan
    relations = len(far_end)
    view = ReachedView(
        ids=ids,
        names=called,
        side=side,
        tier=tier,
        low=low,
        high=low,
        industry=Coded(rng.integers(0, len(CODES), size=total).astype(np.int32), sorted(CODES)),
        region=Coded(rng.integers(-1, len(PLACES), size=total).astype(np.int32), sorted(PLACES)),
        score=score,
        gate=Coded(
            np.where(gated & (np.arange(total) > 0), rng.integers(0, 2, size=total), -1).astype(np.int32),
            ("already_client", "too_large"),
        ),
        source=np.where(up, far_end, near_end).astype(np.int32),
        target=np.where(up, near_end, far_end).astype(np.int32),
        kind=np.zeros(relations, dtype=np.uint8),
        amount=np.where(rng.random(relations) < 0.3, np.nan, np.round(10 ** rng.uniform(5, 9, size=relations))),
        grade=rng.integers(0, 6, size=relations).astype(np.int8),
        day=np.full(relations, UNDATED, dtype=np.int32),
    )
    from dataclasses import replace

    counts = Counts(reached=count, scored=int((~gated).sum()) - 1, cut=0, shown=count)
    return {lang: replace(one, counts=counts) for lang, one in answer.items()}, view


def hostile_texts() -> list[str]:
    """Sixty texts that would run, break out or upset a page that does not treat them as text."""
    run = "window.pwned=1"
    return [
        f"<script>{run}</script>",
        f"</script><script>{run}</script>",
        f"</SCRIPT ><img src=x onerror={run}>",
        f"<img src=x onerror={run}>",
        f'"><img src=x onerror="{run}">',
        f"'><svg/onload={run}>",
        f"<svg><script>{run}</script></svg>",
        f"<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
        f"<body onload={run}>",
        f"<a href='javascript:{run}'>x</a>",
        f"javascript:{run}",
        f"data:text/html,<script>{run}</script>",
        "<!--",
        "<!-- <script>",
        "-->",
        "]]>",
        "<![CDATA[x]]>",
        "</style><style>body{display:none}</style>",
        "</title><h1>x</h1>",
        "<plaintext>",
        "<noscript>",
        "</textarea>",
        "<base href='http://evil.invalid/'>",
        "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
        "<link rel=stylesheet href=http://evil.invalid/x.css>",
        "http://evil.invalid/logo.png",
        "{{7*7}}",
        "{% raw %}",
        "{#",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        f"`${{{run}}}`",
        "\\u003cscript\\u003e",
        "\\",
        '\\"',
        "'\"`",
        "a\u2028b",
        "a\u2029b",
        "a\u202eb甲乙",
        "\u2067甲\u2069",
        "\u200f\u200e",
        "a\u200bb",
        "\ufeffa",
        "a\u0000b",
        "a\u0001\u0008\u001bb",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\x7f\x9f",
        "👩‍👩‍👧‍👦🇨🇳",
        "\U0001f3ed工厂",
        "Z̵͉̈́a̶l̷g̴o̸",
        "مصنع النسيج",
        '=HYPERLINK("http://evil.invalid","x")',
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "__proto__",
        "长" * 5000,
    ]

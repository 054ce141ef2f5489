"""The bank's profile on the screen and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chainprospect.advise.needs_sentences import type_sentence
from chainprospect.cli.table import table, wrap
from chainprospect.cli.talk import Talk, room
from chainprospect.model.figures import money, percent
from chainprospect.score.verdicts import rule_text

if TYPE_CHECKING:
    from chainprospect.advising.profiling import BankTold, ProductTold, RuleTold
    from chainprospect.settings import Settings

SCHEMA = 1


def document(found: BankTold, settings: Settings) -> dict[str, Any]:
    """The whole profile; money in CNY, None unknown."""
    means, policy = settings.profile, settings.policy
    return {
        "schema": SCHEMA,
        "bank": {"names": list(settings.bank.names), "regions": list(settings.bank.regions)},
        "capital": {"net": means.net_capital, "tier1": means.tier1_capital},
        "caps": {
            "loan": found.caps.loan,
            "exposure": found.caps.exposure,
            "group": found.caps.group,
            "project": found.caps.project,
        },
        "market": {"min_market": means.min_market, "margin": means.margin, "client_cost": means.client_cost},
        "least_known": {"client": means.know_client, "business": means.know_business, "risk": means.know_risk},
        "size": {
            "too_large_revenue": settings.gates.too_large_revenue,
            "too_large_employees": settings.gates.too_large_employees,
        },
        "products": [_product(each, settings) for each in found.products],
        "policy": {
            "favoured": list(policy.favoured),
            "review": list(policy.review),
            "block": list(policy.block),
            "interbank": found.interbank,
            "rules": [_rule(each) for each in found.rules],
            "companies": {"rows": found.listed.rows, "unmatched": list(found.listed.unmatched)},
        },
        "client_types": {
            name: {
                "decision_weeks": kind.decision_weeks,
                "loyalty": kind.loyalty,
                "organisation": kind.organisation,
                "approach_zh": kind.approach_zh,
                "approach_en": kind.approach_en,
            }
            for name, kind in found.types.items()
        },
        "weights": {
            "centrality": settings.weights.centrality,
            "fit": settings.weights.fit,
            **settings.weights.own,
        },
        "findings": [{"name": each.name, "about": each.about} for each in found.findings],
    }


def _product(each: ProductTold, settings: Settings) -> dict[str, Any]:
    product, terms = each.product, settings.products.get(each.product.id)
    return {
        "id": product.id,
        "zh": product.zh,
        "en": product.en,
        "need": product.need,
        "offered": each.left_out is None,
        "reason": each.left_out,
        "crowded": product.id in settings.profile.crowded,
        "tenor_months": product.tenor_months,
        "advance": product.advance,
        "cost": terms.cost if terms else None,
        "return": terms.returns if terms else None,
        "days": terms.days if terms else None,
    }


def _rule(each: RuleTold) -> dict[str, Any]:
    rule = each.rule
    return {
        "list": rule.list,
        "codes": list(rule.codes),
        "metric": rule.metric,
        "operator": rule.operator,
        "threshold": rule.threshold,
        "region": rule.region,
        "since": rule.since,
        "action": rule.action,
        "label": rule.label,
        "source": rule.source,
        "unreadable": list(each.unreadable),
    }


def lines(found: BankTold, settings: Settings, talk: Talk) -> list[str]:
    """Lines that tell the whole profile to a person."""
    lang, comma = talk.lang, talk.word("listing")
    bank, policy = settings.bank, settings.policy

    def names(items: tuple[str, ...]) -> str:
        return comma.join(items) or talk.word("none")

    told = [
        talk.word("profile_bank", names=names(bank.names), regions=names(bank.regions)),
        *_caps(found, settings, talk),
        "",
        talk.word("profile_products"),
        *table(
            [talk.word(f"head_{head}") for head in ("id", "product", "need", "verdict", "note")],
            [_product_row(each, settings, talk) for each in found.products],
            room=room(),
        ),
        "",
    ]
    listed = {"favoured": names(policy.favoured), "review": names(policy.review), "block": names(policy.block)}
    told += wrap(talk.word("profile_policy", interbank=found.interbank, **listed), room())
    for each in found.rules:
        mark = talk.word("profile_acts_as_review") if each.unreadable else ""
        told += wrap(f"- {rule_text(each.rule)}{mark}", room(), "  ")
    told += ["", talk.word("profile_types")]
    for name, kind in found.types.items():
        told += wrap("- " + type_sentence(name, kind, lang), room(), "  ")
    return [*told, "", *finding_lines(found, talk)]


def _caps(found: BankTold, settings: Settings, talk: Talk) -> list[str]:
    lang, means, caps = talk.lang, settings.profile, found.caps

    def amount(value: float | None) -> str:
        return talk.word("profile_unknown") if value is None else money(value, lang)

    return [
        talk.word("profile_capital", net=amount(means.net_capital), tier1=amount(means.tier1_capital)),
        talk.word(
            "profile_caps",
            loan=amount(caps.loan),
            loan_share=percent(means.loan_share),
            exposure=amount(caps.exposure),
            exposure_share=percent(means.exposure_share),
            group=amount(caps.group),
            group_share=percent(means.group_share),
        ),
        talk.word("profile_project", project=money(caps.project, lang)),
    ]


def _product_row(each: ProductTold, settings: Settings, talk: Talk) -> list[str]:
    product = each.product
    state = "profile_offered" if each.left_out is None else f"profile_{each.left_out}"
    crowded = talk.word("profile_crowded") if product.id in settings.profile.crowded else ""
    return [product.id, product.name(talk.lang), talk.word(f"need_{product.need}"), talk.word(state), crowded]


def finding_lines(found: BankTold, talk: Talk) -> list[str]:
    """What should be mended or known, one a line; that all is well where nothing is."""
    if not found.findings:
        return [talk.word("profile_fine")]
    told = [talk.word("profile_findings", n=len(found.findings))]
    for each in found.findings:
        told += wrap("- " + talk.word(f"profile_{each.name}", about=each.about), room(), "  ")
    return told

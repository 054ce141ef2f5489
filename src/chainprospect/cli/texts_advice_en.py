"""What the commands of advice say in English."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # What all advice says
    "advice_facts": "Stands on:",
    "advice_missing": "Unknown: {names}",
    # intro
    "do_intro": "Tell who could bring us to a company: the most probable ways, step by step.",
    "intro.company": "Company wanted, by name or id.",
    "intro.paths": "Ways told at most. Default: 3.",
    "intro_title": "Introductions to {name} ({id})",
    "intro_gates": "It would be held by: {gates}.",
    "intro_nobody": (
        "Nobody whom we know leads there through so few introducers; a call without introduction succeeds in {cold}."
    ),
    "intro_path": "{rank}. {chance}: {ask}",
    "intro_any": "Some way succeeds in {chance}, the call without introduction ({cold}) among them.",
    "intro_override": (
        "It is too large by the rule; the best way reaches the {threshold} from which the rule may be set aside."
    ),
    "intro_no_override": "It is too large by the rule, and no way reaches the {threshold} that would set it aside.",
    "intro_open_gate": "To list it: {program} prospect ANCHOR --include too_large",
    "intro_consent": "Acquaintances of our people that were left out for want of consent: {n}.",
    "intro_not_found": "Whom our people know at these companies helps nobody, they are not in the data: {names}.",
    "intro_cut": "Left out by the budgets: {relations} relations, {companies} companies.",
    # anchors
    "do_anchors": "Tell which clients give most, what they keep elsewhere, whom to drop and whom to mine next.",
    "anchors.top": "Clients shown at most. Default: the setting show.top; with --json all.",
    "anchors.mine": "Anchors to mine next, at most. Default: 10.",
    "anchors_none": "No company is marked as our client; load a file of clients.",
    "anchors_core": (
        "{core} of {all} clients ({part}) give {share} of the contribution of {total}; wanted was {wanted}."
    ),
    "anchors_no_core": "None of the {all} clients has a positive contribution; there is no core to name.",
    "anchors_unknown": "Clients of unknown contribution, who stand last: {n}.",
    "anchors_table": "Clients ({shown} of {all})",
    "anchors_raised": "Products that core clients need and do not use yet",
    "anchors_between": "; ",
    "anchors_raised_by": "{name}: {products}",
    "anchors_core_mark": "core",
    "anchors_blank": "?",
    "anchors_drop": "To give up: little return and high risk",
    "anchors_undecided": "High risk, return unknown: find out before deciding",
    "anchors_dropped": "{name}: contribution {contribution}, our loans {loans}, return {rate}; {risks}",
    "anchors_mine": "Anchors to mine next ({n} of {asked} clients looked at)",
    "anchors_mine_none": "Around the {asked} clients looked at there is no fit company that nobody serves.",
    "anchors_more": " and {n} more",
    "anchors_bound": (
        "Together they reach {covered} of {reachable} unserved fit companies. No choice of as many reaches more than "
        "{at_most}; this way of choosing always reaches {guarantee} of the best."
    ),
    "anchors_left_out": "Clients that were not looked at (the setting anchors.clients): {n}.",
    "head_contribution_cny": "contribution",
    "head_cumulative": "running",
    "head_core": "core",
    "head_loans_share": "of loans",
    "head_cash_share": "of cash",
    "head_other_banks": "banks",
    "head_open": "needs untouched",
    "head_gain": "adds",
    "head_covered": "in all",
    "head_prospects": "unserved fit companies",
    # packs
    "do_packs": "Group the small and micro firms around an anchor by what they share, each pack with its control.",
    "packs.around": "Company to start from, by name or id; may be repeated.",
    "packs.top": "Packs shown at most. Default: the setting show.top; with --json all.",
    "packs_title": "{small} small firms around {anchors}: {packs} packs, {alone} firms in none",
    "packs_pack": "{rank}. {title} ({n})",
    "packs_more": " and {n} more",
    "packs_cap_firms": "In all at most {cap}: the sum of the firms' limits.",
    "packs_cap_capital": "In all at most {cap}: what the bank may lend to one group.",
    "packs_cap_unknown": "No limit: the sales of none of them are known.",
    "packs_unknown": "Nothing is counted for those whose sales are unknown: {names}",
    "packs_guarantees": "Guarantees among them: {n}. Release them before lending, or leave these firms out.",
    "packs_control": "- {text}",
    "packs_alone": "In no pack: {names}",
    "packs_unsized": "Firms reached whose size is unknown, in no pack: {n}.",
    "packs_left_out": "Small firms of lower score that were left out (the setting packs.firms): {n}.",
    # credit
    "do_credit": "Reckon the working capital a company needs, check what it asks for, and print its ratios.",
    "credit.ask": "Amount it asks for: 5000万, USD 3mn, 5e7.",
    "credit.input": (
        "An input of the formula that you know better: sales=3亿, growth=0.2, ar_days=90; may be repeated."
    ),
    "credit.unit": (
        "Unit of bare numbers and of the document: 万元, USD mn. Default: units of the statement's currency."
    ),
    "help_more_credit": (
        "Inputs: sales, margin, growth (or expected_sales), inv_days, ar_days (or ar_turns, inv_turns), ap_days,\n"
        "prepay_days, advance_days, own, existing_loans, other, ar_reduction."
    ),
    "input_shape": "is not NAME=VALUE; write one like ar_days=90.",
    "input_number": "is not a number; write one like 0.2 or 20%.",
    "ask_shape": "is not an amount; write one like 5000万 or USD 3mn.",
    "unit_shape": "is not a unit; write one like 万元 or USD mn.",
    "no_rate": "there is no exchange rate for {currency}; state one under [fx] and load again.",
    "credit_checks": "Is the need real?",
    "credit_ratios": "Ratios against reference and peers",
    "check_clear": "- ",
    "check_warning": "! ",
    "check_unknown": "? ",
    "lacks": "missing: {names}",
    "head_basis": "basis",
    "head_ratio": "ratio",
    "head_reference": "reference",
    "head_verdict": "verdict",
    "head_median": "peers",
    "head_below": "peers below",
    # show --sheet
    "show.sheet": "Print the sheet instead: supply, production, sales and standing, against peers.",
    "sheet_peers": "Peers: {kin} of the same industry and province, {rivals} that sell to the same buyers",
    "sheet_finding": "→ {text}",
    "sheet_segments": "  Buyers by {by}:",
    "sheet_by_industry": "industry",
    "sheet_by_province": "province",
    "sheet_by_role": "role",
    "head_peers_median": "peers, median",
    "head_peers_below": "peers below",
    "head_rivals_median": "same buyers, median",
    # signals
    "do_signals": "Tell what happened to a company, our clients, or around an anchor, and how much of it is left.",
    "signals.company": "The company: its id, name or alias. Default: all our clients.",
    "signals.around": "Tell of the leads around this company instead; may be repeated.",
    "signals.top": "How many companies to list. Default: 20 on the screen, all with --json.",
    "company_or_around": "name a company or an anchor, not both.",
    "signals_place": ", {side}, tier {tier}",
    "signals_none": "No event that has happened is on record: timing unknown.",
    "signals_timing": "Timing {value}, which gives {points} of at most {most} points.",
    "signals_more": "{more} more companies; --top N shows more.",
    "signals_around": "{found} of {asked} leads have events; {gated} more companies with events were held by a gate.",
    "signals_no_client": "No event of any of our clients is on record.",
    # diff
    "do_diff": "Tell what has changed around our clients between two snapshots.",
    "diff.old": "The earlier snapshot. Default: the one before NEW.",
    "diff.new": "The later snapshot. Default: the one in use.",
    "diff.grown": "From how many percent on an amount has grown or shrunk. Default: 20.",
    "diff.top": "How many of each kind to list. Default: 20 on the screen, 200 with --json.",
    "diff_alone": "There is no earlier snapshot to compare with; load newer files first.",
    "diff_same": "name two different snapshots.",
    "diff_title": "From {old} to {new}: {came} companies came, {went} went",
    "diff_new": "New relations of our clients: {count} (of {total} in all)",
    "diff_lost": "Lost relations of our clients: {count} (of {total} in all)",
    "diff_grown": "Grown relations of our clients: {count} (of {total} in all)",
    "diff_shrunk": "Shrunk relations of our clients: {count} (of {total} in all)",
    "diff_companies": "New companies that trade with our clients: {count}",
    "diff_relation": "{source} → {target}: {what}",
    "diff_moved": "{before} → {after}",
    "diff_unknown": "amount unknown",
    "diff_more": "and {more} more",
    "step_compare": "comparing relations",
    "step_match": "matching companies",
    "diff.around": (
        "Tell instead what became of the lists around this anchor: leads won, lookalikes that trade with it now."
    ),
    "foreseen_title": "What became of the lists around {name} ({id})",
    "foreseen_leads": "Leads: {true} of {ranked} have become our clients",
    "foreseen_lookalikes": "Lookalikes: {true} of {ranked} trade with it now",
    "foreseen_measures": (
        "The best {first}: precision {precision}, recall {recall}, lift {lift}; whole list: NDCG {ndcg}, AUC {auc}"
    ),
    "foreseen_none": "Nothing came true, so nothing can be measured.",
    "foreseen_blank": "unknown",
    "foreseen_hit": "{rank}. {name} ({id})",
    # risk
    "do_risk": "Tell what is known of the risk of a company and what is not.",
    "risk_evaluation": "{name}: {status}",
    "risk_check": "[{status}] {check}: {facts}",
    "risk_customers": "Customers: {text}",
    "risk_suppliers": "Suppliers: {text}",
    "risk_no_group": "Ownership group: no company joined by a majority stake is on record.",
    "risk_group": "Ownership group: {n} companies ({names}); our loans {loans}, deposits {deposits}",
    "risk_group_unknown": "The loans of {n} clients among them are unknown.",
    "risk_group_listed": "On a blacklist: {ids}",
    "risk_group_cut": "There are more members than were read.",
    "risk_no_guarantees": "Guarantees: none on record, so unknown.",
    "risk_guarantees": "Guarantees: gives {given} ({given_amount}), has {received} ({received_amount})",
    "risk_no_ring_trade": "No goods come back to it within four companies.",
    "risk_no_ring_guarantee": "No guarantee comes back to it within six companies.",
    "risk_ring_cut_trade": "The search for circular trade was cut short: there may be more.",
    "risk_ring_cut_guarantee": "The search for rings of guarantees was cut short: there may be more.",
    # shock
    "do_shock": "Tell who loses sales, and how much, when a buyer at the end of the chain buys less.",
    "shock.target": "The company that buys less: its id, name or alias.",
    "shock.drop": "How much less it buys: a fraction (0.3) or a percentage (30%).",
    "shock.tiers": "Tiers of suppliers to follow, 1-6. Default: 3.",
    "shock.top": "How many companies to list. Default: 20 on the screen, all with --json.",
    "drop_shape": "write a fraction above 0 and up to 1, or a percentage such as 30%.",
    "shock_title": "{name} ({id}) buys {drop} less: {hit} companies lose sales",
    "shock_hit": (
        "{rank}. {name}{client}, tier {tier}: loses {loss} of its sales ({known} without assumed shares), {lost} a year"
    ),
    "shock_client": " (our client)",
    "shock_unknown": "amount unknown",
    "shock_through": "{buyer} takes {share} of its sales ({basis}) and buys {drop} less",
    "shock_more_buyers": "and {more} more buyers",
    "shock_chain": "Chain: {chain}",
    "shock_more": "{more} more companies; --top N shows more.",
    "shock_how": (
        "Each loss is the buyers' drop times their share of the seller's sales, added up over "
        "{tiers} tiers; {assumed} shares are assumed."
    ),
    "shock_below": "{n} more companies lose less than {least} each and are not followed.",
    "shock_cut": "Left out by the budgets: {relations} relations, {companies} companies.",
    "basis_stated": "stated",
    "basis_amount_of_whole": "amount over its sales",
    "basis_amount_of_record": "assumed: amount over what is on record",
    "basis_equal_part": "assumed: an equal part",
    # needs
    "do_needs": "Tell what a company needs, what raised it, and which of our products answer it.",
    "needs.max_cost": "Leave out products that cost more a year: 5%.",
    "needs.min_return": "Leave out products that return less a year: 2%.",
    "needs.max_days": "Leave out products that take more days.",
    "needs_title": "[{need}, {stage}] ",
    "rate_shape": "is not a rate; write one from 0 to 1 or like 5%.",
    # profile
    "do_profile": "Write the bank's settings file, show what follows from it, or check it.",
    "profile.init": "Write a settings file to fill in, into the workspace or where --settings says.",
    "profile.show": "Print the bank: caps, products, policy, types of clients. This is the default.",
    "profile.check": "Print what in the profile is unknown, cannot be read, or matches nobody.",
    "profile_one": "stands for itself; type one of --init, --show and --check.",
    "profile_written": "Written: {path}. Put your own figures in.",
    "next_profile": "Next: {program} profile --check",
    "profile_bank": "Bank: {names}; serves: {regions}",
    "profile_capital": "Net capital {net}; tier-1 capital {tier1}",
    "profile_caps": (
        "At most: loans to one client {loan} ({loan_share} of net capital); exposure to one client {exposure} ("
        "{exposure_share} of tier-1); to one group {group} ({group_share} of tier-1)"
    ),
    "profile_project": "Largest project: {project}",
    "profile_unknown": "unknown",
    "profile_products": "Products",
    "profile_offered": "offered",
    "profile_cannot": "cannot",
    "profile_not_ours": "not ours",
    "profile_crowded": "crowded",
    "need_purchase": "purchase",
    "need_sales": "sales",
    "need_cash": "cash management",
    "need_financing": "financing",
    "need_wealth": "wealth",
    "need_cross": "everyday services",
    "profile_policy": (
        "Policy: favoured {favoured}; review {review}; barred {block}; section {interbank} (interbank) is left out. "
        "Rules in force:"
    ),
    "profile_acts_as_review": " (cannot be read: acts as a review)",
    "profile_types": "Types of clients",
    "profile_fine": "The profile is complete.",
    "profile_findings": "To mend or to know: {n}",
    "profile_no_names": (
        "The bank has no name ([bank] names), so every bank in the data counts as another one.{about}"
    ),
    "profile_no_regions": "No regions are served ([bank] regions): region is neutral.{about}",
    "profile_no_net_capital": (
        "Net capital is unknown ([profile] net_capital): there is no cap on loans to one client.{about}"
    ),
    "profile_no_tier1_capital": (
        "Tier-1 capital is unknown ([profile] tier1_capital): there is no cap on exposure.{about}"
    ),
    "profile_no_client_cost": (
        "What a client costs is unknown ([profile] client_cost): nobody can tell whether it pays.{about}"
    ),
    "profile_no_min_market": "No least market is wanted ([profile] min_market).{about}",
    "profile_no_terms": (
        "No product states its cost, return or days ([products.ID]): constraints leave every product out.{about}"
    ),
    "profile_nothing_to_sell": "Every product that we have is one we cannot do.{about}",
    "profile_unreadable_region": "The region of this rule cannot be read, so it acts as a review: {about}",
    "profile_unreadable_metric": "Nobody's metric of this rule is known, so it acts as a review: {about}",
    "profile_no_list": (
        "Rules of official catalogues speak of the companies on the bank's own list, and none is loaded ([policy] "
        "companies).{about}"
    ),
    "profile_unmatched": "On the bank's own list, but not in the data or fitting several: {about}",
    "head_product": "product",
    "head_need": "need",
}

"""The brief end to end, on the sample: one page for a company, and for the best leads around an anchor."""

from __future__ import annotations

import numpy as np
import pytest

ANCHOR = "华衡电网"


@pytest.fixture(scope="module")
def sample(new_bench, root):
    """The sample, loaded once, with its own settings."""
    return new_bench().sample(root / "sample_data")


@pytest.fixture(scope="module")
def best(sample):
    """The best lead around the giant."""
    return sample.prospect(ANCHOR, "--top", "1")["leads"][0]


def test_the_brief_of_the_best_lead_tells_all_that_a_visit_needs(sample, best) -> None:
    told = sample.json("brief", best["company"]["id"], "--around", ANCHOR, "--date", "2026-10-30")
    (brief,) = told["briefs"]
    assert (told["schema"], told["date"]) == (1, "2026-10-30")
    assert (brief["lead"]["rank"], brief["lead"]["score"]) == (1, best["score"])
    needs = sample.json("needs", best["company"]["id"])
    assert brief["needs"] == {"status": needs["status"], "plan": needs["plan"], "no_plan": needs["no_plan"]}
    credit = sample.json("credit", best["company"]["id"], code=1)
    assert brief["credit"]["refused"] == credit["refused"]
    intro = sample.json("intro", best["company"]["id"])
    assert brief["introduction"]["probability"] == intro["paths"][0]["probability"]
    assert [slot["name"] for slot in brief["before_visit"]] == [
        *("organisation", "qualification", "industry_traits", "cash_pattern", "operation"),
        *("goals", "problems", "shareholders", "other_banks"),
    ]
    assert len(brief["profile"]["slots"]) == 7
    assert brief["visit"]["first"] == {"date": "2026-11-04", "hour": "09:00"}
    assert brief["visit"]["second"] == {"date": "2026-11-03", "hour": "14:30"}
    assert brief["visit"]["fallback"] == {"date": "2026-11-05", "hour": "10:00"}
    assert brief["visit"]["theme"]["id"] == needs["plan"][0]
    assert [section["name"] for section in brief["page"]["sections"]] == [
        *("who", "chain", "why_now", "needs", "credit", "intro", "style", "profile", "unknown", "visit", "bring"),
    ]


def test_ten_briefs_in_one_file_in_either_language(sample) -> None:
    for lang, word in (("zh", "拜访提纲："), ("en", "Visit brief: ")):
        path = sample.folder / f"{lang}.html"
        sample.run("--lang", lang, "brief", "--top", "10", "--around", ANCHOR, "-o", str(path))
        page = path.read_text("utf-8")
        assert page.count("<article>") == 10
        assert page.count(f"<h1>{word}") == 10
        assert "None" not in page
    again = sample.folder / "again.html"
    sample.run("--lang", "en", "brief", "--top", "10", "--around", ANCHOR, "-o", str(again))
    assert again.read_bytes() == path.read_bytes()


def test_the_date_is_never_todays_but_that_of_the_data(sample, best) -> None:
    told = sample.json("brief", best["company"]["id"])
    assert told["date"] == told["as_of"]
    assert told["briefs"][0]["lead"] is not None
    first = np.datetime64(told["briefs"][0]["visit"]["first"]["date"], "D")
    assert np.is_busday(first)
    assert first > np.datetime64(told["as_of"], "D")


def test_days_on_which_nobody_works_are_left_out(sample, best) -> None:
    typed = ("brief", best["company"]["id"], "--date", "2026-10-30", "--closed", "2026-11-02..2026-11-05")
    visit = sample.json(*typed)["briefs"][0]["visit"]
    assert (visit["first"]["date"], visit["second"]["date"]) == ("2026-11-11", "2026-11-10")


def test_a_company_with_too_few_facts_gets_no_product(sample) -> None:
    names = {row["company"]["id"]: row for row in sample.prospect(ANCHOR)["leads"]}
    poor = min(names.values(), key=lambda row: (row["coverage"], row["company"]["id"]))["company"]["id"]
    (brief,) = sample.json("brief", poor)["briefs"]
    assert brief["needs"]["status"] == "facts_missing"
    assert brief["visit"]["theme"] is None
    text = sample.run("--lang", "en", "brief", poor)
    assert "Theme: getting to know the company (no product yet)" in text
    assert "unknown, to ask" in text


def test_people_are_told_by_their_parts_unless_asked_for(sample, best) -> None:
    people = sample.write(
        "people.csv",
        "company,name,title,phone,decision role,last contact\n"
        f"{best['company']['id']},Zhou Yi,General manager,021-1,decision maker,2026-10-01\n",
    )
    sample.run("contacts", str(people))
    plain = sample.run("--lang", "en", "brief", best["company"]["id"])
    assert "Known of who decides there: decision maker." in plain
    assert "Zhou" not in plain
    named = sample.run("--lang", "en", "brief", best["company"]["id"], "--with-contacts")
    assert "Zhou Yi General manager decision maker 021-1" in named
    sample.run("contacts", "--object", "Zhou Yi")
    assert "Zhou" not in sample.run("brief", best["company"]["id"], "--with-contacts")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["brief"], "name a company, or the best leads with --top N --around ANCHOR."),
        (["brief", "--top", "2"], "--top needs --around: name the anchor."),
        (["brief", ANCHOR, "--top", "2"], "name a company or --top, not both."),
        (["brief", ANCHOR, "--closed", "soon"], "--closed"),
        (["brief", ANCHOR, "--open"], "write a file first, with -o."),
    ],
)
def test_what_is_typed_wrong_is_said(sample, typed, said) -> None:
    ended = sample.end("--lang", "en", *typed)
    assert ended.code == 2
    assert said in ended.err


def test_a_company_that_a_gate_took_has_its_gate_told_in_place_of_a_rank(sample) -> None:
    excluded = sample.prospect(ANCHOR, "--show-excluded")["excluded"]
    giant = next(each["company"]["id"] for each in excluded if each["gate"] == "too_large")
    text = sample.run("--lang", "en", "brief", giant, "--around", ANCHOR)
    assert "  - Not on the list: too large.\n" in text
    assert "Rank" not in text


def test_a_new_user_renames_a_column_keeps_a_file_in_gbk_sets_a_profile_and_has_ten_briefs(bench, root) -> None:
    for path in sorted((root / "sample_data").glob("*.csv")):
        text = path.read_text("utf-8-sig")
        if path.name == "relations.csv":
            bench.write(f"data/{path.name}", text.encode("gb18030"))
        elif path.name == "clients.csv":
            bench.write(f"data/{path.name}", text.replace("客户名称", "开户单位", 1))
        else:
            bench.write(f"data/{path.name}", text)
    refused = bench.end("--lang", "en", "load", str(bench.folder / "data"))
    # The number of the client still says who it is; the column that is not known is named.
    assert refused.code == 0
    assert "开户单位" in refused.err
    mapping = bench.write("map.toml", '[clients]\nname = "开户单位"\n')
    bench.run("load", str(bench.folder / "data/clients.csv"), "--as", "clients", "--mapping", str(mapping))
    bench.run("profile", "--init")
    bench.run("profile", "--check")
    path = bench.folder / "briefs.md"
    bench.run("brief", "--top", "10", "--around", ANCHOR, "-o", str(path))
    text = path.read_text("utf-8")
    assert text.count("# 拜访提纲：") == 10
    assert text.count("## 拜访前要弄清的九件事") == 10

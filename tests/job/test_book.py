"""The book end to end: marking, the list that goes out and comes back, people and their privacy."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime

import openpyxl
import pytest

import chainprospect as cp

SETTINGS = """
[show]
lang = "en"
"""
DAY = "2026-06-30"


def relation(source: str, target: str, **facts: object) -> dict[str, object]:
    return {"source": source, "target": target, "kind": "supplies", "date": DAY, **facts}


@pytest.fixture(scope="module")
def loaded(new_bench):
    """An anchor with three suppliers, loaded once."""
    bench = new_bench().settings(SETTINGS)
    companies = [
        {"id": "BUYER", "name": "Buyer", "is_client": "yes"},
        *(
            {"id": f"S{at}", "name": f"Seller {at}", "employees": 300, "industry_code": "C3821", "revenue": at * 1e8}
            for at in (1, 2, 3)
        ),
    ]
    bench.load(companies=companies, relations=[relation(f"S{at}", "BUYER", amount=at * 1e6) for at in (1, 2, 3)])
    return bench


@pytest.fixture
def stocked(loaded, bench):
    """The same in a workspace of its own, without a book."""
    shutil.copytree(loaded.workspace, bench.workspace)
    return bench.settings(SETTINGS)


def leads_of(bench, *typed: str):
    return [(lead["company"]["id"], lead["flags"]) for lead in bench.prospect("BUYER", *typed)["leads"]]


def test_a_worked_lead_is_flagged_and_can_be_hidden(stocked) -> None:
    before = stocked.run("prospect", "BUYER", "--json")
    assert leads_of(stocked) == [("S3", []), ("S2", []), ("S1", [])]
    said = stocked.run(
        "mark", "Seller 3", "contacted", "--note", "call  again", "--owner", "Li", "--next", "2026-07-01"
    )
    assert said == "Seller 3: contacted, owner Li, next step 2026-07-01, note: call again\n"
    assert leads_of(stocked) == [("S3", ["worked:contacted"]), ("S2", []), ("S1", [])]
    first, again = (stocked.run("prospect", "BUYER", "--json") for _ in range(2))
    assert first == again != before
    hidden = stocked.prospect("BUYER", "--hide-worked", "--show-excluded")
    assert [(lead["rank"], lead["company"]["id"]) for lead in hidden["leads"]] == [(1, "S2"), (2, "S1")]
    assert hidden["counts"]["gated"] == {"worked": 1}
    assert [(each["gate"], each["reason"]) for each in hidden["excluded"]] == [
        ("worked", "It is in the book already, as contacted.")
    ]
    assert hidden["settings"]["filters"]["hide_worked"] is True
    lead = stocked.prospect("BUYER")["leads"][0]
    assert lead["reasons"][-1] == "It is in the book already, as contacted."
    assert "worked: contacted" in stocked.run("prospect", "BUYER")
    assert "已跟进：已联系" in stocked.run("--lang", "zh", "prospect", "BUYER")


def test_a_status_that_may_not_follow_is_refused(stocked) -> None:
    ended = stocked.end("mark", "S1", "won")
    assert ended.code == 2
    assert ended.err == (
        "Error: Seller 1 stands as new, which won may not follow; after it may come contacted, visiting, later, lost.\n"
    )
    assert stocked.end("--lang", "zh", "mark", "S1", "已签约").err.startswith(
        "错误：Seller 1 现为 new，之后不能直接到 won"
    )
    assert stocked.json("leads", code=1) == {"schema": 1, "leads": []}
    for status in ("visiting", "won"):
        stocked.run("mark", "S1", status)
    assert stocked.run("mark", "S1", "won") == "Seller 1 stays as it is: won\n"
    assert [row["status"] for row in stocked.json("leads", "--trail")["trail"]] == ["visiting", "won"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["mark"], "name a company and a status, or read a list back with --from."),
        (["mark", "S1"], "there is nothing to write"),
        (["mark", "S1", "visitng"], "Did you mean visiting?"),
        (["mark", "S1", "--next", "soon"], "--next"),
        (["mark", "S1", "--from", "a.xlsx"], "--from reads a whole list"),
        (["mark", "Nobody", "new"], "no company is called"),
    ],
)
def test_what_is_typed_wrong_is_said(stocked, typed: list[str], said: str) -> None:
    ended = stocked.end(*typed)
    assert ended.code == 2
    assert said in ended.err


def test_leads_are_listed_by_the_next_step_and_picked(stocked) -> None:
    stocked.run("mark", "S1", "contacted", "--next", "2026-07-09", "--owner", "Li")
    stocked.run("mark", "S2", "visiting", "--next", "2026-07-02", "--owner", "Xu")
    stocked.run("mark", "S3", "later")
    ids = lambda *typed: [row["company"]["id"] for row in stocked.json("leads", *typed)["leads"]]  # noqa: E731
    assert ids() == ["S2", "S1", "S3"]
    assert ids("--status", "contacted,later") == ["S1", "S3"]
    assert ids("--owner", "Xu") == ["S2"]
    assert ids("--due", "2026-07-05") == ["S2"]
    assert ids("Seller 3") == ["S3"]
    assert stocked.run("leads", "--due", "2026-07-05") == (
        "company   status    owner  next step   note\n"
        "--------  --------  -----  ----------  ----\n"
        "Seller 2  visiting  Xu     2026-07-02\n"
    )


def test_a_private_note_is_flagged(stocked) -> None:
    ended = stocked.end("mark", "S1", "new", "--note", "his hobby is golf")
    assert ended.code == 0
    assert "The note seems to speak of a person's private life (hobbies)" in ended.err


def cells(path) -> list[dict[str, object]]:
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def edit(path, changes: dict[tuple[int, str], object]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for (row, title), value in changes.items():
        sheet.cell(row, places[title]).value = value
    book.save(path)


def test_a_status_edited_in_the_exported_list_comes_back_once(stocked) -> None:
    path = stocked.folder / "list.xlsx"
    stocked.run("mark", "S2", "contacted", "--note", "first")
    stocked.run("export", "BUYER", "-o", str(path))
    assert [(row["Company id"], row["Lead status"], row["Book entry (leave as it is)"]) for row in cells(path)] == [
        ("S3", None, 0),
        ("S2", "contacted", 1),
        ("S1", None, 0),
    ]
    edit(
        path,
        {
            (2, "Lead status"): "已联系",
            (2, "Next step on"): datetime.fromisoformat("2026-07-08"),
            (3, "Note"): "from the sheet",
            (4, "Lead status"): "won",
        },
    )
    stocked.run("mark", "S2", "--note", "from the book")
    ended = stocked.end("mark", "--from", str(path))
    assert ended.out == "Seller 3: contacted, next step 2026-07-08\n"
    assert ended.err == (
        "list.xlsx: 3 rows read, 1 taken, 1 in conflict, 1 not read.\n"
        "  row 3, Seller 2, note: the list says 'from the sheet', the book says 'from the book' by now; "
        "the book stays.\n"
        "  Row 4, Seller 1: 'won' may not follow 'new': not taken.\n"
    )
    trail = stocked.json("leads", "--trail")["trail"]
    assert [(row["company"]["id"], row["status"], row["note"], row["origin"]) for row in trail] == [
        ("S2", "contacted", "first", "mark"),
        ("S2", "contacted", "from the book", "mark"),
        ("S3", "contacted", None, "sheet:list.xlsx:2"),
    ]
    again = stocked.json("mark", "--from", str(path))
    assert (again["read"], again["changed"]) == (3, 0)
    assert stocked.json("leads", "--trail")["trail"] == trail


def test_rows_that_cannot_be_read_are_said_and_the_others_taken(stocked) -> None:
    path = stocked.folder / "list.xlsx"
    stocked.run("--lang", "zh", "export", "BUYER", "-o", str(path))
    title = "台账序号（请勿改动）"
    edit(path, {(2, "跟进状态"): "开会", (3, title): 7, (4, "企业编号"): "S9"})
    said = stocked.json("mark", "--from", str(path))
    assert [(row["row"], row["problem"]) for row in said["rows"]] == [
        (2, "no_status"),
        (3, "no_entry"),
        (4, "unknown_company"),
    ]
    edit(path, {(2, "跟进状态"): None, (2, "下一步日期"): "soon", (3, title): 0, (4, "企业编号"): "S2"})
    said = stocked.json("mark", "--from", str(path))
    assert [(row["row"], row["problem"]) for row in said["rows"]] == [(2, "no_date"), (3, "twice"), (4, "twice")]
    other = stocked.write("other.csv", [{"company_id": "S1", "lead_status": "new", "book_entry": "0"}])
    assert stocked.end("mark", "--from", str(other)).err.endswith("is no workbook; give the xlsx that was exported.\n")


def test_the_list_repeats_and_offers_the_statuses(stocked) -> None:
    paths = [stocked.folder / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        stocked.run("export", "BUYER", "-o", str(path))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    offered = openpyxl.load_workbook(paths[0]).worksheets[0].data_validations.dataValidation
    assert [each.formula1 for each in offered] == ['"new,contacted,visiting,won,lost,later"']


PEOPLE = (
    "company,name,job title,work phone,work email,decision role,hobbies,introducer,consent,last contact\n"
    "Seller 1,Zhou Yi,General manager,021-1,zhou@example.com,decision maker,chess,Li Min,yes,2026-05-01\n"
    "Seller 1,Qian Er,Clerk,021-2,,coordinator,,Xu,no,2026-05-01\n"
    "Seller 2,Sun San,CFO,021-3,,finance,,Li Min,yes,2025-01-01\n"
    "Seller 2,Li Si,Buyer,,,,,,,2023-01-01\n"
)


@pytest.fixture
def peopled(stocked):
    stocked.run("contacts", str(stocked.write("people.csv", PEOPLE)))
    return stocked


def test_people_are_kept_in_the_book_and_private_columns_are_refused(stocked) -> None:
    path = stocked.write("people.csv", PEOPLE)
    ended = stocked.end("contacts", str(path))
    assert ended.err == (
        "4 rows read: 3 new, 0 changed, 0 unchanged, 1 rejected.\n"
        "  The column 'hobbies' is never stored: no legitimate use in credit to companies.\n"
        '  people.csv row 5, last_contact: "2023-01-01" is more than 24 months ago: the person is not kept; '
        "get in touch first.\n"
    )
    said = stocked.json("contacts", str(path))
    assert (said["new"], said["changed"], said["unchanged"]) == (0, 0, 3)
    assert said["refused"] == [
        {"column": "hobbies", "field": "hobbies", "reason": "no legitimate use in credit to companies"}
    ]
    told = stocked.json("contacts")["contacts"]
    assert [(row["name"], row["introducer"], row["consent"]) for row in told] == [
        ("Zhou Yi", "Li Min", True),
        ("Qian Er", "Xu", False),
        ("Sun San", None, False),
    ]
    assert b"chess" not in b"".join(each.read_bytes() for each in stocked.workspace.glob("book.sqlite*"))


def test_load_stores_no_people_and_says_where_they_go(peopled) -> None:
    ended = peopled.end("load", str(peopled.folder / "people.csv"))
    assert ended.code == 2
    assert ended.err.endswith(
        "holds people at companies, who are kept in the book alone: chainprospect contacts FILE\n"
    )


def test_load_refuses_private_columns_with_the_reason(bench) -> None:
    bench.settings(SETTINGS)
    rows = [{"name": "Seller", "hobbies": "golf", "age": "50"}]
    report = bench.load(companies=rows)
    assert report["sources"][0]["tables"][0]["refused"] == [
        {"column": "hobbies", "field": "hobbies", "reason": "no legitimate use in credit to companies"},
        {"column": "age", "field": "age", "reason": "not needed: minimisation (PIPL 6; GDPR 5(1)(c))"},
    ]
    assert "golf" not in bench.run("show", "Seller")


def test_contacts_are_redacted_on_export_unless_asked_for(peopled) -> None:
    path = peopled.folder / "list.xlsx"
    ended = peopled.end("export", "BUYER", "-o", str(path))
    assert "The contacts are left out but for their parts in decisions" in ended.err
    rows = {row["Company id"]: row for row in cells(path)}
    assert rows["S1"]["Decision roles known"] == "decision maker; coordinator"
    assert "Contact" not in rows["S1"]
    assert "Zhou" not in str(rows)
    peopled.run("export", "BUYER", "-o", str(path), "--with-contacts")
    rows = {row["Company id"]: row for row in cells(path)}
    assert [rows["S1"][title] for title in ("Contact", "Job title", "Work phone", "Work email")] == [
        "Zhou Yi; Qian Er",
        "General manager; Clerk",
        "021-1; 021-2",
        "zhou@example.com; –",
    ]


def test_who_objects_appears_nowhere(peopled) -> None:
    assert '"Li Min"' in peopled.run("intro", "S1", "--json")
    said = peopled.end("contacts", "--object", "Zhou Yi").err
    assert "is forgotten, and hidden everywhere from now on." in said
    assert "Zhou" not in said
    for typed in (
        ("contacts", "--json"),
        ("contacts", "--trail"),
        ("export", "S1", "-o", str(peopled.folder / "x.csv")),
    ):
        assert "Zhou" not in peopled.end(*typed).out
    assert '"Li Min"' not in peopled.end("intro", "S1", "--json").out
    again = peopled.end("contacts", str(peopled.folder / "people.csv")).err
    assert "names a person who objected to being kept; leave this row out." in again
    assert [row["name"] for row in peopled.json("contacts")["contacts"]] == ["Qian Er", "Sun San"]


def test_an_introducer_without_consent_is_counted_and_not_used(peopled) -> None:
    told = peopled.json("intro", "S1")
    assert [path["ask"]["person"] for path in told["paths"]][:1] == ["Li Min"]
    assert told["without_consent"] == 1
    # The tie of Sun San is more than 12 months old.
    assert "Li Min" not in peopled.end("intro", "S2", "--json").out


def test_the_clock_forgets_people(peopled) -> None:
    assert [row["name"] for row in peopled.json("contacts", "--as-of", "2027-06-01")["contacts"]] == [
        "Zhou Yi",
        "Qian Er",
    ]
    over = peopled.json("contacts", "--expired", "--as-of", "2027-06-01")["contacts"]
    assert [(row["name"], row["over"]) for row in over] == [
        ("Sun San", "whole"),
        ("Qian Er", "aside"),
        ("Zhou Yi", "aside"),
    ]
    assert peopled.json("contacts", "--purge", "--as-of", "2027-06-01") == {"schema": 1, "purged": 1, "shortened": 2}
    assert peopled.json("contacts", "--purge", "--as-of", "2027-06-01") == {"schema": 1, "purged": 0, "shortened": 0}
    assert [row["name"] for row in peopled.json("contacts")["contacts"]] == ["Zhou Yi", "Qian Er"]


def test_a_preset_has_the_columns_and_the_statuses_of_the_program(peopled) -> None:
    path = peopled.folder / "crm.csv"
    peopled.run("mark", "S1", "contacted", "--note", "=1+1")
    peopled.run("export", "-o", str(path), "--preset", "salesforce", "--with-contacts")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row == {
        "Company": "Seller 1",
        "LastName": "Zhou Yi",
        "Title": "General manager",
        "Phone": "021-1",
        "Email": "zhou@example.com",
        "Status": "Working - Contacted",
        "LeadSource": "chainprospect",
        "Industry": "电气机械和器材制造业",
        "AnnualRevenue": "100000000",
        "NumberOfEmployees": "300",
        "State": "",
        "Description": "'=1+1",
    }
    peopled.run("export", "-o", str(path), "--preset", "dynamics")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["Topic"], row["Last Name"], row["Status Reason"]) == ("Seller 1 (S1)", "[not provided]", "Contacted")
    ended = peopled.end("export", "-o", str(path), "--preset", "hubspott")
    assert (ended.code, "there is no such preset; there are salesforce, hubspot, dynamics." in ended.err) == (2, True)


def template(path, *rows: tuple[object, ...]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell in book.active[len(rows)]:
        cell.font = openpyxl.styles.Font(bold=True)
    book.save(path)
    return str(path)


def test_a_template_of_ones_own_is_filled_a_row_a_lead(peopled) -> None:
    path, filled = peopled.folder / "mine.xlsx", peopled.folder / "filled.xlsx"
    peopled.run("mark", "S1", "visiting", "--note", "=HYPERLINK(1)", "--next", "2026-07-03")
    peopled.run("mark", "S2", "new")
    own = template(
        path,
        ("Visits",),
        ("who", "status", "day", "note", "place"),
        ("{{company}}", "{{lead_status}}", "{{lead_next}}", "{{lead_note}}", "in {{region}}!", "fixed"),
    )
    peopled.run("export", "--template", own, "-o", str(filled))
    first = filled.read_bytes()
    peopled.run("export", "--template", own, "-o", str(filled))
    assert filled.read_bytes() == first
    sheet = openpyxl.load_workbook(filled).active
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Visits", None, None, None, None, None),
        ("who", "status", "day", "note", "place", None),
        ("Seller 1", "visiting", datetime.fromisoformat("2026-07-03"), "=HYPERLINK(1)", "in !", "fixed"),
        ("Seller 2", "new", None, None, "in !", "fixed"),
    ]
    assert sheet["D3"].data_type == "s"
    assert sheet["A4"].font.bold


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((("{{compny}}",),), "there is no column 'compny'"),
        ((("Visits",),), "holds no mark; write marks like {{company}} in the row to repeat."),
        ((("{{company}}",), ("total",)), "holds something below the row of marks; move it above."),
    ],
)
def test_a_template_that_cannot_be_filled_says_why(stocked, rows, said: str) -> None:
    own = template(stocked.folder / "mine.xlsx", *rows)
    ended = stocked.end("export", "BUYER", "--template", own, "-o", str(stocked.folder / "out.xlsx"))
    assert ended.code == 2
    assert said in ended.err


def test_the_library_sees_the_same_book(stocked) -> None:
    stocked.run("mark", "S3", "contacted")
    with cp.open(stocked.workspace) as workspace:
        assert [(lead.company.id, lead.flags) for lead in workspace.prospect("BUYER").leads] == [
            ("S3", ("worked:contacted",)),
            ("S2", ()),
            ("S1", ()),
        ]
        hidden = workspace.prospect("BUYER", hide_worked=True)
        assert [lead.company.id for lead in hidden.leads] == ["S2", "S1"]

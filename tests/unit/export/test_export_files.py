"""Files: written whole or not at all, the same bytes twice, readable by others, harmless."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest

from chainprospect import export
from chainprospect.errors import OutputError
from chainprospect.export import COLUMNS, SUFFIXES
from chainprospect.export.words import word
from chainprospect.model.company import Company
from chainprospect.model.prospect import Lead, Prospects
from chainprospect.model.relation import Kind

CONTRACT_COLUMNS = (
    "rank,company_id,company,score,centrality,fit,coverage,side,tier,inferred,anchors,chain,reasons,missing,size,"
    "industry,region"
)


def sheet_rows(path: Path, title: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book[title].iter_rows(values_only=True)]


# csv


def test_csv_begins_with_the_columns_of_the_contract(answer: Prospects) -> None:
    head, first, *_ = export.to_csv(answer).splitlines()
    assert head == ",".join(COLUMNS)
    assert head.startswith(CONTRACT_COLUMNS)
    assert first.startswith(
        "1,C1,启明铜材有限公司,71.25,64.0,78.5,0.82,upstream,2,false,东江电网公司,"
        "东江电网公司 ← 宏远开关有限公司 ← 启明铜材有限公司,第一句。 | 第二句。,employees,medium,"
        "有色金属冶炼和压延加工业,江苏省,91320000123456789X,leads,policy_review,,producer,,C32,420.0,310000000.0,CNY,"
    )


def test_csv_rows_are_leads_then_lookalikes(answer: Prospects) -> None:
    rows = list(csv.DictReader(io.StringIO(export.to_csv(answer))))
    assert [(row["list"], row["rank"], row["company_id"]) for row in rows] == [
        ("leads", "1", "C1"),
        ("leads", "2", "000123"),
        ("lookalikes", "1", "D1"),
    ]
    assert rows[1]["size"] == "small-medium"
    assert (rows[2]["tier"], rows[2]["inferred"], rows[2]["chain"]) == ("", "true", "≈ 宏远开关有限公司")
    assert rows[0]["points_timing"] == "5.5455"
    assert rows[0]["chain_grade"] == "payment"


def test_csv_arrows_follow_the_goods(make_lead: Callable[..., Lead], answer: Prospects) -> None:
    lead = make_lead(1, Company(9, "C9", "下家"))
    ties = tuple(replace(tie, source=tie.target, target=tie.source) for tie in lead.chains[0].relations)
    down = replace(lead, chains=(replace(lead.chains[0], relations=ties),))
    text = export.to_csv(replace(answer, leads=(down,), lookalikes=()))
    assert "东江电网公司 → 宏远开关有限公司 → 下家" in text


def test_no_csv_cell_is_a_formula_and_numbers_stay_numbers(hostile: Prospects) -> None:
    lead = replace(hostile.leads[0], score=-1.5)
    text = export.to_csv(replace(hostile, leads=(lead, *hostile.leads[1:])))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 1 + len(hostile.leads) + 1
    for row in rows[1:]:
        for column, cell in zip(COLUMNS, row, strict=True):
            if column == "score":
                float(cell)
            else:
                assert not re.match(r"\s*[=+\-@＝＋－＠]", cell), cell[:30]
            assert not re.search("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", cell)
    assert rows[1][COLUMNS.index("company")] == '\'=HYPERLINK("http://x","y")'
    assert rows[1][COLUMNS.index("score")] == "-1.5"
    # Not-a-formula text is kept as it is, whatever a spreadsheet would make of it.
    names = [row[COLUMNS.index("company")] for row in rows[1:]]
    assert {"007", "1e5", "TRUE", "emoji 🏭👩‍🏭", "名" * 40_000} <= set(names)


def test_csv_file_opens_in_excel_as_utf8(answer: Prospects, tmp_path: Path) -> None:
    data = export.write(answer, tmp_path / "目标企业.CSV").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrank,company_id")
    assert data.decode("utf-8-sig") == export.to_csv(answer)


def test_empty_csv_is_its_header(empty: Prospects) -> None:
    assert export.to_csv(empty) == ",".join(COLUMNS) + "\n"


# xlsx


def test_xlsx_reads_back(answer: Prospects, tmp_path: Path) -> None:
    path = export.write(answer, tmp_path / "leads.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["目标企业", "相似企业", "链路", "未入选", "设置"]
    head, first, second = sheet_rows(path, "目标企业")
    assert head[:7] == ["名次", "企业编号", "企业名称", "得分", "链条地位分", "适配分", "信息完整度"]
    row = dict(zip(head, first, strict=True))
    assert row["得分"] == 71.25
    assert row["信息完整度"] == 0.82
    assert row["方向"] == "上游"
    assert row["层级"] == 2
    assert row["是否推测"] == "否"
    assert row["理由"] == "第一句。\n第二句。"
    assert row["待补信息"] == "员工人数"
    assert row["规模"] == "中型"
    assert row["提示"] == "须政策审查"
    assert row["统一社会信用代码"] == "91320000123456789X"
    assert row["合作银行"] == "示例银行；另一银行"
    assert str(row["数据日期"]) == "2024-06-30 00:00:00"
    # An id that looks like a number stays text with its zeros; a range of sizes is said as one.
    assert second[1] == "000123"
    assert second[head.index("规模")] == "小型至中型"


def test_xlsx_in_english(answer: Prospects, tmp_path: Path) -> None:
    path = export.write(answer, tmp_path / "leads.xlsx", lang="en")
    assert openpyxl.load_workbook(path).sheetnames == ["Leads", "Lookalikes", "Chains", "Excluded", "Settings"]
    row = dict(zip(*sheet_rows(path, "Leads")[:2], strict=True))
    assert (row["Side"], row["Size"], row["Inferred"], row["Missing"]) == ("upstream", "medium", "no", "employees")
    assert row["Industry"] == "Smelting and rolling of non-ferrous metals"


def test_xlsx_chains_have_one_row_a_hop(answer: Prospects, tmp_path: Path) -> None:
    head, *rows = sheet_rows(export.write(answer, tmp_path / "leads.xlsx"), "链路")
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["企业编号"], row["第几环"], row["卖方编号"], row["买方编号"]) for row in found] == [
        ("C1", 1, "B1", "A1"),
        ("C1", 2, "C1", "B1"),
        ("000123", 1, "B1", "A1"),
        ("000123", 2, "000123", "B1"),
    ]
    last = found[1]
    assert (last["金额"], last["币种"], last["折人民币（年）"], last["依据等级"]) == (2e6, "USD", 14.2e6, "账户流水")
    assert (found[0]["最弱一环"], last["最弱一环"]) == (None, "是")
    assert found[0]["占买方采购比"] == 0.35


def test_xlsx_excluded_and_settings(answer: Prospects, tmp_path: Path) -> None:
    path = export.write(answer, tmp_path / "leads.xlsx")
    assert sheet_rows(path, "未入选")[1][:4] == ["E1", "巨峰集团", "规模过大", "规模过大。"]
    settings = {row[0]: row[1] for row in sheet_rows(path, "设置")[1:]}
    assert settings["数据快照"] == "20240630-abc"
    assert settings["核心客户"] == "东江电网公司 (A1)"
    assert settings["链上到达的企业"] == 4
    assert settings["未入选：规模过小（微型）"] == 1
    assert settings["相似企业未入选：不在所选地区"] == 2
    assert settings["设置 filters.sizes"] == "large; medium"
    assert settings["设置 fx.USD"] == 7.1


def test_xlsx_is_ready_to_filter_and_to_print(answer: Prospects, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export.write(answer, tmp_path / "leads.xlsx"))
    sheet = book["目标企业"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    bars = {str(place.sqref) for place in sheet.conditional_formatting}
    assert bars == {"D2:D3", "E2:E3", "F2:F3", "G2:G3"}
    assert sheet["B3"].number_format == "@"
    assert sheet["G2"].number_format == "0%"
    assert sheet["M2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 25


def test_xlsx_has_no_formula_no_link_and_no_cell_too_long(hostile: Prospects, tmp_path: Path) -> None:
    path = export.write(hostile, tmp_path / "leads.xlsx")
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "<hyperlink " not in text
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
    book = openpyxl.load_workbook(path)
    longest = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    longest = max(longest, len(cell.value.encode("utf-16-le")) // 2)
                    if re.match(r"\s*[=+\-@]", cell.value):
                        assert cell.quotePrefix, cell.value[:20]
    assert 32_000 < longest <= 32_767
    names = [row[2] for row in sheet_rows(path, "目标企业")[1:]]
    assert names[0] == '=HYPERLINK("http://x","y")'
    assert names[8] == "bellnullescapeend"
    assert {"007", "1e5", "TRUE", "emoji 🏭👩‍🏭", "<script>alert(1)</script> & ]]> {{x}} %s {0}"} <= set(names)
    assert sum(name.endswith("……（过长，已截断）") for name in names) == 2


def test_empty_xlsx_has_its_titles(empty: Prospects, tmp_path: Path) -> None:
    path = export.write(empty, tmp_path / "leads.xlsx")
    assert len(sheet_rows(path, "Leads")) == 1
    assert sheet_rows(path, "Settings")[1] == ["Snapshot", "s1"]


# json lines, GraphML


def test_jsonl_has_one_lead_a_line(answer: Prospects, tmp_path: Path) -> None:
    lines = export.write(answer, tmp_path / "leads.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [(line["list"], line["company"]["id"]) for line in found] == [
        ("leads", "C1"),
        ("leads", "000123"),
        ("lookalikes", "D1"),
    ]
    assert {key: value for key, value in found[0].items() if key != "list"} == export.document(answer)["leads"][0]


def test_graphml_reads_back(answer: Prospects, tmp_path: Path) -> None:
    graph = nx.read_graphml(export.write(answer, tmp_path / "leads.graphml"))
    assert not graph.is_multigraph()
    assert {node: values["standing"] for node, values in graph.nodes(data=True)} == {
        "A1": "anchor",
        "C1": "lead",
        "000123": "lead",
        "D1": "lookalike",
        "B1": "chain",
    }
    assert graph.nodes["C1"]["score"] == 71.25
    assert graph.nodes["C1"]["tier"] == 2
    assert graph.nodes["D1"]["inferred"] is True
    assert graph.nodes["D1"]["like"] == "B1"
    assert "tier" not in graph.nodes["D1"]
    assert set(graph.edges) == {("C1", "B1"), ("000123", "B1"), ("B1", "A1")}
    assert graph.edges["C1", "B1"]["amount_cny"] == 14.2e6
    assert "amount" not in graph.edges["B1", "A1"]


def with_parallel_kinds(answer: Prospects) -> Prospects:
    lead = answer.leads[0]
    chain = lead.chains[0]
    other = replace(chain, relations=(chain.relations[0], replace(chain.relations[1], kind=Kind.DISTRIBUTES)))
    return replace(answer, leads=(replace(lead, chains=(chain, other)), answer.leads[1]))


def test_parallel_kinds_make_a_multigraph(answer: Prospects, tmp_path: Path) -> None:
    several = with_parallel_kinds(answer)
    graph = export.to_networkx(several)
    assert graph.is_multigraph()
    assert sorted(graph["C1"]["B1"]) == ["distributes", "supplies"]
    path = export.write(several, tmp_path / "leads.graphml")
    back = nx.read_graphml(path)
    assert sorted(values["kind"] for values in back["C1"]["B1"].values()) == ["distributes", "supplies"]
    ids = re.findall(r'<edge [^>]*id="([^"]+)"', path.read_text("utf-8"))
    assert len(ids) == len(set(ids)) == 4


def test_hostile_graphml_is_read_back(hostile: Prospects, tmp_path: Path) -> None:
    graph = nx.read_graphml(export.write(hostile, tmp_path / "leads.graphml"))
    leads = [values for _, values in graph.nodes(data=True) if values["standing"] == "lead"]
    assert len(leads) == len(hostile.leads)
    assert leads[0]["name"] == '=HYPERLINK("http://x","y")'


def test_networkx_attributes_are_plain(answer: Prospects, empty: Prospects) -> None:
    graph = export.to_networkx(answer)
    values = [value for _, facts in graph.nodes(data=True) for value in facts.values()]
    values += [value for *_, facts in graph.edges(data=True) for value in facts.values()]
    assert {type(value) for value in values} <= {str, int, float, bool}
    assert list(export.to_networkx(empty).nodes) == ["A1"]


# all formats


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["answer", "hostile", "empty"])
def test_two_runs_give_the_same_bytes(suffix: str, name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    result: Prospects = request.getfixturevalue(name)
    one = export.write(result, tmp_path / f"one{suffix}").read_bytes()
    two = export.write(result, str(tmp_path / f"two{suffix}")).read_bytes()
    assert one == two
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one{suffix}", f"two{suffix}"]


def test_bytes_do_not_depend_on_the_order_of_sets(answer: Prospects, tmp_path: Path) -> None:
    script = (
        "import hashlib, pickle, sys; from pathlib import Path; from chainprospect import export\n"
        "result = pickle.loads(Path(sys.argv[1]).read_bytes())\n"
        "for suffix in ('.xlsx', '.csv', '.json', '.jsonl', '.graphml'):\n"
        "    path = export.write(result, Path(sys.argv[1]).with_suffix(suffix))\n"
        "    print(suffix, hashlib.sha256(path.read_bytes()).hexdigest())\n"
    )
    pickled = tmp_path / "answer.pickle"
    pickled.write_bytes(pickle.dumps(answer))
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(pickled)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert runs.pop().count("\n") == len(SUFFIXES)


def test_unknown_suffix_lists_the_known_ones(answer: Prospects, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        export.write(answer, tmp_path / "leads.pdf")
    assert str(caught.value) == (
        f"{tmp_path / 'leads.pdf'}: the suffix .pdf names no format; end the name in .xlsx, .csv, .json, .jsonl or "
        ".graphml."
    )
    with pytest.raises(OutputError, match="the suffix that is missing names no format"):
        export.write(answer, tmp_path / "leads")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_says_so(answer: Prospects, tmp_path: Path) -> None:
    path = tmp_path / "no" / "leads.csv"
    with pytest.raises(OutputError) as caught:
        export.write(answer, path)
    assert str(caught.value) == f"{path}: there is no folder {path.parent}; make it, or name another place."
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="there is no folder"):
        export.write(answer, tmp_path / "file" / "leads.csv")


def test_a_folder_of_that_name_says_so(answer: Prospects, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").mkdir()
    with pytest.raises(OutputError, match=r"leads\.csv: is a folder; name a file in it\.$"):
        export.write(answer, tmp_path / "leads.csv")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "the disk is full; make room and repeat, or name another place."),
        (
            errno.EACCES,
            "cannot be written: it is write-protected or open in another program; close it (in Excel, say) and repeat, "
            "or name another place.",
        ),
        (errno.EROFS, "lies on a read-only disk; name another place."),
        (errno.EIO, "cannot be written: Input/output error; name another place."),
    ],
)
def test_a_failed_write_leaves_the_old_file(
    answer: Prospects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, advice: str
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("old")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as caught:
        export.write(answer, path)
    assert str(caught.value) == f"{path}: {advice}"
    assert caught.value.path == path
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_too_long_says_so(answer: Prospects, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the name is too long; name a shorter one"):
        export.write(answer, tmp_path / f"{'名' * 200}.csv")


def test_an_open_or_protected_file_is_kept(answer: Prospects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="write-protected or open in another program"):
        export.write(answer, path)
    assert path.read_text() == "old"


def test_a_link_is_followed(answer: Prospects, tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    export.write(answer, link)
    assert link.is_symlink()
    assert real.read_text("utf-8-sig") == export.to_csv(answer)


def test_words_are_those_of_the_sentences() -> None:
    from chainprospect.explain.catalogue import CATALOGUES
    from chainprospect.export.words import keys

    groups = {"missing": "column"}
    compared = 0
    for key in keys():
        group, _, rest = key.partition(".")
        twin = f"{groups.get(group, group)}.{rest}"
        if group == "missing" and twin not in CATALOGUES["zh"]:
            twin = f"contribution.{rest}"
        if group in ("side", "band", "kind", "grade", "role", "gate", "flag", "missing"):
            compared += 1
            for lang in ("zh", "en"):
                assert word(key, lang) == CATALOGUES[lang][twin], key
    assert compared > 60

"""The commands on a real workspace of a dozen fictional companies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chainprospect import cli

COMPANIES = """公司名称,简称,省市,行业代码,企业角色,员工人数,营业收入（万元）,数据日期,我行客户,核心客户
珞衡电网有限公司,珞衡电网,上海市,D44,生产商,50000,9000000,2025-12-31,是,是
江苏珞衡变压器有限公司,,江苏省,C38,生产商,600,30000,2025-12-31,,
浙江岫云铜材有限公司,,浙江省,C33,生产商,120,8000,2025-06-30,,
珞衡律师事务所,,上海市,L72,律师事务所,80,2000,,,
巨山集团有限公司,,北京市,C38,生产商,90000,90000000,2025-12-31,,
"""
RELATIONS = """供应商,采购商,产品,年交易额（万元）,占买方采购比,日期,可信等级
江苏珞衡变压器有限公司,珞衡电网,变压器,5000,12%,2025-11-30,公告披露
浙江岫云铜材有限公司,江苏珞衡变压器有限公司,铜排,900,,2025-03-01,客户提供
巨山集团有限公司,珞衡电网,电缆,90000,,2025-03-01,媒体报道
浙江岫云铜材有限公司,珞衡律师事务所,铜牌,-3,,,
"""
UPDATE = """公司名称,员工人数,数据日期
江苏珞衡变压器有限公司,550,2024-12-31
"""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def call(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run one command line in the folder with the loaded workspace."""
    monkeypatch.chdir(home)
    for name in os.environ:
        if name.startswith("CHAINPROSPECT_"):
            monkeypatch.delenv(name)

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = cli.main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in err, err
        return Ended(code, out, err)

    return run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace in `chainprospect-data`, its path in Chinese."""
    folder = tmp_path_factory.mktemp("客户经理")
    for name, text in (("公司.csv", COMPANIES), ("关系.csv", RELATIONS), ("更新.csv", UPDATE)):
        (folder / name).write_text(text, "utf-8")
    keep = {name: value for name, value in os.environ.items() if not name.startswith("CHAINPROSPECT")}
    ended = subprocess.run(
        [sys.executable, "-m", "chainprospect", "load", "公司.csv", "关系.csv", "更新.csv"],
        cwd=folder,
        env=keep,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    (folder / "report.txt").write_bytes(ended.stderr)
    return folder


def test_the_report_says_what_was_read_and_what_to_type_next(home: Path) -> None:
    report = (home / "report.txt").read_text("utf-8").splitlines()
    assert report[2].split() == ["公司.csv", "公司", "5", "5", "0", "0"]
    assert report[3].split() == ["关系.csv", "关系", "4", "3", "1", "0"]
    assert "拒收 1 行，前几行是：" in report
    assert any(line.startswith("  关系.csv 第 5 行，年交易额（万元）：“-3”") for line in report)
    assert any(line.endswith("企业 5 家，关系 3 条，我行客户 1 家") for line in report)
    assert report[-1] == "下一步：chainprospect prospect 珞衡电网有限公司"


def test_the_same_files_again_change_nothing(call: Callable[..., Ended]) -> None:
    ended = call("load", "公司.csv", "关系.csv", "更新.csv", "--json")
    assert ended.code == 0
    assert ended.err.startswith("没有变化：")
    assert json.loads(ended.out)["unchanged"] is True
    assert call("snapshots", "--json").out.count('"id"') == 1


def test_check_writes_nothing(call: Callable[..., Ended], home: Path) -> None:
    before = sorted(home.rglob("*"))
    ended = call("check", "关系.csv", "--json")
    report = json.loads(ended.out)
    assert (ended.code, report["snapshot"], report["rejected"], report["rejects_path"]) == (0, None, 1, None)
    assert [(row["file"], row["row"], row["column"], row["value"]) for row in report["rejects"]] == [
        ("关系.csv", 5, "年交易额（万元）", "-3")
    ]
    assert call("check", "关系.csv", "--strict").code == 2
    assert call("check", "关系.csv", "公司.csv", "--strict", "-q").err == ""
    assert sorted(home.rglob("*")) == before


def test_strict_changes_nothing(call: Callable[..., Ended], home: Path) -> None:
    current = (home / "chainprospect-data/CURRENT").read_bytes()
    ended = call("load", "关系.csv", "--source", "另一来源", "--strict")
    assert (ended.code, ended.out) == (2, "")
    assert "什么都没有改" in ended.err
    assert (home / "chainprospect-data/CURRENT").read_bytes() == current


def test_prospect_on_the_screen_and_as_json(call: Callable[..., Ended]) -> None:
    ended = call("prospect", "珞衡电网", "--no-lookalikes")
    assert ended.code == 0
    assert "目标企业（2 / 2）" in ended.out
    assert "     浙江岫云铜材有限公司 → 江苏珞衡变压器有限公司 → 珞衡电网有限公司" in ended.out
    assert "规模过大 1" in ended.out
    found = json.loads(call("prospect", "珞衡电网", "--json", "--show-excluded").out)
    assert {lead["company"]["name"] for lead in found["leads"]} == {"江苏珞衡变压器有限公司", "浙江岫云铜材有限公司"}
    assert [item["company"]["name"] for item in found["excluded"]] == ["巨山集团有限公司"]
    assert [
        lead["company"]["name"]
        for lead in json.loads(call("prospect", "珞衡电网", "--json", "--size", "any").out)["leads"]
    ].count("巨山集团有限公司") == 1


def test_a_filter_that_leaves_nothing_ends_with_1(call: Callable[..., Ended]) -> None:
    ended = call("prospect", "珞衡电网", "--region", "西藏自治区", "--no-lookalikes")
    assert ended.code == 1
    assert "  不在所选地区：2 家（放开：去掉 --region）" in ended.err


def test_explain_tells_a_lead_and_one_that_a_gate_took(call: Callable[..., Ended]) -> None:
    assert "链路 1 / 1，层数 2" in call("explain", "珞衡电网", "岫云铜材").out
    taken = call("explain", "珞衡电网", "巨山集团")
    assert taken.code == 0
    assert "不在名单里：规模过大（放开：--include too_large 或 --size any）" in taken.out
    lead = json.loads(call("explain", "珞衡电网", "岫云铜材", "--json").out)
    assert (lead["company"]["name"], lead["tier"]) == ("浙江岫云铜材有限公司", 2)
    assert call("explain", "珞衡电网", "珞衡律师事务所").code == 1


def test_show_tells_facts_with_provenance_and_the_losing_ones(call: Callable[..., Ended]) -> None:
    lines = call("show", "江苏珞衡变压器").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("员工人数"))
    assert lines[at].split() == ["员工人数", "600", "公司.csv", "第", "3", "行、2025-12-31、推断"]
    assert lines[at + 1].split() == ["550（未采用）", "更新.csv", "第", "2", "行、2024-12-31、推断"]
    assert "供应商（1 / 1）" in lines
    assert "采购商（1 / 1）" in lines
    found = json.loads(call("show", "江苏珞衡变压器", "--json").out)
    assert found["relations"]["goods"]["upstream"][0]["kind"] == "supplies"
    assert [fact["used"] for fact in found["facts"] if fact["column"] == "employees"] == [True, False]
    assert "会被这些门槛拦下：已是我行客户" in call("show", "珞衡电网").out


def test_doctor_finds_everything_in_order_until_a_file_is_damaged(call: Callable[..., Ended], home: Path) -> None:
    ended = call("doctor", "--json")
    findings = {row["check"]: row["state"] for row in json.loads(ended.out)}
    assert (ended.code, ended.err) == (0, "一切正常。\n")
    assert findings["snapshot"] == findings["workspace"] == findings["package duckdb"] == "good"
    victim = next((home / "chainprospect-data/snapshots").glob("*/companies.parquet"))
    kept = victim.read_bytes()
    victim.write_bytes(kept[:-1] + b"?")
    try:
        broken = call("doctor")
        assert broken.code == 3
        assert "companies.parquet" in broken.out
        assert broken.err == "有 1 项故障，请按说明处理。\n"
    finally:
        victim.write_bytes(kept)


def test_an_empty_workspace_is_said_with_what_to_do(call: Callable[..., Ended]) -> None:
    for command in (["find", "x"], ["prospect", "x"], ["show", "x"], ["map", "x"], ["review"]):
        ended = call("-w", "空", *command)
        assert ended.code == 3, command
        assert ended.err == "错误：空：这里还没有数据；请先装载：chainprospect load 文件\n"
    assert call("-w", "空", "snapshots").code == 1
    assert call("-w", "空", "doctor").code == 0


def test_map_and_files_are_written(call: Callable[..., Ended], home: Path) -> None:
    assert call("map", "珞衡电网", "-o", "图.html").code == 0
    assert (home / "图.html").read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    for name in ("名单.xlsx", "名单.csv", "名单.jsonl", "名单.json", "名单.graphml"):
        assert call("prospect", "珞衡电网", "-o", name).code == 0, name
        assert (home / name).stat().st_size > 100
    assert (home / "名单.csv").read_bytes().startswith(b"\xef\xbb\xbfrank,")
    ended = call("prospect", "珞衡电网", "-o", "名单.pdf")
    assert (ended.code, ended.err.startswith("错误：名单.pdf：后缀 .pdf 不是可写的格式")) == (4, True)
    assert call("prospect", "珞衡电网", "-o", "无此文件夹/名单.csv").code == 4


def test_a_folder_is_read_whole_and_reports_no_core_client(call: Callable[..., Ended], home: Path) -> None:
    (home / "夹").mkdir()
    (home / "夹/甲.csv").write_text("公司名称\n甲公司\n", "utf-8")
    (home / "夹/说明.md").write_text("不是表", "utf-8")
    ended = call("-w", "另一区", "load", "夹")
    assert ended.code == 0
    assert "注意：没有任何企业标为我行客户" in ended.err
    assert ended.err.splitlines()[-1] == (
        "下一步：chainprospect -w 另一区 find 名称，再 chainprospect -w 另一区 prospect 名称"
    )


@pytest.mark.parametrize("arguments", [["prospect", "珞衡电网"], ["prospect", "珞衡电网", "--json"], ["find", "铜材"]])
def test_an_answer_imports_nothing_heavy(arguments: list[str], home: Path) -> None:
    code = (
        "import sys\nfrom chainprospect.cli import main\n"
        f"assert main({arguments!r}) == 0\nsys.stderr.write('\\n' + ' '.join(m for m in sys.modules if '.' not in m))"
    )
    keep = {name: value for name, value in os.environ.items() if not name.startswith("CHAINPROSPECT")}
    ended = subprocess.run([sys.executable, "-c", code], cwd=home, env=keep, capture_output=True, check=False)
    found = set(ended.stderr.decode().rpartition("\n")[2].split())
    assert "numpy" in found
    assert not found & {"pandas", "duckdb", "networkx", "neo4j", "pyvis", "xlsxwriter", "jinja2", "rich"}


def test_demo_goes_from_files_to_leads_list_and_map(call: Callable[..., Ended], home: Path) -> None:
    ended = call("demo", "-o", "演示", "--lang", "en")
    assert ended.code == 0
    assert "Leads (10 of " in ended.out
    assert "Clients (10 of 56)" in ended.out
    assert "72 small firms around 华衡电网有限公司: 15 packs" in ended.out
    best = ended.out.split("\n 1  ")[1].split()[0]
    assert f"\nVisit brief: {best.rstrip('…')}" in ended.out
    assert (home / "演示/leads.xlsx").stat().st_size > 10_000
    assert (home / "演示/map.html").stat().st_size > 100_000
    assert "Written: 演示/leads.xlsx" in ended.err.replace("\\", "/")
    assert "chainprospect -w 演示 prospect 华衡电网 --show-excluded" in ended.err
    assert call("-w", "演示", "prospect", "华衡电网", "--top", "3").code == 0

"""A big file: memory stays bounded, a bad row far down is named, and everything else is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Desk = Any
ROWS = 80_000
BYTES = 50_000_000
LIMIT_MB = 256
# What Python and the libraries take beside the engine's own limit.
AROUND_MB = 320
PEAK = """
import atexit, re, sys
def peak():
    told = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
    sys.stderr.write(f"peak {int(told[1]) // 1024}\\n")
atexit.register(peak)
"""


def write(path: Path) -> None:
    """Rows of many companies, each with a long remark that nobody asked for, and a bad amount in the last row."""
    remark = "这一列没有人要读" * 24
    with path.open("w", encoding="utf-8", newline="\n") as sink:
        sink.write("source,target,product,amount,as_of,备忘杂记\n")
        for number in range(ROWS):
            buyer = number * 7919 % 20_011
            amount = "很多" if number == ROWS - 1 else f"{number % 900 + 1}万元"
            names = f"示例{number % 20_021}号电气有限公司,样本{buyer}号机械有限公司"
            sink.write(f"{names},零件{number % 97},{amount},2024-05-06,{remark}{number}\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_fifty_megabytes_load_within_their_memory(desk: Desk) -> None:
    file = desk.folder / "big.csv"
    write(file)
    assert file.stat().st_size > BYTES
    settings = desk.file("small.toml", f'[load]\nmemory_limit = "{LIMIT_MB}MB"\nthreads = 2\n')
    ended = desk.process("--settings", settings, "load", file, "--json", before=PEAK)
    assert ended.code == 0, ended.err
    report = json.loads(ended.out)
    assert (report["read"], report["accepted"], report["rejected"]) == (ROWS, ROWS - 1, 1)
    assert [(each["file"], each["row"], each["column"], each["value"]) for each in report["rejects"]] == [
        ("big.csv", ROWS + 1, "amount", "很多")
    ]
    peak = int(ended.err.rpartition("peak ")[2])
    assert peak < LIMIT_MB + AROUND_MB, f"{peak} MB"
    assert desk.run("find", "示例20020号").code == 0


def test_too_little_memory_is_said_with_what_to_raise(desk: Desk) -> None:
    rows = "".join(f"示例{number}号电气有限公司,样本{number}号机械有限公司\n" for number in range(60_000))
    file = desk.file("rows.csv", "source,target\n" + rows)
    settings = desk.file("tiny.toml", '[load]\nmemory_limit = "4MB"\n')
    before = desk.standing()
    told = desk.refuses("--settings", settings, "load", file, code=3)
    assert told.startswith("workspace: ")
    assert "memory_limit" in told
    assert desk.standing() == before


def test_a_row_that_swallows_the_file_is_named_not_kept_in_memory(desk: Desk) -> None:
    body = 'name,region\n"上海丁机械有限公司,上海市\n' + "湖北戊材料有限公司,湖北省\n" * 400_000
    before = desk.standing()
    told = desk.refuses("load", desk.file("swallowed.csv", body), code=2)
    assert told.startswith("swallowed.csv, row 2: ")
    assert "quotation mark" in told
    assert desk.standing() == before

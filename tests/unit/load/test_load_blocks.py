"""Plain blocks of a text: the same rows, records and rejects as when every row goes through the reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainprospect.errors import InputError
from chainprospect.load import LoadRequest, blocks, read_source, staging
from chainprospect.load.blocks import Block, read_rows
from chainprospect.load.cells import BLANK_VALUES
from chainprospect.load.files import read_sheets
from chainprospect.load.headers import known_header, plan_sheet
from chainprospect.load.staging import Staged, stage
from chainprospect.load.tables import table_of
from chainprospect.load.typed import _CODED
from chainprospect.load.words import code_of, spellings

CELLS = (
    *(
        "甲",
        "乙公司",
        "C01",
        "12",
        "1.5",
        "12万",
        "2024-03-05",
        "2024年3月",
        "supplies",
        "供应",
        "-",
        "null",
        "是",
        "",
        "",
        " ",
    ),
    *(
        " 空",
        "尾 ",
        "a b",
        '"引"',
        '"a,b"',
        '"两\n行"',
        '"a\r\nb"',
        'a"b',
        '"',
        "a\tb",
        "\x1f",
        "\x85",
        "\u3000",
        "\xa0x",
    ),
    *("\u2003", "\u200b", "\ufeff丙", "e\u0301", "é", "【示例】甲", "x【示例】", "\x7f", "9.11E+17", "=1+1", "x" * 300),
)
ENDS = ("\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n")
LINES = st.tuples(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6).map(",".join), st.sampled_from(ENDS))
TIDY = st.tuples(
    st.tuples(
        *[st.sampled_from(("甲", "乙公司", "C01", "丙 丁"))] * 2, st.sampled_from(("5", "1万", "", "x")), st.just("z")
    ),
    st.sampled_from(("\n", "\r\n")),
).map(lambda told: (",".join(told[0]), told[1]))
HEADS = (
    "source,target,amount,more",
    "name,suppliers,revenue,more",
    "more,供应商,采购商,日期",
    "source,target,kind,as_of",
)


def staged(path: Path, temp: Path) -> object:
    """All that staging says of a file: every row with its number, flag and cells; counts, progress; or a refusal."""
    said: list[object] = []
    try:
        (sheet,) = read_sheets(path, known_header, temp)
        told = table_of(sheet, None, (), anchored=False)
        assert told is not None
        plan = plan_sheet(sheet, *told, {})
        found = stage(sheet, plan, temp, lambda *args: said.append(args))
    except InputError as error:
        return str(error)
    lines = [line.split("\x1f") for line in found.cells.read_text("utf-8").split("\n")[:-1]]
    assert [len(line) for line in lines] == [found.width] * found.read
    cells = [[line[field.position] for field in plan.fields] for line in lines]
    return list(zip(numbers(found), cells, strict=True)), found.read, found.examples, found.breaks, found.shift, said


def numbers(found: Staged) -> list[tuple[int, str]]:
    """Row and flag of every staged line, as the marks say."""
    marks = [line.split("\x1f") for line in found.marks.read_text("utf-8").split("\n")[:-1]]
    at = {int(line): (int(shift), flag) for line, shift, flag in marks}
    rows, shift, flag = [], 0, ""
    for line in range(found.read):
        shift, flag = at.get(line, (shift, flag))
        rows.append((line + shift, flag))
    return rows


def loaded(path: Path, folder: Path) -> object:
    """All that reading a file says: report, records, rejects; or why it is refused."""
    try:
        report = read_source(LoadRequest((path,), "s"), folder, memory_limit="300MB", threads=2, temp=folder.parent)
    except InputError as error:
        return str(error)
    return report, {file.name: file.read_bytes() for file in folder.iterdir()}


def compared(read: Callable[[Path, Path], object], text: str, piece: int) -> None:
    """Read a text with blocks and without."""
    with TemporaryDirectory() as temp, pytest.MonkeyPatch.context() as patch:
        path = Path(temp) / "a.csv"
        path.write_bytes(text.encode())
        patch.setattr(blocks, "_FIRST_PIECE", 1)
        patch.setattr(blocks, "_PIECE", piece)
        patch.setattr(staging, "_EVERY", 3)
        for folder in ("fast", "slow"):
            (Path(temp) / folder).mkdir()
        fast = read(path, Path(temp) / "fast")
        patch.setattr(blocks, "_block", lambda *_: None)
        assert fast == read(path, Path(temp) / "slow")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A table whose rows are tidy here and untidy there."""
    lines = draw(st.lists(st.one_of(TIDY, TIDY, LINES), max_size=60))
    text = f"{draw(st.sampled_from(HEADS))}\n" + "甲,乙,1,z\n" * 20 + "".join(line + end for line, end in lines)
    return text.rstrip("\r\n") if draw(st.booleans()) else text


@settings(max_examples=100, deadline=None)
@given(texts(), st.sampled_from((1, 7, 40, 200)))
def test_blocks_are_staged_as_rows_are(text, piece):
    compared(staged, text, piece)


@settings(max_examples=8, deadline=None)
@given(texts(), st.sampled_from((7, 200)))
def test_blocks_make_the_records_and_rejects_that_rows_make(text, piece):
    compared(loaded, text, piece)


def test_plain_text_comes_in_blocks_and_only_the_rest_row_by_row(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "_FIRST_PIECE", 8)
    monkeypatch.setattr(blocks, "_PIECE", 40)
    path = tmp_path / "a.csv"
    rows = [f"甲{place},乙" for place in range(100)]
    rows[60] = '"甲\n60",乙'
    path.write_bytes("\r\n".join(rows).encode())
    parts = list(read_rows(path, "utf-8", ","))
    found = [row for part in parts for row in (part.rows() if isinstance(part, Block) else [part])]
    assert [number for number, _ in found] == list(range(1, 101))
    assert found[60] == (61, ["甲\n60", "乙"])
    assert [row for row in found if row[0] != 61] == [(at + 1, [f"甲{at}", "乙"]) for at in range(100) if at != 60]
    alone = [part[0] for part in parts if not isinstance(part, Block)]
    assert 61 in alone
    assert len(alone) < 40


@pytest.mark.parametrize(
    "text",
    [
        *(
            'a,"b"\n',
            "a,b\rc,d\n",
            "a,b\x1f\n",
            "a,b\x07\n",
            "a,\tb\n",
            "a ,b\n",
            "a, b\n",
            " a,b\n",
            "a,b \n",
            "a,b \r\n",
        ),
        *(
            "a,b\n\nc,d\n",
            "a,b\n,\n",
            "a,b\nc\n",
            "a,b\nc,d,e\n",
            "【示例】,b\n",
            "a,e\u0301\n",
            "a,\u3000\n",
            "a,\u2009\n",
        ),
        *("a,b\x85\n", "a,\xa0b\n", "a,b\u200b\n", "a,b\ufeff\n", f"a,{'b' * 140_000}\n"),
    ],
)
def test_what_is_not_plain_goes_through_the_reader(text):
    assert blocks._block(text, 1, ",") is None


def test_a_plain_block_is_taken_as_it_stands():
    assert blocks._block("a,b c\r\n乙,\n", 7, ",") == Block(7, 2, 2, "a\x1fb c\n乙\x1f\n".encode())
    assert blocks._block("a\tb", 7, "\t") == Block(7, 1, 2, b"a\x1fb\n")
    assert blocks._block("a:b\n", 7, ":") is None


def test_records_are_the_same_bytes_whatever_the_threads(tmp_path):
    path = tmp_path / "a.csv"
    rows = [f"甲{at * 7919 % 200_000},乙{at},supplies,{at},2024-01-0{at % 9 + 1}\n" for at in range(200_000)]
    path.write_text("source,target,kind,amount,as_of\n" + "".join(rows), "utf-8")
    for threads in (1, 2, 3):
        read_source(
            LoadRequest((path,), "s"), tmp_path / str(threads), memory_limit="500MB", threads=threads, temp=tmp_path
        )
    made = [(tmp_path / name / "relations.parquet").read_bytes() for name in "123"]
    assert made[0] == made[1] == made[2]
    answer = duckdb.execute(
        "SELECT target, row, row - row_number() OVER () FROM read_parquet($path)",
        {"path": str(tmp_path / "1" / "relations.parquet")},
    ).fetchall()
    assert answer == [(f"乙{at}", at + 2, 1) for at in range(200_000)]


def test_big_rows_keep_their_numbers(tmp_path):
    """Rows of more than one buffer of the engine, read by several threads."""
    path = tmp_path / "a.csv"
    remark = "这一列没有人要读" * 24
    with path.open("w", encoding="utf-8") as sink:
        sink.write("source,target,amount,remark\n")
        for at in range(80_000):
            sink.write(f"甲{at},乙{at % 97},{'-' if at == 70_000 else at},{remark}\n")
    read_source(LoadRequest((path,), "s"), tmp_path / "made", memory_limit="256MB", threads=2, temp=tmp_path)
    answer = duckdb.execute(
        "SELECT source, row FROM read_parquet($path)", {"path": str(tmp_path / "made" / "relations.parquet")}
    ).fetchall()
    assert answer == [(f"甲{at}", at + 2) for at in range(80_000)]


def test_no_blank_cell_begins_with_a_digit():
    assert [token for token in BLANK_VALUES if token[0].isdigit()] == []


def test_code_words_stand_for_themselves():
    assert [word for kind in _CODED for word in spellings(kind) if code_of(kind, word) != word] == []

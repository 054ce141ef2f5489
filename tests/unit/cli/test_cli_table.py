"""Tables and lines with characters two columns wide."""

from __future__ import annotations

from chainprospect.cli.hints import quoted
from chainprospect.cli.table import cut, pad, plain, table, width, wrap


def test_width_counts_console_columns() -> None:
    assert [width(text) for text in ("abc", "鸿海", "（A）", "e\u0301", "")] == [3, 4, 5, 1, 0]


def test_cut_leaves_room_for_the_ellipsis() -> None:
    assert cut("鸿海精密", 8) == "鸿海精密"
    assert cut("鸿海精密", 7) == "鸿海…"
    assert width(cut("鸿海精密工业", 7)) <= 7


def test_pad_to_either_side() -> None:
    assert (pad("鸿", 4), pad("鸿", 4, right=True)) == ("鸿  ", "  鸿")


def test_plain_defuses_what_a_console_would_obey() -> None:
    assert plain("a\x1b[31m\tb\nc") == "a\ufffd[31m b c"


def test_wrap_breaks_between_wide_characters_and_at_spaces() -> None:
    assert wrap("向示例电网供应变压器，占其采购一成。", 14) == ["向示例电网供应", "变压器，占其采", "购一成。"]
    assert wrap("supplies transformers to the grid", 16, "  ") == ["  supplies", "  transformers", "  to the grid"]
    assert wrap("", 10) == [""]


def test_table_lines_up_and_fits_the_room() -> None:
    lines = table(["名", "n"], [["鸿海", "1"], ["ab", "10"]], right=(1,))
    assert lines == ["名     n", "----  --", "鸿海   1", "ab    10"]
    narrow = table(["name", "n"], [["很长很长很长很长的名称", "1"]], room=16)
    assert narrow == ["name           n", "-------------  -", "很长很长很…    1"]
    assert all(width(line) <= 16 for line in narrow)


def test_the_last_column_may_run_on() -> None:
    lines = table(["a", "b"], [["1", "一二三四五六七八九十" * 3], ["2", "x"]], room=45, flow=True)
    assert lines[2:] == ["1  一二三四五六七八九十一二三四五六七八九十一", "   二三四五六七八九十", "2  x"]


def test_quoted_only_where_a_console_would_break() -> None:
    assert [quoted(text) for text in ("鸿海", "TW:2317", "A (B)", 'a "b" c')] == [
        "鸿海",
        "TW:2317",
        '"A (B)"',
        "\"a 'b' c\"",
    ]

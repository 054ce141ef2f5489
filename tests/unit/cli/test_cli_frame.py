"""Help, languages, options of the whole, settings files, and how commands end."""

from __future__ import annotations

import errno
import sqlite3
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from chainprospect.cli import main as cli
from chainprospect.cli.exits import exit_code
from chainprospect.cli.help import help_of, option_help
from chainprospect.cli.main import build, hoisted
from chainprospect.cli.texts_en import TEXTS as EN
from chainprospect.cli.texts_zh import TEXTS as ZH
from chainprospect.errors import (
    InputError,
    OutputError,
    SettingsError,
    StoreStale,
    StoreUnavailable,
    UnknownCompany,
    UnsupportedByStore,
)


def blanks(text: str) -> list[str]:
    return sorted({name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name})


def test_both_catalogues_hold_the_same_keys_and_blanks() -> None:
    assert list(EN) == list(ZH)
    assert {key: blanks(text) for key, text in EN.items()} == {key: blanks(text) for key, text in ZH.items()}


def test_every_command_and_option_has_help_in_both_languages() -> None:
    command = typer.main.get_command(build())
    for lang in ("zh", "en"):
        for each in (command, *command.commands.values()):
            assert help_of(each, lang)
            for param in each.params:
                assert option_help(each, param, lang)


def test_help_is_chinese_unless_asked_otherwise(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("--help").out.startswith("用法：chainprospect")
    assert call().out == call("--help").out
    assert call("--lang", "en", "prospect", "--help").out.startswith(
        "Usage: chainprospect prospect [OPTIONS] [ANCHOR...]"
    )
    assert call("prospect", "--lang=en", "-h").out.startswith("Usage:")
    monkeypatch.setenv("CHAINPROSPECT_LANG", "en")
    assert call("--help").out.startswith("Usage: chainprospect")


def test_version(call: Any) -> None:
    from chainprospect import __version__

    assert call("--version").out == f"chainprospect {__version__}\n"


def test_options_of_the_whole_may_stand_anywhere() -> None:
    typed = ["find", "鸿海", "--json", "-w", "dir", "--lang=en", "-q", "--", "-w"]
    assert hoisted(typed) == ["-w", "dir", "--lang=en", "-q", "find", "鸿海", "--json", "--", "-w"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 2),
        (SettingsError("x", key="a", origin="b"), 2),
        (UnknownCompany("x"), 2),
        (typer.BadParameter("x"), 2),
        (StoreUnavailable("x", store="s"), 3),
        (StoreStale("x", store="s"), 3),
        (UnsupportedByStore(store="s", operation="o", who_can="w"), 3),
        (sqlite3.DatabaseError("x"), 3),
        (MemoryError(), 3),
        (ValueError("x"), 3),
        (OutputError("x", path="p"), 4),
        (OSError(errno.ENOSPC, "No space left on device"), 4),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
    ],
)
def test_every_error_ends_in_its_code(error: BaseException, code: int, call: Any, engine: Any) -> None:
    assert exit_code(error) == code
    engine.answers["find"] = error
    ended = call("find", "x")
    assert ended.code == code
    assert (ended.err == "") == (code == 0 or isinstance(error, KeyboardInterrupt)) or code == 130


def test_an_unexpected_error_is_one_sentence_with_its_trace_under_v_only(
    engine: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.answers["find"] = sqlite3.DatabaseError("file is\nnot a database")
    assert cli(["--lang", "en", "find", "x"]) == 3
    quiet = capsys.readouterr().err
    assert quiet.splitlines() == [
        "Error: something unexpected went wrong (DatabaseError: file is not a database).",
        "This should not happen. Look with chainprospect doctor whether all files are whole; if they are, run the "
        "command again with -v to see the trace, and report it.",
    ]
    assert cli(["--lang", "en", "-v", "find", "x"]) == 3
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_system_error_names_the_file(call: Any, engine: Any) -> None:
    engine.answers["find"] = OSError(errno.ENOSPC, "No space left on device", "x.npy")
    ended = call("--lang", "en", "find", "x")
    assert ended.err == (
        "Error: x.npy: the system refused: No space left on device. Check the path, its rights and the free space, "
        "then repeat.\n"
    )


def test_an_unknown_company_is_told_in_the_language_asked(call: Any, engine: Any) -> None:
    engine.answers["prospect"] = UnknownCompany("鸿", [("A1", "鸿海"), ("A2", "鸿准")], several=True)
    assert call("prospect", "鸿").err == "错误：“鸿”对应好几家企业：鸿海 (A1); 鸿准 (A2)。请写全称或编号。\n"
    assert "fits several companies: 鸿海 (A1); 鸿准 (A2)" in call("prospect", "鸿", "--lang", "en").err
    assert call("prospect", "鸿").code == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["prospectt"], "错误：没有命令 prospectt。您是想用 'prospect' 吗？"),
        (["prospect"], "错误：缺少参数 ANCHOR。"),
        (["prospect", "x", "--top"], "错误：选项 --top 后面要写一个值。"),
        (["find", "x", "y"], "错误：多出了参数：y。名称里有空格时请加引号。"),
        (["find", "x", "--jsn"], "错误：没有选项 --jsn。相近的有：--json。"),
        (["prospect", "x", "--size", "hugee"], "错误：--size 'hugee'：没有这个值。"),
        (["prospect", "x", "--size", "any,large"], "错误：--size 'any'：any 要单独写：它放开两道规模门槛。"),
        (
            ["prospect", "x", "--include", "to_large"],
            "错误：--include 'to_large'：没有这个值。您是想写 too_large 吗？",
        ),
        (["prospect", "x", "--roles", "tradr"], "错误：--roles 'tradr'：没有这个值。您是想写 trader 吗？"),
        (["prospect", "x", "--weight", "siez=3"], "错误：--weight 'siez'：没有这个值。您是想写 size 吗？"),
        (["prospect", "x", "--weight", "size"], "错误：--weight 'size'：请写成 名称=权重，例如 size=20。"),
        (["prospect", "x", "--weight", "size=-1"], "错误：--weight size '-1'：请写不小于 0 的数。"),
        (["prospect", "x", "--weight", "size=nan"], "错误：--weight size 'nan'：请写不小于 0 的数。"),
        (["prospect", "x", "--as-of", "2024-02-30"], "错误：--as-of '2024-02-30'：请写成 YYYY-MM-DD 的日期。"),
        (["prospect", "x", "--upstream", "7"], "错误：--upstream '7'：请写 0 到 6 的整数。"),
        (["prospect", "x", "--top", "0"], "错误：--top '0'：请写不小于 1 的整数。"),
        (["prospect", "x", "--min-score", "101"], "错误：--min-score '101'：请写 0 到 100 的数。"),
        (["prospect", "x", "--json", "--csv"], "错误：--csv '--json'：--json 和 --csv 只能选一个。"),
        (["prospect", "x", "--industry", "无此行业"], "错误：--industry '无此行业'：没有这个行业；"),
        (["map", "x", "--style", "chian"], "错误：--style 'chian'：没有这个值。您是想写 chain 吗？"),
        (["review", "--accept", "A"], "错误：选项 --accept 后面要写 2 个值。"),
        (["load", "缺.csv"], "错误：缺.csv：没有这个文件；请检查路径。"),
        (["load", "*.nothing"], "错误：*.nothing：没有符合的文件；请检查文件夹和文件名。"),
    ],
)
def test_wrong_use_says_what_and_how(typed: list[str], message: str, call: Any) -> None:
    ended = call(*typed)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(message), ended.err


def test_the_workspace_is_the_flag_then_the_variable_then_the_default(
    call: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened() -> str:
        return engine.asked["open_store"].args[0].as_posix()

    call("find", "x")
    assert opened() == "chainprospect-data"
    monkeypatch.setenv("CHAINPROSPECT_WORKSPACE", "mine")
    call("find", "x")
    assert opened() == "mine"
    call("find", "x", "-w", "其他")
    assert opened() == "其他"


def test_the_settings_file_is_looked_for_in_order(call: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def top(*typed: str) -> str:
        lines = call("settings", *typed).out.splitlines()
        return next(line.split()[1] for line in lines if line.startswith("show.top"))

    assert top() == "20"
    (tmp_path / "chainprospect.toml").write_text("[show]\ntop = 1\n")
    assert top() == "1"
    (tmp_path / "chainprospect-data").mkdir()
    (tmp_path / "chainprospect-data/chainprospect.toml").write_text("[show]\ntop = 2\n")
    assert top() == "2"
    (tmp_path / "three.toml").write_text("[show]\ntop = 3\n")
    monkeypatch.setenv("CHAINPROSPECT_SETTINGS", "three.toml")
    assert top() == "3"
    (tmp_path / "four.toml").write_text("[show]\ntop = 4\n")
    assert top("--settings", "four.toml") == "4"
    assert call("settings", "--settings", "none.toml").code == 2


def test_the_settings_file_may_choose_the_language(call: Any, tmp_path: Path) -> None:
    (tmp_path / "chainprospect.toml").write_text('[show]\nlang = "en"\n')
    assert call("find", "x").out.startswith("company")
    assert call("find", "x", "--lang", "zh").out.startswith("企业")
    assert call("find", "x", "--lang", "fr").code == 2


def test_quiet_says_nothing_but_errors(call: Any, engine: Any) -> None:
    engine.answers["find"] = ()
    assert call("-q", "find", "x").err == ""
    engine.answers["find"] = UnknownCompany("x")
    assert call("-q", "find", "x").err.startswith("错误：")


def test_settings_prints_each_value_with_where_it_came_from(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINPROSPECT_TOP", "7")
    ended = call("settings", "--json")
    import json

    found = {row["key"]: (row["value"], row["origin"]) for row in json.loads(ended.out)}
    assert found["show.top"] == (7, "$CHAINPROSPECT_TOP")
    assert found["weights.size"] == (14.0, "default")
    assert found["gates.include"] == ([], "default")
    assert found["fx.CNY"] == (1.0, "default")
    listed = call("settings").out
    assert "gates.too_large_revenue" in listed
    assert " 5000000000 " in listed


def test_a_call_leaves_the_process_as_it_was(call: Callable[..., Any]) -> None:
    assert call("find", "x").code == call("find", "x").code == 0

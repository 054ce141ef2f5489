"""Every error of every room is told in Chinese too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import chainprospect
from chainprospect.cli.translated import catalogue, error_text, in_chinese
from chainprospect.errors import InputError, OutputError, SettingsError, StoreUnavailable

RAISED = {"InputError", "SettingsError", "OutputError", "StoreError", "StoreUnavailable", "StoreStale"}
SOURCE = Path(chainprospect.__file__).parent


def shape(node: ast.expr | None, named: dict[str, ast.expr]) -> str | None:
    """An error's first argument with `{}` for what is filled in; None when it is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return shape(named.get(node.id), {}) if isinstance(node, ast.Name) else None


def messages() -> Iterator[tuple[str, str]]:
    for file in sorted(SOURCE.rglob("*.py")):
        if "cli" in file.parts:
            continue
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                    found = shape(node.args[0], named) if node.args else None
                    if found:
                        yield f"{file.relative_to(SOURCE)}:{node.lineno}", found


def test_every_message_is_in_the_catalogue() -> None:
    unknown = [
        (where, message)
        for where, message in messages()
        if in_chinese(message.replace("{}", "x")) == message.replace("{}", "x")
    ]
    assert unknown == [], "add a row to src/chainprospect/cli/errors_zh.csv"


def test_blanks_of_a_row_are_those_of_its_english() -> None:
    for pattern, chinese in catalogue():
        blanks = pattern.count("(.*?)")
        assert all(f"{{{number}}}" not in chinese for number in range(blanks, 12)), chinese


def test_place_and_message_are_told_in_chinese() -> None:
    error = InputError(
        "the gzip file is damaged (CRC); copy or export it again.", path="a.csv.gz", row=7, column="金额"
    )
    assert error_text(error, "zh") == "a.csv.gz 第 7 行 “金额”列：gzip 文件已损坏（CRC）；请重新复制或导出。"
    assert error_text(error, "en") == str(error)
    assert (
        error_text(OutputError("is a folder; name a file in it.", path="x"), "zh")
        == "x：是文件夹；请指定其中的文件名。"
    )
    store = StoreUnavailable("nothing is loaded here yet; start with: chainprospect load FILE", store="ws")
    assert error_text(store, "zh") == "ws：这里还没有数据；请先装载：chainprospect load 文件"
    setting = SettingsError(
        "there is no such setting. Did you mean weights.size?", key="weights.siez", origin="my.toml"
    )
    assert error_text(setting, "zh") == "my.toml weights.siez：没有这项设置。是不是 weights.size？"
    assert error_text(InputError("something new."), "zh") == "something new."

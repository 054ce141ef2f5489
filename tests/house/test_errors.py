"""What went wrong is one finished sentence in both languages; every other text is complete in both, too."""

from __future__ import annotations

import ast
import inspect
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import chainprospect
from chainprospect import errors
from chainprospect.advise.words import catalogue as advice
from chainprospect.cli import texts_advice_en, texts_advice_zh, texts_book_en, texts_book_zh, texts_en, texts_zh
from chainprospect.cli.complaints import sentence
from chainprospect.cli.exits import exit_code
from chainprospect.cli.translated import in_chinese
from chainprospect.explain import en, zh

SOURCE = Path(chainprospect.__file__).parent
NEAR = (("A1", "华衡电网公司"), ("B1", "华衡电缆公司"))
# One of each class, with what it prints and the code that the command ends with.
ALL = (
    (
        errors.InputError("is no table; export it again.", path="a.csv", row=7, column="金额"),
        "a.csv, row 7, column 金额: is no table; export it again.",
        2,
    ),
    (errors.InputError("name two files."), "name two files.", 2),
    (
        errors.SettingsError("there is no such setting.", key="weights.siez", origin="my.toml"),
        "my.toml, weights.siez: there is no such setting.",
        2,
    ),
    (
        errors.UnknownCompany("华横"),
        "No company is called '华横'. Search with: chainprospect find TEXT",
        2,
    ),
    (
        errors.UnknownCompany("华横", NEAR),
        "No company is called '华横'. The nearest: 华衡电网公司 (A1); 华衡电缆公司 (B1). "
        "Name one by its full name or id.",
        2,
    ),
    (
        errors.UnknownCompany("华衡", NEAR, several=True),
        "'华衡' fits several companies: 华衡电网公司 (A1); 华衡电缆公司 (B1). Name one by its full name or id.",
        2,
    ),
    (errors.OutputError("is a folder; name a file in it.", path="out"), "out: is a folder; name a file in it.", 4),
    (errors.StoreError("cannot answer; load again.", store="ws"), "ws: cannot answer; load again.", 3),
    (
        errors.StoreUnavailable("nothing is loaded here yet; start with: chainprospect load FILE", store="ws"),
        "ws: nothing is loaded here yet; start with: chainprospect load FILE",
        3,
    ),
    (
        errors.StoreStale("this snapshot has format 0; load your files again with --fresh.", store="ws"),
        "ws: this snapshot has format 0; load your files again with --fresh.",
        3,
    ),
    (
        errors.UnsupportedByStore(store="memory", operation="list snapshots", who_can="a workspace"),
        "memory: this store cannot list snapshots; a workspace can.",
        3,
    ),
)


def classes() -> list[type[Exception]]:
    return [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)]


def test_every_class_is_printed_here_and_has_one_root() -> None:
    assert {type(error) for error, *_ in ALL} | {errors.ChainprospectError} == set(classes())
    assert all(issubclass(each, errors.ChainprospectError) for each in classes())


@pytest.mark.parametrize(("error", "said", "code"), ALL, ids=lambda value: type(value).__name__)
def test_an_error_is_one_finished_sentence_with_its_code(error: Exception, said: str, code: int) -> None:
    assert str(error) == said
    assert "\n" not in said
    assert said.endswith((".", "FILE", "TEXT"))
    assert exit_code(error) == code
    english, chinese = sentence(error, "en"), sentence(error, "zh")
    assert english == f"Error: {said}" or isinstance(error, errors.UnknownCompany)
    assert english.lower() == f"error: {said}".lower()
    assert chinese.startswith("错误：")
    assert "\n" not in chinese


def test_the_tree_at_the_head_of_the_file_is_the_tree() -> None:
    drawn = re.findall(r"\b([A-Z]\w+)\b(?=\s{2,}|$)", errors.__doc__ or "", re.MULTILINE)
    assert set(drawn) == {each.__name__ for each in classes()}


# --- every message that is raised

RAISED = {"InputError", "SettingsError", "OutputError", "StoreError", "StoreUnavailable", "StoreStale"}


def shapes(node: ast.expr, named: Mapping[str, list[ast.expr]]) -> list[str]:
    """Texts that an expression may be, with `{}` for what is filled in; none when they are made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return shapes(node.body, named) + shapes(node.orelse, named)
    if isinstance(node, ast.BinOp):
        return [left + right for left in shapes(node.left, named) for right in shapes(node.right, named)]
    if isinstance(node, ast.Name):
        return [text for value in named.get(node.id, []) for text in shapes(value, {})]
    return []


def messages() -> Iterator[tuple[str, str]]:
    """Where a message is raised, and the message."""
    for file in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            named: dict[str, list[ast.expr]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    named.setdefault(node.targets[0].id, []).append(node.value)
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in RAISED
                    and node.args
                ):
                    place = f"{file.relative_to(SOURCE)}:{node.lineno}"
                    yield from ((place, text) for text in shapes(node.args[0], named))


def test_every_raised_message_is_a_finished_sentence() -> None:
    found = sorted(set(messages()))
    assert len(found) > 60
    # A message ends with a stop, with a command to type, or with what it lists.
    ends = re.compile(r"(\.|\{\}|chainprospect \S[^.]*)$")
    assert [each for each in found if not ends.search(each[1])] == []


def test_every_raised_message_is_told_in_chinese() -> None:
    untold = []
    for place, text in sorted(set(messages())):
        if not re.search("[a-z]{2}", text):
            continue
        chinese = in_chinese(text.replace("{}", "x"))
        # Program names, options, formats and what the user typed stay; three English words in a row do not.
        if re.search(r"(?:\b[a-z]+ ){3}", chinese) or not re.search("[\u4e00-\u9fff]", chinese):
            untold.append((place, text, chinese))
    assert untold == [], "add a row to src/chainprospect/cli/errors_zh.csv"


# --- every other text


def blanks(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (texts_zh.TEXTS, texts_en.TEXTS),
        (texts_advice_zh.TEXTS, texts_advice_en.TEXTS),
        (texts_book_zh.TEXTS, texts_book_en.TEXTS),
        (zh.TEXT, en.TEXT),
        (advice("zh"), advice("en")),
    ],
    ids=["commands", "commands of advice", "commands of the book", "sentences", "advice"],
)
def test_both_languages_hold_the_same_texts_with_the_same_blanks(
    chinese: Mapping[str, str], english: Mapping[str, str]
) -> None:
    assert sorted(chinese) == sorted(english)
    assert [key for key in chinese if blanks(chinese[key]) != blanks(english[key])] == []
    assert [key for key in chinese if not chinese[key].strip() or not english[key].strip()] == []
    assert [key for key, text in english.items() if re.search("[\u4e00-\u9fff]{8,}", text)] == []


def test_every_text_that_a_command_asks_for_is_there() -> None:
    asked = set()
    for file in sorted((SOURCE / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"say": 0, "hint": 0, "word": 0 if isinstance(node.func, ast.Attribute) else 1}.get(name)
            if place is None or len(node.args) <= place:
                continue
            key = node.args[place]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                asked.add(key.value)
    assert len(asked) > 60
    assert sorted(asked - {*texts_zh.TEXTS, *texts_advice_zh.TEXTS, *texts_book_zh.TEXTS}) == []


def test_the_page_holds_both_languages(root: Path) -> None:
    text = (root / "src/chainprospect/draw/page/words.js").read_text("utf-8")
    parts = re.split(r"^  (zh|en): \{$", text, flags=re.MULTILINE)
    words = {
        lang: dict(re.findall(r'^    "?([\w.]+)"?: (.+)$', body, re.MULTILINE))
        for lang, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert set(words) == {"zh", "en"}
    assert len(words["zh"]) > 80
    assert sorted(words["zh"]) == sorted(words["en"])

"""What went wrong, in one sentence of the reader's language."""

from __future__ import annotations

import re

import typer

from chainprospect.cli.exits import UsageError
from chainprospect.cli.translated import error_text
from chainprospect.cli.words import word
from chainprospect.errors import ChainprospectError, UnknownCompany


def sentence(error: BaseException, lang: str) -> str:
    """The sentence that a person reads on stderr."""
    if isinstance(error, ChainprospectError):
        return _unknown(error, lang) if isinstance(error, UnknownCompany) else _known(error, lang)
    if isinstance(error, UsageError):
        return _usage(error, lang)
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return word(lang, "interrupted")
    if isinstance(error, MemoryError):
        return word(lang, "out_of_memory")
    if isinstance(error, OSError):
        return _system(error, lang)
    kind = type(error).__name__
    text = " ".join(str(error).split()) or kind
    return word(lang, "unexpected", kind=kind, text=text[:300])


def _known(error: ChainprospectError, lang: str) -> str:
    return word(lang, "error", text=error_text(error, lang))


def _usage(error: Exception, lang: str) -> str:
    message = " ".join(str(getattr(error, "format_message", error.__str__)()).split())
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "chainprospect"
    if lang == "zh":
        for pattern, shape in _USAGE_ZH:
            if found := re.fullmatch(pattern, message):
                message = shape.format(*found.groups())
                break
    return word(lang, "error", text=message) + "\n" + word(lang, "try_help", command=path)


_USAGE_ZH = (
    (r"No such option: (\S+) \((?:Possible options|Did you mean): (.+)\)", "没有选项 {0}。相近的有：{1}。"),
    (r"No such option: (\S+) Did you mean (.+)\?", "没有选项 {0}。相近的有：{1}。"),
    (r"No such option: (\S+)", "没有选项 {0}。"),
    (r"No such command '(.+)'\. Did you mean (.+)\?", "没有命令 {0}。您是想用 {1} 吗？"),
    (r"No such command '(.+)'\.", "没有命令 {0}。"),
    (r"Missing command\.", "缺少命令。"),
    (r"Missing argument '(.+)'\..*", "缺少参数 {0}。"),
    (r"Missing option '(.+)'\..*", "缺少选项 {0}。"),
    (r"Option '(.+)' requires an argument\.", "选项 {0} 后面要写一个值。"),
    (r"Option '(.+)' requires (\d+) arguments\.", "选项 {0} 后面要写 {1} 个值。"),
    (r"Option '(.+)' does not take a value\.", "选项 {0} 后面不写值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "多出了参数：{0}。名称里有空格时请加引号。"),
)


def _unknown(error: UnknownCompany, lang: str) -> str:
    near = "; ".join(f"{name} ({ident})" for ident, name in error.near)
    key = "unknown_several" if error.several else "unknown_near" if near else "unknown"
    return word(lang, "error", text=word(lang, key, wanted=error.wanted, near=near))


def _system(error: OSError, lang: str) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return word(lang, "error", text=where + word(lang, "system_error", text=error.strerror or str(error)))

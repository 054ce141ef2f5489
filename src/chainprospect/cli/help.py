"""The help pages, in either language; wide characters line up."""

from __future__ import annotations

import shutil
from typing import Any

from chainprospect.cli.table import pad, width, wrap
from chainprospect.cli.words import catalogue, word

WIDEST_NAME = 30


def page(command: Any, context: Any) -> str:
    """The help page of a command or of the whole."""
    lang = language(context)
    columns = min(100, max(60, shutil.get_terminal_size((100, 24)).columns))
    lines = [word(lang, "help_usage", usage=_usage(command, context)), ""]
    lines += wrap(help_of(command, lang), columns, "  ")
    commands = getattr(command, "commands", None)
    if commands:
        rows = [(name, word(lang, f"do_{name}")) for name in commands]
        lines += ["", word(lang, "help_commands"), *_list(rows, columns)]
    for panel, params in _panels(command, context):
        rows = [(_names(param), option_help(command, param, lang)) for param in params]
        lines += ["", word(lang, f"help_{panel}"), *_list(rows, columns)]
    key = f"help_more_{command.name}" if not commands else "help_more"
    if key in catalogue(lang):
        lines += ["", *word(lang, key).splitlines()]
    return "\n".join(lines)


def language(context: Any) -> str:
    """The language of this call."""
    talk = getattr(context.obj, "talk", context.obj)
    return str(getattr(talk, "lang", "zh"))


def help_of(command: Any, lang: str) -> str:
    """One sentence that says what a command does."""
    if hasattr(command, "commands"):
        return word(lang, "help_whole")
    return word(lang, f"do_{command.name}")


def option_help(command: Any, param: Any, lang: str) -> str:
    """What an argument or option means; a text of the command alone wins over the shared one."""
    texts = catalogue(lang)
    own = f"{'whole' if hasattr(command, 'commands') else command.name}.{param.name}"
    return texts[own] if own in texts else texts[f"option.{param.name}"]


def _usage(command: Any, context: Any) -> str:
    pieces = [context.command_path]
    if any(param.param_type_name == "option" for param in command.params):
        pieces.append("[OPTIONS]")
    if hasattr(command, "commands"):
        pieces.append("COMMAND ...")
    pieces += [_names(param) for param in command.params if param.param_type_name == "argument"]
    return " ".join(pieces)


def _panels(command: Any, context: Any) -> list[tuple[str, list[Any]]]:
    panels: dict[str, list[Any]] = {}
    for param in command.get_params(context):
        if getattr(param, "hidden", False):
            continue
        panel = "arguments" if param.param_type_name == "argument" else param.__dict__.get("rich_help_panel")
        panels.setdefault(panel or "options", []).append(param)
    first = [(name, panels.pop(name)) for name in ("arguments", "options") if name in panels]
    return [*first[:1], *panels.items(), *first[1:]] if len(first) > 1 else [*panels.items(), *first]


def _names(param: Any) -> str:
    metavar = param.metavar or param.name.upper()
    if param.param_type_name == "argument":
        shown = f"{metavar}..." if param.nargs == -1 else metavar
        return shown if param.required else f"[{shown}]"
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += "/" + ", ".join(param.secondary_opts)
    return names if param.is_flag or getattr(param, "count", False) else f"{names} {metavar}"


def _list(rows: list[tuple[str, str]], columns: int) -> list[str]:
    size = min(WIDEST_NAME, max(width(name) for name, _ in rows))
    lines = []
    for name, text in rows:
        body = wrap(text, columns, " " * (size + 4))
        if width(name) > size:
            lines += [f"  {name}", *body]
        else:
            lines += [f"  {pad(name, size)}  {body[0].lstrip()}", *body[1:]]
    return lines

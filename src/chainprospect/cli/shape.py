"""How commands are declared: options as fields of a value, help in the reader's language, no coercion of texts."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from chainprospect.cli.exits import DONE, Guard
from chainprospect.cli.help import page

Asked = TypeVar("Asked")


def takes(asked: type[Asked]) -> Callable[[Callable[[typer.Context, Asked], int]], Callable[..., int]]:
    """
    Make `command(context, asked)` a command whose arguments and options are the fields of the dataclass `asked`.

    The fields are annotated as typer wants them; all are texts, lists of texts or flags, read by `cli.ask`.
    """
    hints = get_type_hints(asked, include_extras=True)
    fields = dataclasses.fields(asked)  # type: ignore[arg-type]

    def shaped(command: Callable[[typer.Context, Asked], int]) -> Callable[..., int]:
        @wraps(command)
        def spread(context: typer.Context, **values: Any) -> int:
            return command(context, asked(**values))

        parameters = [inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
        for field in fields:
            default = inspect.Parameter.empty if field.default is dataclasses.MISSING else field.default
            parameters.append(
                inspect.Parameter(
                    field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hints[field.name]
                )
            )
        del spread.__wrapped__
        spread.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        spread.__annotations__ = {"context": typer.Context, **hints}
        return spread

    return shaped


class _AsTyped:
    """
    Takes values as they were typed: texts, lists of texts, flags and counts.

    typer would have pydantic look them over, whose import takes longer than an answer.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """The value of one argument or option."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return list(value) if isinstance(value, list | tuple) else value


def _as_typed(params: list[Any]) -> list[Any]:
    plain = _AsTyped()
    for param in params:
        param.get_runtime_param = lambda: plain
    return params


class Command(TyperCommand):
    """A command whose help page is our own."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Arguments and options, the one for help last."""
        return _as_typed(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page, in the language of the call."""
        return page(self, ctx)


class Commands(Mapping[str, Any]):
    """Commands by name; each is imported and made when it is first asked for."""

    def __init__(self, table: Sequence[tuple[str, str, str, str]]) -> None:
        self._homes: dict[str, tuple[str, str, str]] = {name: (home, asked, own) for name, home, asked, own in table}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            home, asked, own = self._homes[name]
            module = import_module(f"chainprospect.cli.{home}")
            app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
            app.command(name, cls=Command)(takes(getattr(module, asked))(getattr(module, own)))
            self._made[name] = typer.main.get_command(app)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


class Group(TyperGroup):
    """The commands, with our own help page."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Options of the whole, the one for help last."""
        return _as_typed(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:
        """The help page, in the language of the call."""
        return page(self, ctx)

    def invoke(self, ctx: Any) -> int:
        """Run the command that was typed; whatever goes wrong becomes a sentence and a code."""
        talk = getattr(ctx.obj, "talk", ctx.obj)
        with Guard(talk) as guard:
            code = super().invoke(ctx)
            guard.code = code if isinstance(code, int) else DONE
        return guard.code

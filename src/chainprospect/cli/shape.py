"""How commands are declared: options as fields of a value, help in the reader's language, no coercion of texts."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from functools import wraps
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


class Command(TyperCommand):
    """A command whose help page is our own."""

    def get_help(self, ctx: Any) -> str:
        """The help page, in the language of the call."""
        return page(self, ctx)


class Group(TyperGroup):
    """The commands, with our own help page."""

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

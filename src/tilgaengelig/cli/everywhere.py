"""The options that every command takes, also where it has little use for them: whoever calls us need not know which."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tilgaengelig.cli.telling import tell

Rules = Annotated[Path | None, typer.Option(metavar="MAPPE", help="Jeres egne regler, lagt oven på vores.")]


class Language(StrEnum):
    """The languages that the rulebook has words in."""

    DANISH = "da"
    ENGLISH = "en"


_Lang = Annotated[
    Language, typer.Option("--lang", metavar="SPROG", help="da eller en. Kun regelbogen findes på engelsk.")
]
_OPTIONS = (("rules", Rules, None), ("lang", _Lang, Language.DANISH))

#: The ministry's own rules, as typed for a command that does not ask for them itself.
laid_over: ContextVar[Path | None] = ContextVar("laid_over", default=None)


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command, with those of the options that it has not itself."""
    signature = inspect.signature(command, eval_str=True)
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in _OPTIONS
        if name not in signature.parameters
    ]

    @functools.wraps(command)
    def called(**given: Any) -> Any:
        typed = {one.name: given.pop(one.name) for one in added}
        laid_over.set(typed.get("rules"))
        if typed.get("lang") is Language.ENGLISH:
            tell("Kun regelbogen findes på engelsk. Resten står på dansk.")
        return command(**given)

    parameters = [*signature.parameters.values(), *added]
    called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in parameters}
    return called

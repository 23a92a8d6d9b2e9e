"""What typer says by itself, in Danish: the frame of `--help`, and one sentence on what was typed wrongly."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from tilgaengelig.cli.everywhere import with_options

Function = TypeVar("Function", bound=Callable[..., Any])

#: Typer has its own copy of click in newer versions, and does not name this class in public.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

rich_utils.OPTIONS_PANEL_TITLE = "Valg"
rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenter"
rich_utils.COMMANDS_PANEL_TITLE = "Kommandoer"
rich_utils.DEFAULT_STRING = "[ellers: {}]"
rich_utils.REQUIRED_LONG_STRING = "[skal med]"


_VALUES = {int: "TAL", float: "TAL", str: "TEKST", Path: "FIL"}


def _annotation(param: Any) -> Any:
    """The type of its value, where a version of typer tells it."""
    return getattr(getattr(param, "type_descriptor", None), "annotation", None)


def _chooses(param: Any) -> bool:
    wanted = _annotation(param)
    return isinstance(wanted, type) and issubclass(wanted, Enum)


class _Danish:
    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        pieces = pieces.replace("[OPTIONS]", "[VALG]").replace("COMMAND [ARGS]...", "KOMMANDO …")
        formatter.write_usage(ctx.command_path, pieces, prefix="Brug: ")

    def format_help(self: Any, ctx: Any, formatter: Any) -> None:
        # So rich ends where nobody reads the help any more.
        with contextlib.suppress(SystemExit):
            super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_params(self: Any, ctx: Any) -> Any:
        """What is typed after an option is named in Danish, not by Python's types."""
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if param.param_type_name == "argument":
                param.display_type_rich = lambda ctx: None
            elif param.metavar is None and not _chooses(param):
                param.metavar = _VALUES.get(_annotation(param), "")
        return params

    def get_help_option(self: Any, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Vis denne hjælp."
        return option


class _Command(_Danish, TyperCommand):
    pass


class Group(_Danish, TyperGroup):
    """A group of commands whose help is in Danish."""


class App(typer.Typer):
    """What a group of commands is made of; it becomes a `Group`, or a kind of it that `cls` names."""

    def __init__(self, *, cls: type[Group] = Group, **given: Any) -> None:
        super().__init__(cls=cls, **given)

    def command(self, name: str | None = None, **given: Any) -> Callable[[Function], Function]:
        """Adds a command, as typer does, with the options that all have."""
        add = super().command(name, cls=_Command, **given)

        def added(function: Function) -> Function:
            add(with_options(function))
            return function

        return added


def wrong_use(error: Any) -> str:
    """What was typed wrongly, and where to read how it should be."""
    command = error.ctx.command_path if error.ctx else "tilgaengelig"
    return f"{_what(error)}; se, hvordan det skrives, med ”{command} --help”."


def _what(error: Any) -> str:
    kind = type(error).__name__
    quoted = re.search(r"'([^']*)'", error.message or "")
    if kind == "NoSuchOption":
        near = f" (mente du {' eller '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"{error.option_name} kendes ikke{near}"
    if kind == "MissingParameter":
        return f"{_name(error)} mangler"
    if kind == "BadParameter":
        value = f"”{quoted[1]}”" if quoted else "Værdien"
        return f"{value} kan ikke bruges til {_name(error)}{_instead(error.param)}"
    if kind == "BadOptionUsage":
        return f"{error.option_name} skal stå med en værdi" if "requires" in error.message else (
            f"{error.option_name} tager ingen værdi"
        )  # fmt: skip
    if quoted:
        return f"Kommandoen ”{quoted[1]}” kendes ikke"
    extra = re.search(r"\(([^()]*)\)\.?$", error.message or "")
    return f"Der står for meget på linjen ({extra[1]})" if extra else "Kommandoen er ikke skrevet rigtigt"


def _name(error: Any) -> str:
    return str(error.param.get_error_hint()).replace("'", "") if error.param else "kommandoen"


def _instead(parameter: Any) -> str:
    """What would have been right; where a version of typer does not tell it, nothing."""
    if _chooses(parameter):
        return f", vælg mellem {', '.join(str(choice.value) for choice in _annotation(parameter))}"
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    limits = [f"mindst {least}"] * (least is not None) + [f"højst {most}"] * (most is not None)
    return f", skriv et tal på {' og '.join(limits)}" if limits else ""

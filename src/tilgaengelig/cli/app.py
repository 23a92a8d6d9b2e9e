"""The program's commands, gathered."""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_group

from tilgaengelig import __version__
from tilgaengelig.cli.danish import App, Group, UsageError, wrong_use
from tilgaengelig.cli.telling import be_readable, mute, tell_error
from tilgaengelig.model.errors import TilgaengeligError

HELP = """
Gør det, som ministerier udgiver, tilgængeligt og let at forstå.

Kom i gang:

  tilgaengelig scan https://www.ministerium.dk     hele webstedet, med rapport

  tilgaengelig check https://www.ministerium.dk/side     én side eller PDF

  tilgaengelig letter brev.txt     hvor svært er brevet?
"""

#: What typer answers to Ctrl-C; a scan under way has its own way to end.
INTERRUPTED = 130

#: The module that registers each command or group of them, in the order of the help.
_HOMES = {
    "scan": "scans",
    "check": "checks",
    "letter": "letters",
    "sentences": "letters",
    "sample": "samples",
    "schedule": "nights",
    "serve": "serving",
    "doctor": "doctor",
    "worker": "working",
    "rules": "rules",
    "site": "sites",
    "audit": "audits",
    "group": "groups",
    "statement": "statements",
    "exemption": "exemptions",
    "inventory": "inventory",
    "database": "serving",
    "access": "access",
}


class _Program(Group):
    """The whole program. A command's module is loaded when it is asked for: all of them take seconds to load."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in _HOMES and cmd_name not in self.commands:
            part = App()
            import_module(f"tilgaengelig.cli.{_HOMES[cmd_name]}").register(part)
            self.commands.update(get_group(part).commands)
        return super().get_command(ctx, cmd_name)


app = App(
    cls=_Program,
    name="tilgaengelig",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"tilgaengelig {__version__}")
        raise typer.Exit


@app.callback()
def top(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda wanted: _version(wanted=wanted), is_eager=True, help="Vis versionen."
        ),
    ] = False,
) -> None:
    """Holds what concerns every command."""


top.__doc__ = HELP


def _place(error: BaseException) -> str:
    """What broke and where, without a word of what was being worked on: that may be a letter."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} i {where}"


def _unforeseen(error: BaseException) -> str:
    # Typer ends by itself where some pipe broke.
    cause = (isinstance(error, SystemExit) and error.__context__) or error
    if isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        mute(sys.stdout)  # what waits there cannot be written at the end either
        return "Der er ikke mere plads på disken. Gør plads, og prøv igen."
    return f"Programmet gik i stykker ({_place(cause)}). Prøv igen, og send os denne linje, hvis det gentager sig."


def main() -> None:
    """The entry point: our errors become one Danish sentence and exit 2."""
    be_readable()
    try:
        code = app(standalone_mode=False)
    except TilgaengeligError as error:
        tell_error(str(error))
        code = 2
    except UsageError as error:
        # Without a command typer has shown the help already.
        if type(error).__name__ != "NoArgsIsHelpError":
            tell_error(wrong_use(error))
        code = 2
    except (
        Exception,
        SystemExit,
    ) as error:  # whatever it is: no exit code may say that faults were found in a site
        logging.getLogger(__name__).debug("unforeseen", exc_info=True)
        tell_error(_unforeseen(error))
        code = 2
    if code == INTERRUPTED:
        tell_error("Afbrudt, før noget var færdigt.")
        code = 3
    sys.exit(code)


if __name__ == "__main__":
    main()

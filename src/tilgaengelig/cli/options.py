"""Options that several commands share."""

from __future__ import annotations

import ipaddress
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.settings import Settings

AllowNetwork = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-network",
        metavar="CIDR",
        help="Åbn et lukket netværk, fx 10.0.0.0/8 til et intranet. Kan gentages.",
    ),
]
Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Databasen, fx sqlite:///fil.db eller postgresql://…"),
]
Rules = Annotated[Path | None, typer.Option(metavar="MAPPE", help="Jeres egne regler, lagt oven på vores.")]
AudienceOption = Annotated[
    Audience,
    typer.Option("--audience", metavar="MÅLGRUPPE", help="borgere, kommuner, organisationer eller presse."),
]
Storage = Annotated[
    Path | None,
    typer.Option(
        "--storage-state",
        metavar="FIL",
        help="Log ind med en gemt session (Playwrights format). Cookies bliver aldrig vist eller gemt.",
    ),
]


def settings(**given: Any) -> Settings:
    """The settings, with what the command line gave over the rest. Raises WrongUse."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise WrongUse(f"Indstillingen ”{name}” kan ikke bruges: {first['msg']}.") from error


def networks(given: list[str] | None) -> list[str]:
    """Networks as typed. Raises WrongUse for one that is none."""
    for cidr in given or ():
        try:
            ipaddress.ip_network(cidr, strict=False)
        except ValueError as error:
            raise WrongUse(f"”{cidr}” er ikke et netværk; skriv det som 10.0.0.0/8.") from error
    return list(given or ())


def storage_state(path: Path | None) -> dict[str, Any]:
    """A saved log-in. Raises WrongUse without a word of what is in it."""
    if path is None:
        return {}
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        state = None
    if not isinstance(state, dict) or not isinstance(state.get("cookies", []), list):
        raise WrongUse(f"Filen {path} er ikke en gemt session, som Playwright skriver den.")
    return state

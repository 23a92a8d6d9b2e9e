"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

from tilgaengelig.cli import everywhere
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.report.formats import FORMATS
from tilgaengelig.settings import CONFIG, SECRETS, Settings

AllowNetwork = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-network",
        metavar="CIDR",
        help="Åbn et lukket netværk, fx 10.0.0.0/8 til et intranet. Kan gentages.",
    ),
]
AllowForms = Annotated[
    bool,
    typer.Option(
        "--allow-forms",
        help="Prøv også formularerne: De bliver sendt tomme, men intet forlader browseren. Kun på egne testsider.",
    ),
]
Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Databasen, fx sqlite:///fil.db eller postgresql://…"),
]
Rules = everywhere.Rules
AudienceOption = Annotated[
    Audience,
    typer.Option("--audience", metavar="MÅLGRUPPE", help="borgere, kommuner, organisationer eller presse."),
]
OtherAudience = Annotated[
    Audience | None,
    typer.Option(
        "--audience",
        metavar="MÅLGRUPPE",
        help="borgere (hvis intet er valgt), kommuner, organisationer eller presse.",
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="FORMAT", help=f"Også {', '.join(FORMATS)}. Kan gentages."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="MAPPE", help="Hvor rapporten lægges. Ellers rapport/<vært>/."),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Begynd forfra, også hvis en kontrol blev afbrudt.")]
OfAudit = Annotated[
    str | None,
    typer.Option("--audit", metavar="KØRSEL", help="Kørslen, fejlen står i. Ellers den nyeste med fejlen."),
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
    secrets = os.environ.get(SECRETS)
    if secrets and not Path(secrets).is_dir():
        raise WrongUse(
            f"Mappen {secrets} findes ikke; {SECRETS} skal være en mappe med en fil for hver hemmelighed."
        )
    given["rules"] = given.get("rules") or everywhere.laid_over.get()
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise WrongUse(f"Indstillingen ”{name}” kan ikke bruges: {_wanted(first)}.") from error
    except SettingsError as error:
        named = re.search(r'"(\w+)"', str(error))
        name = named[1] if named else "TILGAENGELIG_…"
        raise WrongUse(
            f'Indstillingen ”{name}” kan ikke bruges: den skrives som en liste, fx ["10.0.0.0/8"].'
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f" i linje {line[1]}" if line else ""
        raise WrongUse(
            f"Indstillingerne i {CONFIG} kan ikke læses som TOML; der er en fejl{where}."
        ) from error
    except PermissionError as error:
        raise WrongUse(f"{error.filename} må ikke læses af den, som programmet kører som.") from error


_WANTED = {
    "extra_forbidden": "den kendes ikke",
    "int_parsing": "den skal være et helt tal",
    "int_type": "den skal være et helt tal",
    "float_parsing": "den skal være et tal",
    "float_type": "den skal være et tal",
    "string_type": "den skal være en tekst i anførselstegn",
    "list_type": "den skal være en liste",
    "bool_parsing": "den skal være true eller false",
    "int_from_float": "den skal være et helt tal",
    "literal_error": "den skal være {expected}",
    "enum": "den skal være {expected}",
    "string_pattern_mismatch": "den skal være en adresse, fx https://kontrol.ministerium.dk",
    "greater_than": "den skal være større end {gt}",
    "greater_than_equal": "den skal være mindst {ge}",
    "less_than_equal": "den skal være højst {le}",
    "https_only": "den skal være en adresse, der begynder med https://",
    "host_only": "der må ikke stå noget efter værtsnavnet",
    "missing": "den mangler",
}


def _wanted(error: Mapping[str, Any]) -> str:
    wanted = _WANTED.get(error["type"], "værdien er ikke af den rette slags").format(**error.get("ctx", {}))
    return wanted.replace("' or '", "' eller '")  # as pydantic joins what may be chosen


def networks(given: list[str] | None) -> list[str]:
    """Networks as typed. Raises WrongUse for one that is none."""
    for cidr in given or ():
        try:
            ipaddress.ip_network(cidr, strict=False)
        except ValueError as error:
            raise WrongUse(f"”{cidr}” er ikke et netværk; skriv det som 10.0.0.0/8.") from error
    return list(given or ())


def formats(given: list[str] | None) -> list[str]:
    """HTML, the page for the management and JSON, and those asked for beside them. Raises WrongUse for one that we do not know."""
    for name in given or ():
        if name not in FORMATS:
            raise WrongUse(f"Formatet ”{name}” kendes ikke; vælg mellem {', '.join(FORMATS)}.")
    return list(dict.fromkeys(["html", "ledelse", "json", *(given or ())]))


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


def day_typed(text: str) -> dt.date:
    """A day as it is typed. Raises WrongUse."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(f"”{text}” er ikke en dato; skriv den som 2027-05-01.") from error


def sections_of(given: Iterable[str]) -> dict[str, Audience]:
    """Parts of a site and their audiences, as typed. Raises WrongUse."""
    found = {}
    for text in given:
        prefix, _, audience = text.rpartition("=")
        if not prefix.startswith("/") or audience not in set(Audience):
            raise WrongUse(
                f"”{text}” kan ikke bruges; skriv fx /kommuner/=kommuner. Målgrupperne er {', '.join(Audience)}."
            )
        found[prefix] = Audience(audience)
    return found

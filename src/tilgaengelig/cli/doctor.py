"""`doctor`: what is set up on this machine, what lacks, and how to mend it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path

import typer

from tilgaengelig import __version__, traces
from tilgaengelig.cli.options import Database, Rules, settings
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.browser.driver import installed, installed_version, server_says
from tilgaengelig.gather.browser.reading import languages
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.sending.mail import greet
from tilgaengelig.model.errors import SetupLacks, TilgaengeligError, WrongUse, reason
from tilgaengelig.report.pdf import weasyprint
from tilgaengelig.settings import CONFIG, PREFIX, SECRETS, Settings
from tilgaengelig.work.messages import server_of, unmet
from tilgaengelig.workshop import Workshop

#: Says in Danish how it stands with one thing. Raises TilgaengeligError where that lacks and should be there.
Look = Callable[[Workshop], str]

_MOST_NAMED = 1000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(doctor)


def doctor(*, database: Database = None, rules: Rules = None) -> None:
    """Se, hvad der er sat op på denne maskine, hvad der mangler, og hvad der skal gøres ved det.

    Slutter med kode 0, når alt det er der, som programmet skal bruge; ellers 2.
    """
    say(f"tilgaengelig {__version__}")
    sound = True
    with _unlogged(), Workshop(settings(database=database, rules=rules)) as workshop:
        for name, look in _looks(workshop.settings):
            try:
                say(f"{name}: {look(workshop)}")
            except TilgaengeligError as error:
                sound = False
                say(f"{name}: {'mangler' if isinstance(error, SetupLacks) else 'virker ikke'}. {error}")
    raise typer.Exit(0 if sound else 2)


@contextlib.contextmanager
def _unlogged() -> Iterator[None]:
    """What lacks is said here, in Danish, and not logged besides."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)


def _looks(chosen: Settings) -> Iterator[tuple[str, Look]]:
    yield "Indstillinger", _settings
    if chosen.webdriver:
        yield "Browsere", _elsewhere
    else:
        yield "Chromium", lambda _: installed() or "ikke fundet"
        yield "chromedriver", lambda _: shutil.which("chromedriver") or "ikke fundet"
        yield "Browser", _started
    yield (
        "Regelbog og axe",
        lambda workshop: f"{len(workshop.rulebook.rules)} regler, udgave {workshop.rulebook.digest}",
    )
    yield (
        "QualWeb",
        lambda workshop: (
            f"reglerne i udgave {workshop.qualweb_version}" if workshop.qualweb_version else "slået fra"
        ),
    )
    yield (
        "Tesseract",
        lambda _: languages() or "ikke fundet; tekst i billeder bliver ikke læst, kun spurgt til",
    )
    yield "PDF-rapporter", _pdf
    yield "Database", _database
    if chosen.queued:
        yield "Kø", _queue
    yield "Adgang", _access
    if chosen.oidc:
        yield "Log ind", _signing_in
    if chosen.recipients:
        yield "Modtagere", _recipients
    if chosen.mail:
        yield "Mail", _mail
    if chosen.traces:
        yield "Spor", _traces
    if chosen.pulse:
        yield "Livstegn", _pulse


def _settings(_workshop: Workshop) -> str:
    """What is misspelt is not heard, and nothing else says so."""
    for name in sorted(_unknown()):
        near = get_close_matches(name, sorted(_known()), n=1)
        meant = f" Mente du {near[0]}?" if near else ""
        raise WrongUse(f"{name} kendes ikke, og den bruges derfor ikke.{meant}")
    places = [str(CONFIG)] if CONFIG.is_file() else []
    places += [os.environ[SECRETS]] if os.environ.get(SECRETS) else []
    return f"fra {' og '.join(places)}" if places else f"ingen fil; den kan lægges som {CONFIG}"


def _known() -> set[str]:
    return {PREFIX + name.upper() for name in Settings.model_fields} | {SECRETS}


def _unknown() -> Iterator[str]:
    folder = os.environ.get(SECRETS)
    files = [path.name for path in Path(folder).iterdir()] if folder else []
    for name in (*os.environ, *(file.upper() for file in files)):
        if name.startswith(PREFIX) and name.partition("__")[0] not in _known():
            yield name


def _elsewhere(workshop: Workshop) -> str:
    address = workshop.settings.webdriver
    return f"på {address}, som er {server_says(address)}"


def _started(workshop: Workshop) -> str:
    """Selenium may fetch a browser, but not for a look at what there is."""
    if installed() is None:
        raise SetupLacks(
            "Der er ingen Chromium eller Chrome. På Debian: apt-get install chromium chromium-driver. "
            "Ellers henter Selenium en, når den første side skal åbnes, hvis maskinen må det."
        )
    Session(workshop.browser_settings()).close()
    return f"starter, {installed_version()}"


def _pdf(_workshop: Workshop) -> str:
    """All other formats can be made without."""
    try:
        weasyprint()
    except SetupLacks as error:
        return str(error)
    return "kan laves"


def _database(workshop: Workshop) -> str:
    known = len(workshop.store.audits(limit=_MOST_NAMED))
    named = "1 kontrol" if known == 1 else f"{known} kontroller"
    more = "mindst " if known == _MOST_NAMED else ""
    return f"i orden, {more}{named}, {workshop.store.shown}"


def _queue(workshop: Workshop) -> str:
    counts = workshop.queue_counts()
    waiting = "1 kontrol venter" if counts.waiting == 1 else f"{counts.waiting} kontroller venter"
    return f"{waiting}, {counts.working} er i gang"


def _access(workshop: Workshop) -> str:
    known = len(workshop.store.tokens())
    if not known:
        return "ingen adgangsnøgler; andre maskiner kan ikke bruge programmet, før der er en"
    return "1 adgangsnøgle" if known == 1 else f"{known} adgangsnøgler"


def _signing_in(workshop: Workshop) -> str:
    oidc, signing_in = workshop.settings.oidc, workshop.signing_in()
    if oidc is None or signing_in is None:
        return "slået fra"
    asyncio.run(signing_in.begin())
    return f"hos {oidc.issuer}, som svarer"


def _recipients(workshop: Workshop) -> str:
    if unheard := unmet(workshop.settings, workshop.store):
        raise WrongUse(" ".join(unheard))
    known = len(workshop.settings.recipients)
    return "1 får besked" if known == 1 else f"{known} får besked"


def _mail(workshop: Workshop) -> str:
    server = server_of(workshop.settings)
    if server is None:
        return "slået fra"
    greet(server)
    return f"{server.host} svarer"


def _traces(workshop: Workshop) -> str:
    traces.reach(workshop.settings.traces)
    return f"{workshop.settings.traces} svarer"


def _pulse(workshop: Workshop) -> str:
    file = workshop.settings.pulse or Path()
    try:
        file.touch()
    except OSError as error:
        raise WrongUse(f"Filen {file} kan ikke skrives ({reason(error)}).") from error
    return str(file)

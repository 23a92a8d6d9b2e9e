"""The accessibility statement: linked from every page, young enough, and with all its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from tilgaengelig.danish.dates import written
from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage
from tilgaengelig.model.statement import Statement
from tilgaengelig.model.traits import Signpost

_NAME = re.compile(r"tilgængelighedserklæring|\bwas-erklæring", re.IGNORECASE)
_WAS_HOSTS = frozenset({"was.digst.dk", "www.was.digst.dk"})
#: A page without the link stands out where so many others have it.
_SHARE = 0.5

#: Whether a part is there.
_PARTS: Mapping[str, Callable[[Statement], bool]] = {
    "status": lambda one: bool(one.status),
    "method": lambda one: one.method,
    "telephone": lambda one: one.telephone,
    "written": lambda one: one.written,
    "enforcement": lambda one: one.enforcement,
}


def linked(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """A link to the statement in header, menu or footer of every page (Executive Order 904/2019).

    A site where none is found is asked about once: the link may have a name that we do not know.
    """
    pages = [page for page in facts.shown_alone() if page.traits.statement is None]
    lacking = [page for page in pages if not any(map(_leads_there, page.traits.signposts))]
    if pages and len(lacking) == len(pages):
        message = (
            "Vi fandt ingen links til en tilgængelighedserklæring. Er der en, og linker alle sider til den?"
        )
        yield SiteFinding((facts.front or pages[0]).visit, finding(rule, Outcome.CANT_TELL, message))
        return
    outcome = Outcome.FAILED if len(lacking) < _SHARE * len(pages) else Outcome.CANT_TELL
    for page in lacking:
        message = "Siden linker ikke til tilgængelighedserklæringen, som andre sider på webstedet gør."
        yield SiteFinding(page.visit, finding(rule, outcome, message))


def _leads_there(link: Signpost) -> bool:
    try:
        address = urlsplit(link.address)
    except ValueError:
        return False
    return (
        bool(_NAME.search(link.name))
        or address.hostname in _WAS_HOSTS
        or address.path.rstrip("/").endswith("/was")
    )


def age(facts: SiteFacts, rule: Rule, *, warn: int = 330, days: int = 365) -> Iterator[SiteFinding]:
    """A statement is looked through at least once a year; from `warn` days on it is time."""
    for page, statement in _statements(facts):
        if statement.day is None or statement.day > facts.today:
            message = "Vi kunne ikke se, hvornår erklæringen sidst er gennemgået. Er det under et år siden?"
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))
            continue
        old = (facts.today - statement.day).days
        if old > days:
            message = f"Erklæringen er sidst gennemgået {written(statement.day)}. Det er {old} dage siden."
            yield SiteFinding(page.visit, finding(rule, Outcome.FAILED, message))
        elif old >= warn:
            left = days - old
            message = (
                f"Erklæringen er sidst gennemgået {written(statement.day)}. Den skal gennemgås igen inden {left} "
                f"{'dag' if left == 1 else 'dage'}. Er det planlagt?"
            )
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))


def part(
    facts: SiteFacts, rule: Rule, *, part: str, lacks: str, worded: bool = False
) -> Iterator[SiteFinding]:
    """A part that every statement must have. In a statement laid out in a way of its own a person looks for it.

    So it is too where the part is `worded`: told by phrases that others may put in another way.
    """
    for page, statement in _statements(facts):
        if _PARTS[part](statement):
            continue
        if statement.known and worded:
            message = f"Vi fandt ikke {lacks} i erklæringen. Står det der med andre ord?"
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))
        elif statement.known:
            message = f"Erklæringen mangler {lacks}."
            yield SiteFinding(page.visit, finding(rule, Outcome.FAILED, message))
        else:
            message = (
                f"Vi fandt ikke {lacks} i erklæringen, men den er sat op på sin egen måde. Står det der?"
            )
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))


def burden(facts: SiteFacts, rule: Rule, *, words: int = 15) -> Iterator[SiteFinding]:
    """A disproportionate burden that is claimed has its reasons (§ 3(3)); whether they hold is for a person."""
    for page, statement in _statements(facts):
        if 0 <= statement.burden < words:
            message = "Erklæringen siger, at noget er en uforholdsmæssig byrde. Er det forklaret hvorfor?"
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))


def _statements(facts: SiteFacts) -> Iterator[tuple[SitePage, Statement]]:
    for page in facts.pages():
        if page.traits.statement is not None:
            yield page, page.traits.statement

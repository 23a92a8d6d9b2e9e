"""What the accessibility statement says: young enough, with all its parts, and not against what we find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from tilgaengelig.danish.dates import written
from tilgaengelig.judge.across.statement_place import statements
from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding
from tilgaengelig.model.statement import Statement, Status

#: Fewer words than this do not say which content is meant.
_CONCRETE = 8
_MOST_NAMED = 5

#: Whether a part is there.
_PARTS: Mapping[str, Callable[[Statement], bool]] = {
    "status": lambda one: bool(one.status),
    "method": lambda one: one.method,
    "telephone": lambda one: one.telephone,
    "written": lambda one: one.written,
    "enforcement": lambda one: one.enforcement,
    "commitment": lambda one: one.commitment,
    "scope": lambda one: bool(one.hosts),
}
_REACHING = ("telephone", "written")


def age(facts: SiteFacts, rule: Rule, *, warn: int = 330) -> Iterator[SiteFinding]:
    """A statement is looked through at least once a year; from `warn` days on it is time."""
    for visit, address, statement in statements(facts):
        if statement.day is None or statement.day > facts.today:
            message = (
                f"Vi kunne ikke se, hvornår erklæringen på {address} sidst er gennemgået. "
                "Er det under et år siden?"
            )
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))
            continue
        old = (facts.today - statement.day).days
        left = (_a_year_after(statement.day) - facts.today).days
        if left < 0:
            message = f"Erklæringen på {address} er sidst gennemgået {written(statement.day)}. Det er {old} dage siden."
            yield SiteFinding(visit, finding(rule, Outcome.FAILED, message))
        elif old >= warn:
            when = f"inden {left} {'dag' if left == 1 else 'dage'}" if left else "i dag"
            message = (
                f"Erklæringen på {address} er sidst gennemgået {written(statement.day)}. Den skal gennemgås igen "
                f"{when}. Er det planlagt?"
            )
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def _a_year_after(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return dt.date(day.year + 1, 3, 1)


def part(
    facts: SiteFacts, rule: Rule, *, part: str, lacks: str, worded: bool = False
) -> Iterator[SiteFinding]:
    """A part that every statement must have. In a statement laid out in a way of its own a person looks for it.

    So it is too where the part is `worded`: told by phrases that others may put in another way; and where we found
    nothing at all on how to reach somebody: that part may be laid out in a way that we do not know.
    """
    for visit, address, statement in statements(facts):
        if _PARTS[part](statement):
            continue
        unknown = part in _REACHING and not (statement.contact or statement.telephone or statement.written)
        if statement.known and (worded or unknown):
            message = f"Vi fandt ikke {lacks} i erklæringen på {address}. Står det der med andre ord?"
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))
        elif statement.known:
            message = f"Erklæringen på {address} mangler {lacks}."
            yield SiteFinding(visit, finding(rule, Outcome.FAILED, message))
        else:
            message = (
                f"Vi fandt ikke {lacks} i erklæringen på {address}, men den er sat op på sin egen måde. "
                "Står det der?"
            )
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def burden(facts: SiteFacts, rule: Rule, *, words: int = 15) -> Iterator[SiteFinding]:
    """A disproportionate burden that is claimed has its reasons (§ 3(3)); whether they hold is for a person."""
    for visit, address, statement in statements(facts):
        if 0 <= statement.burden < words:
            message = (
                f"Erklæringen på {address} siger, at noget er en uforholdsmæssig stor byrde. "
                "Er det forklaret hvorfor?"
            )
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def concrete(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """A site that does not keep the standard fully says which content is not accessible (Decision 2018/1523)."""
    for visit, address, statement in statements(facts):
        if statement.status not in (Status.PARTIAL, Status.NOT):
            continue
        if statement.listed < _CONCRETE and not statement.criteria:
            message = (
                f"Vi kunne ikke se af erklæringen på {address}, hvilket indhold der har fejl. Står det der?"
            )
            yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def contradiction(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """The statement says of the site what we find, or a person is asked who is right."""
    for visit, address, statement in statements(facts):
        failing = facts.failing
        if statement.status is Status.FULL and failing:
            message = f"Erklæringen på {address} siger ”fuldt ud”, men vi fandt fejl mod {_named(failing)}. Passer den?"
        elif statement.criteria and (
            unsaid := {sc: failing[sc] for sc in failing if sc not in statement.criteria}
        ):
            message = f"Erklæringen på {address} nævner ikke {_named(unsaid)}. Skal den gøre det?"
        else:
            continue
        yield SiteFinding(visit, finding(rule, Outcome.CANT_TELL, message))


def _named(failing: Mapping[str, int]) -> str:
    worst = sorted(failing, key=lambda sc: -failing[sc])
    said = [f"{sc} ({failing[sc]} {'side' if failing[sc] == 1 else 'sider'})" for sc in worst[:_MOST_NAMED]]
    more = len(worst) - len(said)
    return ", ".join(said) + (f" og {more} krav mere" if more else "")

"""The shapes of sites that are audited by the clock, of what became of them, and of the work on their faults."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from tilgaengelig.model.difference import Change, Changed, Difference, PageChange
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.history import Stage
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import Task, TaskState
from tilgaengelig.model.website import Budget, Kept, Measure, Website, Window
from tilgaengelig.web.shapes import WRITABLE, Given, Taken
from tilgaengelig.work.audit import make_order
from tilgaengelig.work.clock import check_schedule, next_time


class SiteOrder(Taken):
    """A site and what is asked of it; the same things as `site add`."""

    name: Annotated[str, Field(min_length=1, max_length=200, description="Webstedets navn"), WRITABLE]
    address: Annotated[str, Field(min_length=1, max_length=2000, description="Webstedets adresse"), WRITABLE]
    house: Annotated[str, Field(max_length=200, description="Organisationen, der ejer det"), WRITABLE] = ""
    schedule: Annotated[
        str,
        Field(
            max_length=100,
            description="Hvornår, som cron og efter danske ure; tom: kun når nogen beder om det",
        ),
    ] = ""
    window: Annotated[str | None, Field(max_length=11, description="Kun i dette tidsrum")] = None
    jitter: Annotated[StrictInt, Field(ge=0, le=720, description="Spred starten over så mange minutter")] = 0
    keep_days: Annotated[
        StrictInt,
        Field(
            ge=1,
            le=3650,
            description="Gem kontroller i så mange dage; den sidste i hver måned gemmes til kvartalets rapport",
        ),
    ] = 90
    every_days: Annotated[
        StrictInt, Field(ge=1, le=365, description="Åbn hver side igen mindst med så mange dages mellemrum")
    ] = 28
    limits: Annotated[
        dict[Measure, StrictFloat], Field(default_factory=dict, description="Webstedets egne grænser")
    ]
    max_pages: Annotated[StrictInt, Field(ge=1, le=100_000, description="Højst så mange sider")] = 500
    depth: Annotated[StrictInt, Field(ge=0, le=100, description="Højst så mange klik fra starten")] = 10
    audience: Annotated[Audience, Field(description="Hvem teksterne er til")] = Audience.BORGERE
    thorough: Annotated[StrictBool, Field(description="Prøv også siderne i en tablets bredde")] = False

    def website(self) -> Website:
        """The site. Raises Unread and WrongUse for what cannot be used."""
        check_schedule(self.schedule)
        return Website(
            name=self.name,
            order=make_order(
                self.address,
                max_pages=self.max_pages,
                depth=self.depth,
                audience=self.audience,
                thorough=self.thorough,
            ),
            house=self.house,
            schedule=self.schedule,
            window=Window.parse(self.window) if self.window else None,
            jitter=self.jitter,
            keep_days=self.keep_days,
            every_days=self.every_days,
            budgets=tuple(Budget(measure, limit) for measure, limit in self.limits.items()),
        )


class SiteShape(Given):
    """A site; `next` is when its turn comes."""

    name: str
    address: str
    prefix: str
    house: str
    schedule: str
    window: str | None
    jitter: int
    keep_days: int
    every_days: int
    limits: dict[Measure, float]
    max_pages: int
    depth: int
    audience: Audience
    thorough: bool
    added: dt.datetime
    next: dt.datetime | None

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """From the model."""
        website, order = kept.website, kept.website.order
        return cls(
            name=website.name,
            address=order.start,
            prefix=order.prefix,
            house=website.house,
            schedule=website.schedule,
            window=str(website.window) if website.window else None,
            jitter=website.jitter,
            keep_days=website.keep_days,
            every_days=website.every_days,
            limits={each.measure: each.limit for each in website.budgets},
            max_pages=order.max_pages,
            depth=order.depth,
            audience=order.audience,
            thorough=order.thorough,
            added=kept.added,
            next=next_time(website, kept.handled),
        )


class ChangedShape(Given):
    """What became of one component; the lists are addresses."""

    change: Change
    component: str
    rule: str
    outcome: Outcome
    impact: Impact
    responsibility: Responsibility
    message: str
    snippet: str
    moved: bool
    new: list[str]
    mended: list[str]
    gone: list[str]
    not_reached: list[str]

    @classmethod
    def of(cls, each: Changed) -> Self:
        """From the model."""
        said = {name: getattr(each.sighting, name) for name in _OF_SIGHTING}
        lists: dict[str, Any] = {
            name: list(getattr(each, name)) for name in ("new", "mended", "gone", "not_reached")
        }
        return cls(change=each.change, moved=each.moved, **said, **lists)


_OF_SIGHTING = ("component", "rule", "outcome", "impact", "responsibility", "message", "snippet")


class PageShape(Given):
    """What became of one address; the counts are of faults on it."""

    address: str
    change: PageChange
    new: int
    mended: int
    still: int
    not_reached: int
    source: str


class DifferenceShape(Given):
    """Two audits of a site held against each other. What stands unchanged is counted, and not listed."""

    before: str
    after: str
    measured_alike: bool
    failed: dict[Change, int]
    pages: list[PageShape]
    changes: list[ChangedShape]

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """From the model."""
        told = [each for each in difference.changes if each.change is not Change.STILL or each.new]
        return cls(
            before=difference.before.id,
            after=difference.after.id,
            measured_alike=difference.measured_alike,
            failed={change: len(difference.of(change)) for change in Change},
            pages=[PageShape.model_validate(page) for page in difference.pages if page.tells],
            changes=[ChangedShape.of(each) for each in told],
        )


class StageShape(Given):
    """What one finished audit of a site came to."""

    audit: str
    started: dt.datetime
    pages: int
    clean: int
    faults: dict[Impact, int]
    lix: float | None

    @classmethod
    def of(cls, stage: Stage) -> Self:
        """From the model; an impact without faults is told as nought."""
        return cls(
            audit=stage.audit,
            started=stage.started,
            pages=stage.pages,
            clean=stage.clean,
            faults={impact: stage.faults.get(impact, 0) for impact in Impact},
            lix=stage.lix,
        )


class TaskOrder(Taken):
    """What is done about a fault: given to somebody, said to be mended, or spoken of."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{20}$", description="Komponentens eller fundets id")]
    audit: Annotated[
        str | None,
        Field(max_length=100, description="Kørslen, fejlen står i. Ellers den nyeste med fejlen"),
        WRITABLE,
    ] = None
    by: Annotated[str, Field(min_length=1, max_length=200, description="Den, der gør det"), WRITABLE]
    assignee: Annotated[
        str | None, Field(max_length=200, description="Den, der skal rette fejlen"), WRITABLE
    ] = None
    mended: Annotated[StrictBool, Field(description="Meld fejlen rettet; næste kontrol ser efter")] = False
    text: Annotated[str, Field(max_length=2000, description="En kommentar"), WRITABLE] = ""


class CommentShape(Given):
    """Something said of a fault; an empty `by` is the program."""

    made: dt.datetime
    by: str
    text: str


class TaskShape(Given):
    """The work on a fault."""

    site: str
    component: str
    rule: str
    assignee: str
    state: TaskState
    changed: dt.datetime
    comments: list[CommentShape]

    @classmethod
    def of(cls, task: Task) -> Self:
        """From the model."""
        return cls.model_validate(task)

"""The shapes of what the API takes and gives about an audit: camelCase keys, enums as their values, times in UTC."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from tilgaengelig.model.audit import AuditRecord, AuditState, LeftOut, Progress
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.subject import Banner
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.work.desk import Activity

T = TypeVar("T")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Given(BaseModel):
    """What the API gives."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Taken(BaseModel):
    """What the API takes: a key that it does not know is a mistake, and told."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


def _writable(text: str | None) -> str | None:
    """Half of a pair of surrogates is in no text; JSON can spell it all the same. What may be left out may be null."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("string_unicode", "not Unicode") from None
    return text


WRITABLE = AfterValidator(_writable)


def _dated(value: object) -> object:
    """A day is written as 2027-05-01: pydantic would take a number for seconds since 1970, in a text too."""
    if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise PydanticCustomError("date_type", "not a date")
    return value


DATED = BeforeValidator(_dated)


class Listed(Given, Generic[T]):
    """A part of a list; `next` is the address of what follows, null where nothing does."""

    items: list[T]
    next: str | None = None


class AuditOrder(Taken):
    """What is ordered: the same things as on the command line."""

    address: Annotated[str, Field(min_length=1, max_length=2000, description="Webstedets adresse"), WRITABLE]
    max_pages: Annotated[
        StrictInt, Field(ge=1, le=100_000, description="Højst så mange sider og PDF-filer")
    ] = 500
    depth: Annotated[StrictInt, Field(ge=0, le=100, description="Højst så mange klik fra starten")] = 10
    audience: Annotated[Audience, Field(description="Hvem teksterne er til")] = Audience.BORGERE
    prefix: Annotated[
        str | None,
        Field(max_length=1000, pattern=r"^/[^\x00-\x20]*$", description="Kun sider under denne sti, fx /da/"),
        WRITABLE,
    ] = None
    thorough: Annotated[StrictBool, Field(description="Prøv også siderne i en tablets bredde")] = False
    fresh: Annotated[StrictBool, Field(description="Begynd forfra, også hvis en kontrol blev afbrudt")] = (
        False
    )
    full: Annotated[
        StrictBool, Field(description="Åbn alle sider, også dem, der ikke er ændret siden sidst")
    ] = False


class CountOf(Given):
    """How many addresses there are of a kind."""

    kind: TroubleKind
    count: int


class CountLeftOut(Given):
    """How many addresses were left out for a reason."""

    reason: LeftOut
    count: int


class CountOfBoxes(Given):
    """How many pages have a box about cookies of which that became."""

    answer: Banner
    count: int


class CoverageShape(Given):
    """The truth about what was read."""

    found: int
    read: int
    pages: int
    documents: int
    redirected: int
    waiting: int
    not_read: int
    troubled: list[CountOf]
    left_out: list[CountLeftOut]
    cookie_boxes: list[CountOfBoxes]

    @classmethod
    def of(cls, overview: Overview) -> Self:
        """From the model."""
        coverage = overview.coverage
        return cls(
            **{
                name: getattr(coverage, name)
                for name in ("found", "read", "pages", "documents", "redirected")
            },
            waiting=coverage.waiting,
            not_read=coverage.not_read,
            troubled=[CountOf(kind=kind, count=count) for kind, count in coverage.troubled.items()],
            left_out=[
                CountLeftOut(reason=reason, count=count) for reason, count in coverage.left_out.items()
            ],
            cookie_boxes=[
                CountOfBoxes(answer=answer, count=count) for answer, count in sorted(overview.banners.items())
            ],
        )


class AuditShape(Given):
    """An audit. `activity` is what this process does with it; `mishap` is why it broke down, where it did."""

    id: str
    start: str
    prefix: str
    max_pages: int
    depth: int
    audience: Audience
    thorough: bool
    state: AuditState
    activity: Activity
    mishap: str | None
    started: dt.datetime
    finished: dt.datetime | None
    rulebook: str
    versions: dict[str, str]

    @classmethod
    def of(cls, record: AuditRecord, activity: Activity, mishap: str | None, **more: Any) -> Self:
        """From the model, with what the desk knows."""
        order = record.order
        return cls(
            id=record.id,
            start=order.start,
            prefix=order.prefix,
            max_pages=order.max_pages,
            depth=order.depth,
            audience=order.audience,
            thorough=order.thorough,
            state=record.state,
            activity=activity,
            mishap=mishap,
            started=record.started,
            finished=record.finished,
            rulebook=record.rulebook,
            versions=dict(record.versions),
            **more,
        )


class AuditStarted(AuditShape):
    """An audit just ordered; `resumed` where it was there before and is taken up again."""

    resumed: bool


class AuditWhole(AuditShape):
    """An audit with what it has read and not read."""

    coverage: CoverageShape


class ProgressShape(Given):
    """How far an audit has come; `findings` counts failed ones. Pace and place are known while it works here."""

    audit: str
    state: AuditState
    activity: Activity
    found: int
    queued: int
    read: int
    troubled: int
    redirected: int
    left_out: int
    findings: int
    current: str | None
    rate: float | None
    seconds_left: float | None

    @classmethod
    def of(cls, counted: Progress, told: Progress | None, activity: Activity) -> Self:
        """The counts of this moment, with what the audit told last of its pace."""
        names = (
            "audit",
            "state",
            "found",
            "queued",
            "read",
            "troubled",
            "redirected",
            "left_out",
            "findings",
        )
        return cls(
            **{name: getattr(counted, name) for name in names},
            activity=activity,
            current=told.current or None if told else None,
            rate=round(told.rate, 2) if told else None,
            seconds_left=round(told.seconds_left, 1) if told and told.seconds_left is not None else None,
        )

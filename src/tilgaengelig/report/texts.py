"""How hard the site is to read, text by text, against what its audience should be offered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from statistics import median

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.overview import SubjectRow
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.writing import Remark
from tilgaengelig.report.reading import (
    AudienceRow,
    Band,
    Fit,
    LixGoal,
    NotScored,
    NotScoredGroup,
    Quoted,
    TextRow,
    Texts,
)

_BANDS = ((25, Band.VERY_EASY), (35, Band.EASY), (45, Band.MEDIUM), (55, Band.HARD))


def lix_of(row: SubjectRow) -> float | None:
    """LIX as the report shows it: one decimal, so that no verdict contradicts the number beside it.

    None also where the text was counted, and is too short for its LIX to say anything.
    """
    return shown_lix(row.readability) if row.readability and row.facts.get("scored") is not False else None


def shown_lix(counts: Readability) -> float | None:
    """The same of a text's counts."""
    return None if counts.lix is None else round(counts.lix, 1)


def band_of(lix: float) -> Band:
    """The band that a LIX falls in."""
    return next((band for below, band in _BANDS if lix < below), Band.VERY_HARD)


def fit_of(lix: float, goal: LixGoal) -> Fit:
    """How a LIX stands to the audience's goal."""
    if lix <= goal.goal:
        return Fit.WITHIN
    return Fit.NEAR if lix <= goal.limit else Fit.OVER


#: So many of the site's hardest sentences are shown.
QUOTED = 10


def make_texts(
    subjects: Iterable[SubjectRow],
    goals: Mapping[Audience, LixGoal],
    audience_of: Callable[[str], Audience],
) -> Texts:
    """Every text that was read: scored ones hardest first, the others by the reason for no score."""
    failed: Counter[Audience] = Counter()
    rows: list[TextRow] = []
    others: defaultdict[NotScored, list[SubjectRow]] = defaultdict(list)
    for subject in subjects:
        if subject.state is not VisitState.READ:
            continue
        audience = audience_of(subject.address)
        failed[audience] += subject.failed
        row = _text_row(subject, audience, goals[audience])
        if row is None:
            others[_why_not(subject)].append(subject)
        else:
            rows.append(row)
    rows.sort(key=lambda row: (-row.lix, row.address))
    return Texts(
        rows=tuple(rows),
        not_scored=tuple(NotScoredGroup(why, tuple(others[why])) for why in NotScored if why in others),
        median=round(median(row.lix for row in rows), 1) if rows else None,
        over_goal=sum(row.fit is not Fit.WITHIN for row in rows),
        over_limit=sum(row.fit is Fit.OVER for row in rows),
        audiences=tuple(_audiences(rows, goals, failed)),
        hardest=tuple(
            Quoted(row.hardest, row.address) for row in rows if row.hardest and row.fit is not Fit.WITHIN
        )[:QUOTED],
    )


def _audiences(
    rows: Iterable[TextRow], goals: Mapping[Audience, LixGoal], failed: Mapping[Audience, int]
) -> Iterator[AudienceRow]:
    theirs: defaultdict[Audience, list[TextRow]] = defaultdict(list)
    for row in rows:
        theirs[row.audience].append(row)
    for audience in Audience:
        if audience in theirs:
            texts = theirs[audience]
            middle = round(median(row.lix for row in texts), 1)
            over = sum(row.fit is Fit.OVER for row in texts)
            yield AudienceRow(audience, goals[audience], len(texts), middle, over, failed[audience])


def _text_row(subject: SubjectRow, audience: Audience, goal: LixGoal) -> TextRow | None:
    lix = lix_of(subject)
    if lix is None or subject.readability is None:
        return None
    counts = subject.readability
    return TextRow(
        address=subject.address,
        title=subject.title,
        words=counts.words,
        sentences=counts.sentences,
        long_words=counts.long_words,
        lix=lix,
        band=band_of(lix),
        fit=fit_of(lix, goal),
        audience=audience,
        heaviest=_heaviest(subject.writing.remarks),
        hardest=next(iter(subject.writing.hardest), None),
    )


def _heaviest(remarks: Iterable[Remark]) -> tuple[AdviceKind, ...]:
    counted: Counter[AdviceKind] = Counter()
    for remark in remarks:
        counted[remark.kind] += remark.count
    return tuple(kind for kind, _ in counted.most_common(2))


def _why_not(subject: SubjectRow) -> NotScored:
    language = subject.text_language.lower().partition("-")[0]
    if language == "da":
        return NotScored.SHORT
    return NotScored.FOREIGN if language else NotScored.UNKNOWN

"""Reads a Danish accessibility statement: the WAS tool's own phrases, and those of statements written by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tilgaengelig.danish.dates import dates
from tilgaengelig.model.statement import Statement, Status

_TITLE = re.compile(r"\s*tilgængelighedserklæring\w*\b", re.IGNORECASE)
_COMMITMENT = re.compile(r"\bforpligter\s+(?:sig|os)\b[^\n]{0,250}?\btilgængelig", re.IGNORECASE)
_KEEPS = r"(?:overhold\w*|opfyld\w*|efterlev\w*|lever\w*|overensstemm\w*|overensstemmelse)"
_STATUS = {
    Status.FULL: rf"\b{_KEEPS}\b[^.:;]{{0,60}}\bfuldt\s+ud\b|\bfuldt\s+ud\b[^.:;]{{0,60}}\b{_KEEPS}\b"
    r"|\bfuldt\soverensstemmende\b",
    Status.PARTIAL: rf"\b{_KEEPS}\b[^.:;]{{0,60}}\bdelvist?\b|\bdelvist?\b[^.:;]{{0,60}}\b{_KEEPS}\b",
    Status.NOT: r"\b(?:webstedet|websitet|hjemmesiden|siden|appen)\s(?:overholder|opfylder|lever)\s(?:altså\s)?ikke\b"
    r"|\b(?:webstedet|websitet|hjemmesiden)\ser\sikke\si\soverensstemmelse\b",
}
_STATUSES = {status: re.compile(pattern, re.IGNORECASE) for status, pattern in _STATUS.items()}
_METHOD = re.compile(
    r"\bvurderingsmetode|\bmetoden\ssom\b|\bselv\s(?:evalueret|vurderet|testet)|\bselvevaluering|\bekstern\spart"
    r"|\btredjepart|\banden\smetode|\b(?:evalueret|vurderet|testet|gennemgået)\s(?:af|med|ved|på\sgrundlag)\b",
    re.IGNORECASE,
)
#: The WAS tool lists every answer that there is before it says which one is the body's own.
_OWN_STATUS = re.compile(r"\boplyser,?\s+at\b\s*:?", re.IGNORECASE)
_OWN_METHOD = re.compile(r"\bangiver\s+metoden\s+som\b\s*:?", re.IGNORECASE)
#: The tool's own words around the answers: they are the same whatever the body has written.
_EXPLAINS = re.compile(
    r"\s*(?:som\soffentligt\sorgan\b|det\soffentlige\sorgan\s(?:har\smulighed|skal|kan|bør|oplyser|angiver|beskriver)\b)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![\d-])(?:(?:\+|00)45[ .]?)?(?:\d{2}[ .]?){3}\d{2}(?![\d-])|(?<!\d)\d{4}[ -]\d{4}(?![\d-])"
)
_NUMBER = re.compile(r"\b(?:telefon\w*|tlf|tel|ring|mobil\w*)\b", re.IGNORECASE)
_CONTACT = re.compile(r"\b(?:kontakt\w*|henvend\w*|feedback\w*|tilbagemelding\w*)\b", re.IGNORECASE)
_MAIL = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,255}\.[a-zæøå]{2,24}\b|\bkontaktformular|\bdigital\spost\b", re.IGNORECASE
)
_ENFORCEMENT = re.compile(r"\bdigitaliseringsstyrelsen|\bhåndhævelse|\btilsyn(?:et|s\w*)?\b", re.IGNORECASE)
_BURDEN = re.compile(r"\buforholdsmæssig\w*(?:\sstor)?\sbyrde", re.IGNORECASE)
_NO_BURDEN = re.compile(
    r"\b(?:bruger|benytter|påberåber|gør|anvender|gælder)\b[^.]{0,60}\bikke\b|\bikke\s(?:relevant|brugt|angivet)\b|\bing(?:en|et)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:udarbejdet|lavet|oprettet|udgivet|offentliggjort|offentliggørelse\w*|opdateret|opdatering\w*|ajourført"
    r"|ajourføring\w*|revideret|revision\w*|ændret|redigeret|gennemgået|gennemgang\w*|vurderet|dato)\b",
    re.IGNORECASE,
)
#: A day that only a line on making or updating may write so: elsewhere it may be a number of something.
_SHORT_DAY = re.compile(r"(?<![\w/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d\d)(?![\w/-]|\.\d)")
_ADDRESS = re.compile(r"\bhttps?://([^\s/?#\"'”“’»«<>()\[\]]{1,253})", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w@./-])((?:[a-zæøå0-9-]{1,63}\.){1,4}[a-z]{2,24})(?![\w@-])", re.IGNORECASE)
_FOR = re.compile(r"\b(?:gælder|vedrører|omfatter|dækker)\b|\A\s*tilgængelighedserklæring", re.IGNORECASE)
_LACKS = re.compile(
    r"\b(?:ikke|u)[ -]?tilgængeligt?\s+indhold|\bindhold,?\s(?:som|der)\sikke\b"
    r"|\bmanglende\s(?:overholdelse|opfyldelse)|\bikke[ -](?:overhold|opfyld)\w+"
    r"|\bkendte\s(?:fejl|problemer|mangler)|\bud(?:en\s)?for\slovens?\b"
    r"|\bundtaget\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\s*(?:ing(?:en|et)\b.{0,40}|ikke\s(?:relevant|angivet|oplyst)|-|n/a)\.?\s*", re.IGNORECASE
)
_CRITERION = re.compile(r"(?<![\d.])(?:(?:9|10|11)\.)?([1-4]\.[1-5]\.(?:1[0-3]|[1-9]))(?!\.?\d)")
#: A text says more than this only where it is not a statement alone.
_LONGEST = 100_000

#: A block of text, and whether it is a heading.
Line = tuple[bool, str]


def is_statement(heading: str) -> bool:
    """Whether a page with this main heading is a statement; news about statements do not begin so."""
    return bool(_TITLE.match(heading)) and len(heading) < 120


def read_statement(lines: Sequence[Line], *, telephone: bool = False, written: bool = False) -> Statement:
    """What the lines of a statement tell. `telephone` and `written`: a link to one stands in it."""
    kept = [(heading, line[:_LONGEST]) for heading, line in lines]
    text = "\n".join(line for _, line in kept)[:_LONGEST]
    own_status, own_method = _own(kept, _OWN_STATUS), _own(kept, _OWN_METHOD)
    said = _said(own_status or "") or _said(text)
    return Statement(
        commitment=bool(_COMMITMENT.search(text)),
        status=Status.MISSING if not said else said[0] if len(said) == 1 else Status.UNCLEAR,
        method=bool(_METHOD.search(text)) if own_method is None else bool(own_method),
        telephone=telephone
        or any(_TELEPHONE.search(line) and _near(kept, at) for at, (_, line) in enumerate(kept)),
        written=written or bool(_MAIL.search(text)),
        enforcement=bool(_ENFORCEMENT.search(text)),
        burden=_burden(kept),
        day=_day(kept),
        hosts=_hosts(kept),
        listed=_listed(kept),
        contact=any(heading and _CONTACT.search(line[:300]) for heading, line in kept),
        criteria=tuple(dict.fromkeys(found[1] for found in _CRITERION.finditer(text))),
    )


def commits(lines: Sequence[Line]) -> bool:
    """Whether somebody commits themselves to accessibility in these lines, as only statements do."""
    return any(_COMMITMENT.search(line[:2000]) for _, line in lines)


def _said(text: str) -> list[Status]:
    return [status for status, pattern in _STATUSES.items() if pattern.search(text)]


def _own(lines: Sequence[Line], lead: re.Pattern[str]) -> str | None:
    """The body's own answer, behind the words by which the tool leads it in; "" for none, None without these words."""
    for at, (_, line) in enumerate(lines):
        found = lead.search(line)
        if found is None:
            continue
        if answer := line[found.end() :].strip(" .:\n"):
            return answer
        heading, after = lines[at + 1] if at + 1 < len(lines) else (True, "")
        return "" if heading or _EXPLAINS.match(after) else after.strip(" .:\n")
    return None


def _hosts(lines: Sequence[Line]) -> tuple[str, ...]:
    """The sites that it says it is for: where it commits itself, names what it covers, or in its main heading."""
    found: dict[str, None] = {}
    for _, line in lines:
        said = line[:2000]
        if not (_COMMITMENT.search(said) or _FOR.search(said)):
            continue
        for one in (*_ADDRESS.finditer(said), *_HOST.finditer(said)):
            found[one[1].rstrip(".,;:").lower()] = None
    return tuple(found)[:20]


def _listed(lines: Sequence[Line]) -> int:
    """How many words stand under the headings on what is not accessible; -1 where there is no such heading."""
    words, inside = -1, False
    for heading, line in lines:
        if heading:
            inside = bool(_LACKS.search(line[:300]) or _BURDEN.search(line[:300]))
            words = max(words, 0) if inside else words
        elif inside and not (_NOTHING.fullmatch(line[:200]) or _EXPLAINS.match(line)):
            words += len(line.split())
    return words


def _near(lines: Sequence[Line], at: int) -> bool:
    """A word for telephone stands by the number; eight digits alone may be a case or a CVR number."""
    return any(_NUMBER.search(line) for _, line in lines[max(0, at - 2) : at + 1])


def _burden(lines: Sequence[Line]) -> int:
    """How many words give the reason under the heading on burden; -1 where none is claimed, or no heading is on it."""
    at = next((at for at, (heading, line) in enumerate(lines) if heading and _BURDEN.search(line)), None)
    if at is None:
        return -1
    under = []
    for heading, line in lines[at + 1 :]:
        if heading:
            break
        if not _EXPLAINS.match(line):
            under.append(line)
    reason = " ".join(under)
    return -1 if not reason or _NO_BURDEN.search(reason) else len(reason.split())


def _day(lines: Sequence[Line]) -> dt.date | None:
    """The latest day that a line on making or looking through gives, in itself or in the line after it."""
    days: list[dt.date] = []
    for at, (_, line) in enumerate(lines):
        if not _DATED.search(line):
            continue
        found = _days(line[:2000])
        if not found and len(line) < 60 and at + 1 < len(lines):
            found = _days(lines[at + 1][1][:60])
        days += found
    return max(days, default=None)


def _days(text: str) -> list[dt.date]:
    found = [one.day for one in dates(text)]
    return found or list(_short_days(text))


def _short_days(text: str) -> Iterator[dt.date]:
    for one in _SHORT_DAY.finditer(text):
        try:
            yield dt.date(2000 + int(one[4]), int(one[3]), int(one[1]))
        except ValueError:
            continue  # thirteen months or forty days: a number of something else

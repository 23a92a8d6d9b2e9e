"""Messages on audits: what each recipient is to be told, sent to each, one failure never costing the others theirs."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tilgaengelig.gather.sending.hooks import Poster
from tilgaengelig.gather.sending.mail import MailServer, Security, make_mail, send_mail
from tilgaengelig.judge.telling import failure, news
from tilgaengelig.model.addresses import twins
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.model.errors import SetupLacks, TilgaengeligError
from tilgaengelig.model.message import Channel, Message, Occasion, Recipient
from tilgaengelig.report.message import letter, payload
from tilgaengelig.settings import Settings
from tilgaengelig.store.store import Store
from tilgaengelig.work.since import difference

log = logging.getLogger(__name__)

#: So many audits before a site's newest are looked through for the one that it is held against.
_NIGHTS = 100
_WEEK = dt.timedelta(days=7)
#: The chore of telling all sites' weeks; of telling one site's audits there is one for each place.
_WEEKS_TOLD = "ugens nyt er fortalt"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A message and who gets it."""

    recipient: Recipient
    message: Message


async def send(
    messages: Iterable[Addressed], server: MailServer | None, poster: Poster, home: str = ""
) -> list[str]:
    """Sends all; one sentence on each that did not get through, without a word of what was in it.

    `home` is where people reach our web pages, "" where that is not known.
    """
    mishaps = []
    for each in messages:
        try:
            await _send(each, server, poster, home)
        except TilgaengeligError as error:
            log.warning("a message to %s was not sent", each.recipient.name)
            mishaps.append(str(error))
    return mishaps


async def _send(each: Addressed, server: MailServer | None, poster: Poster, home: str) -> None:
    to = each.recipient
    if to.channel is not Channel.MAIL:
        await poster.post(to.name, to.to, payload(each.message, to.channel, home), to.secret)
        return
    if server is None:
        raise SetupLacks(f"{to.name} skal have mail, men der er ingen mailserver i indstillingerne ([mail]).")
    said = letter(each.message, home)
    mail = make_mail(server.sender, to.to, said.subject, said.text, said.html)
    await asyncio.to_thread(send_mail, server, mail)


def recipients_of(settings: Settings, store: Store) -> list[Recipient]:
    """Who is told, as the settings have it; sites may be named there as everywhere (`site_named`)."""
    return [
        Recipient(
            name=each.name,
            channel=each.channel,
            to=each.to.get_secret_value(),
            who=frozenset(each.who),
            sites=frozenset(map(store.site_named, each.sites)),
            at_least=each.at_least,
            weekly=each.weekly,
            secret=each.secret.get_secret_value(),
        )
        for each in settings.recipients
    ]


def unmet(settings: Settings, store: Store) -> list[str]:
    """A sentence on each site of a recipient's that is neither on the list nor audited: of that nobody is ever told."""
    if not any(each.sites for each in settings.recipients):
        return []
    orders = [kept.website.order for kept in store.websites()] + [each.order for each in store.last_audits()]
    known = {name for order in orders for name in twins(order.site)}
    return [
        f"{each.name} skal have besked om ”{site}”, men det websted kender vi ikke. Ret sites i indstillingerne."
        for each in settings.recipients
        for site in each.sites
        if store.site_named(site) not in known
    ]


def server_of(settings: Settings) -> MailServer | None:
    """The server that takes our mails; None where none is set."""
    mail = settings.mail
    if mail is None:
        return None
    password = mail.password.get_secret_value()
    return MailServer(mail.host, mail.port, Security(mail.security), mail.sender, mail.user, password)


def on_audit(
    store: Store,
    titles: Mapping[str, str],
    recipients: Iterable[Recipient],
    audit_id: str,
    *,
    overruns: Sequence[str] = (),
) -> list[Addressed]:
    """What there is to tell of an audit: what it brought since the last that was told, or that it read nothing."""
    site = store.audit(audit_id).order.site
    if not store.progress(audit_id).read:
        return on_failure(recipients, site, _why_nothing(store, audit_id), audit_id)
    found = difference(store, audit_id, last_told(store, audit_id))
    if found is None:
        return []
    made = ((each, news(found, each, titles, site=site, overruns=overruns)) for each in recipients)
    return [Addressed(each, message) for each, message in made if message is not None]


def came_through(found: Sequence[Addressed], mishaps: Sequence[str]) -> bool:
    """Whether what was found is told: where not one message gets through, the next tells of it too."""
    return not mishaps or len(mishaps) < len(found)


def last_told(store: Store, audit_id: str) -> str | None:
    """The audit that was the newest of the site when it was last told of: what came after it nobody has heard of.

    An audit that somebody orders in between tells nobody anything. None where nothing is told of the site yet.
    """
    told = store.seen_to(_telling_of(store.audit(audit_id)))
    known = _known_then(store.before(audit_id, most=_NIGHTS), told) if told else None
    return known.id if known else None


def note_told(store: Store, audit_id: str) -> None:
    """It is told, and what comes next is held against it; one that is stopped or read nothing has nothing to say."""
    record = store.audit(audit_id)
    chore = _telling_of(record)
    told = store.seen_to(chore)
    fit = record.state is AuditState.DONE and store.read_count(audit_id)
    if fit and (told is None or told < _ended(record)):
        store.handle_chore(chore, _ended(record))


def on_week(
    store: Store,
    titles: Mapping[str, str],
    recipients: Sequence[Recipient],
    days: int | None = None,
    *,
    now: dt.datetime | None = None,
) -> list[Addressed]:
    """The digest: for each site what its newest audit that read anything brought since the digest before.

    That is so many days ago where that is said, and a week where no digest is known. Audits count by when they were
    finished, since one that was under way then was not told of. Where none was finished since, all is told already.
    """
    now = now or dt.datetime.now(dt.UTC)
    told = store.seen_to(_WEEKS_TOLD) if days is None else None
    back = _WEEK if days is None else dt.timedelta(days=days)
    since = told if told is not None and told <= now else now - back
    addressed = []
    for last in store.last_audits():
        nights = [last, *store.before(last.id, most=_NIGHTS)]
        while nights and not store.read_count(nights[0].id):
            del nights[0]
        if len(nights) < 2 or _ended(nights[0]) <= since:
            continue
        newest, *earlier = nights
        against = _known_then(earlier, since)
        found = difference(store, newest.id, against.id if against else None)
        if found is None:
            continue
        for each in recipients:
            message = news(found, each, titles, site=newest.order.site, occasion=Occasion.WEEK)
            if message is not None:
                addressed.append(Addressed(each, message))
    return addressed


def note_week(store: Store, now: dt.datetime) -> None:
    """The digest went out; what was finished up to then is told."""
    store.handle_chore(_WEEKS_TOLD, now)


def _telling_of(record: AuditRecord) -> str:
    return f"fortalt om {record.order.place}"


def _known_then(audits: Sequence[AuditRecord], moment: dt.datetime) -> AuditRecord | None:
    """The newest of the audits that was finished then, or else the first that we have."""
    return next((each for each in audits if _ended(each) <= moment), audits[-1] if audits else None)


def _ended(record: AuditRecord) -> dt.datetime:
    return record.finished or record.started


def on_failure(
    recipients: Iterable[Recipient], site: str, mishap: str, audit_id: str = ""
) -> list[Addressed]:
    """That an audit came to nothing."""
    made = ((each, failure(each, site=site, mishap=mishap, audit=audit_id)) for each in recipients)
    return [Addressed(each, message) for each, message in made if message is not None]


def _why_nothing(store: Store, audit_id: str) -> str:
    troubles = (row.trouble for row in store.subjects(audit_id))
    return next((trouble.sentence for trouble in troubles if trouble), "Intet kunne læses.")

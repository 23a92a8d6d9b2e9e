"""Mails, sent over SMTP (RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid
from enum import StrEnum

from tilgaengelig.model.errors import Unsent, WrongUse

_SECONDS = 30.0


class Security(StrEnum):
    """How the connection is shut to others: from its start, by STARTTLS, or not at all (a server next door)."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes our mails. `sender` is the address that they come from."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Without the password."""
        return f"MailServer({self.host!r}, {self.port})"


def make_mail(sender: str, to: str, subject: str, text: str, html: str) -> EmailMessage:
    """A mail with both bodies, marked as sent by a machine so that no holiday answer comes back (RFC 3834).

    Raises WrongUse for an address that is none.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(subject.split())
    mail["From"] = _address(sender)
    mail["To"] = _address(to)
    mail["Date"] = localtime()
    mail["Message-ID"] = make_msgid(domain=_address(sender).domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    mail["Content-Language"] = "da"
    return mail


def send_mail(server: MailServer, mail: EmailMessage) -> None:
    """Hands the mail to the server. Raises Unsent, with a sentence that holds no secret."""
    try:
        with _logged_in(server) as connection:
            refused = connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise Unsent(f"Mailserveren {server.host} ville ikke sende til {mail['To']}.") from error
    if refused:
        raise Unsent(f"Mailserveren {server.host} ville ikke sende til {mail['To']}.")


def greet(server: MailServer) -> None:
    """Logs in and sends nothing. Raises Unsent where no mail could be sent."""
    with _logged_in(server):
        pass


@contextmanager
def _logged_in(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection that takes mail. Raises Unsent for all but what a mail itself is refused for."""
    try:
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            yield connection
    except smtplib.SMTPRecipientsRefused:
        raise
    except smtplib.SMTPAuthenticationError:
        # What the server says may repeat what it was sent.
        raise Unsent(f"Mailserveren {server.host} godkendte ikke brugernavn og adgangskode.") from None
    except smtplib.SMTPNotSupportedError as error:
        raise Unsent(
            f"Mailserveren {server.host} kan ikke det, der er valgt (STARTTLS eller login)."
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unsent(
            f"Mailserveren {server.host} tog ikke imod beskeden ({type(error).__name__})."
        ) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    if server.security is Security.STARTTLS:
        try:
            connection.starttls(context=context)
        except BaseException:
            connection.close()
            raise
    return connection


def _address(text: str) -> Address:
    try:
        address = Address(addr_spec=text.strip())
    except (ValueError, IndexError, AttributeError, TypeError) as error:
        raise WrongUse(f"”{text}” er ikke en mailadresse.") from error
    if not address.domain:
        raise WrongUse(f"”{text}” er ikke en mailadresse.")
    return address

"""What an exception of the HTTP client means: the Trouble that it stands for."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Iterator

import httpx

from tilgaengelig.gather.net.heads import told_in_reason
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

#: OpenSSL's codes for what is wrong with a certificate (x509_vfy.h), in words.
_CERTIFICATE = {
    9: "certifikatet gælder ikke endnu",
    10: "certifikatet er udløbet",
    18: "certifikatet er selvunderskrevet",
    19: "certifikatet er udstedt af en ukendt udsteder",
    20: "certifikatets udsteder er ukendt, eller et mellemcertifikat mangler",
    21: "certifikatets udsteder er ukendt, eller et mellemcertifikat mangler",
    23: "certifikatet er trukket tilbage",
    62: "certifikatet gælder ikke for navnet {host}",
    64: "certifikatet gælder ikke for {host}",
}


@functools.cache  # reading the lists takes a third of a second
def tls_context(authorities: str = "") -> ssl.SSLContext:
    """Certificates are checked against certifi's list, the machine's own, and a file of further authorities.

    The machine's list has the authorities of an intranet, and it is what the browser trusts.
    """
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if authorities:
        context.load_verify_locations(cafile=authorities)
    return context


def unread_of(error: Exception, host: str) -> Unread:
    """The Trouble that an exception of httpx stands for."""
    if isinstance(error, httpx.ProxyError):
        return told_in_reason(str(error)) or Unread(TroubleKind.CONNECTION_LOST)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Unread(TroubleKind.NOT_AN_ADDRESS, host)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = _CERTIFICATE.get(cause.verify_code, "certifikatet kan ikke godkendes")
            return Unread(TroubleKind.TLS, words.format(host=host))
        if isinstance(cause, ssl.SSLError) and not isinstance(
            cause, ssl.SSLEOFError | ssl.SSLZeroReturnError
        ):
            return Unread(TroubleKind.TLS, "serveren og vi kan ikke blive enige om en sikker forbindelse")
    return Unread(TroubleKind.CONNECTION_LOST)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__

"""The one normal form of a web address, how people write and read it, and which addresses belong to an audit.

Two spellings that a browser would take to the same page get the same normal form, so that nothing is
fetched, judged or counted twice. Whatever cannot be made into such a form is not an address.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import idna

from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

PORTS = {"http": 80, "https": 443}

#: No server in use takes more; what is longer comes from a fault in a page.
_LONGEST = 8000

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE_OR_UNSAFE = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]", re.DOTALL)
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_USER = re.compile(r"(?<=//)[^/?#]*@")

#: Parameters that tell who sent the reader, never what is shown.
_TRACKING = re.compile(
    r"utm_.*|mtm_.*|pk_(campaign|kwd|keyword|source|medium|content|cid)|piwik_(campaign|kwd|keyword)"
    r"|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|twclid|yclid|ttclid|igshid|li_fat_id"
    r"|mc_cid|mc_eid|_ga|_gl|_gac|_hsenc|_hsmi|__hs.*|hsctatracking|_openstat|vero_id|oly_enc_id|oly_anon_id"
    r"|wt\.mc_id"
)
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid.*|cfid|cftoken|sessionid|session_id")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\((?:[A-Z]\([^()/]*\))+\)(?=/|$)")  # ASP.NET puts its session into a segment

#: A letter of Latin-1 in UTF-8, and the mark over å, ä, ö or é where a Mac wrote it as a sign of its own.
_ESCAPED_LETTER = re.compile(
    r"%C3%(?:[8A][0-9A-F]|9[0-689A-F]|B[0-689A-F])|[A-Za-z]%CC%8[018A]", re.IGNORECASE
)
#: A label of a host: at the start, after // or after another label.
_ENCODED_LABEL = re.compile(r"(?:^|(?<=//)|(?<=\.))xn--[a-z0-9-]{1,59}")
_LATIN = re.compile("[a-z0-9à-öø-ÿ-]+")


def normal(address: str, base: str = "") -> str:
    """The address in its one normal form, seen from `base`; raises Unread(NOT_AN_ADDRESS)."""
    written = _cleaned(address)
    try:
        parts = urlsplit(urljoin(base, written) if base else written)
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        raise _not_an_address(address) from None
    if parts.scheme not in PORTS or not host or port == 0 or len(written) > _LONGEST:
        raise _not_an_address(address)
    authority = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    query = _query(parts.query)
    return f"{parts.scheme}://{authority}{_path(parts.path)}{'?' if query else ''}{query}"


def host_of(address: str) -> str:
    """The host of an address in normal form, as a person says it (IPv6 without brackets)."""
    return urlsplit(address).hostname or ""


def origin_of(address: str) -> str:
    """Scheme, host and port of an address in normal form, without a slash at the end."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def port_of(address: str) -> int:
    """The port of an address in normal form."""
    parts = urlsplit(address)
    return parts.port or PORTS[parts.scheme]


def host_name(written: str) -> str:
    """A host in its one form (lower-case, IDNA, numbers as dotted IPv4); raises ValueError where it is none.

    Numeric spellings are read as browsers read them, so that 0x7f.1 and 2130706433 are seen to be 127.0.0.1.
    """
    name = unquote(written).lower().removesuffix(".")
    if ":" in name:
        if "%" in name:  # a zone is an interface of this machine, and no part of an address
            raise ValueError(name)
        return str(ipaddress.IPv6Address(name.strip("[]")))
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii").removesuffix(".")
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise ValueError(name)
    return _ipv4(name) if _NUMBER.fullmatch(name.rpartition(".")[2]) else name


def site_of(written: str) -> str:
    """The site (its host, with the port where it has one) that is meant by an address or by a host alone.

    Raises Unread(NOT_AN_ADDRESS).
    """
    return urlsplit(normal(completed(written.strip()))).netloc


def completed(written: str) -> str:
    """What somebody typed as an address, by https where it has no scheme."""
    return written if "://" in written else f"https://{written}"


def readable(address: str) -> str:
    """An address or a host with the letters of Danish and its neighbours as letters, as a browser shows them.

    It leads to the same place when it is typed; what a link needs is the other, `/b%C3%B8rn` and `xn--bger-gra.dk`. No
    letters but those of Latin-1, since others can be drawn alike, and make a host look like another.
    """
    address = _ESCAPED_LETTER.sub(lambda found: unquote(found[0]), address)
    return _ENCODED_LABEL.sub(_label, address) if "xn--" in address else address


def unescaped(path: str) -> str:
    """A path with nothing escaped: what a person has written of it and what an address has compare in this form."""
    return normalize("NFC", unquote(path))


def within(part: str) -> str:
    """A part of a site with a slash at its end: what lies in it begins so, and its neighbours do not.

    Of an address at the part itself (`/da`) the same holds once it is written so too.
    """
    return f"{part.rstrip('/')}/"


class Scope:
    """The part of the web that one audit covers: the start's host, its www twin, and paths below a prefix.

    www.x and x are one site (as are http and https of it), since most sites send one to the other and link to
    both. A prefix ends at a slash: `/da` holds /da and /da/om, not /dato.
    """

    def __init__(self, start: str, prefix: str = "/") -> None:
        self._site = _site(start)
        self._prefix = urlsplit(normal(prefix or "/", origin_of(start) + "/")).path.rstrip("/")

    def holds(self, address: str) -> bool:
        """Whether an address in normal form belongs to the audit."""
        path = urlsplit(address).path
        return _site(address) == self._site and (path == self._prefix or path.startswith(self._prefix + "/"))


def without_www(host: str) -> str:
    """The one name that a host shares with its www twin."""
    return host.removeprefix("www.") if host.count(".") > 1 or host.endswith(".localhost") else host


def twins(site: str) -> tuple[str, str]:
    """The two names of one site (host, with its port where it has one): without www and with it."""
    bare = without_www(site)
    return bare, f"www.{bare}"


def other_names(address: str) -> Iterator[str]:
    """An address in normal form as it is by the other names of its site: with the other scheme, with or without www."""
    parts = urlsplit(address)
    for scheme in (parts.scheme, *(each for each in PORTS if each != parts.scheme)):
        for host in twins(parts.netloc):
            other = urlunsplit(parts._replace(scheme=scheme, netloc=host))
            if other != address:
                yield other


def _site(address: str) -> tuple[str, int | None]:
    parts = urlsplit(address)
    return without_www(parts.hostname or ""), parts.port


def _cleaned(address: str) -> str:
    """What a browser reads of it: no control characters round it, no line ends in it, / for \\."""
    text = address.encode("utf-8", "replace").decode("utf-8")
    text = re.sub(r"[\t\r\n]", "", text).strip("".join(map(chr, range(0x21))) + "\xa0\ufeff")
    head = re.match(r"[^?#]*", text)
    end = head.end() if head else 0
    return text[:end].replace("\\", "/") + text[end:].partition("#")[0]


def _host(written: str) -> str:
    name = host_name(written)
    return f"[{name}]" if ":" in name else name


def _ipv4(name: str) -> str:
    labels = name.split(".")
    if len(labels) > 4:
        raise ValueError(name)
    numbers = [_number(label) for label in labels]
    room = 256 ** (5 - len(numbers))
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= room:
        raise ValueError(name)
    return str(ipaddress.IPv4Address(numbers[-1] + sum(n << 8 * (3 - i) for i, n in enumerate(numbers[:-1]))))


def _number(label: str) -> int:
    if not _NUMBER.fullmatch(label) or len(label) > 16:
        raise ValueError(label)
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def _escaped(text: str) -> str:
    """Percent-encoding in one form: needless escapes undone, the rest in capitals, stray % escaped."""

    def one(found: re.Match[str]) -> str:
        if found[1] is None:
            return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))
        byte = int(found[1], 16)
        return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"

    return _ESCAPE_OR_UNSAFE.sub(one, text)


def _path(written: str) -> str:
    path = _COOKIELESS.sub("", _SESSION_IN_PATH.sub("", _escaped(written)))
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == ".." and kept:
            kept.pop()
        if segment not in {".", ".."}:
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _query(written: str) -> str:
    pieces = _escaped(written).split("&")
    return "&".join(piece for piece in pieces if piece and not _says_nothing(piece))


def _says_nothing(piece: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    return bool(_TRACKING.fullmatch(name) or _SESSION.fullmatch(name))


def _not_an_address(address: str) -> Unread:
    # Name and password must not reach a report; nor must a whole page that was pasted by mistake.
    shown = _USER.sub("", " ".join(address.encode("utf-8", "replace").decode("utf-8").split()))
    return Unread(TroubleKind.NOT_AN_ADDRESS, shown if len(shown) <= 200 else shown[:199] + "…")


def _label(found: re.Match[str]) -> str:
    try:
        label = idna.decode(found[0])
    except UnicodeError:  # whatever idna objects to is one
        return found[0]
    return label if _LATIN.fullmatch(label) else found[0]

"""The address guard: which machines we may connect to at all.

Addresses come from strangers, so what a name resolves to is looked at before any connection, and the
connection is made to the very address that was looked at. Where a name has both good and refused addresses
only the good ones are used: since they are pinned, the others cannot be reached by asking again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from ipaddress import IPv4Address, IPv6Address

from tilgaengelig.gather.net.spoken import seconds_said
from tilgaengelig.model.addresses import host_name
from tilgaengelig.model.errors import Unread, WrongUse
from tilgaengelig.model.trouble import TroubleKind

IP = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

#: IANA's special-purpose registry for IPv4, as of 2026, and the machine-local address of Azure's metadata.
_REFUSED_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
#: Only global unicast is ever open; these parts of it are not (IETF protocols with Teredo, documentation, and
#: 6to4, which is given up: RFC 7526).
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
#: Forms that carry an IPv4 address: (network, how far the 32 bits stand from the right).
_CARRIERS = tuple(
    (ipaddress.IPv6Network(network), shift)
    for network, shift in (
        ("::ffff:0:0/96", 0),  # mapped
        ("::ffff:0:0:0/96", 0),  # translated
        ("::/96", 0),  # compatible, and with it :: and ::1
        ("64:ff9b::/96", 0),  # NAT64
        ("2002::/16", 80),  # 6to4
    )
)


#: A look-up holds its thread for as long as the name servers are silent, whoever waits for it: so they have threads of
#: their own, and nothing else waits for those.
_LOOK_UPS = ThreadPoolExecutor(32, "look-up")
#: Seconds in which a name that took too long is not asked for again.
_REMEMBERED = 10.0
#: Whoever said within so many seconds that they are busy may be asked once more.
_SOON = 1.0


class AddressGuard:
    """Resolves names and refuses what points into a closed network.

    `allowed_networks` are CIDRs opened by whoever runs us; `opened` are the host and port of the addresses
    that a person typed. An opened pair may resolve to anything; the same host on another port may not.
    """

    def __init__(
        self,
        allowed_networks: Iterable[str] = (),
        opened: Iterable[tuple[str, int]] = (),
        *,
        resolver: Resolver | None = None,
        seconds: float = 10.0,
    ) -> None:
        self._allowed = tuple(map(_network, allowed_networks))
        self._opened = Counter((_host_or_unread(host), port) for host, port in opened)
        self._resolver = resolver or _ask_the_system
        self._seconds = seconds
        self._slow: dict[str, float] = {}  # names that took too long, and until when that is remembered

    @contextmanager
    def opening(self, pairs: Iterable[tuple[str, int]]) -> Iterator[None]:
        """While the block runs, these hosts and ports are opened too."""
        named = [(_host_or_unread(host), port) for host, port in pairs]
        self._opened.update(named)
        try:
            yield
        finally:
            self._opened.subtract(named)

    async def resolve(self, host: str, port: int) -> list[str]:
        """The IP addresses to connect to; raises Unread (ADDRESS_REFUSED, UNKNOWN_HOST, TIMEOUT)."""
        name = _host_or_unread(host)
        answers = await self._answers(name, port)
        if self._opened[name, port]:
            return [str(answer) for answer in answers]
        good = [str(answer) for answer in answers if not self.refuses(answer)]
        if not good:
            # The name, not what it resolves to: a stranger must not learn an intranet's addresses from us.
            raise Unread(TroubleKind.ADDRESS_REFUSED, name)
        return good

    def refuses(self, ip: IP) -> bool:
        """Whether an IP address is in a closed network, in itself or by the IPv4 address that it carries."""
        inner = _carried(ip)
        if any(form in network for network in self._allowed for form in (ip, inner)):
            return False
        if isinstance(ip, IPv6Address) and any(ip in network for network in _REFUSED_6):
            return True
        if isinstance(inner, IPv4Address):
            return any(inner in network for network in _REFUSED_4)
        return inner not in _GLOBAL_6

    async def _answers(self, name: str, port: int) -> list[IP]:
        literal = _literal(name)
        if literal:
            return literal
        now = asyncio.get_running_loop().time
        if self._slow.get(name, 0.0) > now():
            raise Unread(TroubleKind.TIMEOUT, seconds_said(self._seconds))
        try:
            async with asyncio.timeout(self._seconds):
                texts = await self._resolver(name, port)
        except TimeoutError:
            self._slow = {slow: until for slow, until in self._slow.items() if until > now()}
            self._slow[name] = now() + _REMEMBERED
            raise Unread(TroubleKind.TIMEOUT, seconds_said(self._seconds)) from None
        except (OSError, UnicodeError):
            raise Unread(TroubleKind.UNKNOWN_HOST, name) from None
        answers = list(dict.fromkeys(map(_unscoped, texts)))
        if not answers:
            raise Unread(TroubleKind.UNKNOWN_HOST, name)
        return answers


def _literal(name: str) -> list[IP]:
    """What a name means without asking anybody: IP literals, and the names that RFC 6761 sets apart."""
    try:
        return [ipaddress.ip_address(name)]
    except ValueError:
        pass
    if name == "localhost" or name.endswith(".localhost"):
        return [IPv4Address("127.0.0.1"), IPv6Address("::1")]
    if name.endswith((".invalid", ".onion")):
        raise Unread(TroubleKind.UNKNOWN_HOST, name)
    return []


def _carried(ip: IP) -> IP:
    if isinstance(ip, IPv6Address):
        for network, shift in _CARRIERS:
            if ip in network:
                return IPv4Address(int(ip) >> shift & 0xFFFFFFFF)
    return ip


def _unscoped(text: str) -> IP:
    return ipaddress.ip_address(text.partition("%")[0])


def _host_or_unread(host: str) -> str:
    try:
        return host_name(host)
    except ValueError:
        raise Unread(TroubleKind.UNKNOWN_HOST, host[:200]) from None


def _network(cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(cidr.strip(), strict=False)
    except ValueError:
        raise WrongUse(f"”{cidr}” er ikke et netværk; skriv det som 10.0.0.0/8.") from None


async def _ask_the_system(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    began = loop.time()
    try:
        found = await loop.run_in_executor(_LOOK_UPS, ask)
    except socket.gaierror as error:
        if error.errno != socket.EAI_AGAIN or loop.time() - began > _SOON:
            raise
        found = await loop.run_in_executor(_LOOK_UPS, ask)  # the name server was busy
    return [str(sockaddr[0]) for *_, sockaddr in found]

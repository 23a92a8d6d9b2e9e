"""What may go wrong between us and something published, each told in one plain Danish sentence.

Trouble is data: it stands on the visit, is counted in every report, and never ends an audit. The sentence
says what happened and what to do about it; `{…}` is filled from `detail`, where a kind needs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TroubleKind(StrEnum):
    """Why an address was not read; the value is stable and stands in the store and the API."""

    NOT_AN_ADDRESS = "not-an-address"
    ADDRESS_REFUSED = "address-refused"
    UNKNOWN_HOST = "unknown-host"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_LOST = "connection-lost"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    NOT_FOUND = "not-found"
    CLIENT_ERROR = "client-error"
    SERVER_ERROR = "server-error"
    RATE_LIMITED = "rate-limited"
    ROBOTS = "robots"
    LOGIN = "login"
    BOT_WALL = "bot-wall"
    ERROR_PAGE = "error-page"
    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported-type"
    BAD_ENCODING = "bad-encoding"
    DOWNLOAD = "download"
    BROWSER_TIMEOUT = "browser-timeout"
    BROWSER_CRASH = "browser-crash"
    PAGE_LEFT = "page-left"
    DOCUMENT_CORRUPT = "document-corrupt"
    DOCUMENT_ENCRYPTED = "document-encrypted"
    DOCUMENT_TOO_HEAVY = "document-too-heavy"
    NO_SUCH_FILE = "no-such-file"
    UNREADABLE_FILE = "unreadable-file"
    OUR_FAULT = "our-fault"


_SENTENCES = {
    TroubleKind.NOT_AN_ADDRESS: "”{detail}” er ikke en webadresse; skriv den som https://www.ministerium.dk.",
    TroubleKind.ADDRESS_REFUSED: (
        "Adressen peger ind i et lukket netværk ({detail}), så vi henter den ikke; "
        "åbn netværket med --allow-network, hvis det er jeres eget."
    ),
    TroubleKind.UNKNOWN_HOST: (
        "Navnet {detail} findes ikke på nettet; se efter, om adressen er stavet rigtigt."
    ),
    TroubleKind.CONNECTION_REFUSED: (
        "Serveren {detail} svarer ikke; se efter, om den kører, og om adresse og port er rigtige."
    ),
    TroubleKind.CONNECTION_LOST: (
        "Forbindelsen blev afbrudt, før siden var hentet; prøv igen, og bed driften se på serveren, "
        "hvis det sker tit."
    ),
    TroubleKind.TLS: (
        "Serverens sikkerhedscertifikat er ikke i orden ({detail}); bed driften om at forny eller rette det."
    ),
    TroubleKind.TIMEOUT: "Serveren svarede ikke inden for {detail}; prøv igen, når den er mindre travl.",
    TroubleKind.TOO_LARGE: "Filen fylder mere end grænsen på {detail}, så den er ikke læst; del den op.",
    TroubleKind.TOO_MANY_REDIRECTS: (
        "Adressen sender videre i ring eller for mange gange ({detail}); ret viderestillingen."
    ),
    TroubleKind.NOT_FOUND: "Siden findes ikke (svar {detail}); ret eller fjern de links, der peger på den.",
    TroubleKind.CLIENT_ERROR: "Serveren afviste os (svar {detail}); giv vores robot adgang, eller ret adressen.",
    TroubleKind.SERVER_ERROR: "Serveren fejlede (svar {detail}); prøv igen, og giv driften besked.",
    TroubleKind.RATE_LIMITED: (
        "Serveren bad os blive ved med at vente (svar {detail}); prøv igen senere, "
        "eller aftal et roligt tempo med driften."
    ),
    TroubleKind.ROBOTS: (
        "Webstedets robots.txt beder robotter om at holde sig væk herfra; "
        "giv tilgaengelig lov i robots.txt, hvis siden skal kontrolleres."
    ),
    TroubleKind.LOGIN: (
        "Siden kræver, at man logger ind, så indholdet er ikke læst; giv os adgang med --storage-state."
    ),
    TroubleKind.BOT_WALL: (
        "Webstedet spærrer for robotter, så indholdet er ikke læst; bed driften om at lukke os ind."
    ),
    TroubleKind.ERROR_PAGE: (
        "Siden er en fejlside, selv om serveren siger, at alt er i orden; ret siden eller serverens svar."
    ),
    TroubleKind.EMPTY: "Siden er tom; se efter, om den er udgivet, og om den virker i en browser.",
    TroubleKind.UNSUPPORTED_TYPE: (
        "Indholdet er af typen {detail}, som vi ikke kan kontrollere; vi læser websider og PDF-filer."
    ),
    TroubleKind.BAD_ENCODING: (
        "Teksten er gemt med en anden tegntabel end den, serveren oplyser ({detail}); gem siden som UTF-8."
    ),
    TroubleKind.DOWNLOAD: "Adressen henter en fil i stedet for at vise en side; link til filen med type og størrelse.",
    TroubleKind.BROWSER_TIMEOUT: (
        "Siden blev ikke færdig i browseren inden for {detail}; se efter, om den hænger, også for borgerne."
    ),
    TroubleKind.BROWSER_CRASH: (
        "Siden fik browseren til at gå ned; prøv igen, og bed udvikleren se på siden, hvis det gentager sig."
    ),
    TroubleKind.PAGE_LEFT: (
        "Siden sendte browseren videre til {detail}, mens vi kontrollerede den; kontrollér den adresse i stedet."
    ),
    TroubleKind.DOCUMENT_CORRUPT: (
        "PDF-filen er beskadiget og kan ikke læses; dan den igen fra kilden, og læg den op på ny."
    ),
    TroubleKind.DOCUMENT_ENCRYPTED: (
        "PDF-filen er låst med adgangskode eller på en anden måde, så ingen kan læse den frit; læg den op uden lås."
    ),
    TroubleKind.DOCUMENT_TOO_HEAVY: (
        "PDF-filen tog for lang tid eller for meget plads at læse; dan den igen, eller del den op."
    ),
    TroubleKind.OUR_FAULT: (
        "Vi kom selv galt af sted med denne side, så den er ikke kontrolleret; prøv igen, "
        "og send os loggen, hvis det sker igen."
    ),
    TroubleKind.NO_SUCH_FILE: "Filen {detail} findes ikke; se efter, om navnet er rigtigt.",
    TroubleKind.UNREADABLE_FILE: "Filen {detail} kan ikke læses; se efter, om det er en fil, og om du må læse den.",
}
#: What is said in its place where there is a detail to tell.
_TOLD_IN_DETAIL = {TroubleKind.ROBOTS: "Webstedets {detail}"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that went wrong: its kind, what the sentence needs, and the HTTP status where there was one."""

    kind: TroubleKind
    detail: str = ""
    status: int | None = None

    @property
    def sentence(self) -> str:
        """One Danish sentence: what happened, and what to do."""
        sentence = _TOLD_IN_DETAIL.get(self.kind) if self.detail else None
        return (sentence or _SENTENCES[self.kind]).format(detail=self.detail)


#: Trouble that says that whoever follows a link to the address meets a dead end.
BROKEN = frozenset(
    {
        TroubleKind.NOT_FOUND,
        TroubleKind.UNKNOWN_HOST,
        TroubleKind.CONNECTION_REFUSED,
        TroubleKind.TLS,
        TroubleKind.TOO_MANY_REDIRECTS,
        TroubleKind.SERVER_ERROR,
    }
)

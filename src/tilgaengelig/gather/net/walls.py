"""Walls: pages that stand in the way of the page that was asked for. Pure; high precision before high recall.

A login form, a bot check or an error page that is judged as content gives findings on what nobody wrote and
green lights over pages that nobody read. A page *about* such things must be judged, so a marker alone is never
enough: it takes the marker and a page that has little else to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlsplit

from tilgaengelig.model.trouble import TroubleKind

_LOOK = 300_000
#: A wall says little; an article about one says more than this many words.
_FEW, _SOME = 80, 200

_IDENTITY_HOSTS = re.compile(
    r"login\.(microsoftonline|windows|live)\.com|accounts\.google\.com|login\.nemlog-in\.dk|nemlog-in\.mitid\.dk"
    r"|(appl|core|login)\.mitid\.dk|(.+\.)?wayf\.wayf\.dk|wayf\.dk|(.+\.)?b2clogin\.com|(.+\.)?okta\.com"
    r"|(.+\.)?auth0\.com|(.+\.)?(criipto|idura)\.(id|broker)|(login|sso|idp|adfs|sts|fs)\..+"
)
_SURE_IDENTITY_HOSTS = re.compile(
    r"login\.(microsoftonline|windows|live)\.com|accounts\.google\.com|login\.nemlog-in\.dk|nemlog-in\.mitid\.dk"
    r"|(appl|core)\.mitid\.dk|wayf\.wayf\.dk|(.+\.)?b2clogin\.com"
)
_SURE_LOGIN_PATH = re.compile(
    r"/adfs/(ls|oauth2)\b|/_layouts/(15/)?authenticate\.aspx|/simplesaml/|/saml2?/(sso|login)", re.I
)
_LOGIN_PATH = re.compile(
    r"/(log-?in|log-?ind|log-?on|log-?paa|log-?på|sign-?in|wp-login\.php|user/login|account/login|auth|sso)(?=[/.?]|$)",
    re.I,
)
_LOGIN_WORDS = re.compile(
    r"(log (ind|på|in|on)|login|sign in|log-?ind|du skal (være logget|logge) (ind|på).*|adgang kræver login"
    r"|authentication required|log (ind|på) med (mitid|nemlog-?in|unilogin|wayf).*|vælg (login|log ?ind).*)",
)
_LOGIN_WAY = re.compile(
    r"(nemlog-?in|mitid|unilogin|wayf|saml|adfs|/login|/signin|/auth|oauth|openid)", re.IGNORECASE
)
_FORM_OR_LINK = re.compile(
    r"<(?:form\b[^<>]{0,500}?\baction|a\b[^<>]{0,500}?\bhref)\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE
)

_BOT_TITLES = re.compile(
    r"just a moment\.{0,3}…?|lige et øjeblik\.{0,3}…?|et øjeblik\.{0,3}…?|attention required! ?\| cloudflare"
    r"|access denied( ?\| ?.* used cloudflare to restrict access)?|ddos-guard|security check(point)?"
    r"|are you (a )?(robot|human)\??|robot check|verify(ing)? (that )?you are (a )?human|pardon our interruption"
    r"|vercel security checkpoint|er du (en robot|et menneske)\??|bekræft,? at du er et menneske|request rejected"
    r"|client challenge|checking your browser.*|human verification|captcha|bot verification"
)
_BOT_MARKS = re.compile(
    r"cf-browser-verification|cf_chl_opt|/cdn-cgi/challenge-platform/h/|_incapsula_resource|incapsula incident id"
    r"|errors\.edgesuite\.net|captcha-delivery\.com|px-captcha|_px_?captcha|perimeterx|awswaf\.com|aws-waf-token"
    r"|sucuri website firewall|the requested url was rejected\. please consult|ddos-guard|queue-it\.net"
    r"|g-recaptcha|h-captcha|hcaptcha\.com/1/api|recaptcha/api|challenges\.cloudflare\.com|friendlycaptcha"
    r"|/_sec/cp_challenge|bm-verify|radware|kasada|imperva"
)
#: Marks that stand on no page but a wall.
_SURE_BOT_MARKS = re.compile(
    r"cf-browser-verification|window\._cf_chl_opt|incapsula incident id|captcha-delivery\.com/(captcha|interstitial)"
    r"|the requested url was rejected\. please consult with your administrator|/_sec/cp_challenge/verify"
    r"|sucuri website firewall - access denied"
)

_CODE = r"(401|403|404|410|500|502|503)"
_SORRY = r"((desværre|beklager|ups|hovsa|av|sorry|oops)[!,.:]* )?"
_ERRORS = (
    rf"((http|status)[ -]?)?(fejl|error|status|http|kode)(kode| code)?:? ?{_CODE}(\.\d+)?( .*)?",
    rf"{_CODE}(\.\d+)?( ?[-–—:.])?( (fejl|error|siden? .*|page not found|not found|ikke fundet|fejlside"
    r"|internal server error|forbidden|unauthorized|gone|service unavailable|bad gateway"
    r"|der (er )?op(stod|stået) en fejl))?",
    r"siden?,?( du (leder|ledte|søger|søgte|bad|beder)( (efter|om))?)?,? ((blev|er|kan|kunne) )?(desværre )?ikke"
    r"( blevet)?( (fundet|findes|vises|tilgængelig|at finde))( længere)?",
    r"siden?,?( du (leder|ledte|søger|søgte|bad|beder)( (efter|om))?)?,? (findes|eksisterer) (desværre )?ikke"
    r"( længere| mere)?",
    r"siden er (desværre )?(flyttet eller )?(slettet|fjernet)",
    r"vi (kan|kunne) (desværre )?ikke finde (den )?siden?(,? du .*)?",
    r"(ingen side fundet|ikke fundet|not found|fejlside|fejl|error)",
    r"((the|this) )?(page|content|document|resource|file)( you .*)? ?(was |is |could |can |has )?(not |been )*(be )?"
    r"(found|available|removed|displayed)",
    r"((the|this) )?(page|content|document|resource|file)( you .*)? (does not|doesn.t|no longer) exists?",
    r"(we )?(can.t|cannot|could not|couldn.t) find (the|that|this) page( .*)?",
    r"der (er )?op(stod|stået) (desværre )?en (uventet |teknisk |intern )?fejl( på siden)?",
    r"(en )?(uventet|teknisk|intern) fejl( .{0,30})?",
    r"(noget gik galt|der (gik|er gået) noget galt|something went wrong)( .{0,30})?",
    r"an (unexpected |internal )?error (has )?occurred",
    r"(internal server error|server error( in .* application)?|runtime error|service unavailable|bad gateway)",
    r"(hjemmesiden|webstedet|siden|sitet) er (midlertidigt )?(nede|lukket|utilgængelige?)",
    r"(hjemmesiden|webstedet|siden|sitet) er under (vedligeholdelse|opdatering)",
    r"(under vedligeholdelse|adgang nægtet|access denied|forbidden)",
)
_ERROR_TITLE = re.compile(rf"{_SORRY}({'|'.join(_ERRORS)})[.!…]*")
#: What is longer is no title but a text, and would only cost time.
_LONGEST_NAME = 150
_TAG = re.compile(r"<[^<>]*>")
_SCRIPT_EDGE = re.compile(r"<(/?)(?:script|style)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*|\s+:\s+")
_SHOWN = re.compile(
    r"<(img|svg|canvas|video|audio|picture|iframe|frame|object|embed|input|button|select|textarea|a|summary)\b"
    r"|\srole=",
    re.I,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


def wall(
    status: int,
    headers: Mapping[str, str],
    final: str,
    title: str,
    text: str,
    html: str,
    *,
    rendered: bool = False,
    passwords: int = 0,
) -> TroubleKind | None:
    """What stands in the way of the page: LOGIN, BOT_WALL, ERROR_PAGE or EMPTY; None where it is content.

    `final` is the address where one ended, `text` the page's visible text without menus. `rendered` says that
    scripts have run: before that, an empty page with scripts may yet become one. `passwords` are the password fields
    that the page shows outside its menus; many a header holds one that opens only when it is asked for.
    """
    look, words = html[:_LOOK], len(text.split())
    if _is_bot_wall(headers, title, words, look):
        return TroubleKind.BOT_WALL
    if _is_login(status, final, title, words, look, passwords):
        return TroubleKind.LOGIN
    if words < _FEW and _is_error_page(title, look):
        return TroubleKind.ERROR_PAGE
    if not text.strip() and not _SHOWN.search(look) and (rendered or not _SCRIPT.search(look)):
        return TroubleKind.EMPTY
    return None


def bot_wall(status: int, headers: Mapping[str, str], html: str) -> bool:
    """Whether an answer with an error status is a bot wall, before anything is rendered."""
    if status < 400:
        return False
    look = html[:_LOOK]
    words = len(_plain(_without_scripts(look)).split())
    return _is_bot_wall(headers, _element(look, "title"), words, look)


def _is_bot_wall(headers: Mapping[str, str], title: str, words: int, html: str) -> bool:
    lower = {name.lower(): value.lower() for name, value in headers.items()}
    if lower.get("cf-mitigated") == "challenge" or lower.get("x-amzn-waf-action") in {"challenge", "captcha"}:
        return True
    page = html.lower()
    if words < _SOME and _SURE_BOT_MARKS.search(page):
        return True
    if words >= _FEW:
        return False
    return bool(
        _BOT_TITLES.fullmatch(_spaced(title)) and (_BOT_MARKS.search(page) or "reference&#32;&#35;" in page)
    )


def _is_login(status: int, final: str, title: str, words: int, html: str, passwords: int) -> bool:
    if status in {401, 407}:
        return True
    parts = urlsplit(final)
    host = parts.hostname or ""
    if _SURE_IDENTITY_HOSTS.fullmatch(host) or (words < _SOME and _SURE_LOGIN_PATH.search(parts.path)):
        return True
    on_the_way = bool(_IDENTITY_HOSTS.fullmatch(host) or _LOGIN_PATH.search(parts.path))
    named = any(_LOGIN_WORDS.fullmatch(part) for part in _names(title, html))
    if passwords:
        return words < _FEW or (words < _SOME and (on_the_way or named))
    # No password field: a page that asks to choose a way in, and says nothing else.
    return (
        named and words < _FEW // 2 and any(_LOGIN_WAY.search(way[1]) for way in _FORM_OR_LINK.finditer(html))
    )


def _is_error_page(title: str, html: str) -> bool:
    return any(_ERROR_TITLE.fullmatch(name) for name in _names(title, html))


def _names(title: str, html: str) -> list[str]:
    """What the page calls itself: its first heading, its title, and the title's parts without the site's name."""
    whole = _spaced(title)
    names = [_spaced(_element(html, "h1")), whole, *map(_spaced, _PARTS.split(whole))]
    return [name for name in names if 0 < len(name) <= _LONGEST_NAME]


def _element(html: str, tag: str) -> str:
    """The text of the first element of that name; by search, since a pattern would take long on bad mark-up."""
    opened = re.search(rf"<{tag}\b[^<>]*>", html, re.IGNORECASE)
    if not opened:
        return ""
    inside = html[opened.end() : opened.end() + 2000]
    return _plain(re.split(rf"</{tag}", inside, maxsplit=1, flags=re.IGNORECASE)[0])


def _without_scripts(html: str) -> str:
    kept: list[str] = []
    start, inside = 0, False
    for edge in _SCRIPT_EDGE.finditer(html):
        if edge[1] and inside:
            start, inside = edge.start(), False
        elif not edge[1] and not inside:
            kept.append(html[start : edge.start()])
            inside = True
    return " ".join([*kept, "" if inside else html[start:]])


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


def _spaced(text: str) -> str:
    return " ".join(text.lower().split())

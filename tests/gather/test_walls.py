"""Walls are told from content, and content about walls is not taken for one."""

import pytest

from tilgaengelig.gather.net.walls import bot_wall, wall
from tilgaengelig.model.trouble import TroubleKind

ADDRESS = "https://www.ministerium.dk/a"
ARTICLE = " ".join(
    ["Ministeriet har i dag offentliggjort en ny vejledning til kommunerne om sikker adgang."] * 30
)
_LOGIN_FORM = (
    '<form action="/login"><input name=u><input class="a" type="password"><button>OK</button></form>'
)


def seen(
    title: str = "", text: str = "", html: str = "", final: str = ADDRESS, status: int = 200, rendered: bool = True,
    passwords: int | None = None, **headers: str,
) -> TroubleKind | None:  # fmt: skip
    page = f"<html><head><title>{title}</title></head><body>{html}{text}</body></html>"
    shown = page.count('type="password"') if passwords is None else passwords
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return wall(status, fields, final, title, text, page, rendered=rendered, passwords=shown)


@pytest.mark.parametrize(
    ("title", "text", "html", "final"),
    [
        ("Intranet", "Brugernavn Adgangskode Glemt adgangskode?", _LOGIN_FORM, ADDRESS),
        ("Log ind | Ministeriet", "Log ind for at se siden. " * 20, _LOGIN_FORM, ADDRESS),
        (
            "Ministeriet",
            "Velkommen " * 100,
            _LOGIN_FORM,
            "https://www.ministerium.dk/wp-login.php?redirect_to=x",
        ),
        ("Sign in to your account", "", "<div>", "https://login.microsoftonline.com/common/oauth2/authorize"),
        ("Log på", "Vælg login MitID", "", "https://login.nemlog-in.dk/login/mitid"),
        ("Log ind", "Log ind med MitID", '<a href="/nemlogin/start">MitID</a>', ADDRESS),
        ("Vælg login-udbyder", "Find din institution", "", "https://wayf.wayf.dk/saml2/idp/SSOService2.php"),
        ("Sign In", "Ministeriet", "<form>", "https://fs.ministerium.dk/adfs/ls/?SAMLRequest=x"),
    ],
)
def test_login_walls_are_seen(title: str, text: str, html: str, final: str) -> None:
    assert seen(title, text, html, final) is TroubleKind.LOGIN


@pytest.mark.parametrize(
    ("title", "html", "final", "text"),
    [
        ("Sådan logger du ind med MitID", '<a href="https://www.mitid.dk/login">MitID</a>', ADDRESS, ARTICLE),
        ("Log ind", '<a href="https://www.mitid.dk/">MitID</a>', ADDRESS, ARTICLE),
        ("Forside", _LOGIN_FORM, ADDRESS, ARTICLE),  # a login box in the page's header
        ("Log ind med MitID", "", "https://www.ministerium.dk/login-hjaelp", ARTICLE),
        ("Om NemLog-in", "", "https://www.nemlog-in.dk/om", ARTICLE),
        ("Forside", '<a href="/login">Log ind</a>', ADDRESS, "Kort side om skov og natur"),
        ("Om MitID", '<a href="/mitid">MitID</a>', ADDRESS, "Kort side om MitID"),
        ("Authority", "", "https://www.ministerium.dk/authority/about", "En kort side"),
    ],
)
def test_pages_about_login_are_content(title: str, html: str, final: str, text: str) -> None:
    assert seen(title, text, html, final) is None


def test_a_short_page_with_a_login_box_that_is_not_open_is_content() -> None:
    page = ("Åbningstider | Biblioteket", "Mandag 10-17", f"<header>{_LOGIN_FORM}</header>")
    assert seen(*page, passwords=0) is None
    assert seen(*page, passwords=1) is TroubleKind.LOGIN


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("Just a moment...", "<script>window._cf_chl_opt={cvId:'3'}</script>"),
        (
            "Lige et øjeblik...",
            '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page"></script>',
        ),
        ("Attention Required! | Cloudflare", '<div class="cf-browser-verification"></div>'),
        (
            "",
            "<iframe src='/_Incapsula_Resource?x'>Request unsuccessful. Incapsula incident ID: 1-2</iframe>",
        ),
        ("Access Denied", "Reference #18.2 https://errors.edgesuite.net/18.2"),
        (
            "Request Rejected",
            "The requested URL was rejected. Please consult with your administrator. Your support ID",
        ),
        ("ministerium.dk", "<script src='https://geo.captcha-delivery.com/captcha/?x'></script>"),
        ("Er du et menneske?", "<div class='g-recaptcha'></div>"),
    ],
)
def test_bot_walls_are_seen_with_any_status(title: str, html: str) -> None:
    assert seen(title, "", html) is TroubleKind.BOT_WALL
    assert bot_wall(403, {}, f"<title>{title}</title>{html}")
    assert not bot_wall(200, {}, f"<title>{title}</title>{html}")


def test_bot_walls_are_seen_by_their_headers() -> None:
    assert seen("x", "y", CF_Mitigated="challenge") is TroubleKind.BOT_WALL
    assert seen("x", "y", X_Amzn_Waf_Action="captcha") is TroubleKind.BOT_WALL


@pytest.mark.parametrize(
    ("title", "html", "text"),
    [
        ("Om CAPTCHA", "<div class='g-recaptcha'></div>", ARTICLE),
        ("Kontakt", "<form><div class='g-recaptcha'></div></form>", "Skriv til os"),
        ("Nyheder", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", "Kort nyt"),
        ("Just a moment", "", "A poem"),
        ("Incapsula", "", ARTICLE + " Request unsuccessful. Incapsula incident ID"),
    ],
)
def test_pages_about_robots_or_with_a_captcha_in_a_form_are_content(title: str, html: str, text: str) -> None:
    assert seen(title, text, html) is None


@pytest.mark.parametrize(
    "name",
    [
        "404", "Siden blev ikke fundet", "Siden findes ikke", "Siden findes ikke længere", "Side ikke fundet",
        "Beklager, siden blev ikke fundet", "Siden kunne ikke findes", "Siden du leder efter findes ikke",
        "Siden, du søger, findes ikke", "Vi kan ikke finde siden",
        "Vi kan desværre ikke finde den side, du leder efter",
        "404 - Siden blev ikke fundet", "Fejl 404", "404 fejl", "Error 404", "HTTP Error 404.0 - Not Found",
        "Page not found", "The page you requested was not found", "This page does not exist", "Der opstod en fejl",
        "Der er opstået en teknisk fejl", "Hovsa! Noget gik galt", "Something went wrong", "Internal Server Error",
        "503 Service Unavailable", "Server Error in '/' Application.", "We can't find that page", "Not found",
        "Siden er under vedligeholdelse", "Ups! Siden findes ikke", "Siden er slettet", "Fejlside",
    ],
)  # fmt: skip
def test_error_pages_with_a_good_status_are_seen(name: str) -> None:
    text = "Prøv at søge, eller gå til forsiden."
    assert seen(name, text) is TroubleKind.ERROR_PAGE
    assert seen(f"{name} | Ministeriet", text) is TroubleKind.ERROR_PAGE
    assert seen(f"Ministeriet – {name}", text) is TroubleKind.ERROR_PAGE
    assert seen("Ministeriet", text, f"<h1 class=a>\n <span>{name}</span></h1>") is TroubleKind.ERROR_PAGE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Sådan laver du en god 404-side", "En kort vejledning."),
        ("404", ARTICLE),
        ("Siden blev ikke fundet", ARTICLE),
        ("Lov nr. 404 af 2. maj 2024", "Loven er kort."),
        ("Fejl i skatteopgørelsen", "Ring til os."),
        ("Der opstod en fejl i Folketinget om natten", "Kort nyt."),
        ("Cirkulære 500", "Kort."),
        ("Noget om skov", "Siden findes ikke"),
        ("Nyheder - siden 1998", "Kort."),
        ("404 kommuner har svaret", "Kort."),
        ("Siden sidst", "Kort."),
        ("Error correction", "Short."),
        ("Find siden om skov", "Kort."),
    ],
)
def test_pages_about_errors_are_content(title: str, text: str) -> None:
    assert seen(title, text, f"<h1>{title}</h1>") is None


def test_empty_pages_are_seen_when_nothing_is_left_to_come() -> None:
    assert seen() is TroubleKind.EMPTY
    assert seen("Kun en titel", "  \n ", "<div></div><script>x</script>") is TroubleKind.EMPTY
    assert seen("", "", "<script src=app.js></script>", rendered=False) is None
    assert seen("", "", "<img src=a>") is None
    assert seen("", "", "<canvas>") is None
    assert seen("", "Ord") is None


def test_a_status_that_asks_for_login_is_a_login_wall() -> None:
    assert seen("x", ARTICLE, status=401) is TroubleKind.LOGIN


@pytest.mark.timeout(120)  # a second; minutes to hours where a pattern goes astray
def test_hostile_mark_up_does_not_hang_it() -> None:
    for piece in (
        "<input ",
        "<h1>",
        "<title>",
        "<script>",
        "<",
        "<a ",
        "<form ",
        "<!--",
        "&",
        " - ",
        "<script></",
    ):
        html = piece * (400_000 // len(piece))
        for title in (piece * 20_000, "Log ind"):
            wall(200, {}, ADDRESS, title, "", html)
        bot_wall(403, {}, html)

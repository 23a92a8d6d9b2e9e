"""Whole overviews to report on: believable, hostile and large."""

from __future__ import annotations

from report_factory import RULES, SITE, component, document, overview, page, troubled, webp

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import LeftOut, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.overview import BrokenLink, Component, Overview, SubjectRow
from tilgaengelig.model.readability import Audience, Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.writing import HardSentence, Remark, Wording, Writing


def believable(pages: int = 60) -> Overview:
    """A ministry's site with a bit of everything."""
    paths = [f"/{'nyheder' if n % 3 else 'ministeriet/opgaver'}/side-{n}" for n in range(pages)]
    read = tuple(
        page(
            path,
            failed=n % 4,
            cant_tell=n % 2,
            readability=Readability(400 + n, 14 + n % 17, 110 + n % 60, 200),
            writing=Writing(
                (
                    Remark("lang-sætning", AdviceKind.LONG_SENTENCE, 4),
                    Remark("kancellisprog", AdviceKind.OFFICIALESE, 2),
                ),
                (
                    HardSentence(
                        f"Ansøgning nr. {n} skal indgives senest den dag, hvor fristen udløber, jf. § 3, stk. 2, "
                        "og vedlægges dokumentation for ansøgerens indkomstforhold.",
                        21,
                        54.3,
                    ),
                ),
            ),
        )
        for n, path in enumerate(paths)
    )
    others = (
        page("/", failed=3),
        page("/en/about", text_language="en", readability=None, language="en"),
        page("/kort", readability=None),
        page("/tom", text_language="", readability=None, title=""),
        document(
            "/media/rapport-2026.pdf",
            pages=48,
            tagged=False,
            shows_title=False,
            pages_without_text=0,
            assistive_access=True,
        ),
        document("/media/skannet.pdf", pages=3, tagged=False, pages_without_text=3, assistive_access=False),
        troubled("/findes-ikke", TroubleKind.NOT_FOUND, "404", 404),
        troubled("/findes-heller-ikke", TroubleKind.NOT_FOUND, "404", 404),
        troubled("/intranet", TroubleKind.LOGIN),
        page(
            "/gammel",
            state=VisitState.REDIRECTED,
            kind=SubjectKind.UNKNOWN,
            forward=SITE + "/ny",
            readability=None,
        ),
        page(
            "/kalender/2031",
            state=VisitState.LEFT_OUT,
            kind=SubjectKind.UNKNOWN,
            left_out=LeftOut.TRAP,
            readability=None,
            title="",
            status=None,
        ),
    )
    addresses = tuple(row.address for row in read)
    return overview(
        read + others,
        believable_components(addresses),
        (
            BrokenLink(
                SITE + "/findes-ikke",
                Trouble(TroubleKind.NOT_FOUND, "404", 404),
                tuple((address, "Læs mere om fristen") for address in addresses[:7]),
            ),
            BrokenLink(
                "https://www.nedlagt.example/",
                Trouble(TroubleKind.UNKNOWN_HOST, "www.nedlagt.example"),
                ((addresses[0], "Se aftalen"),),
            ),
        ),
        wording=(
            Wording("kancellisprog", AdviceKind.OFFICIALESE, "såfremt", "hvis", 31, 12),
            Wording("fagord", AdviceKind.FOREIGN_TERM, "partshøring", "", 4, 3),
        ),
        linked={
            SITE + "/media/rapport-2026.pdf": tuple(
                (address, "Årsrapporten for 2026 om tilskud, frister og klager") for address in addresses[:5]
            )
        },
        order=Order(SITE + "/", sections=(("/nyheder", Audience.PRESSE),)),
    )


def believable_components(addresses: tuple[str, ...]) -> tuple[Component, ...]:
    image, contrast, link = "billede-uden-alternativ-tekst", "kontrast-for-lav", "link-uden-tekst"
    pictures = tuple(component(n, image, addresses[n : n + 1]) for n in range(10, 18))
    return (
        component(
            1,
            contrast,
            addresses,
            region=Region.FOOTER,
            engine_rule="color-contrast",
            picture=webp(),
            snippet='<a href="/kontakt" class="footer__link text-muted">Kontakt os</a>',
            message="Kontrasten er 2,3:1 (tekst #bbbbbb på #eeeeee). Den skal være mindst 4,5:1.",
        ),
        component(
            2,
            link,
            addresses[:30],
            region=Region.HEADER,
            engine_rule="link-name",
            responsibility=Responsibility.UDVIKLER,
            snippet='<a href="/soeg" class="icon-search"></a>',
            message="Linket har ingen tekst, som en skærmlæser kan læse op.",
        ),
        *pictures,
        component(
            6,
            contrast,
            addresses[:25],
            region=Region.NAV,
            engine_rule="color-contrast",
            snippet='<a href="/nyheder" class="menu__link">Nyheder</a>',
        ),
        component(3, "flere-h1", addresses[:5], impact=Impact.MODERATE, snippet="<h1>Nyheder</h1>"),
        component(
            4,
            "pdf-uden-maerker",
            (SITE + "/media/rapport-2026.pdf",),
            engine="pdf",
            engine_rule="tagged",
            snippet="",
            message="Filen har ingen mærker.",
            region=Region.NONE,
        ),
        component(
            5,
            contrast,
            addresses[:9],
            outcome=Outcome.CANT_TELL,
            region=Region.HEADER,
            snippet='<p class="hero__lead">Vi hjælper børn og unge</p>',
            message="Teksten står på et billede, så kontrasten kan ikke måles.",
        ),
        component(
            7,
            "ramme-utestet",
            addresses[:2],
            outcome=Outcome.UNTESTED,
            engine_rule="frame-tested",
            snippet='<iframe src="https://video.example/embed/1" title="Video"></iframe>',
            message="Rammen tillod ikke, at vi testede den.",
        ),
    )


EVIL = "<script>alert(1)</script>\"></a></style></title>-->'{{7*7}}\x00\x1b[31m\u202eevil\ud800 =1+1"


def hostile() -> Overview:
    """Every text that comes from outside is an attack."""
    evil_address = "javascript:alert(1)//" + EVIL
    counts = Readability(400, 20, 100, 10)
    evil_writing = Writing((Remark(EVIL, AdviceKind.PASSIVE, 2),), (HardSentence(EVIL, 30, 70.0),))
    row = SubjectRow(
        evil_address,
        VisitState.READ,
        SubjectKind.PAGE,
        0,
        200,
        EVIL,
        EVIL,
        EVIL,
        "da",
        counts,
        evil_writing,
        1,
        1,
        facts={EVIL: EVIL},
    )
    foreign = page("/x", title=EVIL, text_language=EVIL, language=EVIL, readability=None)
    inside = SubjectRow(
        "https://ond.example/" + EVIL,
        VisitState.READ,
        SubjectKind.DOCUMENT,
        0,
        200,
        EVIL,
        EVIL,
        EVIL,
        "da",
        counts,
        evil_writing,
        1,
        1,
    )
    bad = troubled("/" + EVIL, TroubleKind.UNSUPPORTED_TYPE, EVIL)
    components = tuple(
        component(
            n,
            rule_id,
            (evil_address, inside.address),
            outcome=outcome,
            message=EVIL,
            snippet=EVIL,
            engine=EVIL,
            engine_rule=EVIL,
            picture=b"RIFF0000WEBP" if n % 2 else b"<svg onload=alert(1)>",
        )
        for n, (rule_id, outcome) in enumerate(
            (each, outcome)
            for each in (EVIL, "kontrast-for-lav")
            for outcome in (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)
        )
    )
    link = BrokenLink(evil_address, Trouble(TroubleKind.NOT_FOUND, EVIL, 404), ((evil_address, EVIL),))
    return overview(
        (row, foreign, inside, bad),
        components,
        (link,),
        wording=(Wording(EVIL, AdviceKind.OFFICIALESE, EVIL, EVIL, 3, 2),),
        id=EVIL,
        rulebook=EVIL,
        versions={EVIL: EVIL},
        order=Order("http://[" + EVIL, prefix="/" + EVIL),
    )


def large(pages: int = 3000, components: int = 4000) -> Overview:
    rows = tuple(page(f"/arkiv/{n // 100}/side-{n}", failed=n % 3) for n in range(pages))
    addresses = tuple(row.address for row in rows)
    picture = b"RIFF0000WEBP" + bytes(290_000)
    made = tuple(
        component(
            n,
            list(RULES)[n % 4],
            addresses if n < 12 else addresses[n % pages : n % pages + 2],
            picture=picture,
        )
        for n in range(components)
    )
    return overview(rows, made)

"""Video and sound: whether there are words for those who cannot hear or see (WCAG 1.2.1 to 1.2.3, 1.2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.texts import words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import AROUND, Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts

#: Players that are set in from elsewhere, by the end of their host's name.
_VIDEO = (
    "youtube.com", "youtube-nocookie.com", "vimeo.com", "23video.com", "videomarketingplatform.co", "twentythree.com",
    "dreambroker.com", "qbrick.com", "kaltura.com", "kaltura.nordu.net", "videotool.dk", "streamio.com",
    "jwplatform.com", "brightcove.net", "dailymotion.com", "wistia.net", "quickchannel.com", "screen9.com",
)  # fmt: skip
_SOUND = (
    "soundcloud.com", "spotify.com", "podbean.com", "libsyn.com", "spreaker.com", "acast.com", "buzzsprout.com",
    "podcasts.apple.com", "anchor.fm", "simplecast.com",
)  # fmt: skip
_TRANSCRIPT = re.compile(
    r"udskrift|transs?kri|tekstversion|læs (hele )?(teksten|podcasten|interviewet|episoden)|som tekst|manuskript|"
    r"transcript",
    re.IGNORECASE,
)


def video_captions(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Videos whose captions nobody has seen: those without a track, by axe, and those in a player from elsewhere.

    Captions may be burnt into the picture or chosen in the player, so this is a question.
    """
    yield from page.engine(facts, rule, axe=axe)
    tree = facts.outline
    for at in tree.all("iframe", "embed", "object"):
        element = tree.elements[at]
        if _from(element, _VIDEO):
            message = "Har videoen i afspilleren undertekster på dansk, og er de rettet igennem?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def sound_as_text(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Sound without a transcript, or a link to one, right by it (WCAG 1.2.1; technique G158)."""
    tree = facts.outline
    for at in tree.all("audio", "iframe", "embed", "object"):
        element = tree.elements[at]
        if element.tag == "audio" and "controls" not in element.attributes:
            continue  # sound that nobody can start is no recording to be read
        if (element.tag == "audio" or _from(element, _SOUND)) and not _transcript_by(tree, at):
            message = "Kan det, der bliver sagt i optagelsen, også læses som tekst?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def silent_film(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Films without sound, of which nobody says what they show (WCAG 1.2.1; technique G159; ACT c3232f).

    Failed where the page holds neither text nor anything that may lead to one; else a person reads what there is.
    What nobody can start, or what goes round by itself, is no recording to be followed.
    """
    tree = facts.outline
    for at in _films(tree):
        film = tree.elements[at]
        if film.attributes.get("sound") != "no" or {"autoplay", "loop"} & film.attributes.keys():
            continue
        if _transcript_by(tree, at):
            continue
        if _may_be_told(tree, at):
            message = "Filmen har ingen lyd. Står det, den viser, også som tekst?"
            yield own_finding(rule, film, Outcome.CANT_TELL, message)
        else:
            message = "Filmen har ingen lyd, og intet på siden fortæller, hvad den viser."
            yield own_finding(rule, film, Outcome.FAILED, message)


def unspoken_description(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Descriptions of a film that stand in a track only: no browser speaks them (WCAG 1.2.3, 1.2.5; ACT 1ec09b).

    Failed where the film has sound and the page holds nothing else that may tell what it shows.
    """
    tree = facts.outline
    for at in _films(tree):
        film = tree.elements[at]
        tracks = (tree.elements[inner] for inner in tree.near(at) if tree.elements[inner].tag == "track")
        if not any(one.attributes.get("kind", "").lower() == "descriptions" for one in tracks):
            continue
        message = "Synstolkningen ligger kun i et tekstspor, som browsere ikke læser op."
        if film.attributes.get("sound") == "yes" and not _may_be_told(tree, at):
            yield own_finding(rule, film, Outcome.FAILED, message)
        elif film.attributes.get("sound") != "no":
            asked = f"{message} Findes filmen også med synstolkning i lyden?"
            yield own_finding(rule, film, Outcome.CANT_TELL, asked)


def _films(tree: Outline) -> Iterator[int]:
    """The videos that people start by the browser's own controls; what a player of its own adds is not known."""
    return (at for at in tree.all("video") if "controls" in tree.elements[at].attributes)


#: Fewer words do not tell what a film shows.
_TELLS = 6


def _may_be_told(tree: Outline, film: int) -> bool:
    """Whether there is anything on the page, outside of its template, that may say or lead to what a film shows."""
    if tree.elements[film].attributes.get("aria-describedby"):
        return True
    inside = tree.inside(film)
    return any(
        element.tag in ("a", "audio", "iframe", "details", "object", "button")
        or (len(words(element.text)) >= _TELLS and not tree.is_heading(at))
        for at, element in enumerate(tree.elements)
        if at not in inside and element.place.region not in AROUND
    )


def _from(element: Element, hosts: Sequence[str]) -> bool:
    try:
        host = urlsplit(element.attributes.get("src", element.attributes.get("data", ""))).hostname or ""
    except ValueError:
        return False  # no address that anybody could follow
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _transcript_by(tree: Outline, at: int) -> bool:
    """A transcript or a link to one among the next few elements, in the same part of the page."""
    end = min(len(tree.elements), at + 15)
    return any(_TRANSCRIPT.search(f"{one.text} {one.name}") for one in tree.elements[max(0, at - 5) : end])

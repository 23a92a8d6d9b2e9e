"""Video and sound: whether there are words for those who cannot hear (WCAG 1.2.1, 1.2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tilgaengelig.judge import page
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
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

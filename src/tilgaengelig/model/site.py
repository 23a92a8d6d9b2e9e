"""A site as the rules that look across its pages see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.statement import Lookup
from tilgaengelig.model.traits import Traits

#: How the check of a rule that looks across pages is named: so its findings tell where they come from.
ACROSS = "site."


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page or document of the site. `visit` is its number in the store.

    `clicks` is how many links the way from the front page takes, None where no way leads there; `sources` counts
    the other pages that link to it.
    """

    visit: int
    address: str
    kind: SubjectKind
    traits: Traits
    clicks: int | None = None
    sources: int = 0


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that was read of a site, nearest its front page first.

    `today` is the day on which the audit began. `whole`: the site was read to its end, and not only a part of it.
    `start` is where the audit began. `lookups` tell where the statement was looked for outside the pages that were
    read; there are none where the site has no address of its own at the authority. `failing` counts the pages that
    break each criterion that the act demands.
    """

    today: dt.date
    whole: bool
    all: tuple[SitePage, ...]
    start: str = ""
    lookups: tuple[Lookup, ...] = ()
    failing: Mapping[str, int] = field(default_factory=dict)

    def local(self, address: str) -> str:
        """An address as it stands on the site, without the origin; whole where it is another site's.

        The same site may be audited at several origins: a test server's and its own.
        """
        origin = "/".join(self.start.split("/")[:3])
        rest = address.removeprefix(origin)
        return rest if origin and (not rest or rest[0] in "/?#") else address

    def pages(self) -> Iterator[SitePage]:
        """The web pages, without documents."""
        return (page for page in self.all if page.kind is SubjectKind.PAGE)

    def shown_alone(self) -> Iterator[SitePage]:
        """The web pages but for those without header, menu and footer on a site that has them: they stand in frames."""
        pages = list(self.pages())
        bare = [page for page in pages if not page.traits.signposts]
        return (page for page in pages if page.traits.signposts or 2 * len(bare) > len(pages))

    @property
    def front(self) -> SitePage | None:
        """The front page, if it was read."""
        return next((page for page in self.pages() if page.clicks == 0), None)


class SiteFinding(NamedTuple):
    """A finding of a site rule, on the visit that it concerns."""

    visit: int
    finding: Finding

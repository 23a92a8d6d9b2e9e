"""What only the whole site shows: a fault that recurs page after page stands in the template, wherever it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

#: On fewer pages than this the same fault may be chance, or one editor's habit.
TEMPLATE_PAGES = 5
#: From this share of all the pages on, or of those of one section, a fault is the template's.
TEMPLATE_SHARE = 0.6
SECTION_SHARE = 0.8
#: A template shows its fault equally often on this share of its pages; what editors write varies.
STEADY_SHARE = 0.8
_LEVELS = 3


class Templates:
    """Tells the faults of a site's templates. `read` are the addresses of all pages that were read."""

    def __init__(self, read: Iterable[str]) -> None:
        pages = {_page(address) for address in read}
        self._pages = Counter(section for page in pages for section in _sections(page))

    def hold(self, places: Mapping[str, int]) -> bool:
        """Whether a fault is a template's: `places` counts its places on each address.

        It must recur on enough different pages, equally often on nearly all of them, and be on most pages of the
        site, or on nearly all of one section: a template may serve the news alone. Addresses that differ in their
        query only are one page.
        """
        counts = {_page(address): count for address, count in places.items()}
        if len(counts) < TEMPLATE_PAGES:
            return False
        usual = Counter(counts.values()).most_common(1)[0][1]
        if usual < STEADY_SHARE * len(counts):
            return False
        spread = Counter(section for page in counts for section in _sections(page))
        return any(
            number >= TEMPLATE_PAGES
            and number >= (SECTION_SHARE if section else TEMPLATE_SHARE) * self._pages[section]
            for section, number in spread.items()
        )


def _page(address: str) -> str:
    return urlsplit(address).path or "/"


def _sections(path: str) -> Iterator[str]:
    """The folders that a page lies in, from the whole site ("") inwards."""
    yield ""
    folders = path.strip("/").split("/")[:-1]
    for depth in range(1, min(len(folders), _LEVELS) + 1):
        yield "/".join(folders[:depth])

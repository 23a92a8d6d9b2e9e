"""Which tag each object on a page belongs to: its marked content counts by the stream that it is painted in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tilgaengelig.gather.pdf import calls
from tilgaengelig.gather.pdf.items import Item
from tilgaengelig.gather.pdf.tags import ObjectId, TagTree

_PICTURES = ("Figure", "Formula")


class Owners:
    """`pages` has the id of each page by its number, `forms` those of the forms on it in the order of painting.

    `tagged` says that the tags and what is marked as decoration are to be heeded.
    """

    def __init__(
        self,
        tree: TagTree,
        pages: Mapping[int, ObjectId],
        forms: Mapping[int, Sequence[ObjectId]],
        *,
        tagged: bool,
    ) -> None:
        self._tree = tree
        self._tagged = tagged
        self._pages = pages
        self._forms = forms

    def tell(self, number: int, items: Sequence[Item]) -> None:
        """Gives each object of a page its tag: its own, or else that of the form that it lies in."""
        page, streams = self._pages.get(number), self._streams(number, items)
        for item in items:
            around = item.around
            where = page if around is None else streams.get(around.handle)
            mcid = int(calls.object_mcid(item.handle))
            item.tag = self._tree.named_by.get((where, mcid)) if where is not None and mcid >= 0 else None
            if item.tag is None and around is not None:
                item.tag = around.tag

    def labels(self, tags: Iterable[int]) -> frozenset[int]:
        """Those of some tags that are the mark before an item or a heading, or a part of it."""
        if not self._tagged:
            return frozenset()
        tree = self._tree
        return frozenset(
            tag for tag in {*tags} if any(tree.tags[at].role == "Lbl" for at in tree.way_up(tag))
        )

    def told(self, picture: Item) -> str | None:
        """What the file says that a picture shows: "" where it says that it is decoration, None where nothing."""
        if not self._tagged:
            return None
        above = self._tree.way_up(picture.tag) if picture.tag is not None else ()
        tags = (self._tree.tags[at] for at in above)
        words = (tag.alt or tag.actual for tag in tags if tag.role in _PICTURES)
        return next(filter(None, words), "" if picture.artifact else None)

    def _streams(self, number: int, items: Sequence[Item]) -> dict[int, ObjectId]:
        """The ids of the forms by their handles; none where pdfium met others than the file's content leads to."""
        met = [item.handle for item in items if item.is_form]
        known = self._forms.get(number, ())
        return dict(zip(met, known, strict=True)) if len(met) == len(known) else {}

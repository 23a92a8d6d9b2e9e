"""What of a PDF could not be read: a part that is broken counts as not there, and is kept as a fact."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import TypeVar

import pikepdf

from tilgaengelig.model.document import Loss, Part

log = logging.getLogger(__name__)

_T = TypeVar("_T")
#: qpdf's own words for what is amiss in files by the thousand and loses nothing; of a key that LaTeX writes twice,
#: readers take the last.
_HARMLESS = re.compile("common error handled correctly|dictionary has duplicated key")
#: And for a table of objects that it had to guess, which may come late: with the first object that is not at its place.
_REBUILT = "reconstruct cross-reference"
#: A hostile file may have a fault in each of its objects; so many losses say enough.
_MOST = 200


class Losses:
    """The losses of one document, each once. `pdf` tells of faults that its reader mended as well as it could."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._found: dict[Loss, None] = {}

    @property
    def found(self) -> tuple[Loss, ...]:
        """All of them, in the order in which they were met."""
        return tuple(self._found)

    def add(self, part: Part, page: int | None = None, *, onward: bool = False) -> None:
        """One part is lost; `onward` where all pages from this one on are."""
        if len(self._found) < _MOST:
            self._found[Loss(part, page, onward)] = None

    def reading(self, part: Part, read: Callable[[], _T], otherwise: _T, page: int | None = None) -> _T:
        """One fact, or what stands for it where its objects are broken: the rest of the file may well be read.

        pikepdf, lxml and the decoders each have errors of their own; only want of memory is the whole document's.
        """
        try:
            return read()
        except MemoryError:
            raise
        except Exception as error:
            log.info("a part of a PDF is broken: %s", type(error).__name__)
            self.add(part, page)
            return otherwise
        finally:
            self.heed(part, page)

    def heed(self, part: Part, page: int | None = None) -> None:
        """Takes what qpdf has complained of since it was last asked as faults of this part, and of the frame."""
        warnings = [str(warning) for warning in self._pdf.get_warnings()]
        if not all(map(_HARMLESS.search, warnings)):
            self.add(part, page)
        if any(_REBUILT in warning for warning in warnings):
            self.add(Part.FILE)

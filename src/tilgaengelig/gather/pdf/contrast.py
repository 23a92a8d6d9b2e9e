"""Text that stands out too little from what lies behind it, as the page is rendered (WCAG 1.4.3).

What a file says of its colours is not what is seen: transparency, patterns, pictures and layers come between. So a
page is rendered without its text, which shows the ground, and what seems faint is rendered once more alone, large
enough that the letters have a core of their own colour.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it bears annotations but no py.typed
from PIL import Image, ImageChops

from tilgaengelig.gather.pdf import calls
from tilgaengelig.gather.pdf.items import Faces, Item, Words
from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.objects import meet
from tilgaengelig.gather.pdf.rendering import Color, Sheet
from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Box, Faint

#: WCAG's contrast for text, and for large text: from 18 points on, or 14 where it is bold.
_NEEDED, _NEEDED_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD = 18.0, 14.0
#: What rounding of colours may make of a contrast that is just enough.
_SLACK = 0.05
#: Programs differ in how they show colours made for print; nearer to what is needed than this nobody is sure.
_NEAR = 0.93
#: Less than this is text that nobody is meant to see.
_HIDDEN = 1.05
_STROKE, _INVISIBLE, _CLIP = 1, 3, 7
#: A ground is one colour where so much of it is, in a scale so coarse that noise does not part it.
_ONE_GROUND = 0.97
#: Of a ground of many colours so much must be too near the text's for us to ask about it.
_MOSTLY = 0.5
#: The letters' own colour is known where so much of what the text changes has it.
_CORE = 0.1
#: A shadow shares so much of its box with what it is the shadow of.
_SHADOW = 0.5
_ALIKE = 40
_UNCHANGED = 8
#: Type is rendered this high (pixels) to see its colour, and no more of a line than this many times its height.
_CLOSE = 48.0
_REACH = 14.0
_MOST_GROUNDS = 300
_MOST_LOOKS = 24
#: A run that shows nothing, clipped away or off the page, says nothing of its likes; so many of them do.
_MOST_UNSEEN = 3
_MOST_FOUND = 500
_LONGEST = 80
_WHITE: Color = (255, 255, 255)
_BLACK: Color = (0, 0, 0)


@dataclass(slots=True)
class _Run:
    """A run of text, with the colour that the file gives it."""

    item: Item
    color: Color
    size: float
    bold: bool

    @property
    def needed(self) -> float:
        """The contrast that text of its size needs."""
        return _NEEDED_LARGE if self.size >= (_LARGE_BOLD if self.bold else _LARGE) else _NEEDED


@dataclass(slots=True)
class Contrast:
    """Looks at page after page; `found` is what stands out too little, `cut` the pages that were not seen whole."""

    limits: PdfLimits
    found: list[Faint] = field(default_factory=list)
    cut: set[int] = field(default_factory=set)

    def page(self, number: int, page: Any, words: Words, items: Sequence[Item], faces: Faces) -> None:
        """Takes one page that is open, with what its objects say."""
        if number > self.limits.looks:
            return
        runs = [run for item in items if item.is_text and (run := _run(item, faces))]
        suspects = _suspects(runs, _grounds(items))
        if not suspects:
            return
        with Sheet(page) as sheet:
            texts = [item.handle for item in items if item.is_text]
            _show(texts, shown=False)
            try:
                self._look(number, sheet, suspects, words, runs)
            finally:
                _show(texts, shown=True)

    def _look(
        self, number: int, sheet: Sheet, suspects: Iterable[_Run], words: Words, runs: Sequence[_Run]
    ) -> None:
        behind = sheet.whole()
        seen: dict[tuple[Color, Color, float], tuple[float, Color] | None] = {}
        unseen: Counter[tuple[Color, Color, float]] = Counter()  # of all that were looked at
        for run in suspects:
            ground, sure = _ground(behind, sheet.pixels(run.item.box), run)
            if ground is None:
                continue
            key = (run.color, ground, run.needed)
            known = sure and key in seen
            if (len(unseen) >= _MOST_LOOKS and not known) or len(self.found) >= _MOST_FOUND:
                self.cut.add(number)
                continue
            if not known:
                letters = _letters(sheet, run)
                unseen[key] += letters is None
                if letters is None and unseen[key] < _MOST_UNSEEN:
                    continue
                seen[key] = _faint(*letters, run, ground, sure=sure) if letters else None
            verdict = seen[key]
            said = cleaned(words.of(run.item)) if verdict else ""
            if verdict is None or sum(map(str.isalnum, said)) < 2:
                continue
            ratio, color = verdict
            self.found.append(
                Faint(
                    page=number,
                    text=said[:_LONGEST],
                    box=run.item.box,
                    ratio=round(ratio, 2),
                    needed=run.needed,
                    color=_hex(color),
                    ground=_hex(ground),
                    sure=sure
                    and ratio < _NEAR * run.needed
                    and run.item.upright
                    and not any(_doubles(other, run, said, words) for other in runs),
                    tag=run.item.tag,
                    artifact=run.item.artifact,
                    inside=run.item.around is not None,
                )
            )


def contrast_ratio(one: Color, other: Color) -> float:
    """The contrast between two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _run(item: Item, faces: Faces) -> _Run | None:
    """A run that is painted and has a size; the words are asked for only where it seems faint."""
    mode = calls.text_mode(item.handle)
    size = item.size
    left, bottom, right, top = item.box
    if mode in (_INVISIBLE, _CLIP) or size <= 0 or right - left < 1 or top - bottom < 1:
        return None
    ask = calls.stroke_color if mode == _STROKE else calls.fill_color
    values = (ctypes.c_uint * 4)()
    if not ask(item.handle, *calls.addresses(values)):
        return _Run(item, _BLACK, size, faces.bold(item.handle))
    red, green, blue, alpha = (value & 255 for value in values)
    red, green, blue = (alpha * shade // 255 + 255 - alpha for shade in (red, green, blue))
    return _Run(item, (red, green, blue), size, faces.bold(item.handle))


def _grounds(items: Iterable[Item]) -> list[Box]:
    """Where something other than text is painted that text may lie on; lines are too thin for that."""
    found = []
    for item in items:
        left, bottom, right, top = item.box
        if item.is_text or item.kind == pdfium.FPDF_PAGEOBJ_FORM or min(right - left, top - bottom) < 3:
            continue
        if item.kind == pdfium.FPDF_PAGEOBJ_PATH and not _filled(item.handle):
            continue
        found.append(item.box)
    return found


def _filled(path: int) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(calls.path_mode(path, ctypes.byref(fill), ctypes.byref(stroke))) and fill.value != 0


def _suspects(runs: Iterable[_Run], grounds: Sequence[Box]) -> list[_Run]:
    """Runs that would be faint on paper, or lie on something: only they are worth a look at the page."""
    many = len(grounds) > _MOST_GROUNDS
    return [
        run
        for run in runs
        if contrast_ratio(run.color, _WHITE) < run.needed - _SLACK
        or many
        or any(meet(run.item.box, ground) for ground in grounds)
    ]


def _doubles(other: _Run, run: _Run, said: str, words: Words) -> bool:
    """Whether another run shows the same words at the same place: one of the two is the shadow of the other.

    Of words that are shown twice pdfium tells the first only.
    """
    if other is run or _shared(other.item.box, run.item.box) < _SHADOW:
        return False
    return cleaned(words.of(other.item)) in ("", said)


def _shared(one: Box, other: Box) -> float:
    """How much of the smaller of two boxes, neither of them flat, lies in the other."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(across, 0) * max(up, 0) / min(areas)


def _show(texts: Iterable[int], *, shown: bool) -> None:
    for text in texts:
        calls.show_object(text, shown)


def _ground(behind: Image.Image, box: tuple[int, int, int, int], run: _Run) -> tuple[Color | None, bool]:
    """The colour behind a run that is too near its own, and whether all of it is that; None where it is far enough."""
    left, top, right, bottom = box
    counted = _colors(behind.crop((left, top, max(right, left + 1), max(bottom, top + 1))))
    total = sum(count for count, _ in counted)
    near = [
        (count, color)
        for count, color in counted
        if _HIDDEN <= contrast_ratio(color, run.color) < run.needed - _SLACK
    ]
    if not near:
        return None, False
    most, color = max(near)
    if most >= _ONE_GROUND * total:
        return color, True
    return (color, False) if sum(count for count, _ in near) >= _MOSTLY * total else (None, False)


def _letters(sheet: Sheet, run: _Run) -> tuple[Image.Image, Image.Image] | None:
    """The letters as they are rendered alone, and a mask of what they change; None where they change nothing."""
    left, bottom, right, top = run.item.box
    size = max(min(run.size, top - bottom), 1.0)
    part = (left, bottom, min(right, left + _REACH * size), top)
    scale = min(max(_CLOSE / size, 1.0), 12.0)
    without = sheet.part(part, scale)
    _show([run.item.handle], shown=True)
    try:
        shown = sheet.part(part, scale)
    finally:
        _show([run.item.handle], shown=False)
    changed = (
        ImageChops.difference(shown, without).convert("L").point(lambda value: 255 * (value > _UNCHANGED))
    )
    return (shown, changed) if changed.getbbox() is not None else None


def _faint(
    shown: Image.Image, changed: Image.Image, run: _Run, ground: Color, *, sure: bool
) -> tuple[float, Color] | None:
    """The contrast and the colour of rendered letters; None where they are not faint."""
    if not sure:
        found = contrast_ratio(run.color, ground)
        return (found, run.color) if found < run.needed - _SLACK else None
    letters = Image.composite(shown, Image.new("RGB", shown.size, ground), changed)
    inks = [(count, color) for count, color in _colors(letters) if color != ground]
    total = sum(count for count, _ in inks)
    color = max(inks, key=lambda one: (_distance(one[1], ground), one[0]))[1]
    core = sum(count for count, other in inks if _distance(other, color) <= _ALIKE)
    found = contrast_ratio(color, ground)
    faint = core >= _CORE * total and _HIDDEN <= found < run.needed - _SLACK
    return (found, color) if faint else None


def _colors(image: Image.Image) -> list[tuple[int, Color]]:
    """How often each colour is there, as Pillow counts them."""
    return image.getcolors(image.width * image.height) or []  # type: ignore[return-value]


def _distance(one: Color, other: Color) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _hex(color: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)

"""Charts as SVG that everybody can read: a title and a description, figures written out, and no colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _LABEL, _BAR, _ROW = 640, 220, 340, 30
_LEFT, _TOP, _HEIGHT = 50, 24, 180


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: where its rectangle and its words stand, in the units of the view box."""

    label: str
    value: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart, ready to be drawn."""

    width: int
    height: int
    left: int
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line, with its words."""

    label: str
    value: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line chart from nought, ready to be drawn; `path` is the line in SVG's `points`."""

    width: int
    height: int
    floor: int
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points, as `polyline` takes them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column; `kind` says which, from the bottom up."""

    kind: int
    value: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of pieces, with its words and where its middle stands."""

    label: str
    total: float
    x: float
    top: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of stacked columns from nought, ready to be drawn; `thick` is a column's width."""

    width: int
    height: int
    floor: int
    thick: float
    columns: tuple[Column, ...]


def columns(values: Sequence[tuple[str, Sequence[float]]]) -> Columns:
    """One column a value, from left to right, its parts from the floor up; the highest fills the height."""
    most = max((sum(parts) for _, parts in values), default=0.0) or 1.0
    step = (_WIDTH - 2 * _LEFT) / max(1, len(values))
    floor = _TOP + _HEIGHT
    made = []
    for number, (label, parts) in enumerate(values):
        y, pieces = float(floor), []
        for kind, value in enumerate(parts):
            height = _HEIGHT * value / most
            y -= height
            pieces.append(Piece(kind, value, round(y, 1), round(height, 1)))
        made.append(Column(label, sum(parts), _LEFT + (number + 0.5) * step, round(y, 1), tuple(pieces)))
    return Columns(_WIDTH, floor + 28, floor, min(48.0, 0.7 * step), tuple(made))


def bars(values: Sequence[tuple[str, float]]) -> Bars:
    """One bar a value, in the order given; the longest fills the width."""
    most = max((value for _, value in values), default=0.0) or 1.0
    rows = (
        Bar(label, value, number * _ROW, round(_BAR * value / most, 1))
        for number, (label, value) in enumerate(values)
    )
    return Bars(_WIDTH, max(1, len(values)) * _ROW, _LABEL, tuple(rows))


def line(values: Sequence[tuple[str, float]]) -> Line:
    """One point a value, from left to right; nought is the floor."""
    most = max((value for _, value in values), default=0.0) or 1.0
    step = (_WIDTH - 2 * _LEFT) / max(1, len(values) - 1)
    points = (
        Point(label, value, _LEFT + number * step, _TOP + _HEIGHT * (1 - value / most))
        for number, (label, value) in enumerate(values)
    )
    return Line(_WIDTH, _TOP + _HEIGHT + 28, _TOP + _HEIGHT, tuple(points))

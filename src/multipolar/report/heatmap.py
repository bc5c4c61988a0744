"""A square of all pairs of a year, states in the order of their blocs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.report import words
from multipolar.report.legend import swatches
from multipolar.report.svg import Sketch, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from multipolar.report.scale import Classes

Floats = NDArray[np.float64]
GAP = {True: 2.0, False: 4.0}
"""Pixels between two blocs, on a phone and on a page."""
SEAM = 0.2
"""Pixels by which a cell reaches into the next, so that no paper shines through between them."""
LINE = 11.5
"""Pixels that a label needs for itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Square:
    """Pairs of states in the order in which they are drawn.

    Attributes
    ----------
    year
        Year.
    codes
        COW codes, those of a bloc next to one another.
    blocs
        Number of the bloc of each, ascending.
    names
        Words for each bloc.
    values
        Symmetric array (n, n); NaN where unknown, the diagonal is not drawn.
    parted
        Classes of the values.
    word
        What a value is, in a word or two.
    weight
        Of each state, by which some get a label: the greatest do.
    """

    year: int
    codes: tuple[int, ...]
    blocs: tuple[int, ...]
    names: tuple[str, ...]
    values: Floats
    parted: Classes
    word: str
    weight: Floats

    @property
    def data(self) -> str:
        """What a page needs to say what a cell is, as JSON."""
        below = [
            [None if np.isnan(v) else round(float(v), 3) for v in self.values[row, :row]]
            for row in range(len(self.codes))
        ]
        return json.dumps(
            {
                "grid": {
                    "names": [states.label(code, self.year) for code in self.codes],
                    "blocs": [self.names[bloc] for bloc in self.blocs],
                    "word": self.word,
                    "values": below,
                }
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def order(blocs: Sequence[int], closeness: Floats) -> NDArray[np.int64]:
    """Order of states by bloc, and in a bloc by how close they are to its other members.

    Parameters
    ----------
    blocs
        Number of the bloc of each state.
    closeness
        Symmetric array (n, n); NaN is left out of the mean.

    Returns
    -------
    ndarray
        Places of the states, the heart of each bloc first.
    """
    labels = np.asarray(blocs)
    same = (labels[:, None] == labels[None, :]) & ~np.eye(len(labels), dtype=bool)
    known = same & ~np.isnan(closeness)
    total = np.where(known, np.nan_to_num(closeness), 0.0).sum(axis=1)
    mean = total / np.maximum(known.sum(axis=1), 1)
    return np.lexsort((np.arange(len(labels)), -mean, labels))


def draw_square(sketch: Sketch, square: Square) -> float:
    """Draw the square with names beside it and its key below; return the height."""
    n = len(square.codes)
    gap = GAP[sketch.narrow]
    left, right = (34.0, 0.0) if sketch.narrow else (104.0, 118.0)
    gaps = gap * (len(set(square.blocs)) - 1)
    cell = (sketch.width - left - right - gaps) / n
    number = {bloc: place for place, bloc in enumerate(sorted(set(square.blocs)))}
    at = np.array([place * cell + number[square.blocs[place]] * gap for place in range(n)])
    top = 4.0
    _cells(sketch, square, left + at, top + at, cell)
    _names(sketch, square, left, top + at, cell)
    side = n * cell + gaps
    if not sketch.narrow:
        _blocs(sketch, square, left + side + 8, top + at, cell)
    sketch.grid((left, top, side), at.tolist(), cell)
    bottom = top + side + 12
    items = [*zip(square.parted.labels, square.parted.paints, strict=True)]
    if np.isnan(square.values[~np.eye(n, dtype=bool)]).any():
        items.append(("not known", "shade"))
    sketch.text(0, bottom + 10, square.word[:1].upper() + square.word[1:], "ink", 12, bold=True)
    bottom = swatches(sketch, items, bottom + 18)
    if sketch.narrow:
        bottom = _listed(sketch, square, bottom + 6)
    return bottom


def _cells(sketch: Sketch, square: Square, x: Floats, y: Floats, cell: float) -> None:
    """One path for each class: in every row, what lies side by side in one rectangle."""
    n = len(square.codes)
    places = np.searchsorted(square.parted.edges, np.nan_to_num(square.values), side="right")
    places = np.where(np.isnan(square.values), -1, places)
    np.fill_diagonal(places, -2)
    breaks = np.array(square.blocs)[1:] != np.array(square.blocs)[:-1]
    parts: dict[int, list[str]] = {}
    for row in range(n):
        ends = np.flatnonzero((places[row, 1:] != places[row, :-1]) | breaks)
        starts = [0, *(ends + 1).tolist()]
        for first, last in zip(starts, [*ends.tolist(), n - 1], strict=True):
            wide, high = x[last] + cell + SEAM - x[first], cell + SEAM
            parts.setdefault(int(places[row, first]), []).append(
                f"M{x[first]:.1f},{y[row]:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z"
            )
    for place, letters in sorted(parts.items()):
        if place >= -1:
            fill = "shade" if place == -1 else square.parted.paints[place]
            sketch.path("".join(letters), fill, holes=False)


def _names(sketch: Sketch, square: Square, left: float, y: Floats, cell: float) -> None:
    """Names of the weightiest states, those that find room beside their rows."""
    taken: list[float] = []
    for place in np.argsort(-square.weight, kind="stable").tolist():
        middle = float(y[place]) + cell / 2
        if all(abs(middle - other) >= LINE for other in taken):
            taken.append(middle)
            code = square.codes[place]
            said = states.label(code, square.year)
            if sketch.narrow or len(said) > 17:
                said = words.short(code, square.year)
            sketch.line((left - 5, middle), (left - 1, middle), "muted", 0.8)
            sketch.text(left - 7, middle + 3.7, said, "ink", 10.5, "end")


def _spans(square: Square) -> list[tuple[int, int, int]]:
    """Each bloc with its first and its last place."""
    found: list[tuple[int, int, int]] = []
    for place, bloc in enumerate(square.blocs):
        if found and found[-1][0] == bloc:
            found[-1] = (bloc, found[-1][1], place)
        else:
            found.append((bloc, place, place))
    return found


def _blocs(sketch: Sketch, square: Square, left: float, y: Floats, cell: float) -> None:
    """A bracket for each bloc, with its words where it is high enough."""
    floor = 0.0
    for bloc, first, last in _spans(square):
        top, end = float(y[first]), float(y[last]) + cell
        sketch.line((left, top + 1), (left, end - 1), "ink", 2)
        lines = wrap(square.names[bloc], sketch.width - left - 8, 11)
        room = max(int((end - top + 3) / 13), 1)
        if len(lines) > room:
            lines = [*lines[: room - 1], f"{lines[room - 1].rstrip(',')} …"]
        at = (top + end) / 2 - 13 * len(lines) / 2
        if at < floor or at + 13 * len(lines) > float(y[-1]) + cell + 8:
            continue  # too small a bloc for words; a page tells its cells
        for place, line in enumerate(lines):
            sketch.text(left + 7, at + 10 + 13 * place, line, "ink", 11, bold=place == 0)
        floor = at + 13 * len(lines)


def _listed(sketch: Sketch, square: Square, top: float) -> float:
    """Blocs as a list, where there is no room beside the square."""
    for number, (bloc, _, _) in enumerate(_spans(square)):
        said = f"{number + 1}. {square.names[bloc]}"
        for line in wrap(said, sketch.width, 11.5):
            sketch.text(0, top + 11, line, "ink", 11.5)
            top += 15
    return top

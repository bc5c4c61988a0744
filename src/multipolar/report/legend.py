"""The key of a picture: what its colours and patterns say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.report.svg import Sketch, fits, wrap

SIZE = 11.5
LINE = 17.0


def legend(sketch: Sketch, items: Sequence[tuple[str, str]], top: float) -> float:
    """Draw swatches with their words in two columns where they fit, else one under the other.

    Parameters
    ----------
    items
        Words and fill of each.
    top
        Where it begins.

    Returns
    -------
    float
        Where it ends.
    """
    half = sketch.width / 2
    if not sketch.narrow and all(fits(said, SIZE) < half - 24 for said, _ in items):
        for place, (said, fill) in enumerate(items):
            _item(sketch, (said,), fill, half * (place % 2), top + LINE * (place // 2))
        return top + LINE * math.ceil(len(items) / 2)
    for said, fill in items:
        lines = wrap(said, sketch.width - 17, SIZE)
        _item(sketch, lines, fill, 0.0, top)
        top += LINE + 14 * (len(lines) - 1)
    return top


def swatches(sketch: Sketch, items: Sequence[tuple[str, str]], top: float) -> float:
    """The same with the swatches side by side, in as many lines as they need."""
    x = 0.0
    for said, fill in items:
        wide = 17 + fits(said, SIZE) + 14
        if x and x + wide - 14 > sketch.width:
            x, top = 0.0, top + LINE
        lines = wrap(said, sketch.width - 17, SIZE)
        _item(sketch, lines, fill, x, top)
        x, top = x + wide, top + 14 * (len(lines) - 1)
    return top + LINE


def _item(sketch: Sketch, lines: Sequence[str], fill: str, x: float, top: float) -> None:
    pale = fill == "paper" or fill.startswith("url")
    sketch.rect(x, top + 1, 11, 11, fill, outline="muted" if pale else None)
    for place, line in enumerate(lines):
        sketch.text(x + 17, top + 10.5 + 14 * place, line, "ink", SIZE)

"""How each status looks: a fill, and a pattern that tells it apart without colour."""

from __future__ import annotations

from multipolar.estimate import Status
from multipolar.report.markup import Markup, tag
from multipolar.report.svg import Sketch, fill_of, stroke_of

OUTLINE: dict[Status, str] = {
    Status.OBSERVED: "one",
    Status.STRUCTURAL_ZERO: "one",
    Status.CARRIED: "one",
    Status.PARTIAL: "one",
    Status.INSUFFICIENT: "one",
    Status.MISSING: "gap",
}
"""Colour of the edge of a cell; muted for the rest."""


def tile(sketch: Sketch, status: Status) -> str:
    """Fill of a status on a sketch: full is observed, empty is none, patterns are unknown."""
    if status is Status.OBSERVED:
        return "one"
    if status is Status.STRUCTURAL_ZERO:
        return "paper"
    if status is Status.OUT_OF_COVERAGE:
        return "shade"
    size, shapes = _shapes(status)
    return sketch.pattern(status.value, size, *shapes)


def _shapes(status: Status) -> tuple[float, tuple[Markup, ...]]:
    if status is Status.MISSING:
        return 6, (_stroke("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", "gap", 1.5),)
    if status is Status.NOT_A_STATE:
        return 6, (_stroke("M0,0 l6,6 M0,6 l6,-6", "muted", 0.9),)
    if status is Status.NOT_A_MEMBER:
        return 5, (_stroke("M0,2.5 h5", "muted", 1.2),)
    if status is Status.PARTIAL:
        return 5, (_stroke("M2.5,0 v5", "one", 2),)
    if status is Status.INSUFFICIENT:
        dot = tag("circle", cx=2.5, cy=2.5, r=1.2, **fill_of("one"))
        return 5, (dot,)
    if status is Status.CARRIED:
        return 6, (_stroke("M0,0 l6,6 M-1,5 l2,2 M5,-1 l2,2", "one", 2.6),)
    return 6, (_stroke("M0,3 h6 M3,0 v6", "muted", 0.9),)


def _stroke(path: str, colour: str, width: float) -> Markup:
    return tag("path", d=path, stroke_width=width, fill="none", **stroke_of(colour))


def cell(sketch: Sketch, status: Status, x: float, y: float, width: float, height: float) -> None:
    """A cell of a status."""
    sketch.rect(x, y, width, height, tile(sketch, status), OUTLINE.get(status, "muted"))

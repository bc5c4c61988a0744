"""A network of states: near what they stand with, named, with their ties by layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.report import words
from multipolar.report.hues import DARK, LONE, REST
from multipolar.report.layout import fitted, stress_layout, without_overlap
from multipolar.report.legend import swatches
from multipolar.report.svg import Point, Sketch, fits

Floats = NDArray[np.float64]
LINES = {
    "votes": ("#98a2ac", None, "votes"),
    "treaty": ("#16202b", None, "treaty"),
    "trade": ("#8a6d1f", "5 2", "trade"),
    "institutions": ("#228833", "1.5 2.5", "organisations"),
    "hostility": ("#9b1c3f", "6 4", "rivalry"),
}
"""Colour, dash and words of the ties of each layer."""
NEAREST = 0.18
"""Distance of two that are always in one bloc; those that never are stand at 1.18."""
SWINGS = "swings (not of a core)"
SIZE = {True: 10.0, False: 11.0}


class Tie(NamedTuple):
    """A tie to be drawn: places of both, its layer, and the probability of one bloc."""

    one: int
    two: int
    layer: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Web:
    """Who is drawn, and the ties among them.

    Attributes
    ----------
    year
        Year.
    codes
        COW codes.
    share
        Symmetric array (n, n): probability that two are in one bloc.
    blocs
        Bloc of each.
    core
        Whether each is of the core of its bloc; else it swings.
    names, paints
        Words and colour of each bloc.
    told
        What each says of itself, in lines.
    ties
        Ties to be drawn.
    seed
        Seed of the places.
    """

    year: int
    codes: tuple[int, ...]
    share: Floats
    blocs: tuple[int, ...]
    core: tuple[bool, ...]
    names: Mapping[int, str]
    paints: Mapping[int, str]
    told: tuple[str, ...]
    ties: tuple[Tie, ...]
    seed: int


def places(web: Web, width: float, height: float, narrow: bool) -> tuple[Floats, Floats]:
    """Middles and sizes of the boxes with the names.

    Returns
    -------
    ndarray, ndarray
        Both of shape (n, 2).
    """
    wide = [fits(_said(code, web.year, narrow), SIZE[narrow]) + 12 for code in web.codes]
    sizes = np.column_stack([wide, np.full(len(wide), SIZE[narrow] + 8)])
    distance = NEAREST + 1 - np.clip(web.share, 0, 1)
    np.fill_diagonal(distance, 0)
    points = stress_layout(distance, web.seed)
    margin = (float(sizes[:, 0].max()) / 2 + 2, float(sizes[:, 1].max()) / 2 + 2)
    placed = fitted(points, width, height, margin)
    return without_overlap(placed, sizes + np.array([6.0, 5.0]), width, height), sizes


def draw_web(sketch: Sketch, web: Web) -> float:
    """Draw ties, then names on them, then the key; return the height."""
    high = 430.0 if sketch.narrow else 560.0
    at, sizes = places(web, sketch.width, high, sketch.narrow)
    keys = [f"s{code}" for code in web.codes]
    beside: dict[tuple[int, int], list[str]] = {}
    for tie in web.ties:
        beside.setdefault((tie.one, tie.two), []).append(tie.layer)
    for tie in sorted(web.ties, key=lambda tie: tie.layer == "hostility"):
        colour, dash, said = LINES[tie.layer]
        one, two = (states.label(web.codes[i], web.year) for i in (tie.one, tie.two))
        told = f"{one} and {two}\n{said}\nin one bloc with probability {tie.share:.2f}"
        with sketch.mark(told, f"{keys[tie.one]} {keys[tie.two]}"):
            layers = beside[tie.one, tie.two]
            shift = 3.6 * (layers.index(tie.layer) - (len(layers) - 1) / 2)
            start, end = _line(at[tie.one], at[tie.two], shift)
            sketch.line(start, end, colour, 0.6 + 2.4 * tie.share, dash)
    near: dict[int, set[int]] = {}
    for tie in web.ties:
        near.setdefault(tie.one, set()).add(tie.two)
        near.setdefault(tie.two, set()).add(tie.one)
    for place, code in enumerate(web.codes):
        others = " ".join(keys[other] for other in sorted(near.get(place, ())))
        name = states.label(code, web.year)
        with sketch.mark(web.told[place], keys[place], others, name):
            _box(sketch, web, place, at[place], sizes[place])
    return _key(sketch, web, high + 10)


def _line(one: Floats, two: Floats, shift: float) -> tuple[Point, Point]:
    """A line from one to two, shifted sideways so that several are seen side by side."""
    along = two - one
    across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9) * shift
    (a, b), (c, d) = (one + across).tolist(), (two + across).tolist()
    return (a, b), (c, d)


def _said(code: int, year: int, narrow: bool) -> str:
    name = states.label(code, year)
    return words.short(code, year) if narrow or len(name) > 20 else name


def _box(sketch: Sketch, web: Web, place: int, at: Floats, size: Floats) -> None:
    """A name on the colour of its bloc; of a state that swings, on white with a dashed edge."""
    paint, core = web.paints[web.blocs[place]], web.core[place]
    x, y = float(at[0] - size[0] / 2), float(at[1] - size[1] / 2)
    box = (x, y, float(size[0]), float(size[1]))
    if paint == LONE:
        sketch.box(box, LONE, "#8b949d")
    else:
        sketch.box(box, paint if core else "paper", paint, not core)
    colour = "paper" if core and paint in DARK else "ink"
    middle = float(at[1]) + SIZE[sketch.narrow] * 0.36
    said = _said(web.codes[place], web.year, sketch.narrow)
    sketch.text(float(at[0]), middle, said, colour, SIZE[sketch.narrow], "middle")


def _key(sketch: Sketch, web: Web, top: float) -> float:
    there = dict.fromkeys(sorted(web.blocs, key=lambda bloc: list(web.names).index(bloc)))
    items = [
        ("other blocs" if web.paints[bloc] == REST else web.names[bloc], web.paints[bloc])
        for bloc in there
    ]
    top = swatches(sketch, [*dict.fromkeys(items)], top) + 4
    x = 0.0
    sketch.box((x, top, 26, 13), "paper", "muted", True)
    sketch.text(x + 32, top + 10.5, SWINGS, "ink", 11.5)
    x += 32 + fits(SWINGS, 11.5) + 16
    used = {tie.layer for tie in web.ties}
    for layer, (colour, dash, said) in LINES.items():
        if layer in used:
            wide = 34 + fits(said, 11.5) + 14
            if x + wide > sketch.width:
                x, top = 0.0, top + 18
            sketch.line((x, top + 7), (x + 28, top + 7), colour, 2.2, dash)
            sketch.text(x + 34, top + 10.5, said, "ink", 11.5)
            x += wide
    return top + 18

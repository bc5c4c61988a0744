"""Classes of values and their colours: blue is close, orange is distant, in steps one can name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from multipolar.relations.levels import LEVELS
from multipolar.report import words

if TYPE_CHECKING:
    from multipolar.fields.indicator import Indicator

NEAR = ("#dbe8f3", "#aacbe5", "#6ca5d2", "#2f78b5", "#0a447d")
"""From hardly to very close; every second step differs in lightness for whoever sees no hue."""
FAR = ("#f6dcc4", "#e5a873", "#c46a28", "#8a3d07")
"""From hardly to very distant."""
NONE = "#ece9e1"
"""Of an explicit nothing: coded as none, which is known and is not the lack of a figure."""
DISTANT = ("preferences", "hostility", "geography")
"""Fields whose high values are distant."""
DARK = frozenset({"#2f78b5", "#0a447d", "#8a3d07", "#c46a28"})
"""Colours on which letters are white."""
CUTS = (0.25, 0.5, 0.75, 0.95)
"""Quantiles near which the values of an open scale are parted; few are large, so those apart."""
KAPPA = (-0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8)
"""Classes of similarities from -1 to 1: the same in every year, so that maps can be compared."""
AFFINITY = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
"""Classes of affinity, in standard deviations over relevant dyads."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Where values are parted, and the colour and words of each class, the lowest first."""

    edges: tuple[float, ...]
    paints: tuple[str, ...]
    labels: tuple[str, ...]

    def place(self, value: float) -> int:
        """Number of the class of a value; a value on an edge belongs to the class above it."""
        return int(np.searchsorted(self.edges, value, side="right"))

    def paint(self, value: float) -> str:
        """Colour of a value."""
        return self.paints[self.place(value)]


def classes(what: Indicator, values: Sequence[float]) -> Classes:
    """Classes of an indicator of pairs.

    Parameters
    ----------
    what
        The indicator. Similarities and affinity have classes that are always the same; codings
        one for each level; the rest are parted at round numbers near quantiles of the values.
    values
        What is to be shown.
    """
    far = what.field in DISTANT
    if what.kind in ("binary", "ordinal"):
        return _levels(what, values, far)
    low = what.bounds[0]
    if low == -1:
        return _signed(KAPPA, what)
    if what.field == "affinity":
        return _signed(AFFINITY, what)
    if low is None or low < 0:
        return _signed(_round_edges(values), what)
    return _rising(what, values, far)


def probabilities() -> Classes:
    """Classes of a probability, from almost never to almost always."""
    edges = (0.1, 0.3, 0.5, 0.7, 0.9)
    return Classes(edges, (NONE, *NEAR), _between(edges, "index"))


def _signed(edges: tuple[float, ...], what: Indicator) -> Classes:
    """Orange below zero, blue above."""
    below = sum(edge <= 0 for edge in edges)
    above = len(edges) + 1 - below
    paints = (*reversed(_ramp(FAR, below)), *_ramp(NEAR, above))
    return Classes(edges, paints, _between(edges, what.kind))


def _rising(what: Indicator, values: Sequence[float], far: bool) -> Classes:
    """Pale to dark, with a class of its own for an explicit zero."""
    positive = sorted(value for value in values if value > 0)
    ramp = FAR if far else NEAR
    inner = _cuts(positive)
    labels = _between(inner, what.kind)
    if any(value == 0 for value in values):
        least = min(positive, default=1.0)
        return Classes(
            (min(least, *inner, 1.0) / 2, *inner) if inner else (least / 2,),
            (NONE, *_ramp(ramp, len(inner) + 1)),
            ("none", *(labels or (_shown(least, what.kind) + " or more",))),
        )
    return Classes(inner, _ramp(ramp, len(inner) + 1), labels)


def _levels(what: Indicator, values: Sequence[float], far: bool) -> Classes:
    """One class for each level of a coding."""
    names = LEVELS.get(what.name)
    if what.kind == "binary":
        names = names or ("no", "yes")
    top = max([int(value) for value in values] or [1])
    names = names or ("none", *(str(level) for level in range(1, top + 1)))
    paints = (NONE, *_ramp(FAR if far else NEAR, len(names) - 1))
    return Classes(tuple(level - 0.5 for level in range(1, len(names))), paints, tuple(names))


def _ramp(paints: tuple[str, ...], count: int) -> tuple[str, ...]:
    """So many colours of a ramp, as far apart as they can be."""
    if count <= 1:
        return paints[-2:-1] * count
    places = np.linspace(0, len(paints) - 1, count)
    return tuple(paints[round(place)] for place in places)


def _cuts(values: Sequence[float]) -> tuple[float, ...]:
    """Round numbers near the quantiles of positive values, each once."""
    if len(values) < 2:
        return ()
    cuts = np.quantile(values, CUTS)
    edges = dict.fromkeys(_rounded(float(cut)) for cut in cuts)
    return tuple(edge for edge in sorted(edges) if values[0] < edge <= values[-1])


def _round_edges(values: Sequence[float]) -> tuple[float, ...]:
    """Zero, and a round step to both sides of it that holds most values."""
    reach = float(np.quantile(np.abs(values), 0.8)) if len(values) else 1.0
    step = _rounded(max(reach, 1e-9) / 2)
    return (-2 * step, -step, 0.0, step, 2 * step)


def _rounded(value: float) -> float:
    """Nearest number with one digit that is 1, 2, 3, 5 or 7."""
    size = 10.0 ** math.floor(math.log10(value))
    found = min((1, 2, 3, 5, 7, 10), key=lambda digit: abs(digit * size - value))
    return float(f"{found * size:.6g}")


def _between(edges: tuple[float, ...], kind: str) -> tuple[str, ...]:
    """Words for the classes between edges."""
    if not edges:
        return ("all",)
    shown = [_shown(edge, kind) for edge in edges]
    inner = [f"{a} to {b}" for a, b in pairwise(shown)]
    return (f"below {shown[0]}", *inner, f"{shown[-1]} or more")


def _shown(value: float, kind: str) -> str:
    if kind == "share":
        return f"{100 * value:.6g}%"
    return words.minus(f"{value:,.6g}")

"""Strategic triangles (Dittmer 1981) from the closeness of three pairs, with probabilities.

The signs of the three sides give four configurations: three friends (ménage à trois), two
friendships that meet in a pivot (romantic), one friendship against an outsider (marriage), and
three enmities (unit veto). With normal, independent closeness the probability of each is exact.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIDES = ((0, 1), (0, 2), (1, 2))
"""Corners of each side."""


def sign_probabilities(mean: Floats, sd: Floats, low: Floats, high: Floats) -> Floats:
    """Probability that each side is friendly, neither, or hostile.

    Parameters
    ----------
    mean, sd
        Closeness of the sides, of any shape.
    low, high
        Ends of the neutral zone; the same twice for none.

    Returns
    -------
    ndarray
        Of that shape with a last axis of three: above the zone, within, below.
    """
    from scipy.special import ndtr

    above, below = ndtr((mean - high) / sd), ndtr((low - mean) / sd)
    return np.stack([above, np.maximum(1 - above - below, 0), below], axis=-1)


def configurations(signs: Floats) -> dict[tuple[int, int, int], float]:
    """Probability of each triple of signs (1, 0, -1) of independent sides.

    ``signs`` has shape (3, 3): sides as in `SIDES`; above, within, below.
    """
    places = {1: 0, 0: 1, -1: 2}
    return {
        (a, b, c): float(signs[0, places[a]] * signs[1, places[b]] * signs[2, places[c]])
        for a, b, c in product((1, 0, -1), repeat=3)
    }


def kind_of(triple: tuple[int, int, int]) -> tuple[str, int | None]:
    """Configuration of three signs, and the corner that stands out.

    The corner is the pivot of a romantic triangle, and the outsider of a marriage; None elsewhere.
    A triple with a side in the neutral zone is ``undecided``.
    """
    if 0 in triple:
        return "undecided", None
    friends = triple.count(1)
    if friends == 3:
        return "menage", None
    if friends == 0:
        return "veto", None
    odd = triple.index(-1 if friends == 2 else 1)
    corner = next(c for c in range(3) if c not in SIDES[odd])
    return ("romantic" if friends == 2 else "marriage"), corner


def pivots(signs: Floats) -> Floats:
    """For each corner, the probability that both its sides are friendly and the third hostile."""
    found = []
    for corner in range(3):
        own = [side for side, ends in enumerate(SIDES) if corner in ends]
        other = next(side for side, ends in enumerate(SIDES) if corner not in ends)
        found.append(signs[own[0], 0] * signs[own[1], 0] * signs[other, 2])
    return np.array(found)


def wedge_room(mean: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """How much closer each corner is to one of the other two than to the other.

    Returns the differences and their standard deviations, for corners 0, 1, 2: the side with the
    earlier other corner less the side with the later one. A large difference of either sign is
    room to draw the nearer one away from the farther.
    """
    first, second = np.array([0, 0, 1]), np.array([1, 2, 2])
    return mean[first] - mean[second], np.sqrt(sd[first] ** 2 + sd[second] ** 2)

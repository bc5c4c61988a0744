"""Trade between two states as each one's stake: Barbieri's parts, and what it costs to leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def salience(share1: Floats, share2: Floats) -> Floats:
    """Geometric mean of the two trade shares, from 0 to 1 (Barbieri 1996)."""
    return np.asarray(np.sqrt(share1 * share2))


def symmetry(share1: Floats, share2: Floats) -> Floats:
    """1 less the gap of the two trade shares, from 0 to 1 (Barbieri 1996)."""
    return np.asarray(1.0 - np.abs(share1 - share2))


def interdependence(share1: Floats, share2: Floats) -> Floats:
    """Salience times symmetry, from 0 to 1 (Barbieri 1996)."""
    return salience(share1, share2) * symmetry(share1, share2)


def rest_concentration(share: Floats, total: Floats, squares: Floats) -> Floats:
    """Concentration of a state's trade with all others than one partner, from 0 to 1.

    The Herfindahl-Hirschman index of the others' parts: 1 where a single other partner is left,
    1/n for n equal ones; NaN where none is left.

    Parameters
    ----------
    share
        The partner's share.
    total, squares
        Sum of the shares of all its partners, and of their squares, the partner included.
    """
    rest = total - share
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (squares - share**2) / rest**2
    return np.asarray(np.where(rest > 1e-9, np.clip(found, 0.0, 1.0), np.nan))


def exit_cost(share: Floats, total: Floats, squares: Floats) -> Floats:
    """Part of all its trade that a typical other partner would have to take over, from 0 to 1.

    If the partner's share ``s`` went to the others in proportion to what they have (parts
    ``p_k`` of the rest), partner ``k`` would take over ``s p_k``; the mean of that, weighted by
    ``p_k``, is ``s`` times the concentration of the rest. It is high where the partner is large
    and few others stand ready (Hirschman 1945).
    """
    return np.asarray(share / total * rest_concentration(share, total, squares))


def absorption(share: Floats, total: Floats) -> Floats:
    """How much all other trade would have to grow to make up for a partner, 0 or more."""
    rest = total - share
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(rest > 1e-9, share / rest, np.nan))

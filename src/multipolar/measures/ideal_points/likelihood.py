r"""Ordered probit of the votes, averaged over what is not known exactly.

.. math::

    P(y_{iv} \le k) = \Phi(\gamma_{kv} - \beta_v \theta_{it}),\qquad
    \gamma_{2v} = \gamma_{1v} + e^{\delta_v}

(Bailey, Strezhnev and Voeten 2017, eq. 1-2). A text has the parameters
:math:`(\beta, \gamma_1, \delta)`. With :math:`l = \gamma_1 - \beta\theta` every vote has a
log-likelihood :math:`f(l, \delta)` that is concave in its location. Under a Gaussian
approximation of all unknowns (Opper and Archambeau 2009) the expected gradient and curvature
follow from the expectations of the derivatives of *f* and from the covariances of position and
parameters; those expectations are taken at the two points :math:`\bar l \pm s`, *s* the
standard deviation of the location (exact to the third order).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from .cells import Cells, Moments, averaged, cells_at, inner, spread_of
from .layout import Array, Block


@dataclass(frozen=True)
class Slopes:
    """Expected log-likelihood of a block, its gradient and its negative curvature.

    ``theta`` and ``theta_curve`` are by voter, ``text`` (rows, 3) and ``text_curve`` (rows, 3,
    3) by row, ``cross_curve`` (rows, 3, n) between them.
    """

    value: float
    theta: Array
    theta_curve: Array
    text: Array
    text_curve: Array
    cross_curve: Array


def slopes(
    block: Block,
    theta: Array,
    text: Array,
    three: Array,
    moments: Moments | None,
    bilinear: bool,
) -> Slopes:
    """Derivatives of one block's log-likelihood, expected under ``moments`` if there are any.

    ``three`` is 1 for rows with three categories. Without ``bilinear`` the curvature leaves out
    the residual of the product of discrimination and position (Gauss-Newton); at the means it
    is then positive definite anywhere.
    """
    beta, b = text[:, 0], text[:, 0][:, None]
    width = three * np.exp(text[:, 2])
    location = text[:, 1][:, None] - b * theta
    if moments is None:
        cells = cells_at(block, location, width)
    else:
        spread = spread_of(block, theta, b, width, moments)
        location -= moments.cross[:, 0]
        cells, third = averaged(block, location, width, spread.variance)
    g, k, mixed = cells.by_location, cells.twice, cells.mixed(block)
    gradient, curve = _text_sums(block, theta, cells, mixed, width)
    position, position_curve = beta @ g, beta**2 @ k
    cross = np.empty((len(beta), 3, len(theta)))
    by_beta, by_cut, by_width = cross[:, 0], cross[:, 1], cross[:, 2]
    np.multiply(b, k, out=by_cut)
    np.multiply(theta, by_cut, out=by_beta)
    np.multiply(b * width[:, None], mixed, out=by_width)
    if moments is not None:
        gradient[:, 0] -= inner(spread.theta, k)
        gradient[:, 2] += width * inner(spread.delta, mixed)
        position += np.einsum("ij,ij->j", spread.beta, k)
        beta_third, theta_third = spread.beta * third, spread.theta * third
        curve[:, 0, 0] -= k @ moments.theta + 2.0 * (theta_third @ theta)
        curve[:, 0, 1] += theta_third.sum(1)
        curve[:, 1, 0] = curve[:, 0, 1]
        position_curve += moments.text[:, 0, 0] @ k + 2.0 * (beta @ beta_third)
        by_cut += beta_third
        by_beta += moments.cross[:, 0] * k
        by_beta += b * theta_third
        by_beta += theta * beta_third
    np.negative(by_beta, out=by_beta)
    if bilinear:
        by_beta += g
        curve[:, 2, 2] -= gradient[:, 2]
    else:
        curve[:, 2, 2] += np.maximum(-gradient[:, 2], 0.0)
    return Slopes(cells.value, -position, -position_curve, gradient, curve, cross)


def text_slopes(block: Block, theta: Array, text: Array, three: Array) -> tuple[Array, Array]:
    """Gradient (rows, 3) and Gauss-Newton curvature (rows, 3, 3) of the texts alone."""
    width = three * np.exp(text[:, 2])
    cells = cells_at(block, text[:, 1][:, None] - text[:, 0][:, None] * theta, width)
    gradient, curve = _text_sums(block, theta, cells, cells.mixed(block), width)
    curve[:, 2, 2] += np.maximum(-gradient[:, 2], 0.0)
    return gradient, curve


def position_slopes(block: Block, theta: Array, text: Array, three: Array) -> tuple[Array, Array]:
    """Gradient and negative curvature of the positions alone, both by voter."""
    beta, width = text[:, 0], three * np.exp(text[:, 2])
    cells = cells_at(block, text[:, 1][:, None] - beta[:, None] * theta, width)
    return -(beta @ cells.by_location), -(beta**2 @ cells.twice)


def _text_sums(
    block: Block, theta: Array, cells: Cells, mixed: Array, width: Array
) -> tuple[Array, Array]:
    """Gradient and negative curvature of the texts, without the curvature of the width itself."""
    g, k = cells.by_location, cells.twice
    first, second = cells.width_sums(block)
    gradient = np.stack([-(g @ theta), g.sum(1), width * first], 1)
    curve = np.empty((len(width), 3, 3))
    curve[:, 0, 0] = -(k @ theta**2)
    curve[:, 1, 1] = -k.sum(1)
    curve[:, 0, 1] = curve[:, 1, 0] = k @ theta
    curve[:, 1, 2] = curve[:, 2, 1] = -width * mixed.sum(1)
    curve[:, 0, 2] = curve[:, 2, 0] = width * (mixed @ theta)
    curve[:, 2, 2] = -(width**2) * second
    return gradient, curve


def probabilities(theta: Array, text: Array, three: Array) -> Array:
    """Probability of yes, abstain and no at every cell, shape (3, rows, n)."""
    location = text[:, 1][:, None] - text[:, 0][:, None] * theta
    yes = ndtr(location)
    no = ndtr(-(location + (three * np.exp(text[:, 2]))[:, None]))
    return np.stack([yes, np.maximum(1.0 - yes - no, 0.0), no])

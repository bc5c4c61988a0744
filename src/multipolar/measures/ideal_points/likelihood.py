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

from .layout import Array, Block

_ROOT = 1.0 / np.sqrt(2.0 * np.pi)
_FAR = 30.0


@dataclass(frozen=True)
class Moments:
    """Covariances in one block.

    Of positions ``theta`` (n), of texts (rows, 3, 3), and between them ``cross`` (rows, 3, n).
    """

    theta: Array
    text: Array
    cross: Array


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


def _derivatives(block: Block, location: Array, width: Array) -> tuple[float, list[Array]]:
    """Value, and f_l, f_ll, f_w, f_lw, f_ww at every cell (zero where there is no vote)."""
    location = np.clip(location, -_FAR, _FAR)
    inside = np.maximum(block.sign * (location + block.no * width[:, None]), -_FAR)
    mass = ndtr(inside)
    ratio = np.exp(-0.5 * inside * inside) * _ROOT / mass
    first = block.sign * ratio
    second = -ratio * (inside + ratio) * np.abs(block.sign)
    np.log(mass, out=mass)
    value = float(mass.sum()) + np.log(2.0) * float((block.sign == 0).sum())
    w = first * block.no
    lw = second * block.no
    ww = lw.copy()
    if len(block.abstain):
        a = location.ravel()[block.abstain]
        b = a + width[block.abstain_row]
        flip = a + b > 0
        between = ndtr(np.where(flip, -a, b)) - ndtr(np.where(flip, -b, a))
        between = np.maximum(between, 1e-280)
        low = _ROOT * np.exp(-0.5 * a * a) / between
        high = _ROOT * np.exp(-0.5 * b * b) / between
        value += float(np.log(between).sum())
        high_high, low_high = -high * (b + high), low * high
        first.ravel()[block.abstain] = high - low
        second.ravel()[block.abstain] = low * (a - low) + 2.0 * low_high + high_high
        w.ravel()[block.abstain] = high
        lw.ravel()[block.abstain] = high_high + low_high
        ww.ravel()[block.abstain] = high_high
    return value, [first, second, w, lw, ww]


@dataclass(frozen=True)
class _Cells:
    """Expectations at every cell that the slopes are sums of.

    ``g``, ``k``, ``w``, ``lw``, ``ww`` are the derivatives of the log-likelihood; the rest are
    the covariances of beta, theta and delta with the location times the next derivative.
    """

    value: float
    g: Array
    k: Array
    w: Array
    lw: Array
    ww: Array
    beta_k: Array | float = 0.0
    theta_k: Array | float = 0.0
    delta_w: Array | float = 0.0
    beta_third: Array | float = 0.0
    theta_third: Array | float = 0.0


def _expected(
    block: Block, theta: Array, text: Array, width: Array, location: Array, moments: Moments
) -> _Cells:
    """Cells averaged over two points a standard deviation of the location to either side.

    The location is that of the cut-point which the vote is about: the lower for yes, the upper
    for no, midway for an abstention (``block.upper``).
    """
    b, u = text[:, 0][:, None], width[:, None] * block.upper
    bt, ct, dt = moments.cross[:, 0], moments.cross[:, 1], moments.cross[:, 2]
    bb, bc, bd, cc, cd, dd = (
        moments.text[:, i, j][:, None] for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
    )
    beta_l = bc - theta * bb - b * bt
    theta_l = ct - b * moments.theta - theta * bt
    delta_l = cd - theta * bd - b * dt
    spread = cc - theta * (bc + beta_l) - b * (ct + theta_l) + bb * moments.theta + bt * bt
    spread += u * (2.0 * delta_l + u * dd)
    beta_l += u * bd
    theta_l += u * dt
    delta_l += u * dd
    s = np.sqrt(np.maximum(spread, 1e-12))
    location = location - bt
    up_value, up = _derivatives(block, location + s, width)
    down_value, down = _derivatives(block, location - s, width)
    third = (up[1] - down[1]) / (2.0 * s)
    g, k, w, lw, ww = (0.5 * (x + y) for x, y in zip(up, down, strict=True))
    return _Cells(
        0.5 * (up_value + down_value), g, k, w, lw, ww,
        beta_l * k, theta_l * k, delta_l * lw, beta_l * third, theta_l * third,
    )  # fmt: skip


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
    theta_var: Array | float = 0.0
    beta_var: Array | float = 0.0
    both: Array | float = 0.0
    if moments is None:
        value, derivatives = _derivatives(block, location, width)
        cell = _Cells(value, *derivatives)
    else:
        cell = _expected(block, theta, text, width, location, moments)
        theta_var, beta_var = moments.theta, moments.text[:, 0, 0][:, None]
        both = moments.cross[:, 0]
    g, k, lw = cell.g, cell.k, cell.lw
    gradient = np.stack(
        [
            -(theta * g + cell.theta_k).sum(1),
            g.sum(1),
            width * (cell.w + cell.delta_w).sum(1),
        ],
        1,
    )
    theta_cut = b * k + cell.beta_third
    theta_beta = -(b * theta + both) * k - b * cell.theta_third - theta * cell.beta_third
    if bilinear:
        theta_beta += g
    curve = np.zeros((len(beta), 3, 3))
    curve[:, 0, 0] = -((theta**2 + theta_var) * k + 2.0 * theta * cell.theta_third).sum(1)
    curve[:, 1, 1] = -k.sum(1)
    curve[:, 0, 1] = curve[:, 1, 0] = (theta * k + cell.theta_third).sum(1)
    curve[:, 1, 2] = curve[:, 2, 1] = -width * lw.sum(1)
    curve[:, 0, 2] = curve[:, 2, 0] = width * (lw @ theta)
    residual = -gradient[:, 2]
    curve[:, 2, 2] = residual if bilinear else np.maximum(residual, 0.0)
    curve[:, 2, 2] -= width**2 * cell.ww.sum(1)
    return Slopes(
        value=cell.value,
        theta=-(b * g + cell.beta_k).sum(0),
        theta_curve=-((b * b + beta_var) * k + 2.0 * b * cell.beta_third).sum(0),
        text=gradient,
        text_curve=curve,
        cross_curve=np.stack([theta_beta, theta_cut, (b * width[:, None]) * lw], 1),
    )


def probabilities(block: Block, theta: Array, text: Array, three: Array) -> Array:
    """Probability of yes, abstain and no at every cell, shape (3, rows, n)."""
    location = text[:, 1][:, None] - text[:, 0][:, None] * theta
    yes = ndtr(location)
    no = ndtr(-(location + (three * np.exp(text[:, 2]))[:, None]))
    return np.stack([yes, np.maximum(1.0 - yes - no, 0.0), no])

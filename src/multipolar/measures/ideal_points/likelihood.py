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
    """Covariances in one block: of positions ``theta`` (n), of the texts (rows, 3, 3), and
    between texts and positions ``cross`` (rows, 3, n).
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
    inside = block.sign * (location + block.no * width[:, None])
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
    the residual of the product :math:`\\beta\\theta` (Gauss-Newton), so it is positive definite
    anywhere; with it, it is exact.
    """
    beta, cut = text[:, 0], text[:, 1]
    width = three * np.exp(text[:, 2])
    location = cut[:, None] - beta[:, None] * theta
    b = beta[:, None]
    if moments is None:
        value, (g, k, w, lw, ww) = _derivatives(block, location, width)
        theta_slope, beta_slope = -(beta @ g), -(g @ theta)
        theta_curve = -((beta**2) @ k)
        beta_beta, beta_cut = -(k @ theta**2), k @ theta
        theta_beta, theta_cut = -(b * theta) * k, b * k
        if bilinear:
            theta_beta += g
    else:
        bt, ct = moments.cross[:, 0], moments.cross[:, 1]
        bb, bc = moments.text[:, 0, 0][:, None], moments.text[:, 0, 1][:, None]
        beta_l = bc - theta * bb - b * bt
        theta_l = ct - b * moments.theta - theta * bt
        spread = moments.text[:, 1, 1][:, None] - theta * bc - b * ct
        spread += bb * moments.theta + bt * bt - theta * beta_l - b * theta_l
        # the cut-point that a vote is about: the lower for yes, the upper for no, else midway
        u = width[:, None] * block.upper
        bd, cd = moments.text[:, 0, 2][:, None], moments.text[:, 1, 2][:, None]
        dd, dt = moments.text[:, 2, 2][:, None], moments.cross[:, 2]
        delta_l = cd - theta * bd - b * dt
        spread += u * (2.0 * delta_l + u * dd)
        beta_l += u * bd
        theta_l += u * dt
        delta_l += u * dd
        s = np.sqrt(np.maximum(spread, 1e-12))
        location -= bt
        up_value, up = _derivatives(block, location + s, width)
        down_value, down = _derivatives(block, location - s, width)
        value = 0.5 * (up_value + down_value)
        third = (up[1] - down[1]) / (2.0 * s)
        g, k, w, lw, ww = (0.5 * (x + y) for x, y in zip(up, down, strict=True))
        theta_slope = -(beta @ g) - (beta_l * k).sum(0)
        beta_slope = -(g @ theta) - (theta_l * k).sum(1)
        b_third = beta_l * third
        t_third = theta_l * third
        theta_curve = -((b * b + bb) * k + 2.0 * b * b_third).sum(0)
        beta_beta = -((theta**2 + moments.theta) * k + 2.0 * theta * t_third).sum(1)
        beta_cut = (theta * k + t_third).sum(1)
        theta_cut = b * k + b_third
        theta_beta = -(b * theta + bt) * k - b * t_third - theta * b_third
        if bilinear:
            theta_beta += g
    lw_sum, w_sum = lw.sum(1), w.sum(1)
    if moments is not None:
        w_sum += (delta_l * lw).sum(1)
    gradient = np.stack([beta_slope, g.sum(1), width * w_sum], 1)
    curve = np.zeros((len(beta), 3, 3))
    curve[:, 0, 0], curve[:, 1, 1] = beta_beta, -k.sum(1)
    curve[:, 0, 1] = curve[:, 1, 0] = beta_cut
    curve[:, 1, 2] = curve[:, 2, 1] = -width * lw_sum
    curve[:, 0, 2] = curve[:, 2, 0] = width * (lw @ theta)
    residual = -width * w_sum
    curve[:, 2, 2] = -(width**2) * ww.sum(1) + (residual if bilinear else np.maximum(residual, 0))
    cross = np.stack([theta_beta, theta_cut, (b * width[:, None]) * lw], 1)
    return Slopes(value, theta_slope, theta_curve, gradient, curve, cross)


def probabilities(block: Block, theta: Array, text: Array, three: Array) -> Array:
    """Probability of yes, abstain and no at every cell, shape (3, rows, n)."""
    location = text[:, 1][:, None] - text[:, 0][:, None] * theta
    yes = ndtr(location)
    no = ndtr(-(location + (three * np.exp(text[:, 2]))[:, None]))
    return np.stack([yes, np.maximum(1.0 - yes - no, 0.0), no])

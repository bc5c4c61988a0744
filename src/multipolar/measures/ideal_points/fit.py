r"""The estimator: posterior means by a Gaussian approximation of all unknowns at once.

A Gaussian with the *joint* covariance (positions and items, not mean field) is fitted by
Newton steps on its expected log density (Opper and Archambeau 2009): the covariance is the
inverse of the expected curvature, an arrow in every period, so one step costs no more than a
step to the joint mode, and the mean is not the mode, which inflates the extremes.

Identification. After Bailey, Strezhnev and Voeten (2017) positions have mean 0 and variance 1
over all voter-periods. Their sampler rescales positions in every sweep and leaves the items
alone; since each position is drawn with its complete-data precision
:math:`P_i = \sum_v \beta_v^2 + \tau^{-2}`, the fixed point of that rule is
:math:`\nabla_i = P_i(\kappa_0 + \kappa_1 \theta_i)`, with the two multipliers set by the two
constraints. That fixed point is what is solved here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .approach import apart, item_step, position_step
from .blas import single_threaded
from .cells import Moments
from .chain import Factor, NotPositive, Spread, factorise
from .layout import Array, Layout
from .likelihood import Slopes, slopes
from .priors import links, text_prior, walk, walk_scale
from .start import starting_positions
from .stretch import Lengthening, carry

_FIRST, _IN_TURN, _WARM = 2, 3, 2
"""Steps of the items alone from nothing, then of positions and items in turn; and of these from an
earlier fit."""
_SHORT = 0.15
"""After a step this short (root mean square, in standard errors) the next takes the last factor,
and the last covariances carried along, for its own: most of the work for most of the way."""
_NEW = 0.75
"""Weight of new covariances against the last ones: all of it would swing from step to step."""

# curvatures in the order they are tried: exact, Gauss-Newton, and that with a ridge
_ATTEMPTS = ((True, 0.0), (False, 0.0), (False, 5.0))


@dataclass
class Fit:
    """Where the estimation stands; positions and items on the standardised scale."""

    theta: Array
    text: Array
    tau: float
    pull: Array = field(default_factory=lambda: np.zeros(2))
    variance: Array | None = None
    text_cov: Array | None = None
    moments: list[Moments] | None = None
    bound: float = -np.inf
    converged: bool = False
    trace: list[dict[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Direction:
    """A step for positions and texts, the factor it came from, and the constraints' normals.

    ``normals`` (nodes, 2) are the gradients of mean and variance, ``theta_normal`` and
    ``text_normal`` the factor's solutions for them.
    """

    theta: Array
    text: Array
    factor: Factor
    normals: Array
    theta_normal: Array
    text_normal: Array


@dataclass(frozen=True)
class Settings:
    """Numerical settings; ``tau`` of None is estimated."""

    tau: float | None = 0.5
    tolerance: float = 0.05
    max_iterations: int = 60
    workers: int = 1


class Estimator:
    """Newton steps for one layout of votes."""

    def __init__(self, layout: Layout, settings: Settings, spread: Spread[Any]) -> None:
        self.layout, self.settings, self.spread = layout, settings, spread
        self.three = layout.three.astype(float)
        self.weight: Array = layout.real.astype(float) / float(layout.real.sum())
        self.last_step: Array = np.zeros((layout.n_texts, 3))
        self.lengthening = Lengthening()
        self.damping: Array = np.ones((layout.n_texts, 1))

    def slopes(self, fit: Fit, bilinear: bool) -> list[Slopes]:
        """Likelihood derivatives of every block."""
        moments = fit.moments

        def one(t: int) -> Slopes:
            block = self.layout.blocks[t]
            theta = fit.theta[block.offset : block.offset + block.n]
            rows = block.texts
            at = None if moments is None else moments[t]
            return slopes(block, theta, fit.text[rows], self.three[rows], at, bilinear)

        return list(self.spread(one, range(len(self.layout.blocks))))

    def precision(self, fit: Fit) -> Array:
        """Complete-data precision of each position."""
        out = np.zeros(self.layout.n_nodes)
        for t, block in enumerate(self.layout.blocks):
            square = np.square(fit.text[block.texts, 0])
            if fit.moments is not None:
                square += fit.moments[t].text[:, 0, 0]
            out[block.offset : block.offset + block.n] = square @ block.voted + fit.tau**-2
        return out

    def step(self, fit: Fit, last: Factor | None = None) -> Direction:
        """Direction that keeps the constraints; moves ``fit.pull`` to the multipliers for it.

        With ``last`` the curvature is not computed anew.
        """
        layout = self.layout
        for bilinear, ridge in _ATTEMPTS:
            parts = self.slopes(fit, bilinear)
            value, gradient, diagonal, drift = walk(layout, fit.theta, fit.tau)
            prior, text, text_curve = text_prior(fit.text, self.three, bilinear, fit.text_cov)
            for block, part in zip(layout.blocks, parts, strict=True):
                at = slice(block.offset, block.offset + block.n)
                gradient[at] += part.theta
                diagonal[at] += part.theta_curve
                np.add.at(text, block.texts, part.text)
            weight = self.precision(fit)
            diagonal += max(fit.pull[1], 0.0) * weight + ridge
            try:
                factor = last or factorise(layout, parts, diagonal, text_curve, drift, self.spread)
                break
            except NotPositive:
                if ridge:
                    raise
        fit.bound = sum(part.value for part in parts) + value + prior - 0.5 * factor.log_det
        normals = np.stack([self.weight, 2.0 * self.weight * fit.theta], 1)
        right = np.column_stack([gradient, weight, weight * fit.theta, normals])
        right_text = np.zeros((*text.shape, 5))
        right_text[..., 0] = text
        theta, texts = factor.solve(right, right_text, self.spread)
        pull = np.linalg.solve(normals.T @ theta[:, 1:3], normals.T @ theta[:, 0])
        fit.pull = np.asarray(pull, float)
        return Direction(
            theta[:, 0] - theta[:, 1:3] @ fit.pull,
            texts[..., 0] - texts[..., 1:3] @ fit.pull,
            factor,
            normals,
            theta[:, 3:],
            texts[..., 3:],
        )

    def spread_out(self, fit: Fit, way: Direction, share: float) -> list[Array]:
        """Covariances given the constraints (positions have mean 0 and variance 1).

        Those that the next step takes weigh ``share`` of the new and the rest of the last.
        """
        x, y = way.theta_normal, way.text_normal
        inner = np.linalg.inv(way.normals.T @ x)
        variances, lags, moments = way.factor.covariance(self.spread)
        layout = self.layout
        variance, text_cov = np.empty(layout.n_nodes), np.empty((layout.n_texts, 3, 3))
        xi = x @ inner
        before = fit.moments

        def constrain(t: int) -> Array:
            block, moment = layout.blocks[t], moments[t]
            at, rows = slice(block.offset, block.offset + block.size), y[block.texts]
            variance[at] = variances[t] - (xi[at] * x[at]).sum(1)
            moment.theta[:] = variance[at][: block.n]
            moment.text[:] -= rows @ inner @ np.swapaxes(rows, 1, 2)
            moment.cross[:] -= rows @ xi[at][: block.n].T
            own = moment.text.copy()
            if before is not None and share < 1.0:
                moment.mix(before[t], share)
            if t + 1 < len(layout.blocks):
                here, there = links(layout, t)
                lags[t] = lags[t] - (xi[here] * x[there]).sum(1)
            return own

        done = self.spread(constrain, range(len(layout.blocks)))
        for block, own in zip(layout.blocks, done, strict=True):
            text_cov[block.texts] = own
        fit.variance, fit.moments, fit.text_cov = variance, moments, text_cov
        return lags

    def standardise(self, fit: Fit) -> None:
        """Shift and stretch positions to mean 0, variance 1, and the items with them."""
        mean = float(self.weight @ fit.theta)
        around = (fit.theta - mean) ** 2
        around = around if fit.variance is None else around + fit.variance
        scale = float(np.sqrt(self.weight @ around))
        fit.theta = (fit.theta - mean) / scale
        text = fit.text.copy()
        text[:, 1] -= text[:, 0] * mean
        text[:, 0] *= scale
        fit.text = text

    def move(self, fit: Fit, way: Direction) -> float:
        """Take the step, shortened where it is long; returns its largest change of a position.

        A text whose steps turn back on themselves (voters nearly separated by it, so its
        covariance depends strongly on its mean) is damped until they do not.
        """
        d_theta, d_text = way.theta, way.text
        limit = 1.5 / max(1.5, float(np.abs(d_theta).max()))
        longest = limit * np.abs(d_text).max(1, keepdims=True)
        back = (d_text * self.last_step).sum(1, keepdims=True) < 0.0
        self.damping = np.where(back, 0.5 * self.damping, np.minimum(1.0, 1.3 * self.damping))
        self.last_step = d_text
        fit.theta = fit.theta + limit * d_theta
        before = fit.theta - limit * d_theta
        fit.text = fit.text + self.damping * limit * d_text / np.maximum(1.0, longest)
        fit.theta, fit.text = self.lengthening.lengthen(self.layout, before, fit.theta, fit.text)
        self.standardise(fit)
        return float(np.abs(d_theta[self.layout.real]).max())

    def lengths(self, fit: Fit, way: Direction) -> tuple[float, float]:
        """Root mean square and maximum of the positions' steps in their standard errors."""
        assert fit.variance is not None
        real = self.layout.real
        ratio = np.abs(way.theta[real]) / np.sqrt(fit.variance[real])
        return float(np.sqrt((ratio**2).mean())), float(ratio.max())

    def approach(self, start: Fit | None) -> Fit:
        """Where the steps of all unknowns begin: near enough for Newton's method."""
        layout, settings, three = self.layout, self.settings, self.three
        tau = settings.tau or (start.tau if start else 0.3)
        if start is None:
            fit = Fit(starting_positions(layout, tau), np.zeros((layout.n_texts, 3)), tau)
        else:
            fit = Fit(start.theta, start.text, tau, start.pull)
        self.standardise(fit)
        for _ in range(_FIRST if start is None else 0):
            fit.text = item_step(layout, fit.theta, fit.text, three, self.spread)
        for _ in range(_IN_TURN if start is None else _WARM):
            fit.theta = position_step(layout, fit.theta, fit.text, three, tau, self.spread)
            self.standardise(fit)
            fit.text = item_step(layout, fit.theta, fit.text, three, self.spread)
        fit.variance, fit.text_cov, fit.moments = apart(
            layout, fit.theta, fit.text, three, tau, self.spread
        )
        return fit

    def run(self, start: Fit | None = None) -> Fit:
        """From the start (or a linear one) to the fixed point.

        The first step knows covariances only as if items and positions were independent, the
        second does not show yet how they move with the means: three are taken at least.
        """
        layout, settings = self.layout, self.settings
        fit = self.approach(start)
        factor: Factor | None = None
        share = 1.0
        for iteration in range(settings.max_iterations):
            held = factor is not None
            way = self.step(fit, factor)
            before, old = fit.theta, fit.tau
            change = self.move(fit, way)
            if not held:
                lags = self.spread_out(fit, way, share)
                share = _NEW
                if settings.tau is None and fit.variance is not None:
                    fit.tau = walk_scale(layout, fit.theta, fit.variance, lags, fit.tau)
            carry(layout, fit.moments or [], before, fit.theta, self.spread)
            typical, longest = self.lengths(fit, way)
            fit.trace.append(
                {
                    "iteration": float(iteration),
                    "objective": fit.bound,
                    "change": change,
                    "rms": typical,
                    "tau": fit.tau,
                    "held": float(held),
                }
            )
            settled = typical < settings.tolerance and longest < 5.0 * settings.tolerance
            settled &= iteration > 1 and not held and abs(fit.tau - old) < 0.01 * old
            if settled:
                fit.converged = True
                break
            again = held or settings.tau is None or typical > _SHORT
            factor = None if again else way.factor
        return fit


def run(layout: Layout, settings: Settings, start: Fit | None = None) -> Fit:
    """Fit a layout of votes with ``settings.workers`` threads; the same result with any number."""
    if settings.workers <= 1:
        with single_threaded():
            return Estimator(layout, settings, _in_turn).run(start)
    with single_threaded(), ThreadPoolExecutor(settings.workers) as pool:
        return Estimator(layout, settings, _shared(pool, settings.workers)).run(start)


def _in_turn(function: Callable[[int], Any], values: Iterable[int]) -> Iterable[Any]:
    return [function(value) for value in values]


def _shared(pool: Executor, workers: int) -> Spread[Any]:
    """Every thread gets one share of the values: handing them out singly costs a tenth."""

    def spread(function: Callable[[Any], Any], values: Iterable[Any]) -> Iterable[Any]:
        given = list(values)
        out: list[Any] = [None] * len(given)
        shares = [given[k::workers] for k in range(workers)]
        for k, done in enumerate(pool.map(lambda share: _in_turn(function, share), shares)):
            out[k::workers] = done
        return out

    return spread

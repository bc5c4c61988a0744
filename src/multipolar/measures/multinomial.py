"""Multinomial logistic regression with a normal prior whose width the data decide.

Class ``k`` has the score ``a_k + x'b_k``; probabilities are their softmax. Slopes have a normal
prior of mean 0 and a common standard deviation, which is chosen by the evidence in Laplace's
approximation (MacKay 1992); intercepts have a wide one. The posterior is approximated by a normal
at its mode.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.special import logsumexp, softmax

Floats = NDArray[np.float64]

WIDE = 3.0
"""Standard deviation of the intercepts' prior."""
WIDTHS = np.geomspace(0.05, 3.0, 13)
"""Widths of the slopes' prior among which the evidence decides."""
TOLERANCE = 1e-8
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    coefficients
        Mode, of shape (classes, 1 + predictors), intercepts first.
    covariance
        Of the coefficients, flattened class by class.
    width
        Standard deviation of the slopes' prior.
    evidence
        Log evidence, up to a constant.
    """

    coefficients: Floats
    covariance: Floats
    width: float
    evidence: float

    def draws(self, count: int, seed: int) -> Floats:
        """Draws of the coefficients, of shape (count, classes, 1 + predictors)."""
        rng = np.random.default_rng(seed)
        root = np.linalg.cholesky(self.covariance)
        noise = rng.standard_normal((count, root.shape[0])) @ root.T
        return self.coefficients[None] + noise.reshape(count, *self.coefficients.shape)


def probabilities(coefficients: Floats, x: Floats) -> Floats:
    """Probabilities of the classes.

    Parameters
    ----------
    coefficients
        Of shape (..., classes, 1 + predictors).
    x
        Of shape (cases, predictors).

    Returns
    -------
    ndarray
        Of shape (..., cases, classes).
    """
    scores = coefficients[..., None, :, 0] + np.einsum("np,...kp->...nk", x, coefficients[..., 1:])
    return softmax(scores)


def fit(
    x: Floats,
    y: NDArray[np.int64],
    weights: Floats,
    classes: int,
    width: float | None = None,
    start: Floats | None = None,
) -> Fit:
    """Fit the model.

    Parameters
    ----------
    x
        Predictors, of shape (cases, predictors), none missing, on a common scale.
    y
        Class of each case, from 0.
    weights
        Weight of each case; their sum is the number of independent observations.
    classes
        Number of classes.
    width
        Standard deviation of the slopes' prior; None lets the evidence decide.
    start
        Coefficients to start from; zeros by default.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        If a predictor is missing, or the shapes do not agree.
    """
    if not np.isfinite(x).all() or x.shape[0] != len(y) or len(y) != len(weights):
        raise ValueError("predictors must be whole, with a class and a weight for each case")
    design = np.hstack([np.ones((len(x), 1)), x])
    target = np.eye(classes)[y]
    start = np.zeros((classes, design.shape[1])) if start is None else start
    best: Fit | None = None
    for candidate in WIDTHS if width is None else (width,):
        found = _mode(design, target, weights, float(candidate), start)
        start = found.coefficients
        if best is None or found.evidence > best.evidence:
            best = found
    assert best is not None
    return best


def _mode(design: Floats, target: Floats, weights: Floats, width: float, start: Floats) -> Fit:
    """Newton's method, halving a step that leads down."""
    classes, size = start.shape
    precision = np.tile(np.r_[WIDE**-2, np.full(size - 1, width**-2)], classes)
    beta, value = start, _objective(design, target, weights, precision, start)
    hessian = np.eye(classes * size)
    for _ in range(MOST_STEPS):
        p = softmax(design @ beta.T)
        gradient = ((weights[:, None] * (target - p)).T @ design).ravel() - precision * beta.ravel()
        hessian = _curvature(design, weights, p) + np.diag(precision)
        step = np.linalg.solve(hessian, gradient).reshape(beta.shape)
        size_of_step = 1.0
        while size_of_step > 1e-6:
            moved = beta + size_of_step * step
            new = _objective(design, target, weights, precision, moved)
            if new >= value:
                break
            size_of_step /= 2
        gain, beta, value = new - value, moved, new
        if gain < TOLERANCE:
            break
    p = softmax(design @ beta.T)
    hessian = _curvature(design, weights, p) + np.diag(precision)
    _, logdet = np.linalg.slogdet(hessian)
    evidence = value + 0.5 * np.log(precision).sum() - 0.5 * logdet
    covariance: Floats = np.linalg.inv(hessian).astype(np.float64)
    return Fit(beta, covariance, width, float(evidence))


def _objective(
    design: Floats, target: Floats, weights: Floats, precision: Floats, beta: Floats
) -> float:
    scores = design @ beta.T
    likelihood = weights @ ((target * scores).sum(axis=1) - logsumexp(scores))
    return float(likelihood - 0.5 * (precision * beta.ravel() ** 2).sum())


def _curvature(design: Floats, weights: Floats, p: Floats) -> Floats:
    """Negative Hessian of the likelihood, class by class."""
    classes, size = p.shape[1], design.shape[1]
    blocks = np.empty((classes, size, classes, size))
    for a in range(classes):
        for b in range(a, classes):
            held = weights * p[:, a] * ((a == b) - p[:, b])
            block = (design * held[:, None]).T @ design
            blocks[a, :, b, :] = block
            blocks[b, :, a, :] = block
    return blocks.reshape(classes * size, classes * size)


def ranked_probability(p: Floats, y: NDArray[np.int64]) -> Floats:
    """Ranked probability score of each case, classes in their order (Epstein 1969): 0 is best.

    The mean squared difference of cumulative probability and outcome over the steps.
    """
    outcome = np.arange(p.shape[1])[None, :] >= y[:, None]
    gaps = np.cumsum(p, axis=1) - outcome
    found: Floats = (gaps[:, :-1] ** 2).mean(axis=1)
    return found


def brier(p: Floats, y: NDArray[np.int64]) -> Floats:
    """Brier score of each case: the sum of squared differences from the outcome, 0 to 2."""
    found: Floats = ((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1)
    return found


def log_loss(p: Floats, y: NDArray[np.int64]) -> Floats:
    """Negative log of the probability of what was the case."""
    found: Floats = -np.log(np.maximum(p[np.arange(len(y)), y], 1e-12))
    return found


def calibration_error(p: Floats, y: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error of all classes: mean gap of forecast and frequency over bins."""
    flat, hit = p.ravel(), np.eye(p.shape[1])[y].ravel()
    place = np.minimum((flat * bins).astype(int), bins - 1)
    total = 0.0
    for box in range(bins):
        inside = place == box
        if inside.any():
            total += float(abs(flat[inside].mean() - hit[inside].mean())) * float(inside.mean())
    return total

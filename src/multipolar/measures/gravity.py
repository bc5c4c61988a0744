"""Gravity of trade with effects of every exporter and importer, by Poisson pseudo-likelihood.

One year at a time: ``E[X_ij] = exp(a_i + d_j + b'z_ij)``, where ``a`` and ``d`` stand for all
that makes a state export or import much (Anderson and van Wincoop 2003) and ``z`` for nearness.
Poisson pseudo-maximum likelihood takes flows of 0 as they are (Santos Silva and Tenreyro 2006).
The year is fitted alone, so that nothing later reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

STEPS = 100
TOLERANCE = 1e-10
STEP_HALVINGS = 20


@dataclass(frozen=True, slots=True)
class GravityFit:
    """A fitted year.

    Attributes
    ----------
    expected
        Expected flow from row to column, shape (n, n); NaN where it was not observed or where
        the exporter sold nothing or the importer bought nothing.
    coefficients
        One for each covariate; elasticities where the covariate is a logarithm.
    covariance
        Of all parameters (exporters, importers, covariates), robust to any dependence within
        the two flows of a pair.
    """

    expected: Floats
    coefficients: Floats
    covariance: Floats


def fit_gravity(flows: Floats, covariates: Floats) -> GravityFit | None:
    """Fit the exporter, importer and covariate effects of one year.

    Parameters
    ----------
    flows
        Shape (n, n), exports of the row to the column, 0 or more; NaN where not observed. The
        diagonal does not count.
    covariates
        Shape (k, n, n); NaN where not known.

    Returns
    -------
    GravityFit or None
        None where the fit does not settle (too few flows to tell the effects apart).
    """
    used = _usable(flows, covariates)
    if not used.any():
        return None
    weights = used.astype(float)
    centre = np.array([layer[used].mean() for layer in covariates])
    design = np.where(used, covariates - centre[:, None, None], 0.0)
    scale = flows[used].mean()
    values = np.where(used, flows, 0.0) / scale
    sold, bought = values.sum(axis=1), values.sum(axis=0)
    expected = weights * np.outer(sold, bought) / values.sum()
    with np.errstate(divide="ignore"):
        linear = np.where(used, np.log(np.where(used, expected, 1.0)), 0.0)
    deviance = _deviance(values, expected, used)
    for _ in range(STEPS):
        try:
            step = _solve(expected, values - expected, design)
        except np.linalg.LinAlgError:
            return None
        move = _linear_part(step, design)
        size, now = 1.0, np.inf
        for _ in range(STEP_HALVINGS):
            trial = np.clip(linear + size * move, -60, 60)
            fitted = weights * np.exp(trial)
            now = _deviance(values, fitted, used)
            if now <= deviance * (1 + 1e-12):
                break
            size /= 2
        linear, expected = trial, fitted
        if abs(deviance - now) <= TOLERANCE * (abs(now) + 1):
            return _finished(linear, expected, values, design, used, scale)
        deviance = now
    return None


def pair_ratios(flows: Floats, fit: GravityFit, covariates: Floats) -> tuple[Floats, Floats]:
    """Both flows of each pair over both expected ones, and the standard error of its logarithm.

    Returns
    -------
    ratio, error : ndarray, shape (n, n)
        Symmetric; NaN where one of the flows was not observed. A ratio of 0 is no trade at all.
        The error is that of the expected amount alone, as sampling of other pairs would move it;
        the flows themselves are taken as they are reported.
    """
    both = fit.expected + fit.expected.T
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (flows + flows.T) / both
    count = len(flows)
    one, two = np.nonzero(np.triu(np.isfinite(ratio), 1))
    error = np.full_like(ratio, np.nan)
    rows = np.arange(len(one))
    gradient = np.zeros((len(one), fit.covariance.shape[0]))
    for seller, buyer in ((one, two), (two, one)):
        part = fit.expected[seller, buyer] / both[seller, buyer]
        gradient[rows, seller] += part
        gradient[rows, count + buyer] += part
        gradient[:, 2 * count :] += part[:, None] * covariates[:, seller, buyer].T
    gradient[:, 2 * count :] -= _centre(fit, covariates)
    variance = np.einsum("ij,ij->i", gradient @ fit.covariance, gradient)
    error[one, two] = error[two, one] = np.sqrt(np.maximum(variance, 0.0))
    return ratio, error


def _centre(fit: GravityFit, covariates: Floats) -> Floats:
    used = np.isfinite(fit.expected)
    return np.array([layer[used].mean() for layer in covariates])


def _usable(flows: Floats, covariates: Floats) -> Booleans:
    """Observed flows of states that sold something and of states that bought something."""
    used: Booleans = np.isfinite(flows) & np.isfinite(covariates).all(axis=0)
    np.fill_diagonal(used, False)
    while True:
        traded = used & (np.where(used, flows, 0.0) > 0)
        kept = used & np.outer(traded.any(axis=1), traded.any(axis=0))
        if (kept == used).all():
            return kept
        used = kept


def _deviance(values: Floats, expected: Floats, used: Booleans) -> float:
    seen, fitted = values[used], expected[used]
    logs = np.where(seen > 0, seen * np.log(np.where(seen > 0, seen, 1.0) / fitted), 0.0)
    return float(2 * (logs - seen + fitted).sum())


def _normal_matrix(weights: Floats, design: Floats) -> Floats:
    """Cross-products of the dummies of exporters and importers and the covariates."""
    count, width = len(weights), len(design)
    normal = np.zeros((2 * count + width, 2 * count + width))
    normal[:count, :count] = np.diag(weights.sum(axis=1))
    normal[count : 2 * count, count : 2 * count] = np.diag(weights.sum(axis=0))
    normal[:count, count : 2 * count] = weights
    weighted = weights * design
    normal[:count, 2 * count :] = weighted.sum(axis=2).T
    normal[count : 2 * count, 2 * count :] = weighted.sum(axis=1).T
    normal[2 * count :, 2 * count :] = np.einsum("aij,bij->ab", weighted, design)
    return np.asarray(np.triu(normal) + np.triu(normal, 1).T)


def _solve(weights: Floats, gaps: Floats, design: Floats) -> Floats:
    """Newton step; states without trade, and the level that both kinds share, stay at 0."""
    normal = _normal_matrix(weights, design)
    right = np.concatenate(
        [gaps.sum(axis=1), gaps.sum(axis=0), np.einsum("aij,ij->a", design, gaps)]
    )
    normal[np.diag_indices_from(normal)] += 1e-9 * np.trace(normal) / len(normal)
    return np.asarray(np.linalg.solve(normal, right))


def _linear_part(parameters: Floats, design: Floats) -> Floats:
    count = design.shape[1]
    sellers, buyers = parameters[:count], parameters[count : 2 * count]
    near = np.einsum("a,aij->ij", parameters[2 * count :], design)
    return np.asarray(sellers[:, None] + buyers[None, :] + near)


def _finished(
    linear: Floats, expected: Floats, values: Floats, design: Floats, used: Booleans, scale: float
) -> GravityFit:
    coefficients = _solve(used.astype(float), np.where(used, linear, 0.0), design)
    return GravityFit(
        np.where(used, expected * scale, np.nan),
        coefficients[2 * len(values) :],
        _sandwich(expected, values - expected, design),
    )


def _sandwich(expected: Floats, gaps: Floats, design: Floats) -> Floats:
    """Inverse information around the outer products of the scores of pairs."""
    count = len(gaps)
    one, two = np.triu_indices(count, 1)
    rows = np.arange(len(one))
    scores = np.zeros((len(one), 2 * count + len(design)))
    for seller, buyer in ((one, two), (two, one)):
        scores[rows, seller] += gaps[seller, buyer]
        scores[rows, count + buyer] += gaps[seller, buyer]
        scores[:, 2 * count :] += (gaps[seller, buyer] * design[:, seller, buyer]).T
    bread = np.linalg.pinv(_normal_matrix(expected, design), rcond=1e-10, hermitian=True)
    return np.asarray(bread @ (scores.T @ scores) @ bread)

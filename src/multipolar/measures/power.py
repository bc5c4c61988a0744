"""Measures of a state's power (Singer, Bremer and Stuckey 1972; Beckley 2018)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.similarity import Z90

Floats = NDArray[np.float64]


def cinc(components: Floats) -> Floats:
    """Composite Index of National Capability: mean of the shares in the year's totals.

    Parameters
    ----------
    components
        Array (states, 6) of one year: military expenditure and personnel, iron and steel,
        energy, total and urban population. NaN where unknown.

    Returns
    -------
    ndarray, shape (states,)
        In [0, 1]. The mean is over the components that are known, as in the published figures;
        the year's values need not add up to 1 for that reason. NaN where none is known.
    """
    totals = np.nansum(components, axis=0)
    shares = components / np.where(totals > 0, totals, np.nan)
    known = ~np.isnan(shares)
    counts = known.sum(axis=1)
    return np.where(counts > 0, np.nansum(shares, axis=1) / np.maximum(counts, 1), np.nan)


def net_resources(gdp: Floats, population: Floats) -> Floats:
    """GDP times GDP per head (Beckley 2018, 22): a proxy of resources net of costs.

    Parameters
    ----------
    gdp, population
        In any units; the result is in GDP units squared per population unit.
    """
    return gdp**2 / population


def net_resources_interval(
    gdp: Floats, gdp_relative: Floats, population: Floats, population_relative: Floats
) -> tuple[Floats, Floats]:
    """90 % interval of net resources where GDP and population are lognormal and independent.

    The logarithm of GDP squared over population is normal with mean ``2 mu_g - mu_p`` and
    variance ``4 s_g² + s_p²``, exactly.

    Parameters
    ----------
    gdp, population
        Means.
    gdp_relative, population_relative
        Squared coefficients of variation.
    """
    variances = np.log1p(gdp_relative), np.log1p(population_relative)
    centre = 2 * (np.log(gdp) - variances[0] / 2) - (np.log(population) - variances[1] / 2)
    half = Z90 * np.sqrt(4 * variances[0] + variances[1])
    return np.exp(centre - half), np.exp(centre + half)


def lognormal_interval(mean: Floats, relative_variance: Floats) -> tuple[Floats, Floats]:
    """90 % interval of a positive quantity from its mean and squared coefficient of variation.

    The lognormal distribution with those two moments; bounds stay positive.
    """
    spread = np.sqrt(np.log1p(relative_variance))
    centre = np.log(mean) - spread**2 / 2
    return np.exp(centre - Z90 * spread), np.exp(centre + Z90 * spread)

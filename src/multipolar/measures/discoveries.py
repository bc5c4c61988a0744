"""Many tests at once: rates of false discovery, and the probability that one is no noise."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def benjamini_hochberg(p: Floats, tests: int) -> Floats:
    """q-values by Benjamini and Hochberg (1995), for independent or positively dependent tests.

    Parameters
    ----------
    p
        The smallest p-values, in any order; those of the other tests are larger than all of them.
    tests
        Number of tests.
    """
    return _stepped(p, float(tests))


def benjamini_yekutieli(p: Floats, tests: int) -> Floats:
    """q-values that hold whatever the dependence (Benjamini and Yekutieli 2001, theorem 1.3).

    They are those of Benjamini and Hochberg times ``1 + 1/2 + ... + 1/tests``.
    """
    return _stepped(p, tests * float(np.sum(1 / np.arange(1, tests + 1))))


def _stepped(p: Floats, factor: float) -> Floats:
    order = np.argsort(p, kind="stable")
    raw = factor * p[order] / np.arange(1, len(p) + 1)
    found = np.empty_like(raw)
    found[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return found


def e_values(p: Floats, kappa: float = 0.1) -> Floats:
    """e-values from p-values, ``kappa p^(kappa - 1)`` (Vovk and Wang 2021)."""
    return np.asarray(kappa * np.maximum(p, 1e-300) ** (kappa - 1))


def e_benjamini_hochberg(e: Floats, tests: int) -> Floats:
    """q-values of e-values, valid whatever the dependence (Wang and Ramdas 2022)."""
    return _stepped(1 / e, float(tests))


def no_noise(p: Floats, tests: int) -> Floats:
    """Probability that a test is not of the null: one less the local rate of false discovery.

    The density of p-values is taken to fall (Grenander's estimator: the slope of the least concave
    majorant of their distribution; Strimmer 2008) and all tests to be of the null, which errs on
    the side of noise.

    Parameters
    ----------
    p
        The smallest p-values of all tests.
    tests
        Number of tests.
    """
    order = np.argsort(p, kind="stable")
    x = np.r_[0.0, p[order], 1.0]
    y = np.r_[0.0, np.arange(1, len(p) + 1) / tests, 1.0]
    slope = np.empty(len(x) - 1)
    corner = [0]
    for place in range(1, len(x)):
        corner.append(place)
        while len(corner) > 2 and _turns_up(x, y, corner[-3:]):
            del corner[-2]
    for one, two in pairwise(corner):
        slope[one:two] = (y[two] - y[one]) / max(x[two] - x[one], 1e-300)
    found = np.empty(len(p))
    found[order] = 1 - np.minimum(1 / slope[: len(p)], 1.0)
    return found


def _turns_up(x: Floats, y: Floats, corners: list[int]) -> bool:
    """Whether the middle one of three points lies on or under the line of the others."""
    a, b, c = corners
    return bool((y[b] - y[a]) * (x[c] - x[a]) <= (y[c] - y[a]) * (x[b] - x[a]))

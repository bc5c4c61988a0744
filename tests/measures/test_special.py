"""Special functions against SciPy's."""

import numpy as np
import pytest
from scipy import special as scipys

from multipolar.measures import special


def test_the_normal_distribution():
    x = np.r_[np.linspace(-40, 10, 5001), np.linspace(-2, 2, 5001), np.inf, -np.inf, np.nan]
    few = [special.ndtr(part) for part in np.array_split(x, 40)]
    few = np.concatenate(few)
    near = np.abs(x) < 10
    np.testing.assert_allclose(few[near], scipys.ndtr(x[near]), rtol=1e-14)
    # a rounding of x grows with its square
    np.testing.assert_allclose(few, scipys.ndtr(x), rtol=2e-13, atol=1e-300)
    np.testing.assert_array_equal(special.ndtr(x), scipys.ndtr(x))
    assert special.ndtr(np.empty((0, 3))).shape == (0, 3)


def test_the_logarithm_of_the_gamma_function():
    whole = np.arange(1.0, 2000.0)
    np.testing.assert_allclose(special.gammaln(whole), scipys.gammaln(whole), rtol=1e-14)


@pytest.mark.parametrize("p", [0.05, 0.95])
def test_quantiles_of_gamma(p):
    few, many = np.array([[0, 1, 2], [3, 6, 10]]), np.array([50, 200])
    for counts, off in ((few, 2e-14), (many, 2e-13)):
        for shape in (counts + 0.5, counts + 1.0):
            found = special.gammaincinv(shape, p)
            np.testing.assert_allclose(found, scipys.gammaincinv(shape, p), rtol=off)


def test_sums_of_exponentials():
    x = np.random.default_rng(3).normal(size=(5, 40, 6)) * 30
    np.testing.assert_allclose(special.softmax(x), scipys.softmax(x, axis=-1), rtol=1e-14)
    np.testing.assert_allclose(special.logsumexp(x), scipys.logsumexp(x, axis=-1), rtol=1e-14)

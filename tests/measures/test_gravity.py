"""Gravity against regression packages, its first-order conditions, and published elasticities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.measures.gravity import fit_gravity, pair_ratios


def world(seed, count=14, missing=0.1):
    """Flows of some states with zeros and gaps, and two covariates."""
    random = np.random.default_rng(seed)
    near = random.normal(8, 1, (count, count))
    near = (near + near.T) / 2
    border = (random.random((count, count)) < 0.15).astype(float)
    border = np.maximum(border, border.T)
    size = random.normal(0, 1, (2, count))
    level = size[0][:, None] + size[1][None, :] - 0.7 * (near - 8) + 0.5 * border + 1
    flows = random.poisson(np.exp(level)) * random.lognormal(0, 0.4, (count, count))
    flows[random.random((count, count)) < missing] = np.nan
    np.fill_diagonal(flows, np.nan)
    return flows, np.array([near, border])


def tidy(flows, covariates):
    seller, buyer = np.nonzero(np.isfinite(flows))
    columns = {"flow": flows[seller, buyer], "seller": seller, "buyer": buyer}
    return columns | {
        name: layer[seller, buyer]
        for name, layer in zip(("near", "border"), covariates, strict=True)
    }


def test_equals_poisson_regression_with_dummies():
    statsmodels = pytest.importorskip("statsmodels.api")
    flows, covariates = world(3)
    rows = tidy(flows, covariates)
    count = len(flows)
    design = np.zeros((len(rows["flow"]), 2 * count + 1))
    here = np.arange(len(design))
    design[here, rows["seller"]] = 1
    bought = rows["buyer"] > 0  # one importer is the reference
    design[here[bought], count + rows["buyer"][bought] - 1] = 1
    design[:, -2], design[:, -1] = rows["near"], rows["border"]
    family = statsmodels.families.Poisson()
    theirs = statsmodels.GLM(rows["flow"], design, family=family).fit(tol=1e-12)
    ours = fit_gravity(flows, covariates)
    assert ours.coefficients == pytest.approx(theirs.params[-2:], abs=1e-6)
    assert ours.expected[rows["seller"], rows["buyer"]] == pytest.approx(
        theirs.fittedvalues, rel=1e-5
    )
    pair = np.minimum(rows["seller"], rows["buyer"]) * 100 + np.maximum(
        rows["seller"], rows["buyer"]
    )
    robust = statsmodels.GLM(rows["flow"], design, family=family).fit(
        tol=1e-12, cov_type="cluster", cov_kwds={"groups": pair, "use_correction": False}
    )
    errors = np.sqrt(np.diag(ours.covariance))[-2:]
    assert errors == pytest.approx(robust.bse[-2:], rel=1e-4)


def test_error_of_a_pair_equals_the_delta_method():
    """Variance of ln(E_ij + E_ji) by numerical derivatives of statsmodels' linear predictors."""
    statsmodels = pytest.importorskip("statsmodels.api")
    flows, covariates = world(5, count=8, missing=0.0)
    rows = tidy(flows, covariates)
    count = len(flows)
    design = np.zeros((len(rows["flow"]), 2 * count + 1))
    here = np.arange(len(design))
    design[here, rows["seller"]] = 1
    bought = rows["buyer"] > 0
    design[here[bought], count + rows["buyer"][bought] - 1] = 1
    design[:, -2], design[:, -1] = rows["near"], rows["border"]
    pair = np.minimum(rows["seller"], rows["buyer"]) * 100 + np.maximum(
        rows["seller"], rows["buyer"]
    )
    fit = statsmodels.GLM(rows["flow"], design, family=statsmodels.families.Poisson()).fit(
        tol=1e-12, cov_type="cluster", cov_kwds={"groups": pair, "use_correction": False}
    )
    ours = fit_gravity(flows, covariates)
    ratio, error = pair_ratios(flows, ours, covariates)
    for one, two in ((0, 1), (2, 5), (6, 7)):
        there = design[(rows["seller"] == one) & (rows["buyer"] == two)][0]
        back = design[(rows["seller"] == two) & (rows["buyer"] == one)][0]
        expected = np.exp(np.array([there, back]) @ fit.params)
        gradient = (expected[0] * there + expected[1] * back) / expected.sum()
        assert error[one, two] == pytest.approx(
            np.sqrt(gradient @ fit.cov_params() @ gradient), rel=1e-4
        )
        assert ratio[one, two] == pytest.approx(
            (flows[one, two] + flows[two, one]) / expected.sum(), rel=1e-5
        )


def test_equals_pyfixest():
    pyfixest = pytest.importorskip("pyfixest")
    pandas = pytest.importorskip("pandas")
    flows, covariates = world(4, count=20)
    fit = pyfixest.fepois(
        "flow ~ near + border | seller + buyer", pandas.DataFrame(tidy(flows, covariates))
    )
    assert fit_gravity(flows, covariates).coefficients == pytest.approx(
        fit.coef().to_numpy(), abs=1e-4
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_fitted_totals_are_observed_totals(seed):
    """First-order conditions: sums by exporter, by importer and by covariate."""
    flows, covariates = world(seed)
    fit = fit_gravity(flows, covariates)
    used = np.isfinite(fit.expected)
    seen, fitted = np.where(used, flows, 0), np.where(used, fit.expected, 0)
    assert fitted.sum(axis=1) == pytest.approx(seen.sum(axis=1), rel=1e-4, abs=1e-6)
    assert fitted.sum(axis=0) == pytest.approx(seen.sum(axis=0), rel=1e-4, abs=1e-6)
    for layer in covariates:
        assert (layer * fitted).sum() == pytest.approx((layer * seen).sum(), rel=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-4, 1e4))
def test_units_do_not_matter_and_ratios_are_symmetric(seed, unit):
    flows, covariates = world(seed)
    ratio, error = pair_ratios(flows, fit_gravity(flows, covariates), covariates)
    assert np.array_equal(ratio, ratio.T, equal_nan=True)
    known = np.isfinite(ratio)
    assert (ratio[known] >= 0).all()
    assert (error[known] >= 0).all()
    other, _ = pair_ratios(flows * unit, fit_gravity(flows * unit, covariates), covariates)
    assert other[known] == pytest.approx(ratio[known], rel=1e-4, abs=1e-8)


def test_no_trade_at_all_is_0_and_a_gap_is_no_number():
    flows, covariates = world(9, missing=0.0)
    flows[2, 3] = flows[3, 2] = 0
    flows[4, 5] = np.nan
    ratio, _ = pair_ratios(flows, fit_gravity(flows, covariates), covariates)
    assert ratio[2, 3] == 0
    assert np.isnan(ratio[4, 5])
    assert np.isnan(ratio[5, 4])


def test_a_state_that_sells_nothing_has_nothing_expected():
    flows, covariates = world(9, missing=0.0)
    flows[2, :] = 0
    fit = fit_gravity(flows, covariates)
    assert np.isnan(fit.expected[2]).all()
    rest = np.delete(np.delete(flows, 2, 0), 2, 1)
    assert np.isfinite(fit.expected[0, 2])  # it still buys
    assert rest.shape == (13, 13)


def test_too_little_trade_is_no_fit():
    flows = np.full((3, 3), np.nan)
    assert fit_gravity(flows, np.zeros((1, 3, 3))) is None


@pytest.mark.raw
def test_elasticities_of_1990_are_near_the_published(raw):
    """Santos Silva and Tenreyro 2006, table 5 (as recalled): PPML with exporter and importer
    effects, 136 countries in 1990: distance -.750 (.041), contiguity .370, language .383,
    colonial tie .079. Ours differ in the source of flows, the states (163), no term for trade
    agreements, and a border by land only: distance -.67, border .47, language .28, colony .07.
    """
    from multipolar.panel.gravity import fitted_year

    distance, border, language, colony = fitted_year(raw, 1990).coefficients
    assert distance == pytest.approx(-0.669, abs=0.005)
    assert abs(distance - -0.750) < 0.1
    assert abs(border - 0.370) < 0.15
    assert abs(language - 0.383) < 0.15
    assert abs(colony - 0.079) < 0.15


@pytest.mark.raw
def test_the_elasticity_of_distance_stays_within_what_is_published(raw):
    """PPML finds -.65 to -.9 for recent decades."""
    from multipolar.panel.gravity import fitted_year

    for year in (1970, 1980, 2000, 2014):
        assert -0.9 < fitted_year(raw, year).coefficients[0] < -0.6

"""Alliance portfolios: the worked example of the literature, and ATOP by a slow twin."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar.measures.portfolio import kappa_matrix, pi_matrix, s_matrix

EUROPE_1914 = [
    # state, capability, obligation of Germany, of Russia (Signorino and Ritter 1999)
    ("GMY", 0.25, 3, 0),
    ("RUS", 0.21, 0, 3),
    ("UK", 0.20, 0, 1),
    ("FRN", 0.08, 0, 3),
    ("AUH", 0.08, 3, 0),
    ("ITA", 0.05, 3, 1),
    ("BEL", 0.03, 0, 0),
    ("SPN", 0.03, 0, 0),
    ("TUR", 0.02, 0, 0),
    ("NTH", 0.01, 0, 0),
    ("SWD", 0.01, 0, 0),
    ("RUM", 0.01, 3, 0),
    ("POR", 0.01, 0, 0),
    ("SWZ", 0.01, 0, 0),
    ("GRC", 0.00, 0, 0),
    ("DEN", 0.00, 0, 0),
    ("YUG", 0.00, 0, 0),
    ("BUL", 0.00, 0, 0),
    ("NOR", 0.00, 0, 0),
    ("ALB", 0.00, 0, 0),
]


def test_germany_and_russia_1914():
    """TARGETS: S .400, squared .444, weighted -.460, kappa -.078, pi -.087."""
    table = np.array([row[2:] for row in EUROPE_1914]).T
    weights = [row[1] for row in EUROPE_1914]
    assert s_matrix(table)[0, 1] == pytest.approx(0.4, abs=1e-12)
    assert s_matrix(table, squared=True)[0, 1] == pytest.approx(0.444, abs=0.0005)
    assert s_matrix(table, weights)[0, 1] == pytest.approx(-0.46, abs=1e-12)
    assert kappa_matrix(table)[0, 1] == pytest.approx(-0.078, abs=0.0005)
    assert pi_matrix(table)[0, 1] == pytest.approx(-0.087, abs=0.0005)


@pytest.mark.parametrize("weights", [None, [1, 2, 3, 4], [0.7, 0, 0.1, 0.2]])
def test_the_smallest_example(weights):
    """TARGETS: (3,3,2,2) and (2,2,3,3) have S = 1/3 with any weights."""
    found = s_matrix([[3, 3, 2, 2], [2, 2, 3, 3]], weights)
    assert found[0, 1] == pytest.approx(1 / 3)


def slow_portfolio(code, year):
    """Obligations of a state with all members of the system, read one by one."""
    found = {}
    members = mp.state_years(year).frame["ccode"].to_list()
    for other in members:
        if other == code:
            found[other] = 3
            continue
        item = mp.get("treaty.obligation", code, other, year=year)
        found[other] = int(item.value or 0)
    return [found[other] for other in members]


@pytest.mark.parametrize(("one", "two", "year"), [(255, 365, 1914), (365, 710, 1965)])
def test_the_indicators_equal_a_slow_twin(one, two, year):
    x, y = slow_portfolio(one, year), slow_portfolio(two, year)
    weights = mp.state_years(year).add("power.share").frame["power.share"].fill_null(0).to_list()
    n = len(x)
    gaps = [abs(a - b) for a, b in zip(x, y, strict=True)]
    weighted = sum(w * gap for w, gap in zip(weights, gaps, strict=True))
    mean_x, mean_y = np.mean(x), np.mean(y)
    observed = np.mean(np.square(gaps))
    own = np.var(x) + np.var(y) + (mean_x - mean_y) ** 2
    pooled = 2 * np.var(x + y)
    expected = {
        "s": 1 - 2 * sum(gaps) / (3 * n),
        "s_weighted": 1 - 2 * weighted / (3 * sum(weights)),
        "kappa": 1 - observed / own,
        "pi": 1 - observed / pooled,
    }
    for name, value in expected.items():
        found = mp.get(f"portfolio.{name}", one, two, year=year)
        assert found.value == pytest.approx(value, abs=1e-12), name
        assert found.low is None
    assert mp.get("portfolio.s", one, two, year=year).n == n


@pytest.mark.raw
def test_portfolios_of_one_year_from_the_raw_file(raw):
    """Kappa of France and Britain 1938 from the rows of ATOP, without our treaty table."""
    from multipolar.sources import atop

    members = mp.state_years(1938).frame["ccode"].to_list()
    rows = atop.obligations(raw).filter(pl.col("year") == 1938)

    def grade(one, two):
        if one == two:
            return 3
        found = rows.filter(pl.col("ccode1").is_in([one, two]) & pl.col("ccode2").is_in([one, two]))
        if found["defense"].any() or found["offense"].any():
            return 3
        if found["neutrality"].any() or found["consultation"].any():
            return 2
        return int(found["nonaggression"].any())

    x, y = ([grade(code, other) for other in members] for code in (220, 200))
    own = np.var(x) + np.var(y) + (np.mean(x) - np.mean(y)) ** 2
    value = 1 - np.mean(np.square(np.subtract(x, y))) / own
    assert mp.get("portfolio.kappa", 220, 200, year=1938).value == pytest.approx(value, abs=1e-12)


def test_every_dyad_of_the_system_has_a_value():
    """No hole: two states without any treaty are compared too."""
    for year in (1816, 1914, 1990, 2018):
        frame = mp.dyads(year).add("portfolio.s", "portfolio.kappa").frame
        assert frame["portfolio.s"].null_count() == frame["portfolio.kappa"].null_count() == 0


# ----------------------------------------------------------------------------- base rates of ties
@pytest.fixture(scope="module")
def ties():
    """Defence pacts and ties of any kind of all dyads, each year beside the next."""
    frame = mp.dyads(range(1816, 2019)).add("treaty.defense", "treaty.obligation").frame
    now = frame.select(
        "ccode1", "ccode2", "year", pact="treaty.defense", tie=pl.col("treaty.obligation") > 0
    )
    later = now.select("ccode1", "ccode2", pl.col("year") - 1, next="pact", next_tie="tie")
    return now.join(later, on=["ccode1", "ccode2", "year"], how="left")


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [(1946, 1990, 0.069), (1991, 2018, 0.074), (1816, 1913, 0.037)],
)
def test_share_of_dyads_with_a_defence_pact(ties, first, last, share):
    """METHODS C: 6.9 % and 7.4 %; 3.8 % for 1816-1913, where members of the system give 3.74 %."""
    chosen = ties.filter(pl.col("year").is_between(first, last))
    assert chosen["pact"].mean() == pytest.approx(share, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "last", "rate"), [(1946, 1990, 0.0084), (1991, 2018, 0.0021), (1816, 1913, 0.050)]
)
def test_rate_of_dissolution(ties, first, last, rate):
    """METHODS C: .0084 in the Cold War, .0021 after, .050 in 1816-1913."""
    chosen = ties.filter(
        pl.col("year").is_between(first, last - 1), pl.col("pact") == 1
    ).drop_nulls("next")
    assert 1 - chosen["next"].mean() == pytest.approx(rate, rel=0.02)


def test_formations_are_few_and_clumped(ties):
    """METHODS C: 1,600 formations 1947-2018, 55 % in eight years and none in 25 years.

    Any tie: 14.6 % of dyads (METHODS has 14.5), formed at .0051 a dyad-year.
    """
    since = ties.filter(pl.col("year") >= 1946)
    formed = since.filter((pl.col("pact") == 0) & (pl.col("next") == 1))
    by_year = formed.group_by("year").len().sort("len", descending=True)
    assert formed.height == pytest.approx(1600, abs=2)
    assert by_year["len"].head(8).sum() / formed.height == pytest.approx(0.55, abs=0.005)
    assert len(range(1947, 2019)) - by_year.height == 25
    assert since["tie"].mean() == pytest.approx(0.146, abs=0.0005)
    without = since.filter(~pl.col("tie")).drop_nulls("next_tie")
    assert without["next_tie"].mean() == pytest.approx(0.0051, abs=0.00005)

"""Figures followed from the screen back to the raw files by code of their own.

Each value was worked out from the raw file with pandas alone, without a reader of this package; the
comment says from what. METHODS and CLAIMS are texts of the project's design.
"""

from __future__ import annotations

import math

import polars as pl
import pytest

import multipolar as mp
from multipolar.sources import mid_gml

FOLLOWED = [
    # indicator, states, year, value
    # -- practice: joint exercises of five years, by rows of the list with both names
    ("practice.exercises", ("China", "Russia"), 2010, 8),
    ("practice.exercises_bilateral", ("China", "Russia"), 2010, 2),
    ("practice.overlap", ("China", "Russia"), 2010, 0.11361527),
    ("practice.exercises", ("Germany", "Poland"), 2000, 37),
    ("practice.overlap", ("US", "UK"), 1990, 0.41420172),
    ("practice.agreements", ("China", "Russia"), 2001, 6),
    ("practice.agreements_signed", ("China", "Russia"), 2001, 9),
    ("practice.agreements", ("cow:260", "France"), 1989, 1),  # West Germany, 1988
    # -- forces: the report of September, halved where a state is counted under two names
    ("practice.us_troops", ("Germany",), 1985, 246_875),
    ("practice.us_troops", ("South Korea",), 1985, 41_718),  # 83,436 in the file
    ("practice.us_troops", ("cow:817",), 1968, 537_377),  # South Vietnam: 1,074,754
    ("power.warheads", ("Russia",), 1986, 40_159),
    ("power.warheads", ("Ukraine",), 1993, 0),
    # -- trade: both flows over the total of the first
    ("trade.share_comtrade", ("China", "Russia"), 2021, 0.025322),
    ("trade.share_comtrade", ("US", "China"), 2023, 0.13355),
    ("trade.share_itpde", ("Russia", "China"), 2016, 0.13699),
    ("trade.share_itpde", ("China", "Russia"), 2016, 0.01957),
    # -- energy: made less used, in exajoules; reserves over production
    ("energy.net_oil", ("Russia",), 2014, (537.4205869 - 155.2892983) * 41.868e-3),
    ("energy.net_gas", ("China",), 2014, (131.1808505 - 188.3631356) * 36e-3),
    ("energy.net_oil", ("cow:365",), 1980, (603.18 - 421.4674391) * 41.868e-3),
    ("energy.reserves_years_oil", ("China",), 2014, 16.22767),
    # -- institutions: treaties by the rows of their parties
    ("agreements.depth", ("US", "Canada"), 1993, 3),
    ("agreements.depth", ("US", "Canada"), 1994, 7),
    ("agreements.depth", ("UK", "Germany"), 2019, 5),
    ("agreements.trade", ("UK", "Germany"), 2020, 1),  # left; that of December is not in force
    ("agreements.investment", ("China", "Russia"), 1990, 1),
    ("agreements.investment", ("India", "Netherlands"), 2016, 0),  # ended on 1 December 2016
    # -- contact: visits by China's leaders, by rows of the published table
    ("contact.visits", ("China", "Russia"), 2014, 2),
    ("contact.rate", ("China", "Russia"), 2014, 7 / 98),
    ("contact.rate", ("China", "cow:816"), 1960, 2 / 20),
    ("contact.rate", ("China", "cow:365"), 1957, 4 / 19),
    ("contact.travel", ("Germany",), 2010, 37),
    ("contact.received", ("China",), 2014, 85),
    # -- hostility and events
    ("events.cooperation", ("India", "Pakistan"), 2008, 1698 + 97),
    ("events.conflict", ("Pakistan", "India"), 2008, 392 + 299),
    ("events.conflict", ("US", "Russia"), 2014, 1694 + 1371),
    ("events.gdelt", ("Russia", "Ukraine"), 2022, -0.992),
    ("sanctions.imposed", ("US", "cow:345"), 2003, 1),
    ("hostility.conflict", ("Australia", "Iraq"), 2003, 2),  # in support of a side
    ("hostility.conflict", ("cow:816", "cow:817"), 1968, 2),
    # -- outlook
    ("regime.polyarchy", ("cow:265",), 1980, 0.168),
    ("regime.polyarchy", ("cow:817",), 1960, 0.296),
    ("regime.polyarchy", ("cow:680",), 1980, 0.119),
    ("regime.polity", ("cow:680",), 1985, -8),
    ("regime.polity", ("Vietnam",), 1976, -7),
    ("regime.polity", ("Serbia",), 2010, 8),  # under a code of its own in the file
    ("opinion.favourable", ("Russia", "China"), 2019, 0.7146),
    ("opinion.favourable", ("US", "Russia"), 2019, 0.1813),
    ("religion.similarity", ("cow:817", "cow:816"), 1970, 0.41497),
    ("influence.fbic", ("US", "Japan"), 2015, 0.394579),
    ("influence.fbic", ("Japan", "US"), 2015, 0.134223),
    # -- power: parts of the world
    ("power.steel", ("China",), 2014, 0.492592),
    ("power.military_spending", ("US",), 2019, 0.414297),
    ("power.gdp", ("Russia",), 2014, 4_190_796.58),
]


@pytest.mark.parametrize(
    ("indicator", "who", "year", "value"), FOLLOWED, ids=lambda part: str(part)[:40]
)
def test_the_figure_is_that_of_the_raw_file(indicator, who, year, value):
    found = mp.get(indicator, *who, year=year).value
    assert found == pytest.approx(value, rel=5e-4, abs=1e-9)


CAPABILITY = [(1990, 0.86), (1992, 1.84), (2000, 3.16), (2014, 5.84), (2022, 6.13)]


@pytest.mark.parametrize(("year", "ratio"), CAPABILITY)
def test_capability_of_china_over_russia(year, ratio):
    """CLAIMS A43."""
    china, russia = (mp.get("power.cinc", state, year=year).value for state in ("CHN", "RUS"))
    assert china / russia == pytest.approx(ratio, abs=0.006)


def test_capability_of_russia_and_of_china_over_the_united_states():
    """CLAIMS A20: .0410 (2007), .0392 (2014), .0382 (2022); A37: 1.76 times in 2014."""
    for year, share in ((2007, 0.0410), (2014, 0.0392), (2022, 0.0382)):
        assert mp.get("power.cinc", "Russia", year=year).value == pytest.approx(share, abs=5e-5)
    both = [mp.get("power.cinc", state, year=2014).value for state in ("China", "US")]
    assert both[0] / both[1] == pytest.approx(1.76, abs=0.006)


@pytest.mark.raw
def test_the_last_disputes_of_russia_and_china(raw):
    """TARGETS and METHODS rule 5: 2009 by Gibler, Miller and Little, 2012 by COW; no rivalry."""
    for read, last in ((mid_gml.disputes, 2009), (mid_gml.disputes_mid5, 2012)):
        rows = read(raw).filter(ccode1=365, ccode2=710)
        assert rows["year"].max() == last
        late = rows.filter(pl.col("year") >= 2009)
        assert not late["answered"].any() and not late["deaths"].fill_null(False).any()
    serious = [
        mp.get(f"hostility.serious_dispute{suffix}", "China", "Russia", year=year).value
        for suffix, year in (("", 2010), ("_mid5", 2014))
    ]
    assert serious == [1, 1]


def test_russia_and_ukraine_are_not_deep_for_being_near_and_large():
    """METHODS rule 1: a high raw percentile of trade and none net of size and nearness."""
    reading = {r.field: r for r in mp.assess("Russia", "Ukraine", as_of=2014).readings}["trade"]
    assert reading.standing.value > 90
    assert reading.net.value < reading.standing.value - 10


def test_an_embargo_is_far_below_gravity():
    """Iran and the United States, 2010: three orders of magnitude below what gravity expects."""
    found = mp.get("trade.residual", "US", "Iran", year=2010)
    assert found.value < math.log(0.05)

"""Published and independently computed values, each with its source.

TARGETS is ``shared/reference/TARGETS.md`` of the project; the tables here are its files
``dyad_similarity.csv`` and ``power_nmc7.csv``.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import multipolar as mp
from multipolar import states

# ----------------------------------------------------------------------------- votes
SIMILARITY = [
    # state, state, year of the session (session + 1945), n, agreement, S, kappa, pi
    ("RUS", "CHN", 1995, 78, 0.686, 0.372, -0.066, -0.128),
    ("RUS", "CHN", 2005, 98, 0.847, 0.694, 0.429, 0.419),
    ("RUS", "CHN", 2010, 86, 0.855, 0.709, 0.456, 0.451),
    ("RUS", "CHN", 2014, 76, 0.816, 0.632, 0.419, 0.389),
    ("RUS", "CHN", 2019, 87, 0.874, 0.747, 0.710, 0.702),
    ("USA", "RUS", 1946, 42, 0.262, -0.476, -0.465, -0.508),
    ("USA", "GBR", 1946, 42, 0.833, 0.667, 0.672, 0.672),
    ("FRA", "DEU", 2017, 123, 0.947, 0.894, 0.927, 0.927),
]


@pytest.mark.parametrize("row", SIMILARITY, ids=lambda r: "-".join(map(str, r[:3])))
def test_similarity_by_session(row):
    """dyad_similarity.csv: all roll calls, unanimous ones dropped, tolerance .002."""
    one, two, year, n, *values = row
    for measure, expected in zip(("agreement", "s", "kappa", "pi"), values, strict=True):
        found = mp.get(f"votes.{measure}", one, two, year=year, by="session", base="all")
        assert found.value == pytest.approx(expected, abs=0.002), measure
        assert found.n == n
        assert found.low < found.value < found.high


def test_the_vote_base_is_part_of_the_definition():
    """TARGETS: Russia-China 2017, calendar year, is .682 on final passage and .760 on all."""
    final = mp.get("votes.kappa", "Russia", "China", year=2017, base="final")
    every = mp.get("votes.kappa", "Russia", "China", year=2017, base="all")
    assert final.value == pytest.approx(0.682, abs=0.0005)
    assert every.value == pytest.approx(0.760, abs=0.0005)
    assert (final.n, every.n) == (94, 126)
    assert mp.get("votes.kappa", "Russia", "China", year=2017) == final


def test_final_passage_and_all_are_one_where_the_source_has_no_parts():
    """The source has no paragraph votes in sessions 68-70 and 73-74 (its PROVENANCE)."""
    for year in (2013, 2014, 2015, 2018, 2019):
        options = {"year": year, "by": "session"}
        final, every = (
            mp.get("votes.kappa", "Russia", "China", base=base, **options)
            for base in ("final", "all")
        )
        assert final.value == every.value


def test_session_19_has_no_value():
    """Session 19 (1964) worked without votes but for one, on the Albanian motion (rcid 879)."""
    for base in ("final", "all"):
        found = mp.get("votes.kappa", "US", "UK", year=1964, by="session", base=base)
        assert found.value is None
        assert found.n == 1


def test_mean_kappa_of_three_periods():
    """METHODS rule 2: Russia-China by session means .44, .58, .62 (2000-06, 07-13, 14-19)."""
    for years, expected in (((2000, 2006), 0.44), ((2007, 2013), 0.58), ((2014, 2019), 0.62)):
        found = mp.get(
            "votes.kappa", "Russia", "China", years=range(years[0], years[1] + 1),
            by="session", base="all",
        )  # fmt: skip
        assert np.mean([item.value for item in found]) == pytest.approx(expected, abs=0.006)


# ----------------------------------------------------------------------------- power
CINC = [
    (1816, "GBR", 0.3366),
    (1860, "GBR", 0.2764),
    (1900, "USA", 0.1880),
    (1900, "GBR", 0.1775),
    (1938, "USA", 0.1708),
    (1938, "RUS", 0.1644),
    (1938, "DEU", 0.1542),
    (1950, "USA", 0.2844),
    (1950, "RUS", 0.1806),
    (1950, "CHN", 0.1185),
    (1992, "RUS", 0.0672),
    (2014, "CHN", 0.2290),
    (2014, "USA", 0.1297),
    (2014, "RUS", 0.0392),
    (2022, "CHN", 0.2341),
    (2022, "USA", 0.1236),
    (2022, "RUS", 0.0382),
]


@pytest.mark.parametrize(("year", "state", "value"), CINC)
def test_cinc(year, state, value):
    """power_nmc7.csv: raw CINC of NMC v7."""
    assert mp.get("power.cinc", state, year=year).value == pytest.approx(value, abs=0.00006)


def test_china_of_2007_by_version():
    """METHODS B: .186878 in v7 (.198578 in the v4 of the literature): pin the version."""
    assert mp.get("power.cinc", "China", year=2007).value == pytest.approx(0.186878, abs=1e-6)


def test_shares_add_up_to_one_and_cinc_does_not():
    """METHODS B: CINC adds up to 1.0535 in 1816 and 1.0062 in 2012: renormalise."""
    frame = mp.state_years([1816, 1900, 2012, 2022]).add("power.cinc", "power.share").frame
    sums = frame.group_by("year").agg(pl.col("power.cinc", "power.share").sum()).sort("year")
    assert sums["power.share"].to_list() == pytest.approx([1, 1, 1, 1])
    assert sums.filter(pl.col("year") == 1816)["power.cinc"].item() == pytest.approx(
        1.0535, abs=1e-4
    )
    assert sums.filter(pl.col("year") == 2012)["power.cinc"].item() == pytest.approx(
        1.0062, abs=1e-4
    )


def concentration(values):
    """Singer, Bremer and Stuckey 1972: sqrt((sum of squared shares - 1/N) / (1 - 1/N))."""
    shares = np.array(values) / np.sum(values)
    n = len(shares)
    return float(np.sqrt(((shares**2).sum() - 1 / n) / (1 - 1 / n)))


def majors(year):
    return states.majors(year, year)["ccode"].to_list()


@pytest.mark.parametrize(
    ("year", "expected", "left_out"),
    [(2014, 0.453, ()), (1991, 0.259, ()), (1991, 0.296, (255, 740))],
)
def test_concentration_of_the_majors_on_cinc(year, expected, left_out):
    """TARGETS: on CINC 2014 .453; 1991 .259 with seven majors, .296 with the five of most of it."""
    codes = [code for code in majors(year) if code not in left_out]
    assert len(codes) == 7 - len(left_out)
    for name in ("power.cinc", "power.share"):
        values = [mp.get(name, code, year=year).value for code in codes]
        assert concentration(values) == pytest.approx(expected, abs=0.0006)


@pytest.mark.raw
@pytest.mark.parametrize(
    ("year", "expected"),
    [(1913, 0.213), (1930, 0.245), (1938, 0.217), (1950, 0.302), (1960, 0.286), (2014, 0.456)],
)
def test_concentration_of_the_majors_by_component(raw, year, expected):
    """TARGETS: mean of six shares, each component shared among the majors."""
    from multipolar.sources import nmc

    frame = nmc.capabilities(raw).filter(
        (pl.col("year") == year) & pl.col("ccode").is_in(majors(year))
    )
    components = frame.select(nmc.COMPONENTS).cast(pl.Float64).to_numpy()
    shares = np.nanmean(components / np.nansum(components, axis=0), axis=1)
    assert concentration(shares) == pytest.approx(expected, abs=0.002)


@pytest.mark.raw
def test_cinc_equals_the_published_one(raw):
    """Recomputed from the six components against the column ``cinc`` of NMC v7."""
    from multipolar.sources import nmc

    published = nmc.capabilities(raw).select("ccode", "year", "cinc_published")
    ours = mp.state_years(range(1816, 2023)).add("power.cinc").frame
    both = ours.join(published, on=["ccode", "year"], how="inner")
    assert both.height > 15_000
    assert both["power.cinc"].null_count() == 0
    gap = (both["power.cinc"] - both["cinc_published"]).abs()
    assert gap.max() < 1e-6


# ----------------------------------------------------------------------------- treaties
def years_of(name, one, two, first=1816, last=2018):
    found = mp.get(name, one, two, years=range(first, last + 1))
    return [item.year for item in found if item.value]


def test_us_uk_defence():
    """TARGETS: 1942-2018. ATOP has no row 1946-48, between the wartime treaty and NATO."""
    expected = [1942, 1943, 1944, 1945, *range(1949, 2019)]
    assert years_of("treaty.defense", "US", "UK") == expected


def test_prc_dprk_defence():
    """TARGETS: PRC-DPRK 1961 to the end."""
    assert years_of("treaty.defense", "PRC", "DPRK", 1949) == list(range(1961, 2019))


def test_russia_india():
    """TARGETS: neutrality 1971-93, non-aggression 1971 to the end."""
    assert years_of("treaty.neutrality", "Russia", "India") == list(range(1971, 1994))
    assert years_of("treaty.nonaggression", "Russia", "India") == list(range(1971, 2019))


def test_russia_china():
    """TARGETS: defence to 1980, non-aggression 1950-80 and 1992-2018, consultation 2001-18.

    The raw file has besides the alliance of 1896-1900, non-aggression 1937-45 (the pact of 1937),
    defence from 1942 (the declaration of the United Nations), and consultation 1962-64 by a
    treaty of many (on Laos), which the bilateral series has not.
    """
    assert years_of("treaty.defense", "Russia", "China", 1816, 1930) == list(range(1896, 1901))
    defence = years_of("treaty.defense", "Russia", "China", 1931)
    assert defence == list(range(1942, 1981))
    peace = years_of("treaty.nonaggression", "Russia", "China", 1900)
    assert peace == [*range(1937, 1946), *range(1950, 1981), *range(1992, 2019)]
    talk = years_of("treaty.consultation", "Russia", "China", 1900)
    assert talk == [1962, 1963, 1964, *range(2001, 2019)]
    alone = years_of("treaty.consultation_bilateral", "Russia", "China", 1900, 2016)
    assert alone == list(range(2001, 2017))


def test_an_alliance_binds_both_but_not_equally():
    """FIELD 2: the United States pledged to defend Japan (1951 treaty, from 1952), not Japan it."""
    there = mp.get("treaty.defense_pledge", "US", "Japan", years=range(1952, 2019))
    back = mp.get("treaty.defense_pledge", "Japan", "US", years=range(1952, 2019))
    either = mp.get("treaty.defense", "Japan", "US", years=range(1952, 2019))
    assert {item.value for item in there} == {1}
    assert {item.value for item in back} == {0}
    assert {item.value for item in either} == {1}


def test_one_multilateral_treaty_makes_no_allies_of_two():
    """METHODS rule 4: non-aggression of the US and China 2009-18 is multilateral."""
    assert years_of("treaty.nonaggression", "US", "China", 2000) == list(range(2009, 2019))
    assert years_of("treaty.nonaggression_bilateral", "US", "China", 2000, 2016) == []


@pytest.fixture(scope="module")
def pacts():
    """Defence pacts of all dyads, each year beside the next."""
    frame = mp.dyads(range(1946, 2019)).add("treaty.defense").frame
    now = frame.select("ccode1", "ccode2", "year", now="treaty.defense")
    later = now.select("ccode1", "ccode2", pl.col("year") - 1, later="now")
    return now, now.join(later, on=["ccode1", "ccode2", "year"])


def test_base_rates_of_defence_pacts(pacts):
    """TARGETS: 7.2 % of dyads 1946-2018; formation .00202 a dyad-year, dissolution .0046."""
    every, pairs = pacts
    assert every["now"].null_count() == 0
    assert every["now"].mean() == pytest.approx(0.072, abs=0.0005)
    formed = pairs.filter(pl.col("now") == 0)["later"].mean()
    ended = 1 - pairs.filter(pl.col("now") == 1)["later"].mean()
    assert formed == pytest.approx(0.00202, abs=0.00001)
    assert ended == pytest.approx(0.0046, abs=0.0001)


@pytest.mark.parametrize(("year", "expected"), [(2003, 230), (2007, 198), (1981, 119)])
def test_formations_come_in_clumps(pacts, year, expected):
    """METHODS C: new defence dyads of 2003, 2007 and 1981."""
    pairs = pacts[1].filter(pl.col("year") == year - 1)
    assert pairs.filter((pl.col("now") == 0) & (pl.col("later") == 1)).height == expected


# ----------------------------------------------------------------------------- other fields
@pytest.mark.parametrize(
    ("year", "expected"), [(1980, 20), (1990, 31), (2000, 50), (2010, 55), (2013, 57), (2014, 55)]
)
def test_joint_organisations(year, expected):
    """METHODS B and PROVENANCE of cow-igo: Russia-China."""
    assert mp.get("igo.joint", "Russia", "China", year=year).value == expected


def test_rivalry():
    """PROVENANCE of rivalries: China-Russia 1816-1949 and 1958-1989 (TSS)."""
    found = mp.get("hostility.rivalry", "China", "Russia", years=range(1860, 2021))
    rivals = [item.year for item in found if item.value]
    assert rivals == [*range(1860, 1950), *range(1958, 1990)]


def test_distance_and_border():
    """PROVENANCE of cepii-geodist (5,795 km) and distance (land border from 1860-10)."""
    assert mp.get("distance.km", "China", "Russia", year=2010).value == pytest.approx(5795, abs=0.5)
    border = mp.get("distance.contiguity", "China", "Russia", years=range(1860, 2017))
    assert {item.value for item in border} == {1}


# ----------------------------------------------------------------------------- trade
@pytest.mark.raw
def test_trade_of_russia_and_china_2014(raw):
    """TARGETS/PROVENANCE: China imports 42,807 from Russia, Russia 51,135 million from China."""
    from multipolar.sources import cow_trade

    row = cow_trade.flows(raw).filter(ccode1=365, ccode2=710, year=2014).row(0, named=True)
    assert row["imports1"] == pytest.approx(51_135, abs=1)
    assert row["imports2"] == pytest.approx(42_807, abs=1)
    totals = cow_trade.totals(raw).filter(pl.col("year") == 2014)
    for code, other in ((365, 710), (710, 365)):
        total = totals.filter(pl.col("ccode") == code)
        share = (row["imports1"] + row["imports2"]) / (total["imports"] + total["exports"]).item()
        assert mp.get("trade.share", code, other, year=2014).value == pytest.approx(share)

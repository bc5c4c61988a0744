"""Facts of trade and energy that the design names, each with its source."""

from __future__ import annotations

import polars as pl
import pytest

import multipolar as mp
from multipolar.sources import comtrade, cow_trade, energy, imf_dots, itpde, world_bank


@pytest.mark.raw
def test_russia_and_china_2014_in_dollars(raw):
    """PROVENANCE of cow-trade: imports of China 42.8, of Russia 51.1 billion."""
    row = cow_trade.flows(raw).filter(ccode1=365, ccode2=710, year=2014).row(0, named=True)
    assert row["imports2"] == pytest.approx(42_807, abs=1)
    assert row["imports1"] == pytest.approx(51_135, abs=1)


def test_dependence_is_trade_over_gdp():
    """(42,807 + 51,135) million over World Bank GDP 2014: 2.0592 and 10.476 million million."""
    russia = mp.get("trade.dependence", "Russia", "China", year=2014).value
    china = mp.get("trade.dependence", "China", "Russia", year=2014).value
    assert russia == pytest.approx(93_942 / 2_059_200, rel=1e-3)
    assert china == pytest.approx(93_942 / 10_476_000, rel=1e-3)
    assert mp.get("trade.dependence_low", "Russia", "China", year=2014).value == china
    assert mp.get("trade.dependence_high", "Russia", "China", year=2014).value == russia


def test_no_gdp_of_a_part_for_the_whole():
    """The World Bank's Russia of 1990 is no Soviet Union, its Germany of 1985 is in doubt."""
    for state, year in (("Russia", 1990), ("Germany", 1985)):
        assert mp.get("trade.openness", state, year=year).status == "missing"


def test_the_share_of_china_in_the_trade_of_russia():
    """METHODS: 11 % in 2013, 18 % in 2021."""
    for year, share in ((2013, 0.11), (2021, 0.18)):
        found = mp.get("trade.share_imf", "Russia", "China", year=year).value
        assert found == pytest.approx(share, abs=0.005)
    later = mp.get("trade.share_imf", "Russia", "China", year=2022)
    assert later.status == "out_of_coverage"


def test_a_partner_that_stopped_to_report_is_missing():
    assert mp.get("trade.share_comtrade", "China", "Russia", year=2021).value > 0.02
    assert mp.get("trade.share_comtrade", "China", "Russia", year=2022).status == "missing"
    assert mp.get("trade.share_comtrade", "Russia", "China", year=2021).status == "missing"
    assert mp.get("trade.share_comtrade", "China", "US", year=2024).status == "partial"


@pytest.mark.raw
def test_comtrade_by_hand(raw):
    """PROVENANCE: Russia reports 72.69 billion from China and 68.68 to it in 2021."""
    bought, sold = (comtrade._reports(raw, file) for file in comtrade.FOCAL[710])
    for frame, value in ((bought, 72.69e9), (sold, 68.68e9)):
        reported = frame.filter(partner="Russian Federation", year=2021)["value"].item()
        assert reported == pytest.approx(value, rel=1e-3)


@pytest.mark.raw
def test_imf_by_hand_and_against_the_converted_file(raw, raw_root):
    """PROVENANCE: exports to China 68,423, imports 72,686 in 2021."""
    path = raw_root / "trade-imf-dots-russia" / "imf_dots_russia_reported.parquet"
    theirs = pl.read_parquet(path).filter(year=2021)
    china = theirs.filter(partner="China, P.R.: Mainland")
    exports = china.filter(flow="X", file="rf_exports_2023")["value_musd"].unique().item()
    imports = china.filter(flow="M")["value_musd"].unique().item()
    assert (exports, imports) == pytest.approx((68_423, 72_686), abs=1)
    ours = imf_dots.russian_shares(raw).filter(year=2021, ccode2=710)["share"].item()
    world = 492_048.05890800001 + 293_656.03825799999
    assert ours == pytest.approx((exports + imports) / world, rel=2e-4)
    assert imf_dots.russian_shares(raw).filter(year=2021)["share"].sum() == pytest.approx(
        1, abs=0.01
    )


@pytest.mark.raw
def test_itpde_has_the_shape_of_its_provenance(raw):
    """PROVENANCE: Russia to China 37.96, 30.59, 29.48 bn and back 48.07, 33.29, 35.71 (2014-16)."""
    parts = itpde.parts(raw).filter(ccode1=365, ccode2=710).sort("year")
    found = parts.filter(pl.col("year") >= 2014)["part"].to_list()
    names, matrices = itpde._matrices(raw)
    russia, china = names.index("Russia"), names.index("China")
    for place, there, back in ((14, 37.96, 48.07), (15, 30.59, 33.29), (16, 29.48, 35.71)):
        matrix = matrices[place]
        assert matrix[russia, china] == pytest.approx(there * 1e9, rel=1e-3)
        assert matrix[china, russia] == pytest.approx(back * 1e9, rel=1e-3)
    assert found[1] < found[0]


def test_segments_agree_in_shape_where_they_overlap():
    """Three sources of one share: no more than three points apart in 2011-14."""
    for year in range(2011, 2015):
        values = [
            mp.get(name, "Russia", "China", year=year).value
            for name in ("trade.share", "trade.share_imf", "trade.share_itpde")
        ]
        assert max(values) - min(values) < 0.03


def test_trade_beyond_gravity():
    """Ratio and logarithm say the same; no trade has a ratio and no logarithm."""
    import math

    log = mp.get("trade.residual", "Russia", "China", year=2014)
    ratio = mp.get("trade.gravity_ratio", "Russia", "China", year=2014)
    assert ratio.value == pytest.approx(math.exp(log.value))
    assert log.low < log.value < log.high
    embargo = mp.get("trade.residual", "US", "Cuba", year=2000)
    assert embargo.value < -4
    frame = mp.dyads([2010]).add("trade.gravity_ratio").add("trade.residual").frame
    none = frame.filter(pl.col("trade.gravity_ratio") == 0)
    assert none.height > 1000
    assert none["trade.residual"].null_count() == none.height
    assert set(none["trade.residual.status"]) == {"missing"}


def test_years_of_russian_reserves():
    """METHODS: about 24 to 26 years of oil and 52 of gas.

    As recalled, the Review of 2014 had 93 thousand million barrels (23.6 years) and 31.3 trillion
    cubic metres (51.7) for 2013; that of 2024 gives 105 and 34.9 for the same year, as reserves
    were booked anew: 26.6 and 56.9 years.
    """
    oil = mp.get("energy.reserves_years_oil", "Russia", year=2014)
    gas = mp.get("energy.reserves_years_gas", "Russia", year=2014)
    assert oil.value == pytest.approx(25.8, abs=0.1)
    assert gas.value == pytest.approx(59.3, abs=0.1)
    assert oil.low < 24 < oil.high
    assert gas.low < 52 < gas.high


@pytest.mark.raw
def test_energy_by_hand(raw):
    """Oil made 2013: Russia 532.22 Mt (the Review), at 41.868 GJ a tonne; none for 1985-91."""
    review = energy.review(raw)
    row = review.filter(ccode=365, year=2013).row(0, named=True)
    assert row["oil_made"] == pytest.approx(532.223585 * 0.041868)
    assert review.filter(pl.col("ccode") == 365, pl.col("year").is_between(1985, 1991)).is_empty()
    assert review.filter(ccode=365, year=1970)["oil_made"].item() == pytest.approx(
        353.039 * 0.041868
    )


def test_energy_of_russia_and_china():
    """Russia sells, China buys: they fit. Two sellers do not."""
    assert mp.get("energy.complementarity", "Russia", "China", year=2019).value > 0.7
    assert mp.get("energy.complementarity", "Russia", "Saudi Arabia", year=2019).value == 0
    assert mp.get("energy.balance", "Japan", year=2019).value == pytest.approx(-1, abs=0.02)
    assert mp.get("energy.cover", "Russia", "China", year=2019).status == "missing"


@pytest.mark.raw
def test_regions_and_parts_are_no_states(raw):
    frame = world_bank.nominal_gdp(raw)
    assert frame.filter(ccode=2, year=2014)["gdp"].item() == pytest.approx(17_608_138, rel=1e-5)
    assert frame.filter(ccode=365)["year"].min() == 1992
    assert not frame.select("ccode", "year").is_duplicated().any()


def test_exit_cost_by_hand():
    """From the table of shares: Russia's partners of 2014 but China."""
    table = mp.dyads([2014], directed=True).add("trade.share").frame
    own = table.filter(pl.col("ccode1") == 365).drop_nulls("trade.share")
    rest = own.filter(pl.col("ccode2") != 710)["trade.share"]
    share = own.filter(pl.col("ccode2") == 710)["trade.share"].item()
    parts = rest / rest.sum()
    expected = share / own["trade.share"].sum() * (parts**2).sum()
    found = mp.get("trade.exit_cost", "Russia", "China", year=2014).value
    assert found == pytest.approx(expected)
    assert mp.get("trade.alternatives", "Russia", "China", year=2014).value == pytest.approx(
        1 / (parts**2).sum()
    )
    assert mp.get("trade.absorption", "Russia", "China", year=2014).value == pytest.approx(
        share / rest.sum()
    )

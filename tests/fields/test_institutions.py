"""Organisations and agreements: known values, other third parties, and what is not known."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar import states
from multipolar.fields.evaluate import evaluate
from multipolar.fields.indicator import Options
from multipolar.fields.institutions import overlap, overlap_without
from multipolar.fields.registry import INDICATORS
from multipolar.panel import release
from multipolar.sources import RawFolder, bits, cow_igo, desta

CHINA, RUSSIA, USA = 710, 365, 2


def value(name: str, one: int, two: int, year: int) -> tuple[float | None, str]:
    """Value and status of one dyad-year."""
    keys = pl.DataFrame({"ccode1": [one], "ccode2": [two], "year": [year]}).cast(pl.Int32)
    found = evaluate(INDICATORS[name], keys, Options(), release.active())
    return found["value"][0], found["status"][0]


@pytest.mark.parametrize(
    ("year", "count"), [(1980, 20), (1990, 31), (2000, 50), (2010, 55), (2014, 55)]
)
def test_memberships_give_the_known_number_of_joint_organisations(year: int, count: int) -> None:
    # Computed from COW IGO v3 independently (METHODS, section B).
    frame = overlap(release.active(), year, year, states=frozenset({RUSSIA, CHINA}))
    row = frame.row(0, named=True)
    assert round(row["value"] * row["n"]) == count


def test_spells_of_membership_give_the_overlap_of_the_table_of_counts() -> None:
    dyads = states.dyad_years(1910, 1912).drop("carried").cast(pl.Int32)
    table = evaluate(INDICATORS["igo.jaccard"], dyads, Options(), release.active())
    spells = overlap(release.active(), 1910, 1912)
    both = table.drop_nulls("value").join(spells, on=["ccode1", "ccode2", "year"])
    assert both.height == table.drop_nulls("value").height > 2000
    assert (both["value"] - both["value_right"]).abs().max() < 1e-12
    assert (both["n"] == both["n_right"]).all()


def test_without_a_third_party_by_hand(raw: RawFolder) -> None:
    year, third = 2012, 200
    wide = cow_igo.memberships(raw).filter(pl.col("year") == year)
    bodies = {
        row["ccode"]: {b for b, v in row.items() if b not in ("ccode", "year") and v in (1, 2)}
        for row in wide.iter_rows(named=True)
    }
    russia, china = bodies[RUSSIA] - bodies[third], bodies[CHINA] - bodies[third]
    found = overlap_without(release.active(), third, year, year, frozenset({RUSSIA, CHINA}))
    assert found["value"][0] == pytest.approx(len(russia & china) / len(russia | china))
    assert found["n"][0] == len(russia | china)


def test_the_third_party_itself_has_no_value() -> None:
    assert value("igo.without", USA, CHINA, 2000) == (None, "missing")
    assert value("igo.parallel", USA, CHINA, 2000) == (None, "missing")
    assert value("igo.parallel", RUSSIA, CHINA, 2014) == (12, "observed")


@pytest.mark.parametrize(
    ("one", "two", "year", "standing"),
    [
        (2, 70, 1993, 1),  # NAFTA was signed in December 1992 and entered into force in 1994
        (2, 70, 1994, 2),
        (220, 260, 1955, 2),  # the Coal and Steel Community, in force from 1952
        (315, 375, 1976, 2),  # Czechoslovakia, which the source files under its successor
        (RUSSIA, CHINA, 2020, 0),  # no preferential agreement between them
    ],
)
def test_trade_agreements(one: int, two: int, year: int, standing: int) -> None:
    assert value("agreements.trade", one, two, year)[0] == standing


def test_a_withdrawal_ends_an_agreement(raw: RawFolder) -> None:
    # Denmark left the EFTA of 1960 in 1973, when it joined the European Community; Norway stayed.
    rows = desta.agreements(raw).filter(
        (pl.col("name1") == "Denmark") & (pl.col("name2") == "Norway") & (pl.col("signed") == 1960)
    )
    assert rows.select("force", "ended").rows() == [(1960, 1973)]


def test_the_united_kingdom_leaves_all_that_it_was_in_as_a_member_of_the_union(
    raw: RawFolder,
) -> None:
    """The file codes its withdrawal from Lisbon, and not from Maastricht, Nice and the EEA.

    The agreement of December 2020 with the Union is in force from 2021, and not coded for depth;
    that with Norway and Iceland neither.
    """
    standing = [value("agreements.trade", 200, 255, year)[0] for year in (2019, 2020, 2021)]
    assert standing == [2, 1, 2]
    assert value("agreements.depth", 200, 255, 2019) == (5, "observed")
    assert value("agreements.depth", 200, 255, 2022) == (None, "missing")
    assert value("agreements.depth", 200, 385, 2019)[1] == "observed"
    assert value("agreements.depth", 200, 385, 2022) == (None, "missing")
    assert value("agreements.depth", 220, 255, 2022) == (5, "observed")
    own = desta.agreements(raw).filter(pl.col("ended") == 2020, pl.col("signed") == 1957)
    assert own.is_empty()  # its own agreement with Australia of 1957 stands


def test_depth_of_the_agreement_of_china_and_south_korea() -> None:
    assert value("agreements.depth", 710, 732, 2014) == (1, "observed")
    assert value("agreements.depth", 710, 732, 2015) == (6, "observed")
    assert value("agreements.depth", RUSSIA, CHINA, 2015) == (0, "structural_zero")


def test_investment_treaty_of_china_and_the_soviet_union() -> None:
    # Signed 1990-07-21, in force 1991-07-26; replaced by that of 2006 on 2009-05-01.
    found = [value("agreements.investment", RUSSIA, CHINA, y)[0] for y in (1989, 1990, 1991, 2009)]
    assert found == [0, 1, 2, 2]
    assert value("agreements.investment", RUSSIA, CHINA, 2025)[1] == "partial"


def test_states_that_the_sources_do_not_list_are_missing_not_zero() -> None:
    assert value("agreements.trade", 265, 710, 1980) == (None, "missing")
    assert value("agreements.investment", 265, 710, 1980) == (None, "missing")


def test_names_of_parties_can_hold_commas() -> None:
    assert bits.parties_of("Bahrain, Korea, Republic of") == ("Bahrain", "Korea, Republic of")
    assert bits.parties_of("Hong Kong, China SAR, Türkiye") == ("Hong Kong, China SAR", "Türkiye")
    assert bits.parties_of("Congo, Mauritius") == ("Congo", "Mauritius")

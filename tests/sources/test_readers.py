"""Tidy tables of the readers: unique keys, declared years, and the traps of each file."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.sources import (
    assembly_votes,
    atop,
    comtrade,
    contiguity,
    cow_igo,
    cow_trade,
    energy,
    gdp,
    geodist,
    imf_dots,
    itpde,
    mids,
    nmc,
    rivalries,
    world_bank,
)

pytestmark = pytest.mark.raw

READERS = [
    (atop.SOURCE, atop.obligations, ["ccode1", "ccode2", "year"]),
    (atop.SOURCE, atop.bilateral_obligations, ["ccode1", "ccode2", "year"]),
    (cow_trade.SOURCE, cow_trade.flows, ["ccode1", "ccode2", "year"]),
    (cow_trade.SOURCE, cow_trade.totals, ["ccode", "year"]),
    (cow_igo.SOURCE, cow_igo.memberships, ["ccode", "year"]),
    (nmc.SOURCE, nmc.capabilities, ["ccode", "year"]),
    (gdp.SOURCE, gdp.economies, ["ccode", "year"]),
    (geodist.SOURCE, geodist.distances, ["iso3_1", "iso3_2"]),
    (contiguity.SOURCE, contiguity.spells, ["ccode1", "ccode2", "first", "last", "kind"]),
    (world_bank.SOURCE, world_bank.nominal_gdp, ["ccode", "year"]),
    (comtrade.SOURCE, comtrade.partner_shares, ["ccode1", "ccode2", "year"]),
    (imf_dots.SOURCE, imf_dots.russian_shares, ["ccode1", "ccode2", "year"]),
    (itpde.SOURCE, itpde.parts, ["ccode1", "ccode2", "year"]),
    (energy.SOURCE, energy.review, ["ccode", "year"]),
    (energy.OWID, energy.resources, ["ccode", "year"]),
    (rivalries.SOURCE, rivalries.spells, ["ccode1", "ccode2", "first"]),
]
NAMES = [f"{source.key}-{reader.__name__}" for source, reader, _ in READERS]


@pytest.mark.parametrize(("source", "reader", "keys"), READERS, ids=NAMES)
def test_keys_are_unique_and_years_within_coverage(raw, source, reader, keys):
    frame = reader(raw)
    assert frame.height > 100
    assert not frame.select(keys).is_duplicated().any()
    assert frame.select(keys).null_count().sum_horizontal().item() == 0
    if "year" in frame.columns:
        assert frame["year"].min() >= source.coverage.first
        ends = {c.last for c in (source.coverage, *source.coverages.values())}
        assert frame["year"].max() in ends


@pytest.mark.parametrize("reader", [cow_trade.flows, contiguity.spells, rivalries.spells])
def test_pairs_without_direction_come_once(raw, reader):
    frame = reader(raw)
    assert (frame["ccode1"] < frame["ccode2"]).all()


def test_disputes(raw):
    """PROVENANCE: several disputes a dyad-year; levels of COW are 1 to 5."""
    frame = mids.disputes(raw)
    assert (frame["ccode1"] < frame["ccode2"]).all()
    assert frame["level"].is_between(1, 5).all()
    assert frame["disputes"].min() >= 1
    assert frame["year"].is_between(1816, 2014).all()


def test_spells_do_not_end_before_they_begin(raw):
    for frame in (contiguity.spells(raw), rivalries.spells(raw)):
        assert (frame["first"] <= frame["last"]).all()
    assert contiguity.spells(raw)["kind"].is_between(1, 5).all()


def test_missing_codes_are_no_numbers(raw):
    """COW's -9 (also -8, -7) must not survive as values."""
    for frame in (nmc.capabilities(raw), cow_trade.flows(raw), cow_trade.totals(raw)):
        for column in set(frame.columns) - {"ccode", "ccode1", "ccode2", "year"}:
            assert frame[column].min() >= 0, column


# ----------------------------------------------------------------------------- votes
@pytest.fixture(scope="module")
def calls(raw):
    return assembly_votes.roll_calls(raw)


@pytest.fixture(scope="module")
def votes(raw):
    return assembly_votes.votes(raw)


def test_all_votes_are_there(calls, votes):
    """PROVENANCE of the combined file: 964,544 votes = 870,109 + 61,062 + 33,373."""
    assert votes.height == 964_544
    counts = votes.join(calls, on="call").with_columns(
        pl.when(pl.col("call") >= 1_000_000)
        .then(pl.lit("2025"))
        .when(pl.col("final").is_null())
        .then(pl.lit("2020-24"))
        .otherwise(pl.lit("to 2020"))
        .alias("part")
    )
    found = dict(counts.group_by("part").len().rows())
    assert found == {"to 2020": 870_109, "2020-24": 61_062, "2025": 33_373}
    assert set(votes["vote"]) == {1, 2, 3}


def test_our_join_equals_the_one_to_check_against(raw_root, calls, votes):
    """Every vote of the raw folder's own long join, by roll call of sessions 1-74."""
    path = raw_root / "un-assembly-votes" / "combined-1946-2025" / "unga_votes_long.parquet"
    theirs = (
        pl.read_parquet(path)
        .filter(pl.col("src") == "voeten_2021_unvotes")
        .select(
            pl.col("uid").str.slice(1).cast(pl.Int32).alias("call"),
            pl.col("iso3").cast(pl.String).alias("voter"),
            pl.col("vote")
            .cast(pl.String)
            .replace_strict(assembly_votes.VOTE_CODES)
            .alias("theirs"),
        )
    )
    both = votes.join(theirs, on=["call", "voter"], how="full", coalesce=True)
    both = both.filter(pl.col("call").is_in(theirs["call"].unique().implode()))
    apart = both.filter(pl.col("vote").ne_missing(pl.col("theirs")))
    # Yugoslavia's seat from 2000 on is SRB here and YUG there.
    assert set(apart["voter"]) <= {"SRB", "YUG"}
    srb = apart.filter(pl.col("voter") == "SRB").select("call", "vote")
    yug = apart.filter(pl.col("voter") == "YUG").select("call", "theirs")
    assert srb.join(yug, on="call").filter(pl.col("vote") == pl.col("theirs")).height == srb.height


def test_four_lost_roll_calls_are_mended(calls):
    """PROVENANCE: 411, 427, 449 and 495 of late 2023 lost a leading 9."""
    mended = calls.filter(pl.col("call").is_in([9411, 9427, 9449, 9495]))
    assert mended["year"].to_list() == [2023] * 4
    old = calls.filter(pl.col("call").is_in([411, 427, 449, 495]))
    assert (old["year"] < 1960).all()


def test_roll_calls_a_year(calls):
    """PROVENANCE of the wide matrix: 90, 95, 79, 81, 88, 6 in 2019-24; 192 in 2025."""
    found = dict(calls.group_by("year").len().sort("year").rows())
    assert [found[y] for y in range(2019, 2026)] == [90, 95, 79, 81, 88, 6, 192]
    assert calls.filter(pl.col("call") < 1_000_000, pl.col("final").is_not_null()).height == 6_203


def test_a_session_and_its_years_do_not_contradict_each_other(calls):
    """Session s opens in the September of year s + 1945 and ends within the next.

    Two roll calls of the source do: see the tests below.
    """
    gap = calls["year"] - calls["session"] - 1945
    assert gap.is_between(0, 1).sum() >= calls.height - 1


def test_working_languages_were_voted_in_december_1966(calls):
    """un_roll_calls.rda: rcid 961 lies between 960 and 962, of December 1966 and session 21.

    Its text is A/6650/Rev.1; documents of December 1966 run A/6588 to A/6628, those that were
    voted in session 22 begin at A/6874. It became resolution 2241 B (XXI) of 20 December 1966.
    """
    row = calls.row(by_predicate=pl.col("call") == 961, named=True)
    assert (row["year"], row["session"]) == (1966, 21)


def test_the_council_for_namibia_was_made_in_the_session_of_its_day(calls):
    """un_roll_calls.rda: rcid 9018 is dated May 1967, unres SS/5 (fifth special session).

    Resolution 2248 (S-V), 19 May 1967; the regular session then was the 21st.
    """
    row = calls.row(by_predicate=pl.col("call") == 9018, named=True)
    assert (row["year"], row["session"]) == (1967, 21)


def test_no_vote_on_the_whole_is_guessed_where_the_source_is_silent(calls):
    silent = calls.filter(pl.col("date").is_between(pl.date(2020, 1, 15), pl.date(2024, 12, 31)))
    assert silent["final"].null_count() == silent.height
    assert calls.filter(pl.col("year") == 2025)["final"].all()


def test_parallel_and_successor_seats(calls, votes):
    """One China a roll call; West and East Germany both from 1973; Yugoslavia absent 1993-99."""
    frame = votes.join(calls.select("call", "year"), on="call")
    china = frame.filter(pl.col("voter").is_in(["CHN", "TWN"]))
    assert not china["call"].is_duplicated().any()
    years = {
        row[0]: (row[1], row[2])
        for row in frame.group_by("voter").agg(
            pl.col("year").min().alias("first"), pl.col("year").max().alias("last")
        ).rows()
    }  # fmt: skip
    assert years["TWN"] == (1946, 1971)
    assert years["CHN"][0] == 1971
    assert years["DDR"] == (1973, 1989)  # no roll call from January to September 1990
    assert years["CSK"][1] == 1992
    yugoslavia = frame.filter(pl.col("voter").is_in(["YUG", "SRB"]))
    assert yugoslavia.filter(pl.col("year").is_between(1993, 1999)).is_empty()
    assert years["UKR"][0] == years["BLR"][0] == 1946


def test_unusable_issue_flags_are_left_out(calls):
    """From 7 November 2019 di, co and ec are copies of each other; 2024 has no flags at all."""
    late = calls.filter(pl.col("date") >= pl.date(2019, 11, 7))
    for name in ("di", "co", "ec"):
        assert late[name].null_count() == late.height

"""Seats in the United Nations, and the voters of the raw roll calls."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from multipolar.states import state_years, states_table, un_seats, voters_from_iso3
from multipolar.states import voters_from_unvotes as from_unvotes

VOTES = "un-assembly-votes"


def _voter(code: str, when: date) -> tuple[str | None, int | None]:
    frame = voters_from_iso3(pl.DataFrame({"iso3": [code], "date": [when]}))
    return frame["voter"][0], frame["ccode"][0]


@pytest.mark.parametrize(
    ("code", "when", "voter", "ccode"),
    [
        ("UKR", date(1960, 12, 1), "UKR", None),
        ("UKR", date(1992, 12, 1), "UKR", 369),
        ("BLR", date(1946, 1, 1), "BLR", None),
        ("IND", date(1946, 12, 1), "IND", None),
        ("IND", date(1950, 12, 1), "IND", 750),
        ("DEU", date(1980, 12, 1), "DEU", 260),
        ("DEU", date(1990, 11, 3), "DEU", 255),
        ("DDR", date(1980, 12, 1), "DDR", 265),
        ("DDR", date(1990, 12, 1), None, None),
        ("YEM", date(1980, 12, 1), "YEM", 678),
        ("YEM", date(1990, 12, 1), "YEM", 679),
        ("YMD", date(1980, 12, 1), "YMD", 680),
        ("RUS", date(1960, 12, 1), "RUS", 365),
        ("SUN", date(1960, 12, 1), "RUS", 365),
        ("CSK", date(1992, 12, 6), "CSK", 315),
        ("CZE", date(1992, 12, 6), None, None),
        ("CZE", date(1993, 11, 2), "CZE", 316),
        ("SRB", date(1970, 12, 1), "YUG", 345),
        ("YUG", date(1970, 12, 1), "YUG", 345),
        ("SRB", date(1995, 12, 1), None, None),
        ("YUG", date(2010, 12, 1), "SRB", 345),
        ("TWN", date(1949, 12, 7), "TWN", 710),
        ("TWN", date(1960, 12, 1), "TWN", 713),
        ("TWN", date(1971, 10, 7), "TWN", 713),
        ("TWN", date(1971, 11, 3), None, None),
        ("CHN", date(1960, 12, 1), None, None),
        ("CHN", date(1971, 11, 3), "CHN", 710),
        ("SYR", date(1960, 12, 1), None, None),
        ("EGY", date(1960, 12, 1), "EGY", 651),
        ("IDN", date(1965, 12, 1), None, None),
        ("MYS", date(1957, 9, 3), "MYS", 820),  # the source's day is no day: the month counts
        ("CHE", date(2002, 9, 3), "CHE", 225),
        ("SSD", date(2011, 7, 13), None, None),  # days are sound here
        ("SSD", date(2011, 7, 14), "SSD", 626),
        ("EAZ", date(1963, 12, 3), "EAZ", 511),
        ("VDR", date(1960, 12, 1), None, None),
        ("QQQ", date(1960, 12, 1), None, None),
    ],
)
def test_voters_by_date(code, when, voter, ccode) -> None:
    assert _voter(code, when) == (voter, ccode)


@pytest.mark.parametrize(
    ("year", "members"),
    [
        (1945, 51),
        (1950, 60),
        (1955, 76),
        (1960, 99),  # Syria is in the union with Egypt
        (1961, 104),
        (1963, 113),
        (1964, 115),
        (1965, 117),  # Indonesia had withdrawn
        (1966, 122),
        (1970, 127),
        (1975, 144),
        (1980, 154),
        (1984, 159),
        (1990, 159),
        (1991, 166),
        (1992, 178),  # 179 with Yugoslavia, which took no part
        (1993, 183),  # 184
        (1994, 184),  # 185
        (1999, 187),  # 188
        (2000, 189),
        (2002, 191),
        (2006, 192),
        (2011, 193),
        (2025, 193),
    ],
)
def test_membership_grows_as_the_united_nations_count_it(year, members) -> None:
    end = date(year, 12, 31)
    seats = un_seats().filter(
        (pl.col("start") <= end) & (pl.col("end").is_null() | (pl.col("end") >= end))
    )
    assert seats.height == members
    assert seats["seat"].n_unique() == members


def test_seats_do_not_overlap_and_have_one_state_or_none() -> None:
    seats = un_seats().with_columns(pl.col("end").fill_null(date(9999, 12, 31)))
    later = seats.with_columns(pl.col("start").shift(-1).over("voter").alias("next"))
    assert later.filter(pl.col("next") <= pl.col("end")).is_empty()
    assert (seats["start"] <= seats["end"]).all()
    spells = states_table().select(
        "ccode", since="start", until=pl.col("end").fill_null(date(9999, 12, 31))
    )
    coded = seats.drop_nulls("ccode").join(spells, on="ccode")
    inside = (pl.col("since") <= pl.col("start")) & (pl.col("end") <= pl.col("until"))
    assert coded.filter(inside).height == seats.drop_nulls("ccode").height


def test_every_state_of_today_but_two_has_a_seat() -> None:
    seated = set(un_seats().filter(pl.col("end").is_null())["ccode"])
    members = set(state_years(2020, 2020)["ccode"])
    assert members - seated == {713, 347}  # Taiwan, Kosovo
    assert seated <= members


def test_rows_and_order_are_kept() -> None:
    frame = pl.DataFrame(
        {
            "x": [1, 2, 3, 4],
            "iso3": ["USA", None, "SRB", "USA"],
            "date": [date(2000, 12, 1)] * 3 + [None],
        }
    )
    answer = voters_from_iso3(frame)
    assert answer.columns == ["x", "iso3", "date", "voter", "ccode"]
    assert answer["x"].to_list() == [1, 2, 3, 4]
    assert answer["voter"].to_list() == ["USA", None, "SRB", None]


@pytest.fixture(scope="module")
def unvotes(raw_file) -> pl.DataFrame:
    rdata = pytest.importorskip("rdata")
    folder = f"{VOTES}/voeten-unvotes-1946-2020"
    paths = [raw_file(f"{folder}/{name}.rda") for name in ("un_votes", "un_roll_calls")]
    votes, calls = (next(iter(rdata.read_rda(path).values())) for path in paths)

    def text(column) -> list[str | None]:
        return [value if isinstance(value, str) else None for value in column]

    listed = pl.DataFrame(
        {
            "rcid": votes["rcid"].astype(int).to_numpy(),
            "country": text(votes["country"]),
            "country_code": text(votes["country_code"]),
        }
    )
    dates = pl.DataFrame(
        {
            "rcid": calls["rcid"].astype(int).to_numpy(),
            "date": pl.Series(calls["date"].astype(int).to_numpy(), dtype=pl.Int32).cast(pl.Date),
        },
    )
    return listed.with_columns(pl.col("rcid").cast(pl.Int64)).join(
        dates.with_columns(pl.col("rcid").cast(pl.Int64)), on="rcid"
    )


@pytest.mark.raw
def test_every_vote_is_cast_by_a_seat(unvotes) -> None:
    votes = from_unvotes(unvotes)
    assert votes.height == 870_109
    stray = votes.filter(pl.col("voter").is_null())
    # dated September 1970 in the source, but A/RES/2668 is of December; Fiji came in October
    assert set(stray.select("country", "rcid").rows()) == {("Fiji", 1110), ("Fiji", 1111)}
    seated = votes.drop_nulls("voter")
    assert not seated.select("rcid", "voter").is_duplicated().any()
    assert not seated.drop_nulls("ccode").select("rcid", "ccode").is_duplicated().any()


@pytest.mark.raw
def test_voters_without_a_state_are_those_known(unvotes) -> None:
    votes = from_unvotes(unvotes).drop_nulls("voter").filter(pl.col("ccode").is_null())
    years = votes.group_by("voter").agg(pl.col("date").dt.year().max())
    assert dict(years.rows()) == {
        "UKR": 1991,
        "BLR": 1991,
        "SYR": 1946,
        "LBN": 1946,
        "IND": 1947,
        "PHL": 1946,
        "NER": 1960,  # a member from 1960-09-20, a COW state from 1960-10-03
        "COM": 1975,  # a member from 1975-11-12, a COW state from 1975-12-31
    }


@pytest.fixture(scope="module")
def wide(raw_file) -> pl.DataFrame:
    path = raw_file(f"{VOTES}/voeten-wide-1946-2024/ungaVoting_003_fixed_rcid.parquet")
    frame = pl.read_parquet(path)
    codes = [c for c in frame.columns if len(c) == 3 and c.isupper()]
    long = frame.unpivot(codes, index=["rcid", "date"], variable_name="iso3", value_name="vote")
    return voters_from_iso3(long.with_columns(pl.col("date").str.to_date()))


@pytest.mark.raw
def test_votes_of_the_wide_matrix_are_cast_by_a_seat(wide) -> None:
    stray = wide.filter(pl.col("voter").is_null() & (pl.col("vote") <= 3))
    assert set(stray.select("iso3", "rcid").rows()) == {("FJI", 1110), ("FJI", 1111)}


@pytest.mark.raw
def test_absent_without_a_seat_only_where_declared(wide) -> None:
    stray = wide.filter(pl.col("voter").is_null() & (pl.col("vote") == 8))
    assert dict(stray.group_by("iso3").len().rows()) == {
        "SYR": 194,  # 1958-61, in the union with Egypt
        "IDN": 42,  # 1965, withdrawn
        "CHE": 94,  # 1997-2001
        "SRB": 67,  # 1997-2000
        "KIR": 1,
        "NRU": 1,
        "TON": 1,
        "TUV": 1,
        "SSD": 1,
    }


@pytest.mark.raw
def test_not_a_member_with_a_seat_only_where_declared(wide) -> None:
    stray = wide.filter(pl.col("voter").is_not_null() & (pl.col("vote") == 9))
    spans = stray.group_by("iso3").agg(
        pl.len(), pl.col("date").min().alias("first"), pl.col("date").max().alias("last")
    )
    assert sorted(spans.rows()) == [
        ("TUR", 19, date(2023, 12, 19), date(2024, 6, 4)),
        ("VNM", 128, date(1997, 11, 25), date(2017, 12, 24)),
        ("YEM", 3656, date(1947, 9, 4), date(2024, 6, 4)),  # no column for it before 1991-10
    ]


@pytest.mark.raw
def test_the_long_file_has_no_voter_twice(raw_file) -> None:
    path = raw_file(f"{VOTES}/combined-1946-2025/unga_votes_long.parquet")
    votes = voters_from_iso3(
        pl.read_parquet(path, columns=["uid", "date", "iso3"]).with_columns(
            pl.col("date").str.to_date(), pl.col("iso3").cast(pl.String)
        )
    )
    assert votes.filter(pl.col("voter").is_null())["iso3"].to_list() == ["FJI", "FJI"]
    assert not votes.drop_nulls("voter").select("uid", "voter").is_duplicated().any()

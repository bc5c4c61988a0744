"""Speeches of the UN General Debate: who spoke, and the traps that PROVENANCE names."""

from __future__ import annotations

import polars as pl
import pytest

from multipolar.sources import debate_speeches
from multipolar.sources.debate_speeches import code_of


@pytest.mark.parametrize(
    ("iso3", "year", "code"),
    [
        ("CHN", 1946, 710),  # the Republic of China was China
        ("CHN", 1955, 713),  # ... and on Taiwan
        ("CHN", 1971, 710),  # the People's Republic
        ("RUS", 1980, 365),
        ("UKR", 1985, None),
        ("UKR", 1992, 369),
        ("IND", 1946, None),
        ("DDR", 1980, 265),
        ("DEU", 1980, 260),
        ("DEU", 1995, 255),
        ("YUG", 2004, 345),
        ("EU", 2015, None),
        ("PSE", 2020, None),
        ("VAT", 2020, None),
    ],
)
def test_who_is_what_state(iso3, year, code):
    assert code_of(iso3, year) == code


@pytest.fixture(scope="module")
def speeches(raw):
    return debate_speeches.speeches(raw)


@pytest.mark.raw
def test_as_provenance_says(speeches):
    assert speeches.height == 10_952
    assert speeches.filter(pl.col("iso3") == "EU").height == 14
    assert speeches.filter(pl.col("year") == 1946).height == 39
    assert speeches["text"].str.len_chars().min() > 2000
    china = speeches.filter(pl.col("iso3") == "CHN")["year"].to_list()
    assert 1970 not in china
    assert {1969, 1971} <= set(china)


@pytest.mark.raw
def test_one_speech_of_a_state_and_year(speeches):
    states = speeches.drop_nulls("ccode")
    assert not states.select("ccode", "year").is_duplicated().any()
    assert set(speeches.filter(pl.col("ccode").is_null())["iso3"]) == {
        "EU", "PSE", "VAT", "UKR", "BLR", "IND",
    }  # fmt: skip

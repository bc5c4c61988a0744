"""Memberships coded by hand against the Correlates of War list to 2014, and each fact's form."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from multipolar.sources import memberships

# What the Correlates of War list codes otherwise 1992-2014, and why ours differs.
KNOWN = {
    "NATO": set(),
    "ASEAN": set(),
    "GCC": set(),
    "APEC": set(),
    "SAARC": set(),
    "OECD": set(),
    "EU": set(),  # the list starts the European Union in 1993
    "CSTO": {704},  # it keeps Uzbekistan in 1999-2006 and drops it in the year of its leaving
    "CIS": {369, 372, 373, 701},  # Ukraine never ratified; years of entry and of leaving
    "OAS": {40, 91},  # Cuba takes no part, Honduras was suspended 2009-11
    "AU": {490, 411},  # Zaire and Equatorial Guinea were members: holes of the list
    "LAS": {652},  # Syria was suspended from November 2011
    "MERCOSUR": {145, 155},  # Bolivia and Chile were associates
    "COE": {223, 315, 373},  # Liechtenstein, Czechoslovakia (to 1992), Azerbaijan (2001) were in
}
COLUMNS = {"LAS": ["loas"], "AU": ["oau", "au"], "EU": ["eu"]}
FIRST = {"CSTO": 2003, "EU": 1993}


@pytest.mark.raw
@pytest.mark.parametrize("key", KNOWN)
def test_rosters_equal_the_list_of_organisations(raw, key):
    from multipolar.sources import cow_igo

    frame = cow_igo.memberships(raw)
    columns = COLUMNS.get(key, [key.lower()])
    strange = set()
    for year in range(FIRST.get(key, 1992), 2015):
        group = frame.filter(pl.col("year") == year)
        listed = group.filter(pl.any_horizontal(pl.col(columns) == 1))["ccode"].to_list()
        ours = set(memberships.members(key, year)) & set(group["ccode"].to_list())
        strange |= ours ^ set(listed)
    assert strange == KNOWN[key]


@pytest.mark.parametrize(
    ("key", "year", "count"),
    [
        ("NATO", 1949, 12), ("NATO", 1955, 15), ("NATO", 1998, 16), ("NATO", 1999, 19),
        ("NATO", 2004, 26), ("NATO", 2017, 29), ("NATO", 2020, 30), ("NATO", 2023, 31),
        ("NATO", 2024, 32), ("WARSAW_PACT", 1955, 8), ("WARSAW_PACT", 1969, 7),
        ("CSTO", 1994, 9), ("CSTO", 2005, 6), ("CSTO", 2007, 7), ("CSTO", 2025, 6),
        ("SCO", 2001, 6), ("SCO", 2017, 8), ("SCO", 2023, 9), ("SCO", 2024, 10),
        ("EU", 1995, 15), ("EU", 2004, 25), ("EU", 2013, 28), ("EU", 2021, 27),
        ("BRICS", 2012, 5), ("BRICS", 2025, 10), ("ASEAN", 2025, 11), ("OECD", 2021, 38),
        ("COE", 2021, 47), ("COE", 2023, 46), ("APEC", 2000, 20), ("G20", 2020, 19),
        ("AU", 2018, 54), ("OAS", 2000, 34), ("RCEP", 2023, 14), ("CPTPP", 2024, 12),
    ],
)  # fmt: skip
def test_number_of_members(key, year, count):
    """As the organisations themselves count (APEC without Hong Kong, AU without Western Sahara,
    RCEP without Myanmar)."""
    assert len(memberships.members(key, year)) == count


def test_germany_counts_once():
    """The Federal Republic is 260 to 2 October 1990, Germany 255 from the day after."""
    assert [c for c in memberships.members("NATO", 1989) if c in (255, 260)] == [260]
    assert [c for c in memberships.members("NATO", 1991) if c in (255, 260)] == [255]
    assert (255, 260) not in memberships.shared(1990)
    assert "NATO" in memberships.shared(1990)[(2, 255)]
    assert "NATO" in memberships.shared(1990)[(2, 260)]


def test_a_pair_shares_what_it_shared_on_one_day():
    """Uzbekistan left in December 2012; Hungary left one alliance before it joined the other."""
    assert "CSTO" in memberships.shared(2012)[(365, 704)]
    assert "CSTO" not in memberships.shared(2013).get((365, 704), ())
    assert (2, 310) not in memberships.shared(1991)
    assert memberships.shared(1999)[(2, 310)][0] == "NATO"


def test_every_fact_has_a_citation_and_an_order():
    assert {s.organisation for s in memberships.spells()} == set(memberships.organisations())
    for spell in memberships.spells():
        assert spell.citation.strip()
        assert spell.start <= spell.end
        assert spell.start.year <= memberships.LAST
    own = {}
    for spell in sorted(memberships.spells(), key=lambda s: s.start):
        before = own.get((spell.organisation, spell.ccode))
        assert before is None or before < spell.start, spell
        own[spell.organisation, spell.ccode] = spell.end


def test_later_pledges():
    """Facts of the brief: who joined NATO after 2018, and the treaties of that time."""
    found = {(p.ccode1, p.ccode2, p.treaty): p for p in memberships.later_pledges()}
    assert found[365, 731, "Comprehensive Strategic Partnership"].start == date(2024, 12, 4)
    assert found[365, 731, "Comprehensive Strategic Partnership"].obligation == 3
    assert found[375, 380, "NATO"].start == date(2024, 3, 7)
    assert found[2, 343, "NATO"].start == date(2020, 3, 27)
    assert found[373, 640, "Shusha Declaration"].start == date(2021, 6, 15)
    joined = [p for p in memberships.later_pledges() if p.treaty == "NATO"]
    assert len(joined) == 29 + 30 + 31
    for pledge in memberships.later_pledges():
        assert pledge.ccode1 < pledge.ccode2
        assert pledge.start.year >= 2019
        assert pledge.citation
        assert pledge.obligation in (1, 2, 3)

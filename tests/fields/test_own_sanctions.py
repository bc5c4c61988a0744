"""Sanctions of all senders by a file that the user brings, made up here in its layout."""

from __future__ import annotations

import pytest

import multipolar as mp
from multipolar import states
from multipolar.sources import gsdb

FILE = """\
case_id,sanctioned_state,sanctioning_state,begin,end
1,Russia,United States,2014,2016
2,Russia,EU,2014,2016
3,"Korea, North",UN,2006,2016
4,Syria,League of Arab States,2011,2016
5,EU,Russia,2014,2016
6,German Democratic Republic,Germany,1960,1970
7,Balkans,United States,2001,2016
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    (tmp_path / "sanctions-gsdb").mkdir()
    (tmp_path / "sanctions-gsdb" / "GSDB_V4.csv").write_text(FILE)
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "sanctions-gsdb"


@pytest.mark.parametrize(
    ("one", "two", "year", "value", "status"),
    [
        ("US", "Russia", 2014, 2, "observed"),
        ("US", "Russia", 2013, 0, "structural_zero"),
        ("Russia", "US", 2014, 0, "structural_zero"),
        ("Germany", "Russia", 2015, 1, "observed"),  # a member of the Union
        ("Norway", "Russia", 2015, 0, "structural_zero"),
        ("Russia", "Germany", 2015, 2, "observed"),  # against the Union, by its own decision
        ("China", "North Korea", 2006, 1, "observed"),  # bound by the United Nations
        ("Taiwan", "North Korea", 2006, 0, "structural_zero"),  # and not a member
        ("Switzerland", "North Korea", 2006, 1, "observed"),
        ("Egypt", "Syria", 2012, None, "missing"),  # in the Arab League, which binds nobody
        ("Iran", "Syria", 2012, 0, "structural_zero"),
        ("US", "Serbia", 2005, None, "missing"),  # of the Balkans
        ("US", "France", 2005, 0, "structural_zero"),
        ("cow:260", "cow:265", 1965, 2, "observed"),
        ("US", "Russia", 2020, None, "missing"),  # beyond the file
        ("US", "Russia", 1940, None, "out_of_coverage"),
    ],
)
def test_values(one, two, year, value, status):
    found = mp.get("sanctions.imposed_gsdb", one, two, year=year)
    assert (found.value, found.status.value) == (value, status)


def test_the_union_has_its_members_of_the_year():
    table = mp.dyads([2015], directed=True).add("sanctions.imposed_gsdb").frame
    rows = table.filter(ccode2=365)
    senders = rows.filter(rows["sanctions.imposed_gsdb"] == 1)["ccode1"].to_list()
    assert len(senders) == 28 and 200 in senders and 385 not in senders


def test_a_group_holds_the_states_of_its_region_only():
    codes = states.states_table()["ccode"].unique().to_list()
    members = {group: set() for group in map(gsdb.code_of_group, gsdb.GROUPS)}
    for group, code in gsdb.possible(codes):
        members[group].add(code)
    league = members[gsdb.code_of_group("League of Arab States")]
    assert {651, 652, 600, 620, 581, 435} <= league
    assert league.isdisjoint({630, 640, 666, 200, 700})
    assert members[gsdb.code_of_group("MERCOSUR")].isdisjoint({2, 70, 200})
    assert all(members.values())


def test_without_the_file_nothing_is_said(folder):
    (folder / "GSDB_V4.csv").unlink()
    found = mp.get("sanctions.imposed_gsdb", "US", "Russia", year=2014)
    assert (found.value, found.status.value) == (None, "not_licensed")

"""The hand-coded tables against the raw lists."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from itertools import pairwise
from math import isnan

import polars as pl
import pytest

from multipolar.states import facts, iso3_years, majors, names_table, state_years, states_table
from multipolar.states.index import entity_names, names
from multipolar.states.text import key


def _day(row: dict[str, str], part: str) -> date:
    return date(*(int(row[f"{part}{unit}"]) for unit in ("year", "month", "day")))


def _rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _rda(path) -> pl.DataFrame:
    rdata = pytest.importorskip("rdata")
    frame = next(iter(rdata.read_rda(path).values()))
    return pl.DataFrame(
        {c: [None if isnan(v) else int(v) for v in frame[c].astype(float)] for c in _CODES}
    )


_CODES = ("year", "gwcode", "ccode")
TURNS = (260, 678)  # lose their ISO code in 1990 to the state at the end of the year


@pytest.mark.raw
def test_spells_are_those_of_cow(raw_file) -> None:
    raw = {
        (int(r["ccode"]), r["stateabb"], _day(r, "st"), _day(r, "end"))
        for r in _rows(raw_file("state-system/cow_states.csv"))
    }
    ours = {
        (s.ccode, s.stateabb, s.start, min(s.end, facts.SOURCE_END))
        for group in facts.spells().values()
        for s in group
    }
    assert ours == raw
    assert states_table().height == len(raw)


@pytest.mark.raw
def test_majors_are_those_of_cow(raw_file) -> None:
    raw = {
        (int(r["ccode"]), year)
        for r in _rows(raw_file("state-system/cow_majors.csv"))
        for year in range(int(r["styear"]), int(r["endyear"]) + 1)
    }
    ours = majors(1816, 2016)
    assert set(ours.select("ccode", "year").rows()) == raw
    assert not ours["carried"].any()
    listed = {(int(r["ccode"]), r["start"], r["end"] or "2016-12-31") for r in facts.rows("majors")}
    assert listed == {
        (int(r["ccode"]), str(_day(r, "st")), str(_day(r, "end")))
        for r in _rows(raw_file("state-system/cow_majors.csv"))
    }


@pytest.mark.raw
@pytest.mark.parametrize("panel", ["cw_gw_panel", "gw_cw_panel"])
def test_gleditsch_ward_codes_agree_with_the_crosswalk(raw_file, panel) -> None:
    pairs = _rda(raw_file(f"state-system/{panel}.rda")).drop_nulls("ccode")
    if panel == "gw_cw_panel":  # built on the Gleditsch-Ward years: holes say nothing about COW
        pairs = pairs.drop_nulls("gwcode")
    ours: dict[tuple[int, int], set[int | None]] = defaultdict(set)
    for code, group in facts.eras().items():
        for era in group:
            for year in range(max(era.start.year, 1816), min(era.end.year, 2025) + 1):
                ours[code, year].add(era.gwcode)
    wrong = [
        (c, y, g)
        for c, y, g in pairs.select("ccode", "year", "gwcode").rows()
        if g not in ours[c, y]
    ]
    assert wrong == []


@pytest.mark.raw
def test_gleditsch_ward_codes_exist_in_that_list(raw_file) -> None:
    known = {int(r["gwcode"]) for r in _rows(raw_file("state-system/gw_system.csv"))}
    used = {e.gwcode for group in facts.eras().values() for e in group} - {None}
    # never a COW member: Central and Great Colombia, Abkhazia, South Ossetia, Transvaal, Orange
    # Free State, Tibet, Annam
    assert known - used == {89, 99, 396, 397, 563, 564, 711, 815}
    assert used <= known


@pytest.mark.raw
def test_iso_years_agree_with_the_bridge(raw_file) -> None:
    bridge = (
        pl.read_csv(raw_file("state-system/bridge_iso3_gw_cow_year.csv.gz"))
        .select("iso3", pl.col("year").cast(pl.Int64), pl.col("ccode").cast(pl.Int64))
        .filter(pl.col("iso3").str.len_chars() == 3)
        .drop_nulls()
        .unique()
    )
    ours = iso3_years(1816, 2025)
    joined = bridge.join(ours, on=["iso3", "year"], how="left", suffix="_ours")
    other = joined.filter(pl.col("ccode").ne_missing(pl.col("ccode_ours")))
    explained = {("DEU", 1990, 260), ("YEM", 1990, 678)}  # the state at the end of the year counts
    explained |= {
        ("VAT", year, 327) for year in range(1816, 1861)
    }  # no ISO code of the Papal States
    assert set(other.select("iso3", "year", "ccode").rows()) == explained
    more = ours.join(bridge, on=["iso3", "year"], how="anti")
    withdrawn = {"SUN", "YUG", "SCG"} | {
        *("ADO", "BUR", "BYS", "DHY", "HVO", "KSV", "NHB", "RHO", "ROM", "TMP", "ZAR")
    }
    # years in which the Gleditsch-Ward list has no such state, where the bridge has no ISO code
    holes = {("EGY", y) for y in range(1856, 1883)} | {("MAR", y) for y in range(1905, 1913)}
    holes |= {("SAU", y) for y in range(1927, 1932)} | {("SRB", 1916), ("SRB", 1917)}
    assert {
        (code, year) for code, year in more["iso3", "year"].rows() if code not in withdrawn
    } == holes
    assert set(more["iso3"]) == withdrawn | {code for code, _ in holes}


def test_iso_years_have_one_state_a_code_and_year() -> None:
    years = iso3_years(1816, 2026)
    assert not years.select("iso3", "year").is_duplicated().any()
    got = {(c, y): s for c, y, s in years.rows()}
    for code, year, ccode in [
        ("DEU", 1945, 255),
        ("DEU", 1955, 260),
        ("DEU", 1990, 255),
        ("DDR", 1990, 265),
        ("YEM", 1989, 678),
        ("YEM", 1990, 679),
        ("YMD", 1990, 680),
        ("KOR", 1900, 730),
        ("KOR", 1949, 732),
        ("CSK", 1992, 315),
        ("CZE", 1993, 316),
        ("VNM", 1960, 816),
        ("VDR", 1975, 817),
        ("YUG", 2003, 345),
        ("SCG", 2003, 345),
        ("SRB", 1960, 345),
        ("SUN", 1991, 365),
        ("RUS", 1960, 365),
        ("TWN", 1949, 713),
        ("ROM", 1990, 360),
        ("ZAR", 1990, 490),
        ("TMP", 2005, 860),
    ]:
        assert got[code, year] == ccode, (code, year)
    for pair in [("DEU", 1950), ("CZE", 1992), ("YUG", 2004), ("SUN", 1992), ("KOR", 1930)]:
        assert pair not in got


def test_iso_years_lead_to_members_only() -> None:
    members = state_years(1816, 2026).select("ccode", "year")
    years = iso3_years(1816, 2026)
    assert years.join(members, on=["ccode", "year"], how="anti").is_empty()
    without = members.join(years, on=["ccode", "year"], how="anti")["ccode"].unique()
    german = {240, 245, 267, 269, 271, 273, 275, 280}
    assert set(without) == german | {300, 327, 329, 332, 335, 337, 511} | set(TURNS)


def test_spells_and_eras_are_well_formed() -> None:
    for code, group in facts.spells().items():
        assert all(s.start <= s.end for s in group)
        assert all(a.end < b.start for a, b in pairwise(group)), code
        eras = facts.eras()[code]
        assert all(a.end < b.start for a, b in pairwise(eras)), code
        for s in group:  # every day of a spell lies in an era
            inside = [e for e in eras if e.start <= s.end and s.start <= e.end]
            assert inside[0].start <= s.start and inside[-1].end >= s.end, code
            steps = pairwise(inside)
            assert all((b.start - a.end).days == 1 for a, b in steps), code


def test_a_spell_has_the_last_codes_of_its_eras() -> None:
    for code, group in facts.spells().items():
        for s in group:
            inside = [e for e in facts.eras()[code] if e.start <= s.end and s.start <= e.end]
            assert (s.name, s.iso3) == (inside[-1].name, inside[-1].iso3), code
            assert s.gwcode == [e.gwcode for e in inside if e.gwcode][-1], code


def test_tables_point_to_states_and_do_not_collide() -> None:
    codes = set(facts.spells())
    assert {a.ccode for a in facts.aliases()} <= codes
    assert {m.ccode for _, _, m in facts.iso_codes()} <= codes
    assert set(facts.places()) <= codes
    iso = {code for code, _, _ in facts.iso_codes()}
    assert not iso & {k.upper() for k in entity_names()}
    assert not set(names()) & set(entity_names())
    for folded, meanings in names().items():  # a name equal to an ISO code means the same state
        same = {m.ccode for c, _, m in facts.iso_codes() if c == folded.upper()}
        assert not same or {m.ccode for m in meanings} <= same, folded


def test_iso_codes_are_letters_and_alpha2_is_not_reused() -> None:
    holders = defaultdict(set)
    for alpha3, alpha2, _ in facts.iso_codes():
        assert len(alpha3) == 3 and alpha3.isalpha() and alpha3.isupper()
        assert alpha2 == "" or (len(alpha2) == 2 and alpha2.isupper())
        holders[alpha2].add(alpha3)
    del holders[""]
    assert all(len(group) == 1 for group in holders.values())


def test_names_table_and_states_table_have_their_columns() -> None:
    assert states_table().columns == ["ccode", "stateabb", "iso3", "gwcode", "name", "start", "end"]
    assert names_table().columns == ["ccode", "name", "iso3", "gwcode", "start", "end"]
    assert states_table()["end"].null_count() == 195


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Côte d’Ivoire", "COTE DIVOIRE"),
        ("U.S.A.", "usa"),
        ("St. Lucia", "Saint Lucia"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("The Gambia", "Gambia"),
        ("Türkiye", "turkiye"),
    ],
)
def test_keys_fold_names(one, two) -> None:
    assert key(one) == key(two)

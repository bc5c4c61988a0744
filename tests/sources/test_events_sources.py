"""Readers of events, conflicts, disputes and sanctions: facts of the files, and raw rows."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from multipolar.errors import MultipolarError
from multipolar.sources import (
    RawFolder,
    cameo,
    gdelt_daily,
    gsdb,
    icews,
    mid_gml,
    sanctions_ist,
    ucdp,
)

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\n"
)


def _icews_file(folder):
    rows = [
        ("1", "2018-06-01", "Vietnam", "040", "1.0", "Japan"),
        ("2", "2018-06-01", "Vietnam", "0871", "9.0", "Japan"),
        ("3", "2018-06-02", "Vietnam", "090", "-2.0", "Japan"),
        ("4", "2018-06-03", "Vietnam", "141", "-6.5", "Japan"),
        ("5", "2018-06-03", "Vietnam", "190", "-10.0", "Vietnam"),
        ("6", "2018-06-03", "NULL", "190", "-10.0", "Japan"),
    ]
    lines = [
        f'{n}\t{day}\tHe said "so\t\t{one}\ttext\t{code}\t{weight}\tname\t\t{two}\n'
        for n, day, one, code, weight, two in rows
    ]
    path = folder / "events.2018.tab"
    path.write_text(ICEWS_HEADER + "".join(lines))
    return path


def test_raw_icews_rows_are_counted_by_icews_classes(tmp_path):
    """A quotation mark that is never closed, an actor without a country, an event at home."""
    found = icews.count(icews.events(_icews_file(tmp_path))).collect()
    assert found.to_dicts() == [
        {
            "year": 2018,
            "source": "Vietnam",
            "target": "Japan",
            "verbal_cooperation": 1,
            "material_cooperation": 1,
            "verbal_conflict": 1,
            "material_conflict": 1,
            "positive": 10.0,
            "negative": -8.5,
        }
    ]


def _gdelt_line(columns, **cells):
    row = [""] * columns
    for name, text in cells.items():
        place = next(p for p, known in cameo.GDELT_PLACES.items() if known == name)
        row[place] = text
    return "\t".join(row) + "\n"


def test_raw_gdelt_rows_of_both_layouts(tmp_path):
    """57 columns (no address), 58 (1.0) and 61 (2.0) in one file; GDELT's own classes."""
    common = {"day": "20191024", "is_root": "1", "mentions": "5", "sources": "1", "articles": "5"}
    lines = [
        _gdelt_line(columns, source=one, target=two, code=code, goldstein=g, tone="-1.5", **common)
        for columns, one, two, code, g in (
            (57, "USA", "RUS", "090", "-2.0"),
            (58, "USA", "RUS", "141", "-6.5"),
            (61, "USA", "RUS", "190", "-10.0"),
            (61, "USA", "USA", "190", "-10.0"),
            (61, "USA", "", "190", "-10.0"),
        )
    ]
    path = tmp_path / "export.CSV"
    path.write_text("".join(lines))
    found = cameo.gdelt_events(path).collect()
    assert found["quad"].to_list() == [2, 3, 4]
    assert found["goldstein"].to_list() == [-2.0, -6.5, -10.0]
    assert found["date"].unique().to_list() == [dt.date(2019, 10, 24)]
    counted = icews.count(found.lazy()).collect()
    assert counted["negative"].item() == pytest.approx(-18.5)


def test_classes_differ_for_investigations_and_protests():
    differing = {
        root for root in cameo.ROOTS if cameo.quad(root, "icews") != cameo.quad(root, "gdelt")
    }
    assert differing == {9, 14}
    with pytest.raises(MultipolarError, match="1 to 20"):
        cameo.quad(21, "icews")


def test_rows_without_weights_get_those_of_the_root_code():
    rows = pl.LazyFrame({"code": ["190", "0231", "---"]})
    found = cameo.with_weights(rows, "icews").collect()
    assert found["goldstein"].to_list() == [-10.0, 3.0, None]
    assert found["quad"].to_list() == [4, 1, None]


@pytest.mark.raw
def test_classes_and_weights_agree_with_the_codebook(raw_root):
    table = pl.read_csv(raw_root / "cameo" / "cameo_goldstein.csv", infer_schema=False)
    for code, weight, one, two in table.select(
        "code", "goldstein", "quadclass_icews", "quadclass_gdelt"
    ).iter_rows():
        assert cameo.quad(int(code[:2]), "icews") == int(one)
        assert cameo.quad(int(code[:2]), "gdelt") == int(two)
        if len(code) == 2:
            assert cameo.ROOTS[int(code)] == float(weight)


@pytest.mark.raw
def test_genuine_rows(raw_root):
    """GDELT writes its own class beside each row: ours is the same for every one."""
    sample = icews.events(raw_root / "icews-raw-sample" / "icews_sample_2018_06.csv.gz").collect()
    assert 500 < sample.height < 4993
    assert sample["quad"].null_count() == 0
    for name in ("20151027220000.export.CSV", "20191024143000.export.CSV"):
        path = raw_root / "gdelt-raw-samples" / name
        plain = [line.split("\t") for line in path.read_text(errors="replace").splitlines()]
        theirs = [int(r[29]) for r in plain if r[7] and r[17] and r[7] != r[17]]
        assert cameo.gdelt_events(path).collect()["quad"].to_list() == theirs
    ragged = raw_root / "gdelt-raw-samples" / "gdelt1_20160728_daily_excerpt.tsv"
    assert cameo.gdelt_events(ragged).collect().height > 50


@pytest.mark.raw
def test_icews_dyad_years(raw):
    """TARGETS: China to Russia 2005 is 3234, 77, 19, 15; PROVENANCE: 152 states, 6.73 million."""
    frame = icews.dyad_years(raw)
    assert frame.height == 152 * 151 * 13
    row = frame.filter(ccode1=710, ccode2=365, year=2005).select(*icews.QUADS)
    assert row.row(0) == (3234, 77, 19, 15)
    row = frame.filter(ccode1=710, ccode2=365, year=2014).select(*icews.QUADS)
    assert row.row(0) == (2182, 22, 15, 9)
    assert frame.select(*icews.QUADS).sum().sum_horizontal().item() == pytest.approx(
        6.73e6, rel=1e-3
    )


@pytest.mark.raw
def test_conflicts(raw):
    frame = ucdp.conflicts(raw)
    assert (frame["ccode1"] < frame["ccode2"]).all()
    assert (frame["year"].min(), frame["year"].max()) == (1946, 2023)

    def between(one, two):
        rows = frame.filter(ccode1=one, ccode2=two).sort("year")
        return dict(rows.select("year", "intensity").rows())

    assert between(365, 369) == {2022: 2, 2023: 2}
    assert between(365, 710) == {1969: 1}
    assert {1950, 1951, 1952, 1953} <= set(between(2, 710))
    assert between(678, 680) == {1972: 1, 1979: 1}


@pytest.mark.raw
def test_disputes_of_russia_and_china(raw):
    """PROVENANCE: 1980, 1986, 1993, 1994, 2009 (GML); the last of COW's own is 2012."""
    for reader, last in ((mid_gml.disputes, 2009), (mid_gml.disputes_mid5, 2012)):
        rows = reader(raw).filter(ccode1=365, ccode2=710).sort("year")
        assert rows["year"].max() == last
        late = rows.filter(pl.col("year") >= 1993)
        assert not late["answered"].any()
        assert not late["deaths"].any()
        assert rows.filter(year=1986)["deaths"].item()


@pytest.mark.raw
def test_sanctions(raw):
    cases = sanctions_ist.cases(raw)
    assert cases.height == 399
    assert cases["end"].null_count() == 108
    assert cases.filter(senders="2").height == 245
    frame = sanctions_ist.imposed(raw)
    assert (frame["year"].min(), frame["year"].max()) == (1990, 2018)
    cuba = frame.filter(ccode2=40, year=2010)
    assert cuba["severity"].max() == 3


@pytest.mark.raw
def test_gdelt_days(raw):
    """PROVENANCE: Russia and Ukraine in 2022 negative on 342 of 352 days; 2,149 days in all."""
    days = gdelt_daily.daily(raw)
    pair = days.filter(ccode1=365, ccode2=369, year=2022).collect()
    assert pair.height == 352
    assert (pair["score"] < 0).sum() == 342
    assert days.select(pl.col("date").n_unique()).collect().item() == 2149


GSDB_HEADER = "case_id,sanctioned_state,sanctioning_state,begin,end\n"


def _own_sanctions(folder, *rows):
    place = folder / "sanctions-gsdb"
    place.mkdir()
    (place / "GSDB_V4.csv").write_text(GSDB_HEADER + "\n".join(rows) + "\n")
    return RawFolder(folder, cache=folder / "cache")


def test_own_file_of_sanctions_names_with_commas_and_groups(tmp_path):
    raw = _own_sanctions(
        tmp_path,
        '1,"Egypt, Arab Rep., Syria","Korea, South, South Africa",2000,2001',
        "2,Russia,EU,2022,2023",
        "3,Russia,UN,2022,2022",
    )
    found = set(gsdb.sanctions(raw).rows())
    pairs = {
        (year, one, two, 1) for year in (2000, 2001) for one in (732, 560) for two in (651, 652)
    }
    assert found == pairs | {
        (2022, gsdb.EUROPEAN, 365, 1),
        (2023, gsdb.EUROPEAN, 365, 1),
        (2022, gsdb.MEMBER, 365, 1),
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,Russia,Ruritania,2000,2001", "Ruritania"),
        ("1,Russia,Canada,2001,2000", "first and last year"),
        ("1,Russia,Canada,,2000", "first and last year"),
        ("1,Russia,Canada,2e9,3e9", "first and last year"),
        ("1,Russia,Canada,-2000,2000", "first and last year"),
        ("1,Russia,,2000,2001", "without sender"),
    ],
)
def test_own_file_of_sanctions_is_refused_in_full(tmp_path, row, words):
    with pytest.raises(MultipolarError, match=words):
        gsdb.sanctions(_own_sanctions(tmp_path, row))

"""Files of BACI and CEPII Gravity that a user brings, made up here in their layouts."""

from __future__ import annotations

import pytest

import multipolar as mp
from multipolar.errors import RawFileMissing
from multipolar.sources import RawFolder, own_trade
from multipolar.sources.own_file import OwnFileRefused

CODES = """\
country_code,country_name,country_iso2,country_iso3
156,China,CN,CHN
643,Russian Federation,RU,RUS
842,USA,US,USA
490,Other Asia,,S19
344,Hong Kong,HK,HKG
"""
BACI = """\
t,i,j,k,v,q
2020,156,643,10121,30,1
2020,156,643,10129,20.5,NA
2020,643,156,270900,49.5,3
2020,156,842,10121,100,2
2020,344,643,10121,50,1
2020,490,156,10121,10,1
"""
GRAVITY = """\
year,country_id_o,iso3_o,iso3_d,country_exists_o,country_exists_d,dist,tradeflow_baci
2019,CHN,CHN,RUS,1,1,5795,60
2019,RUS,RUS,CHN,1,1,5795,40
2019,CHN,CHN,USA,1,1,1,300
2019,DEU.1,DEU,CHN,0,1,1,999
2019,DEU.2,DEU,CHN,1,1,1,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "baci").mkdir()
    (tmp_path / "cepii-gravity").mkdir()
    (tmp_path / "baci" / "country_codes_V202401.csv").write_text(CODES)
    (tmp_path / "baci" / "BACI_HS92_Y2020_V202401.csv").write_text(BACI)
    (tmp_path / "cepii-gravity" / "Gravity_V202211.csv").write_text(GRAVITY)
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return RawFolder(tmp_path, tmp_path / "cache")


def share(frame, one, other):
    return frame.filter(ccode1=one, ccode2=other)["share"].item()


def test_baci_is_summed_over_products_and_directions(folder):
    """Russia: 50.5 from China, 49.5 to it, 50 from Hong Kong: 100 of 150. China: 100 of 210."""
    frame = own_trade.baci_shares(folder)
    assert share(frame, 365, 710) == pytest.approx(100 / 150)
    assert share(frame, 710, 365) == pytest.approx(100 / 210)
    assert share(frame, 710, 713) == pytest.approx(10 / 210)  # Other Asia is Taiwan
    assert frame.filter(ccode1=2).height == 1


def test_years_of_several_files_stand_together(folder):
    other = folder.root / "baci" / "BACI_HS92_Y2021_V202401.csv"
    other.write_text(BACI.replace("2020,", "2021,"))
    assert set(own_trade.baci_shares(folder)["year"]) == {2020, 2021}
    other.write_text(BACI)
    for read in (own_trade.baci_shares, own_trade.baci_baskets):
        with pytest.raises(OwnFileRefused, match="the year 2020 in BACI_HS92_Y2020"):
            read(folder)


def test_gravity_without_those_that_do_not_exist(folder):
    frame = own_trade.gravity_shares(folder)
    assert share(frame, 365, 710) == 1
    assert share(frame, 710, 365) == pytest.approx(100 / 400)


def test_the_indicators_read_them(folder):
    assert mp.get("trade.share_baci", "Russia", "China", year=2020).value == pytest.approx(2 / 3)
    assert mp.get("trade.share_cepii", "China", "Russia", year=2019).value == pytest.approx(0.25)
    assert mp.get("trade.share_baci", "Russia", "China", year=2019).status == "missing"


def test_without_a_file_there_is_no_licence(tmp_path, monkeypatch):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    for name, year in (("trade.share_baci", 2020), ("trade.share_cepii", 2019)):
        assert mp.get(name, "Russia", "China", year=year).status == "not_licensed"
    with pytest.raises(RawFileMissing, match="baci"):
        own_trade.baci_shares(RawFolder(tmp_path, tmp_path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BACI.replace("t,i,j,k,v,q", "t,i,j,k,quantity,q"), "no column 'v' or 'value'"),
        (BACI.replace("20.5", '"2,000.5"'), "thousands separators"),
        (BACI + "2020,156,643,10121,30,1\n", "several rows"),
        (BACI + "2020,156,999,10121,30,1\n", "no known state"),
    ],
    ids=["renamed", "separators", "twice", "unknown"],
)
def test_bad_files_are_refused_whole(folder, text, words):
    (folder.root / "baci" / "BACI_HS92_Y2020_V202401.csv").write_text(text)
    with pytest.raises(OwnFileRefused, match=words):
        own_trade.baci_shares(folder)


def test_headings_of_another_year_and_semicolons(folder):
    text = BACI.replace("t,i,j,k,v,q", "Year,Exporter,Importer,Product,Value,q").replace(",", ";")
    (folder.root / "baci" / "BACI_HS92_Y2020_V202401.csv").write_text("\ufeff" + text, "utf-8")
    assert share(own_trade.baci_shares(folder), 365, 710) == pytest.approx(100 / 150)


def test_baskets_are_parts_of_all_that_is_sold_and_bought(folder):
    """China sells 50.5 and 100 of heading 0101, and nothing else; it buys 49.5 of 2709 and 10."""
    frame = own_trade.baci_baskets(folder).filter(ccode=710)
    found = {row[0]: row[1:] for row in frame.select("heading", "sold", "bought").rows()}
    assert found["0101"] == pytest.approx((1.0, 10 / 59.5))
    assert found["2709"] == pytest.approx((0.0, 49.5 / 59.5))


def test_complementarity_of_what_one_sells_and_the_other_buys(folder):
    """Russia sells 2709 only, 49.5 of the 59.5 that China buys; all that China sells Russia buys.

    Russia buys 50.5 from China and 50 from Hong Kong, all of heading 0101.
    """
    fit = "trade.complementarity"
    assert mp.get(fit, "Russia", "China", year=2020).value == pytest.approx(49.5 / 59.5)
    assert mp.get(fit, "China", "Russia", year=2020).value == pytest.approx(1.0)
    assert mp.get(fit, "US", "China", year=2020).value is None  # it sells nothing in the file
    table = mp.dyads([2020], directed=True).add(fit).frame
    # China, Russia and Taiwan sell; Russia, China and the United States buy.
    assert table[fit].drop_nulls().len() == 2 + 2 + 3


def test_a_file_without_products_has_no_complementarity(folder):
    rows = "\n".join(("t,i,j,v", "2020,156,643,30", "2020,643,156,20"))
    (folder.root / "baci" / "BACI_HS92_Y2020_V202401.csv").write_text(rows + "\n")
    assert mp.get("trade.share_baci", "Russia", "China", year=2020).value == 1
    found = mp.get("trade.complementarity", "Russia", "China", year=2020)
    assert (found.value, found.status.value) == (None, "missing")

"""Broken files that a user brings: one clear sentence, nothing kept, no silent figure."""

from __future__ import annotations

import pytest

from multipolar.errors import MultipolarError
from multipolar.sources import RawFolder, colt, gsdb, own_trade, sipri_arms, sipri_milex

CODES = (
    "country_code,country_name,country_iso2,country_iso3\n"
    "156,China,CN,CHN\n643,Russian Federation,RU,RUS\n490,Other Asia,,S19\n"
)
ARMS, MILEX, GSDB, COLT, BACI, GRAVITY = "arms", "milex", "gsdb", "colt", "baci", "gravity"
FILES = {
    ARMS: (
        "sipri-arms/trade-register.csv",
        "Supplier,Recipient,Year(s) of delivery,SIPRI TIV of delivered weapons\n"
        "Russia,China,2014; 2015,100\nUnited States,Japan,2012,50\n",
        sipri_arms.deliveries,
    ),
    MILEX: (
        "sipri-milex/SIPRI-Milex-data.csv",
        "Country,Notes,2013,2014\nRussia,,100,200\nChina,,300,400\n",
        sipri_milex.spending,
    ),
    GSDB: (
        "sanctions-gsdb/GSDB_V4.csv",
        "case_id,sanctioned_state,sanctioning_state,begin,end\n"
        "1,Russia,Canada,2014,2016\n2,Russia,EU,2014,2016\n",
        gsdb.sanctions,
    ),
    COLT: (
        "colt/COLT.csv",
        "TripID,LeaderCountryOrIGO,CountryVisited,TripYear\n"
        "a,China,Russia,2014\nb,Russia,China,2014\n",
        colt.trips,
    ),
    BACI: (
        "baci/BACI_HS92_Y2014_V202401.csv",
        "t,i,j,k,v,q\n2014,156,643,10121,100,1\n2014,643,156,270900,49.5,3\n",
        own_trade.baci_shares,
    ),
    GRAVITY: (
        "cepii-gravity/Gravity_V202211.csv",
        "year,iso3_o,iso3_d,country_exists_o,country_exists_d,tradeflow_baci\n"
        "2014,CHN,RUS,1,1,100\n2014,RUS,CHN,1,1,40\n",
        own_trade.gravity_shares,
    ),
}
ALL = tuple(FILES)


@pytest.fixture
def read(tmp_path):
    """Read a file of some bytes by a reader; nothing may be kept of a file that is refused."""

    def reader(name, body):
        place, _, parse = FILES[name]
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
        if name == BACI:
            (path.parent / "country_codes_V202401.csv").write_text(CODES)
        before = set(tmp_path.glob("cache/*"))
        try:
            return parse(RawFolder(tmp_path, tmp_path / "cache"))
        except MultipolarError as reason:
            assert set(tmp_path.glob("cache/*")) == before
            assert str(path) in str(reason)
            assert "\n" not in str(reason)
            raise

    return reader


def text_of(name):
    return FILES[name][1]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("how", ["plain", "mark", "windows lines", "tabs", "semicolons"])
def test_harmless_layouts_give_the_same(read, name, how):
    text = text_of(name)
    expected = read(name, text.encode())
    changed = {
        "plain": text.encode(),
        "mark": text.encode("utf-8-sig"),
        "windows lines": text.replace("\n", "\r\n").encode(),
        "tabs": text.replace(",", "\t").encode(),
        "semicolons": text.replace("; ", " ").replace(",", ";").encode(),
    }[how]
    assert read(name, changed).equals(expected)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "found nothing"),
        (b" \n\n", "found nothing"),
        (b"PK\x03\x04" + bytes(range(256)), "packed file or a workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(300), "old Excel workbook"),
        (bytes(range(256)), "bytes that no text has"),
    ],
)
def test_what_is_no_table_is_refused(read, name, body, words):
    with pytest.raises(MultipolarError, match=words):
        read(name, body)


@pytest.mark.parametrize("name", ALL)
def test_headings_alone_are_refused(read, name):
    with pytest.raises(MultipolarError, match=r"no rows? "):
        read(name, text_of(name).split("\n")[0].encode())


@pytest.mark.parametrize("name", ALL)
def test_a_directory_of_that_name_is_no_file(tmp_path, name):
    place, _, parse = FILES[name]
    (tmp_path / place).mkdir(parents=True)
    with pytest.raises(MultipolarError, match="no file named"):
        parse(RawFolder(tmp_path, tmp_path / "cache"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ARMS, "Supplier", "Sender"),
        (MILEX, "Country", "Nation"),
        (GSDB, "sanctioning_state", "who"),
        (COLT, "CountryVisited", "Destination"),
        (BACI, "t,i,j", "t,x,j"),
        (GRAVITY, "iso3_o", "exporter"),
    ],
)
def test_a_renamed_column_is_named_with_those_found(read, name, old, new):
    with pytest.raises(MultipolarError, match="found") as caught:
        read(name, text_of(name).replace(old, new).encode())
    assert new.split(",")[-1] in str(caught.value)


@pytest.mark.parametrize(
    ("name", "doubled"),
    [
        (ARMS, "SIPRI TIV of delivered weapons"), (MILEX, "2014"), (GSDB, "end"),
        (COLT, "TripYear"), (BACI, "v"), (GRAVITY, "tradeflow_baci"),
    ],
)  # fmt: skip
def test_a_column_that_is_there_twice_is_refused(read, name, doubled):
    head, *rows = text_of(name).strip().split("\n")
    text = "\n".join([f"{head},{doubled}", *(f"{row},7" for row in rows)])
    with pytest.raises(MultipolarError, match="2 columns headed"):
        read(name, text.encode())


@pytest.mark.parametrize("name", [MILEX, GSDB, COLT, BACI, GRAVITY])
def test_a_key_that_is_there_twice_is_refused(read, name):
    text = text_of(name)
    with pytest.raises(MultipolarError, match="several rows"):
        read(name, (text + text.split("\n")[1] + "\n").encode())


@pytest.mark.parametrize(
    ("name", "known", "strange"),
    [
        (ARMS, "Russia", "Ruritania"), (MILEX, "Russia", "Ruritania"),
        (GSDB, "Russia", "Ruritania"), (COLT, "Russia", "Ruritania"), (BACI, "643", "999"),
        (GRAVITY, "RUS", "XQZ"), (ARMS, "Russia", '"Other Asia, nes"'),
    ],
)  # fmt: skip
def test_names_that_are_no_state_are_counted(read, name, known, strange):
    with pytest.raises(MultipolarError, match=r"no known state: .*\(\d+ rows\)"):
        read(name, text_of(name).replace(known, strange).encode())


@pytest.mark.parametrize("name", [ARMS, MILEX, BACI, GRAVITY])
@pytest.mark.parametrize("figure", ["-100", "1e308", "1e999", "abc", "1,234"])
def test_figures_out_of_all_reason_are_refused_with_their_line(read, name, figure):
    text = text_of(name).replace(",100", f",{figure}")
    with pytest.raises(MultipolarError, match=r"lines?\b.* 2\b|\(2 first\)"):
        read(name, text.encode())


@pytest.mark.parametrize("name", [ARMS, GSDB, COLT, BACI, GRAVITY])
@pytest.mark.parametrize("year", ["0", "-2014", "2014.5", "2999", "99999999999", "abc"])
def test_what_is_no_year_is_refused_with_its_line(read, name, year):
    with pytest.raises(MultipolarError, match=r"lines? 2\b"):
        read(name, text_of(name).replace("2014", year).encode())


@pytest.mark.parametrize("name", ALL)
def test_a_line_with_more_cells_is_refused(read, name):
    text = text_of(name)
    with pytest.raises(MultipolarError, match="more"):
        read(name, (text + text.split("\n")[2] + ",1,2,3\n").encode())


@pytest.mark.parametrize("name", ALL)
def test_an_empty_name_is_refused(read, name):
    known = {BACI: "643", GRAVITY: "RUS"}.get(name, "Russia")
    with pytest.raises(MultipolarError):
        read(name, text_of(name).replace(known, "").encode())


@pytest.mark.parametrize("name", [BACI, GRAVITY])
def test_another_encoding_of_a_large_file_is_refused(read, name):
    with pytest.raises(MultipolarError, match="UTF-16"):
        read(name, text_of(name).encode("utf-16"))
    with pytest.raises(MultipolarError, match="carriage return"):
        read(name, text_of(name).replace("\n", "\r").encode())


def test_flags_of_existence_are_read_as_other_programs_write_them(read):
    expected = read(GRAVITY, text_of(GRAVITY).encode())
    for flag in ("1.0", "TRUE"):
        changed = text_of(GRAVITY).replace(",1,1,", f",{flag},{flag},")
        assert read(GRAVITY, changed.encode()).equals(expected)
    with pytest.raises(MultipolarError, match="no row with a flow"):
        read(GRAVITY, text_of(GRAVITY).replace(",1,1,", ",0,0,").encode())

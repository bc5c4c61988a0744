"""Files that users bring: what is read, and what is refused with one sentence."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import MultipolarError, RawFileMissing
from multipolar.sources import RawFolder
from multipolar.sources.own_file import OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import numbers, read_table

OWN = OwnFile(
    folder="toy",
    patterns=("toys*.csv", "Toys*.txt"),
    how="get it from the makers of toys",
    columns={
        "exporter": ("Exporter", "exporter_name", "From"),
        "importer": ("Importer", "importer_name", "To"),
        "year": ("Year", "t"),
        "value": ("Value (million)", "v", "amount"),
    },
    optional={"quality": ("Quality",)},
    not_states=("Other Asia, nes", "World"),
    aliases={"Rossiya": "RUS"},
)
HEADINGS = "Exporter,Importer,Year,Value (million)\n"


def parse(path):
    import polars as pl

    table = read_table(path, OWN.columns, OWN.optional)
    frame = table.frame.with_columns(numbers(table, "year").cast(pl.Int32), numbers(table, "value"))
    frame, left = placed(frame, ("exporter", "importer"), OWN, path, OWN.names_given(_raw(path)))
    unique_keys(frame, ("exporter", "importer", "year"), path)
    return OwnTable(frame.drop("_line"), path, left)


def _raw(path):
    return RawFolder(path.parent.parent, path.parent.parent / "cache")


@pytest.fixture
def put(tmp_path):
    (tmp_path / "toy").mkdir()

    def write(text, name="toys.csv", encoding="utf-8"):
        path = tmp_path / "toy" / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def rows(path):
    return parse(path).frame.select("exporter", "importer", "year", "value").rows()


def test_a_plain_file(put):
    assert rows(put(HEADINGS + "Russia,China,2014,5.5\n")) == [(365, 710, 2014, 5.5)]


def test_last_years_layout_with_a_preamble_and_other_headings(put):
    text = "Toys of the world\nGenerated in May\n\nt;To;v;From;extra\n2014;China;1.5;Russia;x\n"
    assert rows(put(text)) == [(365, 710, 2014, 1.5)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_any_usual_encoding(put, encoding):
    text = HEADINGS + "Côte d'Ivoire,China,2014,1\n"
    assert rows(put(text, encoding=encoding)) == [(437, 710, 2014, 1.0)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator(put, separator, end):
    text = f"From,To,t,v,Quality{end}Russia,China,2014,7,{end}".replace(",", separator)
    assert rows(put(text)) == [(365, 710, 2014, 7.0)]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (['"1,234,567.5"', "2.5"], [1234567.5, 2.5]),
        (['"1,234"', '"12,345,678"'], [1234.0, 12345678.0]),
        (["1 234.5", "1'000"], [1234.5, 1000.0]),
        (['"1.234,5"', '"2,25"'], [1234.5, 2.25]),
        (['"0,125"', '"0,250"'], [0.125, 0.25]),
        (["1.125", "2.250"], [1.125, 2.25]),
        (["..", "xxx"], [None, None]),
    ],
)
def test_thousands_separators_and_decimal_signs(put, figures, expected):
    text = HEADINGS + f"Russia,China,2014,{figures[0]}\nChina,Russia,2014,{figures[1]}\n"
    assert [row[3] for row in rows(put(text))] == expected


def test_a_figure_that_can_be_read_in_two_ways_is_refused(put):
    text = HEADINGS.replace(",", ";") + "Russia;China;2014;1,234\nChina;Russia;2014;2,500\n"
    with pytest.raises(OwnFileRefused, match="two ways"):
        parse(put(text))


def test_unquoted_thousands_separators_are_refused(put):
    with pytest.raises(OwnFileRefused, match="lines 3 have more cells"):
        parse(put(HEADINGS + "Russia,China,2014,5\nChina,Russia,2014,1,234\n"))
    with pytest.raises(OwnFileRefused, match="lines 2 have more cells"):
        parse(put(HEADINGS + "China,Russia,2014,1,234\nRussia,China,2014,5\n"))
    with pytest.raises(OwnFileRefused, match="lines 2, 3 have more cells"):
        parse(put(HEADINGS + "China,Russia,2014,1,234\nRussia,China,2014,1,235\n"))


def test_a_text_for_a_figure_is_refused_with_its_line(put):
    with pytest.raises(OwnFileRefused, match=r"line 3: 'much'"):
        parse(put(HEADINGS + "Russia,China,2014,5\nChina,Russia,2014,much\n"))


@pytest.mark.parametrize(
    "odd", ["inf", "1e999", '"1,23"', "1 23", '"12,34,567"', "1.2.3", "--5", "-5", "1e300"]
)
def test_no_figure_is_guessed(put, odd):
    text = HEADINGS + f'Russia,China,2014,"1,234.5"\nChina,Russia,2014,{odd}\n'
    with pytest.raises(OwnFileRefused, match="line 3"):
        parse(put(text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 1e12).map(lambda x: round(x, 2)), min_size=1, max_size=8),
    st.sampled_from([(",", "."), (".", ","), (" ", "."), ("", "."), ("'", ".")]),
)
def test_figures_come_back_as_they_were_or_are_refused(tmp_path_factory, figures, signs):
    group, decimal = signs
    written = [
        f"{x:,.2f}".replace(",", "G").replace(".", "D").replace("G", group).replace("D", decimal)
        for x in figures
    ]
    folder = tmp_path_factory.mktemp("own") / "toy"
    folder.mkdir()
    path = folder / "toys.csv"
    path.write_text("t;v\n" + "".join(f'2014;"{text}"\n' for text in written))
    table = read_table(path, {"value": ("v",)})
    assert numbers(table, "value").to_list() == figures


def test_short_rows_are_filled_and_blank_ones_left_out(put):
    text = "Year,From,To,v,Quality\n2014,Russia,China,1\n,,,,\n\n2015,Russia,China,2,good\n"
    assert [row[3] for row in rows(put(text))] == [1.0, 2.0]


def test_lacking_headings_say_what_was_found_and_expected(put):
    with pytest.raises(OwnFileRefused) as caught:
        parse(put("Exporter,Importer,Jahr,Wert\nRussia,China,2014,5\n"))
    assert "'Year' or 't'" in str(caught.value)
    assert "'Jahr'" in str(caught.value)
    assert caught.value.found == ("Exporter", "Importer", "Jahr", "Wert")
    assert len(caught.value.expected) == 2


def test_a_heading_that_occurs_twice_is_refused(put):
    with pytest.raises(OwnFileRefused, match="2 columns headed 'Year'"):
        parse(put("Year,Year,From,To,v\n2014,2015,Russia,China,1\n"))


def test_unknown_names_are_all_named_and_nothing_is_built(put, tmp_path):
    put(HEADINGS + "Freedonia,China,2014,5\nRussia,Sylvania,2014,5\nChina,Sylvania,2013,1\n")
    with pytest.raises(OwnFileRefused) as caught:
        parsed(RawFolder(tmp_path, tmp_path / "cache"), OWN, "toys 1", parse)
    assert caught.value.rows == ("'Freedonia' (1 rows)", "'Sylvania' (2 rows)")
    assert "names.csv" in str(caught.value)
    assert isinstance(caught.value, MultipolarError)
    assert not list(tmp_path.glob("cache/*"))


def test_a_user_can_say_what_a_name_is(put):
    put("name,state\nFreedonia,BRA\nSylvania,\n", "names.csv")
    path = put(HEADINGS + "Freedonia,China,2014,5\nRussia,Sylvania,2014,5\nRossiya,China,2014,1\n")
    assert rows(path) == [(140, 710, 2014, 5.0), (365, 710, 2014, 1.0)]


def test_known_aggregates_and_states_that_were_none_are_listed_as_left_out(put):
    text = (
        HEADINGS + '"Other Asia, nes",China,2014,5\nRussia,China,2014,5\nHong Kong,China,2014,1\n'
    )
    table = parse(put(text))
    assert table.frame.height == 1
    assert {item.name: item.rows for item in table.left_out} == {
        "Other Asia, nes": 1,
        "Hong Kong": 1,
    }


def test_duplicated_keys_are_refused_with_their_lines(put):
    text = HEADINGS + "Russia,China,2014,5\nRussia,India,2014,5\nRossiya,China,2014,6\n"
    with pytest.raises(OwnFileRefused, match=r"exporter 365, importer 710, year 2014.*lines 2, 4"):
        parse(put(text))


def test_the_newest_file_counts(put, tmp_path):
    old, new = put(HEADINGS, "toys-2026.csv"), put(HEADINGS, "TOYS-2025.CSV")
    os.utime(old, (1, 1))
    raw = RawFolder(tmp_path)
    assert OWN.find(raw) == new
    put("other", "readme.md")
    assert OWN.find(raw) == new


def test_a_missing_file_says_how_to_get_it(tmp_path):
    with pytest.raises(RawFileMissing, match="get it from the makers of toys"):
        OWN.locate(RawFolder(tmp_path))
    assert OWN.find(RawFolder(tmp_path)) is None


def test_a_parsed_file_is_kept_until_it_changes(put, tmp_path):
    raw, calls = RawFolder(tmp_path, tmp_path / "cache"), []

    def counted(path):
        calls.append(path)
        return parse(path)

    put(HEADINGS + "Russia,China,2014,5\nWorld,China,2014,5\n")
    first = parsed(raw, OWN, "toys 1", counted)
    again = parsed(raw, OWN, "toys 1", counted)
    assert len(calls) == 1
    assert again.frame.equals(first.frame)
    assert again.left_out == first.left_out != ()
    put(HEADINGS + "Russia,China,2014,66\n")
    assert parsed(raw, OWN, "toys 1", counted).frame["value"].to_list() == [66.0]
    parsed(raw, OWN, "toys 2", counted)
    assert len(calls) == 3


def test_an_empty_file_is_refused(put):
    with pytest.raises(OwnFileRefused, match="found nothing"):
        parse(put(""))

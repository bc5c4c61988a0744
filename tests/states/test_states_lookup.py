"""Golden answers of the resolver."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime

import pytest

from multipolar.errors import AmbiguousState, BadYear, NotAState, UnknownState
from multipolar.states import NoState, State, iso3, label, lookup, resolve

STATES = [
    # Germany
    ("Germany", 1850, 255, "Prussia"),
    ("Prussia", 1850, 255, "Prussia"),
    ("Germany", 1930, 255, "Germany"),
    ("Germany", 1945, 255, "Germany"),
    ("Germany", 1960, 260, "West Germany"),
    ("DEU", 1960, 260, "West Germany"),
    ("de", 1960, 260, "West Germany"),
    ("FRG", 1980, 260, "West Germany"),
    ("Federal Republic of Germany", 2000, 255, "Germany"),
    ("Germany", 1990, 255, "Germany"),
    ("DEU", 1990, 255, "Germany"),
    ("West Germany", 1990, 260, "West Germany"),
    ("Germany", date(1990, 10, 2), 260, "West Germany"),
    ("Germany", date(1990, 10, 3), 255, "Germany"),
    ("GDR", 1960, 265, "East Germany"),
    ("East Germany", 1960, 265, "East Germany"),
    ("DDR", 1960, 265, "East Germany"),
    ("Germany (East)", 1960, 265, "East Germany"),
    ("gw:260", 1960, 260, "West Germany"),
    ("gw:260", 2000, 255, "Germany"),
    ("gw:255", 1900, 255, "Germany"),
    ("cow:260", 1960, 260, "West Germany"),
    # Yemen, Vietnam, Korea
    ("Yemen", 1950, 678, "Yemen"),
    ("Yemen", 1975, 678, "North Yemen"),
    ("South Yemen", 1975, 680, "South Yemen"),
    ("YMD", 1975, 680, "South Yemen"),
    ("Yemen", 1990, 679, "Yemen"),
    ("YEM", 2000, 679, "Yemen"),
    ("gw:678", 2000, 679, "Yemen"),
    ("Vietnam", 1960, 816, "North Vietnam"),
    ("Viet Nam", 2000, 816, "Vietnam"),
    ("South Vietnam", 1960, 817, "South Vietnam"),
    ("VDR", 1960, 817, "South Vietnam"),
    ("South Vietnam", 1975, 817, "South Vietnam"),
    ("Korea", 1900, 730, "Korea"),
    ("KOR", 1900, 730, "Korea"),
    ("KOR", 2000, 732, "South Korea"),
    ("ROK", 2000, 732, "South Korea"),
    ("Republic of Korea", 2000, 732, "South Korea"),
    ("DPRK", 2000, 731, "North Korea"),
    ("Korea, Democratic People's Republic of", 2000, 731, "North Korea"),
    # Serbia and Yugoslavia
    ("Serbia", 1900, 345, "Serbia"),
    ("Yugoslavia", 1930, 345, "Yugoslavia"),
    ("YUG", 1970, 345, "Yugoslavia"),
    ("SRB", 1970, 345, "Yugoslavia"),
    ("Yugoslavia", 2003, 345, "Yugoslavia"),
    ("SCG", 2005, 345, "Serbia and Montenegro"),
    ("Serbia", 2010, 345, "Serbia"),
    ("gw:340", 1900, 345, "Serbia"),
    ("gw:345", 1960, 345, "Yugoslavia"),
    ("gw:340", 2010, 345, "Serbia"),
    ("Montenegro", 2010, 341, "Montenegro"),
    ("Kosovo", 2010, 347, "Kosovo"),
    # Russia
    ("Russia", 1900, 365, "Russia"),
    ("Russia", 1960, 365, "Soviet Union"),
    ("USSR", 1960, 365, "Soviet Union"),
    ("U.S.S.R.", 1991, 365, "Soviet Union"),
    ("SUN", 1960, 365, "Soviet Union"),
    ("RUS", 1960, 365, "Soviet Union"),
    ("Russia", 1991, 365, "Russia"),
    ("Russian Federation", 2014, 365, "Russia"),
    # Central Europe, Ottomans
    ("Czechoslovakia", 1992, 315, "Czechoslovakia"),
    ("Czech Republic", 2020, 316, "Czechia"),
    ("Czechia", 1995, 316, "Czech Republic"),
    ("Slovakia", 1993, 317, "Slovakia"),
    ("Austria-Hungary", 1910, 300, "Austria-Hungary"),
    ("Austria", 1850, 300, "Austria"),
    ("Austria", 1930, 305, "Austria"),
    ("Ottoman Empire", 1900, 640, "Ottoman Empire"),
    ("Turkey", 1900, 640, "Ottoman Empire"),
    ("Türkiye", 2020, 640, "Turkey"),
    ("turkiye", 2020, 640, "Turkey"),
    ("Bavaria", 1860, 245, "Bavaria"),
    ("Wuerttemberg", 1860, 271, "Württemberg"),
    # China
    ("China", 1900, 710, "China"),
    ("PRC", 2000, 710, "China"),
    ("Republic of China", 1930, 710, "China"),
    ("Republic of China", 1960, 713, "Taiwan"),
    ("Taiwan", 2000, 713, "Taiwan"),
    ("TWN", 1960, 713, "Taiwan"),
    # renamed
    ("Burma", 2000, 775, "Myanmar"),
    ("Ivory Coast", 2000, 437, "Ivory Coast"),
    ("cote d'ivoire", 2000, 437, "Ivory Coast"),
    ("Côte d’Ivoire", 2000, 437, "Ivory Coast"),
    ("Zaire", 1980, 490, "Zaire"),
    ("Zaire", 2000, 490, "DR Congo"),
    ("DRC", 1980, 490, "Zaire"),
    ("ZAR", 2000, 490, "DR Congo"),
    ("Congo-Brazzaville", 2000, 484, "Republic of the Congo"),
    ("Swaziland", 2000, 572, "Swaziland"),
    ("Swaziland", 2020, 572, "Eswatini"),
    ("Macedonia", 2000, 343, "Macedonia"),
    ("Cape Verde", 2000, 402, "Cape Verde"),
    ("Cabo Verde", 2000, 402, "Cape Verde"),
    ("East Timor", 2010, 860, "Timor-Leste"),
    ("TMP", 2010, 860, "Timor-Leste"),
    ("ROM", 2000, 360, "Romania"),
    ("Holland", 1900, 210, "Netherlands"),
    ("Persia", 1900, 630, "Persia"),
    ("Iran", 1900, 630, "Persia"),
    ("Siam", 1900, 800, "Siam"),
    ("Ceylon", 1960, 780, "Ceylon"),
    ("Rhodesia", 1970, 552, "Rhodesia"),
    ("Upper Volta", 1970, 439, "Upper Volta"),
    ("Dahomey", 1970, 434, "Dahomey"),
    ("Tanganyika", 1962, 510, "Tanganyika"),
    ("Guinea", 2000, 438, "Guinea"),
    ("Guinea-Bissau", 2000, 404, "Guinea-Bissau"),
    ("Dominica", 2000, 54, "Dominica"),
    ("Dominican Republic", 2000, 42, "Dominican Republic"),
    ("Samoa", 2000, 990, "Samoa"),
    ("Micronesia", 2000, 987, "Micronesia"),
    # styles
    ("UK", 2000, 200, "United Kingdom"),
    ("Great Britain", 2000, 200, "United Kingdom"),
    ("GB", 2000, 200, "United Kingdom"),
    ("USA", 2000, 2, "United States"),
    ("U.S.", 2000, 2, "United States"),
    ("us", 2000, 2, "United States"),
    ("Bolivia (Plurinational State of)", 2000, 145, "Bolivia"),
    ("Iran (Islamic Republic of)", 2000, 630, "Iran"),
    ("Venezuela, Bolivarian Republic of", 2000, 101, "Venezuela"),
    ("Republic of Poland", 2000, 290, "Poland"),
    ("St. Kitts & Nevis", 2000, 60, "Saint Kitts and Nevis"),
    ("Trinidad & Tobago", 2000, 52, "Trinidad and Tobago"),
    ("São Tomé and Príncipe", 2000, 403, "Sao Tome and Principe"),
    # codes
    (2, 2000, 2, "United States"),
    ("365", 2000, 365, "Russia"),
    ("AUS", 2000, 900, "Australia"),
    ("cowc:AUS", 2000, 305, "Austria"),
    ("SWZ", 2010, 572, "Swaziland"),
    ("iso:SWZ", 2010, 572, "Swaziland"),
    ("cowc:SWZ", 2010, 225, "Switzerland"),
    ("GMY", 2000, 255, "Germany"),
    ("GFR", 1970, 260, "West Germany"),
    ("XKX", 2010, 347, "Kosovo"),
    ("EAZ", 1964, 511, "Zanzibar"),
    ("gw:970", 2010, 946, "Kiribati"),
    ("970", 2010, 970, "Nauru"),
]

NO_STATES = [
    ("Germany", 1950, 260, ["1955-05-05", "founded in 1949"]),
    ("Germany", 1947, 260, ["255", "1945-05-08"]),
    ("West Germany", 2000, 260, ["ended on 1990-10-02; its territory is in Germany (255)"]),
    (260, 2000, 260, ["1990-10-02", "gw:260", "255"]),
    (255, 1960, 255, ["1945-05-08", "1990-10-03", "260", "265"]),
    ("gw:260", 1950, 260, ["1949-09-21", "1955-05-05"]),
    (315, 2000, 315, ["1992-12-31", "316", "317"]),
    ("CZE", 1980, 316, ["1993-01-01", "315"]),
    (817, 1980, 817, ["1975-04-30", "816"]),
    ("South Vietnam", 1980, 817, ["1975-04-30", "816"]),
    ("North Vietnam", 2000, 816, ["Vietnam continues its code 816"]),
    ("USSR", 2014, 365, ["1991-12-26", "Russia continues its code 365"]),
    ("Soviet Union", 1900, 365, ["1922-12-30"]),
    ("Yugoslavia", 2014, 345, ["Serbia continues its code 345"]),
    ("gw:345", 2014, 345, ["Serbia continues its code 345"]),
    ("Ottoman Empire", 1950, 640, ["Turkey continues its code 640"]),
    ("Korea", 1920, 730, ["1905-11-17", "Japan (740)"]),
    (730, 1960, 730, ["731", "732"]),
    ("Yemen Arab Republic", 2000, 678, ["679"]),
    ("France", 1943, 220, ["1942-11-11", "1944-08-25", "255"]),
    ("Estonia", 1970, 366, ["1940-06-16", "1991-09-06", "365"]),
    ("Ukraine", 1946, 369, ["1991-12-26", "365", "United Nations"]),
    ("Belarus", 1946, 370, ["1991-12-26", "365", "United Nations"]),
    ("India", 1946, 750, ["1947-08-15", "United Nations"]),
    ("Syria", 1960, 652, ["651"]),
    ("Kosovo", 2000, 347, ["2008-02-20", "345"]),
    ("Taiwan", 1930, 713, ["710"]),
    ("Hanover", 1900, 240, ["1866-07-26", "255"]),
    ("Germany", 1815, 255, ["1816"]),
    ("Palestine", 2020, None, ["COW counts no Palestinian state"]),
    ("PSE", 2020, None, ["COW counts no Palestinian state"]),
    ("Hong Kong", 2020, None, ["China (710)"]),
    ("MAC", 2020, None, ["Macao", "cowc:MAC is North Macedonia"]),
    ("European Union", 2020, None, ["organisation"]),
    ("Western Sahara", 2020, None, ["Morocco (600)"]),
    ("Abkhazia", 2020, None, ["Georgia (372)"]),
    ("Holy See", 2020, None, ["Papal States (327)"]),
    ("VAT", 1850, None, ["Papal States (327)"]),
]


@pytest.mark.parametrize(("query", "when", "ccode", "name"), STATES)
def test_is_a_state(query, when, ccode, name) -> None:
    state = lookup(query, when)
    assert isinstance(state, State), state
    assert (state.ccode, state.name) == (ccode, name)


@pytest.mark.parametrize(("query", "when", "ccode", "words"), NO_STATES)
def test_is_no_state(query, when, ccode, words) -> None:
    answer = lookup(query, when)
    assert isinstance(answer, NoState), answer
    assert answer.ccode == ccode
    assert answer.query == str(query)
    for word in words:
        assert word in answer.reason
    with pytest.raises(NotAState) as error:
        resolve(query, when)
    assert (error.value.ccode, error.value.reason) == (ccode, answer.reason)


@pytest.mark.parametrize(
    ("query", "when", "choices"),
    [
        ("Korea", 1950, ("North Korea", "South Korea")),
        ("Korea", None, ("North Korea", "South Korea")),
        ("Congo", 2000, ("Republic of the Congo", "DR Congo")),
        ("Congo (Republic of)", 2000, ("Republic of the Congo",)),
    ],
)
def test_is_ambiguous_or_chosen(query, when, choices) -> None:
    if len(choices) == 1:
        assert resolve(query, when).name == choices[0]
        return
    with pytest.raises(AmbiguousState) as error:
        lookup(query, when)
    assert error.value.choices == choices
    for choice in choices:
        assert isinstance(lookup(choice, when), State)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("Grmany", "Germany"),
        ("Untied States", "United States"),
        ("Rusia", "Russia"),
        ("Swizerland", "Switzerland"),
        (340, "gw:340 (Serbia)"),
    ],
)
def test_is_unknown_with_the_nearest(query, nearest) -> None:
    with pytest.raises(UnknownState) as error:
        lookup(query, 2000)
    assert error.value.nearest[0] == nearest
    assert nearest in str(error.value)


@pytest.mark.parametrize("query", ["xyzzy", "998", 998, -9, "gw:zz", "cow:x", "iso:QQQ", "::", "?"])
def test_is_unknown(query) -> None:
    with pytest.raises(UnknownState):
        lookup(query, 2000)


@pytest.mark.parametrize("query", ["", "  "])
def test_empty_is_unknown_in_a_good_sentence(query) -> None:
    with pytest.raises(UnknownState, match="is empty; write a name or a code"):
        lookup(query)


def test_notes_tell_how_a_name_was_read() -> None:
    assert (
        resolve("Germany", 1960).note
        == "In 1960 'Germany' is read as West Germany (260); East Germany is 265"
    )
    assert "South Vietnam is 817" in resolve("VNM", 1960).note
    assert "South Yemen is 680" in resolve("Yemen", 1975).note
    assert resolve("Germany", 2000).note == ""


def test_a_state_carries_its_codes_and_spell() -> None:
    assert resolve("Germany", 2000) == State(
        255, "GMY", "DEU", 260, "Germany", date(1990, 10, 3), None, False, ""
    )
    assert resolve("France", 1900).end == date(1942, 11, 11)
    assert resolve(678, 1990).end == date(1990, 5, 21)


def test_carried_after_the_source_list_ends() -> None:
    assert not resolve("France", date(2016, 12, 31)).carried
    assert resolve("France", date(2017, 1, 1)).carried
    assert resolve("France", 2020).carried
    assert resolve("France").carried


def test_when_is_a_day_a_moment_or_a_year() -> None:
    assert resolve("Germany", datetime(1990, 10, 2, 12)).ccode == 260
    with pytest.raises(BadYear):
        lookup("Germany", 0)


def test_labels_are_those_of_the_year_or_the_nearest() -> None:
    assert label(365, 1960) == "Soviet Union"
    assert label(365, 1991) == "Russia"
    assert label(260, 1990) == "West Germany"
    assert label(260, 2000) == "West Germany"
    assert label(345, 2003) == "Serbia and Montenegro"
    assert iso3(345, 2000) == "YUG"
    assert iso3(365, 1960) == "RUS"
    assert iso3(300, 1900) is None
    with pytest.raises(UnknownState):
        label(999, 2000)


def test_import_and_lookup_are_light() -> None:
    code = (
        "import sys; from multipolar.states import lookup; lookup('France', 2000); "
        "heavy = {'polars', 'numpy', 'difflib', 'pandas'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

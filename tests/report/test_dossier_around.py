"""The sections of the third party and of what stands around a pair."""

import pytest

from multipolar import assess
from multipolar.report import dossier


@pytest.fixture(scope="module")
def page() -> str:
    return dossier(assess("Russia", "China", as_of=2014))


def section(page: str, key: str) -> str:
    start = page.index(f'<section id="{key}"')
    return page[start : page.index("</section>", start)]


def test_the_third_party_of_china_and_russia(page):
    said = section(page, "third")
    assert "The third party is the United States" in said
    assert "chosen by a rule" in said
    assert said.index("5.4%") < said.index("12.3%"), "Russia was asked first"


def test_values_of_both_stand_in_their_own_column(page):
    said = section(page, "around")
    row = said[said.index("Favourable opinion of the other") :]
    row = row[: row.index("</tr>")]
    assert row.index("0.636") < row.index("0.657"), "Russians of China, then Chinese of Russia"
    assert "toward the other" not in row
    assert "Joint vetoes in ten years" in said


def test_what_needs_a_file_of_the_user_is_named(page):
    assert "needs a file of your own" in section(page, "around")


def test_their_sources_are_cited(page):
    assert "Coppedge" in section(page, "sources")
    assert "Pew" in section(page, "sources")


def test_a_named_third_party_says_so():
    page = dossier(assess("France", "Germany", as_of=1913, third="Russia"))
    said = section(page, "third")
    assert "The third party is Russia, named by the user." in said


def test_figures_of_power_are_those_of_the_screen(page):
    """Net resources of China and Russia in 2014, trillion dollars times thousand a head."""
    row = section(page, "power").split("Net resources")[1].split("</tr>")[0]
    assert ">120<" in row
    assert ">289<" in row

"""What a dossier says is what its assessment says; what is not known, it says in words."""

from __future__ import annotations

import dataclasses
import re

from dossier_pages import Page, make, parse

import multipolar as mp
from multipolar.citing import references_of, render
from multipolar.estimate import Status
from multipolar.report import charts, dossier, words


def _rows(page: Page, figure: str) -> list[list[str]]:
    table = next(
        t
        for t in page.tree.all("table")
        if t.all("caption")[0].attributes["id"] == f"{figure}-table"
    )
    return [[cell.words for cell in row.children] for row in table.all("tbody")[0].all("tr")]


def test_heading_says_the_states_the_year_and_the_sentence(rich):
    header = rich.tree.all("header")[0]
    assert header.all("h1")[0].words == "China and Russia"
    assert "as of 2014" in header.words
    assert rich.assessment.sentence in header.words


def test_the_profile_has_the_numbers_of_the_assessment(page):
    rows = _rows(page, "profile")
    assert len(rows) == len(page.assessment.readings)
    for row, reading in zip(rows, page.assessment.readings, strict=True):
        if reading.standing is None:
            assert row[1].startswith("unknown: ")
            assert set(row[2:8]) == {words.UNKNOWN}
            continue
        assert row[2].split(" ")[0] == f"{reading.standing.value:.0f}"
        assert row[6] == str(reading.estimate.year)
        if reading.net is not None:
            assert row[3].split(" ")[0] == f"{reading.net.value:.0f}"


def test_the_rankings_have_the_ranks_of_the_assessment(rich):
    for place, rank in zip(("first", "second"), _by_side(rich), strict=True):
        row = next(r for r in _rows(rich, f"ranking_{place}") if r[0] == _name(rich, rank.partner))
        assert row[1] == f"{rank.value} [{rank.low}, {rank.high}]"


def _by_side(page: Page):
    ranks = {rank.ccode: rank for rank in page.assessment.ranks}
    return [ranks[page.assessment.pair.one.ccode], ranks[page.assessment.pair.two.ccode]]


def _name(page: Page, ccode: int) -> str:
    pair = page.assessment.pair
    return pair.one.name if pair.one.ccode == ccode else pair.two.name


def test_the_series_have_the_values_of_the_query(rich):
    kappa = {
        e.year: e for e in mp.get("votes.kappa", 710, 365, years=range(1946, 2015), as_of=2014)
    }
    rows = _rows(rich, "votes")
    assert [int(row[0]) for row in rows] == list(kappa)
    for row in rows:
        value = kappa[int(row[0])].value
        assert row[1] == (words.UNKNOWN if value is None else words.number(value, "index"))
    share = mp.get("trade.share", "Russia", "China", year=2014).value
    assert _rows(rich, "trade")[-1][2] == f"{share:.1%}"


def test_no_year_after_the_question_is_drawn(page):
    as_of = page.assessment.pair.as_of
    for figure in ("votes", "trade"):
        if f"{figure}-table" in page.html:
            assert max(int(row[0]) for row in _rows(page, figure)) == as_of
    spans = [row[1] for row in _rows(page, "coverage")]
    assert max(int(y) for span in spans for y in re.findall(r"\d{4}", span)) == as_of


def test_the_coverage_tells_the_reasons_apart(rich):
    votes = [row for row in _rows(rich, "coverage") if row[0] == "Votes"]
    assert ["Votes", "1950–1970", words.STATUS[Status.NOT_A_MEMBER]] in votes
    rivalry = [row for row in _rows(rich, "coverage") if row[0] == "Strategic rivalry"]
    assert rivalry[-1] == [
        "Strategic rivalry", "1990–2014", words.STATUS[Status.STRUCTURAL_ZERO]
    ]  # fmt: skip


def test_power_need_and_criteria_are_those_of_the_assessment(page):
    rows = _rows(page, "power") if page.assessment.power else []
    assert len(rows) == len(page.assessment.power) + (page.assessment.need.first.value is not None)
    for row, ratio in zip(rows, page.assessment.power, strict=False):
        assert row[3].split(" ")[0] == words.figure(ratio.value)
    items = page.section("criteria").all("li")
    assert len(items) == len(page.assessment.criteria)
    for test in page.assessment.criteria:
        word = {True: "Met", False: "Not met", None: "Unknown"}[test.met]
        assert any(f"{word}: {test.name}" in item.words for item in items)


def test_evidence_is_that_of_the_assessment(page):
    shown = page.section("evidence").words
    for text in (*page.assessment.evidence[0], *page.assessment.evidence[1]):
        assert words.evidence(text) in shown


def test_sources_are_those_of_cite_with_their_addresses_as_links(rich):
    wanted = references_of([rich.assessment.name])
    listed = [item.words for item in rich.section("sources").all("li")]
    assert listed[: len(wanted)] == [render([entry], "text") for entry in wanted]
    bibtex = rich.section("sources").all("pre")[0].words
    assert all(f"{{{entry.key}," in bibtex for entry in wanted)
    assert rich.assessment.name in rich.section("sources").words
    assert f"data {rich.assessment.data_version}" in rich.section("sources").words


def test_a_source_used_only_in_a_chart_is_listed_too():
    page = make("later")
    listed = page.section("sources")
    assert "Also used in the charts" in listed.words
    assert "Harvard Dataverse" in listed.words


def test_before_the_united_nations_there_are_no_votes_and_it_says_so():
    page = make("early")
    assert "begins in 1946, after the year of the question" in page.section("series").words
    assert "begins in 1946" in page.section("rankings").words
    assert "votes" not in charts(page.assessment)
    assert "Votes: unknown, outside the source's years" in page.section("unknown").words


def test_a_poor_pair_says_why_parts_are_empty():
    page = make("new")
    assert "no source has a figure for the trade of the two" in page.section("series").words
    assert "there is no year up to 2014" in page.section("series").words.lower()
    assert "Trade: unknown, no figure in the source" in page.section("unknown").words


def test_an_old_value_is_named_as_old():
    said = make("ended").section("unknown").words
    assert "Trade: the latest value is of 1957, 33 years before the question" in said


def test_the_end_of_a_source_is_marked():
    assert "source ends 2014" in make("later").html
    assert "source ends" not in make("rich").html


def test_a_spell_that_the_source_cuts_off_has_no_end():
    votes = charts(mp.assess("India", "Pakistan", as_of=2025))["votes"]
    assert "Strategic rivalry: since 1947." in votes.alt
    assert "since 1947" in votes.svg
    assert "1947–2020" not in votes.svg


def test_names_are_escaped_everywhere(rich):
    odd = "<b>\"R&D\" 'Land'</b>"
    one = dataclasses.replace(rich.assessment.pair.one, name=odd, note="<script>alert(1)</script>")
    pair = dataclasses.replace(rich.assessment.pair, one=one)
    html = dossier(dataclasses.replace(rich.assessment, pair=pair))
    tree = parse(html)
    assert "<b>" not in html
    assert not tree.all("b")
    assert not tree.all("script")
    assert tree.all("h1")[0].words == f"{odd} and Russia"

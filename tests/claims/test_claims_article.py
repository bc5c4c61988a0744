"""The article's claims: nothing later leaks in, data are named, and some known results."""

from __future__ import annotations

import pytest

from multipolar.claims import check, load, words
from multipolar.claims.outcome import Outcome
from multipolar.errors import BadYear

QUICK = ["A02", "A05", "A08", "A15", "A18", "A21", "A24", "A30", "A34", "A39", "A43", "A47"]


@pytest.fixture(scope="module")
def article():
    return load("strengthening-2014")


@pytest.fixture(scope="module")
def then(article):
    return {name: check(article, 2014, only=name).result(name) for name in QUICK}


def test_nothing_after_the_question_is_used(then):
    for result in then.values():
        for leaf in result.found.leaves:
            assert leaf.years is None or leaf.years[1] <= 2014
            assert all(fact.on.year <= 2014 for fact in leaf.facts)
            assert all(year <= 2014 for course in leaf.courses for year, _ in course.points)


def test_predictions_are_open_when_written_and_decided_since(article, then):
    assert then["A24"].outcome is Outcome.OPEN
    assert check(article, 2024, only="A24").result("A24").outcome is Outcome.REFUTED
    assert check(article, 2018, only="A24").result("A24").outcome is Outcome.REFUTED
    assert check(article, 2015, only="A24").result("A24").outcome is Outcome.UNDETERMINED


def test_known_results_come_out(then):
    """China over Russia by CINC 5.84 in 2014; agreement is no higher where the US opposes."""
    ratio = next(one for one in then["A43"].found.parts if one.name == "capability index")
    assert 5 < ratio.value < 6
    split = then["A30"].found.parts[0]
    assert abs(split.value) < 0.06
    assert then["A30"].outcome is not Outcome.SUPPORTED
    assert then["A15"].found.value == pytest.approx(0.75)


def test_every_decided_number_has_its_data(then):
    for result in then.values():
        for leaf in result.found.leaves:
            if leaf.value is not None:
                assert leaf.years is not None
                assert leaf.origins or leaf.facts
                assert leaf.rule or leaf.kind in ("turn", "rank")


def test_the_last_year_that_data_cover_is_told(article):
    result = check(article, only="A18").result("A18")
    assert result.outcome is Outcome.UNDETERMINED
    assert (result.latest_as_of, result.latest.outcome) == (2023, Outcome.SUPPORTED)


def test_a_number_known_a_year_later_is_not_used(article):
    """The Fund reports the growth of 2014 in the spring of 2015."""
    assert check(article, 2014, only="A38").result("A38").found.years == (2011, 2013)


def test_the_war_of_2008_counts_as_open_force(then):
    """UCDP files it as a war inside Georgia, so that it is coded by hand."""
    part = next(one for one in then["A21"].found.parts if one.name == "Russia fights no state")
    assert part.outcome is Outcome.REFUTED
    assert then["A21"].outcome is Outcome.MIXED


def test_two_vintages_of_vetoes_are_told_where_they_are_printed(article):
    reports = [check(article, year, only="A15") for year in (2014, 2026)]
    (line,) = words.differences(reports)
    assert line.startswith(
        "A15: as of 2014 among drafts put to a vote, as of 2026 among vetoed drafts; "
    )
    assert words.with_among(reports[1].results[0].found).endswith("among vetoed drafts")
    assert not words.differences(reports[:1])


def test_trends_of_military_spending_begin_after_the_break_of_their_source(article):
    """In 2005 the source turns from purchasing power to rates of exchange."""
    found = check(article, 2014, only="A20").result("A20").found
    years = {one.name: one.years for one in found.parts}
    assert years["share of military spending"][0] == years["share of capabilities"][0] == 2005


def test_a_report_is_the_same_every_time(article):
    one, two = (check(article, 2014, only="A05").to_dict() for _ in range(2))
    assert one == two


def test_a_year_before_the_paper_is_refused(article):
    with pytest.raises(BadYear, match="written in 2014"):
        check(article, 2013)


def test_smallest_differences_of_a_file_have_a_reason(article):
    def tests(test):
        yield test
        for name in ("parts", "test", "known"):
            inside = getattr(test, name, None)
            for one in inside if isinstance(inside, tuple) else [inside] if inside else []:
                yield from tests(one)

    own = [t for c in article.claims for t in tests(c.test) if getattr(t, "smallest", None)]
    assert own
    assert all(test.because for test in own)

"""Claims files: what is read, and every mistake at once."""

from __future__ import annotations

import time

import pytest

from multipolar.claims import load, names
from multipolar.claims.library import parse
from multipolar.claims.problems import ClaimsError, UnknownPaper
from multipolar.claims.times import Window

HEAD = '[paper]\nname = "mine"\ntitle = "T"\nauthors = ["A"]\nwritten = 2014\n'
CLAIM = """
[[claim]]
id = "C1"
type = "trend"
paraphrase = "They vote more alike."
refuted_if = "They do not."
[claim.test]
kind = "trend"
indicator = "votes.kappa"
who = ["China", "Russia"]
years = [2000, 2014]
expect = "more"
"""


def problems(text, head=HEAD):
    with pytest.raises(ClaimsError) as caught:
        parse((head + text).encode(), "mine.toml")
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_file_is_read():
    paper = parse((HEAD + CLAIM).encode(), "mine.toml")
    (claim,) = paper.claims
    assert (paper.year, claim.id, claim.test.kind) == (2014, "C1", "trend")
    assert claim.test.years == Window(2000, 2014)


def test_the_papers_of_the_package_are_sound_and_complete():
    assert names() == ("india-japan-2014", "strengthening-2014")
    article = load("strengthening-2014")
    assert [claim.id for claim in article.claims] == [f"A{k:02d}" for k in range(1, 51)]
    assert 5 <= len(load("india-japan-2014").claims) <= 8


CHANGED = [
    (
        "votes.kappa",
        "votes.kapa",
        "C1, test.indicator: no indicator is called 'votes.kapa'; nearest: votes.kappa",
    ),
    ("[2000, 2014]", "[2014, 2000]", "C1, test.years: the years are inverted: write [2000, 2014]"),
    ("[2000, 2014]", "[20000, 2014]", "C1, test.years: 20000 is no possible year"),
    ("[2000, 2014]", '"ever"', "C1, test.years: 'ever' is no span"),
    ('expect = "more"', 'expect = ["more", "less"]', "contradicts itself"),
    ('expect = "more"', 'expect = "up"', "'up' is not one of more, less"),
    (
        'expect = "more"',
        'expect = "between"\nthan = 3\nupto = 1',
        "C1, test.upto: 1 is not more than 3",
    ),
    ('expect = "more"', 'expect = "more"\nupto = 1', "contradicts 'more'"),
    ('expect = "more"', 'expect = "above"', "C1, test.than: is missing: above what?"),
    ('expect = "more"', 'expect = "more"\nsmallest = 0.2', "C1, test.because: is missing"),
    ('expect = "more"', 'expect = "more"\nsmallest = 0', "C1, test.smallest: 0 is not more than 0"),
    (
        'expect = "more"',
        'expect = "more"\nsmalest = 1',
        "C1, test.smalest: no such key; nearest: smallest",
    ),
    (
        '"China", "Russia"',
        '"China", "Rusia"',
        "C1, test.who: no state and no set of states is known as 'Rusia'; nearest: Russia",
    ),
    ('["China", "Russia"]', '"China"', "C1, test.who: votes.kappa is measured per dyad-year"),
    ('"China", "Russia"', '"China", "Korea"', "ambiguous"),
    ('kind = "trend"', 'kind = "trnd"', "C1, test.kind: 'trnd' is no kind of test; nearest: trend"),
    ('type = "trend"', 'type = "prediction"', "C1, type: a prediction needs a forecast"),
    ('type = "trend"', "type = 3", "C1, type: 3 is not one of trend"),
    ('paraphrase = "They vote more alike."\n', "", "C1, paraphrase: is missing"),
]


@pytest.mark.parametrize(
    ("old", "new", "told"), CHANGED, ids=[new or old for old, new, _ in CHANGED]
)
def test_a_mistake_names_claim_and_key(old, new, told):
    assert old in CLAIM
    found = problems(CLAIM.replace(old, new))
    assert any(told in one for one in found), found


def test_all_mistakes_are_told_at_once():
    text = CLAIM.replace("votes.kappa", "votes.nothing") + CLAIM.replace('"more"', '"up"')
    found = problems(text)
    assert len(found) == 3
    assert "C1, id: another claim of this file has the same id" in found


def test_thresholds_that_can_never_be_passed_contradict_themselves():
    level = CLAIM.replace('kind = "trend"', 'kind = "level"').replace(
        '"more"', '"above"\nthan = 1.5'
    )
    assert any(
        "contradicts the range of the number (-1" in one or "range" in one
        for one in problems(level)
    )
    percentile = level.replace("than = 1.5", 'than = 100\ngroup = "relevant"')
    assert any(
        "contradicts the range of the number (0 to 100)" in one for one in problems(percentile)
    )


def test_a_forecast_looks_at_later_years_only():
    forecast = CLAIM.replace('type = "trend"', 'type = "prediction"').replace(
        'kind = "trend"\n',
        'kind = "forecast"\nhorizon = [2014, 2020]\n[claim.test.test]\nkind = "trend"\n',
    )
    found = problems(forecast)
    assert any(
        "the horizon begins in 2014, and the paper was written in 2014" in one for one in found
    )
    assert any(
        "a forecast is tested on years after 2014" in one
        for one in problems(forecast.replace("[2014, 2020]", "[2015, 2020]"))
    )


def test_a_paper_of_the_future_is_refused():
    assert any("lies in the future" in one for one in problems(CLAIM, HEAD.replace("2014", "2099")))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe" * 100,
        b"[paper",
        b"a = 1",
        b"[[" * 5000,
        b"x = " + b"[" * 5000,
        b"",
        b"claim = 3",
    ],
    ids=["binary", "half a table", "no paper", "brackets", "deep", "empty", "wrong type"],
)
def test_nonsense_is_one_list_of_mistakes(content):
    with pytest.raises(ClaimsError) as caught:
        parse(content, "nonsense.toml")
    assert str(caught.value).startswith("nonsense.toml has ")


def test_ten_megabytes_of_nonsense_are_refused_at_once(tmp_path):
    file = tmp_path / "large.toml"
    file.write_bytes(b"[[claim]]\nid = 1\n" * 600_000)
    start = time.process_time()
    with pytest.raises(ClaimsError, match="larger than 1 MB"):
        load(file)
    assert time.process_time() - start < 1


def test_a_megabyte_of_wrong_claims_is_a_short_list():
    content = HEAD.encode() + b'[[claim]]\nid = "C"\n' * 3000
    start = time.process_time()
    with pytest.raises(ClaimsError, match=r"and 1[0-9],[0-9]{3} more") as caught:
        parse(content, "many.toml")
    assert str(caught.value).count("\n") < 50
    assert time.process_time() - start < 5


def test_a_paper_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(UnknownPaper, match="strengthening-2014"):
        load("strengthening")
    with pytest.raises(UnknownPaper):
        load(tmp_path)


def test_windows_end_with_the_question_or_with_themselves():
    assert Window(length=10).at(2014) == (2005, 2014)
    assert Window(1992, None).at(2020) == (1992, 2020)
    assert Window(2000, 2006).at(2020) == (2000, 2006)
    assert Window(horizon=True).at(2020, (2015, 2024)) == (2015, 2020)

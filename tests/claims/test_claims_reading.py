"""Claims files: what is read, and every mistake at once."""

from __future__ import annotations

import time

import pytest

from multipolar.claims import load, names
from multipolar.claims.library import parse
from multipolar.claims.problems import ClaimsError, NotReadable, UnknownPaper
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
    assert (
        "C1, id: claims 1 and 2 (lines 7 and 19) have the same id 'C1': give each its own" in found
    )


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
        load("")


def test_a_folder_is_called_one(tmp_path):
    with pytest.raises(NotReadable, match="is a folder: give the path of a claims file"):
        load(tmp_path)
    (tmp_path / "mine.toml").write_text("")
    with pytest.raises(NotReadable, match=r"is a folder: give a file in it, such as mine\.toml"):
        load(tmp_path)


def test_every_claim_of_a_shared_id_is_told():
    text = "".join((CLAIM, CLAIM.replace("C1", "C2"), CLAIM.replace("C1", "c1")))
    found = problems(text + CLAIM.replace('"trend"', '"trnd"'))
    assert any(
        "C1, id: claims 1, 3 and 4 (lines 7, 31 and 43) have the same id 'C1'" in one
        for one in found
    ), found
    assert any(one.startswith("C1, claim 4 (line 43), test.kind: 'trnd'") for one in found), found
    many = problems(CLAIM * 30)
    assert len(many) == 1
    assert "claims 1, 2, 3, 4, 5 and 25 more" in many[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b" \n", "it is empty: a claims file has [paper] and [[claim]]"),
        ((HEAD + CLAIM).encode("utf-16"), "it is text in UTF-16: save it as UTF-8"),
        (HEAD.replace("T", "\u00fc").encode("latin-1"), "not text in UTF-8 (byte 31, line 3)"),
        (b"\x7fELF\x02\0\0\xf8", "it is a binary file"),
        (b"[paper]\nname = 1\nname = 2\n", "a key is given twice in one table (at line 3"),
        ((HEAD + CLAIM.replace("[[claim]]", "[claim]")).encode(), "write [[claim]], in two pairs"),
    ],
    ids=["empty", "utf-16", "latin-1", "binary", "key twice", "single table"],
)
def test_what_is_no_claims_file_is_told_with_a_remedy(content, told):
    with pytest.raises(ClaimsError) as caught:
        parse(content, "mine.toml")
    assert told in str(caught.value)
    assert len(caught.value.problems) == 1


def test_a_mark_of_byte_order_is_no_mistake():
    assert parse(b"\xef\xbb\xbf" + (HEAD + CLAIM).encode(), "mine.toml").year == 2014


def test_only_a_forecast_looks_at_the_future():
    found = problems(CLAIM.replace("[2000, 2014]", "[2000, 2090]"))
    assert found == ["C1, test.years: 2090 lies in the future: only a forecast looks there"]


def test_a_coded_number_is_not_known_before_its_year():
    coded = 'title = "x"\ncite = "y"\ncoded = [{ year = 2013, value = 1.0, known = 2012 }]\n'
    text = CLAIM.replace('indicator = "votes.kappa"\nwho = ["China", "Russia"]\n', coded)
    assert "C1, test.coded.1.known: 2012 lies before its year, 2013" in problems(text)


def test_windows_end_with_the_question_or_with_themselves():
    assert Window(length=10).at(2014) == (2005, 2014)
    assert Window(1992, None).at(2020) == (1992, 2020)
    assert Window(2000, 2006).at(2020) == (2000, 2006)
    assert Window(horizon=True).at(2020, (2015, 2024)) == (2015, 2020)

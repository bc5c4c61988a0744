"""Citations: BibTeX, CSL-JSON and text, of what was used and nothing else."""

from __future__ import annotations

import json
import re

import pytest

import multipolar as mp
from multipolar.citing import cite, references_of
from multipolar.errors import BadOption, MultipolarError, QuestionError
from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import assess
from multipolar.sources.catalog import SOURCES

EVERYTHING = (*INDICATORS, *SOURCES)
ASSESSED = "assess:CHN-RUS@2014"


def keys(*what):
    return [item["id"] for item in json.loads(cite(*what, style="csl"))]


def test_bibtex_is_balanced_and_has_one_entry_for_each_key():
    text = cite(*EVERYTHING, *EVERYTHING, ASSESSED, style="bibtex")
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    found = re.findall(r"^@(\w+)\{([^,\s]+),$", text, re.MULTILINE)
    wanted = references_of((*EVERYTHING, ASSESSED))
    assert len({key for _, key in found}) == len(found) == len(wanted)
    assert {kind for kind, _ in found} <= {
        "article", "book", "incollection", "misc", "techreport",
    }  # fmt: skip
    for entry in text.split("\n\n"):
        assert entry.count("{") == entry.count("}")
        for field in ("author", "title", "year"):
            assert len(re.findall(rf"^  {field} = \{{.+\}}", entry, re.MULTILINE)) == 1


def test_csl_is_valid():
    """Required by CSL-JSON: id and type; names have a family or a literal; dates have parts."""
    listed = json.loads(cite(*EVERYTHING, style="csl"))
    assert len({item["id"] for item in listed}) == len(listed)
    for item in listed:
        assert item["type"] in {"article-journal", "book", "chapter", "dataset", "report"}
        assert item["title"]
        assert item["author"]
        assert all(name.get("family") or name.get("literal") for name in item["author"])
        assert not any("{" in part for name in item["author"] for part in name.values())
        (year,) = item["issued"]["date-parts"][0]
        assert 1900 < year <= 2026


def test_text_has_a_line_for_each():
    lines = cite(*EVERYTHING).splitlines()
    assert len(lines) == len(references_of(EVERYTHING))
    for line in lines:
        assert re.search(r" \((1[89]|20)\d\d\)\. ", line), line
        assert "{" not in line
        assert "  " not in line
        assert ".." not in line
    assert "Scott" in cite("votes.pi")
    listed = references_of(["votes.kappa"])
    order = [(entry.authors[0].strip("{}"), entry.year) for entry in listed]
    assert order == sorted(order)


def test_every_indicator_cites_its_sources_and_methods():
    for name, what in INDICATORS.items():
        wanted = {entry.key for key in what.sources for entry in SOURCES[key].references}
        wanted |= {entry.key for entry in what.references}
        assert set(keys(name)) == wanted


@pytest.fixture(scope="module")
def assessed():
    return assess("China", "Russia", as_of=2014)


def test_an_assessment_cites_what_it_used(assessed):
    found = assessed
    assert found.name == ASSESSED
    assert set(found.origins) - {"cow-contiguity", "geodist", "cow-states"} == {
        "un-votes",
        "atop",
        "cow-trade",
        "cow-igo",
        "tss-rivalries",
        "cow-mid",
        "nmc",
        "fariss-gdp",
        "mme",
        "who-where-when",
        "un-debate",
        "dcad",
        "vdem",
        "un-vetoes",
        "us-troops",
        "russian-exercises",
        "imf-quotas",
        "world-bank-gdp",
        "gml-mid",
    }
    cited = keys(ASSESSED)
    assert {"snyder1997alliance", "macdonald2014strengthening"} <= set(cited)
    for key in found.origins:
        assert {entry.key for entry in SOURCES[key].references} <= set(cited)
    # Not used by 2014: the UN Digital Library (2025), regimes.
    assert "undl2025voting" not in cited
    unused = {"un-library-2025", "extended-uds"}
    shared = {e.key for key in found.origins for e in SOURCES[key].references}
    for key in unused:
        assert not ({entry.key for entry in SOURCES[key].references} - shared) & set(cited)


def test_an_assessment_before_the_united_nations_cites_no_votes():
    cited = keys("assess:USA-GBR@1913")
    assert "voeten2009unga" not in cited
    assert not {entry.key for entry in INDICATORS["votes.kappa"].references} & set(cited)
    assert {entry.key for entry in SOURCES["atop"].references} <= set(cited)


@pytest.mark.parametrize(
    ("first", "second", "year"),
    [("East Germany", "USSR", 1971), ("Prussia", "Bavaria", 1850)],
)
def test_the_name_of_an_assessment_can_be_cited(first, second, year):
    found = assess(first, second, as_of=year)
    used = {entry.key for key in found.origins for entry in SOURCES[key].references}
    assert used <= set(keys(found.name))


def test_an_assessment_cites_what_its_percentiles_rest_on(assessed):
    found = assessed
    assert any(reading.net is not None for reading in found.readings)
    assert {"cow-contiguity", "geodist", "cow-states"} <= set(found.origins)


@pytest.mark.parametrize("name", ["assess:CHNRUS", "assess:CHN-RUS@x", "assess:", "nothing", ""])
def test_what_is_not_known_is_refused(name):
    with pytest.raises(MultipolarError):
        cite(name)


def test_refusals_are_typed():
    with pytest.raises(BadOption):
        cite("votes.kappa", style="xml")
    with pytest.raises(QuestionError, match="assess:CHN-RUS@2014"):
        cite("assess:CHN-RUS@soon")


def test_the_same_from_the_top():
    assert mp.cite("votes.kappa", "atop") == cite("votes.kappa", "atop")


@pytest.mark.parametrize("pair", ["Guinea-Bissau-RUS", "RUS-Guinea-Bissau", "GNB-RUS"])
def test_a_name_with_a_dash_can_be_cited(pair):
    assert set(mp.cite(f"assess:{pair}@2010").splitlines()) == set(
        mp.cite("assess:GNB-RUS@2010").splitlines()
    )

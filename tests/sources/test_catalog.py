"""What every source declares, and that the pinned files are those of the raw folder."""

from __future__ import annotations

import re

import pytest

from multipolar.sources.base import Terms
from multipolar.sources.catalog import SOURCES

CODED_BY_HAND = {"hand-memberships", "hand-treaties"}
"""Facts that are part of the package: no raw file to place."""

every = pytest.mark.parametrize("key", SOURCES)
FILES = {file.path: file for source in SOURCES.values() for file in source.files}

TRANSCRIBED = {
    "un-security-council/vetoes/sc_vetoes_1946_2026.csv",
    "gdelt-graph-daily/gdelt_daily_dyad_score_2018_2024.parquet",
    "energy/ei2024_tidy_key_series.csv.gz",
    "un-debate-speeches/ungdc_1946_2024.parquet",
}
"""Written down by hand, or made from larger or many files: no commit has these bytes to pin."""


@every
def test_a_source_says_where_it_comes_from(key):
    source = SOURCES[key]
    assert source.key == key
    for text in (source.title, source.producer, source.version, source.terms_text, source.adds):
        assert text.strip()
    assert source.home.startswith(("https://", "http://"))
    assert source.references
    assert source.terms in Terms
    pinned = bool(source.files) or key in CODED_BY_HAND
    assert pinned != (source.own is not None)


def test_every_file_has_a_reader_behind_it():
    """Sources that are parts of one series are read by the reader of the series."""
    without = {key for key, source in SOURCES.items() if not source.readers}
    assert without <= {"un-votes-2024", "un-library-2025"}


@every
def test_coverage_makes_sense(key):
    source = SOURCES[key]
    for covered in (source.coverage, *source.coverages.values()):
        assert covered.first <= covered.last
        holes = (*covered.partial, *covered.missing)
        assert all(covered.first <= year <= covered.last for year in holes)
        assert not set(covered.partial) & set(covered.missing)
        assert not holes or covered.note


@every
def test_references_can_be_cited(key):
    for item in SOURCES[key].references:
        assert re.fullmatch(r"[a-z0-9_]+", item.key)
        assert item.authors
        assert 1950 <= item.year <= 2026
        assert item.title
        assert item.doi or item.url or item.publisher or item.container
        assert not item.doi.startswith("http")


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_pinned_at_a_commit(path):
    file = FILES[path]
    if path in TRANSCRIBED:
        assert file.url.strip()
    else:
        # What was made from files at an address cannot be downloaded as it is.
        assert re.search(r"^(made from )?(https://|github\.com/).*/[0-9a-f]{40}/", file.url)
    assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    assert file.size > 0
    assert not path.startswith("/")
    assert ".." not in path


@pytest.mark.raw
@pytest.mark.parametrize("path", FILES)
def test_a_file_in_the_raw_folder_is_the_pinned_one(raw, path):
    found = raw.verify(FILES[path])
    assert found.stat().st_size == FILES[path].size


def test_a_reference_key_means_one_reference():
    known = {}
    for source in SOURCES.values():
        for item in source.references:
            assert known.setdefault(item.key, item) == item

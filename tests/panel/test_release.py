"""A release on disk: what is written is read back, and damage is told, never read."""

from __future__ import annotations

import json

import polars as pl
import pytest

import multipolar as mp
from multipolar.errors import MultipolarError, ReleaseDamaged, ReleaseMissing, ReleaseTooNew
from multipolar.panel.release import EMBEDDED, MANIFEST, Release, active, write_tables
from multipolar.panel.schema import SCHEMA_VERSION, TABLES, sources_of
from multipolar.sources.catalog import SOURCES

SMALL = ("contiguity", "rivalry", "roll_calls")
DIRECTED = ("events", "sanctions", "opinion", "influence")
"""Tables in which the order of the two states is a direction."""


@pytest.fixture
def folder(tmp_path):
    """A small release of three tables."""
    frames = {name: pl.read_parquet(EMBEDDED / f"{name}.parquet") for name in SMALL}
    write_tables(frames, tmp_path, "9.8.7")
    return tmp_path


def change(folder, **entries):
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | entries))


def test_round_trip(folder):
    release = Release(folder)
    assert release.version == "9.8.7"
    for name in SMALL:
        assert release.scan(name).collect().equals(pl.read_parquet(EMBEDDED / f"{name}.parquet"))
    assert release.size == sum((folder / f"{name}.parquet").stat().st_size for name in SMALL)


def test_no_release(tmp_path):
    with pytest.raises(ReleaseMissing, match="multipolar data build"):
        Release(tmp_path)
    with pytest.raises(ReleaseMissing):
        Release(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "{}", '{"schema": 1}', '{"schema": "x", "tables": {}}', "\udcff\x00"],
)
def test_a_manifest_that_cannot_be_read(folder, text):
    (folder / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ReleaseDamaged, match="manifest"):
        Release(folder)


@pytest.mark.parametrize("tables", [[], None, "x", {"contiguity": {}}])
def test_a_manifest_of_the_wrong_shape(folder, tables):
    change(folder, tables=tables)
    with pytest.raises(ReleaseDamaged):
        Release(folder).scan("contiguity")


def test_a_newer_schema_is_refused(folder):
    change(folder, schema=SCHEMA_VERSION + 1)
    with pytest.raises(ReleaseTooNew, match="upgrade"):
        Release(folder)


def test_a_table_that_is_gone(folder):
    (folder / "contiguity.parquet").unlink()
    release = Release(folder)
    with pytest.raises(ReleaseDamaged, match="cannot be read"):
        release.scan("contiguity")
    assert release.scan("rivalry").collect().height > 100


@pytest.mark.parametrize("kind", ["flipped", "truncated", "empty"])
def test_a_table_that_was_changed(folder, kind):
    path = folder / "contiguity.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes({"flipped": data, "truncated": data[:100], "empty": b""}[kind])
    with pytest.raises(ReleaseDamaged, match="contiguity"):
        Release(folder).scan("contiguity")


def test_a_table_that_the_release_does_not_have(folder):
    with pytest.raises(ReleaseDamaged, match="no table votes"):
        Release(folder).scan("votes")


def test_the_environment_names_the_release(folder, monkeypatch):
    monkeypatch.setenv("MULTIPOLAR_RELEASE", str(folder))
    assert mp.data_version() == "9.8.7"
    monkeypatch.setenv("MULTIPOLAR_RELEASE", str(folder / "nowhere"))
    with pytest.raises(ReleaseMissing):
        active()
    monkeypatch.delenv("MULTIPOLAR_RELEASE")
    assert active().folder == EMBEDDED


def test_a_question_to_a_damaged_release_has_a_clear_error(folder):
    for who in (("China", "Russia"), ("US", "Canada")):
        with pytest.raises(MultipolarError):
            mp.get("treaty.defense", *who, year=2000, release=Release(folder))


# ----------------------------------------------------------------------------- the embedded one
@pytest.fixture(scope="module")
def embedded():
    return Release(EMBEDDED)


@pytest.mark.parametrize("name", TABLES)
def test_embedded_tables_are_as_declared(embedded, name):
    frame = embedded.scan(name).collect()
    table = TABLES[name]
    assert tuple(frame.columns) == table.all_columns
    keys = frame.select(table.keys)
    assert not keys.is_duplicated().any()
    assert keys.null_count().sum_horizontal().item() == 0
    assert frame.equals(frame.sort(table.keys))
    for column in frame.select(pl.selectors.float()).columns:
        assert not frame[column].is_nan().any()
        assert not frame[column].is_infinite().any()
    if "ccode2" in table.keys and name not in DIRECTED:
        assert (frame["ccode1"] < frame["ccode2"]).all()
    assert embedded.manifest["tables"][name]["rows"] == frame.height


def test_the_embedded_release_is_small_and_cites_its_sources(embedded):
    """ARCHITECTURE: under 25 MB; per column its source, terms and coverage; none of class local."""
    assert embedded.size < 25e6
    for name, table in TABLES.items():
        assert set(embedded.origins(name)) == set(sources_of(table))
        for key in sources_of(table):
            entry = embedded.manifest["sources"][key]
            assert entry["terms"] in ("embed", "derive")
            assert entry["files"] == {f.path: f.sha256 for f in SOURCES[key].files}


def test_embedded_codes_are_those_of_the_state_system(embedded):
    from multipolar import states

    known = set(states.states_table()["ccode"])
    for name, table in TABLES.items():
        frame = embedded.scan(name)
        for column in (c for c in table.keys if c.startswith("ccode")):
            strange = set(frame.select(column).collect()[column]) - known
            assert strange <= {8152}, (name, strange)  # ATOP 4.01's Tonkin is harmless


@pytest.mark.parametrize("table", ["trade", "conflict"])
def test_rows_of_a_few_states_are_the_same_read_once_or_by_year(table):
    whole = pl.read_parquet(active().path(table))
    codes = frozenset({2, 365, 710})
    release = Release(active().folder)
    for first, last in ((2000, 2001), (1980, 2005), (2000, 2001), (2003, 2002)):
        found = release.among(table, codes, first, last).collect()
        wanted = whole.filter(
            pl.col("ccode1").is_in([2, 365, 710]),
            pl.col("ccode2").is_in([2, 365, 710]),
            pl.col("year").is_between(first, last),
        )
        assert found.equals(wanted)


def test_a_small_table_is_read_once():
    release = Release(active().folder)
    assert release.scan("rivalry").collect().equals(release.scan("rivalry").collect())
    assert set(release._tables) == {"rivalry"}
    release.scan("votes")
    assert set(release._tables) == {"rivalry"}

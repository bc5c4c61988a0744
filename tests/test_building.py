"""Building a release: whole or not at all, one at a time, and nothing else is touched."""

from __future__ import annotations

import os

import polars as pl
import pytest
from filelock import FileLock

from multipolar import building
from multipolar.errors import BuildBusy, MultipolarError, NotWritable, RawFileMissing
from multipolar.panel import build
from multipolar.panel.release import EMBEDDED, MANIFEST, Release
from multipolar.panel.schema import TABLES
from multipolar.sources import RawFolder

SMALL = {name: pl.read_parquet(EMBEDDED / f"{name}.parquet") for name in ("contiguity", "rivalry")}


@pytest.fixture
def quick(monkeypatch):
    """Builds of two small tables, without raw files."""
    monkeypatch.setattr(building, "build_frames", lambda raw, progress=None: SMALL)


@pytest.fixture
def raw_files(tmp_path):
    return RawFolder(tmp_path / "raw", tmp_path / "cache")


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if not p.name.startswith(".")}


def leftovers(folder):
    return [p.name for p in folder.iterdir() if p.name.startswith(building._UNFINISHED)]


def test_a_build_makes_a_release(quick, raw_files, tmp_path):
    target = tmp_path / "deep" / "release"
    building.build_release(raw_files, target, "1.0.0")
    assert Release(target).version == "1.0.0"
    assert leftovers(target.parent) == []


def test_a_build_replaces_an_older_release(quick, raw_files, tmp_path):
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    building.build_release(raw_files, target, "1.0.1")
    assert Release(target).version == "1.0.1"
    assert leftovers(tmp_path) == []


def test_an_empty_folder_can_be_built_into(quick, raw_files, tmp_path):
    (tmp_path / "release").mkdir()
    building.build_release(raw_files, tmp_path / "release", "1.0.0")
    assert Release(tmp_path / "release").version == "1.0.0"


@pytest.mark.parametrize("files", [{"thesis.txt": "x"}, {"data.parquet": "x"}, {".git": "x"}])
def test_a_foreign_folder_is_left_alone(quick, raw_files, tmp_path, files):
    target = tmp_path / "mine"
    target.mkdir()
    for name, text in files.items():
        (target / name).write_text(text)
    with pytest.raises(NotWritable, match="another folder"):
        building.build_release(raw_files, target, "1.0.0")
    assert {p.name: p.read_text() for p in target.iterdir()} == files


def test_a_foreign_folder_with_a_manifest_of_its_own_is_left_alone(quick, raw_files, tmp_path):
    """manifest.json is a common name: web applications and browser extensions have one."""
    target = tmp_path / "extension"
    target.mkdir()
    (target / MANIFEST).write_text('{"manifest_version": 3, "name": "my extension"}')
    (target / "thesis.txt").write_text("ten years of work")
    with pytest.raises(NotWritable):
        building.build_release(raw_files, target, "1.0.0")
    assert (target / "thesis.txt").read_text() == "ten years of work"


@pytest.mark.parametrize(
    "place",
    [
        "file",
        "file/release",
    ],
)
def test_a_place_that_cannot_be_a_folder(quick, raw_files, tmp_path, place):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritable):
        building.build_release(raw_files, tmp_path / place, "1.0.0")
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_that_cannot_be_written_to(quick, raw_files, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError("permission denied")

    monkeypatch.setattr(building.tempfile, "TemporaryFile", refuse)
    with pytest.raises(NotWritable, match="permission denied"):
        building.build_release(raw_files, tmp_path / "release", "1.0.0")


def test_two_builds_at_once(quick, raw_files, tmp_path):
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    before = contents(target)
    with FileLock(tmp_path / ".release.lock"), pytest.raises(BuildBusy, match="another build"):
        building.build_release(raw_files, target, "1.0.1")
    assert contents(target) == before
    building.build_release(raw_files, target, "1.0.1")
    assert Release(target).version == "1.0.1"


def test_a_build_beside_does_not_disturb_one_under_way(quick, raw_files, tmp_path):
    """Targets ``release`` and ``release-2`` have locks of their own, and so must their files."""
    busy = tmp_path / f"{building._UNFINISHED}release-2-abcd1234"
    (busy / "new").mkdir(parents=True)
    (busy / "new" / "votes.parquet").write_text("half done")
    with FileLock(tmp_path / ".release-2.lock"):
        building.build_release(raw_files, tmp_path / "release", "1.0.0")
        assert (busy / "new" / "votes.parquet").is_file()


@pytest.mark.parametrize(
    "error", [RuntimeError("killed"), KeyboardInterrupt(), OSError("disk full")]
)
def test_a_build_that_dies_half_way_leaves_the_old_release(
    quick, raw_files, tmp_path, monkeypatch, error
):
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    before = contents(target)

    def die(raw):
        raise error

    monkeypatch.undo()
    monkeypatch.setattr(building.RawFolder, "verify", lambda self, file: None)
    monkeypatch.setattr(build, "BUILDERS", dict.fromkeys(TABLES, die))
    with pytest.raises((type(error), MultipolarError)):
        building.build_release(raw_files, target, "1.0.1")
    assert contents(target) == before
    assert leftovers(tmp_path) == []


def test_a_failure_while_writing_leaves_the_old_release(quick, raw_files, tmp_path, monkeypatch):
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    before = contents(target)

    def die(frames, folder, version):
        (folder / "contiguity.parquet").write_text("half")
        raise OSError("no space left on device")

    monkeypatch.setattr(building, "write_tables", die)
    with pytest.raises(NotWritable, match="no space"):
        building.build_release(raw_files, target, "1.0.1")
    assert contents(target) == before


def test_a_failure_of_the_last_move_leaves_the_old_release(quick, raw_files, tmp_path, monkeypatch):
    """The old release is out of the way and the new one cannot take its place."""
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    before = contents(target)
    replace = os.replace

    def once(source, destination):
        if str(source).endswith("new"):
            raise OSError("the folder is in use")
        replace(source, destination)

    monkeypatch.setattr(building.os, "replace", once)
    with pytest.raises(NotWritable):
        building.build_release(raw_files, target, "1.0.1")
    assert target.is_dir()
    assert contents(target) == before


def test_the_remains_of_a_killed_build_hold_the_only_good_release(quick, raw_files, tmp_path):
    """Killed between the two moves: the old release lies in the workspace and must come back."""
    target = tmp_path / "release"
    building.build_release(raw_files, target, "1.0.0")
    workspace = tmp_path / f"{building._UNFINISHED}release-abcd1234"
    workspace.mkdir()
    os.replace(target, workspace / "old")

    def die(raw, progress=None):
        raise RuntimeError("killed again")

    building.build_frames = die  # undone by the fixture
    with pytest.raises(RuntimeError):
        building.build_release(raw_files, target, "1.0.1")
    assert any(Release(p.parent).version == "1.0.0" for p in tmp_path.rglob(MANIFEST))


def test_nothing_is_built_without_raw_files(raw_files, tmp_path):
    with pytest.raises(RawFileMissing):
        building.build_release(raw_files, tmp_path / "release", "1.0.0")
    assert not (tmp_path / "release").exists()

"""The folder of raw files: a file that is not the pinned one is told, never read."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from multipolar.errors import BrokenTable, NotWritable, RawFileDamaged, RawFileMissing
from multipolar.sources.base import RawFile
from multipolar.sources.raw import RawFolder, check_unique, raw_folder

CSV = b"a,b\n1,x\n2,\n"


def pinned(name, body):
    digest = hashlib.sha256(body).hexdigest()
    return RawFile(f"toy/{name}", f"https://toy.example/{name}", digest, len(body))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "toy").mkdir()
    return RawFolder(tmp_path, tmp_path / "cache")


def put(folder, name, body):
    (folder.root / "toy" / name).write_bytes(body)
    return pinned(name, body)


def test_a_file_that_is_there_is_read_as_text(folder):
    frame = folder.read_csv(put(folder, "data.csv", CSV))
    assert frame.to_dict(as_series=False) == {"a": ["1", "2"], "b": ["x", None]}


def test_a_file_that_is_not_there(folder):
    with pytest.raises(RawFileMissing, match=r"toy/data\.csv.*put it there.*MULTIPOLAR_DATA"):
        folder.read_csv(pinned("data.csv", CSV))


@pytest.mark.parametrize("body", [b"", CSV[:-3], CSV.replace(b"1", b"7"), CSV + b"\n"])
def test_a_file_with_the_wrong_bytes_names_what_was_expected_and_found(folder, body):
    put(folder, "data.csv", body)
    file = pinned("data.csv", CSV)
    with pytest.raises(RawFileDamaged, match="not the pinned one") as caught:
        folder.read_csv(file)
    assert caught.value.expected == file.sha256
    assert caught.value.found == hashlib.sha256(body).hexdigest()
    assert file.sha256[:12] in str(caught.value)
    assert (folder.root / "toy" / "data.csv").read_bytes() == body, "nothing is overwritten"


def test_an_empty_file_is_called_empty(folder):
    put(folder, "data.csv", b"")
    with pytest.raises(RawFileDamaged, match="empty"):
        folder.verify(pinned("data.csv", CSV))


def test_a_folder_in_the_place_of_a_file(folder):
    (folder.root / "toy" / "data.csv").mkdir()
    with pytest.raises(RawFileMissing):
        folder.verify(pinned("data.csv", CSV))


@pytest.mark.parametrize("body", [b"a,b\n1,\xff\xfe\n", b"", b"a,b\n1,2,3,4\n"])
def test_a_csv_that_cannot_be_read(folder, body):
    with pytest.raises(RawFileDamaged):
        folder.read_csv(put(folder, "data.csv", body))


@pytest.mark.parametrize("name", ["data.rda", "data.rds"])
def test_an_r_file_that_cannot_be_read(folder, name):
    pytest.importorskip("rdata")
    file = put(folder, name, b"not an R file at all")
    with pytest.raises(RawFileDamaged, match="R data"):
        folder.read_r(file)
    assert not list(folder.cache.glob("*")) if folder.cache.exists() else True


def test_a_damaged_copy_in_the_cache_is_made_anew(raw, tmp_path):
    from multipolar.sources import rivalries

    folder = RawFolder(raw.root, tmp_path)
    copy = tmp_path / f"{rivalries.FILE.sha256}.parquet"
    first = folder.read_r(rivalries.FILE)
    copy.write_bytes(b"half a file")
    assert folder.read_r(rivalries.FILE).equals(first)
    assert pl.read_parquet(copy).equals(first)


test_a_damaged_copy_in_the_cache_is_made_anew = pytest.mark.raw(
    test_a_damaged_copy_in_the_cache_is_made_anew
)


@pytest.mark.raw
def test_a_cache_that_cannot_be_written(raw, tmp_path):
    from multipolar.sources import rivalries

    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritable, match="cache"):
        RawFolder(raw.root, tmp_path / "file" / "cache").read_r(rivalries.FILE)


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path))
    assert raw_folder() == tmp_path


def test_a_key_twice_is_an_error():
    frame = pl.DataFrame({"k": [1, 1, 2], "v": [1, 2, 3]})
    with pytest.raises(BrokenTable, match="several rows"):
        check_unique(frame, ["k"], "the toy")
    assert check_unique(frame, ["k", "v"], "the toy") is frame

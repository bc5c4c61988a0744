"""The status of the folder of raw files."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from multipolar.sources.base import Coverage, RawFile, Source, Terms
from multipolar.sources.catalog import SOURCES
from multipolar.sources.status import FileState, FileStatus, part_of, raw_status

BODY = b"ccode,year\n2,1816\n"
FILE = RawFile(
    "toy/data.csv", "https://toy.example/data.csv", hashlib.sha256(BODY).hexdigest(), len(BODY)
)


def source_of(terms: Terms = Terms.DERIVE) -> Source:
    return Source(
        key="toy",
        title="A toy",
        producer="Nobody",
        version="1.0",
        references=(),
        terms=terms,
        terms_text="",
        home="https://toy.example",
        files=(FILE,),
        coverage=Coverage(1816, 2000, partial=(2000,)),
        adds="toys 1816-2000",
    )


def one(folder: Path, *, terms: Terms = Terms.DERIVE, **options: object) -> FileStatus:
    (found,) = raw_status(folder, [source_of(terms)], **options)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "toy").mkdir()
    return tmp_path / FILE.path


@pytest.mark.parametrize("verify", [False, True])
def test_a_file_that_is_there(tmp_path: Path, path: Path, verify: bool) -> None:
    path.write_bytes(BODY)
    then = datetime(2020, 1, 1, tzinfo=UTC)
    os.utime(path, (then.timestamp(), then.timestamp()))
    found = one(tmp_path, verify=verify, now=then + timedelta(days=3))
    assert (found.state, found.size, found.reason) == (FileState.PRESENT, len(BODY), "")
    assert (found.modified, found.age) == (then, timedelta(days=3))
    assert found.verified is verify
    assert (found.terms, found.adds, found.version) == (Terms.DERIVE, "toys 1816-2000", "1.0")
    assert found.coverage == Coverage(1816, 2000, partial=(2000,))
    assert found.path == path


def test_a_missing_file_says_where_to_put_it(tmp_path: Path) -> None:
    found = one(tmp_path / "nowhere")
    path = tmp_path / "nowhere" / FILE.path
    assert (found.state, found.size, found.age) == (FileState.MISSING, None, None)
    assert found.reason == (
        f"raw file toy/data.csv is missing: put this file here: {path}, from {FILE.url}"
    )


def test_a_missing_file_under_local_terms_comes_from_the_home(tmp_path: Path) -> None:
    found = one(tmp_path, terms=Terms.LOCAL)
    assert found.address == "https://toy.example"
    assert "its terms allow no download" in found.reason
    assert found.reason.endswith("from https://toy.example")


def test_an_unfinished_download(tmp_path: Path, path: Path) -> None:
    part_of(path).write_bytes(BODY[:5])
    found = one(tmp_path)
    assert (found.state, found.size) == (FileState.PARTIAL, 5)
    assert f"5 of {len(BODY)} bytes" in found.reason
    path.write_bytes(BODY)
    assert one(tmp_path).state is FileState.PRESENT


def test_an_empty_part_is_no_part(tmp_path: Path, path: Path) -> None:
    part_of(path).touch()
    assert one(tmp_path).state is FileState.MISSING


@pytest.mark.parametrize("content", [b"", BODY[:-1], BODY + b"x"])
def test_another_size_is_seen_at_once(tmp_path: Path, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    found = one(tmp_path)
    assert (found.state, found.size) == (FileState.DAMAGED, len(content))
    for fact in (str(path), f"expected {len(BODY)} bytes", f"found {len(content)} bytes"):
        assert fact in found.reason


def test_other_bytes_of_the_same_size_are_seen_when_verified(tmp_path: Path, path: Path) -> None:
    wrong = BODY.swapcase()
    path.write_bytes(wrong)
    assert one(tmp_path).state is FileState.PRESENT
    found = one(tmp_path, verify=True)
    assert (found.state, found.digest) == (FileState.DAMAGED, hashlib.sha256(wrong).hexdigest())
    assert FILE.sha256[:16] in found.reason
    assert found.digest[:16] in found.reason


def test_what_is_not_a_file_is_named(tmp_path: Path, path: Path) -> None:
    path.mkdir()
    found = one(tmp_path, verify=True)
    assert (found.state, found.size) == (FileState.DAMAGED, None)
    assert "it is not a file" in found.reason


def test_a_file_in_the_place_of_the_folder_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "toy").write_bytes(b"")
    assert one(tmp_path).state is FileState.MISSING


def test_a_file_that_cannot_be_read(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(BODY)

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("multipolar.sources.status.sha256_of", refuse)
    found = one(tmp_path, verify=True)
    assert found.state is FileState.DAMAGED
    assert "cannot be read (Permission denied)" in found.reason


def test_the_record_is_plain_data(tmp_path: Path, path: Path) -> None:
    path.write_bytes(BODY)
    then = datetime(2020, 1, 1, tzinfo=UTC)
    os.utime(path, (then.timestamp(), then.timestamp()))
    record = json.loads(json.dumps(one(tmp_path, now=then + timedelta(hours=12)).record()))
    assert record["state"] == "present"
    assert record["modified"] == "2020-01-01T00:00:00+00:00"
    assert record["age_days"] == 0.5
    assert record["coverage"]["partial"] == [2000]
    missing = json.loads(json.dumps(one(tmp_path / "nowhere").record()))
    assert (missing["size"], missing["modified"], missing["age_days"]) == (None, None, None)


def test_every_file_of_every_source_by_default(tmp_path: Path) -> None:
    found = raw_status(tmp_path)
    wanted = [(source.key, file.path) for source in SOURCES.values() for file in source.files]
    assert [(status.source.key, status.file.path) for status in found] == wanted
    assert {status.state for status in found} == {FileState.MISSING}

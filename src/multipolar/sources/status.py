"""What the folder of raw files holds: which files are there, which are not, and how to get them."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from multipolar.sources.base import Coverage, RawFile, Source, Terms
from multipolar.sources.raw import sha256_of


class FileState(StrEnum):
    """How a raw file is found in the folder."""

    PRESENT = "present"
    """There, with the pinned size (and the pinned digest, if that was checked)."""
    MISSING = "missing"
    PARTIAL = "partial"
    """Not there, but a download of it was broken off and can go on."""
    DAMAGED = "damaged"
    """There, but not the pinned file, or not readable."""


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One raw file of one source, as it is found in the folder.

    Parameters
    ----------
    source, file
        What should be there.
    path
        Where it belongs, and where to put it by hand.
    state
        How it was found.
    size
        Bytes found (of the unfinished download if `state` is partial), or None.
    modified, age
        When those bytes were written, in UTC, and how long ago; or None.
    digest
        SHA-256 found; empty if it was not computed.
    reason
        One sentence with what is wrong and the mend; empty if the file is present.
    """

    source: Source
    file: RawFile
    path: Path
    state: FileState
    size: int | None = None
    modified: datetime | None = None
    age: timedelta | None = None
    digest: str = ""
    reason: str = ""

    @property
    def verified(self) -> bool:
        """Whether the digest was compared, and not the size alone."""
        return bool(self.digest)

    @property
    def terms(self) -> Terms:
        """Terms class of the source."""
        return self.source.terms

    @property
    def adds(self) -> str:
        """What a user gains by having the source of this file."""
        return self.source.adds

    @property
    def version(self) -> str:
        """Version of the source."""
        return self.source.version

    @property
    def coverage(self) -> Coverage:
        """Years that the source covers."""
        return self.source.coverage

    @property
    def address(self) -> str:
        """Where to get the file: its pinned address, or the source's home if it has none."""
        return address_of(self.source, self.file)

    def record(self) -> dict[str, Any]:
        """Everything here as plain values, for JSON or a table."""
        return {
            "source": self.source.key,
            "title": self.source.title,
            "file": self.file.path,
            "path": str(self.path),
            "state": str(self.state),
            "size": self.size,
            "expected_size": self.file.size,
            "verified": self.verified,
            "modified": self.modified and self.modified.isoformat(timespec="seconds"),
            "age_days": None if self.age is None else round(self.age / timedelta(days=1), 2),
            "terms": str(self.terms),
            "adds": self.adds,
            "version": self.version,
            "coverage": asdict(self.coverage),
            "address": self.address,
            "reason": self.reason,
        }


def raw_status(
    folder: Path,
    sources: Iterable[Source] | None = None,
    *,
    verify: bool = False,
    now: datetime | None = None,
) -> list[FileStatus]:
    """Status of every raw file of the sources, in their order.

    Parameters
    ----------
    folder
        Folder of raw files; it need not exist.
    sources
        Which sources; None for all that the package knows.
    verify
        Whether to read every file and compare its SHA-256; otherwise its size alone is compared.
    now
        Moment from which ages are counted; None for the present.
    """
    if sources is None:
        from multipolar.sources.catalog import SOURCES

        sources = SOURCES.values()
    now = now or datetime.now(UTC)
    return [
        file_status(folder, source, file, verify=verify, now=now)
        for source in sources
        for file in source.files
    ]


def file_status(
    folder: Path,
    source: Source,
    file: RawFile,
    *,
    verify: bool = False,
    now: datetime | None = None,
) -> FileStatus:
    """Status of one raw file; the parameters are those of `raw_status`."""
    path = Path(folder).expanduser().absolute() / file.path
    now = now or datetime.now(UTC)
    by_hand = where_to_put(source, file, path)
    try:
        size, modified = _size_and_time(path)
    except (FileNotFoundError, NotADirectoryError):
        return _absent(source, file, path, by_hand, now)
    except OSError as reason:
        return _unreadable(source, file, path, reason.strerror or str(reason))
    if size is None:
        return _unreadable(source, file, path, "it is not a file")
    digest = ""
    if verify:
        try:
            digest = sha256_of(path)
        except OSError as reason:
            return _unreadable(source, file, path, reason.strerror or str(reason))
    pinned = size == file.size and digest in ("", file.sha256)
    return FileStatus(
        source,
        file,
        path,
        FileState.PRESENT if pinned else FileState.DAMAGED,
        size,
        modified,
        now - modified,
        digest,
        ""
        if pinned
        else f"raw file {path} is not the pinned one ({mismatch(file, size, digest)}): replace it "
        f"with the file from {address_of(source, file)}",
    )


def part_of(path: Path) -> Path:
    """Where an unfinished download of the file at ``path`` lies."""
    return path.with_name(f"{path.name}.part")


def address_of(source: Source, file: RawFile) -> str:
    """Where a person gets a file: its pinned address, or the source's home if it has none."""
    pinned = source.terms is not Terms.LOCAL and file.url.startswith(("https://", "http://"))
    return file.url if pinned else source.home


def where_to_put(source: Source, file: RawFile, path: Path, address: str = "") -> str:
    """Say how to mend that a file is not there, as part of a sentence."""
    return f"put this file here: {path}, from {address or address_of(source, file)}"


def mismatch(file: RawFile, size: int, digest: str = "") -> str:
    """Say what was expected and what was found, as part of a sentence."""
    found = f", SHA-256 {digest[:16]}…" if digest else ""
    return f"expected {file.size} bytes, SHA-256 {file.sha256[:16]}…; found {size} bytes{found}"


def _size_and_time(path: Path) -> tuple[int | None, datetime]:
    """Size of a file (None if it is something else) and when it was last written."""
    found = path.stat()
    size = found.st_size if stat.S_ISREG(found.st_mode) else None
    return size, datetime.fromtimestamp(found.st_mtime, UTC)


def _absent(source: Source, file: RawFile, path: Path, by_hand: str, now: datetime) -> FileStatus:
    try:
        size, modified = _size_and_time(part_of(path))
    except OSError:
        size = None
    if not size:
        terms = " and its terms allow no download" if source.terms is Terms.LOCAL else ""
        missing = f"raw file {file.path} is missing{terms}: {by_hand}"
        return FileStatus(source, file, path, FileState.MISSING, reason=missing)
    partial = (
        f"raw file {file.path} is there in part ({size} of {file.size} bytes): fetch it again to "
        f"go on, or {by_hand}"
    )
    return FileStatus(
        source, file, path, FileState.PARTIAL, size, modified, now - modified, reason=partial
    )


def _unreadable(source: Source, file: RawFile, path: Path, why: str) -> FileStatus:
    reason = (
        f"raw file {path} cannot be read ({why}): move it away, and replace it with the file from "
        f"{address_of(source, file)}"
    )
    return FileStatus(source, file, path, FileState.DAMAGED, reason=reason)

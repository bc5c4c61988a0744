"""Downloading one file: resumed, checked against its digest, and only then put in its place.

The client is the standard library's: resuming, checking and placing are our own work with httpx or
requests too, and pooch does not resume, while urllib has the proxies, redirects and read timeouts.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Protocol

from multipolar.errors import DataError, NotWritable
from multipolar.sources.base import RawFile, Source
from multipolar.sources.raw import ENVIRONMENT, sha256_of
from multipolar.sources.status import mismatch, part_of, where_to_put

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector

_LONGEST_WAIT = 60.0
_AGAIN = frozenset({408, 425, 429})
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


class DiskFull(NotWritable):
    """There is no space left for a file."""


class DownloadFailed(DataError):
    """A file could not be downloaded; carries its ``url`` and the HTTP ``status``, if any."""

    def __init__(self, message: str, path: Path, url: str, status: int | None = None) -> None:
        super().__init__(message, path)
        self.url = url
        self.status = status


class WrongDownload(DownloadFailed):
    """The address serves another file than the pinned one; carries ``expected`` and ``found``."""

    def __init__(self, message: str, path: Path, url: str, expected: str, found: str) -> None:
        super().__init__(message, path, url)
        self.expected = expected
        self.found = found


class Step(StrEnum):
    """What an event tells."""

    START = "start"
    ADVANCE = "advance"
    RETRY = "retry"
    END = "end"


@dataclass(frozen=True, slots=True)
class Event:
    """A step in fetching a file; ``received`` counts the bytes on disk, and falls on a restart."""

    step: Step
    source: Source
    file: RawFile
    received: int
    message: str = ""


class Report(Protocol):
    """What is told of each step: a progress bar, a log, or nothing."""

    def __call__(self, event: Event, /) -> None:
        """Take note of one event."""


def silent(event: Event, /) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Session:
    """What all downloads of one fetch share."""

    report: Report
    retries: int
    timeout: float
    backoff: float
    chunk: int
    unreachable: set[str] = field(default_factory=set)
    """Hosts that no attempt has reached: later files from there are tried once only."""
    opener: OpenerDirector | None = None


@dataclass(slots=True)
class Job:
    """The download of one file."""

    source: Source
    file: RawFile
    path: Path
    session: Session
    attempts: int = 0

    @property
    def part(self) -> Path:
        """Where the unfinished download lies."""
        return part_of(self.path)

    @property
    def held(self) -> int:
        """Bytes of an unfinished download that can go on."""
        try:
            return self.part.stat().st_size
        except OSError:
            return 0

    @property
    def host(self) -> str:
        """Server of the address."""
        return self.file.url.split("/")[2]

    def tell(self, step: Step, message: str = "") -> None:
        """Report a step."""
        self.session.report(Event(step, self.source, self.file, self.held, message))

    def drop(self) -> None:
        """Remove the unfinished download."""
        with writing(self.path):
            self.part.unlink(missing_ok=True)


class _Broken(Exception):
    """An attempt failed in a way that may pass."""

    def __init__(
        self, why: str, *, wait: float = 0.0, reached: bool = True, whole: bool = False
    ) -> None:
        super().__init__(why)
        self.wait = wait
        self.reached = reached
        self.whole = whole
        """Whether the server declares that this was all of its file."""


def bring(job: Job) -> None:
    """Download until the unfinished file has the pinned digest, or give up with the reason."""
    session, file, failures, mixed = job.session, job.file, 0, False
    while True:
        job.attempts += 1
        try:
            from_one_answer = _transfer(job)
        except _Broken as reason:
            failures += 1
            if failures > (0 if job.host in session.unreachable else session.retries):
                raise _given_up(job, reason) from reason
            wait = session.backoff * 2 ** (failures - 1)
            wait = min(max(wait, reason.wait), _LONGEST_WAIT)
            job.tell(Step.RETRY, f"{reason}: trying again in {wait:.3g} s")
            sleep(wait)
            continue
        with writing(job.path):
            size, digest = job.held, sha256_of(job.part)
        if digest == file.sha256:
            return
        job.drop()
        if from_one_answer or mixed:
            raise _wrong(job, size, digest)
        mixed = True
        job.tell(Step.RETRY, "the pieces do not make the pinned file: starting over")


def _transfer(job: Job) -> bool:
    """Receive what the unfinished file lacks; whether all of it came in one answer."""
    if job.held > job.file.size:
        job.drop()
    held = job.held
    if held == job.file.size:
        return False
    with closing(_blocks(job, held)) as blocks:
        start, _ = next(blocks)
        with writing(job.path):
            stream = job.part.open("ab" if start else "wb", buffering=0)
        with stream:
            job.tell(Step.ADVANCE)
            for _, block in blocks:
                with writing(job.path):
                    rest = memoryview(block)
                    while rest:
                        rest = rest[stream.write(rest) :]
                job.tell(Step.ADVANCE)
    return start == 0


def place(job: Job) -> None:
    """Move the finished download to its place, on disk before it is named."""
    with writing(job.path):
        with job.part.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(job.part, job.path)
        with suppress(OSError):  # folders cannot be opened everywhere
            handle = os.open(job.path.parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


# ------------------------------------------------------------------ HTTP
def _blocks(job: Job, held: int) -> Generator[tuple[int, bytes], None, None]:
    """Yield offset and bytes of what the server sends; at first its offset, without bytes.

    Raises
    ------
    _Broken
        If the attempt failed in a way that may pass.
    DownloadFailed
        If another attempt would fail alike.
    """
    from http.client import HTTPException, InvalidURL
    from ssl import SSLCertVerificationError
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    headers = {"User-Agent": "multipolar"} | ({"Range": f"bytes={held}-"} if held else {})
    size, session, reached = job.file.size, job.session, False
    try:
        request = Request(job.file.url, headers=headers)
        with _opener(session).open(request, timeout=session.timeout) as response:
            reached = True
            start = at = _begins(job, response, held)
            yield at, b""
            while at < size and (block := response.read1(min(session.chunk, size - at))):
                yield at, block
                at += len(block)
            if at < size:
                whole = response.length == 0 and start == 0
                raise _Broken(f"the answer ended after {at} of {size} bytes", whole=whole)
    except HTTPError as reason:
        reason.close()
        raise _refused(job, reason, held) from reason
    except (ValueError, InvalidURL) as reason:
        raise _impossible(job, f"the address is not valid: {reason}") from reason
    except (OSError, HTTPException) as reason:
        cause = reason.reason if isinstance(reason, URLError) else reason
        if isinstance(cause, TimeoutError):
            why = f"the server stalled: nothing came for {session.timeout:g} s"
            raise _Broken(why, reached=reached) from reason
        if isinstance(cause, str | SSLCertVerificationError):
            raise _impossible(job, str(cause)) from reason
        why = "the connection broke off" if reached else "the server cannot be reached"
        raise _Broken(f"{why}: {cause}", reached=reached) from reason


def _opener(session: Session) -> OpenerDirector:
    """Client for http and https alone, through the proxies that the environment names."""
    if session.opener is None:
        from urllib import request

        session.opener = request.OpenerDirector()
        for handler in (
            request.ProxyHandler(),
            request.UnknownHandler(),
            request.HTTPHandler(),
            request.HTTPSHandler(),
            request.HTTPDefaultErrorHandler(),
            request.HTTPRedirectHandler(),
            request.HTTPErrorProcessor(),
        ):
            session.opener.add_handler(handler)
    return session.opener


def _begins(job: Job, response: HTTPResponse, held: int) -> int:
    """Offset at which an answer begins: what is held if the server goes on from there, or 0."""
    if response.status != 206:
        return 0
    unit, _, span = (response.headers.get("Content-Range") or "").partition(" ")
    if unit != "bytes" or span.partition("-")[0] != str(held):
        job.drop()
        raise _Broken("the server sent another part of the file than the one asked for")
    return held


def _refused(job: Job, answer: HTTPError, held: int) -> Exception:
    """Make the error for an answer other than success."""
    if answer.code == 416 and held:
        job.drop()
        _, _, total = (answer.headers.get("Content-Range") or "").partition("/")
        if total.isdecimal() and int(total) != job.file.size:
            return _wrong(job, int(total))
        return _Broken("the server cannot go on where the download was broken off")
    said = f"the server answered {answer.code} {answer.reason}"
    if answer.code in _AGAIN or answer.code >= 500:
        pause = answer.headers.get("Retry-After") or ""
        return _Broken(said, wait=float(pause) if pause.isdecimal() else 0.0)
    return _impossible(job, said, answer.code)


# ------------------------------------------------------------------ errors
def _given_up(job: Job, reason: _Broken) -> DownloadFailed:
    """Make the error after the last attempt."""
    if not reason.reached:
        job.session.unreachable.add(job.host)
    held = job.held
    if reason.whole:
        job.drop()
        return _wrong(job, held)
    kept = f"fetch again to go on after {held} bytes" if held else "fetch again later"
    times = f"{job.attempts} attempt{'s' if job.attempts > 1 else ''}"
    return DownloadFailed(
        f"raw file {job.file.path} could not be downloaded from {job.file.url} in {times} "
        f"({reason}): {kept}, or {where_to_put(job.source, job.file, job.path)}",
        job.path,
        job.file.url,
    )


def _impossible(job: Job, why: str, status: int | None = None) -> DownloadFailed:
    """Make the error for an address that will not give the file."""
    address = job.source.home or job.file.url
    return DownloadFailed(
        f"raw file {job.file.path} cannot be downloaded from {job.file.url} ({why}): "
        f"{where_to_put(job.source, job.file, job.path, address)}",
        job.path,
        job.file.url,
        status,
    )


def _wrong(job: Job, size: int, digest: str = "") -> WrongDownload:
    """Make the error for another file than the pinned one, with what was expected and found."""
    address = job.source.home or job.file.url
    return WrongDownload(
        f"raw file {job.file.path} was not placed, as {job.file.url} serves another file than the "
        f"pinned one ({mismatch(job.file, size, digest)}): "
        f"{where_to_put(job.source, job.file, job.path, address)}",
        job.path,
        job.file.url,
        job.file.sha256,
        digest,
    )


# ------------------------------------------------------------------ the folder
@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure to write into an error that names the folder and the mend."""
    try:
        yield
    except OSError as reason:
        folder = path.parent
        if reason.errno in _NO_SPACE:
            raise DiskFull(
                f"there is no space left in {folder} for {path.name}: free some and fetch again "
                f"to go on, or set {ENVIRONMENT} to a folder with more",
                folder,
            ) from reason
        raise NotWritable(
            f"cannot write to {folder} ({reason.strerror or reason}): make it writable, or set "
            f"{ENVIRONMENT} to a folder that is",
            folder,
        ) from reason

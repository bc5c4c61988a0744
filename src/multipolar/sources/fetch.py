"""Fetching raw files from their pinned addresses: which are wanted, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from multipolar.errors import BuildBusy, DataError, RawFileDamaged
from multipolar.sources.base import RawFile, Source, Terms
from multipolar.sources.download import (
    Event,
    Job,
    Report,
    Session,
    Step,
    bring,
    place,
    silent,
    writing,
)
from multipolar.sources.raw import ENVIRONMENT
from multipolar.sources.status import FileState, file_status, where_to_put

LOCK = ".fetch.lock"


class FetchBusy(BuildBusy):
    """Another fetch is writing to the same folder."""


class PlaceByHand(DataError):
    """A file whose terms or address allow no download: the user puts it in its place."""


class Fate(StrEnum):
    """What became of a file."""

    FETCHED = "fetched"
    PRESENT = "present"
    """It was there already, with the pinned digest."""
    BY_HAND = "by hand"
    """It is never downloaded; the error says where to get it and where to put it."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its fate, the error if it is not there, and the attempts made."""

    source: Source
    file: RawFile
    path: Path
    fate: Fate
    error: DataError | None = None
    attempts: int = 0

    @property
    def ok(self) -> bool:
        """Whether the pinned file is in its place."""
        return self.error is None


def fetch(
    sources: Iterable[Source],
    folder: Path,
    *,
    report: Report = silent,
    replace: bool = False,
    retries: int = 3,
    timeout: float = 30.0,
    backoff: float = 1.0,
    chunk: int = 1 << 16,
) -> list[Outcome]:
    """Bring every raw file of the sources into the folder, and say what became of each.

    A file that is there with the pinned digest is left alone. A download goes to ``<name>.part``
    and takes its place when its digest is the pinned one; what was broken off goes on from there.

    Parameters
    ----------
    sources
        Whose files to fetch.
    folder
        Folder of raw files; made if it does not exist.
    report
        Called with each `Event`.
    replace
        Whether a file that is there with another digest is replaced, once the download is complete.
    retries
        How often a file is tried again after a failure that may pass.
    timeout
        Seconds without a byte after which a connection counts as stalled.
    backoff
        Seconds before the first retry; doubled with each, up to a minute.
    chunk
        Largest number of bytes taken at a time.

    Returns
    -------
    list of Outcome
        One for each file, in the order of the sources; a failure does not stop the others.

    Raises
    ------
    FetchBusy
        If another fetch is writing to the folder.
    NotWritable
        If the folder cannot be made or written to.
    """
    folder = Path(folder).expanduser().absolute()
    session = Session(report, retries, timeout, backoff, chunk)
    wanted = [(source, file) for source in sources for file in source.files]
    outcomes = [_settled(folder, source, file, replace) for source, file in wanted]
    if None in outcomes:
        with _locked(folder):
            return [
                _ended(outcome or _fetched(folder, source, file, replace, session), report)
                for outcome, (source, file) in zip(outcomes, wanted, strict=True)
            ]
    return [_ended(outcome, report) for outcome in outcomes if outcome]


# ------------------------------------------------------------------ one file
def _settled(folder: Path, source: Source, file: RawFile, replace: bool) -> Outcome | None:
    """Outcome for a file that needs no download or may not have one, else None."""
    found = file_status(folder, source, file, verify=True)
    path = found.path
    if found.state is FileState.PRESENT:
        return Outcome(source, file, path, Fate.PRESENT)
    local = source.terms is Terms.LOCAL
    if found.state is FileState.DAMAGED and (local or not replace or found.size is None):
        advice = "" if local or found.size is None else ", or allow the fetch to replace it"
        damaged = RawFileDamaged(found.reason + advice, path, file.sha256, found.digest)
        return Outcome(source, file, path, Fate.FAILED, damaged)
    if local or not file.url.startswith(("https://", "http://")):
        why = "its terms allow no download" if local else "it has no address on the web"
        mend = where_to_put(source, file, path)
        by_hand = PlaceByHand(f"raw file {file.path} is placed by hand, as {why}: {mend}", path)
        return Outcome(source, file, path, Fate.BY_HAND, by_hand)
    return None


def _fetched(
    folder: Path, source: Source, file: RawFile, replace: bool, session: Session
) -> Outcome:
    """Download one file under the lock, unless another fetch has brought it in the meantime."""
    if settled := _settled(folder, source, file, replace):
        return settled
    job = Job(source, file, folder / file.path, session)
    try:
        with writing(job.path):
            job.path.parent.mkdir(parents=True, exist_ok=True)
        job.tell(Step.START)
        bring(job)
        place(job)
    except DataError as reason:
        return Outcome(source, file, job.path, Fate.FAILED, reason, job.attempts)
    return Outcome(source, file, job.path, Fate.FETCHED, None, job.attempts)


def _ended(outcome: Outcome, report: Report) -> Outcome:
    size = outcome.file.size if outcome.ok else 0
    message = str(outcome.error or outcome.fate)
    report(Event(Step.END, outcome.source, outcome.file, size, message))
    return outcome


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against a second fetch."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    with writing(folder / LOCK):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as reason:
            raise FetchBusy(
                f"another fetch is writing to {folder}: wait for it to end, or set {ENVIRONMENT} "
                "to another folder",
                folder,
            ) from reason
    try:
        yield
    finally:
        lock.release()

"""What can go wrong, as classes that carry the facts of the failure as data.

Every message is one sentence that names the thing, the reason and the mend.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class MultipolarError(Exception):
    """Anything this package refuses to do; ``str(error)`` is one clear sentence."""


# ----------------------------------------------------------------- states
class StateError(MultipolarError):
    """A state could not be resolved; carries the ``query`` as it was given."""

    def __init__(self, message: str, query: str) -> None:
        super().__init__(message)
        self.query = query


class UnknownState(StateError):
    """No state, past or present, goes by this name or code; ``nearest`` are suggestions."""

    def __init__(self, query: str, nearest: Sequence[str]) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no state is known as {query!r}{hint}", query)
        self.nearest = tuple(nearest)


class AmbiguousState(StateError):
    """The name fits several states at that date; ``choices`` are inputs that are not ambiguous."""

    def __init__(self, query: str, choices: Sequence[str]) -> None:
        super().__init__(f"{query!r} is ambiguous: choose {' or '.join(choices)}", query)
        self.choices = tuple(choices)


class NotAState(StateError):
    """A known entity that is no member of the state system at that date, with the reason."""

    def __init__(self, query: str, reason: str, ccode: int | None = None) -> None:
        super().__init__(reason, query)
        self.reason = reason
        self.ccode = ccode


class SameState(StateError):
    """A dyad was asked for with one state on both sides."""


# ----------------------------------------------------------------- questions
class QuestionError(MultipolarError):
    """A request that cannot be met as it was put."""


class UnknownIndicator(QuestionError):
    """No indicator of this name is declared; ``nearest`` are suggestions."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no indicator is called {name!r}{hint} (see: multipolar indicators)")
        self.name = name
        self.nearest = tuple(nearest)


class WrongUnit(QuestionError):
    """The indicator describes another unit of analysis than the one asked for."""


class BadYear(QuestionError):
    """A year or range of years that makes no sense: inverted, in the future, after ``as_of``."""


class BadOption(QuestionError):
    """An option that this indicator does not have, or a value that the option does not take."""


# ----------------------------------------------------------------- data
class DataError(MultipolarError):
    """Something is wrong with a file; carries its ``path``."""

    def __init__(self, message: str, path: Path | None = None) -> None:
        super().__init__(message)
        self.path = path


class RawFileMissing(DataError):
    """A raw file is not in the data folder."""


class RawFileDamaged(DataError):
    """A raw file is not the pinned one, or cannot be read; carries what was expected and found."""

    def __init__(self, message: str, path: Path, expected: str = "", found: str = "") -> None:
        super().__init__(message, path)
        self.expected = expected
        self.found = found


class BrokenTable(DataError):
    """A table that a reader produced breaks its own contract (keys, codes, ranges)."""


class ReleaseMissing(DataError):
    """There is no data release where one was expected."""


class ReleaseDamaged(DataError):
    """A file of the data release does not match its manifest, or cannot be read."""


class ReleaseTooNew(DataError):
    """The data release has a schema that this version of the code does not know."""


class BuildBusy(DataError):
    """Another build is writing to the same place."""


class NotWritable(DataError):
    """A file or folder cannot be written to."""


class NoSuchPlace(NotWritable):
    """The place named for an answer is no place for it: no such folder, or a file in its stead."""

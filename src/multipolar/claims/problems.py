"""What is wrong with a claims file: all of it at once, each with the claim and the key."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from multipolar.errors import QuestionError

MOST_SHOWN = 40
"""So many mistakes are listed; of the rest the number is told."""
MOST_QUOTED = 60
"""Longest quotation of what a file holds."""


class Problem(NamedTuple):
    """One mistake: the claim (empty for the file), the key, and what is wrong with it."""

    claim: str
    key: str
    message: str

    def __str__(self) -> str:
        """Claim, key and message on one line."""
        where = ", ".join(part for part in (self.claim, self.key) if part)
        return f"{where}: {self.message}" if where else self.message


class ClaimsError(QuestionError):
    """A claims file that cannot be checked; carries all ``problems`` that were found."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        count = len(problems)
        listed = [f"  {problem}" for problem in problems[:MOST_SHOWN]]
        if count > MOST_SHOWN:
            listed.append(f"  and {count - MOST_SHOWN:,} more")
        noun = "mistake" if count == 1 else "mistakes"
        super().__init__("\n".join([f"{file} has {count:,} {noun}:", *listed]))
        self.file = file
        self.problems = tuple(problems)


class NotReadable(ClaimsError):
    """A claims file that cannot be opened, or is none: a folder."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)
        self.problems = ()


class UnknownPaper(QuestionError):
    """No claims file of this name is in the package, and none lies there; ``nearest`` are names."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        listed = list(known)
        close = difflib.get_close_matches(name, listed, n=3, cutoff=0.4) or listed
        super().__init__(
            f"there is no claims file {name!r}: give the path of a file, or one of "
            f"{', '.join(close)} (see: multipolar claims list)"
        )
        self.name = name
        self.nearest = tuple(close)


@dataclass
class Site:
    """A place in a claims file, where mistakes are noted down.

    Attributes
    ----------
    claim, path
        Identifier of the claim, and the keys that lead to the place.
    found
        All mistakes so far, shared by all places of a file.
    written
        Year of the paper, in which states are looked up; None while it is not known.
    in_forecast
        Whether the place is inside a forecast, whose horizon is the default of its years.
    """

    claim: str = ""
    path: tuple[str, ...] = ()
    found: list[Problem] = field(default_factory=list)
    written: int | None = None
    in_forecast: bool = False

    def at(self, name: str) -> Site:
        """The place under a key."""
        return Site(self.claim, (*self.path, name), self.found, self.written, self.in_forecast)

    def inside_forecast(self) -> Site:
        """The same place, inside a forecast."""
        return Site(self.claim, self.path, self.found, self.written, True)

    def wrong(self, message: str) -> None:
        """Note a mistake."""
        self.found.append(Problem(self.claim, ".".join(self.path), message))


def quoted(value: object) -> str:
    """What a file holds, short enough for a message."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 3]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest of some words, or nothing."""
    close = difflib.get_close_matches(word[:80], list(known), n=3, cutoff=0.5)
    return f"; nearest: {', '.join(close)}" if close else ""

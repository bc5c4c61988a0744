"""A paper and its claims, as a claims file declares them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from multipolar.claims.keys import NOTHING, TEXT, TEXTS, Takes, build, key, one_of
from multipolar.claims.kinds import TEST, Combination, Forecast, Test, Untestable
from multipolar.claims.problems import Problem, Site, quoted
from multipolar.claims.times import DAY
from multipolar.years import this_year

TYPES = ("trend", "comparison", "structural", "prediction")
"""Something moved; something is larger or otherwise than something else; something follows from
something; something will be."""
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}$")


def _identifier(raw: Any, site: Site) -> Any:
    if isinstance(raw, str) and _IDENTIFIER.match(raw):
        return raw
    site.wrong(f"{quoted(raw)} is no identifier: letters, digits, - and _, up to 20 of them")
    return NOTHING


def _name(raw: Any, site: Site) -> Any:
    if isinstance(raw, str) and re.match(r"[a-z0-9][a-z0-9-]{0,59}$", raw):
        return raw
    site.wrong(f"{quoted(raw)} is no name: small letters, digits and -, up to 60 of them")
    return NOTHING


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim."""

    id: str = key(Takes("letters and digits", _identifier), "short name, unique in the file")
    paraphrase: str = key(TEXT, "the claim in your own words, one sentence")
    type: str = key(one_of(*TYPES), "what sort of claim it is")
    refuted_if: str = key(TEXT, "what would refute it, in words")
    theme: str = key(TEXT, "a word for the subject", "")
    note: str = key(TEXT, "what a reader should know: proxies, corrections, choices", "")
    test: Test = key(TEST, "the test, a table `[claim.test]`")

    def check(self, site: Site) -> None:
        """Note where type and test contradict each other."""
        if isinstance(self.test, Untestable):
            return
        future = _forecasts(self.test)
        if self.type == "prediction" and not future:
            site.at("type").wrong("a prediction needs a forecast, in its test or one of the parts")
        if self.type != "prediction" and isinstance(self.test, Forecast):
            site.at("type").wrong(f"{self.type!r} contradicts its test, which is a forecast")


def _forecasts(test: Test) -> bool:
    if isinstance(test, Combination):
        return any(_forecasts(part) for part in test.parts)
    return isinstance(test, Forecast)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper: where it was published, when it was written, and what it claims."""

    name: str = key(Takes("letters and digits", _name), "short name")
    title: str = key(TEXT, "title")
    authors: tuple[str, ...] = key(TEXTS, "authors, family name first")
    container: str = key(TEXT, "journal, magazine or book", "")
    volume: str = key(TEXT, "volume", "")
    number: str = key(TEXT, "number", "")
    publisher: str = key(TEXT, "publisher", "")
    url: str = key(TEXT, "where it can be read", "")
    written: date = key(DAY, "when it was written: what is later its authors could not know")
    about: str = key(TEXT, "the relationship or subject, in a few words", "")
    claims: tuple[Claim, ...] = ()

    @property
    def year(self) -> int:
        """Year in which it was written."""
        return self.written.year

    def claim(self, identifier: str) -> Claim | None:
        """The claim of an identifier, case apart."""
        wanted = identifier.casefold()
        return next((one for one in self.claims if one.id.casefold() == wanted), None)

    @property
    def citation(self) -> str:
        """Author, year, title and where, on one line."""
        where = " ".join(
            part
            for part in (
                self.container,
                f"{self.volume}({self.number})" if self.volume and self.number else self.volume,
            )
            if part
        )
        parts = [f"{'; '.join(self.authors)} ({self.year})", self.title, where, self.publisher]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def check(self, site: Site) -> None:
        """Note an impossible date."""
        if self.year > this_year():
            site.at("written").wrong(f"{self.written.isoformat()} lies in the future")


def read_paper(
    table: dict[str, Any], lines: Sequence[int] = ()
) -> tuple[Paper | None, list[Problem]]:
    """Make a paper of the table of a file.

    Parameters
    ----------
    table
        What the file holds.
    lines
        Lines on which its claims begin, where they are known.

    Returns
    -------
    Paper or None
        None if anything is wrong.
    list of Problem
        All mistakes, in the order of the file.
    """
    site = Site()
    for name in table:
        if name not in ("paper", "claim"):
            site.at(str(name)[:40]).wrong("no such table: a file has [paper] and [[claim]]")
    head = Site(path=("paper",), found=site.found)
    if "paper" not in table:
        head.wrong("is missing: title, authors, written and so on")
    paper = build(Paper, table["paper"], head, {"claims": NOTHING}) if "paper" in table else None
    raw = table.get("claim")
    known = lines if isinstance(raw, list) and len(lines) == len(raw) else ()
    claims = _claims(raw, site, None if paper is None else paper.year, known)
    if site.found or paper is None:
        return None, site.found
    import dataclasses

    return dataclasses.replace(paper, claims=claims), []


def _claims(raw: Any, site: Site, written: int | None, lines: Sequence[int]) -> tuple[Claim, ...]:
    if isinstance(raw, dict):
        site.at("claim").wrong("is a single table: write [[claim]], in two pairs of brackets")
        return ()
    if not isinstance(raw, list) or not raw:
        site.at("claim").wrong("is missing: a file has at least one table [[claim]]")
        return ()
    found: list[Claim] = []
    places: dict[str, list[int]] = {}
    for place, item in enumerate(raw):
        label = _where([place], lines)
        named = isinstance(item, dict) and isinstance(item.get("id"), str)
        if named and _IDENTIFIER.match(item["id"]):
            same = places.setdefault(item["id"].casefold(), [])
            label = f"{item['id']}, {label}" if same else item["id"]
            same.append(place)
        made = build(Claim, item, Site(claim=label, found=site.found, written=written))
        if made is not None:
            found.append(made)
    for shared in places.values():
        if len(shared) > 1:
            name = raw[shared[0]]["id"]
            Site(claim=name, path=("id",), found=site.found).wrong(
                f"{_where(shared, lines)} have the same id {name!r}: give each its own"
            )
    return tuple(found)


MOST_PLACES = 5
"""So many claims of one id are listed."""


def _where(places: Sequence[int], lines: Sequence[int]) -> str:
    """Claims by their place in the file: ``claims 1 and 3 (lines 8 and 31)``."""

    def listed(word: str, numbers: list[int]) -> str:
        shown = [str(number) for number in numbers[:MOST_PLACES]]
        if len(numbers) > MOST_PLACES:
            shown.append(f"{len(numbers) - MOST_PLACES:,} more")
        first = ", ".join(shown[:-1])
        return f"{word}s {first} and {shown[-1]}" if first else f"{word} {shown[0]}"

    told = listed("claim", [place + 1 for place in places])
    return f"{told} ({listed('line', [lines[place] for place in places])})" if lines else told

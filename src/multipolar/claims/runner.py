"""Checking a paper's claims as of a year."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from multipolar.claims.found import Found, undetermined
from multipolar.claims.kinds import (
    Association,
    Break,
    Change,
    Combination,
    Comparison,
    Conditional,
    Count,
    FactTest,
    Forecast,
    Level,
    Overlap,
    Rank,
    Ratio,
    Reaction,
    Test,
    Timing,
    Trend,
    Turn,
    Untestable,
    VerdictTest,
)
from multipolar.claims.multiple import Multiplicity, multiplicity
from multipolar.claims.outcome import Outcome
from multipolar.claims.paper import Claim, Paper
from multipolar.claims.series import Look, NotCovered
from multipolar.claims.trials import contrast, event, movement, odds, relation, standing, whole
from multipolar.claims.trials import verdict as verdicts
from multipolar.errors import BadYear, DataError, MultipolarError
from multipolar.panel.release import Release, active
from multipolar.years import check_as_of, this_year

TRIALS: dict[type[Test], Callable[[Any, Look], Found]] = {
    Trend: movement.trend,
    Change: movement.change,
    Turn: movement.turn,
    Level: standing.level,
    Rank: standing.rank,
    Overlap: standing.overlap,
    Comparison: contrast.comparison,
    Ratio: contrast.quotient,
    Break: event.break_at,
    Association: relation.association,
    Reaction: relation.reaction_to,
    Conditional: odds.conditional,
    FactTest: odds.fact,
    Count: odds.count,
    Timing: odds.timing,
    VerdictTest: verdicts.verdict,
}
"""Kinds of tests of one number or record."""
WHOLES: dict[type[Test], Callable[[Any, Look, whole.Run], Found]] = {
    Combination: whole.combination,
    Forecast: whole.forecast,
    Untestable: whole.untestable,
}
"""Kinds made of other tests."""
DECIDED = (Outcome.SUPPORTED, Outcome.REFUTED, Outcome.MIXED)
MOST_BACK = 5
"""So many earlier years are tried to find the last at which data covered a claim."""


@dataclass(frozen=True)
class Result:
    """A claim, and what became of it as of a year.

    Attributes
    ----------
    claim
        The claim.
    as_of
        Year of the question.
    found
        What the test found.
    latest, latest_as_of
        Where data do not cover the claim: what it found at the last year that they do cover, and
        that year.
    """

    claim: Claim
    as_of: int
    found: Found
    latest: Found | None = None
    latest_as_of: int | None = None

    @property
    def outcome(self) -> Outcome:
        """The outcome."""
        return self.found.outcome

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "id": self.claim.id,
            "type": self.claim.type,
            "theme": self.claim.theme,
            "paraphrase": self.claim.paraphrase,
            "refuted_if": self.claim.refuted_if,
            "note": self.claim.note,
            "as_of": self.as_of,
            **self.found.to_dict(),
            "latest": None if self.latest is None else self.latest.to_dict(),
            "latest_as_of": self.latest_as_of,
        }


@dataclass(frozen=True)
class Report:
    """All claims of a paper as of a year.

    Attributes
    ----------
    paper
        The paper.
    as_of
        Year of the question.
    results
        One for each claim, in the order of the file.
    multiplicity
        What testing so many does.
    data_version
        Version of the data release.
    """

    paper: Paper
    as_of: int
    results: tuple[Result, ...]
    multiplicity: Multiplicity
    data_version: str

    @property
    def score(self) -> dict[Outcome, int]:
        """Number of claims by outcome."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted.get(outcome, 0) for outcome in Outcome}

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources of all results."""
        both = [one for r in self.results for one in (r.found, r.latest) if one is not None]
        return tuple(dict.fromkeys(key for one in both for key in one.all_origins))

    def result(self, identifier: str) -> Result:
        """Result of a claim.

        Raises
        ------
        KeyError
            If the paper has no such claim.
        """
        for result in self.results:
            if result.claim.id.casefold() == identifier.casefold():
                return result
        raise KeyError(identifier)

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "paper": {
                "name": self.paper.name,
                "citation": self.paper.citation,
                "written": self.paper.written.isoformat(),
            },
            "as_of": self.as_of,
            "score": {outcome.value: number for outcome, number in self.score.items()},
            "claims": [result.to_dict() for result in self.results],
            "multiple_testing": self.multiplicity.to_dict(),
            "origins": list(self.origins),
            "data_version": self.data_version,
        }


def check(
    paper: Paper,
    as_of: int | None = None,
    *,
    only: str | None = None,
    release: Release | None = None,
) -> Report:
    """Check the claims of a paper.

    Parameters
    ----------
    paper
        The paper, by `multipolar.claims.load`.
    as_of
        Nothing observed after this year is used; this year by default.
    only
        Identifier of one claim, to check no other.
    release
        Data release, the active one by default.

    Raises
    ------
    BadYear
        If the year lies before the paper was written, or in the future.
    """
    year = this_year() if as_of is None else check_as_of(as_of)
    assert year is not None
    if year < paper.year:
        raise BadYear(
            f"the claims of {paper.name} were written in {paper.year}: ask as of that year or later"
        )
    look = Look(year, paper.year, active() if release is None else release)
    wanted = [one for one in paper.claims if only is None or one.id.casefold() == only.casefold()]
    results = tuple(_result(claim, look) for claim in wanted)
    pairs = [(result.claim.id, result.found) for result in results]
    return Report(paper, year, results, multiplicity(pairs), look.release.version)


def _result(claim: Claim, look: Look) -> Result:
    found = run(claim.test, look)
    if found.outcome is not Outcome.UNDETERMINED:
        return Result(claim, look.as_of, found)
    latest, year = _latest(claim, found, look)
    return Result(claim, look.as_of, found, latest, year)


def _latest(claim: Claim, found: Found, look: Look) -> tuple[Found | None, int | None]:
    """What the test gave at the last year, after the paper, at which data covered it.

    Years at which the data of one of its parts end are tried, the last first, until the claim is
    decided or none of its parts lacks data any more.
    """
    tried, ends = look.as_of, set[int]()
    for _ in range(MOST_BACK):
        ends |= {one.ends for one in found.leaves if one.ends is not None}
        tried = max((year for year in ends if look.written < year < tried), default=0)
        if not tried:
            return None, None
        found = run(claim.test, dataclasses.replace(look, as_of=tried))
        lacking = any(one.ends is not None for one in found.leaves)
        if found.outcome in DECIDED or not (lacking or found.outcome is Outcome.OPEN):
            return found, tried
    return None, None


def run(test: Test, look: Look) -> Found:
    """Run one test; what data do not cover is undetermined, with the reason."""
    try:
        if type(test) in WHOLES:
            return WHOLES[type(test)](test, look, run)
        return TRIALS[type(test)](test, look)
    except NotCovered as gap:
        return undetermined(test, gap.reason, gap.ends, origins=gap.origins)
    except DataError:
        raise
    except MultipolarError as error:
        return undetermined(test, str(error))

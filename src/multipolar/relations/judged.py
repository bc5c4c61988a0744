"""The verdict on a pair as an assessment shows it: with what would change it, and its course."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from multipolar.estimate import Status
from multipolar.states.pair import Pair
from multipolar.verdict.explain import Closer, Firmness, Likeness, alike, closer, firmness
from multipolar.verdict.features import FIRST_YEAR
from multipolar.verdict.judge import course

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.verdict.judgement import Sight, Verdict

BACK = 30
"""Years of the course before the question."""
NEAR = 5
"""Years before the question among which the last with enough evidence is looked for first."""
CLEAR = 0.8
"""A class leads clearly if it is the likeliest with at least this probability."""
A = {
    "alliance": "a strategic alliance",
    "partnership": "an aligned partnership",
    "opportunism": "an axis of opportunism",
    "transactional": "a transactional relationship",
    "rivalry": "a rivalry",
    "indifference": "indifference",
}
"""The classes in a sentence."""
RESTS_ON: dict[str, tuple[str, ...]] = {
    "votes": ("un-votes", "un-votes-2024", "un-library-2025"),
    "treaty": ("atop",),
    "practice": ("mme", "dcad"),
    "trade": ("cow-trade",),
    "institutions": ("cow-igo",),
    "narrative": ("un-debate",),
    "hostility": ("tss-rivalries", "cow-mid"),
}
"""Sources of each layer."""
ALWAYS = ("nmc", "vdem", "geodist", "cow-contiguity")
"""Sources of power, regimes and nearness."""


@dataclass(frozen=True)
class Judged:
    """The verdict of the year of the question, and of the last year with enough evidence.

    Attributes
    ----------
    pair
        The states.
    asked
        Verdict of the year of the question.
    shown
        The one whose probabilities are shown: that of the question, or of the last year with
        enough evidence; None where there was none, or no probability is known.
    """

    pair: Pair
    asked: Verdict
    shown: Verdict | None
    release: Release = field(repr=False, compare=False)

    @property
    def sight(self) -> Sight | None:
        """The headline: the model that is blind to treaties, at the year shown."""
        return None if self.shown is None else self.shown.blind

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the sources of the predictors."""
        if self.shown is None or self.shown.layers is None:
            return ()
        from multipolar.sources.catalog import SOURCES

        year = self.shown.year
        seen = [RESTS_ON[name] for name, last in self.shown.layers.items() if last is not None]
        keys = (*(key for keys in seen for key in keys), *ALWAYS)
        return tuple(key for key in keys if (SOURCES[key].coverage.first or year) <= year)

    @cached_property
    def course(self) -> tuple[Verdict, ...]:
        """Verdicts of thirty years up to the question, those without probabilities left out."""
        found = _course(self.pair, BACK, self.asked.as_of, self.release)
        return tuple(verdict for verdict in found if verdict.blind is not None)

    @cached_property
    def closer(self) -> Closer | None:
        """What would have to change for the next closer class."""
        return None if self.shown is None else closer(self.shown, self.release)

    @cached_property
    def alike(self) -> tuple[Likeness, ...]:
        """The nearest reference relationships of other pairs."""
        return () if self.shown is None else alike(self.shown, self.release)

    @cached_property
    def firmness(self) -> Firmness | None:
        """Which fields could be dropped or reweighted without changing the leading class."""
        return None if self.shown is None else firmness(self.shown, self.release)

    @property
    def sentence(self) -> str:
        """The verdict in one or two plain sentences."""
        if self.sight is None or self.shown is None:
            return f"Insufficient evidence for a verdict. {self.asked.reason}".strip()
        said = _leading(self.sight)
        if self.asked.status is Status.INSUFFICIENT:
            return (
                f"Insufficient evidence for a verdict on {self.asked.year}. In {self.shown.year}, "
                f"the last year with enough, {said}"
            )
        return f"In {self.shown.year} {said}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        shown = self.shown
        return {
            "sentence": self.sentence,
            "status": self.asked.status.value,
            "reason": self.asked.reason,
            "year": self.asked.year,
            "last_year_with_enough": self.asked.last_enough,
            "shown_year": None if shown is None else shown.year,
            "shown": None if shown is None else shown.to_dict(),
            "closer": None if self.closer is None else self.closer.to_dict(),
            "alike": [one.to_dict() for one in self.alike],
            "firmness": None if self.firmness is None else self.firmness.to_dict(),
            "course": [_point(one) for one in self.course],
            "origins": list(self.origins),
        }


def _point(verdict: Verdict) -> dict[str, Any]:
    sight = verdict.blind
    assert sight is not None
    return {
        "year": verdict.year,
        "status": verdict.status.value,
        "leading": sight.leading.kind,
        "probabilities": {chance.kind: chance.value for chance in sight.chances},
    }


def _leading(sight: Sight) -> str:
    """The leading class, and the next where it does not lead clearly."""
    first, second = sight.leading, sight.runner_up
    span = f"probability {first.value:.2f} [{first.low:.2f}, {first.high:.2f}]"
    if first.leads >= CLEAR:
        return f"the data look most like {A[first.kind]} ({span})."
    return (
        f"the data do not tell {A[first.kind]} ({span}) from {A[second.kind]} "
        f"({second.value:.2f} [{second.low:.2f}, {second.high:.2f}])."
    )


def judged(pair: Pair, as_of: int, release: Release) -> Judged:
    """The verdict on a pair.

    Parameters
    ----------
    pair
        The states and the year of the question.
    as_of
        Last year of the reference relationships: the year of the question where the user gave
        one, else today.
    release
        Data release.
    """
    found = _course(pair, NEAR, as_of, release)
    asked = found[-1]
    shown: Verdict | None = asked
    if asked.status is Status.INSUFFICIENT:
        years = {verdict.year: verdict for verdict in found}
        last = asked.last_enough
        if last is not None and last not in years:
            shown = course(pair.one, pair.two, [last], as_of, release)[0]
        else:
            shown = None if last is None else years[last]
    if shown is not None and shown.blind is None:
        shown = None
    return Judged(pair, asked, shown, release)


def _course(pair: Pair, back: int, as_of: int, release: Release) -> tuple[Verdict, ...]:
    first = max(min(FIRST_YEAR, pair.as_of), pair.as_of - back)
    return course(pair.one, pair.two, range(first, pair.as_of + 1), as_of, release)

"""When a claim is supported, refuted or neither: an effect against a region of equivalence.

The region is all that lies nearer to a reference value than the smallest difference that matters
(Lakens 2017; Kruschke 2018). A claim is supported if the whole 90 % interval agrees with it, and
refuted if the whole interval disagrees; an interval that reaches over an edge decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from multipolar.measures.similarity import Z90

Floats = NDArray[np.float64]
INFINITE = float("inf")


class Outcome(StrEnum):
    """What became of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    UNDETERMINED = "undetermined"
    """The interval reaches over an edge, or data do not cover the claim."""
    MIXED = "mixed"
    """Its parts differ."""
    OPEN = "open"
    """A prediction whose time has not begun."""
    UNTESTABLE = "untestable"


class Expect(StrEnum):
    """What a claim says of a number, against a reference value ``than``."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    NOT_MORE = "not more"
    NOT_LESS = "not less"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Effect:
    """A number that a test found.

    Attributes
    ----------
    value, low, high
        The estimate and its 90 % interval; the two ends are the value where nothing was estimated.
    below
        Probability that the true number is below another, by the sampling distribution (a flat
        prior); None where nothing was estimated, also if the number is known within bounds only.
    """

    value: float
    low: float
    high: float
    below: Callable[[float], float] | None

    @property
    def exact(self) -> bool:
        """Whether it was counted or coded, and not estimated."""
        return self.below is None and self.low == self.high

    @property
    def bounded(self) -> bool:
        """Whether it is coded within bounds, between which nothing says what is likelier."""
        return self.below is None and not self.exact


def exact(value: float) -> Effect:
    """A number without sampling error."""
    return Effect(value, value, value, None)


def within(value: float, low: float, high: float) -> Effect:
    """A coded number of which a part is unknown: its bounds, to which no probability belongs."""
    return Effect(value, low, high, None)


def normal(
    value: float, error: float, freedom: float | None = None, up: float | None = None
) -> Effect:
    """An estimate with a standard error, normal or with Student's degrees of freedom.

    Parameters
    ----------
    value, error
        The estimate and its standard error; 0 makes it exact.
    freedom
        Degrees of freedom; None for the normal distribution.
    up
        Another standard error above the value, where the two sides differ.
    """
    above = error if up is None else up
    if error == 0 and above == 0:
        return exact(value)
    if not np.isfinite(error):
        return Effect(value, -INFINITE, INFINITE, lambda x: 0.5)
    from scipy.special import ndtr, stdtr, stdtrit

    quantile = Z90 if freedom is None else float(stdtrit(freedom, 0.95))

    def below(x: float) -> float:
        side = error if x < value else above
        z = (x - value) / side if side else float(np.sign(x - value)) * INFINITE
        return float(ndtr(z) if freedom is None else stdtr(freedom, z))

    return Effect(value, value - quantile * error, value + quantile * above, below)


def drawn(value: float, draws: Floats) -> Effect:
    """An estimate with draws from its distribution; ties count half."""
    known = np.sort(draws[np.isfinite(draws)])
    low, high = np.quantile(known, [0.05, 0.95])

    def below(x: float) -> float:
        under, upto = np.searchsorted(known, [x, np.nextafter(x, INFINITE)])
        return float((under + upto + 1) / (2 * (len(known) + 1)))

    return Effect(value, float(min(low, value)), float(max(high, value)), below)


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome and the numbers behind it.

    Attributes
    ----------
    outcome
        The outcome.
    probability
        That the number lies on the claimed side of the reference value (within the region or the
        bounds for ``same`` and ``between``); None where nothing was estimated.
    wrong
        That the decision is wrong, given the sampling error alone; None where none was taken, or
        nothing was estimated.
    reason
        Why, in words.
    """

    outcome: Outcome
    probability: float | None
    wrong: float | None
    reason: str


Span = tuple[float, float]


def regions(expect: Expect, than: float, upto: float, smallest: float) -> tuple[Span, list[Span]]:
    """Where the claim holds, and where it does not; what lies between them decides nothing."""
    lower, upper = than - smallest, than + smallest
    if expect is Expect.MORE:
        return (upper, INFINITE), [(-INFINITE, upper)]
    if expect is Expect.LESS:
        return (-INFINITE, lower), [(lower, INFINITE)]
    if expect is Expect.NOT_MORE:
        return (-INFINITE, upper), [(upper, INFINITE)]
    if expect is Expect.NOT_LESS:
        return (lower, INFINITE), [(-INFINITE, lower)]
    if expect is Expect.SAME:
        return (lower, upper), [(-INFINITE, lower), (upper, INFINITE)]
    if expect is Expect.ABOVE:
        return (upper, INFINITE), [(-INFINITE, lower)]
    if expect is Expect.BELOW:
        return (-INFINITE, lower), [(upper, INFINITE)]
    return (than, upto), [(-INFINITE, than), (upto, INFINITE)]


def decide(
    effect: Effect, expect: Expect, than: float, smallest: float, upto: float = INFINITE
) -> Decision:
    """Decide a claim about a number.

    Parameters
    ----------
    effect
        The number.
    expect, than
        What is claimed of it, against which reference value.
    smallest
        Smallest difference from the reference value that matters, 0 or more.
    upto
        The other bound, for ``between``.

    Returns
    -------
    Decision
    """
    holds, fails = regions(expect, than, upto, smallest)
    if effect.exact:
        return _decide_exact(effect.value, expect, holds, fails)
    if effect.bounded:
        return _decide_bounded(effect, holds, fails)
    assert effect.below is not None
    probability = _probability(effect.below, expect, than, upto, smallest)
    if _inside(effect, holds):
        chance = effect.below(holds[1]) - effect.below(holds[0])
        words = "the whole interval agrees with the claim"
        return Decision(Outcome.SUPPORTED, probability, _bounded(1 - chance), words)
    for span in fails:
        if _inside(effect, span):
            chance = sum(effect.below(end) - effect.below(start) for start, end in fails)
            words = "the whole interval disagrees with the claim"
            return Decision(Outcome.REFUTED, probability, _bounded(1 - chance), words)
    if not np.isfinite(effect.low):
        words = "the years resemble their neighbours too much for an interval"
    else:
        words = "the interval reaches over the edge of what would matter"
    return Decision(Outcome.UNDETERMINED, probability, None, words)


def _decide_exact(value: float, expect: Expect, holds: Span, fails: list[Span]) -> Decision:
    """Without an interval; on the edge itself a smallest difference that matters is reached."""
    closed = expect not in (Expect.ABOVE, Expect.BELOW)
    if holds[0] < value < holds[1] or (closed and value in holds):
        return Decision(Outcome.SUPPORTED, None, None, "counted, not estimated: it agrees")
    if any(start <= value <= end for start, end in fails):
        return Decision(Outcome.REFUTED, None, None, "counted, not estimated: it disagrees")
    return Decision(Outcome.UNDETERMINED, None, None, "too near to the line to tell")


def _decide_bounded(effect: Effect, holds: Span, fails: list[Span]) -> Decision:
    """Decided where both bounds say the same."""
    if _inside(effect, holds):
        return Decision(Outcome.SUPPORTED, None, None, "coded: both bounds agree")
    if any(_inside(effect, span) for span in fails):
        return Decision(Outcome.REFUTED, None, None, "coded: both bounds disagree")
    return Decision(
        Outcome.UNDETERMINED, None, None, "coded: what is not known of it could turn it"
    )


def _inside(effect: Effect, span: Span) -> bool:
    return span[0] < effect.low and effect.high < span[1]


def _bounded(chance: float) -> float:
    return min(max(chance, 0.0), 1.0)


def _probability(
    below: Callable[[float], float], expect: Expect, than: float, upto: float, smallest: float
) -> float:
    if expect in (Expect.MORE, Expect.ABOVE, Expect.NOT_LESS):
        return _bounded(1 - below(than))
    if expect in (Expect.LESS, Expect.BELOW, Expect.NOT_MORE):
        return _bounded(below(than))
    if expect is Expect.SAME:
        return _bounded(below(than + smallest) - below(than - smallest))
    return _bounded(below(upto) - below(than))

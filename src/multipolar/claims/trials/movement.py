"""Tests of movement over time: trend, change between periods, a new level."""

from __future__ import annotations

import math

import numpy as np

from multipolar.claims.found import Basis, Course, Found, basis, judged
from multipolar.claims.kinds import Change, Trend, Turn
from multipolar.claims.outcome import Effect, Outcome, drawn, exact, normal
from multipolar.claims.quantity import only_quantity
from multipolar.claims.scale import TENTH, Smallest, smallest_difference
from multipolar.claims.series import (
    Look,
    NotCovered,
    Series,
    in_ratios,
    require,
    series_of,
    title_of,
)
from multipolar.errors import QuestionError
from multipolar.measures.changepoints import changes
from multipolar.measures.serial import Line, pooled_difference, trend_line
from multipolar.measures.similarity import MEASURES, Z90

RATIO = Smallest(math.log(TENTH), "a tenth")
LEAST_SERIES = 8
"""Fewer years than this show no new level."""
DRAWS, SEED = 4000, 20141101


def trend(test: Trend, look: Look) -> Found:
    """The change that a line through the years gives from the first to the last."""
    quantity = only_quantity(test)
    first, last = test.years.at(look.as_of, look.horizon)
    found = series_of(quantity, first, last, look)
    require(found, first, last, quantity, look)
    ratio = in_ratios(quantity, found)
    used = found.logged() if ratio else found
    fitted = trend_line(used.years, used.values)
    if fitted is None:
        raise NotCovered(f"{len(used.years)} years are too few for a trend", int(used.years[-1]))
    line, form = fitted
    effect = _of_line(line, float(used.years[-1] - used.years[0]))
    least = RATIO if ratio else smallest_difference(quantity, look, float(found.values.mean()))
    years = f"{int(used.years[0])}-{int(used.years[-1])}"
    how = "fitted change over" if form == "line" else "change from end to end of"
    said = f"{found.title}, {how} {years}"
    note = () if form == "line" else ("it wanders: judged by the scatter of its yearly changes",)
    behind = basis([found], [quantity.indicator], notes=note)
    return judged(test, effect, "change", least, behind, said, ratio=ratio)


def _of_line(line: Line, span: float) -> Effect:
    return normal(line.value * span, line.error * span, line.freedom)


def change(test: Change, look: Look) -> Found:
    """Mean of later years less that of earlier ones, with the interval that suits the data."""
    quantity = only_quantity(test)
    before = test.before.at(look.as_of, look.horizon)
    after = test.after.at(look.as_of, look.horizon)
    if after[0] > look.as_of:
        raise NotCovered(f"{after[0]}-{after[1]} has not begun by {look.as_of}", look.as_of)
    whole = series_of(quantity, before[0], after[1], look)
    early, late = whole.within(*before), whole.within(*after)
    require(early, *before, quantity, look)
    require(late, *after, quantity, look)
    said = f"{whole.title}, {late.span} against {early.span}"
    behind = basis([whole], [quantity.indicator])
    if quantity.alone and quantity.indicator.removeprefix("votes.") in MEASURES:
        effect = _over_roll_calls(test, early, late, look)
        least = smallest_difference(quantity, look, float(whole.values.mean()))
        return judged(test, effect, "change", least, behind, said)
    if whole.kind == "count":
        effect = _of_counts(float(early.values.sum()), len(early.years),
                            float(late.values.sum()), len(late.years))  # fmt: skip
        return judged(test, effect, "times", RATIO, behind, said, ratio=True)
    ratio = in_ratios(quantity, whole)
    least = RATIO if ratio else smallest_difference(quantity, look, float(whole.values.mean()))
    if ratio:
        early, late = early.logged(), late.logged()
    effect = _of_means(early, late)
    return judged(test, effect, "change", least, behind, said, ratio=ratio)


def _over_roll_calls(test: Change, early: Series, late: Series, look: Look) -> Effect:
    """Change of a similarity of votes with its interval by bootstrap over roll calls."""
    from multipolar.relations.change import change as of_votes

    one, two = (side.names[0] for side in test.sets)
    try:
        found = of_votes(
            test.indicator, one, two,
            [int(year) for year in early.years], [int(year) for year in late.years],
            by=test.by, base=test.base, issue=test.issue, pooled=test.pooled,
            as_of=look.as_of, release=look.release,
        )  # fmt: skip
    except QuestionError as error:
        raise NotCovered(str(error), int(late.years[-1])) from error
    shape = normal(found.value, (found.high - found.low) / (2 * Z90))
    return Effect(found.value, found.low, found.high, shape.below)


def _of_counts(before: float, years_before: int, after: float, years_after: int) -> Effect:
    """Logarithm of the ratio of two Poisson rates (Beta, with the prior of Jeffreys)."""
    if before + after == 0:
        return exact(0.0)
    random = np.random.default_rng(SEED)
    share = random.beta(after + 0.5, before + 0.5, DRAWS)
    draws = np.log(share) - np.log1p(-share) - math.log(years_after / years_before)
    return drawn(float(np.median(draws)), draws)


def _of_means(early: Series, late: Series) -> Effect:
    """Difference of means by the scatter of years; by sampling errors where that is larger."""
    value = float(late.values.mean() - early.values.mean())
    sampling = float(np.hypot(*(max(np.nan_to_num(one.mean()[1:])) for one in (early, late))))
    if len(early.values) + len(late.values) < 5 or len(early.values) < 2:
        if sampling == 0:
            return exact(value)
        return normal(value, sampling)
    line = pooled_difference(early.years, early.values, late.years, late.values)
    assert line is not None
    if line.error >= sampling:
        return normal(value, line.error, line.freedom)
    return normal(value, sampling)


def turn(test: Turn, look: Look) -> Found:
    """Probability that a new level began in some years, the claimed way."""
    quantity = only_quantity(test)
    first, last = test.years.at(look.as_of, look.horizon)
    since, until = test.between.at(look.as_of, look.horizon)
    found = series_of(quantity, first, last, look)
    require(found, first, last, quantity, look)
    if len(found.years) < LEAST_SERIES:
        raise NotCovered(f"{len(found.years)} years show no new level", int(found.years[-1]))
    spread = max(float(np.std(found.values)), 1e-9)
    errors = np.nan_to_num((found.down + found.up) / 2, nan=0.05 * spread)
    result = changes(found.values, np.maximum(errors, 0.01 * spread))
    inside = (found.years >= since) & (found.years <= until)
    steps = np.diff(result.level, prepend=result.level[0])
    right = steps > 0 if test.to == "higher" else steps < 0
    chance = float(1 - np.prod(1 - result.probability[inside & right]))
    outcome = Outcome.UNDETERMINED
    if chance >= test.least:
        outcome = Outcome.SUPPORTED
    elif chance <= 1 - test.least:
        outcome = Outcome.REFUTED
    peak = int(found.years[int(np.argmax(result.probability))])
    levels = Course(
        "level", tuple((int(y), float(v)) for y, v in zip(found.years, result.level, strict=True))
    )
    behind: Basis = basis([found], [quantity.indicator])
    return Found(
        kind=test.kind,
        name=test.name,
        outcome=outcome,
        reason=f"probability of a {test.to} level from {since}-{until} on; likeliest year {peak}",
        value=chance,
        unit="probability",
        expect="above",
        than=test.least,
        indicators=behind.indicators,
        origins=behind.origins,
        years=behind.years,
        courses=(*behind.courses, levels),
        said=f"{title_of(quantity, look.written)}: a new, {test.to} level in {since}-{until}",
        notes=behind.notes,
    )

"""Tests made of tests: combinations, forecasts, and what cannot be tested."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from multipolar.claims.found import Found, undetermined
from multipolar.claims.kinds import Combination, Forecast, Test, Untestable
from multipolar.claims.outcome import Outcome
from multipolar.claims.series import Look

Run = Callable[[Test, Look], Found]


def combination(test: Combination, look: Look, run: Run) -> Found:
    """So many of the parts have to hold."""
    parts = tuple(run(part, look) for part in test.parts)
    least = len(parts) if test.least is None else test.least
    counted = {outcome: sum(one.outcome is outcome for one in parts) for outcome in Outcome}
    yes, no = counted[Outcome.SUPPORTED], counted[Outcome.REFUTED]
    outcome = combined(parts, least)
    told = [f"{counted[one]} {one.value}" for one in Outcome if counted[one]]
    need = "all" if least == len(parts) else f"{least}"
    return Found(
        test.kind, test.name, outcome, f"{', '.join(told)} of {len(parts)} parts; {need} needed",
        value=float(yes), unit=f"of {len(parts)} parts", expect="not less", than=float(least),
        parts=parts, ends=_ends(parts), said=f"{yes} of {len(parts)} parts hold, {no} do not",
    )  # fmt: skip


def combined(parts: tuple[Found, ...], least: int) -> Outcome:
    """Outcome of a combination.

    Supported with enough supported parts; refuted once so many are refuted that enough cannot hold
    any more, unless others hold, when it is mixed. Parts that may still hold leave it open or
    undetermined.
    """
    yes = sum(one.outcome is Outcome.SUPPORTED for one in parts)
    no = sum(one.outcome is Outcome.REFUTED for one in parts)
    mixed = sum(one.outcome is Outcome.MIXED for one in parts)
    if yes >= least:
        return Outcome.SUPPORTED
    if len(parts) - no < least:
        return Outcome.MIXED if yes or mixed else Outcome.REFUTED
    if len(parts) - no - mixed < least:
        return Outcome.MIXED
    waiting = [one for one in parts if one.outcome is Outcome.OPEN]
    undecided = [one for one in parts if one.outcome is Outcome.UNDETERMINED]
    return Outcome.OPEN if waiting and not undecided else Outcome.UNDETERMINED


def _ends(parts: tuple[Found, ...]) -> int | None:
    """Last year at which the parts that lack data had them all."""
    known = [one.ends for one in parts if one.ends is not None]
    return min(known, default=None)


def forecast(test: Forecast, look: Look, run: Run) -> Found:
    """The test on the years of the horizon that are over; open before any is."""
    first, last = test.horizon.at(look.as_of)
    known = None if test.known is None else run(test.known, _back(look))
    if look.as_of < first:
        told = f"its years, {first}-{last}, had not begun by {look.as_of}"
        courses = () if known is None else known.courses
        return Found(test.kind, test.name, Outcome.OPEN, told, said=told, courses=courses,
                     known=known)  # fmt: skip
    found = run(test.test, dataclasses.replace(look, horizon=(first, last)))
    notes = list(found.notes)
    elapsed = min(look.as_of, last) - first + 1
    decided = found.outcome in (Outcome.SUPPORTED, Outcome.REFUTED, Outcome.MIXED)
    if decided and found.value is not None and 2 * elapsed < last - first + 1:
        found = undetermined(test.test, f"less than half of {first}-{last} is over by {look.as_of}")
    elif look.as_of < last:
        notes.append(f"so far: the horizon runs to {last}")
    return dataclasses.replace(
        found, kind=test.kind, name=test.name, notes=tuple(notes), known=known
    )


def _back(look: Look) -> Look:
    """The same look from the year of the paper."""
    return dataclasses.replace(look, as_of=min(look.as_of, look.written), horizon=None)


def untestable(test: Untestable, look: Look, run: Run) -> Found:
    """No outcome; what the nearest proxy gives is shown."""
    proxy = None if test.test is None else run(test.test, look)
    notes = [f"nearest proxy: {test.proxy}"] if test.proxy else []
    if proxy is None:
        return Found(test.kind, test.name, Outcome.UNTESTABLE, test.why, notes=tuple(notes))
    notes.append(
        f"the proxy, which decides nothing, is {proxy.outcome.value}: {proxy.said or proxy.reason}"
    )
    return Found(
        test.kind, test.name, Outcome.UNTESTABLE, test.why, parts=(), notes=tuple(notes),
        courses=proxy.courses, facts=proxy.facts, years=proxy.years, origins=proxy.all_origins,
        indicators=proxy.indicators,
    )  # fmt: skip

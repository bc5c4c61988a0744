"""Estimates and outcomes of claims as a reader sees them, on the screen and on the page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from multipolar.claims.found import Found
from multipolar.claims.outcome import Outcome
from multipolar.claims.runner import Report, Result

BARE = ("value", "share", "probability", "number")
"""Units whose numbers are not differences, so that they bear no sign."""


def estimate(found: Found) -> str:
    """The estimate in few letters: ``1.35 times``, ``3 yes, 1 no of 7``.

    Of a percentile the end at 100 is named, since a high one of a distance means far.
    """
    if found.value is None:
        return ""
    value = found.value
    if found.unit == "times":
        return f"{short(value)} times"
    if found.unit == "percentile":
        end = "" if found.ends_mean is None else f" (100: {found.ends_mean[1]})"
        return f"percentile {value:.0f}{end}"
    if found.unit == "place":
        return f"place {value:g}"
    if found.unit.startswith("of "):
        no = sum(part.outcome is Outcome.REFUTED for part in found.parts)
        return f"{value:.0f} yes, {no} no {found.unit.removesuffix(' parts')}"
    if found.unit == "number":
        return f"{value:.0f}"
    return short(value, sign=found.unit not in BARE)


def with_among(found: Found) -> str:
    """The estimate, with what was compared where that may differ from look to look."""
    return " ".join(filter(None, (estimate(found), found.among)))


def differences(reports: Sequence[Report]) -> list[str]:
    """Claims whose looks compare different things, each in a line."""
    lines = []
    for place, result in enumerate(reports[-1].results):
        told = {
            report.as_of: one.among
            for report in reports
            for one in best(report.results[place]).leaves
            if one.among
        }
        if len(set(told.values())) > 1:
            looks = ", ".join(f"as of {year} {among}" for year, among in told.items())
            notes = dict.fromkeys(note for one in best(result).leaves for note in one.notes)
            lines.append(f"{result.claim.id}: {'; '.join((looks, *notes))}")
    return lines


def bounds(found: Found) -> str:
    """The interval in brackets, or nothing."""
    if found.low is None or found.high is None:
        return ""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return "[no interval]"
    if found.unit in ("percentile", "place"):
        return f"[{found.low:.0f}, {found.high:.0f}]"
    return f"[{short(found.low)}, {short(found.high)}]"


def short(value: float, sign: bool = False) -> str:
    """A number in the digits that it deserves, without powers of ten where they can be avoided."""
    size = abs(value)
    if not math.isfinite(value):
        text = "-inf" if value < 0 else "inf"
    elif size == 0:
        text = "0"
    elif size >= 100:
        text = f"{value:,.0f}"
    elif size >= 0.0005:
        text = f"{value:.2f}" if size >= 0.095 else f"{value:.3f}"
    else:
        text = f"{value:.1g}"
    return f"+{text}" if sign and value > 0 else text


def claimed(found: Found) -> str:
    """What was claimed of the number, and the smallest difference that matters."""
    if found.than is None or found.unit.startswith("of "):
        return ""
    upto = "" if found.upto is None else f" and {short(found.upto)}"
    parts = [f"claimed: {found.expect} {short(found.than)}{upto}"]
    if found.smallest and found.rule and found.expect != "between":
        parts.append(f"smallest that matters {short(found.smallest)} ({found.rule})")
    return "; ".join(parts)


def in_full(found: Found) -> str:
    """Estimate, interval, what was claimed, and the probability of the claimed direction."""
    number = f"percentile {found.value:.0f}" if found.unit == "percentile" else estimate(found)
    first = " ".join(filter(None, (number, bounds(found))))
    if found.unit.startswith("of "):
        return first
    if found.unit not in ("times", "percentile", "place", "number", ""):
        first = f"{found.unit} {first}"
    parts = [first]
    if found.ends_mean is not None:
        parts.append(f"0 is {found.ends_mean[0]}, 100 is {found.ends_mean[1]}")
    parts.append(claimed(found))
    if found.probability is not None:
        parts.append(f"probability of the claimed direction {_chance(found.probability)}")
    return "; ".join(part for part in parts if part)


def _chance(p: float) -> str:
    """A probability that is never shown as certain."""
    if p > 0.995:
        return "above 0.99"
    return "below 0.01" if p < 0.005 else f"{p:.2f}"


def behind(found: Found) -> str:
    """Comparison group, indicators, years and sources of a test, in a line."""
    parts = []
    if found.group:
        counted = found.group_size and not found.group.startswith(f"{found.group_size:,} ")
        size = f" ({found.group_size:,})" if counted else ""
        parts.append(f"compared with {found.group}{size}")
    if found.indicators:
        parts.append(f"by {', '.join(found.indicators)}")
    if found.years is not None:
        first, last = found.years
        parts.append(f"data {first}-{last}" if first != last else f"data of {first}")
    if found.origins and not found.parts:
        parts.append(f"sources {', '.join(found.origins)}")
    return "; ".join(parts)


def last_year(result: Result) -> int | None:
    """Last year of the data behind a result, or at which they end."""
    shown = best(result)
    if shown.last is not None:
        return shown.last
    return result.found.ends


def best(result: Result) -> Found:
    """What to show of a result: its own finding, or that of the last year that data cover."""
    return result.found if result.latest is None else result.latest


def score_of(report: Report) -> dict[Outcome, int]:
    """Claims by outcome, each at the last year that data cover."""
    found = [best(result).outcome for result in report.results]
    return {outcome: found.count(outcome) for outcome in Outcome}


def in_words(score: dict[Outcome, int]) -> str:
    """A score in words: ``11 supported, 2 refuted``."""
    return ", ".join(f"{number} {outcome.value}" for outcome, number in score.items() if number)


def multiplicity(report: Report) -> str:
    """What testing many claims does, in a sentence or two."""
    many = report.multiplicity
    if not many.decided:
        return f"As of {report.as_of}: none of {many.tests} tests with an interval decides."
    told = (
        f"As of {report.as_of}: {many.decided} of {many.tests} tests with an interval decide; by "
        f"sampling error alone {many.expected_wrong:.1f} of these are expected to be wrong."
    )
    if not many.falling:
        return f"{told} All stand with the false discovery rate held at 10 %."
    return (
        f"{told} With the false discovery rate held at 10 %, {len(many.standing)} stand; not "
        f"these: {', '.join(many.falling)}."
    )


def all_found(found: Found) -> Iterator[Found]:
    """A finding and all that it is made of."""
    yield found
    for part in found.parts:
        yield from all_found(part)


def prediction(reports: Sequence[Report], place: int) -> list[str]:
    """What was known of a prediction when the paper was written, and what has happened since."""
    result, lines = reports[-1].results[place], []
    now = [one for one in all_found(result.found) if one.kind == "forecast"]
    earlier = now
    if result.latest is not None:
        earlier = [one for one in all_found(result.latest) if one.kind == "forecast"]
    for today, covered in zip(now, earlier, strict=True):
        one = covered if today.outcome is Outcome.UNDETERMINED else today
        name = f"{one.name}: " if one.name else ""
        known = "" if one.known is None else f"known then: {_briefly(one.known)}; since: "
        lines.append(f"{name}{known}{_briefly(one)}")
    return lines


def _briefly(found: Found) -> str:
    """Finding, numbers and outcome in a line."""
    if found.outcome is Outcome.OPEN:
        return found.reason
    numbers = "" if found.parts else " ".join(filter(None, (estimate(found), bounds(found))))
    said = found.reason if found.parts else found.said or found.reason
    if len(found.facts) > 1:
        said = f"{found.reason}, the last: {found.said}"
    return f"{': '.join(filter(None, (said, numbers)))} ({found.outcome.value})"


def predictions(reports: Sequence[Report]) -> Iterable[tuple[str, list[str]]]:
    """The same of all claims that predict something."""
    for place, result in enumerate(reports[-1].results):
        lines = prediction(reports, place)
        if lines:
            yield result.claim.id, lines

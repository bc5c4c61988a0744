"""Lanes of events under a series: treaties in force, rivalry, and militarised disputes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.relations.levels import LEVELS
from multipolar.report import words
from multipolar.report.material import Material, last_covered, runs, spells
from multipolar.report.svg import Scale, Sketch, fits
from multipolar.report.tiles import tile

TREATY, RIVALRY, DISPUTES = "treaty.obligation", "hostility.rivalry", "hostility.mid"
HIGH = 22.0
"""Height of a lane; a level is shown by how much of it is filled."""
TALL = 3 * HIGH + 54
"""Height of the three lanes with their headings."""


@dataclass(frozen=True, slots=True)
class Events:
    """What bound or divided two states over the years shown.

    Attributes
    ----------
    treaty, rivalry
        Series of the strongest obligation and of rivalry.
    disputes
        Highest hostility level of the disputes of each year that had any.
    covered
        Last year for which the source of disputes speaks.
    """

    treaty: tuple[Estimate, ...]
    rivalry: tuple[Estimate, ...]
    disputes: dict[int, int]
    covered: int

    @property
    def origins(self) -> tuple[str, ...]:
        """Sources of what is shown."""
        series = (*self.treaty, *self.rivalry)
        keys = [key for item in series if item.status in HAS_VALUE for key in item.origins]
        return tuple(dict.fromkeys([*keys, "cow-mid"]))

    @property
    def changes(self) -> list[tuple[int, str]]:
        """Years in which another strongest obligation came into force, and which."""
        found = spells(_levels(self.treaty))
        return [
            (first, LEVELS[TREATY][level])
            for before, (level, first, _) in pairwise(found)
            if before[2] == first - 1
        ]

    def said(self) -> str:
        """The events in words, for readers who do not see them."""
        treaties = [
            f"{LEVELS[TREATY][level]} {_spell(first, last, self.treaty)}"
            for level, first, last in spells(_levels(self.treaty))
            if level
        ]
        rival = [
            _spell(first, last, self.rivalry)
            for on, first, last in spells(_levels(self.rivalry))
            if on
        ]
        force = [f"{year} ({LEVELS[DISPUTES][level]})" for year, level in self.disputes.items()]
        return (
            f"In the years shown, treaties in force: {'; '.join(treaties) or 'none on record'}. "
            f"Strategic rivalry: {', '.join(rival) or 'none on record'}. "
            f"Militarised disputes: {', '.join(force) or 'none on record'}."
        )


def events(material: Material) -> Events:
    """Collect the events of a pair."""
    return Events(
        treaty=material.series(TREATY),
        rivalry=material.series(RIVALRY),
        disputes=material.disputes(),
        covered=last_covered(DISPUTES),
    )


def _levels(series: tuple[Estimate, ...]) -> Iterator[tuple[int, int]]:
    return ((item.year, int(item.value)) for item in series if item.value is not None)


def draw_lanes(sketch: Sketch, found: Events, y: float, at: Scale) -> None:
    """Draw the three lanes from ``y`` down; ``at`` places the start of a year."""
    brief = sketch.narrow
    levels = (
        "height 1–3"
        if brief
        else ("height: 1 non-aggression, 2 neutrality or consultation, 3 defence or offence")
    )
    y = _heading(sketch, "Treaty in force", levels, y)
    _unknown(sketch, found.treaty, y, at)
    for level, first, last in spells(_levels(found.treaty)):
        if level:
            _treaty(sketch, level, at(first), at(last + 1), y)
    y = _heading(sketch, "Strategic rivalry", "", y + HIGH + 18)
    _unknown(sketch, found.rivalry, y, at)
    for on, first, last in spells(_levels(found.rivalry)):
        if on:
            sketch.rect(at(first), y, at(last + 1) - at(first), HIGH, "alarm")
            label = _spell(first, last, found.rivalry)
            if fits(label, 11) < at(last + 1) - at(first) - 8:
                sketch.text((at(first) + at(last + 1)) / 2, y + 15, label, "paper", 11, "middle")
    scale = "height 1–5" if brief else "height: 2 threat, 3 display, 4 use of force, 5 war (square)"
    y = _heading(sketch, "Militarised disputes", scale, y + HIGH + 18)
    _after(sketch, found, y, at)
    for year, level in found.disputes.items():
        _dispute(sketch, (at(year) + at(year + 1)) / 2, y + HIGH, level)


def _spell(first: int, last: int, series: tuple[Estimate, ...]) -> str:
    """Years of a spell; one that is cut by the years shown or covered has no end there."""
    before = first == series[0].year
    after = last in (series[-1].year, last_covered(series[0].indicator))
    if before:
        return "throughout" if after else f"to {last}"
    return f"since {first}" if after else words.years_of([(first, last)])


def _heading(sketch: Sketch, title: str, more: str, y: float) -> float:
    sketch.text(0, y, title, size=12, bold=True, halo=True)
    if more:
        sketch.text(fits(title, 12) + 14, y, more, "muted", 11, halo=True)
    return y + 6


def _unknown(sketch: Sketch, series: tuple[Estimate, ...], y: float, at: Scale) -> None:
    for status, first, last in runs(series):
        if status not in HAS_VALUE:
            sketch.rect(at(first), y, at(last + 1) - at(first), HIGH, tile(sketch, status))
    first, last = series[0].year, series[-1].year
    sketch.line((at(first), y + HIGH), (at(last + 1), y + HIGH), "muted")


def _after(sketch: Sketch, found: Events, y: float, at: Scale) -> None:
    """The ground of the disputes, and the years of which their source says nothing."""
    last = found.treaty[-1].year
    for item in found.rivalry:
        if item.status.value == "not_a_state":
            sketch.rect(at(item.year), y, at(item.year + 1) - at(item.year), HIGH,
                        tile(sketch, item.status))  # fmt: skip
    if found.covered < last:
        start = max(found.covered + 1, found.treaty[0].year)
        sketch.rect(at(start), y, at(last + 1) - at(start), HIGH, "shade")
    sketch.line((at(found.treaty[0].year), y + HIGH), (at(last + 1), y + HIGH), "muted")


def _treaty(sketch: Sketch, level: int, left: float, right: float, y: float) -> None:
    high = HIGH * level / 3
    sketch.rect(left, y + HIGH - high, right - left, high, "one")
    label = ("", "", "neutrality, consultation", "defence")[level]
    if level > 1 and fits(label, 11) < right - left - 8:
        base = y + HIGH - (high - 11) / 2 - 1
        sketch.text((left + right) / 2, base, label, "paper", 11, "middle")


def _dispute(sketch: Sketch, x: float, base: float, level: int) -> None:
    top = base - HIGH * level / 5 + 3
    sketch.line((x, base), (x, top), "alarm", 1.6)
    if level == 5:
        sketch.rect(x - 3.5, top - 3.5, 7, 7, "alarm")
    else:
        sketch.circle(x, top, 2.2, "alarm")

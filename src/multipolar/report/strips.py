"""Blocs over time: how many states each has, and where the strongest states stand, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from multipolar import states
from multipolar.report import words
from multipolar.report.axis import years_axis
from multipolar.report.hues import LONE, REST, hues
from multipolar.report.legend import swatches
from multipolar.report.svg import Scale, Sketch
from multipolar.states.facts import spells

SWING = 0.42
"""Opacity of a state in the years in which it swings between blocs."""
ROW = {True: 12.0, False: 13.0}
HIGH = 120.0
"""Height of the count of states."""


class Stand(NamedTuple):
    """Where a state stands in a year: its bloc, how surely, and whether it is of its core."""

    bloc: int
    share: float
    core: bool


@dataclass(frozen=True, slots=True)
class Course:
    """Blocs over years, each with one number as long as it goes on.

    Attributes
    ----------
    stands
        By year, where each state stands, by COW code; a state of which nothing is known is left
        out.
    names
        Words for each bloc, the weightiest bloc first.
    alone
        Blocs of one state, which share a colour.
    shown
        COW codes of the states that get a row.
    """

    stands: Mapping[int, Mapping[int, Stand]]
    names: Mapping[int, str]
    alone: frozenset[int]
    shown: tuple[int, ...]

    @property
    def years(self) -> range:
        """Years shown."""
        return range(min(self.stands), max(self.stands) + 1)

    @property
    def paints(self) -> dict[int, str]:
        """Colour of each bloc."""
        found = hues(bloc for bloc in self.names if bloc not in self.alone)
        return found | dict.fromkeys(self.alone, LONE)

    def there(self, code: int) -> set[int]:
        """Years in which a state was one."""
        found = {
            year
            for spell in spells()[code]
            for year in range(spell.start.year, min(spell.end.year, self.years[-1]) + 1)
        }
        return found & set(self.years)

    def count(self, year: int) -> dict[int, int]:
        """Number of states in each bloc, those that stand alone together as -1."""
        found: dict[int, int] = {}
        for stand in self.stands.get(year, {}).values():
            bloc = -1 if stand.bloc in self.alone else stand.bloc
            found[bloc] = found.get(bloc, 0) + 1
        return found


def rows_by_bloc(course: Course) -> list[int]:
    """States shown, those that most often stood in the same bloc under one another."""
    order = {bloc: place for place, bloc in enumerate(course.names)}

    def key(code: int) -> tuple[int, float, int]:
        stood = [found[code].bloc for found in course.stands.values() if code in found]
        if not stood:
            return (len(order), 0.0, code)
        most = max(set(stood), key=lambda bloc: (stood.count(bloc), -order.get(bloc, 0)))
        return (order.get(most, len(order)), -stood.count(most) / len(stood), code)

    return sorted(course.shown, key=key)


def draw_strips(sketch: Sketch, course: Course) -> float:
    """Draw the count of states and the rows; return the height."""
    left, right = (40.0 if sketch.narrow else 116.0), sketch.width - 6
    years = course.years
    step = (right - left) / len(years)

    def x(year: float) -> float:
        return left + (year - years[0]) * step

    shown = _key_items(course)
    top = swatches(sketch, shown, 0.0)
    sketch.text(0, top + 10, "Pale: swings (not of a core). Dots: not known.", "muted", 11.5)
    top += 26
    sketch.text(0, top + 4, "Number of states", "ink", 12, bold=True)
    top = _counts(sketch, course, x, top + 14)
    sketch.text(0, top + 26, "Strongest states", "ink", 12, bold=True)
    top += 36
    for code in rows_by_bloc(course):
        _row(sketch, course, code, x, top)
        top += ROW[sketch.narrow]
    years_axis(sketch, years, lambda year: x(year + 0.5), top + 2)
    return top + 26


def _key_items(course: Course) -> list[tuple[str, str]]:
    """Blocs that have a colour of their own, then what the rest share."""
    paints = course.paints
    items = [(name, paints[bloc]) for bloc, name in course.names.items()
             if bloc not in course.alone and paints[bloc] != REST]  # fmt: skip
    if REST in paints.values():
        items.append(("other blocs", REST))
    if any(-1 in course.count(year) for year in course.years):
        items.append(("alone", LONE))
    return items


def _counts(sketch: Sketch, course: Course, x: Scale, top: float) -> float:
    counts = {year: course.count(year) for year in course.years}
    most = max([sum(found.values()) for found in counts.values()] or [1])
    mark = 50 if most > 100 else 20

    def y(number: float) -> float:
        return top + HIGH * (1 - number / most)

    for number in range(0, most + 1, mark):
        sketch.line((x(course.years[0]) - 4, y(number)), (x(course.years[0]), y(number)), "muted")
        sketch.text(x(course.years[0]) - 7, y(number) + 4, str(number), "muted", 11, "end")
    paints = course.paints | {-1: LONE}
    order = [*(bloc for bloc in course.names if bloc not in course.alone), -1]
    levels = dict.fromkeys(course.years, 0)
    for bloc in order:
        there = [year for year in course.years if counts[year].get(bloc)]
        for first, last in words.spans(there):
            upper, lower = [], []
            for year in range(first, last + 1):
                base, end = levels[year], levels[year] + counts[year][bloc]
                upper += [(x(year), y(end)), (x(year + 1), y(end))]
                lower += [(x(year), y(base)), (x(year + 1), y(base))]
                levels[year] = end
            letters = "L".join(f"{a:.1f},{b:.1f}" for a, b in [*upper, *reversed(lower)])
            sketch.path(f"M{letters}Z", paints[bloc], "paper", 0.5)
    for year in course.years:
        said = [
            f"{course.names.get(bloc, 'alone')}: {counts[year][bloc]}"
            for bloc in order
            if counts[year].get(bloc)
        ]
        sketch.hit(
            "\n".join([str(year), *(said or ["not known"])]), (x(year), top, x(1) - x(0), HIGH)
        )
    return top + HIGH


def _row(sketch: Sketch, course: Course, code: int, x: Scale, top: float) -> None:
    """One state: its name, and a strip for every stretch of years in which it stood the same."""
    there = [year for year in course.years if code in course.stands.get(year, {})]
    if not there:
        return
    high = ROW[sketch.narrow] - 2
    for first, last in words.spans(sorted(course.there(code) - set(there))):
        middle = top + high / 2
        sketch.line((x(first), middle), (x(last + 1), middle), "muted", 1, "1 2")
    name = states.label(code, there[-1])
    said = words.short(code, there[-1]) if sketch.narrow or len(name) > 18 else name
    sketch.text(x(course.years[0]) - 6, top + high - 1, said, "ink", 10.5, "end")
    first = True
    for bloc, stretch in _stretches(course, code, there):
        core = {year: course.stands[year][code].core for year in stretch}
        with sketch.mark(
            _told(course, code, bloc, stretch), f"s{code}", name=name if first else ""
        ):
            for sure in (True, False):
                for begin, end in words.spans([year for year in stretch if core[year] is sure]):
                    sketch.rect(
                        x(begin), top, x(end + 1) - x(begin), high, course.paints[bloc],
                        opacity=None if sure else SWING,
                    )  # fmt: skip
        first = False


def _told(course: Course, code: int, bloc: int, stretch: Sequence[int]) -> str:
    """What a stretch of years says: the state, its bloc, and how surely it stood in it."""
    name = states.label(code, stretch[0])
    when = words.years_of([(stretch[0], stretch[-1])])
    if bloc in course.alone:
        return f"{name} {when}\nalone"
    stood = [course.stands[year][code] for year in stretch]
    mean = sum(stand.share for stand in stood) / len(stood)
    core = sum(stand.core for stand in stood)
    how = f"of the core in {core} of {len(stood)} years, {mean:.2f} with its members"
    if len(stood) == 1:
        how = f"{'of the core' if core else 'swings'}, {mean:.2f} with its members"
    return f"{name} {when}\n{course.names[bloc]}\n{how}"


def _stretches(course: Course, code: int, there: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Years in a row in which a state stood in one bloc."""
    found = []
    for bloc, group in groupby(there, lambda year: course.stands[year][code].bloc):
        found += [(bloc, [*range(a, b + 1)]) for a, b in words.spans(list(group))]
    return found

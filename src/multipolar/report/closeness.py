"""A map of the world by closeness to one state."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from multipolar import states
from multipolar.estimate import HAS_VALUE, Estimate, Status
from multipolar.relations.levels import LEVELS, at_least
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.legend import swatches
from multipolar.report.scale import DARK, Classes, classes
from multipolar.report.shapes import codes, outline
from multipolar.report.svg import Sketch, fits
from multipolar.report.tiles import tile
from multipolar.states.land import SHARED, Land, land, shared_shapes
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from multipolar.relations.toward import Toward

NAMED = 3
"""Others that the title names at each end."""
SPAN = 2 * 2.7066
"""Width of the projection, for a globe of radius 1."""
TOP, BOTTOM = 1.31, -1.08
"""Northward: a little beyond Greenland, and beyond Cape Horn."""
SELF = "#16202b"
LOOKS = (Status.INSUFFICIENT, Status.MISSING, Status.NOT_A_MEMBER, Status.OUT_OF_COVERAGE,
         Status.PARTIAL, Status.NOT_LICENSED)  # fmt: skip
"""Reasons for the lack of a value, in the order of the key; each has its own pattern."""
CAPTION = (
    "{definition} Shapes are those of today (Natural Earth, 1:110 million; Equal Earth "
    "projection), joined by ISO number: a state that has ended has the shapes that its land has "
    "now. States are those of the Correlates of War list on 31 December {year}; what is white was "
    "none of them, colonies and dependent territories among it. Borders and names take no side."
)


@dataclass(frozen=True, slots=True)
class _Map:
    """What is drawn: the relations, how each state is drawn, and the classes of values."""

    found: Toward
    lands: dict[int, Land]
    parted: Classes
    ranks: dict[int, int]

    def fill(self, sketch: Sketch, code: int) -> str:
        if code == self.found.state.ccode:
            return SELF
        item = self.found.estimates[code]
        if item.value is not None:
            return self.parted.paint(item.value)
        return tile(sketch, item.status)


def closeness_chart(found: Toward) -> Chart:
    """Draw a map of the world by a measure toward one state.

    Parameters
    ----------
    found
        What `multipolar.relations.toward.toward` returned.

    Raises
    ------
    BadYear
        If the year is before 1946, when today's shapes stand for few states.
    MultipolarError
        If the package with the map file is not installed.
    """
    codes()  # so that the lack of the map file is said before anything else
    everyone = (found.state.ccode, *found.estimates)
    placed = {code: land(code, found.year) for code in everyone}
    lands = {code: place for code, place in placed.items() if place is not None}
    values = [float(item.value) for _, item in found.known if item.value is not None]
    ranks = {code: place + 1 for place, (code, _) in enumerate(found.known)}
    drawn = _Map(found, lands, classes(found.what, values), ranks)
    return Chart(
        name="map",
        title=_finding(found),
        alt=_said(found),
        caption=CAPTION.format(definition=_meaning(found), year=found.year),
        table=_table(drawn),
        origins=found.what.sources,
        draw=lambda sketch: _draw(sketch, drawn),
        notes=_notes(drawn),
        find="a state",
    )


# ------------------------------------------------------------------ words
def _finding(found: Toward) -> str:
    whom = titled(found.state.name)
    known = found.known
    head = f"{words.sentence(found.what.title)} with {whom}, {found.year}"
    if found.what.directed:
        head = f"{words.sentence(found.what.title)}: {whom} toward each, {found.year}"
    if len(known) < 2 * NAMED:
        return f"{head}: {len(known)} others have a value"
    most = [titled(states.label(code, found.year)) for code, _ in known[:NAMED]]
    least = [titled(states.label(code, found.year)) for code, _ in known[: -NAMED - 1 : -1]]
    if known[0][1].value == known[NAMED][1].value or known[-1][1].value == known[-NAMED][1].value:
        return head
    return f"{head}: highest {words.listed(most)}, lowest {words.listed(least)}"


def _meaning(found: Toward) -> str:
    """What is shown, in a sentence; the full definition is in the list of indicators."""
    what = found.what
    scale = f", {what.scale}" if what.kind not in ("binary", "ordinal") else ""
    return f"{words.sentence(what.title)}{scale}; high means that {what.high}."


def _said(found: Toward) -> str:
    shown = [
        f"{states.label(code, found.year)} {_value(found, item)}" for code, item in found.known
    ]
    ends = [*shown[:10], "...", *shown[-10:]] if len(shown) > 20 else shown
    return (
        f"A map of the world, states coloured by {found.what.title} with "
        f"{titled(found.state.name)} in {found.year}. {len(shown)} others have a value: "
        f"{'; '.join(ends)}."
    )


def _value(found: Toward, item: Estimate) -> str:
    if item.value is None:
        return at_least(item) or words.STATUS[item.status]
    if found.what.name in LEVELS:
        return LEVELS[found.what.name][int(item.value)]
    if found.what.kind == "binary":
        return "yes" if item.value else "no"
    ends = words.span(item.low, item.high, found.what.kind)
    return f"{words.number(item.value, found.what.kind)} {ends}".rstrip()


def _table(drawn: _Map) -> Table:
    found = drawn.found
    order = [code for code, _ in found.known]
    order += [code for code in found.estimates if code not in drawn.ranks]
    rows = tuple(
        (
            states.label(code, found.year),
            states.iso3(code, found.year) or f"cow:{code}",
            str(drawn.ranks.get(code, words.UNKNOWN)),
            _value(found, found.estimates[code]),
            words.STATUS[found.estimates[code].status],
        )
        for code in order
    )
    caption = f"{words.sentence(found.what.title)} with {titled(found.state.name)}, {found.year}"
    return Table(caption, ("State", "Code", "Rank", "Value [90 %]", "Status"), rows)


def _notes(drawn: _Map) -> tuple[str, ...]:
    """Which states have no place on the map, and why."""
    found, notes = drawn.found, []
    everyone = (found.state.ccode, *found.estimates)
    ended = [code for code in everyone if code not in drawn.lands]
    if ended:
        names = words.listed([titled(states.label(code, found.year)) for code in ended])
        notes.append(f"Ended within {found.year} and is not drawn: {names}.")
    merged = [
        code for code, place in drawn.lands.items() if sum(shape > 0 for shape in place.shapes) > 1
    ]
    if merged:
        names = words.listed([titled(states.label(code, found.year)) for code in merged])
        notes.append(f"Drawn as the sum of several states of today: {names}.")
    return tuple(notes)


# ------------------------------------------------------------------ drawing
def _draw(sketch: Sketch, drawn: _Map) -> float:
    scale = sketch.width / SPAN
    bottom = (TOP - BOTTOM) * scale
    taken = {shape for place in drawn.lands.values() for shape in place.shapes}
    split = shared_shapes(drawn.found.year) - taken
    crossed = tile(sketch, Status.NOT_A_STATE) if split else ""
    for shape in codes():
        if shape not in taken:
            fill = crossed if shape in split else "paper"
            sketch.path(_letters(outline((shape,)), scale), fill, "rule", 0.6)
    own = drawn.found.state.ccode
    for code, place in sorted(drawn.lands.items(), key=lambda item: item[0] == own):
        if place.shapes:
            with _marked(sketch, drawn, code):
                letters = _letters(outline(place.shapes), scale)
                sketch.path(letters, drawn.fill(sketch, code), "muted", 0.5)
    bottom = _key(sketch, drawn, bottom + 8, bool(split))
    return _without_shape(sketch, drawn, bottom + 10)


def _marked(sketch: Sketch, drawn: _Map, code: int) -> AbstractContextManager[None]:
    name = states.label(code, drawn.found.year)
    if code == drawn.found.state.ccode:
        return sketch.mark(f"{name}\nthe state itself", name=name)
    item = drawn.found.estimates[code]
    lines = [name, f"{drawn.found.what.title} {_value(drawn.found, item)}"]
    if item.value is None:
        lines[1] = f"no value: {_value(drawn.found, item)}"
    elif drawn.found.what.kind not in ("binary", "ordinal"):
        lines.append(f"rank {drawn.ranks[code]} of {len(drawn.ranks)}")
    return sketch.mark("\n".join(lines), name=name)


def _letters(rings: tuple[np.ndarray, ...], scale: float) -> str:
    """The outline of a shape, points that fall together left out, as letters of a path."""
    parts = []
    for ring in rings:
        points = np.column_stack([ring[:, 0] + SPAN / 2, TOP - ring[:, 1]]) * scale
        points = np.round(points, 1)
        far = np.abs(np.diff(points, axis=0, append=points[:1])).max(axis=1) >= 0.3
        points = points[far]
        if len(points) < 3:
            continue
        parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in points.tolist()) + "Z")
    return "".join(parts)


def _without_shape(sketch: Sketch, drawn: _Map, top: float) -> float:
    """States that the map has no shape for, as tiles with their codes, by part of the world."""
    groups: dict[str, list[int]] = {}
    for code, place in sorted(drawn.lands.items()):
        if not place.shapes:
            groups.setdefault(place.among, []).append(code)
    if not groups:
        return top
    sketch.text(0, top + 10, "Without a shape of their own", "ink", 12, bold=True)
    top += 18
    x, high, wide = 0.0, 18.0, 34.0
    order = sorted(groups, key=lambda name: (name == SHARED, name))
    for name in order:
        members = groups[name]
        head = fits(name, 11) + 8
        if x and x + head + wide * len(members) > sketch.width:
            x, top = 0.0, top + high + 5
        sketch.text(x, top + 13, name, "muted", 11)
        x += head
        for code in members:
            if x + wide > sketch.width:
                x, top = 0.0, top + high + 5
            _tile(sketch, drawn, code, (x, top, wide - 3, high))
            x += wide
        x += 12
    return top + high


def _tile(sketch: Sketch, drawn: _Map, code: int, box: tuple[float, float, float, float]) -> None:
    year = drawn.found.year
    fill = drawn.fill(sketch, code)
    short = words.short(code, year)
    with _marked(sketch, drawn, code):
        sketch.rect(*box, fill, "muted")
        dark = fill in DARK or fill == SELF
        middle = (box[0] + box[2] / 2, box[1] + 13)
        colour = "paper" if dark else "ink"
        sketch.text(*middle, short, colour, 10.5, "middle", halo=fill.startswith("url"))


def _key(sketch: Sketch, drawn: _Map, top: float, split: bool) -> float:
    found, parted = drawn.found, drawn.parted
    sketch.text(0, top + 10, words.sentence(found.what.title), "ink", 12, bold=True)
    items = list(zip(parted.labels, parted.paints, strict=True))
    used = {parted.place(float(item.value)) for _, item in found.known if item.value is not None}
    items = [item for place, item in enumerate(items) if place in used or len(items) <= 7]
    top = swatches(sketch, items, top + 18)
    seen = {
        item.status
        for code, item in found.estimates.items()
        if code in drawn.lands and item.status not in HAS_VALUE
    }
    others = [("the state itself", SELF)]
    others += [(words.STATUS[status], tile(sketch, status)) for status in LOOKS if status in seen]
    if split:
        others.append(("shared by two states", tile(sketch, Status.NOT_A_STATE)))
    others.append(("no state of the list", "paper"))
    return swatches(sketch, others, top + 3)

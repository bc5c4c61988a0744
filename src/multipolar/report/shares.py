"""The shares of power over time, with concentration and effective poles under them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.fields.registry import INDICATORS
from multipolar.report import words
from multipolar.report.axis import years_axis
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Scale, Sketch, fits
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.system.polarity import Poles

PAINTS = {
    2: "#332288", 200: "#882255", 220: "#88ccee", 255: "#44aa99", 260: "#44aa99", 300: "#ddcc77",
    325: "#117733", 365: "#cc6677", 710: "#999933", 740: "#aa4499",
}  # fmt: skip
"""Colours of those who ever were major powers: the muted scheme of Tol (2021), which readers who
do not see all colours can tell apart."""
GREYS = ("#a9b2bb", "#d2d8dd")
"""Of all others, in turn; their names stand on them."""
DARK = frozenset({"#332288", "#882255", "#117733", "#aa4499"})
"""Paints on which letters are white."""
WHOSE = {
    "majors": "the major powers",
    "majors_most": "the major powers of most of the year",
    "top8": "the eight strongest states",
}
CAPTION = (
    "Top: shares of {whose} in what they have together, by {base}. Below: concentration (CON; "
    "0 all equal, 1 one has all) and effective number of poles (1 / sum of squared shares). Both "
    "depend on how many states are counted{second}."
)
TALL = {True: (210.0, 84.0), False: (250.0, 92.0)}
"""Heights of the stack and of the lines, on a phone and on a page."""


@dataclass(frozen=True, slots=True)
class _Stack:
    """What is drawn: a group's rows by year, the fixed number beside it, and who is on which."""

    rows: tuple[Poles, ...]
    fixed: tuple[Poles, ...]
    codes: tuple[int, ...]

    @property
    def years(self) -> range:
        return range(self.rows[0].year, self.rows[-1].year + 1)


def shares_chart(
    base: str = "cinc",
    group: str = "majors",
    last: int | None = None,
    as_of: int | None = None,
    release: Release | None = None,
) -> Chart:
    """Draw the shares of a group of states in a base of power, from the first year known.

    Parameters
    ----------
    base
        A key of `multipolar.system.polarity.BASES`.
    group
        ``majors``, ``majors_most`` or ``top8``.
    last
        Last year; the last that is covered without it.
    as_of
        Nothing later than this year is used.
    release
        Data release, the active one by default.

    Raises
    ------
    BadOption
        If there is no such base or group.
    BadYear
        If the base does not cover the year, or it is later than ``as_of``.
    MultipolarError
        If no year has figures, as of a base that needs a file of the user.
    """
    from multipolar.errors import BadOption, MultipolarError
    from multipolar.system.polarity import BASES, course, covered
    from multipolar.years import check_as_of, check_years

    if base not in BASES:
        raise BadOption(f"--base is one of {', '.join(BASES)}, not {base!r}")
    if group not in WHOSE:
        raise BadOption(f"--group is one of {', '.join(WHOSE)}, not {group!r}")
    as_of = check_as_of(as_of)
    if last is not None:
        check_years(last, as_of)
    elif as_of is not None:
        last = min(as_of, covered(base)[1])
    rows = tuple(course(base, group, last=last, release=release))
    if not any(row.shares for row in rows):
        raise MultipolarError(f"no year has figures of {BASES[base][0]} for {WHOSE[group]}")
    fixed = () if group == "top8" else tuple(course(base, "top8", last=last, release=release))
    codes = tuple(sorted({code for row in rows if row.shares for code in row.members}))
    stack = _Stack(rows, fixed, codes)
    name = BASES[base][0]
    second = (
        ": compare within one line and not across its breaks, where the list changed; the dashed "
        "line always counts the eight strongest"
        if fixed
        else ": here always eight, not always the same"
    )
    names = (*BASES[base][1],)
    origins = dict.fromkeys(key for one in names for key in INDICATORS[one].sources)
    return Chart(
        name="shares",
        title=_finding(stack, name, group),
        alt=_said(stack, name, group),
        caption=CAPTION.format(whose=WHOSE[group], base=name, second=second),
        table=_table(stack, name, group),
        origins=(*origins, "cow-states"),
        draw=lambda sketch: _draw(sketch, stack, group != "top8"),
        notes=_notes(stack, group),
    )


# ------------------------------------------------------------------ words
def _finding(stack: _Stack, base: str, group: str) -> str:
    last = [row for row in stack.rows if row.shares][-1]
    leaders = words.listed(
        [
            f"{titled(states.label(code, last.year))} {'held ' if place == 0 else ''}{share:.0%}"
            for place, (code, share) in enumerate(zip(last.members[:2], last.shares, strict=False))
        ]
    )
    spread = last.spread
    poles = "" if spread is None else f": {spread.poles:.1f} effective poles"
    return words.sentence(f"{leaders} of the {base} of {WHOSE[group]} in {last.year}{poles}")


def _said(stack: _Stack, base: str, group: str) -> str:
    parts = []
    for year in (*range(stack.years[0], stack.years[-1], 25), stack.years[-1]):
        row = stack.rows[year - stack.years[0]]
        if row.spread is not None:
            parts.append(
                f"{year}: {_listed(row)}; concentration {row.spread.concentration:.2f}, "
                f"{row.spread.poles:.1f} poles."
            )
    return f"Shares of {WHOSE[group]} in their {base}. " + " ".join(parts)


def _listed(row: Poles) -> str:
    return ", ".join(
        f"{states.label(code, row.year)} {share:.0%}"
        for code, share in zip(row.members, row.shares, strict=True)
    )


def _table(stack: _Stack, base: str, group: str) -> Table:
    rows = tuple(
        (
            str(row.year),
            words.UNKNOWN if row.spread is None else f"{row.spread.concentration:.3f}",
            words.UNKNOWN if row.spread is None else f"{row.spread.poles:.2f}",
            _listed(row) if row.shares else row.note or words.STATUS[row.status],
        )
        for row in stack.rows
    )
    caption = f"Shares of {WHOSE[group]} by {base}, year by year"
    return Table(caption, ("Year", "Concentration", "Effective poles", "Shares"), rows)


def _notes(stack: _Stack, group: str) -> tuple[str, ...]:
    """Who came to the list of majors and who left it; where figures are lacking."""
    notes = []
    if group != "top8":
        told = [f"{year} {_change(came, left, year)}" for year, came, left in _changes(stack)]
        notes.append(
            "The list of major powers (Correlates of War; its published version ends in 2016 and "
            f"is carried on) changed in {'; '.join(told)}."
        )
    lacking = [row for row in stack.rows if not row.shares]
    if lacking:
        years = words.years_of(words.spans([row.year for row in lacking]))
        notes.append(f"Left blank, for want of figures: {years} ({lacking[0].note}).")
    return tuple(notes)


def _change(came: tuple[int, ...], left: tuple[int, ...], year: int) -> str:
    parts = [
        f"{verb} {words.listed([titled(states.label(code, when)) for code in codes])}"
        for verb, codes, when in (("with", came, year), ("without", left, year - 1))
        if codes
    ]
    return " and ".join(parts)


def _changes(stack: _Stack) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Years in which the members changed: who came, and who had left."""
    found = []
    for before, now in pairwise(stack.rows):
        came = tuple(sorted(set(now.members) - set(before.members)))
        left = tuple(sorted(set(before.members) - set(now.members)))
        if came or left:
            found.append((now.year, came, left))
    return found


# ------------------------------------------------------------------ drawing
def _draw(sketch: Sketch, stack: _Stack, marked: bool) -> float:
    left, right = 34.0, sketch.width - (8 if sketch.narrow else 92)
    years = stack.years
    step = (right - left) / len(years)

    def x(year: float) -> float:
        return left + (year - years[0]) * step

    high, low = TALL[sketch.narrow]
    top = _flags(sketch, stack, x) if marked else 6.0
    _bands(sketch, stack, x, top, high)
    bottom = top + high
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * high
        sketch.line((left - 4, y), (left, y), "muted")
        sketch.text(left - 7, y + 4, f"{share:.0%}", "muted", 11, "end")
    boxes = [(top, high)]
    key = bottom + 30
    if stack.fixed:
        _key(sketch, "the major powers", "one", None, 0, key)
        _key(sketch, "the eight strongest", "two", "5 3", 160, key)
        key += 18
    for title, name in (("concentration", "concentration"), ("effective poles", "poles")):
        sketch.text(0, key + 4, words.sentence(title), "ink", 12, bold=True)
        key += 16
        _line(sketch, stack, name, x, key, low)
        boxes.append((key, low))
        key += low + 18
    years_axis(sketch, years, lambda year: x(year + 0.5), boxes[-1][0] + low + 2)
    for row in stack.rows:
        areas = [(x(row.year), y, step, tall) for y, tall in boxes]
        sketch.hit(_tip(row, stack), *areas)
    return boxes[-1][0] + low + 24


def _key(sketch: Sketch, said: str, colour: str, dash: str | None, x: float, y: float) -> None:
    sketch.line((x, y - 4), (x + 24, y - 4), colour, 2.4, dash)
    sketch.text(x + 30, y, said, "ink", 12)


def _tip(row: Poles, stack: _Stack) -> str:
    lines = [str(row.year)]
    if row.spread is None:
        return "\n".join([*lines, row.note or words.STATUS[row.status]])
    lines += [
        f"{states.label(code, row.year)} {share:.1%}"
        for code, share in zip(row.members, row.shares, strict=True)
    ]
    lines.append(f"CON {row.spread.concentration:.3f}, {row.spread.poles:.2f} effective poles")
    if stack.fixed:
        other = stack.fixed[row.year - stack.years[0]].spread
        if other is not None:
            lines.append(f"eight strongest: {other.concentration:.3f}, {other.poles:.2f} poles")
    return "\n".join(lines)


def _edges(stack: _Stack) -> dict[int, dict[int, tuple[float, float]]]:
    """Of each state in each year, where its part begins and ends, from 0 at the bottom to 1."""
    edges: dict[int, dict[int, tuple[float, float]]] = {code: {} for code in stack.codes}
    for row in stack.rows:
        level = 0.0
        for code, share in sorted(zip(row.members, row.shares, strict=bool(row.shares))):
            edges[code][row.year] = (level, level + share)
            level += share
    return edges


def _bands(sketch: Sketch, stack: _Stack, x: Scale, top: float, high: float) -> None:
    edges = _edges(stack)
    others = [code for code in stack.codes if code not in PAINTS]
    paints = PAINTS | {code: GREYS[i % 2] for i, code in enumerate(others)}

    def y(level: float) -> float:
        return top + high * (1 - level)

    labels = []
    for code in stack.codes:
        for first, last in words.spans(sorted(edges[code])):
            years = range(first, last + 1)
            upper = [(px, y(edges[code][t][1])) for t in years for px in (x(t), x(t + 1))]
            lower = [(px, y(edges[code][t][0])) for t in years for px in (x(t), x(t + 1))]
            outline = "M" + "L".join(_at(p) for p in [*upper, *reversed(lower)]) + "Z"
            sketch.path(outline, paints[code], "paper", 0.8)
            labels.append((code, years))
    for code, years in labels:
        _label(sketch, code, years, edges[code], (x, y), paints[code])


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _label(
    sketch: Sketch,
    code: int,
    years: range,
    edges: dict[int, tuple[float, float]],
    scales: tuple[Scale, Scale],
    paint: str,
) -> None:
    """Write a state's name where its band has most room for it, short where it has little."""
    x, y = scales
    one = x(1) - x(0)
    last = states.label(code, years[-1])
    for said in dict.fromkeys((last, words.short(code, years[-1]))):
        length = int((fits(said, 11) + 8) / one) + 1
        best, where = 12.5, None
        for first in range(years[0], years[-1] - length + 2):
            window = range(first, first + length)
            high = max(y(edges[t][1]) for t in window)
            low = min(y(edges[t][0]) for t in window)
            if low - high > best:
                best, where = low - high, (x(first) + x(first + length), high + low)
        if where is not None:
            colour = "paper" if paint in DARK else "ink"
            sketch.text(where[0] / 2, where[1] / 2 + 4, said, colour, 11, "middle")
            return


def _flags(sketch: Sketch, stack: _Stack, x: Scale) -> float:
    """Mark the years in which the list changed, with codes where there is room; give the top."""
    high = TALL[sketch.narrow][0]
    changes = _changes(stack)
    if sketch.narrow:
        for year, _, _ in changes:
            sketch.diamond(x(year), 6, 3.2, "ink")
        return 12.0
    placed: list[tuple[float, str, float, int]] = []
    for year, came, left in reversed(changes):  # so that no line runs through a label
        said = " ".join(
            [
                *(f"+{words.short(c, year)}" for c in came),
                *(f"−{words.short(c, year - 1)}" for c in left),
            ]
        )
        end = x(year) + 8 + fits(said, 10.5)
        row = max((flag[3] + 1 for flag in placed if flag[0] < end), default=0)
        placed.append((x(year), said, end, row))
    top = 13.0 * max((flag[3] + 1 for flag in placed), default=0) + 6
    for at, said, _, row in placed:
        y = top - 6 - 13 * row
        sketch.line((at, y - 8), (at, top + high), "ink", 0.8, "2 2")
        sketch.text(at + 3, y, said, "ink", 10.5)
    return top


def _line(sketch: Sketch, stack: _Stack, name: str, x: Scale, top: float, high: float) -> None:
    """One measure over time, broken where other states are counted."""
    all_rows = (*stack.rows, *stack.fixed)
    values = [getattr(row.spread, name) for row in all_rows if row.spread is not None]
    low, step = (0.0, 0.1) if name == "concentration" else (1.0, 1.0)
    steps = max(int((max(values) - low) / step) + 1, 2)
    end = low + step * steps
    every = 1 + steps // 5

    def y(value: float) -> float:
        return top + high * (end - value) / (end - low)

    left, right = x(stack.years[0]), x(stack.years[-1] + 1)
    for place in range(0, steps + 1, every):
        mark = low + step * place
        sketch.line((left, y(mark)), (right, y(mark)))
        text = f"{mark:.1f}" if step < 1 else f"{mark:.0f}"
        sketch.text(left - 7, y(mark) + 4, text, "muted", 11, "end")
    ends = []
    for rows, colour, dash in ((stack.fixed, "two", "5 3"), (stack.rows, "one", None)):
        for run in _runs(rows, broken=bool(stack.fixed) and colour == "one"):
            points = [(x(row.year + 0.5), y(getattr(row.spread, name))) for row in run]
            if len(points) == 1:
                sketch.circle(*points[0], 1.6, colour)
            else:
                sketch.polyline(points, colour, 2.0, dash)
            last = (points[-1][1], getattr(run[-1].spread, name), colour, run[-1].year)
        if rows:
            ends.append(last)
    if not sketch.narrow:
        _ends(sketch, ends, right)


def _ends(sketch: Sketch, ends: list[tuple[float, float, str, int]], right: float) -> None:
    """Last values beside the lines, apart from one another."""
    ends = sorted(ends)
    push = 0.0
    if len(ends) == 2 and ends[1][0] - ends[0][0] < 14:
        push = (14 - (ends[1][0] - ends[0][0])) / 2
    for place, (y, value, colour, year) in enumerate(ends):
        moved = y + 4 + (push if place else -push)
        said = f"{value:.2f}" if place else f"{value:.2f}, {year}"
        sketch.text(right + 7, moved, said, colour, 11.5, bold=True)


def _runs(rows: tuple[Poles, ...], broken: bool) -> list[list[Poles]]:
    """Years in a row with a value, and with the same members where the line is to break."""
    runs: list[list[Poles]] = []
    before: Poles | None = None
    for row in rows:
        if row.spread is not None:
            same = before is not None and before.spread is not None
            if broken and before is not None:
                same = same and set(before.members) == set(row.members)
            if not same:
                runs.append([])
            runs[-1].append(row)
        before = row
    return runs

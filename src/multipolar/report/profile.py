"""The profile: where a pair stands in each field, raw and net of size, with intervals."""

from __future__ import annotations

from multipolar.relations.assessment import Assessment, field_title
from multipolar.relations.percentile import Percentile
from multipolar.relations.reading import Reading, unknown
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.svg import Scale, Sketch

CAPTION = (
    "Percentile among the politically relevant pairs of the year (neighbours, or one a major "
    "power); 100 is the closest pair, 50 the middle. Ring: raw value. Dot: net of both states' "
    "own levels, distance and common border. Bars: 90 % intervals; coded facts have none."
)


def profile(assessment: Assessment) -> Chart:
    """Draw the percentiles of all fields as dots with whiskers."""
    readings = assessment.readings
    used = [key for r in readings if r.standing for key in r.estimate.origins]
    return Chart(
        name="profile",
        title=_finding(readings),
        alt=" ".join(_said(reading) for reading in readings),
        caption=CAPTION,
        table=_table(assessment),
        origins=tuple(dict.fromkeys(used)),
        draw=lambda sketch: _draw(sketch, assessment),
    )


def best_of(reading: Reading) -> Percentile | None:
    """The percentile that says most: net of size where there is one."""
    return reading.net or reading.standing


def _finding(readings: tuple[Reading, ...]) -> str:
    placed = [(best.value, r) for r in readings if (best := best_of(r)) is not None]
    if not placed:
        return "No field has a value"
    placed.sort(key=lambda item: -item[0])
    (top, high), (bottom, low) = placed[0], placed[-1]
    if len(placed) == 1 or top == bottom:
        return f"The one measure that places the pair is {field_title(high)}: percentile {top:.0f}"
    peace = "the absence of " if high.closeness < 0 else ""
    return (
        f"Closest in {peace}{_named(high)} (percentile {top:.0f}), "
        f"least close in {_named(low)} ({bottom:.0f})"
    )


def _named(reading: Reading) -> str:
    """Field of a reading in a clause."""
    return "militarised disputes" if reading.what.name == "hostility.mid" else field_title(reading)


def _said(reading: Reading) -> str:
    title = words.sentence(field_title(reading))
    if reading.standing is None:
        return f"{title}: unknown, {unknown(reading.estimate)}."
    net = "" if reading.net is None else f", net of size {words.percentile(reading.net)}"
    return (
        f"{title} in {reading.estimate.year}: raw percentile "
        f"{words.percentile(reading.standing)}{net}."
    )


def _table(assessment: Assessment) -> Table:
    rows = []
    for reading in assessment.readings:
        known = reading.estimate.value is not None
        rows.append(
            (
                words.sentence(field_title(reading)),
                words.value_of(reading),
                words.percentile(reading.standing),
                words.percentile(reading.net),
                words.trend(reading) if known else words.UNKNOWN,
                words.change(reading.trend),
                str(reading.estimate.year) if known else words.UNKNOWN,
                words.age(reading.estimate, assessment.pair.as_of) if known else words.UNKNOWN,
                "" if reading.standing is None else f"{reading.standing.n:,}",
            )
        )
    head = (
        "Field", "Value [90 %]", "Raw percentile", "Net of size", "Ten years", "Slope per year",
        "Year", "Age", "Pairs",
    )  # fmt: skip
    return Table("Value, percentile and trend of each field", head, tuple(rows))


def _draw(sketch: Sketch, assessment: Assessment) -> float:
    left, right = (8.0, sketch.width - 8) if sketch.narrow else (196.0, sketch.width - 196)
    row, top = (76.0, 52.0) if sketch.narrow else (52.0, 52.0)

    def at(value: float) -> float:
        return left + (right - left) * value / 100

    bottom = top + row * len(assessment.readings)
    _key(sketch, 0 if sketch.narrow else left)
    if not sketch.narrow:
        sketch.text(right + 50, top - 8, "raw", "muted", 11, "end")
        sketch.text(right + 92, top - 8, "net", "muted", 11, "end")
        sketch.text(sketch.width, top - 8, "ten years, year", "muted", 11, "end")
    for value in (0, 25, 50, 75, 100):
        colour, dash = ("muted", None) if value == 50 else ("rule", "2 3")
        for y, end in _stretches(sketch.narrow, top, row, len(assessment.readings)):
            sketch.line((at(value), y), (at(value), end), colour, 1, dash)
        anchor = "start" if value == 0 else "end" if value == 100 else "middle"
        label = {0: "0 distant", 50: "50", 100: "close 100"}.get(value, str(value))
        sketch.text(at(value), bottom + 16, label, "muted", 11, anchor)
    for place, reading in enumerate(assessment.readings):
        y = top + row * place
        sketch.line((0, y), (sketch.width, y), "rule")
        _row(sketch, reading, y, row, at)
    sketch.line((0, bottom), (sketch.width, bottom), "rule")
    return bottom + 24


def _stretches(narrow: bool, top: float, row: float, n: int) -> list[tuple[float, float]]:
    """Where the lines of the scale run: on a phone only beside the marks, not through words."""
    if not narrow:
        return [(top, top + row * n)]
    return [(top + row * place + 40, top + row * (place + 1)) for place in range(n)]


def _key(sketch: Sketch, x: float) -> None:
    sketch.circle(x + 7, 10, 4.5, "muted", hollow=True)
    sketch.text(x + 18, 14, "raw", "ink", 12)
    sketch.circle(x + 57, 10, 5, "one")
    sketch.text(x + 68, 14, "net of size", "ink", 12)
    x, y = (x + 150, 10.0)
    sketch.whisker(y, x, x + 24, "muted", 1.4)
    sketch.text(x + 31, y + 4, "90 % interval", "ink", 12)


def _row(sketch: Sketch, reading: Reading, y: float, row: float, at: Scale) -> None:
    title = words.sentence(field_title(reading))
    value = words.value_of(reading)
    if sketch.narrow:
        sketch.text(0, y + 18, title, bold=True, size=13)
        sketch.text(0, y + 33, value, "muted", 11.5)
        middle = y + 54
    else:
        sketch.text(0, y + 23, title, bold=True, size=13)
        sketch.text(0, y + 39, value, "muted", 11)
        middle = y + row / 2
    if reading.standing is None:
        left, right = at(0.0), at(100.0)
        sketch.line((left, middle), (right, middle), "rule", 1, "2 5")
        sketch.text((left + right) / 2, middle + 4, "no value, no place", "muted", 12, "middle",
                    halo=True)  # fmt: skip
        return
    apart = 7 if reading.net is not None else 0
    _mark(sketch, reading.standing, middle - apart, at, raw=True)
    if reading.net is not None:
        _mark(sketch, reading.net, middle + apart, at, raw=False)
    raw = f"{reading.standing.value:.0f}"
    net = "" if reading.net is None else f"{reading.net.value:.0f}"
    direction = "" if reading.trend is None else f"{words.trend(reading)}, "
    when = f"{direction}{reading.estimate.year}"
    if sketch.narrow:
        beside = f"raw {raw}" + (f" · net {net}" if net else "")
        sketch.text(sketch.width, y + 18, beside, "ink", 12, "end")
        sketch.text(sketch.width, y + 33, when, "muted", 11.5, "end")
        return
    right = sketch.width - 196
    sketch.text(right + 50, middle + 4, raw, "ink", 13, "end")
    sketch.text(right + 92, middle + 4, net or words.UNKNOWN, "ink", 13, "end", bold=bool(net))
    sketch.text(sketch.width, middle + 4, when, "muted", 11.5, "end")


def _mark(sketch: Sketch, standing: Percentile, y: float, at: Scale, raw: bool) -> None:
    colour = "muted" if raw else "one"
    if standing.low is not None and standing.high is not None:
        sketch.whisker(y, at(standing.low), at(standing.high), colour, 1.4 if raw else 2.2)
    sketch.circle(at(standing.value), y, 4.5 if raw else 5, colour, hollow=raw)

"""The verdict in a dossier: probabilities with intervals, their course, and what stands behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.relations.judged import CLEAR, A
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.markup import Markup, join, tag
from multipolar.report.svg import Sketch
from multipolar.verdict.explain import spoken
from multipolar.verdict.references import CLASSES, TITLES

if TYPE_CHECKING:
    from multipolar.relations.assessment import Assessment
    from multipolar.relations.judged import Judged
    from multipolar.verdict.judgement import Sight

ROW = 40.0
STRIP = 22.0
LABEL = 168.0
"""Room for the names of the classes."""


def chances(found: Judged) -> Chart | None:
    """Draw the probabilities of the classes with their intervals; None without a verdict."""
    sight = found.sight
    if sight is None or found.shown is None:
        return None
    sighted = found.shown.sighted
    first, second = sight.leading, sight.runner_up
    rows = tuple(
        (
            words.sentence(one.title),
            f"{one.value:.2f}",
            f"{one.low:.2f} to {one.high:.2f}",
            f"{one.leads:.2f}",
            words.UNKNOWN if sighted is None else f"{sighted.of(one.kind).value:.2f}",
        )
        for one in sight.ranked
    )
    return Chart(
        name="verdict",
        title=f"{words.sentence(first.title)} {first.value:.2f}, {second.title} "
        f"{second.value:.2f} ({found.shown.year})",
        alt=" ".join(
            f"{words.sentence(one.title)}: {one.value:.2f}, from {one.low:.2f} to {one.high:.2f}."
            for one in sight.ranked
        ),
        caption="Probability of each kind of relationship. Dot: by the model that does not see "
        "treaties, with its 90 % interval. Diamond: by the one that sees them. Any kind counts "
        "as equally likely beforehand.",
        table=Table(
            f"Probabilities of the classes in {found.shown.year}",
            ("Class", "Probability", "90 %", "Likeliest with", "With sight of treaties"),
            rows,
        ),
        origins=found.origins,
        draw=lambda sketch: _draw_chances(sketch, sight, sighted),
    )


def _draw_chances(sketch: Sketch, sight: Sight, sighted: Sight | None) -> float:
    left = 8.0 if sketch.narrow else LABEL
    right, top = sketch.width - 46, 14.0
    row = ROW + 12 if sketch.narrow else ROW

    def at(value: float) -> float:
        return left + (right - left) * value

    bottom = top + row * len(sight.chances)
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        sketch.line((at(value), top), (at(value), bottom), "rule", 1, None if value == 0 else "2 3")
        sketch.text(at(value), bottom + 16, f"{value:g}", "muted", 11, "middle")
    for place, one in enumerate(sight.ranked):
        y = top + row * place
        middle = y + row / 2 + (8 if sketch.narrow else 0)
        name = words.sentence(one.title)
        leads = place == 0
        if sketch.narrow:
            sketch.text(left, y + 14, name, bold=leads, size=13, halo=True)
        else:
            sketch.text(0, middle + 4, name, bold=leads, size=13)
        sketch.whisker(middle, at(one.low), at(one.high), "one", 2.2)
        sketch.circle(at(one.value), middle, 5.5, "one")
        if sighted is not None:
            sketch.diamond(at(sighted.of(one.kind).value), middle, 5, "two")
        sketch.text(sketch.width, middle + 4, f"{one.value:.2f}", size=13, anchor="end", bold=leads)
    return bottom + 24


def course(found: Judged) -> Chart | None:
    """Draw the course of the verdict, a strip for each class; None without a verdict."""
    told = found.course
    if len(told) < 2 or found.shown is None:
        return None
    enough = [one for one in told if one.status is Status.OBSERVED]
    rows = tuple(
        (
            str(one.year),
            *(f"{one.blind.of(kind).value:.2f}" for kind in CLASSES if one.blind is not None),
            "enough" if one.status is Status.OBSERVED else "not enough",
        )
        for one in told
    )
    return Chart(
        name="course",
        title=_course_finding(found),
        alt=f"Likeliest class by year: {_stretches(found)}.",
        caption="Each strip is one kind of relationship; the darker, the likelier it was by the "
        "model that does not see treaties, each year from the data up to that year. "
        + (
            "Years without enough evidence are hatched in the last row; what is drawn there "
            "follows from the last known values."
            if len(enough) < len(told)
            else "Every year has enough evidence."
        ),
        table=Table(
            "Probabilities of the classes by year",
            ("Year", *(words.sentence(TITLES[kind]) for kind in CLASSES), "Evidence"),
            rows,
        ),
        origins=found.origins,
        draw=lambda sketch: _draw_course(sketch, found),
    )


def _course_finding(found: Judged) -> str:
    told = [one for one in found.course if one.status is Status.OBSERVED]
    told = told or [one for one in found.course if one.year == found.course[-1].year]
    first, last = told[0].blind, told[-1].blind
    assert first is not None and last is not None
    if first.leading.kind == last.leading.kind:
        same = all(one.blind is not None and one.blind.leading.kind == first.leading.kind
                   for one in told)  # fmt: skip
        named = words.sentence(TITLES[first.leading.kind])
        word = "is the likeliest in every year" if same else "is the likeliest at both ends"
        return f"{named} {word}, {told[0].year} to {told[-1].year}"
    return f"From {_named(first)} in {told[0].year} to {_named(last)} in {told[-1].year}"


def _named(sight: Sight) -> str:
    """The leading class, and the next one where it does not lead clearly."""
    named = TITLES[sight.leading.kind]
    if sight.leading.leads >= CLEAR:
        return named
    return f"{named} or {TITLES[sight.runner_up.kind]}"


def _stretches(found: Judged) -> str:
    parts: list[tuple[str, int, int]] = []
    for one in found.course:
        assert one.blind is not None
        kind = one.blind.leading.kind
        if parts and parts[-1][0] == kind:
            parts[-1] = (kind, parts[-1][1], one.year)
        else:
            parts.append((kind, one.year, one.year))
    return "; ".join(
        f"{TITLES[kind]} {first}" + ("" if first == last else f" to {last}")
        for kind, first, last in parts
    )


def _draw_course(sketch: Sketch, found: Judged) -> float:
    told = found.course
    left = 8.0 if sketch.narrow else LABEL
    first, last = told[0].year, told[-1].year
    step = (sketch.width - 8 - left) / (last - first + 1)
    row, top = (STRIP + 18 if sketch.narrow else STRIP + 6), 6.0
    for place, kind in enumerate(CLASSES):
        y = top + row * place + (16 if sketch.narrow else 0)
        name = words.sentence(TITLES[kind])
        if sketch.narrow:
            sketch.text(left, y - 4, name, size=12)
        else:
            sketch.text(0, y + STRIP / 2 + 4, name, size=13)
        sketch.rect(left, y, step * (last - first + 1), STRIP, "shade")
        for one in told:
            assert one.blind is not None
            chance = one.blind.of(kind)
            x = left + step * (one.year - first)
            sketch.rect(x, y, step + 0.2, STRIP, "one", opacity=round(chance.value, 3))
            if one.blind.leading.kind == kind:
                sketch.line((x, y + STRIP), (x + step, y + STRIP), "two", 2.5)
    bottom = top + row * len(CLASSES)
    thin = [one for one in told if one.status is not Status.OBSERVED]
    for one in thin:
        x = left + step * (one.year - first)
        for k in range(3):
            start = x + step * k / 3
            sketch.line((start, bottom + 10), (start + step / 3, bottom + 2), "gap", 1.2)
    every = 10 if last - first > 20 else 5
    for year in range(first, last + 1):
        if year % every == 0:
            x = left + step * (year - first + 0.5)
            sketch.line((x, bottom + 12), (x, bottom + 16), "muted")
            sketch.text(x, bottom + 28, str(year), "muted", 11, "middle")
    return bottom + 34


def behind(assessment: Assessment) -> Markup:
    """What stands behind the verdict, as paragraphs and lists."""
    found = assessment.verdict
    sight = found.sight
    if sight is None or found.shown is None:
        return tag("p", found.sentence, class_="absent")
    named = f"{sight.leading.title} against {sight.runner_up.title}"
    items = [
        ("Breadth", _breadth(sight)),
        (f"What speaks for {named}", _weighed(sight, 1)),
        ("What speaks against it", _weighed(sight, -1)),
        ("What would have to change", _change(found)),
        ("Like it in history", _alike(found)),
        ("How firm it is", _firm(found)),
    ]
    if found.shown.tether:
        items.append(
            ("Tether", "A treaty stands together with rivalry: it may hold rather than aid.")
        )
    return tag("dl", [join(tag("dt", title), tag("dd", said)) for title, said in items])


def _breadth(sight: Sight) -> str:
    one = sight.breadth
    span = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    unknown = f"; {one.unknown} of them unknown" if one.unknown else ""
    return f"Close in {span} of {len(one.scores)} fields{unknown}."


def _weighed(sight: Sight, side: int) -> str:
    found = [one for one in sight.weights if one.weight * side > 0][:4]
    said = [
        f"{one.title} ({'not known' if one.value is None else spoken(one.name, one.value)}; "
        f"log odds {words.minus(f'{one.weight:+.1f}')})"
        for one in found
    ]
    return f"{words.sentence('; '.join(said))}." if said else "Nothing."


def _change(found: Judged) -> str:
    closer = found.closer
    if closer is None:
        return "Nothing is closer than an alliance."
    target = A[closer.target]
    first = f"Between it and {target} stands most of all: {closer.blocking}."
    if not closer.levers:
        return f"{first} No single change within reach would make {target} the likelier of the two."
    named = "; ".join(
        f"{one.title} from {spoken(one.name, one.now)} to {spoken(one.name, one.needed)} "
        f"({one.size:.1f} standard deviations)"
        for one in closer.levers[:4]
    )
    return (
        f"{first} Each of these alone would make {target} the likelier of the two, as the model "
        f"reads such pairs: {named}."
    )


def _alike(found: Judged) -> str:
    if not found.alike:
        return "Too few of its predictors are known to compare it."
    named = "; ".join(
        f"{one.relationship.name} ({TITLES[one.relationship.kind]}, distance {one.distance:.2f})"
        for one in found.alike
    )
    return (
        f"{named}. A reference is {found.alike[0].typical:.2f} from the nearest of another pair "
        "as a rule."
    )


def _firm(found: Judged) -> str:
    firm = found.firmness
    if firm is None:
        return "Unknown."
    if firm.hangs_on:
        named = "; ".join(
            f"without {name} it would be {TITLES[firm.without[name][0]]}" for name in firm.hangs_on
        )
        first = f"It hangs on single fields: {named}."
    else:
        first = "Whichever field is left out, the same class leads."
    return (
        f"{first} With random weights of the fields it leads in {firm.reweighted:.0%} of cases, "
        f"with a probability from {firm.low:.2f} to {firm.high:.2f}."
    )

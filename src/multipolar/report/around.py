"""The third party and the context of a pair, as sections of a dossier."""

from __future__ import annotations

from multipolar.estimate import HAS_VALUE, Estimate
from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import Assessment
from multipolar.relations.context import Around
from multipolar.relations.levels import LEVELS, at_least, in_words
from multipolar.relations.reading import unknown
from multipolar.relations.third import RULE, STAKE
from multipolar.report import words
from multipolar.report.chart import Table
from multipolar.report.markup import Markup, join, tag
from multipolar.report.sections import absent, table
from multipolar.states.pair import titled


def third_party(assessment: Assessment) -> Markup:
    """Ties of both states with the third party, and how it was chosen."""
    pair, third = assessment.pair, assessment.third
    if third is None:
        return absent("None: no power of any outside state is known for these years.")
    name = titled(third.state.name)
    rows = [
        (
            words.sentence(tie.title),
            *(_tie(tie.indicator, side) for side in (tie.first, tie.second)),
            _years(tie.first, tie.second),
        )
        for tie in third.ties
    ]
    head = ("Tie", pair.one.name, pair.two.name, "Year")
    caption = f"Ties of {titled(pair.one.name)} and {titled(pair.two.name)} with {name}"
    chosen = "named by the user" if third.named else f"chosen by a rule: {RULE}"
    return join(
        tag("p", f"The third party is {name}, {chosen}."),
        table(Table(caption, head, tuple(rows)), "third-table"),
    )


def context(assessment: Assessment) -> Markup:
    """What stands around the fields, a table for each group; groups without a value say so."""
    groups: dict[str, list[Around]] = {}
    for item in assessment.context:
        groups.setdefault(item.group, []).append(item)
    return join(_group(assessment, name, items) for name, items in groups.items())


def origins(assessment: Assessment) -> tuple[str, ...]:
    """Keys of the sources of the values in both sections."""
    shown = [part for item in assessment.context for part in (item.first, item.second)]
    if assessment.third is not None:
        shown += [part for tie in assessment.third.ties for part in (tie.first, tie.second)]
    keys = (key for part in shown if part.status in HAS_VALUE for key in part.origins)
    return tuple(dict.fromkeys(keys))


def value_of(estimate: Estimate) -> str | Markup:
    """A value with its interval, or why there is none."""
    what = INDICATORS[estimate.indicator]
    if estimate.value is None:
        return at_least(estimate) or f"unknown: {unknown(estimate)}"
    if what.name in LEVELS:
        return in_words(estimate)
    small = what.kind not in ("binary", "ordinal", "count") and 0 < abs(estimate.value) < 0.0005
    shown = words.figure(estimate.value) if small else words.number(estimate.value, what.kind)
    bounds = words.span(estimate.low, estimate.high, what.kind)
    return join(shown, " ", tag("span", bounds, class_="whole")) if bounds else shown


def _tie(indicator: str, side: Estimate) -> str | Markup:
    if indicator == STAKE and side.value is not None:
        return words.percent(side.value)
    return value_of(side)


def _group(assessment: Assessment, name: str, items: list[Around]) -> Markup:
    pair = assessment.pair
    title = tag("h3", words.sentence(name))
    known = [item for item in items if item.known]
    silent = [item for item in items if not item.known]
    rest = (
        tag(
            "p",
            "Unknown: "
            + "; ".join(f"{item.what.title} ({unknown(item.first)})" for item in silent)
            + ".",
            class_="absent",
        )
        if silent
        else None
    )
    if not known:
        return join(part for part in (title, rest) if part is not None)
    head = ("Measure", pair.one.name, pair.two.name, "Year")
    rows = tuple(_row(item) for item in known)
    caption = (
        f"{words.sentence(name)}: of each state, of each toward the other (marked), or of both"
    )
    parts = (title, table(Table(caption, head, rows), f"around-{name.split(maxsplit=1)[0]}"), rest)
    return join(part for part in parts if part is not None)


def _row(item: Around) -> tuple[str | Markup, ...]:
    title, year = words.sentence(item.what.title), _years(item.first, item.second)
    if item.of_pair:
        return title, join("both: ", value_of(item.first)), "", year
    if item.what.directed and "the other" not in title:
        title += ", toward the other"
    return title, value_of(item.first), value_of(item.second), year


def _years(first: Estimate, second: Estimate) -> str:
    years = dict.fromkeys(str(e.year) for e in (first, second) if e.status in HAS_VALUE)
    return ", ".join(years) or "none"

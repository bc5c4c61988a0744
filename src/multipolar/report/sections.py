"""The sections of a dossier."""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import Assessment, field_title
from multipolar.relations.balance import Ratio
from multipolar.relations.criteria import GROUPS, Criterion
from multipolar.report import words
from multipolar.report.chart import NARROW, WIDE, Chart, Table
from multipolar.report.markup import Markup, join, tag
from multipolar.report.unknowns import unknowns
from multipolar.states.pair import titled

MARKS = {True: ("✓", "Met"), False: ("✕", "Not met"), None: ("?", "Unknown")}
POWER_TITLES = {
    "power.cinc": ("Capability index (CINC)", "share of the world’s material capabilities"),
    "power.gdp": ("GDP", "billion international dollars of 2017"),
    "power.net_resources": (
        "Net resources",
        "GDP times GDP a head, trillion dollars times thousand dollars",
    ),
}
POWER_SCALES = {"power.gdp": 1e3, "power.net_resources": 1e9}
"""What values are divided by, to stand in the units of their titles."""


def heading(assessment: Assessment) -> Markup:
    """Names, year, the plain sentence, and the years of the data."""
    pair = assessment.pair
    notes = [note for note in (pair.note, pair.one.note, pair.two.note) if note]
    known = [r for r in assessment.readings if r.estimate.value is not None]
    years = sorted({r.estimate.year for r in known}, reverse=True)
    latest = "; ".join(
        f"{year} ({words.listed([field_title(r) for r in known if r.estimate.year == year])})"
        for year in years
    )
    return tag(
        "header",
        tag("p", f"Dossier · as of {pair.as_of}", class_="eyebrow"),
        tag("h1", f"{pair.one.name} and {pair.two.name}"),
        tag("p", assessment.sentence, class_="lead"),
        tag("p", assessment.verdict.sentence, class_="lead"),
        [
            tag("p", words.sentence(note.rstrip(".")), ".", class_="note")
            for note in dict.fromkeys(notes)
        ],
        tag("p", tag("strong", "Latest data: "), latest or "none in any field", "."),
        [tag("p", remark, class_="note") for remark in assessment.remarks],
    )


def section(key: str, title: str, *content: Markup) -> Markup:
    """A section with its heading."""
    return tag(
        "section", tag("h2", title, id=f"{key}-heading"), content, id=key,
        aria_labelledby=f"{key}-heading",
    )  # fmt: skip


def figure(chart: Chart) -> Markup:
    """A chart with its finding, drawn for wide and for narrow screens, and its numbers."""
    if chart.width == WIDE:
        drawn = [chart.inline(WIDE, "wide"), chart.inline(NARROW, "narrow")]
    else:
        drawn = [chart.inline(chart.width, "only")]
    return tag(
        "figure",
        tag("h3", chart.title, id=f"{chart.name}-finding"),
        drawn,
        tag(
            "figcaption",
            chart.caption,
            tag("span", f" Data: {words.credit(chart.origins)}.", class_="credit"),
        ),
        behind(chart),
        aria_labelledby=f"{chart.name}-finding",
        class_=f"figure-{chart.name.split('_', maxsplit=1)[0]}",
    )


def behind(chart: Chart) -> Markup:
    """The numbers of a chart, folded away."""
    return tag(
        "details",
        tag("summary", "The numbers behind this chart"),
        table(chart.table, f"{chart.name}-table"),
    )


def table(content: Table, key: str) -> Markup:
    """A table that scrolls by itself on a narrow screen, also by keyboard."""
    head = tag("tr", [tag("th", name, scope="col") for name in content.head])
    rows = [
        tag("tr", tag("th", row[0], scope="row"), [tag("td", cell) for cell in row[1:]])
        for row in content.rows
    ]
    inner = tag(
        "table", tag("caption", content.caption, id=key), tag("thead", head), tag("tbody", rows)
    )
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_labelledby=key)


def absent(words_: str) -> Markup:
    """A part that is empty, and why."""
    return tag("p", words_, class_="absent")


def power_and_need(assessment: Assessment) -> Markup:
    """Who is stronger, and who needs whom."""
    pair, need = assessment.pair, assessment.need
    rows = [_power(ratio) for ratio in assessment.power]
    if need.first.value is not None and need.second.value is not None:
        ratio = need.first.value / need.second.value if need.second.value else None
        rows.append(
            (
                _measure("Need in trade", "share of its trade with the other", need.first.year),
                words.percent(need.first.value),
                words.percent(need.second.value),
                _ratio(ratio, None),
            )
        )
    if not rows:
        return absent("Unknown: no source has figures of power or trade for both states.")
    head = ("Measure", pair.one.name, pair.two.name, "Ratio [90 %]")
    caption = f"{pair.one.name} and {pair.two.name}, and the ratio of the first to the second"
    after = (
        f"A ratio above 1 means that {titled(pair.one.name)} is the stronger, or needs the "
        "other’s trade more. The measures disagree with each other; there is an interval where "
        "the source gives its error."
    )
    return join(table(Table(caption, head, tuple(rows)), "power-table"), tag("p", after))


def _power(ratio: Ratio) -> tuple[str, ...]:
    title, unit = POWER_TITLES.get(ratio.indicator, (INDICATORS[ratio.indicator].title, ""))
    return (
        _measure(title, unit, ratio.year),
        *_sides(ratio),
        _ratio(ratio.value, ratio.interval),
    )


def _measure(title: str, unit: str, year: int) -> Markup:
    return join(title, tag("span", f"{unit}, {year}" if unit else str(year), class_="unit"))


def _ratio(value: float | None, bounds: tuple[float, float] | None) -> Markup:
    shown = words.UNKNOWN if value is None else words.figure(value)
    if bounds is None:
        return join(shown)
    return join(
        shown,
        " ",
        tag("span", f"[{words.figure(bounds[0])}, {words.figure(bounds[1])}]", class_="whole"),
    )


def _sides(ratio: Ratio) -> tuple[str, str]:
    scale = POWER_SCALES.get(ratio.indicator, 1.0)
    kind = INDICATORS[ratio.indicator].kind
    one, two = (
        words.number(None if part.value is None else part.value / scale, kind)
        for part in (ratio.first, ratio.second)
    )
    return one, two


def criteria(assessment: Assessment) -> Markup:
    """Two definitions of an alliance, and each criterion with its mark, its word and its reason."""
    found = assessment.criteria
    counts = {met: sum(test.met is met for test in found) for met in MARKS}
    lead = (
        f"Of {len(found)} conditions that an alliance would meet: {counts[True]} "
        f"met, {counts[False]} not met, {counts[None]} unknown. Brackets hold 90 % intervals; a "
        "condition is unknown where its interval holds the mark."
    )
    groups = [
        join(
            tag("h3", words.sentence(title)),
            tag("ul", [_criterion(t) for t in found if t.group == key], class_="criteria"),
        )
        for key, title in GROUPS.items()
        if any(test.group == key for test in found)
    ]
    return join(tag("p", lead), _definitions(assessment), *groups)


def _definitions(assessment: Assessment) -> Markup:
    answers = {True: "yes", False: "no", None: "unknown"}
    rows = [
        (
            f"{words.sentence(item.name)} ({item.source})",
            answers[item.met],
            "; ".join(f"{part.name}: {answers[part.met]}" for part in item.parts),
        )
        for item in assessment.definitions
    ]
    caption = "Two definitions: what makes an alliance, and whether these two are one by it"
    return table(
        Table(caption, ("An alliance", "Is it one?", "Conditions, all needed"), tuple(rows)),
        "definitions-table",
    )


def _criterion(test: Criterion) -> Markup:
    mark, word = MARKS[test.met]
    return tag(
        "li",
        tag("span", mark, class_="mark", aria_hidden="true"),
        tag(
            "div",
            tag("strong", f"{word}: "),
            test.name,
            tag("span", words.sentence(test.why), class_="why"),
        ),
        class_={True: "met", False: "unmet", None: "unknown"}[test.met],
    )


def evidence(assessment: Assessment) -> Markup:
    """The strongest evidence on either side."""
    closer, against = assessment.evidence
    return tag(
        "div",
        _side("For closeness", closer, "No field places the pair clearly above the middle."),
        _side("Against it", against, "No field places the pair clearly below the middle."),
        class_="sides",
    )


def _side(title: str, found: Sequence[str], empty: str) -> Markup:
    listed = tag("ol", [tag("li", words.evidence(text)) for text in found])
    return tag("div", tag("h3", title), listed if found else absent(empty))


def not_known(assessment: Assessment) -> Markup:
    """What is not known, as a list."""
    return tag("ul", [tag("li", text) for text in unknowns(assessment)], class_="plain")

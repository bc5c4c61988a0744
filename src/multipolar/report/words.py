"""Values, statuses and years as a reader of the dossier sees them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from multipolar import states
from multipolar.estimate import Estimate, Status
from multipolar.measures.trend import Slope
from multipolar.relations.levels import LEVELS, at_least
from multipolar.relations.percentile import Percentile
from multipolar.relations.reading import Reading, unknown
from multipolar.sources.catalog import SOURCES
from multipolar.states.facts import spells

STATUS = {
    Status.OBSERVED: "observed",
    Status.STRUCTURAL_ZERO: "coded as none",
    Status.CARRIED: "carried forward",
    Status.PARTIAL: "year covered only in part",
    Status.INSUFFICIENT: "too few observations",
    Status.MISSING: "no figure in the source",
    Status.NOT_A_MEMBER: "not both in the UN",
    Status.NOT_A_STATE: "not a state",
    Status.OUT_OF_COVERAGE: "outside the source's years",
    Status.NOT_LICENSED: "needs a file of your own",
}
"""Words for every status, in the order of legends."""

UNKNOWN = "–"
"""Stands in a table where there is no number."""


def number(value: float | None, kind: str) -> str:
    """A value in the digits that its kind deserves."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if kind in ("binary", "ordinal", "count"):
        return f"{value:.0f}"
    if kind == "amount":
        return figure(value) if abs(value) < 100 else f"{value:,.0f}"
    if kind == "share" and 0 < abs(value) < 0.01:
        return figure(value)
    return minus(f"{value:.3f}".replace("-0.000", "0.000"))


def figure(value: float, digits: int = 2) -> str:
    """A value in significant digits, without powers of ten."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else UNKNOWN
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return minus(f"{round(value, places):,.{max(places, 0)}f}")


def minus(text: str) -> str:
    """A number with a true minus sign."""
    return text.replace("-", "−")


def span(low: float | None, high: float | None, kind: str) -> str:
    """An interval in brackets, or nothing."""
    return "" if low is None or high is None else f"[{number(low, kind)}, {number(high, kind)}]"


def percent(share: float | None) -> str:
    """A share in percent."""
    if share is None:
        return UNKNOWN
    return f"{share:.1%}" if share >= 0.001 or share == 0 else f"{figure(100 * share)}%"


def value_of(reading: Reading) -> str:
    """The value of a reading with its interval, or why there is none."""
    estimate, what = reading.estimate, reading.what
    if estimate.value is None:
        return at_least(estimate) or f"unknown: {unknown(estimate)}"
    if what.name in LEVELS:
        return LEVELS[what.name][int(estimate.value)]
    short = {
        "votes.kappa": "kappa",
        "practice.overlap": "overlap",
        "trade.salience": "salience",
        "igo.jaccard": "overlap",
        "narrative.similarity": "similarity",
    }
    bounds = span(estimate.low, estimate.high, what.kind)
    return f"{short.get(what.name, '')} {number(estimate.value, what.kind)} {bounds}".strip()


def percentile(standing: Percentile | None) -> str:
    """A percentile with its interval, such as ``77 [62, 88]``."""
    if standing is None:
        return UNKNOWN
    if standing.low is None or standing.high is None:
        return f"{standing.value:.0f}"
    return f"{standing.value:.0f} [{standing.low:.0f}, {standing.high:.0f}]"


def trend(reading: Reading) -> str:
    """Direction of a trend, or that there are too few years; of hostility, what it means."""
    return reading.trend_word or "too few years"


def change(slope: Slope | None) -> str:
    """Slope by year with its interval."""
    if slope is None:
        return UNKNOWN
    shown = minus(f"{slope.value:+.4f}") if slope.value else "0"
    if slope.low is None or slope.high is None:
        return shown
    return f"{shown} [{minus(f'{slope.low:.4f}')}, {minus(f'{slope.high:.4f}')}]"


def age(estimate: Estimate, as_of: int) -> str:
    """How long before the question a value was observed."""
    years = as_of - estimate.year
    return "same year" if years == 0 else f"{years} year{'s' if years > 1 else ''} earlier"


def evidence(text: str) -> str:
    """A piece of evidence as a list shows it, its year apart from its percentile."""
    return sentence(re.sub(r"(\d) (\d{4})$", r"\1, \2", text))


def short(ccode: int, year: int) -> str:
    """Three letters for a state: ISO's, or those of COW where ISO's mean another state too."""
    iso = None if ccode in SHARED_ISO else states.iso3(ccode, year)
    return iso or spells()[ccode][-1].stateabb


SHARED_ISO = (260, 678, 816)
"""West Germany, North Yemen and Vietnam, of which the ISO codes are those of larger ones too."""


def spans(years: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of years in a row, of ascending years."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def years_of(runs: Iterable[tuple[int, int]]) -> str:
    """Spans of years, such as ``1946–1970, 1998``."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def listed(words: Sequence[str]) -> str:
    """Words in a row: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(words: str) -> str:
    """Words with a capital at the start."""
    return words[:1].upper() + words[1:]


def credit(keys: Iterable[str]) -> str:
    """Authors, year and version of sources, as the field cites data."""
    return "; ".join(_short(key) for key in dict.fromkeys(keys)) or "no source has figures"


def _short(key: str) -> str:
    source = SOURCES[key]
    entry = source.references[0]
    names = [name.strip("{}").split(",")[0] for name in entry.authors]
    who = (
        names[0]
        if len(names) == 1
        else " and ".join(names)
        if len(names) == 2
        else (f"{names[0]} et al.")
    )
    return f"{who} {entry.year}, v. {source.version}"

"""What an assessment does not know, in sentences: without it a dossier would say too much."""

from __future__ import annotations

from multipolar.fields.registry import INDICATORS
from multipolar.relations.assessment import Assessment, field_title
from multipolar.relations.balance import POWER
from multipolar.relations.reading import Reading, unknown
from multipolar.report import words
from multipolar.report.material import last_covered

OLD = 5
"""From this many years before the question on, the age of a value is named."""


def unknowns(assessment: Assessment) -> list[str]:
    """Sentences that say what is not known, or is known only of an earlier year."""
    as_of = assessment.pair.as_of
    said = [_reading(reading, as_of) for reading in assessment.readings]
    said += _power(assessment)
    said += [_need(assessment), _ranks(assessment)]
    if assessment.to_come:
        fields = words.listed(list(assessment.to_come))
        said.append(f"Not measured yet by this package: {fields}.")
    verdict = assessment.verdict.asked
    if verdict.reason:
        said.insert(0, f"The verdict on {verdict.year}: {verdict.reason}")
    return [sentence for sentence in said if sentence]


def _reading(reading: Reading, as_of: int) -> str:
    title, estimate = words.sentence(field_title(reading)), reading.estimate
    if estimate.value is None:
        note = f" ({estimate.note})" if estimate.note else ""
        return f"{title}: unknown, {unknown(estimate)}{note}."
    parts = []
    if as_of - estimate.year >= OLD:
        parts.append(_aged(estimate.indicator, estimate.year, as_of))
    if reading.standing is None:
        parts.append("too few pairs have a value to place this one among them")
    elif reading.closeness > 0 and reading.net is None:
        parts.append(
            "no percentile net of size, for want of the distance between the two or of pairs to "
            "compare"
        )
    return f"{title}: {'; '.join(parts)}." if parts else ""


def _aged(name: str, year: int, as_of: int) -> str:
    last = last_covered(name)
    why = f"the source ends in {last}" if last <= year else "later years have no value"
    return f"the latest value is of {year}, {as_of - year} years before the question; {why}"


def _power(assessment: Assessment) -> list[str]:
    as_of = assessment.pair.as_of
    found = {ratio.indicator: ratio.year for ratio in assessment.power}
    lacking = [INDICATORS[name].title for name in POWER if name not in found]
    said = []
    if lacking:
        said.append(
            f"Power: no figures for both states in the sources for {words.listed(lacking)}."
        )
    said += [
        f"{words.sentence(INDICATORS[name].title)}: {_aged(name, year, as_of)}."
        for name, year in found.items()
        if as_of - year >= OLD
    ]
    return said


def _need(assessment: Assessment) -> str:
    need, as_of = assessment.need, assessment.pair.as_of
    if need.first.value is None or need.second.value is None:
        return f"Who needs whom in trade: unknown, {unknown(need.first)}."
    if as_of - need.first.year >= OLD:
        return f"Who needs whom in trade: {_aged('trade.share', need.first.year, as_of)}."
    return ""


def _ranks(assessment: Assessment) -> str:
    if assessment.ranks:
        return ""
    return "Rankings of partners: unknown, there is no year with a value for votes of this pair."

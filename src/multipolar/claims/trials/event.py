"""A break at a date: difference in differences against comparable cases, each a placebo."""

from __future__ import annotations

import numpy as np

from multipolar import states
from multipolar.claims.found import Basis, Course, Found, judged
from multipolar.claims.kinds import Break
from multipolar.claims.outcome import drawn
from multipolar.claims.quantity import LOG_KINDS, only_quantity
from multipolar.claims.scale import Smallest, smallest_difference
from multipolar.claims.series import Look, NotCovered, span, title_of
from multipolar.claims.trials.movement import RATIO
from multipolar.errors import MultipolarError
from multipolar.measures.event_study import LEAST_DONORS
from multipolar.relations.event import EventStudy, event_study
from multipolar.sources.catalog import used_in


def break_at(test: Break, look: Look) -> Found:
    """Change at a date beyond what comparable cases show by themselves."""
    quantity = only_quantity(test)
    what = quantity.what
    assert what is not None
    last = test.at + test.after - 1
    coverage = what.coverage_for(quantity.options(look.as_of))
    if coverage.last < last:
        raise NotCovered(
            f"data of {what.name} end in {coverage.last}, the window in {last}",
            coverage.last,
            what.sources,
        )
    if last > look.as_of:
        raise NotCovered(f"the window to {last} is not over by {look.as_of}", look.as_of)
    ratio = quantity.scale == "ratio" or (not quantity.scale and what.kind in LOG_KINDS)
    study = _study(test, ratio, look)
    if study.donors < LEAST_DONORS:
        raise NotCovered(f"only {study.donors} comparable cases", last, what.sources)
    effect = drawn(study.did.value, study.did.value - study.did.placebo)
    mean = float(np.exp(study.observed).mean() if ratio else study.observed.mean())
    least: Smallest = RATIO if ratio else smallest_difference(quantity, look, mean)
    said = (
        f"{title_of(quantity, look.written)}: {span(test.at, last)} against "
        f"{span(study.before[0], study.before[-1])}, beyond comparable cases "
        f"(placebo p {study.did.p:.2f})"
    )
    found = judged(test, effect, "change", least, _behind(study, ratio), said, ratio=ratio)
    return found


def _study(test: Break, ratio: bool, look: Look) -> EventStudy:
    names = [side.names[0] for side in test.sets]
    touched = () if test.exposed is None else test.exposed.members(test.at, look.release)
    existed = {int(code) for code in states.state_years(test.at, test.at)["ccode"].to_list()}
    try:
        return event_study(
            test.indicator, *names, at=test.at, before=test.before, after=test.after,
            exposed=[code for code in touched if code in existed], as_of=look.as_of, log=ratio,
            base=test.base, by=test.by, issue=test.issue, placebos=False, release=look.release,
        )  # fmt: skip
    except MultipolarError as error:
        raise NotCovered(str(error), None) from error


def _behind(study: EventStudy, ratio: bool) -> Basis:
    years = (*study.before, *study.after)
    shown = np.exp if ratio else np.asarray
    lines = (("observed", study.observed), ("comparable cases", study.expected))
    courses = tuple(
        Course(title, tuple(zip(years, map(float, shown(values)), strict=True)))
        for title, values in lines
    )
    notes = []
    if study.synthetic is not None:
        found = study.synthetic.value
        size = f"{np.exp(found):.2f} times" if ratio else f"{found:+.3g}"
        notes.append(f"a synthetic control gives {size}")
    return Basis(
        (study.indicator.name,),
        used_in(study.indicator.sources, years[-1]),
        (years[0], years[-1]),
        courses,
        group="comparable states"
        if len(study.who) == 1
        else "comparable politically relevant dyads",
        group_size=study.donors,
        notes=tuple(notes),
    )

"""The rankings: who votes most like a state, and where the other of the pair stands."""

from __future__ import annotations

from multipolar import states
from multipolar.relations.ranking import Partner
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.material import Material
from multipolar.report.svg import Scale, Sketch, wrap
from multipolar.states import State
from multipolar.states.pair import titled

WIDTH = 344
"""One width for all screens: two stand side by side on a desktop."""
ROW = 27.0
TOP = 10
"""Partners drawn at the head of a ranking; the table behind it has them all."""


def ranking(material: Material, place: str, state: State, other: State) -> Chart | None:
    """Draw the ranking of a state's partners; None where it has none by votes."""
    ranked = material.partners(state.ccode)
    own = next((partner for partner in ranked if partner.ccode == other.ccode), None)
    if own is None:
        return None
    n, year = len(ranked), own.year
    shown = ranked[:TOP] if own in ranked[:TOP] else [*ranked[:TOP], own]
    votes = next(r.estimate for r in material.assessment.readings if r.field == "votes")
    return Chart(
        name=f"ranking_{place}",
        title=_finding(state, other, own, n),
        alt=f"Partners of {titled(state.name)} by votes in {year}: "
        + "; ".join(f"{_name(partner)} {_rank(partner)}" for partner in shown)
        + f"; of {n} partners.",
        caption=f"Rank by vote similarity (kappa) in {year} among {n} partners, 1 the most alike; "
        "bars hold 90 % of ranks over the sampling error of all of them. Drawn are the first "
        f"{min(TOP, n)}{'' if own in ranked[:TOP] else f' and {titled(other.name)}'}.",
        table=_table(f"{state.name}: all partners by votes, {year}", ranked),
        origins=votes.origins,
        draw=lambda sketch: _draw(sketch, shown, own, n),
        width=WIDTH,
    )


def _name(partner: Partner) -> str:
    return states.label(partner.ccode, partner.year)


def ordinal(value: int) -> str:
    """A rank as a word: 1st, 2nd, 74th."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{value}{'th' if value % 100 in (11, 12, 13) else ends.get(value % 10, 'th')}"


def _finding(state: State, other: State, own: Partner, n: int) -> str:
    low, high = own.rank_low, own.rank_high
    between = ""
    if low is not None and high is not None and low != high:
        between = f", between {ordinal(low)} and {ordinal(high)}"
    whose = "’" if state.name.endswith("s") else "’s"
    where = f"{titled(other.name)} ranks {ordinal(own.rank)} of {n} for votes like "
    return words.sentence(f"{where}{titled(state.name)}{whose}{between}")


def _rank(partner: Partner) -> str:
    if partner.rank_low is None or partner.rank_high is None:
        return str(partner.rank)
    return f"{partner.rank} [{partner.rank_low}, {partner.rank_high}]"


def _table(caption: str, ranked: list[Partner]) -> Table:
    rows = tuple(
        (
            _name(partner),
            _rank(partner),
            words.number(partner.value, "index"),
            words.span(partner.low, partner.high, "index") or words.UNKNOWN,
        )
        for partner in ranked
    )
    return Table(caption, ("Partner", "Rank [90 %]", "Kappa", "Interval"), rows)


def _draw(sketch: Sketch, shown: list[Partner], own: Partner, n: int) -> float:
    left, right, top = 136.0, sketch.width - 50, 26.0

    def at(rank: float) -> float:
        return left + (right - left) * (rank - 1) / max(n - 1, 1)

    apart = 16.0 if len(shown) > TOP else 0.0
    bottom = top + ROW * len(shown) + apart
    sketch.text(left, 12, "rank", "muted", 11)
    sketch.text(sketch.width, 12, "kappa", "muted", 11, "end")
    for rank in _marks(n):
        sketch.line((at(rank), top - 6), (at(rank), bottom), "rule", 1, "2 3")
        anchor = "start" if rank == 1 else "end" if rank == n else "middle"
        sketch.text(at(rank), bottom + 15, str(rank), "muted", 11, anchor)
    for place, partner in enumerate(shown):
        y = top + ROW * (place + 0.5) + (apart if place == TOP else 0)
        _row(sketch, partner, y, at, partner is own)
    if apart:
        sketch.text(8, bottom - ROW - 2, "⋮", "muted", 13)
    return bottom + 22


def _marks(n: int) -> list[int]:
    step = 50 if n > 100 else 20 if n > 40 else 10
    return [1, *(rank for rank in range(step, n, step) if n - rank > step * 0.9), n]


def _row(sketch: Sketch, partner: Partner, y: float, at: Scale, own: bool) -> None:
    colour = "two" if own else "muted"
    if own:
        sketch.rect(0, y - ROW / 2, sketch.width, ROW, "shade")
    lines = wrap(_name(partner), 98, 12)[:2]
    shift = 4 if len(lines) == 1 else -2
    sketch.text(22, y + 4, str(partner.rank), "muted", 11, "end")
    for order, line in enumerate(lines):
        size = 12 if len(lines) == 1 else 10.5
        sketch.text(28, y + shift + 12 * order, line, "ink", size, bold=own)
    if partner.rank_low is not None and partner.rank_high is not None:
        sketch.whisker(y, at(partner.rank_low), at(partner.rank_high), colour, 2.4 if own else 1.4)
    if own:
        sketch.diamond(at(partner.rank), y, 6.5, colour)
    else:
        sketch.circle(at(partner.rank), y, 4, colour)
    kappa = words.number(partner.value, "index")
    sketch.text(sketch.width - 2, y + 4, kappa, "ink", 12, "end", bold=own)

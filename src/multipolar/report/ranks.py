"""The rankings: who votes most like a state, and where the other of the pair stands."""

from __future__ import annotations

from multipolar.relations.sentence import titled
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.material import Material, Partner
from multipolar.report.svg import Scale, Sketch, wrap
from multipolar.states import State

WIDTH = 344
"""One width for all screens: two stand side by side on a desktop."""
ROW = 27.0


def ranking(material: Material, place: str, state: State, other: State) -> Chart | None:
    """Draw the ranking of a state's partners; None where it has none by votes."""
    partners = material.partners(state.ccode, other.ccode)
    if not partners:
        return None
    own = next(p for p in partners if p.rank.partner == other.ccode)
    name = f"{state.name}: partners by votes, {own.rank.year}"
    return Chart(
        name=f"ranking_{place}",
        title=_finding(state, other, own),
        alt=f"{name}. "
        + "; ".join(f"{partner.name} {_rank(partner)}" for partner in partners)
        + f"; of {own.rank.n} partners.",
        caption=f"Rank by vote similarity (kappa) in {own.rank.year} among {own.rank.n} partners, "
        "1 the most alike; bars hold 90 % of ranks over the sampling error of all of them. "
        f"Of others only the first {len(partners) - (own not in partners[:-1])} are shown.",
        table=_table(name, partners),
        origins=own.estimate.origins,
        draw=lambda sketch: _draw(sketch, partners, other.ccode),
        width=WIDTH,
    )


def ordinal(value: int) -> str:
    """A rank as a word: 1st, 2nd, 74th."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{value}{'th' if value % 100 in (11, 12, 13) else ends.get(value % 10, 'th')}"


def _finding(state: State, other: State, own: Partner) -> str:
    rank = own.rank
    between = (
        f", between {ordinal(rank.low)} and {ordinal(rank.high)}"
        if rank.low is not None and rank.high is not None and rank.low != rank.high
        else ""
    )
    whose = "’" if state.name.endswith("s") else "’s"
    where = f"{titled(other.name)} ranks {ordinal(rank.value)} of {rank.n} for votes like "
    return words.sentence(f"{where}{titled(state.name)}{whose}{between}")


def _rank(partner: Partner) -> str:
    rank = partner.rank
    if rank.low is None or rank.high is None:
        return str(rank.value)
    return f"{rank.value} [{rank.low}, {rank.high}]"


def _table(name: str, partners: tuple[Partner, ...]) -> Table:
    rows = tuple(
        (
            partner.name,
            _rank(partner),
            words.number(partner.estimate.value, "index"),
            words.span(partner.estimate.low, partner.estimate.high, "index") or words.UNKNOWN,
            words.number(partner.estimate.n, "count"),
        )
        for partner in partners
    )
    return Table(name, ("Partner", "Rank [90 %]", "Kappa", "Interval", "Roll calls"), rows)


def _draw(sketch: Sketch, partners: tuple[Partner, ...], other: int) -> float:
    left, right, top = 136.0, sketch.width - 50, 26.0
    n = partners[0].rank.n

    def at(rank: float) -> float:
        return left + (right - left) * (rank - 1) / max(n - 1, 1)

    apart = 16.0 if partners[-1].rank.value > len(partners) else 0.0
    bottom = top + ROW * len(partners) + apart
    sketch.text(left, 12, "rank", "muted", 11)
    sketch.text(sketch.width, 12, "kappa", "muted", 11, "end")
    for rank in _marks(n):
        sketch.line((at(rank), top - 6), (at(rank), bottom), "rule", 1, "2 3")
        anchor = "start" if rank == 1 else "end" if rank == n else "middle"
        sketch.text(at(rank), bottom + 15, str(rank), "muted", 11, anchor)
    for place, partner in enumerate(partners):
        own = partner.rank.partner == other
        y = top + ROW * (place + 0.5) + (apart if place == len(partners) - 1 else 0)
        _row(sketch, partner, y, at, own)
    if apart:
        sketch.text(8, bottom - ROW - 2, "⋮", "muted", 13)
    return bottom + 22


def _marks(n: int) -> list[int]:
    step = 50 if n > 100 else 20 if n > 40 else 10
    return [1, *(rank for rank in range(step, n, step) if n - rank > step * 0.9), n]


def _row(sketch: Sketch, partner: Partner, y: float, at: Scale, own: bool) -> None:
    rank, colour = partner.rank, "two" if own else "muted"
    if own:
        sketch.rect(0, y - ROW / 2, sketch.width, ROW, "shade")
    lines = wrap(partner.name, 98, 12)[:2]
    shift = 4 if len(lines) == 1 else -2
    sketch.text(22, y + 4, str(rank.value), "muted", 11, "end")
    for order, line in enumerate(lines):
        size = 12 if len(lines) == 1 else 10.5
        sketch.text(28, y + shift + 12 * order, line, "ink", size, bold=own)
    if rank.low is not None and rank.high is not None:
        sketch.whisker(y, at(rank.low), at(rank.high), colour, 2.4 if own else 1.4)
    if own:
        sketch.diamond(at(rank.value), y, 6.5, colour)
    else:
        sketch.circle(at(rank.value), y, 4, colour)
    kappa = words.number(partner.estimate.value, "index")
    sketch.text(sketch.width - 2, y + 4, kappa, "ink", 12, "end", bold=own)

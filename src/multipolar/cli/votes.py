"""``multipolar partners`` and ``multipolar change``: who votes with whom, and since when."""

from __future__ import annotations

from multipolar import states
from multipolar.cli.output import console, fit, interval, listing, number, print_json
from multipolar.errors import BadOption, QuestionError
from multipolar.fields.indicator import Base
from multipolar.fields.registry import indicator as declared
from multipolar.relations import change as changing
from multipolar.relations import ranking
from multipolar.relations.toward import options_of
from multipolar.states.last import was_last
from multipolar.years import parse_range, spans, this_year

SURE = 0.5
"""Probability from which a year is called a change rather than a candidate."""
CANDIDATE = 0.2
_NOBODY = (
    "it was no member of the body, or too little is known of it with any other; choose another "
    "--year"
)


def partners(
    name: str,
    indicator: str,
    year: int | None,
    top: int,
    base: str | None,
    as_of: int | None,
    as_json: bool,
) -> None:
    """Print a state's partners in order of closeness."""
    from rich.markup import escape

    if top < 0:
        raise BadOption("--top is 0 for all partners, or more")
    found = ranking.partners(name, indicator, year, as_of, base=base)
    what = declared(indicator)
    options = options_of(what, base, as_of)
    if not found:
        when_asked = "the latest year" if year is None else str(year)
        why = "" if year is None else changing.why_uncovered(what, [year], options)
        raise QuestionError(
            f"no partner of {name} has a value of {indicator} in {when_asked}: {why or _NOBODY}"
        )
    shown = found[:top] if top > 0 else found
    if as_json:
        named = [{**item.to_dict(), "name": states.label(item.ccode, item.year)} for item in shown]
        print_json(named)
        return
    kind, title = what.kind, what.title
    screen = console()
    when = found[0].year
    who = states.resolve(name, when).name
    ended = "" if year is not None else was_last((name,), as_of or this_year())
    if ended:
        screen.print(f"[dim]{ended}[/]")
    title += ", all roll calls" if options.base is Base.ALL else ""
    screen.print(f"[bold]{who}[/], partners by {escape(title)}, {when}: {len(found)} with a value")
    table = listing("rank", "90 %", "partner", "value", "90 %", right=("rank", "value"))
    for item in shown:
        span = "" if item.rank_low is None else f"{item.rank_low}-{item.rank_high}"
        table.add_row(
            str(item.rank),
            span,
            states.label(item.ccode, item.year),
            number(item.value, kind),
            escape(interval(item.low, item.high, kind)),
        )
    fit(table, screen.width)
    screen.print(table)


def change(
    indicator: str,
    first: str,
    second: str,
    before: str | None,
    after: str | None,
    by: str | None,
    base: str | None,
    pooled: bool,
    as_of: int | None,
    as_json: bool,
) -> None:
    """Print the change between two periods."""
    if before is None or after is None:
        raise BadOption("give two periods, --from 2007:2013 --to 2014:2019, or --years 1992:2019")
    found = changing.change(
        indicator,
        first,
        second,
        parse_range(before),
        parse_range(after),
        by=by,
        base=base,
        pooled=pooled,
        as_of=as_of,
    )
    if as_json:
        print_json(found.to_dict())
        return
    how = "pooled roll calls" if pooled else "average of yearly values"
    screen = console()
    screen.print(f"[bold]{found.indicator}[/]  {_names(first, second, found.years[1][-1])}, {how}")
    screen.print(
        f"{before}: {found.before:.3f} ({found.n[0]} roll calls in {spans(found.years[0])})"
    )
    screen.print(f"{after}: {found.after:.3f} ({found.n[1]} roll calls in {spans(found.years[1])})")
    screen.print(
        f"change {found.value:+.3f} \\[{found.low:+.3f}, {found.high:+.3f}]; "
        f"it rose in {found.probability:.0%} of bootstrap draws"
    )


def _names(first: str, second: str, year: int) -> str:
    """The pair by the names of that year, in the order of the question."""
    return " - ".join(states.resolve(query, year).name for query in (first, second))


def _probability(value: float) -> str:
    """Two digits, which never reach the bound of a change where the value does not."""
    shown = round(value, 2)
    return f"{SURE - 0.01 if value < SURE <= shown else shown:.2f}"


def turns(
    indicator: str,
    first: str,
    second: str,
    years: str,
    by: str | None,
    base: str | None,
    as_of: int | None,
    as_json: bool,
) -> None:
    """Print the years in which a new level may have begun, with their probabilities."""
    found = changing.turning_points(
        indicator, first, second, parse_range(years), by=by, base=base, as_of=as_of
    )
    if as_json:
        names = ("year", "value", "probability", "level")
        print_json([{name: getattr(turn, name) for name in names} for turn in found])
        return
    screen = console()
    pair = _names(first, second, found[-1].year)
    screen.print(f"[bold]{indicator}[/]  {pair}: years with a new level")
    numbers = ("year", "probability", "value", "level")
    table = listing(*numbers, "", right=numbers)
    listed = [turn for turn in found if turn.probability >= CANDIDATE]
    for turn in listed:
        verdict = "change" if turn.probability >= SURE else "candidate"
        table.add_row(
            str(turn.year),
            _probability(turn.probability),
            f"{turn.value:.3f}",
            f"{turn.level:.3f}",
            verdict,
        )
    if listed:
        screen.print(table)
    else:
        screen.print("no year stands out")
    span = f"{found[0].year}-{found[-1].year}"
    screen.print(
        f"[dim]{len(found)} years with a value, {span}; probability: that a new level begins in "
        f"that year, a change in 15 years being expected beforehand; candidate: {CANDIDATE:.2f} "
        f"or more, change: {SURE:.2f} or more; level: "
        "the mean expected in that year[/]"
    )

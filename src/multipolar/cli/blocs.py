"""``multipolar blocs``: who stands with whom in a year, how surely, and what changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from multipolar import states
from multipolar.cli.output import (
    check_picture,
    console,
    fit,
    interval,
    listing,
    print_json,
    write_picture,
)
from multipolar.errors import BadOption
from multipolar.sources.catalog import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from multipolar.report.chart import Chart
    from multipolar.system.bloc_series import Agreement, BlocSeries
    from multipolar.system.blocs import Bloc, Blocs

BACK = 10
"""Years before, with which a year is compared."""
SHOWN = 8
"""Blocs that are printed; JSON has all."""
NAMED = 12
"""States that are named in one place in print."""
APART = 0.5
"""Difference of probability between two layers from which they disagree on a pair."""
GREAT = 10
"""Strongest states whose pairs are looked through for disagreement."""
PAIRS = 6
PICTURES = ("network", "square", "kappa")
"""Pictures of a year: the strongest states, and all pairs by probability or by votes."""


def run(
    year: int | None,
    layer: str | None,
    state: str | None,
    years: str | None,
    as_of: int | None,
    as_json: bool,
    plot: Path | None = None,
    picture: str = "network",
) -> None:
    """Print the blocs of a year, a state's place in them, or their course, and draw them."""
    from multipolar.states.last import years_to_ask
    from multipolar.system.bloc_series import bloc_series
    from multipolar.system.blocs import COMBINED, blocs, covered
    from multipolar.years import parse_range

    check_picture(plot)
    if picture not in PICTURES:
        raise BadOption(f"--picture is one of {', '.join(PICTURES)}, not {picture!r}")
    if years is not None:
        if year is not None or state is not None:
            raise BadOption("give YEAR or --years, and --state with YEAR only")
        span = parse_range(years)
        found = bloc_series(layer or COMBINED, min(span), max(span), as_of=as_of)
        if plot is not None:
            from multipolar.report.blocs import strips_chart

            write_picture(strips_chart(found), plot)
        print_json(found.to_dict()) if as_json else _course(console(), found)
        return
    chosen = layer or COMBINED
    if year is None:
        last = covered(chosen)[1]
        year = last if as_of is None else min(last, as_of)
        year = year if state is None else years_to_ask((state,), year)[0]
    one = blocs(year, chosen, as_of=as_of)
    if not one.there and layer is None:
        votes = blocs(year, "votes", as_of=as_of)
        one = votes if votes.there else one
    if plot is not None:
        write_picture(_picture(one, picture), plot)
    if state is not None:
        _place(one, state, as_json)
        return
    if as_json:
        print_json(_answer(one))
        return
    _year(console(), one, fallback=layer is None and one.layer != COMBINED)


def _picture(one: Blocs, picture: str) -> Chart:
    """A picture of the blocs of a year."""
    from multipolar.report.blocs import square_chart, web_chart
    from multipolar.system.layers import layers

    if picture == "network":
        return web_chart(one, layers(one.year))
    return square_chart(one, "kappa" if picture == "kappa" else "together")


def line(year: int, as_of: int | None = None) -> tuple[str, dict[str, Any] | None]:
    """One line about the blocs of a year, and the same as plain data; none where unknown."""
    from multipolar.system.blocs import COMBINED, blocs
    from multipolar.system.layers import FIRST, LAST

    if not FIRST <= year <= LAST:
        return "", None
    for layer in (COMBINED, "votes"):
        found = blocs(year, layer, as_of=as_of)
        if found.there:
            return found.sentence, found.to_dict()
    return "", None


def _answer(one: Blocs) -> dict[str, Any]:
    answer = one.to_dict()
    before = _before(one)
    answer["agreement"] = [item.to_dict() for item in _agreement(one)]
    answer["moved"] = None if before is None else {
        "since": before.year,
        "states": [
            {"ccode": x.ccode, "from": x.before, "to": x.after, "with_from": x.with_before,
             "with_to": x.with_after}
            for x in _moves(before, one)
        ],
    }  # fmt: skip
    return answer


def _before(one: Blocs) -> Blocs | None:
    """Blocs ten years before, where there are any."""
    from multipolar.system.blocs import blocs
    from multipolar.system.layers import FIRST

    if not one.there or one.year - BACK < FIRST:
        return None
    found = blocs(one.year - BACK, one.layer)
    return found if found.there else None


def _agreement(one: Blocs) -> tuple[Agreement, ...]:
    from multipolar.system.bloc_series import agreement

    return agreement(one.year)


def _moves(before: Blocs, one: Blocs) -> tuple[Any, ...]:
    from multipolar.system.bloc_series import moves

    return moves(before, one)


# ------------------------------------------------------------------ one year
def _year(screen: Console, one: Blocs, fallback: bool) -> None:
    from multipolar.system.blocs import WORDS

    screen.print(f"[bold]Blocs in {one.year}: {WORDS[one.layer]}[/]")
    if fallback:
        screen.print("All layers together are not known for this year; here are the votes alone.")
    screen.print(one.sentence)
    if not one.there:
        return
    if one.note:
        screen.print(f"[dim]{one.note}[/]")
    screen.print()
    _blocs(screen, one)
    _between(screen, one)
    _alone(screen, one)
    screen.print()
    _numbers(screen, one)
    before = _before(one)
    if before is not None:
        screen.print()
        _changed(screen, before, one)
    screen.print()
    _layers(screen, one)
    screen.print(
        "[dim]core: states each of which stands with the rest of the core in 80 % of draws or "
        "more; together: mean probability that two members stand together "
        f"({one.chance:.2f} by chance). Draws are over roll calls, seeds and resolutions.[/]"
    )
    _sources(screen, one)


def _blocs(screen: Console, one: Blocs) -> None:
    table = listing("bloc of", "states", "core", "together", "in the core", right=("states",
                    "core", "together"))  # fmt: skip
    for bloc in one.blocs[:SHOWN]:
        table.add_row(
            _led(bloc, one.year),
            str(len(bloc.members)),
            str(len(bloc.core)),
            f"{bloc.cohesion:.2f}",
            _named(bloc.core, one.year) or f"none; {_named(bloc.members, one.year)}",
        )
    fit(table, screen.width)
    screen.print(table)
    if len(one.blocs) > SHOWN:
        screen.print(f"[dim]and {len(one.blocs) - SHOWN} smaller ones (--json)[/]")


def _led(bloc: Bloc, year: int) -> str:
    from multipolar.system.blocs import leading

    return leading(bloc, year)


def _named(codes: tuple[int, ...], year: int, most: int = NAMED) -> str:
    from rich.markup import escape

    names = [states.label(code, year) for code in codes[:most]]
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return escape(", ".join(names) + more)


def _between(screen: Console, one: Blocs) -> None:
    from rich.markup import escape

    if not one.swing:
        return
    told = []
    for item in one.swing[:SHOWN]:
        other = _led(one.blocs[item.other], one.year)
        own = "alone" if item.own < 0 else f"{item.with_own:.2f}"
        told.append(
            f"{states.label(item.ccode, one.year)} ({own}; {item.with_other:.2f} with {other})"
        )
    more = f"; and {len(one.swing) - SHOWN} more (--json)" if len(one.swing) > SHOWN else ""
    screen.print()
    screen.print(f"[bold]Between blocs[/] ({len(one.swing)}): {escape('; '.join(told) + more)}")


def _alone(screen: Console, one: Blocs) -> None:
    for codes, words in ((one.isolates, "Alone in every draw"), (one.unseen, "Not observed")):
        if codes:
            screen.print(f"[bold]{words}[/] ({len(codes)}): {_named(codes, one.year)}")


def _numbers(screen: Console, one: Blocs) -> None:
    wide = screen.width >= 72
    heads = ["resolution", "blocs", *(["modularity", "by chance"] if wide else []), "p"]
    table = listing(*heads, right=tuple(heads[1:]))
    for level in one.levels:
        cells = [f"{level.quality:.2f}", f"{level.chance:.2f}"] if wide else []
        table.add_row(f"{level.resolution:g}", f"{level.blocs:.1f}", *cells, f"{level.p:.2f}")
    screen.print(table)
    chances = ", ".join(f"{k} ({v:.2f})" for k, v in sorted(one.numbers.items()) if v >= 0.01)
    screen.print(f"Number of blocs, with its probability over all draws: {chances}.")


def _changed(screen: Console, before: Blocs, one: Blocs) -> None:
    from rich.markup import escape

    found = _moves(before, one)
    if not found:
        screen.print(f"[bold]Since {before.year}[/] no state moved to another bloc that was there.")
        return
    rank = _ranks(one)
    sure = [x for x in found if min(x.with_before, x.with_after) >= APART]
    listed = sorted(sure, key=lambda x: rank[x.ccode])[:SHOWN]
    told = [
        f"{states.label(x.ccode, one.year)} (from {_led(before.blocs[x.before], before.year)}"
        f" to {_led(one.blocs[x.after], one.year)})"
        for x in listed
    ]
    more = f"; and {len(found) - len(listed)} more (--json)" if len(found) > len(listed) else ""
    words = escape("; ".join(told) + more)
    screen.print(f"[bold]Moved since {before.year}[/] ({len(found)} states): {words}")
    if one.used != before.used:
        screen.print(f"[dim]{before.year} had other layers, so part of this may be theirs.[/]")


def _layers(screen: Console, one: Blocs) -> None:
    from multipolar.system.layers import TITLES

    found = _agreement(one)
    if not found:
        return
    table = listing("layers", "agree", "90 % of draws", "states", right=("agree", "states"))
    for item in found:
        if not math.isnan(item.information):
            table.add_row(
                f"{TITLES[item.one]} and {TITLES[item.two]}",
                f"{item.information:.2f}",
                interval(item.low, item.high, "share").replace("[", r"\["),
                str(item.states),
            )
    fit(table, screen.width)
    screen.print(table)
    told = _disagreements(one)
    if told:
        screen.print(f"[bold]Layers disagree[/] on: {'; '.join(told)}")
    screen.print("[dim]agree: adjusted mutual information, 1 the same blocs, 0 chance[/]")


def _disagreements(one: Blocs) -> list[str]:
    """Pairs of strong states that one layer puts together and another apart."""
    from multipolar.fields.blocs import FRIENDLY
    from multipolar.system.blocs import blocs

    inside = {code for bloc in one.blocs for code in bloc.members}
    strong = [code for code in _ranks(one) if code in inside][:GREAT]
    networks = [x for x in (blocs(one.year, name) for name in FRIENDLY) if x.there]
    told = []
    for i, a in enumerate(strong):
        for b in strong[i + 1 :]:
            found = {x.layer: p.value for x in networks if (p := x.pair(a, b)).value is not None}
            if len(found) > 1 and max(found.values()) - min(found.values()) >= APART:
                most = max(found, key=lambda name: found[name])
                least = min(found, key=lambda name: found[name])
                gap = found[most] - found[least]
                pair = f"{states.label(a, one.year)} and {states.label(b, one.year)}"
                words = f"{pair} ({most} {found[most]:.2f}, {least} {found[least]:.2f})"
                told.append((-gap, i, words))
    return [words for _, _, words in sorted(told)[:PAIRS]]


def _ranks(one: Blocs) -> dict[int, int]:
    """States by capabilities, the strongest first, each with its rank."""
    from multipolar.panel.release import active
    from multipolar.system.blocs import power_of

    power = dict(zip(one.codes.tolist(), power_of(one.codes, one.year, active()), strict=True))
    ordered = sorted(power, key=lambda code: (-power[code], code))
    return {code: place for place, code in enumerate(ordered)}


# ------------------------------------------------------------------ one state, and the course
def _place(one: Blocs, state: str, as_json: bool) -> None:
    from multipolar.fields.blocs import FRIENDLY
    from multipolar.system.blocs import NETWORKS, WORDS, blocs

    who = states.resolve(state, one.year)
    networks = [x for name in NETWORKS if (x := blocs(one.year, name)).there]
    bloc = one.bloc_of(who)
    listed = one.partners(who)
    if as_json:
        print_json(
            {
                "year": one.year,
                "ccode": who.ccode,
                "layer": one.layer,
                "status": one.status.value,
                "note": one.note,
                "bloc": None if bloc is None else list(bloc.members),
                "partners": [{"ccode": code, "together": value} for code, value in listed],
                "by_layer": {
                    x.layer: None if (b := x.bloc_of(who)) is None else list(b.members)
                    for x in networks
                },
            }
        )
        return
    screen = console()
    screen.print(f"[bold]{who.name} in the blocs of {one.year}: {WORDS[one.layer]}[/]")
    if not one.there:
        screen.print(one.sentence)
        return
    if bloc is None:
        screen.print(f"{who.name} stands in no bloc more often than not.")
    else:
        own = one.with_own[one.place(who)]
        rest = tuple(code for code in bloc.members if code != who.ccode)
        screen.print(
            f"{who.name} stands with {len(bloc.members) - 1} others, "
            f"with probability {own:.2f} each on average: {_named(rest, one.year)}."
        )
    screen.print()
    near = [code for code, _ in listed[:10]]
    great = list(_ranks(one))[:GREAT]
    others = [code for code in great if code not in near and code != who.ccode]
    names = [x.layer for x in networks]
    table = listing("with", "together", "90 %", *(n for n in names if n != one.layer),
                    right=("together", *names))  # fmt: skip
    for code in (*near, *others):
        pair = one.pair(who, code)
        cells = [
            "-" if (p := x.pair(who, code)).value is None else f"{p.value:.2f}"
            for x in networks
            if x.layer != one.layer
        ]
        value = "-" if pair.value is None else f"{pair.value:.2f}"
        span = interval(pair.low, pair.high, "share").replace("[", r"\[")
        table.add_row(states.label(code, one.year), value, span, *cells)
    fit(table, screen.width)
    screen.print(table)
    screen.print(
        f"[dim]the ten nearest, then the strongest states; {one.chance:.2f} by chance. Columns: "
        f"{', '.join(name for name in FRIENDLY if name in names)}; - not observed[/]"
    )
    _sources(screen, one)


def _course(screen: Console, found: BlocSeries) -> None:
    from multipolar.system.blocs import WORDS

    screen.print(f"[bold]Blocs {found.years[0]} to {found.years[-1]}: {WORDS[found.layer]}[/]")
    table = listing("year", "blocs", "switched", "90 % of draws", "noise", "largest",
                    right=("blocs", "switched", "noise"))  # fmt: skip
    rates = {row["year"]: row for row in found.switching.to_dicts()}
    for year in found.years:
        one, row = found.blocs[year], rates.get(year)
        low, high = one.number_range
        largest = [
            f"#{number} {_led(bloc, year)} ({len(bloc.members)})"
            for number, bloc in list(zip(found.ids[year], one.blocs, strict=True))[:3]
        ]
        cells = ["", "", ""]
        if row is not None:
            span = interval(row["low"], row["high"], "share").replace("[", r"\[")
            cells = [f"{row['share']:.2f}", span, f"{row['noise']:.2f}"]
        table.add_row(str(year), f"{low}-{high}", *cells, "; ".join(largest))
    fit(table, screen.width)
    screen.print(table)
    screen.print(
        "[dim]switched: share of states whose bloc does not go on that of the year before; noise: "
        "the same between two draws of one year, so only what is more is change. #: a bloc keeps "
        "its number while it goes on.[/]"
    )
    _sources(screen, found.blocs[found.years[-1]])


def _sources(screen: Console, one: Blocs) -> None:
    from multipolar.report import words

    known = [key for key in one.origins if key in SOURCES]
    screen.print(
        f"[dim]sources  {words.credit(known)}\n         multipolar cite {' '.join(known)}[/]"
    )

"""``multipolar realignments``: where relationships changed for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.cli.output import console, fit, listing, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from multipolar.system.realignments import Realignment, Realignments

WIDE = 96
"""Columns from which probabilities are printed too."""


def run(
    years: str | None,
    state: str | None,
    pair: tuple[str, str] | None,
    fdr: float,
    least: float,
    strict: bool,
    everyone: bool,
    top: int,
    as_of: int | None,
    as_json: bool,
    plot: Path | None,
) -> None:
    """Print the realignments of all pairs, of a state or of a pair, and draw those of a pair."""
    from multipolar.errors import BadOption
    from multipolar.system.realignments import course, realignments
    from multipolar.years import parse_range

    if plot is not None and pair is None:
        raise BadOption("a picture shows one pair: name it with --pair A B")
    if top < 0:
        raise BadOption(f"--top is the number to print, 0 for all, not {top}")
    span = None if years is None else parse_range(years)
    narrow = state is None and pair is None and not everyone
    found = realignments(
        span, state, pair, fdr=fdr, least=least, strict=strict, as_of=as_of, relevant=narrow
    )
    if plot is not None and pair is not None:
        from multipolar.cli.output import write_picture
        from multipolar.report.realignment import realignment_chart

        write_picture(realignment_chart(course(*pair, found)), plot)
    if as_json:
        print_json(found.to_dict())
        return
    screen = console()
    screen.print(f"[bold]{_title(state, pair, narrow)}[/]")
    shown = sorted(found.items, key=lambda item: -abs(item.size))[: top or None]
    screen.print(_sentence(found, len(shown)))
    screen.print()
    if shown:
        _show(screen, sorted(shown, key=lambda item: (item.year, item.one.ccode, item.two.ccode)))
        screen.print()
    _caveats(screen)


def _title(state: str | None, pair: tuple[str, str] | None, narrow: bool) -> str:
    from rich.markup import escape

    if pair is not None:
        return escape(f"Realignments of {_named(pair[0])} and {_named(pair[1])}")
    if state is not None:
        return escape(f"Realignments of {_named(state)}")
    return "Realignments of neighbours and great powers" if narrow else "Realignments of all pairs"


def _named(query: str) -> str:
    """Name of a state, today's or the last it bore, as it stands in a sentence."""
    from multipolar import states
    from multipolar.states.pair import titled

    return titled(states.lookup(query).name)


def _sentence(found: Realignments, shown: int) -> str:
    total = len(found.items)
    rate = f"at a rate of false discoveries of {found.fdr:g}"
    if not total:
        return (
            f"None stands out {rate}. That is no proof that nothing changed: "
            "--fdr .5 --least .25 shows what is less sure or smaller."
        )
    toward = sum(item.size > 0 for item in found.items)
    said = f"{total} {rate}: {toward} toward each other, {total - toward} apart."
    return said if shown == total else f"{said} The {shown} largest are printed (--top 0 for all)."


def _show(screen: Console, items: list[Realignment]) -> None:
    from rich.markup import escape

    from multipolar.system.realignments import NEW, WORDS

    wide = screen.width >= WIDE
    heads = ["year", "pair", "moved", "by", "90 %"]
    heads += ["P", "q"] if wide else ["q"]
    table = listing(*heads, "carried by", right=("by", "P", "q"))
    for item in items:
        when = str(item.year) if item.first == item.last else f"{item.first}-{item.last % 100:02d}"
        way = "closer" if item.size > 0 else "apart"
        low, high = item.along
        marks = ("*" if item.new >= NEW else "") + ("+" if item.seen < 10 else "")
        cells = [f"{when}{marks}", f"{item.one.name} - {item.two.name}", way]
        cells += [
            f"{abs(item.size):.1f}",
            escape(f"[{low:.1f}, {high:.1f}]".replace("-0.0", "0.0")),
        ]
        cells += [f"{item.probability:.2f}"] if wide else []
        cells += [f"{item.q:.3f}" if item.q >= 0.0005 else "<.001"]
        table.add_row(*cells, ", ".join(WORDS[name] for name in item.carried[:2]))
    fit(table, screen.width)
    screen.print(table)


def _caveats(screen: Console) -> None:
    from multipolar.report import words
    from multipolar.system.realignments import ORIGINS

    screen.print(
        "[dim]by: shift of affinity in standard deviations; its interval says how much of what the "
        "layers show is closeness. q: share of false discoveries in a list of all pairs and years "
        "as sure as this, whatever their dependence; false is what is ordinary movement, while a "
        "code that changes, as a treaty or a rivalry, is a fact (--strict: it may be chance)."
        + (" P: probability that it is no ordinary movement." if screen.width >= WIDE else "")
        + " + judged before ten years had been seen; * rests on layers new to the pair. From 1956; "
        "of later than 2014 only votes, speeches, treaties (to 2018) and rivalries (to 2020) are "
        "known. Most known realignments are not found, as votes alone or slow turns.[/]"
    )
    screen.print(f"[dim]sources  {words.credit(ORIGINS)}\n         multipolar cite affinity.all[/]")

"""Pictures of blocs: the square of all pairs, the network of the strongest, the strips of years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.errors import BadOption
from multipolar.relations.pair import titled
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.heatmap import Square, draw_square
from multipolar.report.hues import LONE, hues
from multipolar.report.scale import Classes, classes, probabilities
from multipolar.report.web import Tie, Web, draw_web

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.system.blocs import Bloc, Blocs
    from multipolar.system.layers import Layers

Floats = NDArray[np.float64]

STATES = 40
"""States of a network: the strongest, by capabilities."""
STRONGEST = 1
"""Ties that are drawn of each state in a layer, the strongest; of hostility all are."""
VALUES = ("together", "kappa")
SQUARE = (
    "Every row and every column is a state, in the order of blocs, the heart of each bloc first. "
    "A cell is a pair: {what}. {chance}Blocs are the consensus of partitions drawn again and again "
    "over resolutions, and over roll calls where votes count."
)
NETWORK = (
    "The {n} strongest states of {year} by capabilities. Near one another are those that are often "
    "in one bloc. Filled: the core of a bloc, states that stand with its others in at least "
    "{core:.0%} of draws; dashed: states that swing. Lines: each state's strongest tie in a layer "
    "among those drawn, and all rivalries; the wider, the likelier both are in one bloc."
)


def square_chart(found: Blocs, values: str = "together", release: Release | None = None) -> Chart:
    """Draw all pairs of a year in the order of blocs.

    Parameters
    ----------
    found
        Blocs of a year, as `multipolar.system.blocs.blocs` gives them.
    values
        ``together``, the probability that two are in one bloc, or ``kappa``, the similarity of
        their votes.
    release
        Data release of ``kappa``, the active one by default.

    Raises
    ------
    BadOption
        If there are no blocs, or no such values.
    """
    if values not in VALUES:
        raise BadOption(f"--values is {' or '.join(VALUES)}, not {values!r}")
    _check(found)
    names = names_of(found)
    places = [place for place in found.order.tolist() if found.labels[place] in names]
    kept = np.asarray(places)
    numbers = [int(found.labels[place]) for place in places]
    order = {label: number for number, label in enumerate(dict.fromkeys(numbers))}
    matrix, parted, word, origins = _values(found, values, release)
    square = Square(
        found.year,
        tuple(int(found.codes[place]) for place in places),
        tuple(order[label] for label in numbers),
        tuple(names[label] for label in order),
        matrix[np.ix_(kept, kept)],
        parted,
        word,
        _power(found, release)[kept],
    )
    chance = f"By chance alone it would be {found.chance:.2f}. " if values == "together" else ""
    what = "the darker the blue, the likelier both are in one bloc"
    if values == "kappa":
        what = "the darker the blue, the more alike they vote, beyond chance; orange is opposed"
    return Chart(
        name="square",
        title=found.sentence,
        alt=_said(found, names),
        caption=SQUARE.format(what=what, chance=chance),
        table=_members(found, names),
        origins=tuple(dict.fromkeys((*found.origins, *origins))),
        draw=lambda sketch: draw_square(sketch, square),
        notes=_unseen(found),
        find="a state",
        data=square.data,
    )


def web_chart(
    found: Blocs,
    layers: Layers,
    count: int = STATES,
    seed: int = 0,
    release: Release | None = None,
) -> Chart:
    """Draw the strongest states of a year as a network.

    Parameters
    ----------
    found
        Blocs of a year.
    layers
        The layers of the same year.
    count
        How many states are drawn.
    seed
        Seed of their places.
    release
        Data release, the active one by default.

    Raises
    ------
    BadOption
        If there are no blocs, or fewer than two states are asked for.
    """
    from multipolar.system.blocs import CORE

    if count < 2:
        raise BadOption("a network needs two states or more")
    _check(found)
    names = names_of(found)
    power = _power(found, release)
    known = [place for place in range(len(found.codes)) if int(found.labels[place]) in names]
    chosen = sorted(known, key=lambda place: (-power[place], int(found.codes[place])))[:count]
    kept = np.asarray(chosen)
    used = (*found.used, "hostility") if "hostility" not in found.used else found.used
    share = found.together[np.ix_(kept, kept)]
    web = Web(
        found.year,
        tuple(int(found.codes[place]) for place in chosen),
        share,
        tuple(int(found.labels[place]) for place in chosen),
        tuple(_is_core(found, place) for place in chosen),
        names,
        paints_of(found),
        tuple(_told(found, names, place) for place in chosen),
        tuple(_ties(layers, used, [int(found.codes[place]) for place in chosen], share)),
        seed,
    )
    origins = dict.fromkeys((*found.origins, *(_origins(layers, web))))
    return Chart(
        name="network",
        title=found.sentence,
        alt=_said(found, names),
        caption=NETWORK.format(n=len(chosen), year=found.year, core=CORE),
        table=_members(found, names),
        origins=tuple(origins),
        draw=lambda sketch: draw_web(sketch, web),
        notes=_unseen(found),
        find="a state",
    )


# ------------------------------------------------------------------ words
def names_of(found: Blocs) -> dict[int, str]:
    """Words for each bloc by its number, and for states that stand alone (-1)."""
    from multipolar.system.blocs import ALONE

    return {bloc.number: name_of(bloc, found.year) for bloc in found.blocs} | {ALONE: "alone"}


def name_of(bloc: Bloc, year: int) -> str:
    """A bloc by its strongest states, of its core where it has one, and by how many more."""
    first = (bloc.core or bloc.members)[:2]
    names = [titled(states.label(code, year)) for code in first]
    more = len(bloc.members) - len(first)
    return words.sentence(words.listed([*names, *([f"{more} more"] if more else [])]))


def paints_of(found: Blocs) -> dict[int, str]:
    """Colour of each bloc of a year, the largest first."""
    from multipolar.system.blocs import ALONE

    return hues(bloc.number for bloc in found.blocs) | {ALONE: LONE}


def _said(found: Blocs, names: dict[int, str]) -> str:
    parts = [
        f"{names[bloc.number]}: {len(bloc.members)} states, {len(bloc.core)} of them its core."
        for bloc in found.blocs
    ]
    swing = [
        f"{states.label(one.ccode, found.year)} ({one.with_own:.2f} to {one.with_other:.2f})"
        for one in found.swing[:10]
    ]
    return " ".join(
        [found.sentence, *parts, *([f"Most undecided: {', '.join(swing)}."] * bool(swing))]
    )


def _members(found: Blocs, names: dict[int, str]) -> Table:
    """Every state with its bloc, and how surely."""
    swing = {one.ccode: one for one in found.swing}
    rows = []
    for place in found.order.tolist():
        label, code = int(found.labels[place]), int(found.codes[place])
        if label not in names:
            continue
        other = swing.get(code)
        rows.append(
            (
                states.label(code, found.year),
                names[label],
                f"{_own(found, place):.2f}" if label >= 0 else words.UNKNOWN,
                "core" if _is_core(found, place) else "",
                "" if other is None else f"{names[other.other]} ({other.with_other:.2f})",
            )
        )
    head = ("State", "Bloc", "With its members", "", "Nearest other bloc")
    return Table(f"States by bloc, {found.year}", head, tuple(rows))


def _told(found: Blocs, names: dict[int, str], place: int) -> str:
    code, label = int(found.codes[place]), int(found.labels[place])
    lines = [states.label(code, found.year), names[label]]
    if label >= 0:
        how = "of its core" if _is_core(found, place) else "not of its core"
        lines.append(f"{how}: {_own(found, place):.2f} with its members")
    other = next((one for one in found.swing if one.ccode == code), None)
    if other is not None:
        lines.append(f"{other.with_other:.2f} with {names[other.other]}")
    return "\n".join(lines)


def _unseen(found: Blocs) -> tuple[str, ...]:
    notes = [f"{words.sentence(found.note)}."] if found.note else []
    if found.unseen:
        listed = words.listed([titled(states.label(code, found.year)) for code in found.unseen])
        notes.append(f"Left out, for nothing is known of them here: {listed}.")
    return tuple(notes)


# ------------------------------------------------------------------ numbers
def _check(found: Blocs) -> None:
    if not found.there:
        raise BadOption(found.sentence.rstrip("."))


def _power(found: Blocs, release: Release | None) -> Floats:
    from multipolar.panel.release import active
    from multipolar.system.blocs import power_of

    return power_of(found.codes, found.year, active() if release is None else release)


def _own(found: Blocs, place: int) -> float:
    """Mean probability of standing with the other members of its bloc."""
    inside = np.flatnonzero(found.labels == found.labels[place])
    inside = inside[inside != place]
    return float(found.together[place, inside].mean()) if len(inside) else float("nan")


def _is_core(found: Blocs, place: int) -> bool:
    label = int(found.labels[place])
    return label >= 0 and int(found.codes[place]) in found.blocs[label].core


def _values(
    found: Blocs, values: str, release: Release | None
) -> tuple[Floats, Classes, str, tuple[str, ...]]:
    """Matrix, classes, word and sources of what the cells show."""
    if values == "together":
        return found.together, probabilities(), "probability of one bloc", ()
    from multipolar.fields.registry import INDICATORS

    kappa = INDICATORS["votes.kappa"]
    matrix = _kappa(found, release)
    return matrix, classes(kappa, []), "similarity of votes (kappa)", kappa.sources


def _kappa(found: Blocs, release: Release | None) -> Floats:
    """Similarity of votes, on all roll calls where those on a text as a whole are not known."""
    import polars as pl

    from multipolar.fields.evaluate import evaluate
    from multipolar.fields.indicator import Base, Options
    from multipolar.fields.registry import INDICATORS
    from multipolar.panel.release import active

    what = INDICATORS["votes.kappa"]
    whole = found.year not in what.coverage.missing
    keys = states.dyad_years(found.year, found.year)
    keys = keys.select(pl.col("ccode1", "ccode2", "year").cast(pl.Int32))
    rows = evaluate(
        what,
        keys,
        Options(base=Base.FINAL if whole else Base.ALL),
        active() if release is None else release,
    ).filter(pl.col("value").is_not_null())
    n = len(found.codes)
    matrix = np.full((n, n), np.nan)
    one, two = (
        np.searchsorted(found.codes, rows[name].to_numpy()) for name in ("ccode1", "ccode2")
    )
    matrix[one, two] = matrix[two, one] = rows["value"].to_numpy()
    return matrix


def _ties(layers: Layers, used: tuple[str, ...], codes: list[int], share: Floats) -> list[Tie]:
    """Ties among some states: the strongest of each in every layer, and all of hostility."""
    places = np.searchsorted(layers.codes, codes)
    found: dict[tuple[int, int, str], Tie] = {}
    for layer in layers:
        if layer.name not in used or not layer.there:
            continue
        weights = np.abs(layer.weights[np.ix_(places, places)])
        hostile = layer.name == "hostility"
        if not hostile:
            weights = np.where(layer.weights[np.ix_(places, places)] > 0, weights, 0.0)
        for one in range(len(codes)):
            order = np.argsort(-weights[one], kind="stable")
            order = order[weights[one][order] > 0]
            for two in order[: None if hostile else STRONGEST].tolist():
                a, b = sorted((one, two))
                found[a, b, layer.name] = Tie(a, b, layer.name, float(share[a, b]))
    return [found[key] for key in sorted(found)]


def _origins(layers: Layers, web: Web) -> list[str]:
    from multipolar.system.layers import SOURCES

    return [key for tie in web.ties for key in SOURCES[tie.layer]]

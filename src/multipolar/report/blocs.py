"""Pictures of blocs: the square of all pairs, the network of the strongest, the strips of years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.errors import BadOption
from multipolar.report import words
from multipolar.report.chart import Chart, Table
from multipolar.report.heatmap import Square, draw_square
from multipolar.report.hues import LONE, hues
from multipolar.report.scale import Classes, classes, probabilities
from multipolar.report.strips import Course, Stand, draw_strips
from multipolar.report.web import Tie, Web, draw_web
from multipolar.states.pair import titled

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.system.bloc_series import BlocSeries
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
STRIPS = (
    "Blocs by {what}: above, how many states each holds; below, where the states stand that were "
    "ever among the strongest by capabilities. A bloc keeps its colour while it goes on from year "
    "to year, with at least three in ten of the states of both; it is called by the states that "
    "gave it most weight over its life. Pale: not of the core, so the state swings."
)
NETWORK = (
    "The {n} strongest states of {year} by capabilities. Near one another are those that are often "
    "in one bloc. Filled: the core of a bloc, states each of which stands with the rest of it in "
    "{core:.0%} of draws or more; dashed: the others, which swing. Lines: each state's strongest "
    "tie in a layer among those drawn, and all rivalries; the wider, the likelier both are in one "
    "bloc."
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
    origins = dict.fromkeys((*found.origins, *(_origins(web))))
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


def strips_chart(series: BlocSeries, count: int = STATES, release: Release | None = None) -> Chart:
    """Draw the blocs of a network over years, and where the strongest states stood.

    Parameters
    ----------
    series
        Blocs over years, as `multipolar.system.bloc_series.bloc_series` gives them.
    count
        How many states get a row: those with the largest share of capabilities in any year.
    release
        Data release, the active one by default.

    Raises
    ------
    BadOption
        If no year has blocs.
    """
    from multipolar.system.blocs import WORDS

    if not series.years:
        raise BadOption(f"no year has blocs by {WORDS[series.layer]}")
    course = course_of(series, count, release)
    last = series.blocs[series.years[-1]]
    span = words.years_of([(series.years[0], series.years[-1])])
    sources = [key for year in series.years for key in series.blocs[year].origins]
    return Chart(
        name="strips",
        title=f"Blocs by {WORDS[series.layer]}, {span}: {_in_short(course)}",
        alt=f"Blocs of states year by year. {last.sentence}",
        caption=STRIPS.format(what=WORDS[series.layer]),
        table=_by_year(course),
        origins=tuple(dict.fromkeys(sources)),
        draw=lambda sketch: draw_strips(sketch, course),
        notes=_layers_change(series),
        find="a state",
    )


def course_of(series: BlocSeries, count: int, release: Release | None = None) -> Course:
    """Where every state stands in every year, blocs by the number that they keep."""
    from multipolar.system.blocs import ALONE, UNKNOWN

    stands: dict[int, dict[int, Stand]] = {}
    weight: dict[int, dict[int, float]] = {}
    strongest: dict[int, float] = {}
    for year in range(series.years[0], series.years[-1] + 1):
        found = stands.setdefault(year, {})
        if year not in series.blocs:
            continue
        one, ids = series.blocs[year], series.ids[year]
        power, own = _power(one, release), one.with_own
        core = {code for bloc in one.blocs for code in bloc.core}
        for place, label in enumerate(one.labels.tolist()):
            if label == UNKNOWN:
                continue
            code = int(one.codes[place])
            bloc = ids[label] if label >= 0 else ALONE
            found[code] = Stand(bloc, float(own[place]), code in core)
            strongest[code] = max(strongest.get(code, 0.0), float(power[place]))
            if label >= 0:
                line = weight.setdefault(bloc, {})
                line[code] = line.get(code, 0.0) + float(power[place]) * (1 + (code in core))
    size = {
        bloc: sum(stand.bloc == bloc for found in stands.values() for stand in found.values())
        for bloc in weight
    }
    order = sorted(weight, key=lambda bloc: (-size[bloc], bloc))
    names = {bloc: _lasting(weight[bloc], _life(stands, bloc)) for bloc in order}
    shown = sorted(strongest, key=lambda code: (-strongest[code], code))[:count]
    return Course(stands, names | {ALONE: "alone"}, frozenset({ALONE}), tuple(shown))


def _life(stands: dict[int, dict[int, Stand]], bloc: int) -> tuple[int, int]:
    """First and last year of a bloc."""
    years = [year for year, found in stands.items() if any(x.bloc == bloc for x in found.values())]
    return years[0], years[-1]


def _lasting(weight: dict[int, float], life: tuple[int, int]) -> str:
    """A bloc over years by the states that gave it most weight, and its years."""
    first = sorted(weight, key=lambda code: (-weight[code], code))[:3]
    names = words.listed([titled(states.label(code, sum(life) // 2)) for code in first])
    return words.sentence(f"{names}, {words.years_of([life])}")


def _in_short(course: Course) -> str:
    """The largest blocs of the first and of the last year."""
    years = [year for year in course.years if course.stands[year]]
    told: list[str] = []
    for year in (years[0], years[-1]):
        count = {bloc: n for bloc, n in course.count(year).items() if bloc >= 0}
        several = [bloc for bloc, n in count.items() if n > 1]
        told.append(f"{len(several)}{' blocs' if not told else ''} in {year}")
    return " and ".join(told) if years[0] != years[-1] else told[0]


def _by_year(course: Course) -> Table:
    rows = []
    for year in course.years:
        count = course.count(year)
        listed = [
            f"{course.names.get(bloc, 'alone')}: {number}"
            for bloc, number in sorted(count.items(), key=lambda item: (item[0] < 0, -item[1]))
        ]
        rows.append((str(year), "; ".join(listed) or words.UNKNOWN))
    return Table("Number of states in each bloc, by year", ("Year", "Blocs"), tuple(rows))


def _layers_change(series: BlocSeries) -> tuple[str, ...]:
    """Years from which the network is made of other layers, so that a change may be theirs."""
    told: list[str] = []
    before = series.blocs[series.years[0]].used
    for year in series.years[1:]:
        used = series.blocs[year].used
        if used != before:
            told.append(f"from {year} on of {words.listed(list(used))}")
        before = used
    lacking = sorted(set(range(series.years[0], series.years[-1] + 1)) - set(series.years))
    notes = []
    if told:
        notes.append(f"The network is made of other layers {'; '.join(told)}: part of a change "
                     "in such a year may be theirs.")  # fmt: skip
    if lacking:
        notes.append(f"Left blank, for there are no blocs: {words.years_of(words.spans(lacking))}.")
    return tuple(notes)


# ------------------------------------------------------------------ words
def names_of(found: Blocs) -> dict[int, str]:
    """Words for each bloc by its number, and for states that stand alone (-1)."""
    from multipolar.system.blocs import ALONE

    return {bloc.number: name_of(bloc, found.year) for bloc in found.blocs} | {ALONE: "alone"}


def name_of(bloc: Bloc, year: int) -> str:
    """A bloc by the states that it is named by, and by how many more it has."""
    names = [titled(states.label(code, year)) for code in bloc.leaders]
    more = len(bloc.members) - len(bloc.leaders)
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
    return float(found.with_own[place])


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


def _origins(web: Web) -> list[str]:
    from multipolar.system.layers import SOURCES

    return [key for tie in web.ties for key in SOURCES[tie.layer]]

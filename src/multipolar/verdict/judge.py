"""Judging pairs: what kind of relationship two states have, by year, with probabilities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from multipolar.errors import BadYear, NotAState
from multipolar.estimate import Status
from multipolar.fields.affinity_layers import LAYERS
from multipolar.measures.special import softmax
from multipolar.panel.release import Release, active
from multipolar.states import State
from multipolar.states.pair import Pair, find_pair
from multipolar.verdict.calibration import (
    LEAST_OF_CLASS,
    LEAST_SPELLS,
    Calibration,
    calibration,
)
from multipolar.verdict.cases import LEAST_FRESH, columns
from multipolar.verdict.features import (
    ALL_FIELDS,
    CLOSE,
    FIELDS,
    FIRST_YEAR,
    FRESH,
    PREDICTORS,
    features,
)
from multipolar.verdict.judgement import Basis, Breadth, Chance, Sight, Verdict, Weight
from multipolar.verdict.references import CLASSES, relationships
from multipolar.years import check_as_of, check_years, this_year

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

KEYS = ("ccode1", "ccode2", "year")
ENDS = (0.05, 0.95)
"""Quantiles that end a 90 % interval."""
RIVALS = 2.0
"""Hostility from which the two are rivals."""
PLEDGED = 1.0
"""Obligation from which a treaty is more than non-aggression."""
SAID = {
    "votes": "votes in the General Assembly",
    "practice": "exercises and defence agreements",
    "trade": "trade",
    "institutions": "memberships of organisations",
    "narrative": "speeches",
    "hostility": "rivalry and disputes",
}
"""The layers that are no treaties, in words."""


def judge(
    first: str | int | State,
    second: str | int | State,
    as_of: int | None = None,
    release: Release | None = None,
) -> Verdict:
    """What kind of relationship two states have.

    Parameters
    ----------
    first, second
        States by any name or code.
    as_of
        Year of the question: neither data nor reference relationships later than it are used.
        Without one, today, or the last year in which both existed.
    release
        Data release, the active one by default.

    Returns
    -------
    Verdict
        The models were fitted without relationships of the pair itself.

    Raises
    ------
    UnknownState, AmbiguousState, SameState, NotAState, BadYear
    """
    pair = find_pair(first, second, as_of)
    known = pair.as_of if as_of is not None else this_year()
    return _judged(pair, [pair.as_of], known, release or active())[0]


def course(
    first: str | int | State,
    second: str | int | State,
    years: Iterable[int],
    as_of: int | None = None,
    release: Release | None = None,
) -> tuple[Verdict, ...]:
    """The verdict year by year, each year from the data up to it.

    Parameters
    ----------
    first, second
        States by any name or code, as they were in the last of the years in which both existed.
    years
        Years wanted; those in which one of the two did not exist are left out.
    as_of
        Last year of the reference relationships that the models are fitted to, the same for all
        the years; the latest by default.
    release
        Data release, the active one by default.

    Raises
    ------
    UnknownState, AmbiguousState, SameState, NotAState, BadYear
    """
    check_as_of(as_of)
    listed = check_years(years, as_of)
    return _judged(_found(first, second, listed), listed, as_of or this_year(), release or active())


def judge_many(
    frame: pl.DataFrame, as_of: int | None = None, release: Release | None = None
) -> pl.DataFrame:
    """The verdict on many dyad-years.

    Parameters
    ----------
    frame
        ``ccode1 < ccode2, year``.
    as_of
        Last year of the reference relationships; the latest by default. No row may be later.
    release
        Data release, the active one by default.

    Returns
    -------
    polars.DataFrame
        The rows of dyads that existed, in their order; ``status`` and ``fresh`` (layers that are
        no treaties and are fresh); ``blind_leading``, and ``blind_alliance``,
        ``blind_alliance_low``, ``blind_alliance_high`` and so on for every class, and the same
        with ``sighted``. Probabilities are null where the models cannot be fitted.

    Raises
    ------
    BadYear
        If a row is later than ``as_of``.
    """
    import polars as pl

    check_as_of(as_of)
    known, release = as_of or this_year(), release or active()
    wanted = frame.select(pl.col(KEYS).cast(pl.Int32))
    last = int(wanted["year"].max()) if wanted.height else known  # type: ignore[arg-type]
    if last > known:
        raise BadYear(f"a row of {last} lies after {known}: leave it out")
    rows = wanted.join(rows_of(wanted, release), on=list(KEYS), how="inner", maintain_order="left")
    return judge_rows(rows, known, release)


def judge_rows(rows: pl.DataFrame, known: int, release: Release) -> pl.DataFrame:
    """The verdict on rows of features, as `judge_many` gives it."""
    import polars as pl

    own = _own_pairs()
    pairs = list(zip(rows["ccode1"], rows["ccode2"], strict=True))
    groups = np.array([own.get(pair, -1) for pair in pairs], dtype=np.int64)
    found = rows.select(*KEYS, pl.col("fresh_blind").alias("fresh"))
    whole = np.zeros(rows.height, np.bool_)
    for blind in (True, False):
        x, error = predictors_of(rows, blind)
        table = np.full((rows.height, len(CLASSES), 3), np.nan)
        for group in np.unique(groups):
            inside = np.flatnonzero(groups == group)
            model = calibration(blind, known, release, None if group < 0 else pairs[int(inside[0])])
            if model is None:
                continue
            whole[inside] = True
            for part, _, scores in model.drawn(x[inside], error[inside]):
                table[inside[part]] = _summary(softmax(scores))
        found = found.with_columns(*_named("blind" if blind else "sighted", table))
    enough = pl.Series(whole) & (rows["fresh_blind"] >= LEAST_FRESH)
    status = pl.when(enough).then(pl.lit(Status.OBSERVED.value))
    return found.with_columns(status.otherwise(pl.lit(Status.INSUFFICIENT.value)).alias("status"))


def _named(model: str, table: Floats) -> list[pl.Series]:
    import polars as pl

    known = ~np.isnan(table[:, 0, 0])
    best = np.where(known, np.nan_to_num(table[:, :, 0]).argmax(axis=1), -1)
    leading = [CLASSES[place] if place >= 0 else None for place in best]
    named = [pl.Series(f"{model}_leading", leading, pl.String)]
    for place, kind in enumerate(CLASSES):
        for end, suffix in enumerate(("", "_low", "_high")):
            values = pl.Series(f"{model}_{kind}{suffix}", table[:, place, end]).fill_nan(None)
            named.append(values)
    return named


def _own_pairs() -> dict[tuple[int, int], int]:
    """A number for each pair that has reference relationships."""
    pairs = dict.fromkeys((one.ccode1, one.ccode2) for one in relationships())
    return {pair: number for number, pair in enumerate(pairs)}


def _found(first: str | int | State, second: str | int | State, years: list[int]) -> Pair:
    """The two states in the last of some years in which both existed."""
    for year in reversed(years):
        try:
            return find_pair(first, second, year)
        except NotAState as error:
            missing = error
    raise missing


def rows_of(wanted: pl.DataFrame, release: Release) -> pl.DataFrame:
    """Features of the dyad-years from the first to the last wanted, of all their pairs.

    Affinity is filtered up to its last year; later ones have it from there.
    """
    import polars as pl

    from multipolar.fields.affinity_model import LAST

    wanted = wanted.filter(pl.col("year") >= FIRST_YEAR)
    if not wanted.height:
        empty = pl.DataFrame({"ccode1": [2], "ccode2": [20]})
        return features(empty, FIRST_YEAR, FIRST_YEAR, release).clear()
    first, last = (int(getattr(wanted["year"], end)()) for end in ("min", "max"))
    found = features(wanted.select("ccode1", "ccode2").unique(), min(first, LAST), last, release)
    if last > LAST:
        kept = ("affinity", "affinity_blind", "affinity_sd", "affinity_blind_sd")
        carried = pl.col(kept).forward_fill().over("ccode1", "ccode2")
        found = found.with_columns(
            pl.when(pl.col("year") > LAST).then(carried).otherwise(pl.col(kept)).name.keep()
        )
    return found


def predictors_of(rows: pl.DataFrame, blind: bool) -> tuple[Floats, Floats]:
    """Predictors of a model and the error of affinity, NaN where not known, from features."""
    import polars as pl

    error = "affinity_blind_sd" if blind else "affinity_sd"
    found = rows.select(
        pl.col(*columns(blind), error).cast(pl.Float64).fill_null(np.nan)
    ).to_numpy()
    return found[:, :-1], found[:, -1]


def _summary(p: Floats) -> Floats:
    """Mean and ends of 90 % of draws: from (draws, rows, classes) to (rows, classes, 3)."""
    low, high = np.quantile(p, ENDS, axis=0)
    return np.stack([p.mean(axis=0), low, high], axis=-1)


def _judged(pair: Pair, years: list[int], as_of: int, release: Release) -> tuple[Verdict, ...]:
    import polars as pl

    low, high = pair.codes
    wanted = pl.DataFrame(
        {"ccode1": low, "ccode2": high, "year": years}, schema=dict.fromkeys(KEYS, pl.Int32)
    )
    span = rows_of(wanted, release).sort("year")
    rows = wanted.join(span, on=list(KEYS), maintain_order="left")
    found = [_too_early(pair, year, as_of) for year in years if year < FIRST_YEAR]
    if not rows.height:
        return tuple(found)
    without = pair.codes if pair.codes in _own_pairs() else None
    models = {blind: calibration(blind, as_of, release, without) for blind in (True, False)}
    main = models[True]
    spells = 0 if main is None else main.spells
    sights = {blind: _sights(model, rows) for blind, model in models.items()}
    enough = _years_with_enough(span, release)
    x, error = predictors_of(rows, blind=True)
    for place, row in enumerate(rows.iter_rows(named=True)):
        before = [year for year in enough if year <= row["year"]]
        status, reason = _evidence(row, main, as_of, before)
        found.append(
            Verdict(
                pair.one,
                pair.two,
                row["year"],
                as_of,
                status,
                reason,
                before[-1] if before else None,
                {name: row[f"last_{name}"] for name in LAYERS},
                spells,
                sights[True][place],
                sights[False][place],
                _tether(row),
                None if main is None else Basis(x[place], float(error[place]), row),
            )
        )
    return tuple(found)


def _too_early(pair: Pair, year: int, as_of: int) -> Verdict:
    reason = (
        "No verdict is given on years before the United Nations: there were no votes in a General "
        "Assembly, and affinity is not measured."
    )
    return Verdict(pair.one, pair.two, year, as_of, Status.INSUFFICIENT, reason)


def _years_with_enough(rows: pl.DataFrame, release: Release) -> list[int]:
    """Years with enough evidence, back to the first where the years at hand begin without."""
    import polars as pl

    if rows["fresh_blind"][0] < LEAST_FRESH:
        pairs = rows.select("ccode1", "ccode2").unique()
        rows = features(pairs, FIRST_YEAR, int(rows["year"][-1]), release)
    return rows.filter(pl.col("fresh_blind") >= LEAST_FRESH)["year"].sort().to_list()


def _evidence(
    row: dict[str, float], model: Calibration | None, as_of: int, before: list[int]
) -> tuple[Status, str]:
    """Whether the evidence is enough, and why not."""
    if model is None:
        return Status.INSUFFICIENT, (
            f"Too few reference relationships had been seen by {as_of}: a verdict needs "
            f"{LEAST_SPELLS}, and {LEAST_OF_CLASS} of each kind."
        )
    if row["fresh_blind"] >= LEAST_FRESH:
        return Status.OBSERVED, ""
    year = int(row["year"])
    fresh = [
        words for name, words in SAID.items() if (row[f"last_{name}"] or 0) > row["year"] - FRESH
    ]
    count = ("None", "Only one", "Only two")[len(fresh)]
    named = f" ({' and '.join(fresh)})" if fresh else ""
    was = "were" if len(fresh) == 2 else "was"
    last = (
        f"the last year with enough evidence is {before[-1]}"
        if before
        else "no earlier year has enough evidence"
    )
    return Status.INSUFFICIENT, (
        f"{count} of the six layers that are no treaties{named} {was} observed in the five years "
        f"to {year}, and a verdict needs three: {last}."
    )


def _tether(row: dict[str, float | None]) -> bool | None:
    """Whether a treaty beyond non-aggression stands together with rivalry (Weitsman 2004)."""
    pledged, hostile = row["obligation"], row["hostility"]
    if pledged is None or hostile is None:
        return None
    return pledged >= PLEDGED and hostile >= RIVALS


def _sights(model: Calibration | None, rows: pl.DataFrame) -> list[Sight | None]:
    if model is None:
        return [None] * rows.height
    x, error = predictors_of(rows, model.blind)
    found: list[Sight | None] = []
    listed = rows.to_dicts()
    for part, scaled, scores in model.drawn(x, error):
        p = softmax(scores)
        for place in range(p.shape[1]):
            at = part.start + place
            found.append(_sight(model, listed[at], x[at], scaled[:, place], p[:, place]))
    return found


def _sight(
    model: Calibration, row: dict[str, float | None], x: Floats, scaled: Floats, p: Floats
) -> Sight:
    """The verdict of a model from draws of the scaled predictors and of the probabilities."""
    table = _summary(p[:, None])[0]
    best = p.argmax(axis=1)
    chances = tuple(
        Chance(
            kind,
            float(table[k, 0]),
            float(table[k, 1]),
            float(table[k, 2]),
            float(np.mean(best == k)),
        )
        for k, kind in enumerate(CLASSES)
    )
    lead, next_ = np.argsort(-table[:, 0], kind="stable")[:2]
    margin = p[:, lead] - p[:, next_]
    low, high = np.quantile(margin, ENDS)
    odds = scaled * (model.draws[:, lead, 1:] - model.draws[:, next_, 1:])
    return Sight(
        chances,
        float(margin.mean()),
        float(low),
        float(high),
        _weights(model.blind, x, scaled, odds),
        _breadth(row, FIELDS if model.blind else ALL_FIELDS),
    )


def _weights(blind: bool, x: Floats, scaled: Floats, odds: Floats) -> tuple[Weight, ...]:
    low, high = np.quantile(odds, ENDS, axis=0)
    used = [one for one in PREDICTORS if not (blind and one.seen)]
    found = [
        Weight(
            one.name,
            one.title,
            one.high,
            None if np.isnan(x[k]) else float(x[k]),
            float(scaled[:, k].mean()),
            float(odds[:, k].mean()),
            float(low[k]),
            float(high[k]),
        )
        for k, one in enumerate(used)
    ]
    return tuple(sorted(found, key=lambda weight: -abs(weight.weight)))


def _breadth(row: dict[str, float | None], names: tuple[str, ...]) -> Breadth:
    scores = {name: row[f"score_{name}"] for name in names}
    known = [value for value in scores.values() if value is not None]
    return Breadth(scores, sum(value >= CLOSE for value in known), len(names) - len(known))

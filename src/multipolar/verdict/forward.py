"""What the verdict says of the next ten years: outcomes that are no inputs, dyads at risk.

At each origin the verdict is that of the references and data up to it. A logistic regression with
a normal prior maps class probabilities, lagged outcomes or both to an outcome; it is fitted to
the origins whose ten years had passed by then, and scored on the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from multipolar import states
from multipolar.fields.relevance import relevant_dyads
from multipolar.fields.treaty import CONSULTATION, DEFENSE, NEUTRALITY, OFFENSE
from multipolar.measures import multinomial, scoring
from multipolar.measures.scoring import Gap
from multipolar.panel.release import Release, active
from multipolar.verdict.judge import judge_rows, rows_of
from multipolar.verdict.references import CLASSES, EXCLUDED

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ORIGINS = tuple(range(1974, 2005, 5))
"""Years in which the verdict is given; disputes are known ten years after the last."""
HORIZON = 10
ACTED = 2
"""Hostility level from which a state took part in a dispute by more than its name."""
SERIOUS = 2
FLOOR = 0.01
"""Least probability of a class, before its logarithm is taken."""
DRAWS = 2000
SEED = 45
KEYS = ("ccode1", "ccode2", "year")

OUTCOMES = {
    "same_side": "on one side of a dispute or war",
    "dispute": "a serious dispute between the two",
    "signed": "a treaty of alliance, where there was none",
    "broken": "the end of all treaties of alliance, where there was one",
}
"""What may happen in the ten years after an origin."""
MODELS = {
    "base": "base rate",
    "lagged": "lagged outcomes",
    "blind": "classes, blind to treaties",
    "sighted": "classes, treaties seen",
    "lagged+blind": "lagged outcomes and blind classes",
    "lagged+sighted": "lagged outcomes and sighted classes",
}
"""Models that are compared."""
COMPARED = (
    ("blind", "base"),
    ("blind", "lagged"),
    ("sighted", "base"),
    ("sighted", "lagged"),
    ("lagged+blind", "lagged"),
    ("lagged+sighted", "lagged"),
)
"""Which model is compared with which."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Dyads at the origins.

    Attributes
    ----------
    pair, origin
        A number for each dyad, and the year, of shape (rows,).
    chances
        Class probabilities of the blind and of the sighted model, of shape (rows, classes).
    lagged
        Lagged outcomes, of shape (rows, lags).
    risk, happened
        By outcome: whether it could happen, and did.
    dropped
        Relevant dyads left out because the verdict was insufficient.
    """

    pair: NDArray[np.int64]
    origin: NDArray[np.int64]
    chances: dict[str, Floats]
    lagged: Floats
    risk: dict[str, Flags]
    happened: dict[str, Flags]
    dropped: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How well an outcome is foreseen.

    Attributes
    ----------
    outcome
        Key of the outcome.
    n, events, dyads
        Dyads at risk scored (at all origins), how many saw the outcome, and distinct dyads.
    scores
        By model: mean log loss and Brier score.
    better
        By ``model:baseline:score:unit``: by how much the model's score is better, with a 90 %
        interval over ``dyads`` and origins, or over ``states`` and origins.
    after
        Share of dyads that saw the outcome by class, each dyad counted by the probability of the
        class in the blind model, over all origins.
    """

    outcome: str
    n: int
    events: int
    dyads: int
    scores: dict[str, dict[str, float]]
    better: dict[str, Gap]
    after: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "outcome": self.outcome,
            "about": OUTCOMES[self.outcome],
            "n": self.n,
            "events": self.events,
            "dyads": self.dyads,
            "scores": self.scores,
            "better": {key: gap.to_dict() for key, gap in self.better.items()},
            "share_by_class": self.after,
        }


def forward(
    release: Release | None = None, progress: Callable[[str], None] = lambda words: None
) -> list[Outlook]:
    """Score what the verdict says of the next ten years, outcome by outcome.

    Parameters
    ----------
    release
        Data release, the active one by default.
    progress
        Called with the name of each step.
    """
    drawn = sample(release or active(), progress)
    return [outlook(name, drawn) for name in OUTCOMES]


def sample(release: Release, progress: Callable[[str], None] = lambda words: None) -> Sample:
    """Relevant dyads at the origins, with the verdict of the time and what came after."""
    import polars as pl

    low, high = sorted(EXCLUDED)
    years = pl.Series("year", ORIGINS, pl.Int32)
    relevant = (
        relevant_dyads(release, ORIGINS[0], ORIGINS[-1])
        .select(pl.col(KEYS).cast(pl.Int32))
        .filter(pl.col("year").is_in(years.implode()))
        .filter((pl.col("ccode1") != low) | (pl.col("ccode2") != high))
    )
    later = states.dyad_years(ORIGINS[0] + 1, ORIGINS[-1] + 1)
    alive = later.select(pl.col(KEYS).cast(pl.Int32)).with_columns(pl.col("year") - 1)
    relevant = relevant.join(alive, on=list(KEYS), how="semi").sort(KEYS)
    progress("predictors")
    rows = relevant.join(rows_of(relevant, release), on=list(KEYS), maintain_order="left")
    parts = []
    for origin in ORIGINS:
        progress(str(origin))
        parts.append(judge_rows(rows.filter(pl.col("year") == origin), origin, release))
    judged = pl.concat(parts)
    known = judged.filter(pl.col("status") == "observed")
    return _sample(known, judged.height - known.height, release)


def _sample(known: pl.DataFrame, dropped: int, release: Release) -> Sample:
    import polars as pl

    keys = known.select(KEYS)
    joint = release.scan("joint_disputes").filter(pl.col("level") >= ACTED).collect()
    serious = (
        release.scan("disputes")
        .filter((pl.col("mid5") == 1) & (pl.col("level") == SERIOUS))
        .group_by("ccode1", "ccode2", "ended")
        .agg(pl.col("year").min())
        .collect()
    )
    was, now, then = (_bound(keys, shift, release) for shift in (-HORIZON, 0, HORIZON))
    ends = _ever(keys, release)
    together, against = (_count(keys, table, -HORIZON + 1, 0) for table in (joint, serious))
    lagged = np.column_stack(
        [
            np.log1p(together),
            np.log1p(against),
            now == 1,
            now == 2,
            (now > 0) & (was == 0),
            (now == 0) & (was > 0),
        ]
    ).astype(np.float64)
    every = np.ones(known.height, np.bool_)
    pairs = keys["ccode1"].to_numpy().astype(np.int64) * 1000 + keys["ccode2"].to_numpy()
    return Sample(
        pairs,
        keys["year"].to_numpy().astype(np.int64),
        {
            model: known.select(pl.col(f"{model}_{kind}") for kind in CLASSES).to_numpy()
            for model in ("blind", "sighted")
        },
        lagged,
        {"same_side": every, "dispute": every, "signed": now == 0, "broken": now > 0},
        {
            "same_side": _count(keys, joint, 1, HORIZON) > 0,
            "dispute": _count(keys, serious, 1, HORIZON) > 0,
            "signed": ends["any"],
            "broken": ends["none"] & (then == 0),
        },
        dropped,
    )


def _count(keys: pl.DataFrame, table: pl.DataFrame, first: int, last: int) -> NDArray[np.int64]:
    """How many rows of a table a dyad has in the years from origin + first to origin + last."""
    import polars as pl

    events = table.select(
        pl.col("ccode1", "ccode2").cast(pl.Int32), pl.col("year").cast(pl.Int32).alias("_at")
    )
    gap = pl.col("_at") - pl.col("year")
    found = (
        keys.with_row_index("_row")
        .join(events, on=["ccode1", "ccode2"])
        .filter(gap.is_between(first, last))
        .group_by("_row")
        .len("_n")
    )
    counted = keys.with_row_index("_row").join(found, on="_row", how="left", maintain_order="left")
    return counted["_n"].fill_null(0).to_numpy().astype(np.int64)


def _treaties(release: Release) -> pl.DataFrame:
    """Dyad-years with a treaty: 2 of defence or offence, 1 of neutrality or consultation alone."""
    import polars as pl

    bits = pl.col("pledged12") | pl.col("pledged21")
    level = (
        pl.when((bits & (DEFENSE | OFFENSE)) > 0)
        .then(2)
        .when((bits & (NEUTRALITY | CONSULTATION)) > 0)
        .then(1)
        .otherwise(0)
    )
    found = release.scan("treaty").select(pl.col(KEYS).cast(pl.Int32), level.alias("level"))
    return found.filter(pl.col("level") > 0).collect()


def _bound(keys: pl.DataFrame, shift: int, release: Release) -> NDArray[np.int64]:
    """Level of the treaty of each dyad some years from the origin."""
    import polars as pl

    asked = keys.with_columns(pl.col("year") + shift)
    found = asked.join(_treaties(release), on=list(KEYS), how="left", maintain_order="left")
    return found["level"].fill_null(0).to_numpy().astype(np.int64)


def _ever(keys: pl.DataFrame, release: Release) -> dict[str, Flags]:
    """Whether there was a treaty in any of the ten years, and whether there was none in one.

    Years in which one of the two no longer existed do not count.
    """
    import polars as pl

    there = states.dyad_years(ORIGINS[0] + 1, ORIGINS[-1] + HORIZON).select(
        pl.col(KEYS).cast(pl.Int32)
    )
    treaties = there.join(_treaties(release), on=list(KEYS), how="left").with_columns(
        pl.col("level").fill_null(0)
    )
    window = keys.with_row_index("_row").join(
        treaties.rename({"year": "_at"}), on=["ccode1", "ccode2"]
    )
    gap = pl.col("_at") - pl.col("year")
    found = (
        window.filter(gap.is_between(1, HORIZON))
        .group_by("_row")
        .agg((pl.col("level") > 0).any().alias("any"), (pl.col("level") == 0).any().alias("none"))
    )
    whole = keys.with_row_index("_row").join(found, on="_row", how="left", maintain_order="left")
    return {name: whole[name].fill_null(False).to_numpy() for name in ("any", "none")}


def outlook(name: str, drawn: Sample) -> Outlook:
    """Score one outcome."""
    risk, happened = drawn.risk[name], drawn.happened[name]
    tested: list[NDArray[np.intp]] = []
    p: dict[str, list[Floats]] = {model: [] for model in MODELS}
    for origin in ORIGINS:
        test = np.flatnonzero(risk & (drawn.origin == origin))
        train = np.flatnonzero(risk & (drawn.origin <= origin - HORIZON))
        if not len(train) or not len(test):
            continue
        tested.append(test)
        for model in MODELS:
            p[model].append(_foreseen(_inputs(model, drawn), happened, train, test))
    rows = np.concatenate(tested)
    y = happened[rows].astype(np.int64)
    scored = {model: _scores(np.concatenate(parts), y) for model, parts in p.items()}
    pair = drawn.pair[rows]
    periods = scoring.case_draws(drawn.origin[rows], DRAWS, SEED)
    better = {}
    for unit, clusters in {"dyads": pair, "states": np.column_stack(divmod(pair, 1000))}.items():
        times = periods * scoring.case_draws(clusters, DRAWS, SEED + 1)
        for model, baseline in COMPARED:
            for score in ("log", "brier"):
                gap = scored[baseline][score] - scored[model][score]
                better[f"{model}:{baseline}:{score}:{unit}"] = scoring.mean_with_interval(
                    gap, times
                )
    weight = drawn.chances["blind"][risk]
    share = (weight * happened[risk][:, None]).sum(axis=0) / weight.sum(axis=0)
    return Outlook(
        name,
        len(rows),
        int(y.sum()),
        len(np.unique(drawn.pair[rows])),
        {
            model: {score: float(values.mean()) for score, values in each.items()}
            for model, each in scored.items()
        },
        better,
        {kind: float(value) for kind, value in zip(CLASSES, share, strict=True)},
    )


def _inputs(model: str, drawn: Sample) -> Floats:
    parts = [np.zeros((len(drawn.pair), 0))]
    for name in model.split("+"):
        if name == "lagged":
            parts.append(drawn.lagged)
        elif name in drawn.chances:
            parts.append(np.log(np.maximum(drawn.chances[name], FLOOR)))
    return np.hstack(parts)


def _foreseen(
    x: Floats, happened: Flags, train: NDArray[np.intp], test: NDArray[np.intp]
) -> Floats:
    centre, scale = x[train].mean(axis=0), x[train].std(axis=0)
    scaled = (x - centre) / np.where(scale > 0, scale, 1.0)
    y = happened[train].astype(np.int64)
    fitted = multinomial.fit(scaled[train], y, np.ones(len(train)), 2)
    return np.asarray(multinomial.probabilities(fitted.coefficients, scaled[test])[:, 1])


def _scores(p: Floats, y: NDArray[np.int64]) -> dict[str, Floats]:
    both = np.column_stack([1 - p, p])
    return {"log": multinomial.log_loss(both, y), "brier": (p - y) ** 2}

"""How good the verdict is on relationships that it was not fitted to.

A relationship is judged by a model that has not seen it, in three ways: without the relationships
of the pair itself, without any relationship of the two states, and without its decade. The score
of a relationship is the mean over its cases, and each counts as one. Baselines are fitted to the
same cases with the same weights and the same kind of prior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multipolar.measures import multinomial, scoring
from multipolar.measures.scoring import Calibration, Gap
from multipolar.measures.special import softmax
from multipolar.panel.release import Release, active
from multipolar.verdict import calibration as model
from multipolar.verdict.cases import Cases, all_cases, columns, states_of
from multipolar.verdict.references import CLASSES, relationships

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SCHEMES = {
    "spell": "without the relationships of the pair itself",
    "states": "without any relationship of the two states",
    "decade": "without all relationships of its decade",
}
"""What is left out when a relationship is judged."""
MODELS = {
    "blind": "blind to treaties",
    "sighted": "sees treaties",
    "affinity": "affinity alone",
    "obligation": "obligation alone",
    "kappa": "kappa of votes alone",
    "base": "base rate",
}
"""Models that are compared; those after the second are baselines."""
BASELINES = tuple(MODELS)[2:]
ORDER = ("alliance", "partnership", "opportunism", "transactional", "indifference", "rivalry")
"""Classes from close to hostile, for the ranked probability."""
SCORES = ("log", "brier", "ranked")
DRAWS = 4000
NULL_DRAWS = 1000
SEED = 44
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """Scores of a model in one scheme.

    Attributes
    ----------
    name
        Key of the model.
    scores
        Mean log loss, Brier score and ranked probability score with intervals over states.
    lead
        For a baseline: by how much the blind and the sighted model are better in each score, with
        the interval over relationships and over states. Keys such as ``blind.log.states``.
    hits, second
        Share of relationships whose class was the likeliest, and one of the two likeliest.
    calibration
        Calibration error beside its null.
    probabilities
        Mean probabilities of each relationship, in the order of the validation.
    """

    name: str
    scores: dict[str, Gap]
    lead: dict[str, Gap]
    hits: float
    second: float
    calibration: Calibration
    probabilities: Floats

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        return {
            "model": self.name,
            "scores": {key: gap.to_dict() for key, gap in self.scores.items()},
            "better_than_this": {key: gap.to_dict() for key, gap in self.lead.items()},
            "hits": self.hits,
            "among_first_two": self.second,
            "calibration": self.calibration.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Validation:
    """What one scheme shows.

    Attributes
    ----------
    scheme
        Key of the scheme.
    undisputed
        Whether disputed relationships were left out, in fitting and in scoring.
    spells
        Relationships judged, as places in `relationships()`.
    kinds
        Their classes, as places in `CLASSES`.
    skipped
        Relationships without a year in which a verdict could be given, or for which too few
        others were left.
    results
        By model.
    """

    scheme: str
    undisputed: bool
    spells: NDArray[np.int64]
    kinds: NDArray[np.int64]
    skipped: int
    results: dict[str, Result]

    def confusion(self, name: str) -> NDArray[np.int64]:
        """Relationships by class (rows) and likeliest class (columns)."""
        table = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
        np.add.at(table, (self.kinds, self.results[name].probabilities.argmax(axis=1)), 1)
        return table

    def by_class(self, name: str) -> Floats:
        """Mean probabilities (columns) of the relationships of each class (rows)."""
        p = self.results[name].probabilities
        return np.array([p[self.kinds == k].mean(axis=0) for k in range(len(CLASSES))])

    def to_dict(self) -> dict[str, Any]:
        """Plain data with stable keys."""
        listed = relationships()
        mains = [name for name in ("blind", "sighted") if name in self.results]
        return {
            "scheme": self.scheme,
            "undisputed_only": self.undisputed,
            "relationships": len(self.spells),
            "skipped": self.skipped,
            "models": [result.to_dict() for result in self.results.values()],
            "classes": list(CLASSES),
            "confusion": {name: self.confusion(name).tolist() for name in mains},
            "mean_probabilities_by_class": {name: self.by_class(name).tolist() for name in mains},
            "reliability": {
                name: scoring.reliability(self.results[name].probabilities, self.kinds)
                for name in mains
            },
            "each": [
                {
                    "relationship": listed[spell].name,
                    "class": listed[spell].kind,
                    "disputed": listed[spell].disputed,
                }
                | {name: self.results[name].probabilities[at].tolist() for name in mains}
                for at, spell in enumerate(self.spells.tolist())
            ],
        }


def validate(
    scheme: str = "spell",
    undisputed: bool = False,
    release: Release | None = None,
    progress: Callable[[str], None] = lambda words: None,
) -> Validation:
    """Judge every reference relationship by models that have not seen it, and score.

    Parameters
    ----------
    scheme
        One of `SCHEMES`.
    undisputed
        Leave disputed relationships out, in fitting and in scoring.
    release
        Data release, the active one by default.
    progress
        Called with the name of each model before it is fitted.
    """
    release = release or active()
    cases = all_cases(True, release)
    allowed = np.ones(len(cases.year), np.bool_)
    if undisputed:
        listed = relationships()
        allowed = np.array([not listed[spell].disputed for spell in cases.spell], np.bool_)
    folds = list(split(cases, scheme, allowed))
    held: dict[str, Floats] = {}
    for name in MODELS:
        progress(name)
        held[name] = held_out(name, folds, release)
    judged = allowed & np.all([~np.isnan(p[:, 0]) for p in held.values()], axis=0)
    spells, place = np.unique(cases.spell[judged], return_inverse=True)
    kinds = np.array([CLASSES.index(relationships()[one].kind) for one in spells], np.int64)
    total = sum(not (undisputed and one.disputed) for one in relationships())
    per = {name: _scored(p[judged], cases.kind[judged], place) for name, p in held.items()}
    drawn = {
        "spells": scoring.case_draws(np.arange(len(spells)), DRAWS, SEED),
        "states": scoring.case_draws(states_of(spells), DRAWS, SEED),
    }
    results = {
        name: _result(name, per, _averaged(held[name][judged], place), kinds, drawn)
        for name in MODELS
    }
    return Validation(scheme, undisputed, spells, kinds, total - len(spells), results)


def split(cases: Cases, scheme: str, allowed: Flags) -> Iterator[tuple[Flags, Flags]]:
    """Which cases are judged, and which the model for them is fitted to, fold by fold."""
    both = states_of(cases.spell)
    pair = both[:, 0] * 1000 + both[:, 1]
    if scheme == "decade":
        middle = _decade_of_spell(cases.spell)
        for decade in np.unique(middle):
            judged = middle == decade
            other = ~np.isin(pair, pair[judged]) & (cases.year // 10 != decade)
            yield judged & allowed, other & ~judged & allowed
        return
    for one, two in np.unique(both, axis=0):
        judged = (both == (one, two)).all(axis=1)
        kin = np.isin(both, (one, two)).any(axis=1) if scheme == "states" else judged
        yield judged & allowed, ~kin & allowed


def _decade_of_spell(spells: NDArray[np.int64]) -> NDArray[np.int64]:
    listed = relationships()
    return np.array(
        [(listed[spell].first + listed[spell].last) // 20 for spell in spells], np.int64
    )


def held_out(name: str, folds: list[tuple[Flags, Flags]], release: Release) -> Floats:
    """Probabilities of each case by a model that has not seen it; NaN where there is none."""
    whole = all_cases(True, release)
    found = np.full((len(whole.year), len(CLASSES)), np.nan)
    last = int(whole.year.max())
    start: Floats | None = None
    for judged, used in folds:
        if not judged.any() or not model.enough(whole.only(used)):
            continue
        if name in BASELINES:
            found[judged] = _baseline(name, judged, used, release)
            continue
        blind = name == "blind"
        fitted = model.calibrated(
            blind, used, last, release, model.width_of(blind, last, release), start
        )
        start = fitted.fit.coefficients
        cases = all_cases(blind, release).only(judged)
        found[judged] = np.concatenate(
            [softmax(scores).mean(axis=0) for _, _, scores in fitted.drawn(cases.x, cases.error)]
        )
    return found


def _baseline(name: str, judged: Flags, used: Flags, release: Release) -> Floats:
    x = _single(name, release)
    cases = all_cases(True, release).only(used)
    weights = cases.weights
    centre = np.average(x[used], axis=0, weights=weights)
    scale = np.sqrt(np.average((x[used] - centre) ** 2, axis=0, weights=weights))
    scaled = (x - centre) / np.where(scale > 0, scale, 1.0)
    width = _width(name, release)
    fitted = multinomial.fit(scaled[used], cases.kind, weights, len(CLASSES), width)
    drawn = fitted.draws(model.DRAWS, model.SEED)
    return np.asarray(multinomial.probabilities(drawn, scaled[judged]).mean(axis=0))


@lru_cache(maxsize=8)
def _width(name: str, release: Release) -> float:
    """Width of the prior that the evidence of all cases prefers, as for the models."""
    x, cases = _single(name, release), all_cases(True, release)
    centre, scale = x.mean(axis=0), x.std(axis=0)
    scaled = (x - centre) / np.where(scale > 0, scale, 1.0)
    return float(multinomial.fit(scaled, cases.kind, cases.weights, len(CLASSES)).width)


@lru_cache(maxsize=8)
def _single(name: str, release: Release) -> Floats:
    """Predictors of a baseline for all cases.

    Obligation by its levels; kappa and affinity with their squares, and with whether they are
    known.
    """
    cases = all_cases(name not in {"obligation"}, release)
    if name == "base":
        return np.zeros((len(cases.year), 0))
    if name == "obligation":
        level = cases.x[:, columns(False).index("obligation")]
        return np.asarray(np.rint(level)[:, None] == np.arange(1, LEVELS), dtype=np.float64)
    value = cases.x[:, 0] if name == "affinity" else _kappa(cases, release)
    known = ~np.isnan(value)
    filled = np.where(known, value, value[known].mean())
    return np.column_stack([filled, filled**2, known.astype(np.float64)])


def _kappa(cases: Cases, release: Release) -> Floats:
    import polars as pl

    from multipolar.fields.affinity_layers import value_of

    both = states_of(cases.spell)
    keys = pl.DataFrame(
        {"ccode1": both[:, 0], "ccode2": both[:, 1], "year": cases.year},
        schema=dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int32),
    )
    found = value_of("votes.kappa", keys, release)["value"]
    return found.cast(pl.Float64).fill_null(np.nan).to_numpy()


def _scored(p: Floats, y: NDArray[np.int64], place: NDArray[np.intp]) -> dict[str, Floats]:
    """Scores of each relationship, the mean over its cases."""
    order = [CLASSES.index(kind) for kind in ORDER]
    rank = np.argsort(order)
    each = {
        "log": multinomial.log_loss(p, y),
        "brier": multinomial.brier(p, y),
        "ranked": multinomial.ranked_probability(p[:, order], rank[y]),
    }
    count = np.bincount(place)
    return {key: np.bincount(place, values) / count for key, values in each.items()}


def _averaged(p: Floats, place: NDArray[np.intp]) -> Floats:
    count = np.bincount(place)
    return np.column_stack([np.bincount(place, column) / count for column in p.T])


def _result(
    name: str,
    per: dict[str, dict[str, Floats]],
    p: Floats,
    kinds: NDArray[np.int64],
    drawn: dict[str, Floats],
) -> Result:
    own = per[name]
    lead = {
        f"{main}.{score}.{unit}": scoring.mean_with_interval(
            own[score] - per[main][score], drawn[unit]
        )
        for main in ("blind", "sighted")
        if name in BASELINES or (main, name) == ("blind", "sighted")
        for score in SCORES
        for unit in drawn
    }
    place = np.argsort(-p, axis=1, kind="stable")
    return Result(
        name,
        {score: scoring.mean_with_interval(own[score], drawn["states"]) for score in SCORES},
        lead,
        float((place[:, 0] == kinds).mean()),
        float((place[:, :2] == kinds[:, None]).any(axis=1).mean()),
        scoring.calibration(p, kinds, NULL_DRAWS, SEED),
        p,
    )

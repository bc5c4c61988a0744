"""Narrative: what states say in the UN General Debate, and how much they say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.estimate import Status
from multipolar.fields.indicator import Indicator, Scope, Unit
from multipolar.fields.scoping import dyads_in_scope, states_in_scope
from multipolar.measures.similarity import Z90
from multipolar.measures.tandem import rate
from multipolar.measures.text.fightin_words import DISTINCTIVE
from multipolar.measures.text.themes import dictionary
from multipolar.panel.narrative import REGIONS, WINDOW
from multipolar.panel.release import Release, active
from multipolar.panel.schema import THEMES
from multipolar.sources import debate_speeches
from multipolar.sources import references as ref

if TYPE_CHECKING:
    import polars as pl

TOLD = 4
"""Words that are told beside a value; `shared_words` has them all."""
FEW = 3 * DISTINCTIVE
"""Upper end of the interval of a pair that shares no word: three words at the threshold."""


def _similarity(scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = _with_words(dyads_in_scope(scope, "narrative").collect(), scope)
    half = Z90 * pl.col("error").cast(pl.Float64)
    value = pl.col("similarity").cast(pl.Float64)
    return frame.select(
        "ccode1",
        "ccode2",
        "year",
        value.alias("value"),
        (value - half).clip(-1, 1).alias("low"),
        (value + half).clip(-1, 1).alias("high"),
        "n",
    )


def _with_words(frame: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Add the length of the shorter of the two speeches."""
    import polars as pl

    spoke = (
        scope.release.scan("speeches")
        .select(pl.col("year", "ccode").cast(pl.Int32), "words")
        .collect()
    )
    for side in ("1", "2"):
        named = spoke.rename({"ccode": f"ccode{side}", "words": f"words{side}"})
        frame = frame.join(named, on=["year", f"ccode{side}"], how="left")
    return frame.with_columns(pl.min_horizontal("words1", "words2").alias("n"))


def _net(scope: Scope) -> pl.DataFrame:
    """Similarity less what is expected of the two states in the year."""
    import polars as pl

    levels = scope.release.scan("narrative_levels").with_columns(
        pl.col("year", "ccode").cast(pl.Int32)
    )
    frame = dyads_in_scope(scope, "narrative")
    for side in ("1", "2"):
        own = levels.select(
            "year",
            pl.col("ccode").alias(f"ccode{side}"),
            pl.col("level").alias(f"level{side}"),
            (pl.col("nonaligned") == 1).alias(f"nonaligned{side}"),
            *(("region", "both", "one") if side == "1" else ()),
        )
        frame = frame.join(own, on=["year", f"ccode{side}"])
    one, two = pl.col("nonaligned1"), pl.col("nonaligned2")
    here = _region("ccode1") == _region("ccode2")
    expected = (
        pl.col("level1")
        + pl.col("level2")
        + pl.col("region") * here
        + pl.col("both") * (one & two)
        + pl.col("one") * (one ^ two)
    )
    value = pl.col("similarity").cast(pl.Float64) - expected
    half = Z90 * pl.col("error").cast(pl.Float64)
    keys = ("ccode1", "ccode2", "year")
    found = frame.select(*keys, value.alias("value"), half.alias("half")).collect()
    interval = ((pl.col("value") - pl.col("half")), (pl.col("value") + pl.col("half")))
    return found.select(*keys, "value", interval[0].alias("low"), interval[1].alias("high"))


def _region(code: str) -> pl.Expr:
    import polars as pl

    return pl.sum_horizontal((pl.col(code) >= first).cast(pl.Int8) for first in REGIONS)


def _lexicon(scope: Scope) -> pl.DataFrame:
    import polars as pl

    words = states_in_scope(scope, "lexicon").select("term", "ccode", "year", "z").collect()
    pairs = (
        words.rename({"ccode": "ccode1", "z": "z1"})
        .join(words.rename({"ccode": "ccode2", "z": "z2"}), on=["term", "year"])
        .filter(pl.col("ccode1") < pl.col("ccode2"))
        .with_columns(pl.min_horizontal("z1", "z2").cast(pl.Float64).alias("z"))
        .group_by("ccode1", "ccode2", "year")
        .agg(
            pl.col("z").sum().alias("value"),
            (pl.col("z") ** 2).sum().sqrt().alias("spread"),
            pl.len().cast(pl.Int32).alias("n"),
        )
    )
    speakers = words.select("ccode", "year").unique()
    every = speakers.rename({"ccode": "ccode1"}).join(
        speakers.rename({"ccode": "ccode2"}), on="year"
    )
    every = every.filter(pl.col("ccode1") < pl.col("ccode2"))
    half = Z90 * pl.col("spread")
    return (
        every.join(pairs, on=["ccode1", "ccode2", "year"], how="left")
        .with_columns(pl.col("value", "spread", "n").fill_null(0))
        .with_columns(
            (pl.col("value") - half).clip(lower_bound=0).alias("low"),
            pl.max_horizontal(pl.col("value") + half, pl.lit(FEW)).alias("high"),
        )
        .drop("spread")
    )


def shared_words(
    ccode1: int, ccode2: int, year: int, release: Release | None = None
) -> pl.DataFrame:
    """Words distinctive of both states in the five years that end with a year.

    Parameters
    ----------
    ccode1, ccode2
        Correlates of War codes.
    year
        Last year of the window; nothing later is looked at.
    release
        Data release, the active one by default.

    Returns
    -------
    polars.DataFrame
        ``word, z1, z2, years1, years2``, the word shared most strongly (by the lesser z) first;
        the two lists are the years of the speeches in which each state said it. Empty if they
        share none of their fifty most distinctive words, or one of them did not speak.
    """
    import polars as pl

    release = active() if release is None else release
    rows = release.scan("lexicon").filter(
        (pl.col("year") == year) & pl.col("ccode").is_in([ccode1, ccode2])
    )
    years = pl.concat_list(
        pl.when(pl.col("said").cast(pl.Int32) // (1 << back) % 2 == 1).then(year - back)
        for back in reversed(range(WINDOW))
    ).list.drop_nulls()
    kept = rows.select("term", "ccode", pl.col("z").cast(pl.Float64).round(1), years.alias("years"))
    found = kept.collect()
    one, two = (found.filter(pl.col("ccode") == code).drop("ccode") for code in (ccode1, ccode2))
    both = one.join(two, on="term", suffix="2").rename({"z": "z1", "years": "years1"})
    named = both.join(release.scan("terms").collect(), on="term")
    order = named.sort(-pl.min_horizontal("z1", "z2"), "word")
    return order.select("word", "z1", "z2", "years1", "years2")


def told(ccode1: int, ccode2: int, year: int) -> str:
    """The words that a pair shares most strongly, each with the years in which each said it."""
    rows = shared_words(ccode1, ccode2, year).head(TOLD).rows(named=True)
    return ", ".join(
        f"{row['word']} ({_years_said(row['years1'])}; {_years_said(row['years2'])})"
        for row in rows
    )


def _years_said(years: list[int]) -> str:
    """Years as short as they can be written without doubt: ``2001-05``, ``2002, 2004``."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}-{years[-1] % 100:02}"
    return ", ".join(map(str, years))


def _theme(name: str, scope: Scope) -> pl.DataFrame:
    import polars as pl

    frame = states_in_scope(scope, "speeches").select("ccode", "year", "words", name).collect()
    uses = rate(frame[name].to_numpy())
    per_thousand = 1000 / pl.col("words")
    return (
        frame.select("ccode", "year", "words", pl.col("words").alias("n"))
        .with_columns(
            *(
                (pl.Series(uses_of) * per_thousand).alias(column)
                for column, uses_of in (
                    ("value", uses.value),
                    ("low", uses.low),
                    ("high", uses.high),
                )
            )
        )
        .drop("words")
    )


_SPACE = (
    "Cosine of the two speeches of the year in the UN General Debate. Words are weighted by their "
    "rarity (TF-IDF with logarithmic counts) and reduced to 100 topics (latent semantic analysis) "
    "that are fitted on the speeches of the five years that end with the year, so nothing later "
    "enters."
)
_THEME_NAMES = {name: name.replace("_", " ") for name in THEMES}


def _of_theme(name: str) -> Indicator:
    entries = ", ".join(dictionary()[name])
    return Indicator(
        name=f"narrative.theme_{name}",
        title=f"{_THEME_NAMES[name]} in UN speeches",
        field="narrative",
        unit=Unit.STATE_YEAR,
        directed=False,
        kind="ratio",
        bounds=(0, None),
        scale="uses per 1,000 words",
        high=f"it speaks much of {_THEME_NAMES[name]}",
        definition="Uses of the dictionary per 1,000 words of the state's speech in the UN General "
        f"Debate; exact Poisson interval. The dictionary (* is any ending): {entries}.",
        sources=("un-debate",),
        references=(ref.BATURO_2017,),
        compute=lambda scope: _theme(name, scope),
        absent=Status.MISSING,
        coverage=debate_speeches.SOURCE.coverage,
        body="un",
    )


INDICATORS = (
    Indicator(
        name="narrative.similarity",
        title="similarity of UN speeches",
        field="narrative",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(-1, 1),
        scale="cosine",
        high="they speak of the same things in the same words",
        definition=f"{_SPACE} The interval is that of speeches made of other segments of the same "
        "kind (200 words each). It tells what is talked of, and not on which side.",
        sources=("un-debate",),
        references=(ref.DEERWESTER_1990, ref.BATURO_2017),
        compute=_similarity,
        absent=Status.MISSING,
        coverage=debate_speeches.SOURCE.coverage,
        body="un",
    ),
    Indicator(
        name="narrative.net",
        title="similarity of UN speeches, net of habit and region",
        field="narrative",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(None, None),
        scale="difference of cosines",
        high="they speak more alike than their habits, region and bloc let one expect",
        definition="What is left of the similarity after the mean of the year, each state's own "
        "level, one region (the Americas, Europe, Africa, the Middle East with North Africa, Asia, "
        "Oceania, by ranges of the code) and full membership in the Non-Aligned Movement (both, "
        "one; after 2014 carried; membership in the Group of 77 is not in the data), fitted by "
        "least squares on all dyads of the year. The interval is that of the similarity; the error "
        "of what is expected, which rests on thousands of dyads, is left out.",
        sources=("un-debate", "cow-igo"),
        references=(ref.DEERWESTER_1990, ref.BATURO_2017),
        compute=_net,
        absent=Status.MISSING,
        coverage=debate_speeches.SOURCE.coverage,
        body="un",
    ),
    Indicator(
        name="narrative.lexicon",
        title="shared lexicon in UN speeches",
        field="narrative",
        unit=Unit.DYAD_YEAR,
        directed=False,
        kind="index",
        bounds=(0, None),
        scale="sum of z",
        high="they share words that others use less",
        definition="Words that are distinctive of both states against all other speakers in the "
        "five years that end with the year: the sum of the lesser z over words with z above 2 for "
        "both. z is that of the log-odds ratio with an informative Dirichlet prior (the wording of "
        "all speakers of the window, as many words as a mean speaker has); words need five "
        "speakers and twenty uses. Only the fifty most distinctive words of each state count, so "
        "that long speeches do not share more for their length. The interval treats each shared "
        "word as one that comes and goes by chance (compound Poisson). n is the number of shared "
        "words; the strongest are told beside the value with the years in which the first and the "
        "second said them, and the function multipolar.shared_words gives all.",
        sources=("un-debate",),
        references=(ref.MONROE_2008, ref.BATURO_2017),
        compute=_lexicon,
        absent=Status.MISSING,
        coverage=debate_speeches.SOURCE.coverage,
        body="un",
        remark=told,
    ),
    *(_of_theme(name) for name in THEMES),
)

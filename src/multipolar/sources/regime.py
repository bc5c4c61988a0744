"""Regimes: how democratic a state is, as a latent score and as the indices behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.sources.base import (
    Coverage,
    RawFile,
    Reference,
    Source,
    Terms,
    as_integers,
    github,
)
from multipolar.sources.placing import place_names
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

PEMSTEIN_2010 = Reference(
    key="pemstein2010democratic",
    kind="article",
    authors=("Pemstein, Daniel", "Meserve, Stephen A.", "Melton, James"),
    year=2010,
    title="Democratic Compromise: A Latent Variable Analysis of Ten Measures of Regime Type",
    container="Political Analysis",
    volume="18",
    number="4",
    pages="426-449",
)
MARQUEZ_2016 = Reference(
    key="marquez2016quick",
    kind="report",
    authors=("Marquez, Xavier",),
    year=2016,
    title="A Quick Method for Extending the Unified Democracy Scores",
    container="SSRN",
    doi="10.2139/ssrn.2753830",
)
MARSHALL_2020 = Reference(
    key="marshall2020polity5",
    kind="dataset",
    authors=("Marshall, Monty G.", "Gurr, Ted Robert"),
    year=2020,
    title="Polity5: Political Regime Characteristics and Transitions, 1800-2018",
    publisher="Center for Systemic Peace",
    url="https://www.systemicpeace.org/inscrdata.html",
)
LUHRMANN_2018 = Reference(
    key="luhrmann2018regimes",
    kind="article",
    authors=("Lührmann, Anna", "Tannenberg, Marcus", "Lindberg, Staffan I."),
    year=2018,
    title="Regimes of the World (RoW): Opening New Avenues for the Comparative Study of Political "
    "Regimes",
    container="Politics and Governance",
    volume="6",
    number="1",
    pages="60-77",
    doi="10.17645/pag.v6i1.1214",
)

POLITY_FILE = RawFile(
    "regime/polity5.rda",
    github(
        "xmarquez/democracyData", "29ea0a242c296aec4ce5d5a57261420c48e527c0", "data/polity5.rda"
    ),
    "66bccde97c593ac359bcbc4347be0a1886639ba862e697357a6e35e1bc526221",
    105_281,
)
TYPES_FILE = RawFile(
    "regime/owid_political_regime_row_1789_2022.csv",
    github(
        "EvanZimmerman307/Regression-Analysis-Final-Project",
        "b8a4fc873093b00e53b0e6432eb3e9e408d8c1a8",
        "Code/Data/political-regime.csv",
    ),
    "5965a1ce254609b9d4a54d3999f33a3641c59f65f900e83e53f065c53f81a084",
    630_068,
)
_OWN_CODES = {
    "OWID_BAD": "Baden",
    "OWID_BAV": "Bavaria",
    "OWID_GDR": "East Germany",
    "OWID_HAN": "Hanover",
    "OWID_HSE": "Hesse Electoral",
    "OWID_HSG": "Hesse Grand Ducal",
    "OWID_KOS": "Kosovo",
    "OWID_MEC": "Mecklenburg Schwerin",
    "OWID_MOD": "Modena",
    "OWID_PMA": "Parma",
    "OWID_RVN": "South Vietnam",
    "OWID_SAX": "Saxony",
    "OWID_TUS": "Tuscany",
    "OWID_SIC": "Two Sicilies",
    "OWID_WRT": "Württemberg",
    "OWID_YPR": "South Yemen",
    "OWID_ZAN": "Zanzibar",
}
_NO_CODES = ("OWID_SML",)

FILE = RawFile(
    "regime/cw_democracy.rda",
    github("svmiller/isard", "46944ad97a5532cd8e3b33129463c8435a69846a", "data/cw_democracy.rda"),
    "63817db0ed4be6d4faafe6a1c363ffe3862897fb1b28d53298099fef576be45a",
    214_470,
)


def democracy(raw: RawFolder) -> pl.DataFrame:
    """State-years with measures of democracy; one that a state-year lacks is null.

    Returns
    -------
    polars.DataFrame
        ``ccode, year``; ``democracy``, the extended Unified Democracy Score, adjusted so that 0
        is the average point at which dichotomous codings divide democracies from other regimes
        (a standard normal scale: the chance of being a democracy is its cumulative distribution);
        ``polity``, -10 to 10; ``polyarchy``, 0 to 1. State-years with none of them are left out.
    """
    import polars as pl

    measures = {"democracy": "aeuds", "polity": "polity2", "polyarchy": "v2x_polyarchy"}
    frame = as_integers(raw.read_r(FILE), "ccode", "year").select(
        "ccode", "year", *(pl.col(old).fill_nan(None).alias(new) for new, old in measures.items())
    )
    frame = frame.filter(pl.any_horizontal(pl.col(tuple(measures)).is_not_null()))
    return check_unique(frame, ["ccode", "year"], FILE.path).sort("year", "ccode")


def polity(raw: RawFolder) -> pl.DataFrame:
    """State-years with the Polity score, ``ccode, year, polity`` from -10 to 10.

    The unrevised score: years of foreign interruption, interregnum and transition (codes -66,
    -77 and -88) are left out, because the revised one fills transitions from the years after
    them. Of two regimes that share a code in a year the one that goes on counts.
    """
    import polars as pl

    frame = raw.read_r(POLITY_FILE).filter(pl.col("cown").is_not_null())
    frame = as_integers(frame, "cown", "year", "polity").rename({"cown": "ccode"})
    regime = ["ccode", "polity_annual_country"]
    goes_on = (pl.col("year") + 1).is_in(pl.col("year").implode()).over(regime).alias("goes_on")
    last = frame.with_columns(goes_on).sort("ccode", "year", "goes_on")
    last = last.unique(["ccode", "year"], keep="last", maintain_order=True)
    span = pl.col("year").is_between(1816, POLITY.coverage.last)
    scored = last.filter(span & pl.col("polity").is_between(-10, 10))
    return scored.select("ccode", "year", "polity").sort("year", "ccode")


def types(raw: RawFolder) -> pl.DataFrame:
    """State-years with the type of regime: ``ccode, year, type``.

    0 closed autocracy, 1 electoral autocracy, 2 electoral democracy, 3 liberal democracy.
    """
    import polars as pl

    frame = raw.read_csv(TYPES_FILE).filter(pl.col("Code").is_not_null())
    frame = frame.select(
        pl.col("Code").replace(_OWN_CODES).alias("name"),
        pl.col("Year").cast(pl.Int32).alias("year"),
        pl.col("Political regime").cast(pl.Int32).alias("type"),
    ).filter(pl.col("year") >= 1816)
    # Czechoslovakia and Austria-Hungary stand under the codes of one successor.
    czech = (pl.col("name") == "CZE") & (pl.col("year") < 1993)
    habsburg = (pl.col("name") == "AUT") & (pl.col("year") <= 1918)
    frame = frame.with_columns(
        pl.when(czech)
        .then(pl.lit("Czechoslovakia"))
        .when(habsburg)
        .then(pl.lit("Austria-Hungary"))
        .otherwise(pl.col("name"))
        .alias("name")
    )
    placed = place_names(frame, "name", "year", TYPES_FILE.path, _NO_CODES)
    placed = placed.select("ccode", "year", "type")
    return check_unique(placed, ["ccode", "year"], TYPES_FILE.path).sort("year", "ccode")


POLITY = Source(
    key="polity5",
    title="Polity5",
    producer="Center for Systemic Peace; file of the R package democracyData",
    version="5 (2018)",
    references=(MARSHALL_2020,),
    terms=Terms.DERIVE,
    terms_text="Free for research with citation, as recalled; confirm at the source.",
    home="https://www.systemicpeace.org/",
    files=(POLITY_FILE,),
    coverage=Coverage(1816, 2018),
    adds="Polity scores 1816-2018",
    readers={"polity": polity},
)
TYPES = Source(
    key="regimes-of-the-world",
    title="Regimes of the World",
    producer="V-Dem Institute; processed by Our World in Data",
    version="to 2022",
    references=(LUHRMANN_2018,),
    terms=Terms.DERIVE,
    terms_text="CC BY 4.0, as recalled; confirm at the source.",
    home="https://ourworldindata.org/democracy",
    files=(TYPES_FILE,),
    coverage=Coverage(1816, 2022, note="nothing on the smallest states"),
    adds="types of regime 1816-2022",
    readers={"types": types},
)
SOURCE = Source(
    key="extended-uds",
    title="Extended Unified Democracy Scores",
    producer="Xavier Marquez; joined to Correlates of War codes by Steven V. Miller",
    version="democracyData 0.7.1 (isard, after 0.1.0)",
    references=(MARQUEZ_2016, PEMSTEIN_2010),
    terms=Terms.LOCAL,
    terms_text="Terms of the scores not seen; the package that carries them is under GPL-2. Read "
    "from the user's own file until they are confirmed at the source.",
    home="https://github.com/xmarquez/democracyData",
    files=(FILE,),
    coverage=Coverage(
        1816, 2025, note="no score for Austria-Hungary 1867-1918, nor for two states of 1990"
    ),
    adds="democracy 1816-2025",
    readers={"democracy": democracy},
)

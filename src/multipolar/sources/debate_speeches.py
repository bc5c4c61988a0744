"""Speeches of the UN General Debate, one for each speaker and year (Jankin et al. 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import BrokenTable, RawFileDamaged
from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "un-debate-speeches/ungdc_1946_2024.parquet",
    "github.com/SarahFranzen/Emotions_in_the_United_Nations_General_Debates/tree/"
    "3b277c419f85fd6e1f14f69a5fd29a3a6b59fc96/data/data_original/TXT (10,952 text files, put "
    "together as one Parquet file with the columns iso3, session, year, encoding, n_chars, text)",
    "cd124b361b15d870300f33e04bfef9c61fdfdadb81ebdeaf87f6e20ff132a871",
    42_478_028,
)

NO_STATES = ("EU", "PSE", "VAT")
"""Speakers that are no state in the Correlates of War system in any year."""
REPUBLIC_OF_CHINA_TO = 1970
"""CHN is the Republic of China up to this year; the People's Republic speaks from 1971."""


def speeches(raw: RawFolder) -> pl.DataFrame:
    """All speeches, with the state that spoke: ``iso3, year, ccode, text``.

    ``ccode`` is null for speakers that were no state of the Correlates of War system in the year:
    the European Union, the Holy See and Palestine, Ukraine and Belarus to 1990, India in 1946.
    """
    import polars as pl

    path = raw.verify(FILE)
    try:
        frame = pl.read_parquet(path, columns=["iso3", "session", "year", "text"])
    except (pl.exceptions.PolarsError, OSError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read: {reason}", path) from reason
    if frame.filter(pl.col("session") + 1945 != pl.col("year")).height:
        raise BrokenTable(f"{FILE.path} has a speech whose session is not that of its year")
    check_unique(frame, ["iso3", "year"], FILE.path)
    codes = [code_of(iso3, year) for iso3, year in frame.select("iso3", "year").rows()]
    coded = frame.select(
        "iso3", pl.col("year").cast(pl.Int32), pl.Series("ccode", codes, pl.Int32), "text"
    )
    check_unique(coded.drop_nulls("ccode"), ["ccode", "year"], FILE.path)
    return coded.sort("year", "iso3")


def code_of(iso3: str, year: int) -> int | None:
    """Correlates of War code of the state that a speaker was in a year, None for no state.

    CHN is the Republic of China up to 1970: code 710 to 1949, as long as it was China in the
    Correlates of War, and 713 on Taiwan after. YUG is Serbia and Montenegro in 2004 and 2005.
    """
    if iso3 in NO_STATES:
        return None
    if iso3 == "CHN" and 1949 < year <= REPUBLIC_OF_CHINA_TO:
        iso3 = "TWN"
    if iso3 == "YUG" and year > 2002:
        iso3 = "SRB"
    found = states.lookup(f"iso:{iso3}", year)
    return found.ccode if isinstance(found, states.State) else None


SOURCE = Source(
    key="un-debate",
    title="United Nations General Debate Corpus",
    producer="Slava Jankin, Alexander Baturo and Niheer Dasandi",
    version="13 (1946-2024)",
    references=(ref.JANKIN_2024, ref.BATURO_2017),
    terms=Terms.EMBED,
    terms_text="CC0, as quoted with the data set; only counts and figures are kept, no text.",
    home="https://doi.org/10.7910/DVN/0TJX8Y",
    files=(FILE,),
    coverage=Coverage(
        1946, 2024, note="English texts, mostly translations; not every member spoke every year"
    ),
    adds="speeches in the UN General Debate 1946-2024",
    readers={"speeches": speeches},
)

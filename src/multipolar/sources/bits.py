"""Bilateral investment treaties, 1959 to early 2025 (UNCTAD)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from multipolar.errors import BrokenTable
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder

if TYPE_CHECKING:
    import polars as pl

UNCTAD_2025 = Reference(
    key="unctad2025iia",
    kind="dataset",
    authors=("{UNCTAD}",),
    year=2025,
    title="International Investment Agreements Navigator",
    publisher="United Nations Conference on Trade and Development",
    url="https://investmentpolicy.unctad.org/international-investment-agreements",
)
FILE = RawFile(
    "bits/bits_raw.rda",
    github(
        "bkey15/dissertation",
        "404972095f61b481311089fbb75bcac4a7b700fd",
        "data/ch2/raw/bits_raw.rda",
    ),
    "8b9ee349224211053115fcf4026b11163ce4e1e70023953e0f281652d4449e4c",
    93_593,
)
UNION = "BLEU (Belgium-Luxembourg Economic Union)"
STYLES = (
    "Republic of",
    "Islamic Republic of",
    "Bolivarian Republic of",
    "Plurinational State of",
    "United Republic of",
    "Democratic Republic of the",
    "Dem. People's Rep. of",
    "China SAR",
    "Jersey)",
    "State of",
    "Federated States of",
)
"""What follows a comma inside the name of one party, and so does not begin another."""
SHORT = {
    "Korea, Republic of": "South Korea",
    "Korea, Dem. People's Rep. of": "North Korea",
    "Congo, Democratic Republic of the": "Democratic Republic of the Congo",
    "Congo": "Republic of the Congo",
    "Hong Kong, China SAR": "Hong Kong",
    "Macao, China SAR": "Macau",
    "Yugoslavia (former)": "Yugoslavia",
    "Channel Islands (Guernsey, Jersey)": "Jersey",
}


def treaties(raw: RawFolder) -> pl.DataFrame:
    """Pairs of parties to each bilateral investment treaty.

    Returns
    -------
    polars.DataFrame
        ``name1, name2``; ``signed``, ``force``, ``ended`` as years, the last two null where it
        has not entered into force or not ended. A treaty of the Belgium-Luxembourg union is one
        of each of the two.
    """
    import polars as pl

    frame = raw.read_r(FILE).filter(pl.col("type") == "BITs")
    rows = []
    for parties, *days in frame.select(
        "parties", "date_of_signature", "date_of_entry_into_force", "termination_date"
    ).iter_rows():
        years = [None if day is None else _year(day) for day in days]
        one, two = parties_of(str(parties))
        rows += [(a, b, *years) for a in _members(one) for b in _members(two)]
    names = ("name1", "name2", "signed", "force", "ended")
    kinds = dict.fromkeys(names[:2], pl.String) | dict.fromkeys(names[2:], pl.Int32)
    return pl.DataFrame(rows, kinds, orient="row").sort(names)


def parties_of(text: str) -> tuple[str, str]:
    """The two parties of a list in which names can hold commas.

    Raises
    ------
    BrokenTable
        If there are not two.
    """
    names: list[str] = []
    for part in text.split(", "):
        if part in STYLES and names:
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    if len(names) != 2:
        raise BrokenTable(f"the parties of an investment treaty are not two: {text!r}")
    return names[0], names[1]


def _year(day: float) -> int:
    """Year of an R date, which is a number of days."""
    return (date(1970, 1, 1) + timedelta(days=day)).year


def _members(name: str) -> tuple[str, ...]:
    return ("Belgium", "Luxembourg") if name == UNION else (SHORT.get(name, name),)


SOURCE = Source(
    key="unctad-bits",
    title="Bilateral investment treaties",
    producer="UNCTAD Investment Policy Hub",
    version="as of March or April 2025",
    references=(UNCTAD_2025,),
    terms=Terms.DERIVE,
    terms_text="Free with attribution, as recalled; confirm at the source.",
    home="https://investmentpolicy.unctad.org/",
    files=(FILE,),
    coverage=Coverage(
        1959,
        2025,
        partial=(2025,),
        note="treaties of Czechoslovakia, the Soviet Union and Yugoslavia stand under their "
        "successors",
    ),
    adds="bilateral investment treaties 1959-2024",
    readers={"treaties": treaties},
)

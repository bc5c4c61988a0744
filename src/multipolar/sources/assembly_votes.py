"""UN General Assembly roll calls 1946-2025: our own join of three originals.

* the roll-call file of sessions 1-74 (to 14 January 2020), with resolution, paragraph and
  amendment flags (Voeten, Strezhnev and Bailey, as packaged in R ``unvotes``);
* the wide matrix of the June 2024 release, for what came after, to 4 June 2024;
* the UN Digital Library's records of 2025 (adopted texts only).

Nothing covers 5 June to 31 December 2024.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from multipolar.errors import BrokenTable
from multipolar.sources import references as ref
from multipolar.sources.assembly_voters import VOTER_OF_ISO2, VOTER_OF_NAME, YUGOSLAVIA_ENDS
from multipolar.sources.base import Coverage, RawFile, Source, Terms, as_integers, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

UNVOTES = ("dgrtwo/unvotes", "7eb7034314ff79c49c9e0785fcd9d216fa04cf14")
_HERE = "un-assembly-votes/voeten-unvotes-1946-2020"
VOTES = RawFile(
    f"{_HERE}/un_votes.rda",
    github(*UNVOTES, "data/un_votes.rda"),
    "cf814a48bc536e8f87f8e027942ac515fe6aae9d63cd71dd88ed718b14887e87",
    262_083,
)
CALLS = RawFile(
    f"{_HERE}/un_roll_calls.rda",
    github(*UNVOTES, "data/un_roll_calls.rda"),
    "ff2070ae600cfd32176c6d149637306b9b677d6b910f48bec59a15357d673b4b",
    212_577,
)
ISSUES = RawFile(
    f"{_HERE}/un_roll_call_issues.rda",
    github(*UNVOTES, "data/un_roll_call_issues.rda"),
    "eec1b509ebce692c242b842837d5d861b52b65b2868a7c66f573d4a87d2eb0be",
    8_512,
)
WIDE = RawFile(
    "un-assembly-votes/voeten-wide-1946-2024/ungaVoting_003.csv",
    github(
        "Pigeon-Effect/Mapping-UNGA-Voting-Alliances",
        "4a2353a59cf42de98878b23840fc27b075218d77",
        "docs/static/ungaVoting_003.csv",
    ),
    "42948eab4adac8302b78a02ca08e4ef0a82a752320bf634b8b26eb7a5dd2bf12",
    2_885_408,
)
LIBRARY = RawFile(
    "un-assembly-votes/undl-2025/un_votes_2025_processed.csv",
    github(
        "HZloto/unga-2025",
        "46fa27efae8b05d522b89bbdcdcd564a96e49cef",
        "data/un_votes_2025_processed.csv",
    ),
    "050ad8f72b8cfac2e9d0e1f763be7c7eff1f328e84e323e8557fb170d5845c94",
    263_542,
)
REPEATED = RawFile(
    "un-assembly-votes/repeated_resolutions_matches.csv",
    github(
        "evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points",
        "a6dce7ec687f73a738593319a57b91333b7a3cab",
        "Data/Matches.csv",
    ),
    "3aacf8efdbc334ab5242f9fb89a7ccaa6539d4b1600b3a31df441a56f8ad61e3",
    14_196,
)

ROLL_CALLS_END = date(2020, 1, 14)
"""Last day of the roll-call file; the wide matrix is used after it."""

SESSION_CORRECTIONS = {961: 21, 9018: 21}
"""Roll calls whose session in the source contradicts their date, which is right: 961 (working
languages, document A/6650/Rev.1) of December 1966 lies between two of session 21, and 9018, of
the fifth special session in May 1967, is labelled 23, which opened sixteen months later."""

LOST_DIGIT = {411: 9411, 427: 9427, 449: 9449, 495: 9495}
"""Roll calls of late 2023 that lost their leading 9 in the wide matrix and collide with 1950s."""

SESSION_OPENS = {
    75: date(2020, 9, 15),
    76: date(2021, 9, 14),
    77: date(2022, 9, 13),
    78: date(2023, 9, 5),
    79: date(2024, 9, 10),
    80: date(2025, 9, 9),
}
"""Opening days of regular sessions (rule 1 of the Assembly's rules of procedure): a roll call
after the 74th session whose resolution does not name its session belongs to the one open then."""

ISSUE_FLAGS = ("me", "nu", "di", "hr", "co", "ec")
VOTE_CODES = {"yes": 1, "abstain": 2, "no": 3}


def roll_calls(raw: RawFolder) -> pl.DataFrame:
    """Every roll call: ``call, date, year, session, final, important`` and six issue flags.

    ``final`` is True for a vote on a text as a whole, False for one on a paragraph or an
    amendment, null where the source does not say (2020-11 to 2024-06). ``call`` is the source's
    ``rcid``, and 1,000,000 plus a running number for 2025.
    """
    import polars as pl

    parts = [_calls_to_2020(raw), _calls_to_2024(raw), _calls_of_2025(raw)]
    return check_unique(pl.concat(parts), ["call"], "the table of roll calls").sort("call")


def votes(raw: RawFolder) -> pl.DataFrame:
    """Every vote cast: ``call, voter, vote`` (1 yes, 2 abstain, 3 no); absences have no row."""
    import polars as pl

    frame = pl.concat([_votes_to_2020(raw), _votes_to_2024(raw), _votes_of_2025(raw)])
    return check_unique(frame, ["call", "voter"], "the table of votes").sort("call", "voter")


def repeated(raw: RawFolder) -> pl.DataFrame:
    """Pairs of roll calls on the same text, as the published ideal points tie them together."""
    import polars as pl

    frame = raw.read_csv(REPEATED)
    return frame.select(pl.col("rcid1").cast(pl.Int32), pl.col("rcid2").cast(pl.Int32))


def session_of(day: date) -> int:
    """Session open on a day after the 74th session's votes (from 15 January 2020 on)."""
    opened = [session for session, opens in SESSION_OPENS.items() if opens <= day]
    return max(opened, default=74)


# ------------------------------------------------------------------ sessions 1 to 74
def _calls_to_2020(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    calls = as_integers(raw.read_r(CALLS), "rcid", "session", "importantvote", "amend", "para")
    flags = as_integers(raw.read_r(ISSUES), "rcid").with_columns(pl.lit(True).alias("flag"))
    flags = flags.pivot("short_name", index="rcid", values="flag")
    day = pl.col("date").cast(pl.Int32).cast(pl.Date)
    part = (pl.col("amend").fill_null(0) > 0) | (pl.col("para").fill_null(0) > 0)
    broken = day >= date(2019, 11, 7)
    return calls.join(flags, on="rcid", how="left").select(
        pl.col("rcid").alias("call"),
        day.alias("date"),
        day.dt.year().alias("year"),
        pl.col("rcid")
        .replace_strict(SESSION_CORRECTIONS, default=pl.col("session"), return_dtype=pl.Int32)
        .alias("session"),
        (~part).alias("final"),
        (pl.col("importantvote") == 1).alias("important"),
        *(
            pl.when(~broken | ~pl.lit(name in ("co", "ec", "di")))
            .then(pl.col(name).fill_null(False))
            .alias(name)
            for name in ISSUE_FLAGS
        ),
    )


def _votes_to_2020(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = as_integers(raw.read_r(VOTES), "rcid")
    years = _calls_to_2020(raw).select(pl.col("call").alias("rcid"), "year")
    named = pl.col("country").replace_strict(VOTER_OF_NAME, default=None)
    coded = pl.col("country_code").replace_strict(VOTER_OF_ISO2, default=None)
    frame = frame.join(years, on="rcid", how="left").with_columns(
        pl.coalesce(named, coded).alias("voter")
    )
    lost = frame.filter(pl.col("voter").is_null() | pl.col("year").is_null())
    if lost.height:
        names = lost["country"].unique().head(5).to_list()
        raise BrokenTable(f"{VOTES.path} has voters or roll calls that are not known: {names}")
    after = (pl.col("voter") == "YUG") & (pl.col("year") > YUGOSLAVIA_ENDS)
    return frame.select(
        pl.col("rcid").alias("call"),
        pl.when(after).then(pl.lit("SRB")).otherwise(pl.col("voter")).alias("voter"),
        pl.col("vote").replace_strict(VOTE_CODES, return_dtype=pl.Int8),
    )


# ------------------------------------------------------------------ the wide matrix, to June 2024
def _wide(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = raw.read_csv(WIDE).with_columns(
        pl.col("rcid").cast(pl.Int32), pl.col("date").str.to_date()
    )
    frame = frame.filter(pl.col("date") > ROLL_CALLS_END)
    return frame.with_columns(pl.col("rcid").replace(LOST_DIGIT).alias("call"))


def _calls_to_2024(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = _wide(raw)
    flagged = pl.col("date") < date(2024, 1, 1)
    return frame.select(
        "call",
        "date",
        pl.col("date").dt.year().alias("year"),
        pl.col("date")
        .map_elements(session_of, return_dtype=pl.Int64)
        .cast(pl.Int32)
        .alias("session"),
        pl.lit(None, dtype=pl.Boolean).alias("final"),
        pl.lit(None, dtype=pl.Boolean).alias("important"),
        *(
            pl.when(flagged & pl.lit(name in ("me", "nu", "hr")))
            .then(pl.col(name) == "TRUE")
            .alias(name)
            for name in ISSUE_FLAGS
        ),
    )


def _votes_to_2024(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = _wide(raw).drop("rcid", "date", *ISSUE_FLAGS)
    long = frame.unpivot(index="call", variable_name="voter", value_name="vote")
    # Some columns of the file are written as decimals ("1.0") part of the way.
    long = long.with_columns(pl.col("vote").cast(pl.Float64).cast(pl.Int8))
    odd = long.filter(~pl.col("vote").is_in([1, 2, 3, 8, 9]))
    if odd.height:
        raise BrokenTable(
            f"{WIDE.path} has vote codes other than 1, 2, 3, 8, 9: {odd.head(3).rows()}"
        )
    return long.filter(pl.col("vote") <= 3).select("call", "voter", "vote")


# ------------------------------------------------------------------ UN Digital Library, 2025
def _library(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = raw.read_csv(LIBRARY).filter(pl.col("Council") == "General Assembly")
    frame = frame.with_columns(pl.col("Date").str.to_date().alias("date")).sort(
        "date", "Resolution"
    )
    return frame.with_row_index("call", 1_000_000).with_columns(pl.col("call").cast(pl.Int32))


def _calls_of_2025(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    named = pl.col("Resolution").str.extract(r"^A/(?:RES|DEC)/(\d+)/").cast(pl.Int32)
    dated = pl.col("date").map_elements(session_of, return_dtype=pl.Int64).cast(pl.Int32)
    return _library(raw).select(
        "call",
        "date",
        pl.col("date").dt.year().alias("year"),
        pl.coalesce(named, dated).alias("session"),
        pl.lit(True).alias("final"),
        pl.lit(None, dtype=pl.Boolean).alias("important"),
        *(pl.lit(None, dtype=pl.Boolean).alias(name) for name in ISSUE_FLAGS),
    )


def _votes_of_2025(raw: RawFolder) -> pl.DataFrame:
    import polars as pl

    frame = _library(raw)
    voters = [name for name in frame.columns if len(name) == 3 and name.isupper()]
    long = frame.select("call", *voters).unpivot(
        index="call", variable_name="voter", value_name="vote"
    )
    codes = {name.upper(): code for name, code in VOTE_CODES.items()}
    long = long.filter(pl.col("vote").is_not_null() & (pl.col("vote") != ""))
    return long.with_columns(pl.col("vote").replace_strict(codes, return_dtype=pl.Int8))


ADOPTED_ONLY = "2025 holds adopted texts only, and more of them than earlier years"
YEARS_ALL = Coverage(
    1946,
    2025,
    partial=(2024,),
    note="5 June to 31 December 2024 is missing; 2025 holds adopted texts only; paragraph votes "
    "are absent from sessions 68-70 and 73-74",
    remarks=((2025, ADOPTED_ONLY),),
)
YEARS_FINAL = Coverage(
    1946,
    2025,
    missing=(2020, 2021, 2022, 2023, 2024),
    note="from 2020 to 2024 the source does not say which votes were on a text as a whole",
    remarks=((2025, ADOPTED_ONLY),),
)
SESSIONS_ALL = Coverage(
    1,
    80,
    partial=(79,),
    note="of session 78 what came after 4 June 2024 is missing, of session 79 all before 2025, "
    "of session 80 what comes after 2025",
)
SESSIONS_FINAL = Coverage(
    1,
    80,
    partial=(79,),
    missing=(75, 76, 77, 78),
    note="for sessions 75-78 the source does not say which votes were on a text as a whole",
)

FLAGS_TO_2023 = ("me", "nu", "hr")
"""Issues flagged to the end of 2023; the flags di, co and ec are copies of one another from 7
November 2019 on, and none is used from there."""
IMPORTANT_FROM, IMPORTANT_TO = 38, 72
"""Sessions (1983 to 2017) for which important votes are marked."""


def issue_coverage(by: str, base: str, issue: str) -> Coverage:
    """Coverage of votes on one issue, in calendar years or sessions."""
    by_year = by == "year"
    shift = 1945 if by_year else 0
    if issue == "important":
        partial = (2018,) if by_year else ()
        last = IMPORTANT_TO + shift + len(partial)
        note = "important votes are marked from the 38th to the 72nd session"
        return Coverage(IMPORTANT_FROM + shift, last, partial, note=note)
    if issue not in FLAGS_TO_2023:
        note = "the flags of this issue cannot be used from 7 November 2019 on"
        return Coverage(1 + shift, 73 + shift + by_year, (2019,) if by_year else (), note=note)
    if base == "final":
        note = "issues are not flagged in 2025, and from 2020 to 2024 final votes are not marked"
        return Coverage(1 + shift, 74 + shift, note=note)
    last = 2023 if by_year else 77
    return Coverage(1 + shift, last, note="issues are flagged to the end of 2023")


SOURCE = Source(
    key="un-votes",
    title="United Nations General Assembly Voting Data, 1946 to January 2020",
    producer="Erik Voeten, Anton Strezhnev and Michael Bailey",
    version="February 2021",
    references=(ref.VOETEN_DATA, ref.BAILEY_2017),
    terms=Terms.EMBED,
    terms_text="CC0, public domain dedication.",
    home="https://doi.org/10.7910/DVN/LEJUQZ",
    files=(VOTES, CALLS, ISSUES, REPEATED),
    coverage=Coverage(1946, 2020, partial=(2020,), note="ends on 14 January 2020"),
    coverages={"session": Coverage(1946, 2019)},
    adds="votes in the UN General Assembly to January 2020",
    readers={"roll_calls": roll_calls, "votes": votes, "repeated": repeated},
)
RECENT = Source(
    key="un-votes-2024",
    title="United Nations General Assembly Voting Data, 2020 to June 2024",
    producer="Erik Voeten, Anton Strezhnev and Michael Bailey",
    version="June 2024",
    references=(ref.VOETEN_DATA, ref.BAILEY_2017),
    terms=Terms.EMBED,
    terms_text="CC0, public domain dedication; reshaped in a repository without a licence file.",
    home="https://doi.org/10.7910/DVN/LEJUQZ",
    files=(WIDE,),
    coverage=Coverage(2020, 2024, partial=(2024,), note="ends on 4 June 2024"),
    coverages={"session": Coverage(2020, 2023)},
    adds="votes in the UN General Assembly from 2020 to June 2024",
)
LATEST = Source(
    key="un-library-2025",
    title="Voting records of the UN Digital Library, 2025",
    producer="United Nations, Dag Hammarskjöld Library",
    version="2025",
    references=(ref.UN_DIGITAL_LIBRARY,),
    terms=Terms.DERIVE,
    terms_text="UN terms: non-commercial use with attribution.",
    home="https://digitallibrary.un.org",
    files=(LIBRARY,),
    coverage=Coverage(2025, 2025, note="adopted texts only"),
    coverages={"session": Coverage(2024, 2025)},
    adds="votes in the UN General Assembly of 2025",
)
KEYS = (SOURCE.key, RECENT.key, LATEST.key)

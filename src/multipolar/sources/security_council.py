"""UN Security Council: vetoed drafts 1946-2026, and votes on adopted resolutions 1946-2021.

The list of vetoes is that of the Dag Hammarskjöld Library. It has an entry for each vote in which
a permanent member's No decided, and what counts here is the draft (see `vetoes`):

* all entries that cite one document number are one draft, whether they are votes on its paragraphs
  (S/17172 has three), a meeting of two days entered twice (S/13729), or the question whether the
  matter is procedural (S/552); revisions and corrigenda belong to the number they revise;
* an amendment is a text of its own, apart from the draft that it would have changed;
* until 1953 many entries cite the record of the meeting (S/PV.57) because the text had no number:
  each is a draft, except a vote on the preliminary question, which goes with the first other entry
  of that meeting.

So 251 entries are 240 drafts. What the list lacks stays out: the veto of the Republic of China
against Mongolia (13 December 1955, a vote on a part of a draft), and the vote of France beside the
Soviet Union on a preliminary question (26 June 1946).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from multipolar import states
from multipolar.errors import BrokenTable, RawFileDamaged
from multipolar.sources.base import Coverage, RawFile, Reference, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

_HERE = "un-security-council"
LIST = RawFile(
    f"{_HERE}/vetoes/sc_vetoes_1946_2026.csv",
    "research.un.org/en/docs/sc/quick/veto (transcribed)",
    "7fb41e08b737a55057e9af48eec7f954ebba3488b13f5b719782aefa9d4f37ff",
    31_857,
)
LIST_2022 = RawFile(
    f"{_HERE}/vetoes/unsc_vetoes_1946_sept2022.csv",
    github(
        "world-politics-datalab/vetoes-un-security-council",
        "661c5246872143cf16e500e4e7f2f70a45df5ac8",
        "unsc_vetoes_1946_sept2022.csv",
    ),
    "d6b65d698d8f4e5a6eddcd922e7659b40e22d262940f1440b51360929d87ab74",
    33_832,
)
RECORDS = RawFile(
    f"{_HERE}/undl-ga-sc-votes-1946-2021/UN_DATA.csv.zip",
    github(
        "navyanawal0310/un-votes-intelligence-platform",
        "b1a33e9f13e44a213373dc4baf927cda041488ff",
        "data/raw/downloads/UN%20DATA.csv.zip",
    ),
    "2f4db50f94c82f497e57a1643e55e007d62fb73db897c4c47b016894389860ba",
    728_800,
)

FIRST_MEETING = date(1946, 1, 17)
LIST_ENDS = date(2026, 10, 5)
"""Day on which the list of vetoes was drawn up; its last entry is of 17 September 2026."""
LIST_2022_ENDS = date(2022, 9, 15)

PERMANENT = ("USA", "RUS", "CHN", "GBR", "FRA")
"""Permanent seats, by ISO 3166 code; RUS is the Soviet Union's to 1991."""

_SEAT_OF_VOTER = dict(zip(PERMANENT, PERMANENT, strict=True)) | {"TWN": "CHN"}
_SEAT_OF_NAME = {
    "USA": "USA",
    "UK": "GBR",
    "France": "FRA",
    "China": "CHN",
    "Russia": "RUS",
    "USSR": "RUS",
}
_SEAT_IN_RECORDS = {
    "UNITED STATES": "USA",
    "UNITED KINGDOM": "GBR",
    "FRANCE": "FRA",
    "CHINA": "CHN",
    "RUSSIAN FEDERATION": "RUS",
    "USSR": "RUS",
}
_PRELIMINARY = "preliminary question"
_SYMBOL = r"(S/PV\.\d+|S/\d{4}/\d+|S/\d+)"
_MISPRINTS = {"S/PV.3038": "S/PV.303"}
_VOTES = {"Y": "yes", "A": "abstain", "N": "no", "X": "not voting"}
_NAMES = {
    "CHILEs": "Chile",
    "CONGO": "Republic of the Congo",
    "COTE D’IVOIRE": "Ivory Coast",
    "DONOTKNOW": "Mexico",
}
"""Columns that no resolver can read. DONOTKNOW has one vote, on resolution 1966 (2010), in which
Mexico is the only one of the fifteen members without a vote."""

LACKING = (
    (220, date(1946, 6, 26), "France's No beside the Soviet Union's on a preliminary question"),
    (713, date(1955, 12, 13), "the veto of the Republic of China against admitting Mongolia"),
)
"""Vetoes that the list lacks, and no table counts: the member, the day, and what it was."""


def lacking(members: Iterable[int], years: Iterable[int]) -> str:
    """Say which vetoes of some members in some years the list lacks; empty if none."""
    whose, when = set(members), set(years)
    told = [
        f"{what} ({day.day} {day:%B %Y})"
        for ccode, day, what in LACKING
        if ccode in whose and day.year in when
    ]
    return f"not in the source's list, and not counted: {' and '.join(told)}" if told else ""


def permanent_seats() -> pl.DataFrame:
    """Who held the five permanent seats: ``seat, ccode, start, end``, a row a spell.

    The seat of China was held by 710 to 1949-12-07, by the Republic of China on Taiwan (713) from
    the day after, and by the People's Republic (710) from 1971-10-25. ``end`` is null when open.
    """
    import polars as pl

    seats = states.un_seats().filter(pl.col("voter").is_in(list(_SEAT_OF_VOTER)))
    return seats.select(
        pl.col("voter").replace_strict(_SEAT_OF_VOTER).alias("seat"),
        pl.col("ccode").cast(pl.Int32),
        pl.max_horizontal("start", pl.lit(FIRST_MEETING)).alias("start"),
        "end",
    ).sort("seat", "start")


def permanent_members(first: int, last: int) -> pl.DataFrame:
    """States that held a permanent seat on a day of the year: ``ccode, year``."""
    import polars as pl

    until = pl.min_horizontal(pl.col("end").dt.year().fill_null(last), pl.lit(last))
    since = pl.max_horizontal(pl.col("start").dt.year(), pl.lit(first))
    years = permanent_seats().select(
        "ccode", pl.int_ranges(since, until + 1, dtype=pl.Int32).alias("year")
    )
    return years.explode("year").drop_nulls().unique().sort("year", "ccode")


# ------------------------------------------------------------------ vetoes
def vetoes(raw: RawFolder) -> pl.DataFrame:
    """Vetoed drafts, a row for each draft and permanent member that vetoed it.

    Returns
    -------
    polars.DataFrame
        ``draft`` (document number, or number of the meeting and of the entry in it, S/PV.57#2),
        ``date`` (last day, where a vote ran over two), ``year``, ``ccode`` (holder of the seat at
        the date), ``kind`` (draft or amendment), ``subject`` (item of the agenda), ``topic`` (by
        Yordan, null after July 2022), ``entries`` (entries of the list that are this draft).

    Raises
    ------
    BrokenTable
        If a member is unknown, the columns of members contradict the list of them, or entries of
        one draft name different members.
    """
    import polars as pl

    entries = _entries(raw)
    drafts = entries.group_by("draft").agg(
        pl.col("date").max(),
        pl.col("kind").first(),
        pl.col("subject").sort_by("preliminary").first(),
        pl.col("topic").drop_nulls().first(),
        pl.col("members").n_unique().alias("versions"),
        pl.col("members").first(),
        pl.len().cast(pl.Int32).alias("entries"),
    )
    mixed = drafts.filter(pl.col("versions") > 1)
    if mixed.height:
        raise BrokenTable(f"{LIST.path} names different members for {mixed['draft'].to_list()}")
    frame = _with_holders(drafts.explode("members").rename({"members": "seat"}))
    columns = ("draft", "date", "year", "ccode", "kind", "subject", "topic", "entries")
    frame = frame.with_columns(pl.col("date").dt.year().alias("year")).select(columns)
    return check_unique(frame, ["draft", "ccode"], "list of vetoes").sort("date", "draft", "ccode")


def _entries(raw: RawFolder) -> pl.DataFrame:
    """Entries of the list in their order, with the draft that each belongs to."""
    import polars as pl

    frame = raw.read_csv(LIST).with_row_index("entry")
    frame = frame.with_columns(
        pl.col("date").str.to_date(strict=False),
        pl.col("vetoed_by").str.split(" ").list.sort().alias("members"),
        pl.col("draft").str.extract(_SYMBOL).alias("symbol"),
        pl.col("crisis_topic").alias("topic"),
    )
    _check_entries(frame)
    record = pl.col("symbol").str.starts_with("S/PV.")
    amendment = pl.col("draft").str.contains("amendment") | pl.col("agenda_item").str.contains(
        "(amendment", literal=True
    )
    frame = _with_subjects(frame, raw).with_columns(
        pl.when(amendment).then(pl.lit("amendment")).otherwise(pl.lit("draft")).alias("kind"),
        pl.col("subject").str.contains(_PRELIMINARY).alias("preliminary"),
    )
    texts = (~pl.col("preliminary")).cast(pl.Int32)
    place = pl.max_horizontal(texts.cum_sum().over("symbol"), pl.lit(1))
    place = pl.when(pl.col("preliminary")).then(1).otherwise(place)
    several = record & (texts.sum().over("symbol") > 1)
    name = (
        pl.when(several)
        .then(pl.format("{}#{}", "symbol", place))
        .when(amendment)
        .then(pl.format("{} amendment", "symbol"))
        .otherwise(pl.col("symbol"))
    )
    return frame.with_columns(name.alias("draft"))


def _check_entries(frame: pl.DataFrame) -> None:
    import polars as pl

    unreadable = frame.filter(pl.col("date").is_null() | pl.col("symbol").is_null())
    if unreadable.height:
        raise BrokenTable(f"{LIST.path} has unreadable rows {unreadable['entry'].to_list()[:3]}")
    unknown = set(frame["members"].explode().to_list()) - set(PERMANENT)
    if unknown:
        raise BrokenTable(f"{LIST.path} names members unknown to us: {sorted(map(str, unknown))}")
    for seat in PERMANENT:
        wrong = frame.filter(pl.col("members").list.contains(seat) != (pl.col(seat) == "1"))
        if wrong.height:
            raise BrokenTable(f"{LIST.path}: column {seat} contradicts {wrong['draft'][0]}")


def _with_subjects(frame: pl.DataFrame, raw: RawFolder) -> pl.DataFrame:
    """Add ``subject``: of the list of 2022 where it has as many entries of the same symbol.

    The transcribed list gives all entries of one meeting the subject of the first.
    """
    import polars as pl

    place = pl.int_range(pl.len()).over("symbol").alias("place")
    size = pl.len().over("symbol").alias("size")
    older = _entries_2022(raw).select("symbol", place, size, pl.col("agenda_item").alias("subject"))
    keys = ["symbol", "place", "size"]
    joined = frame.with_columns(place, size).join(older, on=keys, how="left").sort("entry")
    return joined.with_columns(pl.coalesce("subject", "agenda_item").alias("subject")).drop(
        "place", "size"
    )


def _entries_2022(raw: RawFolder) -> pl.DataFrame:
    """Entries of the list of 2022; its own 0/1 columns of members undercount and are not used."""
    import polars as pl

    names = [f"member_veto{place}" for place in (1, 2, 3)]
    frame = raw.read_csv(LIST_2022).with_columns(
        pl.col("date").str.to_date("%m/%d/%Y"),
        pl.col("draft").str.extract(_SYMBOL).replace(_MISPRINTS).alias("symbol"),
        pl.concat_list(pl.col(name).replace_strict(_SEAT_OF_NAME) for name in names)
        .list.drop_nulls()
        .list.sort()
        .alias("members"),
    )
    if frame["symbol"].null_count():
        raise BrokenTable(f"{LIST_2022.path} has a row without the number of a document")
    return frame


def differences(raw: RawFolder) -> pl.DataFrame:
    """How the transcribed list differs from that of 2022, over the days that both cover.

    Returns
    -------
    polars.DataFrame
        ``symbol`` (document or meeting), ``what`` (``entries``, ``date`` or ``members``), ``list``
        and ``list_2022``: what each says, as text. Entries are compared by number.
    """
    import polars as pl

    def told(frame: pl.DataFrame) -> pl.DataFrame:
        dated = frame.filter(pl.col("date") <= LIST_2022_ENDS)
        return dated.group_by("symbol").agg(
            pl.len().cast(pl.String).alias("entries"),
            pl.col("date").max().cast(pl.String),
            pl.col("members").list.join(" ").unique().sort().str.join("; "),
        )

    both = told(_entries(raw)).join(
        told(_entries_2022(raw)), on="symbol", how="full", coalesce=True, suffix="_2022"
    )
    found = [
        both.select(
            "symbol",
            pl.lit(what).alias("what"),
            pl.col(what).alias("list"),
            pl.col(f"{what}_2022").alias("list_2022"),
        ).filter(pl.col("list").ne_missing(pl.col("list_2022")))
        for what in ("entries", "date", "members")
    ]
    absent = pl.col("list").is_null() | pl.col("list_2022").is_null()
    return pl.concat(found).filter((pl.col("what") == "entries") | ~absent).sort("what", "symbol")


# ------------------------------------------------------------------ votes on resolutions
def resolution_votes(raw: RawFolder) -> pl.DataFrame:
    """Votes on adopted resolutions: a row for each resolution and member of the Council.

    A No of a permanent member here is no veto: the matter was procedural.

    Returns
    -------
    polars.DataFrame
        ``resolution`` (1 to 2617), ``date``, ``year``, ``ccode`` (null for Ukraine and Belarus as
        Soviet republics), ``name`` (as in the record), ``vote`` (yes, abstain, no, not voting).

    Raises
    ------
    RawFileDamaged
        If the archive cannot be read.
    BrokenTable
        If votes do not add up to the published tally, or the Council has not 11 members (15 from
        1966).
    """
    import polars as pl

    wide = _records(raw)
    names = [name for name in wide.columns if name not in _META]
    votes = wide.unpivot(
        names, index=["resolution", "date"], variable_name="name", value_name="vote"
    ).drop_nulls("vote")
    _check_tallies(wide, votes)
    votes = votes.with_columns(
        pl.col("vote").replace_strict(_VOTES), pl.col("name").str.strip_chars().replace(_NAMES)
    )
    holders = _holders_by_name(votes.select("name", "date").unique())
    votes = votes.join(holders, on=["name", "date"], how="left").select(
        "resolution", "date", pl.col("date").dt.year().alias("year"), "ccode", "name", "vote"
    )
    check_unique(votes, ["resolution", "name"], RECORDS.path)
    return votes.sort("resolution", "ccode", "name")


_TALLIES = {
    "YES COUNT": "Y",
    "ABSENT COUNT": "A",  # abstentions, misnamed
    "NO COUNT": "N",
    "NO-VOTE COUNT": "X",
}
_META = (
    *("Council", "Date", "Title", "Resolution", "TOTAL VOTES", "Link", "token"),
    *("resolution", "date"),
    *_TALLIES,
)


def _records(raw: RawFolder) -> pl.DataFrame:
    """Records of the Security Council, a column for each name of a state."""
    import polars as pl

    path = raw.verify(RECORDS)
    try:
        with zipfile.ZipFile(path) as archive:
            (inside,) = archive.namelist()
            frame = pl.read_csv(io.BytesIO(archive.read(inside)), infer_schema=False)
    except (zipfile.BadZipFile, ValueError, OSError, pl.exceptions.PolarsError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read: {reason}", path) from reason
    council = frame.filter(pl.col("Council") == "Security Council").with_columns(
        pl.col("Resolution").str.extract(r"^S/RES/(\d+)").cast(pl.Int32).alias("resolution"),
        pl.col("Date").str.to_date().alias("date"),
    )
    return check_unique(council, ["resolution"], RECORDS.path).sort("resolution")


def _check_tallies(wide: pl.DataFrame, votes: pl.DataFrame) -> None:
    import polars as pl

    odd = set(votes["vote"].unique().to_list()) - set(_VOTES)
    if odd:
        raise BrokenTable(f"{RECORDS.path} has votes other than Y, A, N, X: {sorted(odd)}")
    counted = votes.group_by("resolution").agg(
        pl.len().alias("members"),
        *((pl.col("vote") == code).sum().alias(f"_{name}") for name, code in _TALLIES.items()),
    )
    checked = wide.join(counted, on="resolution", how="left")
    members = pl.when(pl.col("date") < date(1966, 1, 1)).then(11).otherwise(15)
    right = [pl.col(name).cast(pl.Int32) == pl.col(f"_{name}") for name in _TALLIES]
    wrong = checked.filter(~pl.all_horizontal(pl.col("members") == members, *right))
    if wrong.height:
        raise BrokenTable(
            f"{RECORDS.path}: votes do not add up to the tally of resolutions "
            f"{wrong['resolution'].to_list()[:3]}"
        )


def _holders_by_name(asked: pl.DataFrame) -> pl.DataFrame:
    """COW codes of names at dates; null where the member was no state of that system."""
    import polars as pl

    def code(name: str, when: date) -> int | None:
        found = states.lookup(name, when)
        return found.ccode if isinstance(found, states.State) else None

    seat = pl.col("name").replace_strict(_SEAT_IN_RECORDS, default=None)
    asked = asked.with_columns(seat.alias("seat"))
    held = _with_holders(asked.drop_nulls("seat"))
    others = asked.filter(pl.col("seat").is_null())
    codes = [code(name, when) for name, when in others.select("name", "date").iter_rows()]
    coded = others.with_columns(pl.Series("ccode", codes, pl.Int32))
    return pl.concat([held, coded], how="diagonal").select("name", "date", "ccode")


def _with_holders(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``ccode``, the holder of ``seat`` at ``date``: of two on one day the later."""
    import polars as pl

    seats = permanent_seats().select("seat", "start", "ccode")
    return (
        frame.with_row_index("_row")
        .join(seats, on="seat")
        .filter(pl.col("start") <= pl.col("date"))
        .sort("_row", "start")
        .unique("_row", keep="last", maintain_order=True)
        .drop("_row", "start")
    )


HAMMARSKJOLD = Reference(
    key="undhl2026vetoes",
    kind="dataset",
    authors=("{United Nations, Dag Hammarskjöld Library}",),
    year=2026,
    title="Security Council: Veto List",
    publisher="United Nations",
    url="https://research.un.org/en/docs/sc/quick/veto",
)
YORDAN_2022 = Reference(
    key="yordan2022vetoes",
    kind="dataset",
    authors=("Yordan, Carlos L.",),
    year=2022,
    title="List of UN Security Council Vetoes (1946-2022)",
    publisher="World Politics Data Lab",
    url="https://github.com/world-politics-datalab/vetoes-un-security-council",
)
COUNCIL_RECORDS = Reference(
    key="undl2022council",
    kind="dataset",
    authors=("{United Nations, Dag Hammarskjöld Library}",),
    year=2022,
    title="Voting Data on Security Council Resolutions, UN Digital Library",
    publisher="United Nations",
    url="https://digitallibrary.un.org/search?cc=Voting%20Data",
)

SOURCE = Source(
    key="un-vetoes",
    title="Vetoes in the United Nations Security Council",
    producer="Dag Hammarskjöld Library, transcribed; subjects to 2022 by Carlos L. Yordan",
    version="5 October 2026",
    references=(HAMMARSKJOLD, YORDAN_2022),
    terms=Terms.DERIVE,
    terms_text="Facts of the official list, UN terms of use; the list of 2022 is under MIT.",
    home="https://research.un.org/en/docs/sc/quick/veto",
    files=(LIST, LIST_2022),
    coverage=Coverage(1946, 2026, partial=(2026,), note="ends on 5 October 2026"),
    adds="vetoes in the UN Security Council to October 2026",
    readers={"vetoes": vetoes, "differences": differences},
)
RESOLUTIONS = Source(
    key="un-council-votes",
    title="Votes on Security Council resolutions, 1946 to 2021",
    producer="United Nations Digital Library, collected in a public repository",
    version="January 2022",
    references=(COUNCIL_RECORDS,),
    terms=Terms.DERIVE,
    terms_text="UN copyright: non-commercial use with attribution; only counts are kept.",
    home="https://digitallibrary.un.org/search?cc=Voting%20Data",
    files=(RECORDS,),
    coverage=Coverage(1946, 2021, note="adopted texts only; resolutions 1 to 2617"),
    adds="votes on Security Council resolutions 1946-2021",
    readers={"resolution_votes": resolution_votes},
)

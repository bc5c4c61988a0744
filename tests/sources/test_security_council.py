"""Vetoes and votes of the Security Council, followed by hand to the records."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from multipolar.errors import BrokenTable, RawFileDamaged, RawFileMissing
from multipolar.sources import security_council as sc
from multipolar.sources.raw import RawFolder

USA, GBR, FRA, RUS, CHN, ROC = 2, 200, 220, 365, 710, 713
HEAD = (
    "date,draft,vetoed_by,agenda_item,crisis_topic,region,in_csv_2022,list_repeat,"
    "USA,RUS,CHN,GBR,FRA"
)
HEAD_2022 = "date,draft,agenda_item,member_veto1,member_veto2,member_veto3"


@pytest.fixture(scope="module")
def raw() -> RawFolder:
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("MULTIPOLAR_DATA", default))
    if not (folder / "un-security-council").is_dir():
        pytest.skip("no raw files of the Security Council: set MULTIPOLAR_DATA")
    return RawFolder(folder)


@pytest.fixture(scope="module")
def vetoes(raw: RawFolder) -> pl.DataFrame:
    return sc.vetoes(raw)


@pytest.fixture(scope="module")
def votes(raw: RawFolder) -> pl.DataFrame:
    return sc.resolution_votes(raw)


def by(vetoes: pl.DataFrame, draft: str) -> list[int]:
    return sorted(vetoes.filter(pl.col("draft") == draft)["ccode"].to_list())


# ------------------------------------------------------------------ the published figures
def test_target_since_2000(vetoes: pl.DataFrame) -> None:
    since = vetoes.filter(pl.col("date").is_between(date(2000, 1, 1), date(2022, 7, 31)))
    drafts = {c: set(since.filter(pl.col("ccode") == c)["draft"]) for c in (RUS, CHN)}
    assert (len(drafts[RUS]), len(drafts[CHN])) == (29, 14)
    assert drafts[CHN] < drafts[RUS]


def test_totals(vetoes: pl.DataFrame) -> None:
    counts = dict(vetoes.group_by("ccode").len().rows())
    assert counts == {RUS: 135, USA: 93, GBR: 30, CHN: 21, FRA: 17}
    once = vetoes.unique("draft")
    assert (once.height, once["entries"].sum()) == (240, 251)
    assert vetoes["date"].is_between(sc.FIRST_MEETING, sc.LIST_ENDS).all()


@pytest.mark.parametrize(
    ("draft", "day", "members"),
    [
        ("S/2007/14", date(2007, 1, 12), [RUS, CHN]),  # Myanmar
        ("S/2011/612", date(2011, 10, 4), [RUS, CHN]),  # Syria
        ("S/2014/189", date(2014, 3, 15), [RUS]),  # Crimea: China abstained
        ("S/10771", date(1972, 8, 25), [CHN]),  # Bangladesh, first of the People's Republic
        ("S/3710", date(1956, 10, 30), [GBR, FRA]),  # Suez
        ("S/21048", date(1989, 12, 23), [USA, GBR, FRA]),  # Panama
        ("S/1999/201", date(1999, 2, 25), [CHN]),  # Macedonia, last of China alone
        ("S/2022/155", date(2022, 2, 25), [RUS]),  # Ukraine
    ],
)
def test_by_hand(vetoes: pl.DataFrame, draft: str, day: date, members: list[int]) -> None:
    assert by(vetoes, draft) == sorted(members)
    assert set(vetoes.filter(pl.col("draft") == draft)["date"]) == {day}


def test_no_veto_of_china_alone_after_1999(vetoes: pl.DataFrame) -> None:
    alone = vetoes.filter(pl.len().over("draft") == 1).filter(pl.col("ccode") == CHN)
    assert alone["year"].to_list() == [1972, 1997, 1999]


def test_what_is_one_draft(vetoes: pl.DataFrame) -> None:
    entries = dict(vetoes.unique("draft").select("draft", "entries").iter_rows())
    folded = {draft: n for draft, n in entries.items() if n > 1}
    assert folded == {
        "S/PV.49#1": 2,  # with the preliminary question
        "S/552": 2,  # with the preliminary question
        "S/PV.303": 2,  # with the preliminary question
        "S/1431": 2,  # paragraphs
        "S/4733": 2,
        "S/4985": 2,
        "S/17172": 3,
        "S/4567": 2,  # two days
        "S/13729": 2,
        "S/13735": 2,
    }
    dates = dict(vetoes.select("draft", "date").iter_rows())
    assert dates["S/13729"] == date(1980, 1, 9)


def test_texts_without_a_number_have_their_own_subjects(vetoes: pl.DataFrame) -> None:
    meeting = vetoes.filter(pl.col("draft").str.starts_with("S/PV.57#"))
    applicants = {text.split()[-1] for text in meeting["subject"]}
    assert applicants == {"Transjordan", "Portugal", "Ireland"}
    assert not vetoes["subject"].str.contains("preliminary").any()


def test_amendments_are_texts_of_their_own(vetoes: pl.DataFrame) -> None:
    amendments = vetoes.filter(pl.col("kind") == "amendment")
    assert amendments.select("draft", "ccode").rows() == [
        ("S/2023/1029 amendment", USA),
        ("S/2025/115 amendment", RUS),
    ]


def test_the_two_lists_name_the_same_members(raw: RawFolder) -> None:
    found = sc.differences(raw)
    assert "members" not in set(found["what"])
    dates = found.filter(pl.col("what") == "date").select("symbol", "list", "list_2022").rows()
    assert dates == [
        ("S/16077", "1983-10-27", "1983-10-28"),
        ("S/1653", "1950-09-05", "1950-09-06"),
        ("S/2001/1199", "2001-12-14", "2001-12-15"),
        ("S/2001/270", "2001-03-27", "2001-04-12"),
    ]
    lacking = found.filter(pl.col("list_2022").is_null())["symbol"]
    assert len(lacking) == 10
    assert not found["list"].null_count()


# ------------------------------------------------------------------ seats
def test_the_seat_of_china() -> None:
    seats = sc.permanent_seats().filter(pl.col("seat") == "CHN")
    assert seats.select("ccode", "start", "end").rows() == [
        (CHN, date(1946, 1, 17), date(1949, 12, 7)),
        (ROC, date(1949, 12, 8), date(1971, 10, 25)),
        (CHN, date(1971, 10, 25), None),
    ]


@pytest.mark.parametrize(
    ("year", "china"), [(1948, {CHN}), (1949, {CHN, ROC}), (1960, {ROC}), (1971, {CHN, ROC})]
)
def test_members_of_a_year(year: int, china: set[int]) -> None:
    members = sc.permanent_members(year, year)
    assert set(members["ccode"]) == {USA, GBR, FRA, RUS} | china
    assert sc.permanent_members(1940, 1945).is_empty()


# ------------------------------------------------------------------ resolutions
def test_resolutions_are_complete(votes: pl.DataFrame) -> None:
    assert votes["resolution"].unique().sort().to_list() == list(range(1, 2618))
    assert (votes["date"].min(), votes["date"].max()) == (date(1946, 1, 25), date(2021, 12, 30))
    sizes = votes.group_by("resolution", "year").len()
    assert set(sizes.filter(pl.col("year") < 1966)["len"]) == {11}
    assert set(sizes.filter(pl.col("year") >= 1966)["len"]) == {15}


def test_codes_of_resolutions(votes: pl.DataFrame) -> None:
    republics = votes.filter(pl.col("ccode").is_null())
    assert set(republics["name"]) == {"UKRAINE", "BELARUS"}
    assert republics["year"].max() == 1985
    for code in (USA, GBR, FRA, RUS):
        assert votes.filter(pl.col("ccode") == code).height == 2617
    china = votes.filter(pl.col("ccode").is_in([CHN, ROC]))
    assert china.height == 2617
    taiwan = china.filter(pl.col("ccode") == ROC)["date"]
    assert (taiwan.min(), taiwan.max()) == (date(1950, 1, 17), date(1971, 10, 20))


def test_a_resolution_by_hand(votes: pl.DataFrame) -> None:
    libya = votes.filter(pl.col("resolution") == 1973)  # no-fly zone, five abstentions
    abstained = libya.filter(pl.col("vote") == "abstain")["ccode"]
    assert sorted(abstained) == [140, 255, RUS, CHN, 750]
    korea = votes.filter((pl.col("resolution") == 83) & (pl.col("ccode") == RUS))
    assert korea["vote"].to_list() == ["not voting"]  # the Soviet boycott of June 1950


def test_the_unnamed_vote_is_mexicos(votes: pl.DataFrame) -> None:
    of_2010 = votes.filter(pl.col("year") == 2010).group_by("ccode").len()
    assert dict(of_2010.iter_rows())[70] == of_2010["len"].max()


def test_permanent_members_that_voted_no_did_so_on_procedure(votes: pl.DataFrame) -> None:
    permanent = votes.filter(pl.col("ccode").is_in([USA, GBR, FRA, RUS, CHN, ROC]))
    no = permanent.filter(pl.col("vote") == "no")["resolution"].unique().sort().to_list()
    assert no == [34, 87, 88, 110, 119, 120, 132, 157, 462]


def test_votes_agree_with_the_derived_table(raw: RawFolder, votes: pl.DataFrame) -> None:
    path = raw.root / "un-security-council/undl-ga-sc-votes-1946-2021/sc_p5_votes_1946_2021.csv"
    if not path.is_file():
        pytest.skip("no table of the permanent members' votes")
    listed = pl.read_csv(path, infer_schema=False).with_columns(
        pl.col("resolution").str.extract(r"RES/(\d+)").cast(pl.Int32)
    )
    letters = {"yes": "Y", "abstain": "A", "no": "N", "not voting": "X"}
    for name, codes in {"USA": [USA], "RUS": [RUS], "CHN": [CHN, ROC], "GBR": [GBR]}.items():
        ours = votes.filter(pl.col("ccode").is_in(codes)).sort("resolution")
        theirs = listed.sort("resolution")[name].to_list()
        assert ours["vote"].replace_strict(letters).to_list() == theirs


# ------------------------------------------------------------------ bad input
@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put files in the place of the raw ones, with their own digests pinned."""

    def put(list_: str = HEAD, older: str = HEAD_2022, records: bytes | None = None) -> RawFolder:
        contents = {"LIST": list_.encode(), "LIST_2022": older.encode(), "RECORDS": records}
        for name, data in contents.items():
            if data is None:
                continue
            pinned = replace(getattr(sc, name), sha256=sha256(data).hexdigest(), size=len(data))
            target = tmp_path / pinned.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            monkeypatch.setattr(sc, name, pinned)
        return RawFolder(tmp_path, tmp_path / "cache")

    return put


def entry(draft: str, members: str, day: str = "2011-10-04", subject: str = "Syria") -> str:
    flags = ",".join("1" if seat in members.split() else "0" for seat in sc.PERMANENT)
    return f"{day},{draft},{members},{subject},,,False,False,{flags}"


def test_one_draft_in_several_votes(place) -> None:
    rows = [
        entry("S/1/Rev.1", "RUS CHN"),
        entry("S/1 and Corr.1", "CHN RUS"),
        entry("S/1 oral amendment", "RUS"),
        entry("S/PV.9", "USA"),
        entry("S/PV.9", "USA", subject="Syria preliminary question"),
        entry("S/PV.9", "USA"),
    ]
    found = sc.vetoes(place("\n".join([HEAD, *rows])))
    assert found.select("draft", "ccode", "entries").rows() == [
        ("S/1", RUS, 2),
        ("S/1", CHN, 2),
        ("S/1 amendment", RUS, 1),
        ("S/PV.9#1", USA, 2),
        ("S/PV.9#2", USA, 1),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([entry("S/1", "RUS", day="4 October")], "unreadable rows"),
        ([entry("a draft", "RUS")], "unreadable rows"),
        ([entry("S/1", "RUS IND")], "IND"),
        ([entry("S/1", "RUS").replace(",0,1,0", ",1,1,0")], "contradicts S/1"),
        ([entry("S/1", "RUS"), entry("S/1", "RUS CHN")], "different members for"),
    ],
)
def test_a_broken_list(place, rows: list[str], message: str) -> None:
    with pytest.raises(BrokenTable, match=message):
        sc.vetoes(place("\n".join([HEAD, *rows])))


def record(cells: str, yes: int, names: str, day: str = "1950-01-17") -> bytes:
    head = (
        "Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,"
        f"Link,token,{names}"
    )
    row = f"Security Council,{day},t,S/RES/1(1950),11,0,0,0,{yes},l,1,{cells}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", f"{head}\n{row}\n")
    return stream.getvalue()


ELEVEN = "USSR,CHINA,UNITED STATES,UNITED KINGDOM,FRANCE,CUBA,ECUADOR,EGYPT,INDIA,NORWAY,YUGOSLAVIA"


def test_a_record(place) -> None:
    found = sc.resolution_votes(place(records=record(",".join("Y" * 11), 11, ELEVEN)))
    codes = dict(found.select("name", "ccode").iter_rows())
    assert (codes["CHINA"], codes["USSR"], codes["YUGOSLAVIA"]) == (ROC, RUS, 345)


@pytest.mark.parametrize(
    ("cells", "yes", "names", "message"),
    [
        (",".join("Y" * 11), 10, ELEVEN, "tally"),
        (",".join("Y" * 10) + ",", 10, ELEVEN, "tally"),
        (",".join("Y" * 10) + ",Q", 10, ELEVEN, "other than"),
    ],
)
def test_a_broken_record(place, cells: str, yes: int, names: str, message: str) -> None:
    with pytest.raises(BrokenTable, match=message):
        sc.resolution_votes(place(records=record(cells, yes, names)))


def test_a_file_that_is_no_archive(place) -> None:
    with pytest.raises(RawFileDamaged, match="cannot be read"):
        sc.resolution_votes(place(records=b"no archive"))


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(RawFileMissing, match="sc_vetoes_1946_2026"):
        sc.vetoes(RawFolder(tmp_path))


def test_what_the_sources_declare() -> None:
    assert not sc.SOURCE.coverage.includes(2026)
    assert sc.SOURCE.coverage.last_before(2026) == 2025
    assert sc.RESOLUTIONS.coverage.last == 2021
    for file in (*sc.SOURCE.files, *sc.RESOLUTIONS.files):
        assert len(file.sha256) == 64
        assert not Path(file.path).is_absolute()

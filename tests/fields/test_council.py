"""Indicators of the Security Council, and the command that shows them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from multipolar.cli import council as command
from multipolar.errors import BadOption, QuestionError
from multipolar.fields import council
from multipolar.fields import evaluate as evaluation
from multipolar.fields.indicator import Options
from multipolar.measures import tandem
from multipolar.sources import security_council as sc
from multipolar.sources.raw import RawFolder

USA, CAN, GBR, FRA, RUS, CHN, ROC = 2, 20, 200, 220, 365, 710, 713
BY_NAME = {what.name: what for what in council.INDICATORS}
Release = SimpleNamespace


def release_of(vetoes: pl.DataFrame, resolutions: pl.DataFrame) -> Release:
    seats, last = sc.permanent_seats(), sc.SOURCE.coverage.last
    tables = {
        council.STATES: tandem.state_counts(vetoes, seats, last),
        council.PAIRS: tandem.dyad_counts(vetoes, resolutions, seats, last),
    }
    return holding(tables)


def holding(tables: dict[str, pl.DataFrame]) -> Release:
    def among(name, codes, first, last):
        """As `multipolar.panel.release.Release.among`."""
        within = pl.col("ccode1").is_in(codes) & pl.col("ccode2").is_in(codes)
        return tables[name].lazy().filter(within & pl.col("year").is_between(first, last))

    return SimpleNamespace(scan=lambda name: tables[name].lazy(), among=among)


@pytest.fixture(scope="module")
def release() -> Release:
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("MULTIPOLAR_DATA", default))
    if not (folder / "un-security-council").is_dir():
        pytest.skip("no raw files of the Security Council: set MULTIPOLAR_DATA")
    raw = RawFolder(folder)
    return release_of(sc.vetoes(raw), sc.resolution_votes(raw))


def ask(name: str, release: Release, *key: int, as_of: int | None = None) -> dict[str, object]:
    what = BY_NAME[name]
    keys = pl.DataFrame([key], schema=dict.fromkeys(what.keys, pl.Int32), orient="row")
    return evaluation.evaluate(what, keys, Options(as_of=as_of), release).row(0, named=True)


# ------------------------------------------------------------------ values
def test_tandem_of_russia_and_china(release: Release) -> None:
    found = ask("council.tandem", release, RUS, CHN, 2014)
    assert (found["value"], found["n"], found["status"]) == (0.75, 8, "observed")
    assert found["low"] == pytest.approx(0.462, abs=5e-4)
    assert found["high"] == pytest.approx(0.924, abs=5e-4)
    later = ask("council.tandem", release, RUS, CHN, 2024)
    assert (later["value"], later["n"]) == (pytest.approx(10 / 28), 28)
    assert ask("council.tandem", release, CHN, RUS, 2024)["value"] == 1.0


def test_joint_vetoes(release: Release) -> None:
    found = ask("council.joint_vetoes", release, RUS, CHN, 2024)
    assert (found["value"], found["n"], found["status"]) == (10, 28, "observed")
    none = ask("council.joint_vetoes", release, USA, RUS, 2014)
    assert (none["value"], none["status"]) == (0, "structural_zero")
    assert ask("council.joint_vetoes", release, GBR, FRA, 1965)["value"] == 2  # Suez


def test_too_few_vetoes_have_no_share(release: Release) -> None:
    found = ask("council.tandem", release, RUS, CHN, 2009)
    assert (found["value"], found["n"], found["status"]) == (None, 4, "insufficient")


def test_vetoes_of_a_year(release: Release) -> None:
    assert ask("council.vetoes", release, RUS, 2014)["value"] == 2
    assert ask("council.solo_vetoes", release, RUS, 2014)["value"] == 1  # Crimea
    quiet = ask("council.vetoes", release, GBR, 2014)
    assert (quiet["value"], quiet["status"]) == (0, "structural_zero")


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ((CAN, CHN, 2014), "not_a_member"),
        ((RUS, CHN, 1960), "not_a_member"),
        ((RUS, ROC, 1960), "structural_zero"),
        ((RUS, ROC, 1980), "not_a_member"),
        ((CHN, ROC, 1971), "not_a_member"),
        ((RUS, CHN, 1971), "structural_zero"),
        ((RUS, FRA, 1950), "partial"),
        ((RUS, CHN, 2026), "partial"),
        ((RUS, CHN, 1945), "out_of_coverage"),
    ],
)
def test_statuses(release: Release, key: tuple[int, int, int], status: str) -> None:
    assert ask("council.joint_vetoes", release, *key)["status"] == status


@pytest.mark.skipif(
    not hasattr(evaluation, "permanent_members"), reason="evaluate does not check the body p5"
)
@pytest.mark.parametrize("year", [1950, 2026])
def test_no_member_comes_before_a_partial_year(release: Release, year: int) -> None:
    assert ask("council.joint_vetoes", release, CAN, FRA, year)["status"] == "not_a_member"
    assert ask("council.vetoes", release, CAN, 2026)["status"] == "not_a_member"


def test_vetoes_before_the_other_had_a_seat_do_not_count(release: Release) -> None:
    """Russia's three vetoes of December 1971 count against the People's Republic; others do not."""
    windows = council.windows(
        SimpleNamespace(release=release, first=1975, last=1975, states=frozenset({RUS, CHN}))
    )
    assert windows.row(0, named=True)["vetoes1"] == 4
    longer = ask("council.joint_vetoes", release, USA, RUS, 1975)
    assert longer["n"] > 4


def test_windows_against_a_slow_twin(release: Release) -> None:
    pairs = release.scan(council.PAIRS).collect()
    found = council.windows(SimpleNamespace(release=release, first=1946, last=2026, states=None))
    assert found.height == pairs.height
    sums = {
        row[:3]: pairs.filter(
            (pl.col("ccode1") == row[0])
            & (pl.col("ccode2") == row[1])
            & pl.col("year").is_between(row[2] - 9, row[2])
        )
        .select("joint", "vetoes1", "vetoes2", "drafts")
        .sum()
        .row(0)
        for row in found.sample(60, seed=1).select("ccode1", "ccode2", "year").iter_rows()
    }
    for row in found.iter_rows():
        assert row[3:] == sums.get(row[:3], row[3:])


def test_nothing_later_than_the_question_counts(release: Release) -> None:
    """A world in which history ends with the year of the question gives the same answers."""
    for as_of in (1973, 1990, 2014):
        names = (council.STATES, council.PAIRS)
        until = {name: release.scan(name).filter(pl.col("year") <= as_of) for name in names}
        ended = holding({name: rows.collect() for name, rows in until.items()})
        for name, key in (
            ("council.tandem", (RUS, CHN, as_of)),
            ("council.joint_vetoes", (GBR, FRA, as_of)),
            ("council.solo_vetoes", (USA, as_of)),
        ):
            full = ask(name, release, *key, as_of=as_of)
            assert full == ask(name, ended, *key, as_of=as_of)


def test_declarations() -> None:
    assert list(BY_NAME) == [
        "council.joint_vetoes",
        "council.tandem",
        "council.vetoes",
        "council.solo_vetoes",
    ]
    for what in BY_NAME.values():
        assert what.sources == ("un-vetoes",)
        assert 2026 in what.coverage.partial
        assert what.body == "p5"
    assert BY_NAME["council.tandem"].directed
    assert 1954 in BY_NAME["council.tandem"].coverage.partial
    assert BY_NAME["council.tandem"].coverage.includes(1955)
    assert BY_NAME["council.vetoes"].coverage.includes(1946)


# ------------------------------------------------------------------ the command
@pytest.fixture
def shown(release: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(command, "active", lambda: release)
    monkeypatch.setattr(command, "data_version", lambda: "test")
    monkeypatch.setenv("COLUMNS", "100")

    def run(*who: str, as_of: int | None = None, as_json: bool = True):
        first, second = who or (None, None)
        command.run(first, second, as_of, as_json)
        text = capsys.readouterr().out
        return json.loads(text) if as_json else text

    return run


def test_a_pair_as_json(shown) -> None:
    found = shown("Russia", "China")
    assert (found["first"], found["second"]) == (RUS, CHN)
    assert found["all"]["joint"]["value"] == 18
    assert found["all"]["second_given_first"]["n"] == 90  # while both hold a seat
    assert sum(period["joint"]["value"] for period in found["periods"]) == 18
    decade = found["periods"][-2]
    assert (decade["from"], decade["to"]) == (2010, 2019)
    assert decade["second_given_first"]["value"] == pytest.approx(9 / 19)
    assert decade["put_to_vote"] > decade["drafts"] == 22
    assert found["periods"][-1]["put_to_vote"] is None
    swapped = shown("China", "Russia")
    assert swapped["all"]["first_given_second"] == found["all"]["second_given_first"]


def test_pooling_decades_is_no_tandem(shown) -> None:
    """Chance over all years is taken within decades: pooled, it would be smaller."""
    found = shown("Russia", "China")
    row = found["all"]["second_given_first"]
    pooled = tandem.chance(18, 90, 21, found["all"]["drafts"])
    assert row["chance"] > pooled.expected
    assert row["p_more"] > pooled.more


def test_a_pair_as_of_a_year(shown) -> None:
    found = shown("RUS", "CHN", as_of=2014)
    assert found["last"] == 2014
    assert not found["partial"]
    assert found["changes"][0]["later"] == [2005, 2014, 6, 8]
    assert found["changes"][0]["earlier"] == [1995, 2004, 0, 1]
    assert found["all"]["joint"]["value"] == 6


def test_tables_for_people(shown) -> None:
    text = shown("France", "Britain", as_json=False)
    assert "Britain" in text or "United Kingdom" in text
    assert "1946-2026" in text
    assert "5 October 2026" in text
    assert "5 October 2026" not in shown("France", "GBR", as_of=2020, as_json=False)
    everyone = shown(as_json=False)
    assert "135 (117)" in everyone and "no seat" in everyone
    assert max(len(line) for line in everyone.splitlines()) <= 100


def test_everybody_as_json(shown) -> None:
    found = shown(as_of=1999)
    russia = next(member for member in found["members"] if member["ccode"] == RUS)
    assert russia["all"]["vetoes"]["value"] == 95
    assert sum(period["solo"]["value"] for period in russia["periods"]) == 95


def test_questions_without_an_answer(shown) -> None:
    with pytest.raises(QuestionError, match="no permanent seats"):
        shown("Canada", "China")
    with pytest.raises(QuestionError, match="no permanent seats"):
        shown("Russia", "China", as_of=1940)
    with pytest.raises(QuestionError, match="first met in 1946"):
        shown(as_of=1930)
    with pytest.raises(BadOption, match="two permanent members"):
        command.run("China", None, None, False)

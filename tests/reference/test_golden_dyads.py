"""Golden dyads followed by hand to the raw cells, without the package's readers.

Votes come from the long join of the raw folder (``uid`` is V and the source's ``rcid``), grades of
roll calls from the original R file; treaties, trade and organisations from COW's own files.
"""

from __future__ import annotations

import warnings
from datetime import date

import pandas as pd
import pytest

import multipolar as mp

pytestmark = pytest.mark.raw


def r_frame(path):
    rdata = pytest.importorskip("rdata")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return next(iter(rdata.read_rda(path).values()))


@pytest.fixture(scope="module")
def long(raw_root):
    """Contested roll calls: uid, year, session, final, iso3, vote (0 yes, 1 abstain, 2 no)."""
    folder = raw_root / "un-assembly-votes"
    frame = pd.read_parquet(folder / "combined-1946-2025" / "unga_votes_long.parquet")
    calls = r_frame(folder / "voeten-unvotes-1946-2020" / "un_roll_calls.rda")
    calls = calls.assign(
        uid="V" + calls["rcid"].astype(int).astype(str),
        final=~((calls["amend"].fillna(0) > 0) | (calls["para"].fillna(0) > 0)),
    )
    frame = frame.merge(calls[["uid", "session", "final"]], on="uid")
    frame["iso3"] = frame["iso3"].astype(str)
    frame["vote"] = frame["vote"].astype(str).map({"yes": 0, "abstain": 1, "no": 2})
    frame["year"] = frame["date"].str[:4].astype(int)
    kinds = frame.groupby("uid")["vote"].nunique()
    return frame[frame["uid"].isin(kinds[kinds > 1].index)]


def both(long, one, two):
    left = long[long["iso3"] == one][["uid", "date", "year", "session", "final", "vote"]]
    right = long[long["iso3"] == two][["uid", "vote"]]
    return left.merge(right, on="uid", suffixes=("_1", "_2"))


def similarity(pairs):
    """Agreement and kappa by their definitions, and the number of votes."""
    gap = pairs["vote_1"] - pairs["vote_2"]
    expected = sum((a - b) ** 2 for a in pairs["vote_1"] for b in pairs["vote_2"]) / len(pairs) ** 2
    return 1 - gap.abs().mean() / 2, 1 - (gap**2).mean() / expected, len(pairs)


def check(pairs, who, year, **options):
    agreement, kappa, n = similarity(pairs)
    for name, expected in (("votes.agreement", agreement), ("votes.kappa", kappa)):
        found = mp.get(name, *who, year=year, **options)
        assert found.n == n
        assert found.value == pytest.approx(expected, abs=1e-12)


def test_the_two_delegations_of_china_in_1971(long):
    """The PRC took the seat on 25 October 1971: its votes count for 710, the others for 713."""
    china, taiwan = (both(long, code, "USA") for code in ("CHN", "TWN"))
    assert (china["year"].min(), taiwan["year"].max()) == (1971, 1971)
    for pairs, who in ((china, ("PRC", "US")), (taiwan, ("Taiwan", "US"))):
        year = pairs[(pairs["year"] == 1971) & pairs["final"]]
        found = mp.get("votes.agreement", *who, year=1971)
        assert found.n == len(year)
        if len(year) >= 15:
            check(year, who, 1971)
        else:
            assert found.status == "insufficient"
    assert both(long, "CHN", "TWN").empty
    together = mp.get("votes.kappa", "PRC", "Taiwan", year=1971)
    assert (together.value, together.n) == (None, 0)


@pytest.mark.parametrize("year", [1973, 1974, 1980, 1985, 1989])
def test_the_two_germanies(long, year):
    """Both members from 18 September 1973; West Germany is DEU in the source, and 260 here."""
    pairs = both(long, "DEU", "DDR")
    check(pairs[(pairs["year"] == year) & pairs["final"]], ("West Germany", "East Germany"), year)
    assert pairs["year"].min() == 1973


def test_germany_in_the_year_of_unification(long):
    """Votes of 1990 up to 2 October are those of 260, later ones of 255; none is counted twice.

    The source knows only the month before 2003 (day 1 to 7), so October as a whole is 255's.
    """
    pairs = both(long, "DEU", "USA")
    pairs = pairs[(pairs["year"] == 1990) & pairs["final"]]
    early = pairs["date"].map(date.fromisoformat) < date(1990, 10, 1)
    west, united = mp.get("votes.s", 260, "US", year=1990), mp.get("votes.s", 255, "US", year=1990)
    assert west.n == early.sum()
    assert united.n == (~early).sum()


@pytest.mark.parametrize("year", [1980, 1991, 2000, 2001, 2006, 2010])
def test_yugoslavia_to_serbia(long, year):
    """YUG in the source until the 1992 session, and again from its admission in November 2000."""
    code = "YUG" if "YUG" in set(long[long["year"] == year]["iso3"]) else "SRB"
    pairs = both(long, code, "RUS")
    check(pairs[(pairs["year"] == year) & pairs["final"]], (345, "Russia"), year)


def test_yugoslavia_did_not_vote_from_1993_to_1999(long):
    votes = long[long["iso3"].isin(["YUG", "SRB"])]
    assert votes[votes["year"].between(1993, 1999)].empty
    found = mp.get("votes.s", "Serbia", "Russia", years=range(1993, 2000))
    assert {item.status.value for item in found} == {"not_a_member"}


def test_russia_and_china_2014(long):
    pairs = both(long, "RUS", "CHN")
    check(pairs[(pairs["year"] == 2014) & pairs["final"]], ("Russia", "China"), 2014)
    session = pairs[pairs["session"] == 2014 - 1945]
    check(session, ("Russia", "China"), 2014, by="session", base="all")


@pytest.mark.parametrize("code", ["UKR", "BLR"])
def test_soviet_republics_voted_but_were_no_states(long, code):
    pairs = both(long, code, "RUS")
    assert (pairs["year"] < 1991).sum() > 1000
    found = mp.get("votes.kappa", code, "Russia", years=range(1950, 1991))
    assert {item.value for item in found} == {None}
    assert {item.status.value for item in found} == {"not_a_state"}
    check(pairs[(pairs["year"] == 1992) & pairs["final"]], (code, "Russia"), 1992)


# ----------------------------------------------------------------------------- treaties
@pytest.fixture(scope="module")
def atop(raw_root):
    frame = pd.read_parquet(raw_root / "atop" / "atop5_1_dyad_year.parquet")
    return frame.set_index(["ccode1", "ccode2", "year"]).sort_index()


@pytest.mark.parametrize(("one", "two"), [(2, 740), (740, 2), (2, 732), (365, 710), (710, 731)])
def test_pledges_of_defence_by_direction(atop, one, two):
    for item in mp.get("treaty.defense_pledge", one, two, years=range(1946, 2019)):
        if item.status == "not_a_state":
            continue
        key = (one, two, item.year)
        assert item.value == (atop.loc[key, "atop_defense"] if key in atop.index else 0), key


def test_every_pledge_equals_the_raw_file(atop):
    """All dyads of five years, both directions folded: at least one side is bound."""
    names = {
        "treaty.defense": "atop_defense",
        "treaty.neutrality": "atop_neutral",
        "treaty.nonaggression": "atop_nonagg",
        "treaty.consultation": "atop_consul",
    }
    years = [1875, 1914, 1938, 1962, 2018]
    ours = mp.dyads(years).add(*names).frame.to_pandas()
    cells = atop[atop.index.get_level_values("year").isin(years)].reset_index()
    cells["low"] = cells[["ccode1", "ccode2"]].min(axis=1)
    cells["high"] = cells[["ccode1", "ccode2"]].max(axis=1)
    folded = cells.groupby(["low", "high", "year"])[list(names.values())].max().reset_index()
    both_ = ours.merge(
        folded, how="left", left_on=["ccode1", "ccode2", "year"], right_on=["low", "high", "year"]
    )
    assert both_["low"].notna().sum() > 1000
    for name, cell in names.items():
        assert (both_[name] == both_[cell].fillna(0)).all(), name


# ----------------------------------------------------------------------------- trade
@pytest.fixture(scope="module")
def trade(raw_root):
    flows = pd.read_parquet(raw_root / "cow-trade" / "cow_trade_ddy.parquet")
    totals = r_frame(raw_root / "cow-trade" / "cow_trade_sy.rda")
    return flows, totals


@pytest.mark.parametrize(
    ("one", "two", "year"),
    [(365, 710, 2014), (2, 20, 1950), (200, 220, 1913), (740, 2, 1985), (255, 305, 1930)],
)
def test_trade_shares(trade, one, two, year):
    flows, totals = trade
    row = flows[(flows.ccode1 == one) & (flows.ccode2 == two) & (flows.year == year)].iloc[0]
    total = totals[(totals.ccode == one) & (totals.year == year)].iloc[0]
    expected = (row.flow1 + row.flow2) / (total.imports + total.exports)
    assert mp.get("trade.share", one, two, year=year).value == pytest.approx(expected)


def test_zeros_of_the_soviet_union_and_china_are_no_zeros(trade):
    """Raw flows of 1960-63 are 0: the Soviet Union told the IMF nothing (PROVENANCE)."""
    flows, _ = trade
    cells = flows[(flows.ccode1 == 365) & (flows.ccode2 == 710) & (flows.year == 1960)]
    assert cells[["flow1", "flow2"]].to_numpy().tolist() == [[0, 0]]
    for name in ("trade.share", "trade.salience", "trade.asymmetry"):
        for who in (("Russia", "China"), ("China", "Russia")):
            found = mp.get(name, *who, year=1960)
            assert (found.value, found.status) == (None, "missing")


def test_no_trade_of_west_germany_in_the_file_1960_to_1989(trade):
    """A hole of the packaged file, not of history: two partners a year from 1960, 80 before."""
    flows, _ = trade
    partners = flows[flows.ccode1 == 260].groupby("year").size()
    assert partners[1959] > 80
    assert (partners.loc[1960:1989] == 2).all()
    found = mp.get("trade.share", "France", "West Germany", years=range(1960, 1990))
    assert {(item.value, item.status.value) for item in found} == {(None, "missing")}


# ----------------------------------------------------------------------------- other tables
def test_joint_organisations_equal_the_count_of_cow(raw_root):
    """COW's own dyadic file (dyadigos), all dyads of eight years; it counts associates as we do."""
    theirs = r_frame(raw_root / "cow-igo" / "cow_igo_ndy.rda")
    years = [1850, 1900, 1938, 1955, 1971, 1990, 2008, 2014]
    ours = mp.dyads(years).add("igo.joint").frame.to_pandas()
    merged = ours.merge(theirs, on=["ccode1", "ccode2", "year"])
    assert len(merged) > 65_000
    assert (merged["igo.joint"] == merged["dyadigos"]).all()


def test_highest_dispute_in_ten_years(raw_root):
    """Both sides and all disputes of a dyad in the ten years up to the year."""
    cells = r_frame(raw_root / "mids" / "cow_mid_dirdisps.rda")
    for one, two in ((365, 710), (2, 365), (2, 20), (750, 770), (220, 255)):
        rows = cells[(cells.ccode1 == one) & (cells.ccode2 == two)]
        for item in mp.get("hostility.mid", one, two, years=range(1900, 2015)):
            if item.status in ("not_a_state", "partial"):
                continue
            window = rows[rows.year.between(item.year - 9, item.year)]
            expected = window[["hostlev1", "hostlev2"]].to_numpy().max() if len(window) else 0
            assert item.value == expected, (one, two, item.year)

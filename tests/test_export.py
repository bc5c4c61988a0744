"""Tables handed to other programs come back the same."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import multipolar as mp
from multipolar.errors import MultipolarError
from multipolar.export import _stata_names

pd = pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def table():
    return mp.dyads([1990, 2018], relevant=True).add(
        "votes.kappa", "treaty.nonaggression_bilateral", "trade.asymmetry", "power.cinc",
        detail=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def series():
    return mp.get("votes.kappa", "China", "Russia", years=range(1968, 1975))


def test_arrow(table):
    assert pl.from_arrow(table.to_arrow()).equals(table.frame)


def test_pandas(table):
    frame = table.to_pandas()
    assert list(frame.columns) == table.frame.columns
    assert len(frame) == table.frame.height
    assert frame["votes.kappa"].isna().sum() == table.frame["votes.kappa"].null_count()
    assert frame["ccode1"].dtype.kind == "i"
    assert frame["votes.kappa"].max() == table.frame["votes.kappa"].max()


def test_parquet(table, tmp_path):
    table.write_parquet(tmp_path / "t.parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(table.frame)


def test_csv(table, series, tmp_path):
    for made in (table, series):
        made.write_csv(tmp_path / "t.csv")
        read = pl.read_csv(tmp_path / "t.csv", schema_overrides=made.frame.schema)
        text = [n for n, kind in made.frame.schema.items() if kind == pl.String]
        expected = made.frame.with_columns(
            pl.when(pl.col(n) != "").then(pl.col(n)).alias(n) for n in text
        )
        read = read.with_columns(pl.when(pl.col(n) != "").then(pl.col(n)).alias(n) for n in text)
        assert_frame_equal(read, expected, check_exact=True)


def test_csv_has_nothing_where_a_value_is_missing(series, tmp_path):
    """The PRC was no member before 1971: an empty cell, neither 0 nor NA."""
    series.write_csv(str(tmp_path / "t.csv"))
    line = (tmp_path / "t.csv").read_text().splitlines()[1]
    assert line.startswith("votes.kappa,365,710,1968,,,,")
    assert ",not_a_member," in line


def test_stata(table, tmp_path):
    table.write_stata(tmp_path / "t.dta")
    with pd.io.stata.StataReader(tmp_path / "t.dta") as reader:
        frame, labels = reader.read(), reader.variable_labels()
    names = [name.replace(".", "_")[:32] for name in table.frame.columns]
    assert list(frame.columns) == names
    assert len(set(names)) == len(names)
    assert labels["votes_kappa"] == "vote similarity beyond chance (kappa)"
    assert labels["power_cinc_2"] == "capability index (CINC), state 2"
    assert labels["ccode1"] == "COW code, state 1"
    assert labels["votes_kappa_status"] == "vote similarity beyond chance (kappa): status"
    assert all(labels.values())
    assert len(set(labels.values())) == len(labels)
    for name, short in zip(table.frame.columns, names, strict=True):
        ours = table.frame[name]
        if ours.dtype.is_numeric():
            theirs = pl.Series(frame[short].astype("float64").to_numpy()).fill_nan(None)
            assert theirs.equals(ours.cast(pl.Float64)), name
        elif ours.dtype == pl.String:
            assert frame[short].to_list() == ours.fill_null("").to_list(), name


def test_stata_of_a_series(series, tmp_path):
    series.write_stata(tmp_path / "t.dta")
    frame = pd.read_stata(tmp_path / "t.dta")
    assert frame["year"].tolist() == list(range(1968, 1975))
    assert frame["value"].isna().tolist() == [item.value is None for item in series]
    assert frame["status"].tolist() == [item.status.value for item in series]


@pytest.mark.parametrize("kind", ["csv", "parquet", "stata"])
def test_a_place_that_cannot_be_written(series, tmp_path, kind):
    with pytest.raises((MultipolarError, OSError)):
        getattr(series, f"write_{kind}")(tmp_path / "nowhere" / "t")


def test_what_is_lacking_is_named(series, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(
        MultipolarError, match=r"pandas and pyarrow: pip install 'multipolar\[export\]'"
    ):
        series.to_pandas()


def test_stata_tells_the_directions_apart(tmp_path):
    mp.dyads(2014, relevant=True).add("trade.share").write_stata(tmp_path / "t.dta")
    with pd.io.stata.StataReader(tmp_path / "t.dta") as reader:
        labels = reader.variable_labels()
    title = "share of the other in its trade"
    assert labels["trade_share_12"] == f"{title}, of state 1 toward state 2"
    assert labels["trade_share_21_status"] == f"{title}, of state 2 toward state 1: status"
    assert "lists" in labels["relevant_carried"]


def test_long_names_stay_apart():
    long = ["treaty.nonaggression_bilateral.status", "treaty.nonaggression_bilateral.seats"]
    assert len(set(_stata_names(long).values())) == 2
    assert all(len(name) <= 32 for name in _stata_names(long).values())

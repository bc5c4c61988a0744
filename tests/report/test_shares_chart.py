"""The picture of shares of power over time."""

from __future__ import annotations

import re

import pytest
from drawn import NS, named, spots, texts, tree
from sheet_browser import CHROMIUM, look
from typer.testing import CliRunner

from multipolar.cli.app import app
from multipolar.errors import BadOption, BadYear, MultipolarError
from multipolar.report.shares import PAINTS, shares_chart
from multipolar.system.polarity import course, polarity


@pytest.fixture(scope="module")
def chart():
    return shares_chart("cinc", "majors")


@pytest.fixture(scope="module")
def svg(chart):
    return chart.svg


def edges(svg: str, paint: str, place: int, years: int) -> list[tuple[float, float]]:
    """Top and bottom of the band of a colour in the middle of a year, for each stretch of it."""
    found = []
    for path in tree(svg).iter(f"{NS}path"):
        if path.attrib.get("fill") != paint:
            continue
        points = [
            tuple(map(float, pair.split(",")))
            for pair in re.findall(r"[\d.]+,[\d.]+", path.attrib["d"])
        ]
        left, right = 34.0, 720 - 92
        x = left + (place + 0.5) * (right - left) / years
        half = len(points) // 2
        upper, lower = points[:half], points[half:][::-1]
        for at in range(0, half, 2):
            if upper[at][0] <= x < upper[at + 1][0]:
                found.append((upper[at][1], lower[at][1]))
    return found


def test_bands_are_as_high_as_the_shares(svg):
    """In 2014: China .39, the United States .28 of what seven have (CINC, v7)."""
    rows = course("cinc", "majors")
    row = next(row for row in rows if row.year == 2014)
    for code, share in zip(row.members, row.shares, strict=True):
        ((top, bottom),) = edges(svg, PAINTS[code], 2014 - 1816, len(rows))
        assert (bottom - top) / 250 == pytest.approx(share, abs=0.001), code


def test_a_year_says_its_numbers(svg):
    said = next(said for said in spots(svg) if said.startswith("1991\n"))
    spread = polarity(1991).row("cinc", "majors").spread
    assert f"CON {spread.concentration:.3f}, {spread.poles:.2f} effective poles" in said
    assert len(re.findall(r"%", said)) == 7
    assert "eight strongest" in said
    assert len(named(svg, "1991").findall(f"{NS}rect")) == 3


def test_changes_of_the_list_are_marked_and_told(chart, svg):
    words = texts(svg)
    for flag in ("+ITA", "+JPN", "+USA", "−RUS", "−AUH −DEU", "+CHN", "+DEU +JPN"):
        assert flag in words or " ".join(reversed(flag.split())) in words, flag
    assert "1991 with Germany and Japan" in chart.notes[0]
    assert "1950 with China" in chart.notes[0]
    assert chart.notes[0].count(";") >= 12


def test_lines_break_where_the_list_changed_and_the_fixed_number_does_not(svg):
    lines = list(tree(svg).iter(f"{NS}polyline"))
    dashed = [line for line in lines if line.attrib.get("stroke-dasharray")]
    assert len(dashed) == 2
    assert len(lines) > 20


def test_the_table_and_the_title_follow_the_last_year(chart):
    row = course("cinc", "majors")[-1]
    assert chart.table.rows[-1][:3] == (
        "2022", f"{row.spread.concentration:.3f}", f"{row.spread.poles:.2f}",
    )  # fmt: skip
    assert len(chart.table.rows) == 207
    assert chart.title.startswith(f"China held {row.shares[0]:.0%}")


def test_eight_strongest_by_gdp_have_no_breaks_and_end_with_the_base():
    chart = shares_chart("gdp", "top8")
    assert chart.table.rows[-1][0] == "2019"
    lines = list(tree(chart.svg).iter(f"{NS}polyline"))
    assert len(lines) == 2
    assert not chart.notes


def test_nothing_later_than_as_of():
    chart = shares_chart("cinc", "majors", as_of=1913)
    assert chart.table.rows[-1][0] == "1913"
    assert "1914" not in chart.svg
    with pytest.raises(BadYear):
        shares_chart("cinc", "majors", last=1914, as_of=1913)
    with pytest.raises(BadYear, match="1816 to 2019"):
        shares_chart("gdp", "top8", last=2021)


def test_bases_groups_and_files_that_are_not_there():
    with pytest.raises(BadOption, match="--base"):
        shares_chart("steel")
    with pytest.raises(BadOption, match="--group"):
        shares_chart("cinc", "all")
    with pytest.raises(MultipolarError, match="military spending"):
        shares_chart("milex", "top8")


def test_the_command_writes_it(tmp_path):
    path = tmp_path / "power.html"
    asked = ["system", "1930", "--plot", str(path), "--group", "top8"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "in 1930" in path.read_text(encoding="utf-8")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on this machine")
def test_its_page_is_silent_and_alone(chart, tmp_path):
    said, hosts, size = look(tmp_path, chart.html)
    assert not said
    assert not hosts
    assert size > 20_000

"""All charts of an assessment, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import BadOption
from multipolar.panel.release import active
from multipolar.report.chart import FORMS, Chart
from multipolar.report.coverage import coverage
from multipolar.report.files import check_folder
from multipolar.report.history import trade, votes
from multipolar.report.lanes import events
from multipolar.report.material import gather
from multipolar.report.profile import profile
from multipolar.report.ranks import ranking
from multipolar.report.verdict import chances, course

if TYPE_CHECKING:
    from multipolar.panel.release import Release
    from multipolar.relations.assessment import Assessment


def charts(assessment: Assessment, release: Release | None = None) -> dict[str, Chart]:
    """Draw what an assessment shows.

    Parameters
    ----------
    assessment
        What ``multipolar.assess`` returned.
    release
        The data release that it was made from, the active one by default.

    Returns
    -------
    dict
        ``profile``, ``verdict``, ``course``, ``ranking_first``, ``ranking_second``, ``votes``,
        ``trade`` and ``coverage``; a chart that would be empty is not there. Each has its ``.svg``
        as text and writes a picture with ``.png(path)``.
    """
    material = gather(assessment, active() if release is None else release)
    pair, found = assessment.pair, events(material)
    drawn = (
        profile(assessment),
        chances(assessment.verdict),
        course(assessment.verdict),
        ranking(material, "first", pair.one, pair.two),
        ranking(material, "second", pair.two, pair.one),
        votes(material, found),
        trade(material, found),
        coverage(material),
    )
    return {chart.name: chart for chart in drawn if chart is not None}


def write_charts(
    assessment: Assessment,
    folder: str | Path,
    form: str = "svg",
    release: Release | None = None,
) -> list[Path]:
    """Write every chart of an assessment as a picture of its own.

    Parameters
    ----------
    assessment, release
        As for `charts`.
    folder
        A folder, made if only itself is missing; the files are called after the charts.
    form
        ``svg``, ``png`` (needs vl-convert) or ``html``.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    BadOption
        If the form is none of these.
    NotWritable
        If a file cannot be written.
    """
    if f".{form}" not in FORMS:
        raise BadOption(f"charts are written as svg, png or html, not as {form!r}")
    folder = Path(folder)
    if not folder.exists() and folder.parent.is_dir():
        folder.mkdir()
    check_folder(folder)
    drawn = charts(assessment, release)
    return [chart.write(folder / f"{name}.{form}") for name, chart in drawn.items()]

"""All charts of an assessment, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multipolar.panel.release import active
from multipolar.report.chart import Chart
from multipolar.report.coverage import coverage
from multipolar.report.history import trade, votes
from multipolar.report.lanes import events
from multipolar.report.material import gather
from multipolar.report.profile import profile
from multipolar.report.ranks import ranking

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
        ``profile``, ``ranking_first``, ``ranking_second``, ``votes``, ``trade`` and ``coverage``;
        a chart that would be empty is not there. Each has its ``.svg`` as text and writes a
        picture with ``.png(path)``.
    """
    material = gather(assessment, active() if release is None else release)
    pair, found = assessment.pair, events(material)
    drawn = (
        profile(assessment),
        ranking(material, "first", pair.one, pair.two),
        ranking(material, "second", pair.two, pair.one),
        votes(material, found),
        trade(material, found),
        coverage(material),
    )
    return {chart.name: chart for chart in drawn if chart is not None}

"""Reports that one can send: the dossier of an assessment, and its charts."""

from __future__ import annotations

from multipolar.report.chart import Chart
from multipolar.report.figures import charts, write_charts
from multipolar.report.page import dossier, write_dossier

__all__ = ["Chart", "charts", "dossier", "write_charts", "write_dossier"]

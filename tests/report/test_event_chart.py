"""The picture of an event study."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree

import pytest

from multipolar.relations.event import event_study
from multipolar.report.event import event_chart


@pytest.mark.parametrize(
    ("words", "at"), [(("votes.kappa", "Poland", "USSR"), 1990), (("power.cinc", "China"), 2001)]
)
def test_the_picture_is_sound_and_says_what_was_found(words, at):
    study = event_study(*words, at=at)
    chart = event_chart(study)
    root = ElementTree.fromstring(chart.svg)
    texts = [item.text or "" for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"observed", "expected", f"event of {at}"} <= set(texts)
    assert chart.title == study.sentence
    assert len(chart.table.rows) == len(study.observed)
    assert "nan" not in chart.svg


def test_the_command_writes_the_picture_and_refuses_other_forms(tmp_path):
    command = [sys.executable, "-m", "multipolar.cli", "event", "votes.kappa", "Poland", "USSR"]
    done = subprocess.run(
        [*command, "--at", "1990", "--plot", str(tmp_path / "a.svg")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert (tmp_path / "a.svg").read_text().startswith("<svg")
    done = subprocess.run(
        [*command, "--at", "1990", "--plot", str(tmp_path / "a.txt")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert ".svg" in done.stderr

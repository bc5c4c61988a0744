"""Each kind of page in turn, and the page of a pair of which much is known."""

from __future__ import annotations

import pytest
from dossier_pages import PAIRS, Page, make


@pytest.fixture(params=list(PAIRS))
def page(request: pytest.FixtureRequest) -> Page:
    """Each page in turn."""
    return make(request.param)


@pytest.fixture
def rich() -> Page:
    """China and Russia as of 2014."""
    return make("rich")

"""What the kinds of tests have in common: a name, and what is expected of a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from multipolar.claims.keys import NOTHING, NUMBER, POSITIVE, TEXT, Takes, key, one_of
from multipolar.claims.outcome import Expect
from multipolar.claims.problems import Site
from multipolar.claims.times import HORIZON, WINDOW, Window
from multipolar.years import this_year


@dataclass(frozen=True, kw_only=True)
class Test:
    """What every test has."""

    kind: ClassVar[str] = ""
    asks: ClassVar[str] = ""
    name: str = key(TEXT, "a few words for the part, where a claim has several", "")

    def check(self, site: Site) -> None:
        """Note what does not go together."""


def _expected(raw: Any, site: Site) -> Any:
    found = one_of(*Expect).convert(raw, site)
    return found if found is NOTHING else Expect(found)


EXPECT = Takes(" | ".join(f'"{word}"' for word in Expect), _expected)


@dataclass(frozen=True, kw_only=True)
class Expecting(Test):
    """A test of a number against a reference value."""

    expect: Expect = key(EXPECT, "what the claim says of the number, against `than`")
    than: float | None = key(NUMBER, "reference value", None, "0; 1 for ratios; the odds of chance")
    upto: float | None = key(NUMBER, "the other bound, for `between`", None)
    smallest: float | None = key(
        POSITIVE,
        "smallest difference from `than` that matters, in the unit of the number",
        None,
        "by the rule for its scale",
    )
    because: str = key(TEXT, "why this smallest difference and not that of the rule", "")

    def check(self, site: Site) -> None:
        """Note expectations that contradict themselves."""
        if self.expect is Expect.BETWEEN:
            if self.than is None or self.upto is None:
                site.at("expect").wrong("between needs both than and upto")
            elif self.than >= self.upto:
                site.at("upto").wrong(f"{self.upto:g} is not more than {self.than:g}")
        elif self.upto is not None:
            site.at("upto").wrong(f"is for between and contradicts {self.expect.value!r}")
        if self.expect in (Expect.ABOVE, Expect.BELOW) and self.than is None:
            site.at("than").wrong(f"is missing: {self.expect.value} what?")
        if self.smallest is not None and not self.because:
            site.at("because").wrong("is missing: say why this difference is the smallest")
        if self.smallest is not None and self.expect is Expect.BETWEEN:
            site.at("smallest").wrong("contradicts between, whose bounds are than and upto")

    def check_reach(self, site: Site, least: float | None, most: float | None) -> None:
        """Note a reference value that the number can never pass."""
        if self.than is None:
            return
        never = (
            self.expect in (Expect.ABOVE, Expect.MORE) and most is not None and self.than >= most
        ) or (
            self.expect in (Expect.BELOW, Expect.LESS) and least is not None and self.than <= least
        )
        outside = (least is not None and self.than < least) or (
            most is not None and self.than > most
        )
        if never or outside:
            ends = ["open" if end is None else f"{end:g}" for end in (least, most)]
            site.at("than").wrong(
                f"{self.expect.value} {self.than:g} contradicts the range of the number "
                f"({ends[0]} to {ends[1]})"
            )


def years_key(about: str = "the years that are looked at") -> Any:
    """Key of a span of years, by default the horizon of the forecast it is in."""
    return key(WINDOW, about, HORIZON, "the horizon, in a forecast")


def check_years(window: Window, site: Site) -> None:
    """Note years that are missing, or that a forecast may not look at."""
    if window.horizon and not site.in_forecast:
        site.at("years").wrong("is missing")
    latest = max(window.first or 0, window.last or 0)
    if latest > this_year() and not site.in_forecast:
        site.at("years").wrong(f"{latest} lies in the future: only a forecast looks there")
    if window.first is not None and site.in_forecast and site.written is not None:
        last = site.written if window.last is None else window.last
        if last <= site.written and window.last is not None:
            site.at("years").wrong(f"a forecast is tested on years after {site.written}")

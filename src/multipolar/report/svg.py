"""A sketch: the few shapes that charts are made of, with colours that a page can change."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from multipolar.report.markup import Markup, coordinate, join, tag

COLOURS = {
    "ink": "#16202b",
    "muted": "#55606c",
    "rule": "#c5ccd3",
    "paper": "#ffffff",
    "shade": "#eef1f4",
    "one": "#0a5c9e",
    "two": "#a8480c",
    "alarm": "#9b1c3f",
    "gap": "#7a5c00",
}
"""Named colours; each is written with a class by which a page sets its own, as for the dark."""
FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', Roboto, sans-serif"
"""Faces of one width, so that estimates of the length of a text hold everywhere."""
EM = 0.52
"""Width of an average letter over the size of the type, with a little to spare."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Scale = Callable[[float], float]
"""From a value to a place in pixels."""


def fits(text: str, size: float) -> float:
    """Estimated width of a text in pixels."""
    return len(text) * size * EM


def wrap(text: str, width: float, size: float) -> list[str]:
    """Text in lines no wider than ``width`` pixels, as far as its words allow."""
    return textwrap.wrap(text, max(int(width / (size * EM)), 4), break_long_words=False) or [""]


class Sketch:
    """Elements of a drawing of a given width.

    Parameters
    ----------
    width
        Width in pixels.
    prefix
        What the identifiers of the drawing begin with, unique on its page.
    """

    def __init__(self, width: float, prefix: str) -> None:
        self.width = width
        self.prefix = prefix
        self._parts: list[Markup] = []
        self._patterns: dict[str, Markup] = {}

    @property
    def narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < 500

    @property
    def content(self) -> Markup:
        """Everything drawn so far."""
        defs = [tag("defs", self._patterns.values())] if self._patterns else []
        return join(defs, self._parts)

    @contextmanager
    def mark(self, tip: str, keys: str = "", near: str = "", name: str = "") -> Iterator[None]:
        """What is drawn inside belongs together, and says something when it is pointed at.

        Parameters
        ----------
        tip
            What it says, in lines; any viewer of SVG shows it.
        keys
            What it is, or what it joins, as words: a page lights all marks that share one.
        near
            Keys that are lit with it besides its own.
        name
            By which a reader can find it on a page.
        """
        outer, self._parts = self._parts, []
        try:
            yield
        finally:
            inner, self._parts = self._parts, outer
            told = tag("title", tip)
            group = tag(
                "g", told, inner, class_="spot", data_keys=keys or None, data_near=near or None,
                data_name=name or None,
            )  # fmt: skip
            self._parts.append(group)

    def hit(self, tip: str, *areas: Box) -> None:
        """Areas (left, top, width, height) that are not seen and say something together.

        A year of a chart over time is one: it says all values of that year.
        """
        unseen = [
            tag(
                "rect", x=x, y=y, width=width, height=height, fill=COLOURS["ink"],
                fill_opacity="0", class_="hit",
            )
            for x, y, width, height in areas
        ]  # fmt: skip
        self._parts.append(tag("g", tag("title", tip), unseen, class_="spot"))

    def grid(self, box: tuple[float, float, float], at: Sequence[float], cell: float) -> None:
        """An area that a page tells cell by cell, from the data of the chart.

        Parameters
        ----------
        box
            Left, top and side of the square.
        at
            Where each row and each column begins, from its left and top.
        cell
            Side of a cell.
        """
        left, top, side = box
        area = tag(
            "rect", x=left, y=top, width=side, height=side, fill=COLOURS["ink"], fill_opacity="0",
            data_at=" ".join(f"{place:.2f}" for place in at), data_cell=f"{cell:.3f}",
            class_="grid",
        )  # fmt: skip
        cross = tag("path", d="M0,0", fill="none", class_="cross s-ink", stroke=COLOURS["ink"])
        self._parts.append(join(area, cross))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str = "ink",
        size: float = 12,
        anchor: str = "start",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Words with their baseline at ``y``; a halo keeps them legible over marks."""
        if halo:
            outline = tag(
                "text", words, x=x, y=y, font_size=size, text_anchor=anchor,
                font_weight=600 if bold else None, aria_hidden="true", stroke=COLOURS["paper"],
                class_="s-paper", stroke_width=4, stroke_linejoin="round", fill="none",
            )  # fmt: skip
            self._parts.append(outline)
        self._parts.append(
            tag(
                "text",
                words,
                x=x,
                y=y,
                font_size=size,
                text_anchor=anchor,
                font_weight=600 if bold else None,
                **_fill(colour),
            )
        )

    def line(
        self,
        start: Point,
        end: Point,
        colour: str = "rule",
        width: float = 1.0,
        dash: str | None = None,
    ) -> None:
        """A straight line."""
        self._parts.append(
            tag(
                "line",
                x1=start[0],
                y1=start[1],
                x2=end[0],
                y2=end[1],
                stroke_width=width,
                stroke_dasharray=dash,
                **_stroke(colour),
            )
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "shade",
        outline: str | None = None,
        opacity: float | None = None,
    ) -> None:
        """A rectangle; the fill is a colour or what `pattern` returned."""
        paint = _merged(_fill(fill), {} if outline is None else _stroke(outline))
        self._parts.append(
            tag("rect", x=x, y=y, width=width, height=height, opacity=opacity, **paint)
        )

    def box(self, box: Box, fill: str, outline: str, dashed: bool = False) -> None:
        """A rectangle (left, top, width, height) with round corners and an edge."""
        x, y, width, height = box
        paint = _merged(_fill(fill), _stroke(outline))
        self._parts.append(
            tag(
                "rect", x=x, y=y, width=width, height=height, rx=height / 3, stroke_width=1.6,
                stroke_dasharray="4 2.5" if dashed else None, **paint,
            )
        )  # fmt: skip

    def circle(self, x: float, y: float, radius: float, colour: str, hollow: bool = False) -> None:
        """A dot, or a ring filled with the colour of the paper."""
        paint = _merged(_fill("paper" if hollow else colour), _stroke(colour))
        self._parts.append(tag("circle", cx=x, cy=y, r=radius, stroke_width=1.8, **paint))

    def diamond(self, x: float, y: float, radius: float, colour: str) -> None:
        """A square on its corner."""
        corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        self._parts.append(tag("polygon", points=_points(corners), **_fill(colour)))

    def polyline(
        self, points: Sequence[Point], colour: str, width: float = 2.0, dash: str | None = None
    ) -> None:
        """A line through points."""
        self._parts.append(
            tag(
                "polyline",
                points=_points(points),
                stroke_width=width,
                stroke_linejoin="round",
                stroke_dasharray=dash,
                **_merged({"fill": "none"}, _stroke(colour)),
            )
        )

    def path(
        self,
        d: str,
        fill: str,
        outline: str | None = None,
        width: float = 1.0,
        holes: bool = True,
    ) -> None:
        """A shape by the letters of its outline; what is inside twice is a hole, or is not."""
        paint = _merged(_fill(fill), {} if outline is None else _stroke(outline))
        edged = outline is not None
        self._parts.append(
            tag(
                "path", d=d, fill_rule="evenodd" if holes else None,
                stroke_linejoin="round" if edged else None, stroke_width=width if edged else None,
                **paint,
            )
        )  # fmt: skip

    def band(self, points: Sequence[Point], colour: str) -> None:
        """A translucent area within points."""
        self._parts.append(
            tag("polygon", points=_points(points), fill_opacity=0.18, **_fill(colour))
        )

    def whisker(self, y: float, low: float, high: float, colour: str, width: float = 2.0) -> None:
        """A horizontal interval with ends."""
        self.line((low, y), (high, y), colour, width)
        for end in (low, high):
            self.line((end, y - 4), (end, y + 4), colour, width)

    def pattern(self, name: str, size: float, *shapes: Markup) -> str:
        """Declare a tile once; return the fill by which it is used."""
        key = f"{self.prefix}-{name}"
        ground = tag("rect", width=size, height=size, **_fill("paper"))
        self._patterns[name] = tag(
            "pattern", ground, shapes, id=key, width=size, height=size,
            patternUnits="userSpaceOnUse",
        )  # fmt: skip
        return f"url(#{key})"


def _fill(colour: str) -> dict[str, str]:
    if colour not in COLOURS:
        return {"fill": colour}
    return {"fill": COLOURS[colour], "class_": f"f-{colour}"}


def _stroke(colour: str) -> dict[str, str]:
    if colour not in COLOURS:
        return {"stroke": colour}
    return {"stroke": COLOURS[colour], "class_": f"s-{colour}"}


def _merged(*paints: dict[str, str]) -> dict[str, str]:
    """Several paints as one set of attributes, their classes side by side."""
    together = {key: value for paint in paints for key, value in paint.items()}
    classes = " ".join(paint["class_"] for paint in paints if "class_" in paint)
    return together | ({"class_": classes} if classes else {})


def stroke_of(colour: str) -> dict[str, str]:
    """Attributes of a line of a named colour, for the shapes of a tile."""
    return _stroke(colour)


def fill_of(colour: str) -> dict[str, str]:
    """Attributes of an area of a named colour, for the shapes of a tile."""
    return _fill(colour)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)

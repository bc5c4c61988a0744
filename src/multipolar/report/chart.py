"""A chart: a finding as its title, a drawing, words for who cannot see it, and its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from multipolar.errors import MultipolarError
from multipolar.report.files import check_ending, write_atomically
from multipolar.report.markup import Markup, join, tag
from multipolar.report.svg import FONT, Sketch, wrap
from multipolar.report.words import credit

WIDE, NARROW = 720, 328
"""Widths in pixels of a drawing for a desktop or a printed page, and for a phone."""


FORMS = (".svg", ".png", ".html")
"""Endings of the files in which a chart can be written."""


def check_form(path: Path) -> str:
    """The form that the ending of a file names.

    Raises
    ------
    BadOption
        If it is none of `FORMS`.
    """
    return check_ending(path, "a picture", FORMS)


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers as text: a caption, names of the columns, and rows as long as they."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a dossier.

    Attributes
    ----------
    name
        Short name, by which `charts` lists it.
    title
        What it finds, in one sentence.
    alt
        What it shows, for readers who do not see it.
    caption
        How it is to be read.
    table
        The numbers behind it.
    origins
        Keys of the sources of what it shows.
    draw
        Draws on a sketch of any width and returns the height.
    width
        Width at which it stands alone.
    notes
        What does not fit on it and must be said, a paragraph each.
    find
        What a reader may look for on its page, such as ``a state``; empty where nothing has a name.
    data
        JSON that its page needs to say what is pointed at.
    """

    name: str
    title: str
    alt: str
    caption: str
    table: Table
    origins: tuple[str, ...]
    draw: Callable[[Sketch], float]
    width: int = WIDE
    notes: tuple[str, ...] = ()
    find: str = ""
    data: str = ""

    def inline(self, width: int, variant: str) -> Markup:
        """The drawing alone, for a page that has the title and the caption as text."""
        sketch = Sketch(width, f"{self.name}-{variant}")
        height = self.draw(sketch)
        return self._framed(sketch, height, class_=f"chart {variant}")

    @property
    def svg(self) -> str:
        """A picture that stands alone: with its title, how to read it, and whose data it shows."""
        sketch = Sketch(self.width, self.name)
        height = self.draw(sketch)
        frame, margin = Sketch(self.width, f"{self.name}-frame"), 16
        top = margin + 12.0
        for row in wrap(self.title, self.width, 17.5):
            frame.text(0, top, row, size=17, bold=True)
            top += 22
        bottom = top + height + 20
        for said in (f"{self.caption} Data: {credit(self.origins)}.", *self.notes):
            for row in wrap(said, self.width, 11):
                frame.text(0, bottom, row, "muted", 11)
                bottom += 15
            bottom += 3
        moved = tag("g", sketch.content, transform=f"translate(0 {top:.0f})")
        whole = Sketch(self.width + 2 * margin, self.name)
        whole.rect(0, 0, whole.width, bottom + margin, "paper")
        shifted = tag("g", frame.content, moved, transform=f"translate({margin} 0)")
        content = join(whole.content, shifted)
        return self._framed(whole, bottom + margin, content, xmlns="http://www.w3.org/2000/svg")

    def png(self, path: str | Path, scale: float = 2.0) -> Path:
        """Write the picture as PNG.

        Parameters
        ----------
        path
            File to write.
        scale
            Pixels of the picture for one of the drawing.

        Raises
        ------
        MultipolarError
            If vl-convert is not installed.
        NotWritable
            If the file cannot be written.
        """
        try:
            import vl_convert
        except ImportError as reason:
            raise MultipolarError(
                "a PNG needs vl-convert: pip install 'multipolar[png]' (SVG needs nothing)"
            ) from reason
        return write_atomically(Path(path), vl_convert.svg_to_png(self.svg, scale=scale))

    @property
    def html(self) -> str:
        """A page of its own that works offline: the picture answers to a pointer and to keys."""
        from multipolar.report.sheet import sheet

        return sheet(self)

    def write(self, path: str | Path) -> Path:
        """Write the chart in the form that the ending of the file names.

        Parameters
        ----------
        path
            A file that ends in ``.svg``, ``.png`` or ``.html``.

        Raises
        ------
        BadOption
            If it ends in anything else.
        MultipolarError
            If a PNG is asked for and vl-convert is not installed.
        NotWritable
            If the file cannot be written.
        """
        path = Path(path)
        form = check_form(path)
        if form == ".png":
            return self.png(path)
        content = self.svg if form == ".svg" else self.html
        return write_atomically(path, content.encode("utf-8"))

    def _framed(
        self,
        sketch: Sketch,
        height: float,
        content: Markup | None = None,
        class_: str | None = None,
        xmlns: str | None = None,
    ) -> Markup:
        heading = tag("title", self.title, id=f"{sketch.prefix}-title")
        words = tag("desc", self.alt, id=f"{sketch.prefix}-desc")
        return tag(
            "svg", heading, words, sketch.content if content is None else content,
            xmlns=xmlns, class_=class_, role="img", viewBox=f"0 0 {sketch.width:.0f} {height:.0f}",
            width=f"{sketch.width:.0f}", height=f"{height:.0f}", font_family=FONT,
            aria_labelledby=f"{sketch.prefix}-title {sketch.prefix}-desc",
        )  # fmt: skip

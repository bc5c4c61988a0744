"""Pages of pairs that differ in what is known of them, and a reader of their structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import multipolar as mp
from multipolar.relations.assessment import Assessment
from multipolar.report import dossier

PAIRS: dict[str, tuple[str, str, int]] = {
    "rich": ("China", "Russia", 2014),
    "later": ("China", "Russia", 2025),
    "poor": ("Bhutan", "Tonga", 2014),
    "ended": ("East Germany", "West Germany", 1990),
    "early": ("France", "Germany", 1913),
    "rivals": ("United States", "Soviet Union", 1985),
    "allies": ("United States", "Japan", 2014),
    "new": ("South Sudan", "Kosovo", 2014),
}
VOID = {"meta", "link", "br", "input"}
INLINE = {"a", "strong", "code"}


@dataclass
class Element:
    """An element with its attributes, text and children."""

    name: str
    attributes: dict[str, str]
    pieces: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """Elements directly inside."""
        return [piece for piece in self.pieces if isinstance(piece, Element)]

    @property
    def text(self) -> str:
        """Text directly inside."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def all(self, name: str) -> list[Element]:
        """Elements of a name below this one, in order."""
        found = [self] if self.name == name else []
        return found + [e for child in self.children for e in child.all(name)]

    def every(self) -> list[Element]:
        """This element and all below it."""
        return [self, *(e for child in self.children for e in child.every())]

    @property
    def words(self) -> str:
        """All text inside, with single spaces; what is not in a line with it stands apart."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        inside = "".join(p if isinstance(p, str) else p._raw() for p in self.pieces)
        return inside if self.name in INLINE else f" {inside} "


class Reader(HTMLParser):
    """Builds the tree, and insists that every element is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].pieces.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, (self.open[-1].name, tag)
        self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.open[-1].pieces.append(data)


def parse(page: str) -> Element:
    """Read a page into a tree."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


@dataclass
class Page:
    """A dossier, its tree, and the assessment that it shows."""

    assessment: Assessment
    html: str
    tree: Element

    def section(self, key: str) -> Element:
        """A section by its key."""
        return next(e for e in self.tree.all("section") if e.attributes["id"] == key)


_MADE: dict[str, Page] = {}


def make(key: str) -> Page:
    """The page of one of `PAIRS`, made once."""
    if key not in _MADE:
        one, two, year = PAIRS[key]
        found = mp.assess(one, two, as_of=year)
        html = dossier(found)
        _MADE[key] = Page(found, html, parse(html))
    return _MADE[key]

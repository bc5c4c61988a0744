"""A picture of SVG as a tree that tests can ask."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

NS = "{http://www.w3.org/2000/svg}"


def tree(svg: str) -> Element:
    """The picture as elements; that it can be read is a test in itself."""
    assert "nan" not in re.sub(r">[^<]*<", "><", svg)
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    """Words on the picture, in order, those of halos once."""
    return [
        item.text or "" for item in tree(svg).iter(f"{NS}text") if "aria-hidden" not in item.attrib
    ]


def spots(svg: str) -> dict[str, Element]:
    """Marks that say something, by what they say."""
    found = {}
    for group in tree(svg).iter(f"{NS}g"):
        if group.attrib.get("class") == "spot":
            found[group.findtext(f"{NS}title") or ""] = group
    return found


def named(svg: str, start: str) -> Element:
    """The one mark of which the first line is this."""
    fit = [group for said, group in spots(svg).items() if said.split("\n")[0] == start]
    assert len(fit) == 1, (start, len(fit))
    return fit[0]


def box(d: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path of straight lines."""
    numbers = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", d)]
    xs, ys = numbers[::2], numbers[1::2]
    return min(xs), min(ys), max(xs), max(ys)

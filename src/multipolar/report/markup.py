"""Elements of HTML and SVG as text, in which whatever is not markup already is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "link", "br", "input"})
"""HTML elements without an end."""
SHAPES = frozenset({"rect", "line", "circle", "path", "polygon", "polyline"})
"""SVG elements that hold nothing, closed in themselves."""


class Markup(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


Child = str | Iterable[str]
Attribute = str | int | float | None


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element.

    Parameters
    ----------
    name
        Name of the element.
    children
        Text, which is escaped, markup, or iterables of either.
    attributes
        ``class_`` stands for ``class``, an underscore elsewhere for a hyphen; None leaves the
        attribute out, and an empty string writes its name alone.

    Returns
    -------
    Markup
        The element, its children inside.
    """
    written = "".join(
        f" {_attribute(key)}" if value == "" else f' {_attribute(key)}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{name}{written}>")
    if name in SHAPES:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: Child, between: str = "") -> Markup:
    """Children one after the other, text escaped."""
    parts: list[str] = []
    for child in children:
        parts.extend([child] if isinstance(child, str) else child)
    return Markup(between.join(p if isinstance(p, Markup) else escape(p) for p in parts))


def _attribute(name: str) -> str:
    return name if name == "viewBox" else name.rstrip("_").replace("_", "-")


def _value(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if 0 < value < 1 else coordinate(value)
    return escape(str(value))


def coordinate(value: float) -> str:
    """A number of a drawing, to a tenth of a pixel."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text

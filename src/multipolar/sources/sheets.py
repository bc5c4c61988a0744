"""Reading a sheet of an Excel workbook (.xlsx) with the standard library alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from multipolar.errors import RawFileDamaged

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_sheet(path: Path, sheet: int = 1) -> list[dict[str, str]]:
    """Rows of one sheet, each as text by column letter; empty cells are left out.

    Raises
    ------
    RawFileDamaged
        If the file is not such a workbook or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as book:
            shared = _shared_strings(book)
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read as a workbook: {reason}", path) from (
            reason
        )
    return [_cells(row, shared) for row in root.iter(f"{_MAIN}row")]


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return [
        "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
        for item in root.iter(f"{_MAIN}si")
    ]


def _cells(row: ElementTree.Element, shared: list[str]) -> dict[str, str]:
    found = {}
    for cell in row.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if cell.get("t") == "inlineStr":
            found[_letters(cell)] = "".join(p.text or "" for p in cell.iter(f"{_MAIN}t"))
        elif value is not None and value.text:
            text = value.text
            found[_letters(cell)] = shared[int(text)] if cell.get("t") == "s" else text
    return found


def _letters(cell: ElementTree.Element) -> str:
    return re.sub(r"\d+", "", cell.get("r", ""))

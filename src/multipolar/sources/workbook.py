"""Reading one sheet of an Excel workbook: ``.xlsx`` with the standard library alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from multipolar.errors import MultipolarError, RawFileDamaged
from multipolar.sources.own_file import OwnFileRefused

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sheet(path: Path, sheet: int = 1) -> list[dict[str, str]]:
    """Rows of one sheet of a raw file, each as text by column letter; empty cells are left out.

    Raises
    ------
    RawFileDamaged
        If the file is not such a workbook or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as book:
            shared = _shared(book)
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read as a workbook: {reason}", path) from (
            reason
        )
    return [
        {
            re.sub(r"\d+", "", cell.get("r", "")): text
            for cell in row.iter(f"{_MAIN}c")
            if (text := _value(cell, shared))
        }
        for row in root.iter(f"{_MAIN}row")
    ]


def read_old_sheet(path: Path) -> list[list[str]]:
    """Rows of the first sheet of a raw file in the old format (``.xls``), each cell as text.

    Raises
    ------
    RawFileDamaged
        If the file is not such a workbook.
    MultipolarError
        If the package that reads it is not installed.
    """
    try:
        import xlrd
    except ImportError as reason:
        raise MultipolarError(
            "reading old Excel workbooks needs the package xlrd: pip install 'multipolar[raw]'"
        ) from reason
    try:
        sheet = xlrd.open_workbook(path).sheet_by_index(0)
    except (xlrd.XLRDError, OSError) as reason:
        raise RawFileDamaged(f"raw file {path} cannot be read as a workbook: {reason}", path) from (
            reason
        )
    return [[_plain(value) for value in sheet.row_values(row)] for row in range(sheet.nrows)]


def _plain(value: object) -> str:
    """Text of a cell; whole numbers without their point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def sheet_as_text(path: Path, sheet: str) -> str:
    """Text of the first sheet whose name starts with ``sheet``, one line for each of its rows.

    Raises
    ------
    OwnFileRefused
        The file is no workbook, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as book:
            inside = _place_of(book, path, sheet)
            shared = _shared(book)
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            for row in _rows(book.read(inside), shared):
                writer.writerow(row)
            return out.getvalue()
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError) as reason:
        raise OwnFileRefused(f"{path} cannot be read as a workbook: {reason}", path) from reason


def _place_of(book: zipfile.ZipFile, path: Path, sheet: str) -> str:
    names = {
        str(item.get("name")): str(item.get(_LINK))
        for item in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    }
    links = {
        item.get("Id"): str(item.get("Target"))
        for item in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    for name, link in names.items():
        if name.casefold().startswith(sheet.casefold()):
            target = links[link].lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    raise OwnFileRefused(
        f"{path} has no sheet whose name starts with {sheet!r}, found {', '.join(names)}",
        path,
        found=tuple(names),
        expected=(sheet,),
    )


def _shared(book: zipfile.ZipFile) -> list[str]:
    """Texts that cells refer to by their number."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter(f"{_MAIN}t")) for item in root]


def _rows(body: bytes, shared: list[str]) -> Iterator[list[str]]:
    """Cells of each row, blank ones included; rows that the file leaves out come as empty."""
    after, widest = 1, 0
    rows: list[list[str]] = []
    for row in ElementTree.fromstring(body).iter(f"{_MAIN}row"):
        number = int(row.get("r") or after)
        rows.extend([] for _ in range(number - after))
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            place = _column(cell.get("r") or "", len(cells))
            cells.extend([""] * (place - len(cells)))
            cells.append(_value(cell, shared))
        rows.append(cells)
        after, widest = number + 1, max(widest, len(cells))
    yield from ([" ".join(c.split()) for c in row] + [""] * (widest - len(row)) for row in rows)


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    found = cell.find(f"{_MAIN}v")
    text = "" if found is None else found.text or ""
    return shared[int(text)] if cell.get("t") == "s" and text else text


def _column(name: str, default: int) -> int:
    """Number of a column, from 0: ``C7`` is 2."""
    letters = re.match(r"[A-Z]+", name)
    if not letters:
        return default
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1

"""Reading a table whose encoding, separator, preamble and headings are not known beforehand."""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources.own_file import OwnFileRefused
from multipolar.years import this_year

if TYPE_CHECKING:
    import polars as pl

SEPARATORS = (",", ";", "\t", "|")
PREAMBLE = 60
"""Lines among which the headings are looked for."""
NO_VALUE = frozenset({"", ".", "..", "...", ". .", "na", "n/a", "nan", "null", "none", "-", "xxx"})
"""Texts that stand for a figure that is not there."""
MOST = 1e15
"""No figure of any of the sources is as large."""
EARLIEST = 1800
"""Years of these files lie between this one and the next."""

Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts with its line numbers in ``_line``, and the separator that it had."""

    frame: pl.DataFrame
    path: Path
    separator: str


def decoded(path: Path) -> str:
    """Text of a file: UTF-8, UTF-16 by its mark, else Windows western; ``.gz`` is unpacked."""
    try:
        body = path.read_bytes()
        if path.suffix == ".gz":
            body = gzip.decompress(body)
    except (OSError, EOFError) as reason:
        raise OwnFileRefused(f"{path} cannot be read: {reason}", path) from reason
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    check_text(path, body, encoding)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = body.decode("cp1252")
        except UnicodeDecodeError:
            text = body.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_text(path: Path, body: bytes, encoding: str = "utf-8-sig") -> None:
    """Refuse bytes that are no text: archives, workbooks of another name, damaged files.

    Raises
    ------
    OwnFileRefused
        Saying what the file looks like.
    """
    if body[:2] in (b"PK", b"\x1f\x8b"):
        what = "a packed file or a workbook: unpack it, or save its sheet as CSV"
    elif body[:4] == b"\xd0\xcf\x11\xe0":
        what = "an old Excel workbook: save its sheet as CSV"
    elif encoding != "utf-16" and b"\0" in body:
        what = "bytes that no text has: get it again from the source"
    else:
        return
    raise OwnFileRefused(f"{path} is no table of text but {what}", path, found=(what,))


def _text_of(path: Path, sheet: str) -> str:
    if path.suffix.casefold() != ".xlsx":
        return decoded(path)
    from multipolar.sources.workbook import sheet_as_text

    return sheet_as_text(path, sheet)


def read_table(
    path: Path,
    columns: Headings,
    optional: Headings | None = None,
    also: str = "",
    sheet: str = "",
    least: int = 1,
) -> TextTable:
    """Read the wanted columns of a delimited file as text, whatever its layout.

    Parameters
    ----------
    path
        The file: comma, semicolon, tab or bar separated, possibly with lines above the headings.
    columns, optional
        Wanted columns with the headings known for each; `columns` must all be there.
    also
        Regular expression of further headings to keep under their own name (years, say).
    sheet
        Of a workbook (``.xlsx``), the first sheet whose name starts so.
    least
        Least number of rows.

    Returns
    -------
    TextTable
        Trimmed texts, null where empty; rows without any text are left out.

    Raises
    ------
    OwnFileRefused
        No line has all the headings, two columns fit one heading, rows have more cells than
        there are headings (as unquoted thousands separators make them), or there is no row.
    """
    import polars as pl

    text, optional = _text_of(path, sheet), optional or {}
    lines = text.split("\n", PREAMBLE)
    place, separator, heads = _headings(path, lines[:PREAMBLE], columns)
    chosen = {**places_of(path, heads, columns), **places_of(path, heads, optional)}
    if also:
        more = [head for head in heads if re.fullmatch(also, head)]
        chosen |= places_of(path, heads, {head: (head,) for head in more})
    body = "\n".join(lines[place + 1 :])
    names = [f"column_{number}" for number in range(len(heads))]
    try:
        frame = pl.read_csv(
            io.BytesIO(f"{separator.join(names)}\n{body}".encode()),
            separator=separator,
            infer_schema=False,
        )
    except pl.exceptions.NoDataError:
        frame = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.PolarsError as reason:
        long = _long_rows(body, separator, len(heads), place + 2)
        what = f"lines {', '.join(long)} have more cells" if long else str(reason).split("\n")[0]
        raise OwnFileRefused(
            f"{path} has {len(heads)} headings and rows that do not fit them ({what}): quote "
            "figures that contain the separator, or save the file again from the source",
            path,
            found=tuple(heads),
            rows=tuple(long),
        ) from reason
    filled = pl.any_horizontal(pl.all().str.strip_chars().fill_null("") != "")
    picked = [
        pl.col(names[spot]).str.strip_chars().replace("", None).alias(name)
        for name, spot in chosen.items()
    ]
    absent = [pl.lit(None, pl.String).alias(n) for n in optional if n not in chosen]
    line = (pl.int_range(pl.len(), dtype=pl.Int32) + place + 2).alias("_line")
    rows = frame.with_columns(line, filled.alias("_filled")).filter("_filled")
    if rows.height < least:
        raise OwnFileRefused(
            f"{path} has headings and no rows under them: get it again from the source",
            path,
            found=tuple(heads),
        )
    return TextTable(rows.select(*picked, *absent, "_line"), path, separator)


def numbers(table: TextTable, name: str) -> pl.Series:
    """A column of figures from 0 up, with thousands separators or decimal commas as it shows them.

    Raises
    ------
    OwnFileRefused
        Some texts are no such numbers, or the column can be read in two ways.
    """
    import polars as pl

    texts = [(text or "").strip() for text in table.frame[name].to_list()]
    plain = [re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", text) for text in texts]
    lacks = [text.casefold() in NO_VALUE for text in texts]
    decimal = _decimal(table, name, [p for p, lack in zip(plain, lacks, strict=True) if not lack])
    group = "," if decimal == "." else "."
    values: list[float | None] = []
    wrong = []
    for row, (figure, lack) in enumerate(zip(plain, lacks, strict=True)):
        value = None
        if not lack:
            value = _figure(figure, group, decimal)
            if value is None or not 0 <= value <= MOST:
                wrong.append(f"line {table.frame['_line'][row]}: {texts[row]!r}")
        values.append(value)
    if wrong:
        raise OwnFileRefused(
            f"{table.path} has texts where figures from 0 up are expected, in column {name}: "
            f"{'; '.join(wrong[:3])}{_more(len(wrong) - 3)}",
            table.path,
            rows=tuple(wrong),
        )
    return pl.Series(name, values, pl.Float64)


def years(table: TextTable, name: str) -> pl.Series:
    """A column of years as whole numbers, null where there is none.

    Raises
    ------
    OwnFileRefused
        Some texts are no years from 1800 to the next one.
    """
    import polars as pl

    found = numbers(table, name)
    odd = ~found.is_between(EARLIEST, this_year() + 1) | (found % 1 != 0)
    if odd.any():
        rows = table.frame.with_columns(odd.alias("_odd")).filter("_odd")
        shown = tuple(f"line {line}: {text!r}" for line, text in rows.select("_line", name).rows())
        raise OwnFileRefused(
            f"{table.path} has what is no year in column {name}: {'; '.join(shown[:3])}"
            f"{_more(len(shown) - 3)}",
            table.path,
            rows=shown,
        )
    return found.cast(pl.Int32)


def _figure(text: str, group: str, decimal: str) -> float | None:
    """A figure whose groups, if it has any, are of three digits each; None if it is none."""
    whole = text.partition(decimal)[0]
    if group in text and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{group}\d{{3}})+", whole):
        return None
    try:
        value = float(text.replace(group, "").replace(decimal, "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _decimal(table: TextTable, name: str, figures: list[str]) -> str:
    """Decimal sign of a column: ``.`` or ``,``."""
    commas = [f for f in figures if "," in f]
    points = [f for f in figures if "." in f]
    both = {"," if f.rfind(",") > f.rfind(".") else "." for f in commas if "." in f}
    if len(both) == 1:
        return both.pop()
    grouped = r"[+-]?[1-9]\d{0,2}(?:\%s\d{3})+"
    as_groups = all(re.fullmatch(grouped % ",", f) for f in commas)
    if not both and not commas:
        points_group = bool(points) and all(re.fullmatch(grouped % ".", f) for f in points)
        if any(f.count(".") > 1 for f in points) and points_group:
            return ","
        if not (points_group and table.separator == ";"):
            return "."
    elif not both and not points:
        if any(f.count(",") > 1 for f in commas) and as_groups:
            return "."
        if not as_groups:
            return ","
        if table.separator != ";":
            return "."
    elif not both and as_groups:
        return "."
    example = (commas or points)[0]
    raise OwnFileRefused(
        f"{table.path} writes figures that can be read in two ways, in column {name}: "
        f"{example!r}; save it with a point as decimal sign and no thousands separators",
        table.path,
        rows=(example,),
    )


def folded(heading: str) -> str:
    """Letters and digits of a heading: ``Year(s) of delivery`` and ``years_of_delivery`` agree."""
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(c for c in plain if c.isalnum())


def _headings(path: Path, lines: list[str], columns: Headings) -> tuple[int, str, list[str]]:
    """Line, separator and cells of the headings: the first line that has all that are wanted."""
    nearest: tuple[int, list[str]] = (0, [])
    for place, line in enumerate(lines):
        for separator in SEPARATORS:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
            known = {folded(cell) for cell in cells}
            hits = sum(any(folded(k) in known for k in names) for names in columns.values())
            if hits == len(columns):
                return place, separator, cells
            if hits > nearest[0] or not nearest[1]:
                nearest = (hits, cells)
    found = tuple(cell for cell in nearest[1] if cell)
    present = {folded(cell) for cell in found}
    lacking = tuple(
        " or ".join(repr(known) for known in names)
        for names in columns.values()
        if not any(folded(known) in present for known in names)
    )
    raise OwnFileRefused(
        f"{path} has no line of headings that fits: expected {', '.join(lacking)}, found "
        f"{', '.join(map(repr, found[:12])) or 'nothing'}{_more(len(found) - 12)}",
        path,
        found=found,
        expected=lacking,
    )


def places_of(path: Path, heads: list[str], columns: Headings) -> dict[str, int]:
    """Place of each wanted column; of several known headings the one that is listed first.

    Raises
    ------
    OwnFileRefused
        If a heading is there twice.
    """
    chosen = {}
    for name, known in columns.items():
        for heading in known:
            spots = [i for i, head in enumerate(heads) if folded(head) == folded(heading)]
            if len(spots) > 1:
                raise OwnFileRefused(
                    f"{path} has {len(spots)} columns headed {heading!r}: leave one of them",
                    path,
                    found=tuple(heads),
                    expected=(heading,),
                )
            if spots:
                chosen[name] = spots[0]
                break
    return chosen


def _long_rows(body: str, separator: str, width: int, first: int) -> list[str]:
    rows = csv.reader(io.StringIO(body), delimiter=separator)
    long = (str(first + i) for i, row in enumerate(rows) if len(row) > width)
    return [line for line, _ in zip(long, range(3), strict=False)]


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""

"""Trade of all pairs from files that a user brings: CEPII's BACI and Gravity.

Both are large (ten million rows a year, a gigabyte), so that they are read by column and summed
at once; what does not fit is refused with what was found.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, Source, Terms
from multipolar.sources.own_file import LeftOut, OwnFile, OwnFileRefused, OwnTable, parsed
from multipolar.sources.own_names import placed, unique_keys
from multipolar.sources.own_table import (
    EARLIEST,
    MOST,
    SEPARATORS,
    check_text,
    places_of,
    read_table,
)
from multipolar.sources.raw import RawFolder
from multipolar.years import this_year

if TYPE_CHECKING:
    import polars as pl

_ALIASES = {"S19": "TWN", "SCG": "cow:345", "ROM": "ROU", "ZAR": "COD"}
_NO_STATES = ("N/A", "ANT", "BLX", "ZA1", "EUR")

BACI = OwnFile(
    folder="baci",
    patterns=("baci_*.csv",),
    how="get BACI at https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37, unpack "
    "it with its country_codes file",
    columns={
        "year": ("t", "year"),
        "seller": ("i", "exporter"),
        "buyer": ("j", "importer"),
        "value": ("v", "value"),
    },
    optional={"product": ("k", "product", "hs6")},
    aliases=_ALIASES,
    not_states=_NO_STATES,
)
BACI_CODES = OwnFile(
    folder="baci",
    patterns=("country_codes*.csv",),
    how="it comes with BACI, so unpack it beside",
    columns={
        "code": ("country_code", "code"),
        "iso3": ("country_iso3", "iso_3digit_alpha", "iso3"),
    },
)
GRAVITY = OwnFile(
    folder="cepii-gravity",
    patterns=("gravity_v*.csv", "gravity*.csv"),
    how="get Gravity as CSV at https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=8",
    columns={
        "year": ("year",),
        "seller": ("iso3_o", "iso_o"),
        "buyer": ("iso3_d", "iso_d"),
        "value": ("tradeflow_baci", "flow_baci"),
    },
    optional={
        "seller_exists": ("country_exists_o",),
        "buyer_exists": ("country_exists_d",),
    },
    aliases=_ALIASES,
    not_states=_NO_STATES,
)


def baci_shares(raw: RawFolder) -> pl.DataFrame:
    """Shares in each other's trade by all of the user's BACI files: ``ccode1, ccode2, year``.

    ``share`` is both flows over all that the first sells and buys, of goods, within the file.
    """
    tables = [
        parsed(raw, own, "baci 2", lambda path: _baci(raw, path)).frame for own in _files(raw)
    ]
    return _one_each_year(raw, tables)


def baci_baskets(raw: RawFolder) -> pl.DataFrame:
    """What each state sells and buys, by the user's BACI files: ``ccode, year, heading``.

    ``sold`` and ``bought`` are the parts of the heading (four digits of the Harmonized System) in
    all that the state sells and buys. Files without products have no rows.
    """
    tables = [
        parsed(raw, own, "baci baskets 1", lambda path: _baskets(raw, path)).frame
        for own in _files(raw)
    ]
    return _one_each_year(raw, tables)


def gravity_shares(raw: RawFolder) -> pl.DataFrame:
    """The same by the trade flows (of BACI) in the user's CEPII Gravity file."""
    return parsed(raw, GRAVITY, "cepii-gravity 2", lambda path: _gravity(raw, path)).frame


def _files(raw: RawFolder) -> list[OwnFile]:
    """Every BACI file of the user, in the order of their names."""
    BACI.locate(raw)
    folder = raw.root / BACI.folder
    names = sorted(p.name for p in folder.iterdir() if _fits(p, BACI))
    return [replace(BACI, patterns=(name,)) for name in names]


def _one_each_year(raw: RawFolder, tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The tables of all files as one; a year is in one file only."""
    import polars as pl

    folder = raw.root / BACI.folder
    seen: dict[int, str] = {}
    for own, table in zip(_files(raw), tables, strict=True):
        name = own.patterns[0]
        for year in table["year"].unique().sort().to_list():
            if year in seen:
                raise OwnFileRefused(
                    f"{folder} has the year {year} in {seen[year]} and in {name}: leave the files "
                    "of one nomenclature and version",
                    folder,
                    found=(seen[year], name),
                )
            seen[year] = name
    return pl.concat(tables)


def _fits(path: Path, own: OwnFile) -> bool:
    name = path.name.casefold()
    return path.is_file() and any(fnmatch(name, known.casefold()) for known in own.patterns)


def _baci(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    flows = _flows(path).group_by("year", "seller", "buyer").agg(pl.col("value").sum())
    return _shares(_named(raw, flows, "seller", "buyer"), BACI, raw, path)


def _flows(path: Path) -> pl.DataFrame:
    """Flows of a BACI file by ``year, seller, buyer``, and ``product`` where it has products."""
    found = columns_of(path, BACI)
    keys = [name for name in ("year", "seller", "buyer", "product") if name in found]
    return _summed(path, found, keys)


def _named(raw: RawFolder, flows: pl.DataFrame, *sides: str) -> pl.DataFrame:
    """The file's own numbers of countries replaced by the codes of its list of countries."""
    import polars as pl

    codes = read_table(BACI_CODES.locate(raw), BACI_CODES.columns).frame
    known = codes.select("code", "iso3").drop_nulls("code").unique("code")
    for side in sides:
        named = known.rename({"code": side, "iso3": f"{side}_name"})
        flows = flows.join(named, on=side, how="left").with_columns(
            pl.col(f"{side}_name").fill_null(pl.col(side)).alias(side)
        )
    return flows


def _baskets(raw: RawFolder, path: Path) -> OwnTable:
    """Parts of each heading in what a country sells and buys in all."""
    import polars as pl

    flows = _flows(path)
    if "product" not in flows.columns:
        kinds = {"ccode": pl.Int32, "year": pl.Int32, "heading": pl.String}
        empty = pl.DataFrame(schema=kinds | {"sold": pl.Float64, "bought": pl.Float64})
        return OwnTable(empty, path)
    # A code is six digits, of which spreadsheets drop a leading zero.
    heading = pl.col("product").str.zfill(6).str.slice(0, 4).alias("heading")
    sides = []
    for side, part in (("seller", "sold"), ("buyer", "bought")):
        summed = flows.group_by("year", pl.col(side).alias("name"), heading).agg(
            pl.col("value").sum()
        )
        whole = pl.col("value").sum().over("year", "name")
        sides.append(
            summed.select("year", "name", "heading", (pl.col("value") / whole).alias(part))
        )
    keys = ["year", "name", "heading"]
    both = sides[0].join(sides[1], on=keys, how="full", coalesce=True)
    both = both.with_columns(pl.col("sold", "bought").fill_null(0.0))
    both = both.filter(pl.col("sold").is_finite() & pl.col("bought").is_finite())
    frame, left = placed(_named(raw, both, "name"), ("name",), BACI, path, BACI.names_given(raw))
    frame = frame.rename({"name": "ccode"}).select("ccode", "year", "heading", "sold", "bought")
    unique_keys(frame, ("ccode", "year", "heading"), path)
    return OwnTable(frame.sort("year", "ccode", "heading"), path, left)


def _gravity(raw: RawFolder, path: Path) -> OwnTable:
    found = columns_of(path, GRAVITY)
    flows = _summed(path, found, ["year", "seller", "buyer"])
    return _shares(flows, GRAVITY, raw, path)


def columns_of(path: Path, own: OwnFile) -> dict[str, str]:
    """Heading of each wanted column in the first line of a file.

    Raises
    ------
    OwnFileRefused
        If the file is no text in UTF-8, a column is not there, naming what is, or there twice.
    """
    cells = _first_line(path)[0]
    wanted: Mapping[str, tuple[str, ...]] = {**own.columns, **own.optional}
    found = {name: cells[at] for name, at in places_of(path, cells, wanted).items()}
    lacking = tuple(" or ".join(map(repr, own.columns[n])) for n in own.columns if n not in found)
    if lacking:
        raise OwnFileRefused(
            f"{path} has no column {', '.join(lacking)} in its first line; found "
            f"{', '.join(repr(c) for c in cells[:12] if c.strip()) or 'nothing'}",
            path,
            found=tuple(cells),
            expected=lacking,
        )
    return found


def _first_line(path: Path) -> tuple[list[str], str]:
    """Cells of the first line, and the separator."""
    with path.open("rb") as stream:
        body = stream.read(1 << 16)
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise OwnFileRefused(f"{path} is text in UTF-16: save it again in UTF-8", path)
    check_text(path, body)
    if b"\r" in body and b"\n" not in body:
        raise OwnFileRefused(
            f"{path} ends its lines in a way of old (a carriage return alone): save it again", path
        )
    line = body.decode("utf-8-sig", "replace").split("\n", 1)[0].rstrip("\r")
    rows = {s: next(csv.reader([line], delimiter=s), []) for s in SEPARATORS}
    separator = max(SEPARATORS, key=lambda s: len(rows[s]))
    return rows[separator], separator


def _summed(path: Path, found: Mapping[str, str], keys: Sequence[str]) -> pl.DataFrame:
    """Flows by the keys in thousand dollars; each key of the file once, nobody with itself."""
    import polars as pl

    cells, separator = _first_line(path)
    frame = pl.scan_csv(
        path,
        separator=separator,
        infer_schema=False,
        encoding="utf8-lossy",
        row_index_name="_line",
        row_index_offset=2,
    ).select("_line", *(pl.col(head).str.strip_chars().alias(n) for n, head in found.items()))
    for name in ("seller_exists", "buyer_exists"):
        if name in found:
            frame = frame.filter(pl.col(name).str.to_lowercase().is_in(["1", "1.0", "true"]))
    no_value = pl.col("value").str.to_lowercase().is_in(["", "na", "nan", "."])
    figure = pl.col("value").cast(pl.Float64, strict=False).alias("figure")
    frame = frame.filter(pl.col("value").is_not_null() & ~no_value).with_columns(figure)
    year = pl.col("year").cast(pl.Int32, strict=False)
    sound = year.is_between(EARLIEST, this_year() + 1) & pl.col("figure").is_between(0, MOST)
    sound &= pl.all_horizontal(pl.col(key).is_not_null() & (pl.col(key) != "") for key in keys)
    try:
        _check_width(path, len(cells), separator)
        wrong = frame.filter(~sound.fill_null(False)).head(3).collect()
        if wrong.height:
            texts = tuple(
                f"line {row['_line']}: " + ", ".join(f"{n} {row[n]!r}" for n in (*keys, "value"))
                for row in wrong.to_dicts()
            )
            raise OwnFileRefused(
                f"{path} has rows without a year, two countries and a flow from 0 up, such as "
                f"{'; '.join(texts)}: get it again from the source, without thousands separators",
                path,
                rows=texts,
            )
        once = frame.group_by(keys).agg(pl.col("figure").sum(), pl.len().alias("rows")).collect()
    except pl.exceptions.PolarsError as reason:
        first = str(reason).split("\n", 1)[0]
        raise OwnFileRefused(f"{path} cannot be read as a table: {first}", path) from reason
    if once.is_empty():
        raise OwnFileRefused(
            f"{path} has headings and no row with a flow: get it again from the source", path
        )
    unique = once.filter(pl.col("rows") > 1)
    if unique.height:
        first = "; ".join(str(row) for row in unique.select(keys).head(3).rows())
        raise OwnFileRefused(
            f"{path} has {unique.height} keys with several rows, such as {first}: each "
            f"{', '.join(keys)} must occur once",
            path,
            rows=(first,),
        )
    flows = once.select(*keys, pl.col("figure").alias("value"))
    return flows.with_columns(pl.col("year").cast(pl.Int32)).filter(
        pl.col("seller") != pl.col("buyer")
    )


def _check_width(path: Path, width: int, separator: str) -> None:
    """Refuse a file some of whose lines have another number of cells, as one with thousands has.

    Columns are read by their place, so that one more cell would shift what is read without a word.
    """
    import polars as pl

    lines = pl.scan_csv(
        path,
        has_header=False,
        new_columns=["text"],
        separator="\x01",
        quote_char=None,
        infer_schema=False,
        encoding="utf8-lossy",
        row_index_name="_line",
        row_index_offset=1,
    )
    text = pl.col("text")
    cells = text.str.count_matches(separator, literal=True) + 1
    odd = lines.filter((cells != width) & ~text.str.contains('"', literal=True)).head(3).collect()
    if odd.height:
        places = tuple(str(line) for line in odd["_line"])
        raise OwnFileRefused(
            f"{path} has {width} headings and lines with more or fewer cells ({', '.join(places)} "
            "first): save it again from the source, without thousands separators",
            path,
            rows=places,
        )


def _shares(flows: pl.DataFrame, own: OwnFile, raw: RawFolder, path: Path) -> OwnTable:
    """Both flows over all that the first trades, territories that are no state included."""
    import polars as pl

    seller, buyer = pl.col("seller"), pl.col("buyer")
    there = flows.select("year", seller.alias("one"), buyer.alias("other"), "value")
    back = flows.select("year", buyer.alias("one"), seller.alias("other"), "value")
    both = pl.concat([there, back]).group_by("year", "one", "other").agg(pl.col("value").sum())
    share = pl.col("value") / pl.col("value").sum().over("year", "one")
    named = both.with_columns(share.alias("share")).drop("value")
    frame, left = placed(named, ("one", "other"), own, path, own.names_given(raw))
    frame = frame.rename({"one": "ccode1", "other": "ccode2"})
    frame = frame.select("ccode1", "ccode2", "year", "share").filter(pl.col("share").is_finite())
    unique_keys(frame, ("ccode1", "ccode2", "year"), path)
    return OwnTable(frame.sort("year", "ccode1", "ccode2"), path, left)


def left_out(raw: RawFolder) -> tuple[LeftOut, ...]:
    """Rows of the user's Gravity file of which a side is no state, with the reason."""
    return parsed(raw, GRAVITY, "cepii-gravity 2", lambda path: _gravity(raw, path)).left_out


BACI_SOURCE = Source(
    key="baci",
    title="BACI, bilateral trade by product",
    producer="CEPII, Paris",
    version="the user's own",
    references=(ref.GAULIER_2010,),
    terms=Terms.LOCAL,
    terms_text="Etalab 2.0, as recalled; too large for the release, which holds nothing of it.",
    home="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    files=(),
    coverage=Coverage(1995, 2024, note="the years of the user's files"),
    adds="trade shares and complementarity of all pairs 1995-2024",
    readers={"baci_shares": baci_shares, "baci_baskets": baci_baskets},
    own=BACI,
)
GRAVITY_SOURCE = Source(
    key="cepii-gravity",
    title="Gravity",
    producer="CEPII, Paris",
    version="the user's own",
    references=(ref.CONTE_2022,),
    terms=Terms.LOCAL,
    terms_text="Etalab 2.0, as recalled; too large for the release, which holds nothing of it.",
    home="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=8",
    files=(),
    coverage=Coverage(1996, 2021, note="the years with flows in the user's file"),
    adds="trade shares of all pairs 1996-2021",
    readers={"gravity_shares": gravity_shares},
    own=GRAVITY,
)

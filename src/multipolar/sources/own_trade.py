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
from multipolar.sources.own_table import SEPARATORS, folded, read_table
from multipolar.sources.raw import RawFolder

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
    import polars as pl

    BACI.locate(raw)
    folder = raw.root / BACI.folder
    names = sorted(p.name for p in folder.iterdir() if _fits(p, BACI))
    tables = [
        parsed(raw, replace(BACI, patterns=(name,)), "baci 1", lambda path: _baci(raw, path)).frame
        for name in names
    ]
    return unique_keys(pl.concat(tables), ("ccode1", "ccode2", "year"), folder)


def gravity_shares(raw: RawFolder) -> pl.DataFrame:
    """The same by the trade flows (of BACI) in the user's CEPII Gravity file."""
    return parsed(raw, GRAVITY, "cepii-gravity 1", lambda path: _gravity(raw, path)).frame


def _fits(path: Path, own: OwnFile) -> bool:
    name = path.name.casefold()
    return path.is_file() and any(fnmatch(name, known.casefold()) for known in own.patterns)


def _baci(raw: RawFolder, path: Path) -> OwnTable:
    import polars as pl

    found = columns_of(path, BACI)
    keys = [name for name in ("year", "seller", "buyer", "product") if name in found]
    flows = _summed(path, found, keys)
    codes = read_table(BACI_CODES.locate(raw), BACI_CODES.columns).frame
    known = codes.select("code", "iso3").drop_nulls("code").unique("code")
    for side in ("seller", "buyer"):
        named = known.rename({"code": side, "iso3": f"{side}_name"})
        flows = flows.join(named, on=side, how="left").with_columns(
            pl.col(f"{side}_name").fill_null(pl.col(side)).alias(side)
        )
    return _shares(flows, BACI, raw, path)


def _gravity(raw: RawFolder, path: Path) -> OwnTable:
    found = columns_of(path, GRAVITY)
    flows = _summed(path, found, ["year", "seller", "buyer"])
    return _shares(flows, GRAVITY, raw, path)


def columns_of(path: Path, own: OwnFile) -> dict[str, str]:
    """Heading of each wanted column in the first line of a file.

    Raises
    ------
    OwnFileRefused
        If one is not there, naming what is.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        line = stream.readline()
    cells = max((next(csv.reader([line], delimiter=s), []) for s in SEPARATORS), key=len)
    heads = {folded(cell): cell for cell in cells}
    wanted: Mapping[str, tuple[str, ...]] = {**own.columns, **own.optional}
    found = {}
    for name, known in wanted.items():
        heading = next((heads[folded(k)] for k in known if folded(k) in heads), None)
        if heading is not None:
            found[name] = heading
    lacking = tuple(" or ".join(map(repr, own.columns[n])) for n in own.columns if n not in found)
    if lacking:
        raise OwnFileRefused(
            f"{path} has no column {', '.join(lacking)} in its first line; found "
            f"{', '.join(map(repr, cells[:12]))}",
            path,
            found=tuple(cells),
            expected=lacking,
        )
    return found


def _summed(path: Path, found: Mapping[str, str], keys: Sequence[str]) -> pl.DataFrame:
    """Flows of each pair and year in thousand dollars; each key of the file once."""
    import polars as pl

    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        line = stream.readline()
    separator = max(SEPARATORS, key=line.count)
    frame = pl.scan_csv(
        path, separator=separator, infer_schema=False, encoding="utf8-lossy"
    ).select(pl.col(heading).str.strip_chars().alias(name) for name, heading in found.items())
    for name in ("seller_exists", "buyer_exists"):
        if name in found:
            frame = frame.filter(pl.col(name) == "1")
    no_value = pl.col("value").str.to_lowercase().is_in(["", "na", "nan", "."])
    figure = pl.col("value").cast(pl.Float64, strict=False).alias("figure")
    frame = frame.filter(pl.col("value").is_not_null() & ~no_value).with_columns(figure)
    year = pl.col("year").cast(pl.Int32, strict=False)
    try:
        wrong = frame.filter(pl.col("figure").is_null() | year.is_null()).head(3).collect()
        if wrong.height:
            texts = tuple(f"{row['year']}: {row['value']!r}" for row in wrong.to_dicts())
            raise OwnFileRefused(
                f"{path} has texts where a year and a figure are expected, such as "
                f"{'; '.join(texts)}: save it without thousands separators",
                path,
                rows=texts,
            )
        once = frame.group_by(keys).agg(pl.col("figure").sum(), pl.len().alias("rows")).collect()
    except pl.exceptions.PolarsError as reason:
        raise OwnFileRefused(f"{path} cannot be read as a table: {reason}", path) from reason
    unique = once.filter(pl.col("rows") > 1)
    if unique.height:
        first = "; ".join(str(row) for row in unique.select(keys).head(3).rows())
        raise OwnFileRefused(
            f"{path} has {unique.height} keys with several rows, such as {first}: each "
            f"{', '.join(keys)} must occur once",
            path,
            rows=(first,),
        )
    flows = once.group_by("year", "seller", "buyer").agg(pl.col("figure").sum().alias("value"))
    return flows.with_columns(pl.col("year").cast(pl.Int32)).filter(
        pl.col("seller") != pl.col("buyer")
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
    return parsed(raw, GRAVITY, "cepii-gravity 1", lambda path: _gravity(raw, path)).left_out


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
    adds="trade shares of all pairs 1995-2024",
    readers={"baci_shares": baci_shares},
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

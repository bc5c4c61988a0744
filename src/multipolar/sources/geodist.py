"""CEPII GeoDist: distance between the main cities of two countries (Mayer and Zignago 2011)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from multipolar.sources import references as ref
from multipolar.sources.base import Coverage, RawFile, Source, Terms, github
from multipolar.sources.raw import RawFolder, check_unique

if TYPE_CHECKING:
    import polars as pl

FILE = RawFile(
    "cepii-geodist/dist_cepii.rda",
    github(
        "pachadotdev/cepiigeodist",
        "534f1711d59d2a0bce46a48876fa2ab91e4bedaa",
        "data/dist_cepii.rda",
    ),
    "5d38f8c769ab5aa2769a20995b2547fa719b98138150b5764d045436ff9394b9",
    527_892,
)
CITIES = RawFile(
    "cepii-geodist/geo_cepii.rda",
    github(
        "pachadotdev/cepiigeodist",
        "534f1711d59d2a0bce46a48876fa2ab91e4bedaa",
        "data/geo_cepii.rda",
    ),
    "ef537279e0f82969274be0dc6da547c67a22d4d0df6f90f5b52a543fb30e46c3",
    14_068,
)
MODERN = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "YUG": "SRB", "PAL": "PSE"}
"""Codes that GeoDist keeps from before, and the codes of today for the same places."""
RADIUS = 6376.974
"""Radius of the earth in kilometres by which GeoDist's distances follow from its coordinates."""


class Place(NamedTuple):
    """Most populous city of a state that GeoDist leaves out, and a state with the same ties.

    ``like`` names the state of GeoDist, its predecessor or successor, whose official languages
    and colonial ties it has; None where there is none that fits.
    """

    city: str
    lat: float
    lon: float
    like: str | None


PLACES = {
    "CSK": Place("Prague", 50.08, 14.43, "CZE"),
    "DDR": Place("East Berlin", 52.52, 13.42, "DEU"),
    "YMD": Place("Aden", 12.79, 45.03, "YEM"),
    "VDR": Place("Saigon", 10.78, 106.70, "VNM"),
    "MNE": Place("Podgorica", 42.44, 19.26, "SRB"),
    "XKX": Place("Pristina", 42.66, 21.17, "ALB"),
    "SSD": Place("Juba", 4.85, 31.60, "SDN"),
    "MCO": Place("Monaco", 43.73, 7.42, None),
    "LIE": Place("Schaan", 47.17, 9.51, None),
}
"""States that had ended by 2010, or are younger or smaller than GeoDist's, coded by hand.

Centres of the cities to a hundredth of a degree, as the GeoNames gazetteer has them.
"""


def distances(raw: RawFolder) -> pl.DataFrame:
    """Distance in kilometres between the most populous cities: ``iso3_1 < iso3_2, km``.

    GeoDist's own, and great circles between the cities of `PLACES` and all others.
    """
    import polars as pl

    frame = raw.read_r(FILE).select(
        pl.col("iso_o").replace(MODERN).alias("iso3_1"),
        pl.col("iso_d").replace(MODERN).alias("iso3_2"),
        pl.col("dist").cast(pl.Float64).alias("km"),
    )
    frame = pl.concat([frame, _of_places(raw)])
    frame = frame.filter(pl.col("iso3_1") < pl.col("iso3_2"))
    return check_unique(frame, ["iso3_1", "iso3_2"], FILE.path).sort("iso3_1", "iso3_2")


def ties(raw: RawFolder) -> pl.DataFrame:
    """Distance, common official language and colonial tie: ``iso3_1 < iso3_2``.

    ``language`` and ``colony`` are 0 or 1: a language that is official in both, and whether one
    has ever been a colony of the other for long and with settlers of weight. A state of `PLACES`
    has those of the state it is like; with that one itself, and with another part of it, it
    shares the language and no colonial past. Monaco and Liechtenstein are left out.
    """
    import polars as pl

    own = raw.read_r(FILE).select(
        pl.col("iso_o").replace(MODERN).alias("iso3_1"),
        pl.col("iso_d").replace(MODERN).alias("iso3_2"),
        pl.col("comlang_off").cast(pl.Float64).alias("language"),
        pl.col("colony").cast(pl.Float64),
    )
    itself = pl.col("iso3_1") == pl.col("iso3_2")
    own = own.with_columns(
        language=pl.when(itself).then(1.0).otherwise("language"),
        colony=pl.when(itself).then(0.0).otherwise("colony"),
    )
    names = pl.concat([own["iso3_1"], own["iso3_2"]]).unique().sort().to_list()
    like = names + [place.like for place in PLACES.values() if place.like]
    names = names + [name for name, place in PLACES.items() if place.like]
    one = pl.DataFrame({"iso3_1": like, "name_1": names})
    two = pl.DataFrame({"iso3_2": like, "name_2": names})
    frame = own.join(one, on="iso3_1").join(two, on="iso3_2")
    frame = frame.select("language", "colony", iso3_1="name_1", iso3_2="name_2")
    keys = ["iso3_1", "iso3_2"]
    return check_unique(distances(raw).join(frame, on=keys).sort(keys), keys, FILE.path)


def _of_places(raw: RawFolder) -> pl.DataFrame:
    """Great-circle distances of the cities of `PLACES` from all cities, in both directions."""
    import numpy as np
    import polars as pl

    main = raw.read_r(CITIES).filter(pl.col("maincity") == 1)
    check_unique(main, ["iso3"], CITIES.path)
    names = [*main["iso3"].replace(MODERN), *PLACES]
    lat = np.radians([*main["lat"], *(place.lat for place in PLACES.values())])
    lon = np.radians([*main["lon"], *(place.lon for place in PLACES.values())])
    cosine = np.sin(lat)[:, None] * np.sin(lat) + np.cos(lat)[:, None] * np.cos(lat) * np.cos(
        lon[:, None] - lon
    )
    km = RADIUS * np.arccos(np.clip(cosine, -1.0, 1.0))
    known = np.array([name in PLACES for name in names])
    one, two = np.nonzero(known[:, None] | known)
    return pl.DataFrame(
        {
            "iso3_1": [names[i] for i in one],
            "iso3_2": [names[i] for i in two],
            "km": km[one, two],
        }
    )


SOURCE = Source(
    key="geodist",
    title="GeoDist",
    producer="CEPII, Paris",
    version="2011",
    references=(ref.MAYER_2011,),
    terms=Terms.EMBED,
    terms_text="Package CC0; CEPII free with citation (Etalab 2.0), as recalled.",
    home="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    files=(FILE, CITIES),
    coverage=Coverage(1816, 2100, note="timeless: cities and borders of about 2010"),
    adds="distances between states",
    readers={"distances": distances, "ties": ties},
)

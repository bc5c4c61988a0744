"""Trade: shares, what gravity leaves of it, and energy."""

from __future__ import annotations

from multipolar.panel.tables.table import DYAD, Table

TABLES = (
    Table(
        "trade",
        DYAD,
        {"share1": ("cow-trade",), "share2": ("cow-trade",)},
        "Share of the other in each one's total trade; ccode1 < ccode2.",
    ),
    Table(
        "trade_states",
        ("year", "ccode"),
        {"openness": ("cow-trade", "world-bank-gdp"), "itpde_part": ("itpd-e",)},
        "Total trade over GDP, both in current dollars; and the state's part of the sum of "
        "the table trade_itpde, counted with every partner.",
    ),
    Table(
        "trade_itpde",
        DYAD,
        {"part": ("itpd-e",)},
        "A pair's part of the trade of all pairs, with services; ccode1 < ccode2.",
    ),
    Table(
        "trade_focal",
        DYAD,
        dict.fromkeys(("comtrade1", "comtrade2"), ("un-comtrade",))
        | dict.fromkeys(("imf1", "imf2"), ("imf-dots",)),
        "Share of the other in the trade of China and of the US (Comtrade), and of Russia "
        "(IMF): 1 where that is ccode1, 2 where it is ccode2; ccode1 < ccode2.",
    ),
    Table(
        "gravity",
        DYAD,
        dict.fromkeys(("residual", "error"), ("cow-trade", "geodist", "cow-contiguity")),
        "Logarithm of the trade of a pair over what gravity expects in that year, null where "
        "there was none, and its standard error; ccode1 < ccode2.",
        tolerance=0.011,
    ),
    Table(
        "energy",
        ("year", "ccode"),
        dict.fromkeys(("oil_net", "gas_net", "balance"), ("energy-review", "owid-resources"))
        | {"coal_net": ("owid-resources",)}
        | dict.fromkeys(
            ("oil_years", "oil_low", "oil_high", "gas_years", "gas_low", "gas_high"),
            ("energy-review",),
        ),
        "Net exports in exajoules, balance of oil and gas, and reserves over production in "
        "years with a 90 % interval.",
    ),
)

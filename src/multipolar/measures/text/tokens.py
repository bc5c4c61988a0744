"""From a text to its words: small letters, no accents, no numbers, hyphens closed up."""

from __future__ import annotations

import re
import unicodedata

_MARKS = (("\u2018", "'"), ("\u2019", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u00ad", ""))
"""Apostrophes and hyphens of print, and the hyphen that shows at the end of a line only."""
_LETTERS = (
    bytes(
        code if chr(code).islower() else code + 32 if chr(code).isupper() else 32
        for code in range(128)
    )
    + bytes([32]) * 128
)
"""Small letters of ASCII letters, a space for everything else."""
_BROKEN = re.compile(rb"-[ \t]*\n\s*(?=[A-Za-z])")
_HYPHEN = re.compile(rb"-(?=[A-Za-z])(?<=[A-Za-z]-)")
_POSSESSIVE = re.compile(rb"'s(?![A-Za-z])")

_STOP = (
    "a about above across after again against all almost alone along already also although always "
    "am among an and another any anyone anything are around as at away be became because become "
    "becomes been before behind being below between beyond both but by came can cannot come could "
    "did do does doing done down during each either else even ever every everyone everything few "
    "first for from further gave get give given go goes going gone got had has have having he her "
    "here hers herself him himself his how however i if in indeed into is it its itself just last "
    "later least less let like made make makes making many may me might mine more moreover most "
    "much must my myself near neither never next no nobody none nor not nothing now of off often "
    "on once one only onto or other others otherwise our ours ourselves out over own per perhaps "
    "quite rather really said same say says second see seem seems seen several shall she should "
    "since so some someone something still such take taken than that the their theirs them "
    "themselves then there thereby therefore these they third this those though three through "
    "throughout thus to together too toward towards two under until unto up upon us very was way "
    "we well went were what whatever when where whereas wherever whether which while who whole "
    "whom whose why will with within without would yes yet you your yours applause bis continue "
    "continued delegation interpretation interpreted madam mister mr mrs ms page president "
    "excellency excellencies paragraph session sir spoke statement translation "
)
STOP_WORDS = frozenset(_STOP.split())
"""Words that carry no position: function words, and the forms of address of the debate."""
LEAST_LETTERS = 3
"""Shorter words are left out of vocabularies (they still count as words spoken)."""


def words(text: str) -> list[str]:
    """Words of a text in their order.

    Parameters
    ----------
    text
        English text as transcribed, with line breaks.

    Returns
    -------
    list of str
        Words of the letters a to z. Accents are dropped, a word broken at the end of a line is
        joined, hyphens inside a word are closed up ("co-operation" and "cooperation" are one
        word), the possessive ending is dropped, and numbers are no words.
    """
    return [word.decode("ascii") for word in raw_words(text)]


def raw_words(text: str) -> list[bytes]:
    """The same words as bytes, which is several times faster."""
    if not text.isascii():
        for mark, plain_mark in _MARKS:
            text = text.replace(mark, plain_mark)
        text = unicodedata.normalize("NFKD", text)
    plain = text.encode("ascii", "ignore")
    plain = _HYPHEN.sub(b"", _BROKEN.sub(b"", plain))
    return _POSSESSIVE.sub(b"", plain).translate(_LETTERS).split()

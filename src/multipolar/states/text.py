"""Names as keys: insensitive to case, spaces, punctuation and diacritics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ð": "d"})
_WORDS = {"st": "saint", "rep": "republic", "dem": "democratic", "and": "", "the": "", "&": ""}
# Words of a full style that can be left off a name: "Bolivia (Plurinational State of)".
_STYLE = "plurinational islamic bolivarian federated kingdom republic state states united of the"


def key(name: str) -> str:
    """Fold a name: ``key(" CÔTE d’Ivoire ") == "cotedivoire"``."""
    folded = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’‘`´ʼ.")
    words = re.findall(r"[^\W_]+|&", plain)
    return "".join(_WORDS.get(w, w) for w in words)


def short_forms(name: str) -> list[str]:
    """Keys of a name without its style: a suffix in parentheses or after a comma, or a prefix."""
    forms = []
    suffix = re.fullmatch(r"\s*([^(,]+)[(,]([^)]*)\)?\s*", name)
    if suffix and set(suffix[2].casefold().split()) <= set(_STYLE.split()):
        forms.append(key(suffix[1]))
    prefix = re.fullmatch(r"\s*(?:the\s+)?(?:republic|kingdom)\s+of\s+(.+)", name, re.IGNORECASE)
    if prefix:
        forms.append(key(prefix[1]))
    return forms


def nearest(name: str, labels: Iterable[str], limit: int) -> list[str]:
    """Labels most like ``name``, best first."""
    from difflib import SequenceMatcher, get_close_matches

    by_key: dict[str, str] = {}
    for label in labels:
        by_key.setdefault(key(label), label)
    wanted = key(name)
    close = get_close_matches(wanted, by_key, n=limit, cutoff=0.6)
    if not close and len(wanted) > 3:
        close = [k for k in by_key if wanted in k][:limit]
    close.sort(key=lambda k: -SequenceMatcher(None, wanted, k).ratio())
    return [by_key[k] for k in close]

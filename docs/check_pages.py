"""Keep the pages true: run what they show, and write the parts that follow from declarations.

Every line that starts with ``$ `` in a ``console`` block is run as a shell command, and every
``pycon`` block as a doctest; what they print must be what the page shows. ``...`` stands for
anything, and white space does not matter. A block under ``<!-- raw -->`` needs the raw files and
is run only where ``MULTIPOLAR_DATA`` names their folder.

A part between ``<!-- made: NAME -->`` and ``<!-- end -->`` is made from the declarations.

``python docs/check_pages.py`` runs and compares everything; ``--write`` writes the made parts
anew first. Names of pages limit it to them.
"""

from __future__ import annotations

import contextlib
import doctest
import inspect
import io
import os
import re
import subprocess
import sys
import tempfile
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from multipolar.sources.catalog import SOURCES

DOCS = Path(__file__).resolve().parent
BLOCK = re.compile(r"(<!-- raw -->\n)?^```(console|pycon)\n(.*?)^```$", re.M | re.S)
MADE = re.compile(r"(<!-- made: (\w+) -->\n)(.*?)(<!-- end -->)", re.S)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
RAW = "MULTIPOLAR_DATA"
TIMELESS = 2090


# ------------------------------------------------------------------ parts made from declarations
def versions() -> str:
    """Table of the sources: version and years."""
    lines = [
        "| source | producer | version | first | last | to note |",
        "|---|---|---|---|---|---|",
    ]
    for source in SOURCES.values():
        span = source.coverage
        years = "- | -" if span.last > TIMELESS else f"{span.first} | {span.last}"
        local = "not in the release" if source.terms == "local" else ""
        note = "; ".join(filter(None, (span.note, local)))
        lines.append(
            f"| {source.title} (`{source.key}`) | {source.producer} | {source.version} | {years} "
            f"| {note} |"
        )
    return "\n".join(lines)


def commands() -> str:
    """Every command with its arguments and options, from the declarations of the command line."""
    from multipolar.cli.app import app

    return "\n".join(_commands(app, "multipolar"))


def _commands(app: Any, name: str) -> Iterator[str]:
    for one in app.registered_commands:
        yield _command(one.callback, f"{name} {one.name or one.callback.__name__}")
    for group in app.registered_groups:
        inner = group.typer_instance
        yield from _commands(inner, f"{name} {group.name or inner.info.name}")


def _command(function: Any, name: str) -> str:
    """Heading, usage and table of one command."""
    hints = typing.get_type_hints(function, include_extras=True)
    defaults = inspect.signature(function).parameters
    usage, rows = [name], []
    for key, hint in hints.items():
        if not hasattr(hint, "__metadata__"):
            continue  # the answer, or the context of the command line
        kind, info = typing.get_args(hint)[:2]
        default = defaults[key].default
        takes = info.metavar or WORDS.get(str(kind).split(" |")[0], "TEXT")
        if type(info).__name__ == "ArgumentInfo":
            label = info.metavar or key.upper()
            usage.append(label if default is inspect.Parameter.empty else f"[{label}]")
            rows.append((label, "", info.help or ""))
        else:
            # In an annotation the first name of an option stands where its default would.
            named = [one for one in (info.default, *info.param_decls) if str(one).startswith("-")]
            flag = named[0] if named else f"--{key.replace('_', '-')}"
            text = info.help or ""
            if default is inspect.Parameter.empty:
                text += " Required."
            elif default not in (None, False):
                text += f" Default: `{default}`."
            rows.append((flag, "" if kind is bool else takes, text))
    told = " ".join((function.__doc__ or "").split())
    table = [f"| `{label}` | {_code(takes)} | {text} |" for label, takes, text in rows]
    lines = [f"## {name}", "", told, "", "```text", " ".join([*usage, "[OPTIONS]"]), "```", ""]
    return "\n".join([*lines, "| | takes | |", "|---|---|---|", *table, ""])


def _code(text: str) -> str:
    """A placeholder as code; bars become slashes, which a table can hold."""
    return f"`{text.replace('|', '/')}`" if text else ""


WORDS = {
    "<class 'int'>": "NUMBER",
    "int": "NUMBER",
    "<class 'pathlib.Path'>": "PATH",
    "pathlib.Path": "PATH",
}
"""Placeholders for options that declare none, by type."""


def claim_keys() -> str:
    """Keys of a claims file: paper, claim, quantity, facts, and every kind of test."""
    from multipolar.claims.kinds import KINDS, Fact
    from multipolar.claims.paper import Claim, Paper
    from multipolar.claims.quantity import Coded, Quantity

    shared = (
        ("`[paper]`", Paper),
        ("`[[claim]]`", Claim),
        ("A quantity", Quantity),
        ("A number of a coded series", Coded),
        ("A fact", Fact),
    )
    parts = [_keys_of(title, kind, ()) for title, kind in shared]
    for name, kind in KINDS.items():
        parts.append(_keys_of(f"`{name}`", kind, (Quantity,), getattr(kind, "asks", "")))
    return "\n".join(parts)


def _keys_of(title: str, kind: type, known: tuple[type, ...], asks: str = "") -> str:
    """Heading, words and table of keys of one declaration."""
    from multipolar.claims.keys import REQUIRED, keys_of

    told = inspect.cleandoc(kind.__doc__ or "").replace("\n", " ").replace("  ", " ")
    inherited = [one for one in known if issubclass(kind, one)]
    skipped = {name for one in inherited for name in keys_of(one)}
    rows = []
    for name, field in keys_of(kind).items():
        declared = field.metadata["key"]
        if name in skipped or (asks and name == "name"):
            continue
        default = declared.default_words or _default(field.default)
        needed = "required" if field.default is REQUIRED else default
        takes = declared.takes.words.replace("|", "or")
        rows.append(f"| `{name}` | {takes} | {declared.about} | {needed} |")
    question = [f"*{asks[:1].upper()}{asks[1:]}*", ""] if asks else []
    also = ["Takes the keys of a quantity, and:", ""] if inherited else []
    head = ["| key | takes | meaning | default |", "|---|---|---|---|"]
    return "\n".join([f"### {title}", "", *question, told, "", *also, *head, *rows, ""])


def _default(value: object) -> str:
    if value is None or value in ("", ()):
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def claim_rules() -> str:
    """Smallest differences that matter, by the scale of what is compared."""
    from multipolar.claims.scale import RULES

    rows = [f"| {what} | {size} | {why or '-'} |" for what, size, why in RULES]
    return "\n".join(["| what is compared | smallest that matters | why |", "|---|---|---|", *rows])


MAKERS = {
    "versions": versions,
    "commands": commands,
    "claim_keys": claim_keys,
    "claim_rules": claim_rules,
}


def made_anew(text: str) -> str:
    """Text of a page with its made parts as they should be."""
    return MADE.sub(lambda found: f"{found[1]}{MAKERS[found[2]]()}\n{found[4]}", text)


# ------------------------------------------------------------------ what the pages run
def examples(kind: str, block: str) -> Iterator[tuple[str, str]]:
    """Source and expected output of each example of a block."""
    if kind == "pycon":
        for example in doctest.DocTestParser().get_examples(block):
            yield example.source, example.want
        return
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(i for i, line in enumerate(lines) if not line.rstrip().endswith("\\"))
        yield "".join(lines[: end + 1]), "".join(lines[end + 1 :])


def run_python(source: str, names: dict[str, Any]) -> str:
    """What a statement prints, or the value of an expression."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(source, "<page>", "single"), names)
        except Exception as error:
            kind = type(error)
            out.write(f"Traceback (most recent call last):\n{kind.__name__}: {error}\n")
    return out.getvalue()


def run_shell(source: str, folder: str, raw: bool) -> str:
    """What a command prints, with its errors; without raw files unless the block asks for them."""
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    known = os.environ | {"PATH": paths, "COLUMNS": "100", "NO_COLOR": "1"}
    if not raw:
        known = known | {RAW: f"{folder}/none"}
    done = subprocess.run(
        ["bash", "-c", source], cwd=folder, env=known, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def problems(page: Path) -> Iterator[str]:
    """What a page shows that is not so."""
    text = page.read_text(encoding="utf-8")
    if made_anew(text) != text:
        yield "a made part is out of date: run python docs/check_pages.py --write"
    names: dict[str, Any] = {"__name__": "__page__"}
    checker = doctest.OutputChecker()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for raw, kind, block in BLOCK.findall(text):
            if raw and not os.environ.get(RAW):
                continue
            for source, want in examples(kind, block):
                got = (
                    run_python(source, names)
                    if kind == "pycon"
                    else run_shell(source, folder, bool(raw))
                )
                if not checker.check_output(want, got, FLAGS):
                    yield f"{source.strip()}\n  shown:\n{want}\n  is now:\n{got}"


def main() -> int:
    """Check pages, all of them or those named."""
    os.environ.setdefault("POLARS_FMT_MAX_COLS", "12")
    os.environ["COLUMNS"] = "100"
    named = [Path(name).resolve() for name in sys.argv[1:] if not name.startswith("--")]
    pages = named or [DOCS.parent / "README.md", *sorted(DOCS.rglob("*.md"))]
    if "--write" in sys.argv:
        for page in pages:
            text = page.read_text(encoding="utf-8")
            if (new := made_anew(text)) != text:
                page.write_text(new, encoding="utf-8")
    count = 0
    for page in pages:
        for problem in problems(page):
            count += 1
            print(f"--- {page.relative_to(DOCS.parent)}: {problem}\n")
    print(f"{len(pages)} pages, {count} problems")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

"""Imports go one way through the layers, wherever in a module they stand, and never in a ring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import multipolar

ROOT = Path(multipolar.__file__).resolve().parent
PAGE = ROOT.parent.parent / "docs" / "explanation" / "structure.md"

LAYERS = (
    ("errors", "estimate"),
    ("years", "export"),
    ("states",),
    ("measures",),
    ("sources",),
    ("panel",),
    ("fields",),
    ("query",),
    ("table",),
    ("verdict",),
    ("relations", "system"),
    ("citing", "building"),
    ("claims",),
    ("report",),
    ("cli",),
    ("__main__",),
)
"""From the ground up: a module may use its own layer's package and what stands before it."""

RANK = {name: place for place, layer in enumerate(LAYERS) for name in layer}

PURE = {"errors", "measures"}
"""All that measures know: they are functions of arrays."""


def modules() -> dict[str, ast.Module]:
    """Tree of every module by its dotted name below the package."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts).removesuffix("__init__").removesuffix(".")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(name: str, node: ast.AST) -> Iterator[str]:
    """Modules of the package that a statement of a module imports, dotted, below the package."""
    if isinstance(node, ast.Import):
        named = [one.name for one in node.names]
    elif isinstance(node, ast.ImportFrom):
        is_package = (ROOT / Path(*name.split(".")) / "__init__.py").is_file()
        here = ["multipolar", *filter(None, name.split("."))]
        up = node.level - (1 if is_package else 0)
        base = here[: len(here) - up] if node.level else []
        target = ".".join([*base, *filter(None, [node.module])])
        named = [f"{target}.{one.name}" for one in node.names]
    else:
        return
    for one in named:
        if one.split(".")[0] != "multipolar":
            continue
        short = one.removeprefix("multipolar").removeprefix(".")
        # The last part may be a name within a module; the package itself offers public names.
        yield short if short in MODULES else short.rpartition(".")[0]


def statements_when_loaded(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded: not functions, and not what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from statements_when_loaded(child)


def layer(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def test_every_module_has_its_layer():
    assert {layer(name) for name in MODULES} - {""} == set(RANK)


def test_imports_go_with_the_flow():
    """Also those within functions and for type checkers only."""
    against = {
        (name, layer(target))
        for name, tree in MODULES.items()
        if name  # the package itself offers names of all layers, loaded when first used
        for node in ast.walk(tree)
        for target in imported(name, node)
        if target and layer(target) != layer(name) and RANK[layer(target)] >= RANK[layer(name)]
    }
    assert not against


def test_measures_know_nothing_of_the_data():
    known = {
        layer(target)
        for name, tree in MODULES.items()
        if layer(name) == "measures"
        for node in ast.walk(tree)
        for target in imported(name, node)
    }
    assert known <= PURE


def test_only_the_version_is_taken_from_the_package_itself():
    """Its public names load modules of all layers."""
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "multipolar":
                taken = {one.name for one in node.names if one.name not in MODULES}
                assert taken <= {"__version__"}, name


def test_no_ring_of_imports():
    """Among what runs when modules are loaded; raises CycleError, which names the ring."""
    graph = {
        name: {t for node in statements_when_loaded(tree) for t in imported(name, node)} - {name}
        for name, tree in MODULES.items()
        if name
    }
    TopologicalSorter({name: targets - {""} for name, targets in graph.items()}).prepare()


def test_the_page_of_the_structure_tells_the_same():
    told = re.findall(r"^\| ((?:`\w+` ?)+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert [tuple(re.findall(r"`(\w+)`", row)) for row in told] == [
        layer for layer in LAYERS if layer != ("__main__",)
    ]

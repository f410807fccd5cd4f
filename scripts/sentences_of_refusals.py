"""The sentences of refusals, also where a constant or a table holds them, read off the source.

babel finds what is written in the call itself. What is behind a name is looked up here: in the same
module, or in the one that it is imported from.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFUSALS = ("Refusal", "NotFound", "NotAllowed", "Conflict", "Invalid", "Busy", "Away")
# How a status stands, in one sentence of a table of its own.
FROM_TABLES = {"how_it_stands": "matcher/domain/life_cycles.py"}
TRANSLATED = {"gettext", "_"}


@dataclass(frozen=True, slots=True)
class Said:
    """One refusal of the source; no `sentences` where none can be read off it."""

    file: str
    line: int
    sentences: tuple[str, ...]
    is_translated: bool = False


def refusals_in(root: Path, file: Path) -> Iterator[Said]:
    """Every refusal that a module makes, with all that it may say."""
    text = file.read_text(encoding="utf-8")
    if not any(kind in text for kind in REFUSALS):
        return
    tree = ast.parse(text)
    name = file.relative_to(root).as_posix()
    # Every node once: to walk through a module takes far longer than to look at what is there.
    nodes = list(ast.walk(tree))
    kinds = [
        node
        for node in nodes
        if isinstance(node, ast.ClassDef) and {_name(base) for base in node.bases} & {*REFUSALS}
    ]
    own = {node for kind in kinds for node in ast.walk(kind) if _is_super(node)}
    for node in nodes:
        if isinstance(node, ast.Call) and node.args and (_called(node) in REFUSALS or node in own):
            first = node.args[0]
            translated = isinstance(first, ast.Call) and _called(first) in TRANSLATED
            yield Said(name, node.lineno, tuple(_read(root, tree, first)), translated)


def _is_super(node: ast.AST) -> bool:
    """Whether a kind of refusal says here what it has to say."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Call)
        and (_called(node.func.value), node.func.attr) == ("super", "__init__")
    )


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _read(root: Path, tree: ast.Module, said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
            yield from _behind(root, tree, name)
        case ast.Call() if _called(said) in FROM_TABLES:
            yield from _tables(root / FROM_TABLES[_called(said)])
        case ast.IfExp(body=one, orelse=other):
            yield from _read(root, tree, one)
            yield from _read(root, tree, other)


def _behind(root: Path, tree: ast.Module, name: str) -> Iterator[str]:
    """What a name of a module stands for: a sentence, or a table of them."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    source = root / f"{node.module.replace('.', '/')}.py"
                    if source.is_file():
                        yield from _behind(root, _parsed(source), alias.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                yield from _texts(node.value)


def _tables(file: Path) -> Iterator[str]:
    """All sentences of a module's tables."""
    for node in _parsed(file).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield from _texts(node.value)


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Call(args=[ast.Constant(value=str(text))]):
            yield text
        case ast.Dict(values=values):
            for one in values:
                yield from _texts(one)


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))

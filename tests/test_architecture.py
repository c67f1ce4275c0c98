"""The rules that keep the tree readable: sizes, names, docstrings, layers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("render", "sim", "models", "studio")
SOURCES = sorted([ROOT / "main.py", *(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))])
FORBIDDEN_NAMES = {"utils.py", "util.py", "misc.py", "helpers.py", "common.py"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_KERNEL_LINES = 70
MAX_MAIN_LINES = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def is_kernel(path: Path) -> bool:
    return any(
        part in relative(path) for part in ("constitutive/", "mpm/cpu/", "mpm/gpu/", "cpu_tiles/")
    )


def public_definitions(tree: ast.Module) -> Iterator[ast.AST]:
    for node in tree.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from (
                member
                for member in node.body
                if isinstance(member, Function) and not member.name.startswith("_")
            )


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_file_is_small_and_well_named(path: Path) -> None:
    assert path.name not in FORBIDDEN_NAMES
    limit = MAX_MAIN_LINES if path.name == "main.py" and path.parent == ROOT else MAX_FILE_LINES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_functions_are_small(path: Path) -> None:
    limit = MAX_KERNEL_LINES if is_kernel(path) else MAX_FUNCTION_LINES
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in functions(tree)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > limit
    }
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_public_names_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "module docstring missing"
    missing = [
        node.name
        for node in public_definitions(tree)
        if isinstance(node, Function | ast.ClassDef)
        and ast.get_docstring(node) is None
        and not is_override(node)
    ]
    assert not missing


def is_override(node: Function | ast.ClassDef) -> bool:
    """Whether the definition is decorated as an override or is a Qt event handler."""
    if isinstance(node, ast.ClassDef):
        return False
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return bool(decorators & {"override", "typing.override"}) or node.name.endswith("Event")


def frozen_dataclasses(tree: ast.Module) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            "dataclass" in ast.unparse(decorator) for decorator in node.decorator_list
        ):
            yield node


ARRAY_WORDS = ("NDArray", "FloatArray", "ndarray", "Array")


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_array_fields_of_public_dataclasses_state_their_shape(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = []
    for cls in frozen_dataclasses(tree):
        if cls.name.startswith("_"):
            continue
        for field, follower in zip(cls.body, [*cls.body[1:], None], strict=True):
            if not isinstance(field, ast.AnnAssign):
                continue
            if not any(word in ast.unparse(field.annotation) for word in ARRAY_WORDS):
                continue
            text = (
                follower.value.value
                if isinstance(follower, ast.Expr) and isinstance(follower.value, ast.Constant)
                else ""
            )
            if "[" not in str(text):
                silent.append(f"{cls.name}.{ast.unparse(field.target)}")
    assert not silent


def test_tests_and_tools_are_never_installed() -> None:
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = settings["tool"]["setuptools"]["packages"]
    assert not [name for name in packages if name.split(".")[0] in {"tests", "benchmarks", "tools"}]
    on_disk = {
        relative(init.parent).replace("/", ".")
        for name in (*PACKAGES, "resources")
        for init in (ROOT / name).rglob("__init__.py")
    }
    assert on_disk == set(packages)

"""Collects the texts of the window into Qt Linguist's catalogues, and compiles these.

    python tools/translations.py            # update resources/translations/*.ts and *.qm
    python tools/translations.py --missing  # list what lacks a translation, as JSON

Works offline: the sources are read as syntax trees, and `lrelease` comes with PySide6. Translate in
Qt Linguist or an editor; texts that are no longer used are dropped.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from render.atomic_file import write_text_atomic

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"de": "de_DE"}
"""Code in file names -> language of the catalogue."""
CONTEXT = "studio"
SUBMENU = " ▸ "
SAYING = {
    "tr": (0,), "mark": (0,), "Command": (1,), "Dock": (1,), "CentrePage": (1,), "Quantity": (1,),
    "PreferenceField": (1, 2, 3, 5), "Told": (0,),
}  # fmt: skip
"""Callable -> places of the English texts among its arguments, or of choices with their texts."""
KEYWORDS = {
    "Quantity": ("label",), "Dock": ("title",), "CentrePage": ("title",),
    "PreferenceField": ("label", "help", "choices"),
}  # fmt: skip
HELPS = ("remedy", "advice")
"""Names under which the doctor's files keep what helps."""
PROGRESS = ("progress", "report")
"""Callables whose first argument names a stage of a job."""
DATA = {
    "resources/samples/samples.json": ("title",),
    "resources/materials/presets.json": ("name",),
    "resources/materials/examples.json": ("name",),
    "resources/scenes/templates.json": ("title", "sentence"),
}
"""Bundled data -> keys under which the entries of its lists keep their texts."""
SPEAKING = ("studio",)
STAGING = ("studio", "sim", "render")


@dataclass
class Message:
    """One text, where it stands and what it is in another language."""

    source: str
    plural: bool = False
    files: set[str] = field(default_factory=set)
    translations: tuple[str, ...] = ()


def collect(root: Path = ROOT) -> dict[str, Message]:
    """All texts of the window by their English."""
    found: dict[str, Message] = {}
    for package in STAGING:
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for text, plural in _texts(root, path, name):
                message = found.setdefault(text, Message(text))
                message.plural |= plural
                message.files.add(name)
    for name, text in _titles(root):
        found.setdefault(text, Message(text)).files.add(name)
    return dict(sorted(found.items(), key=lambda entry: (entry[0].lower(), entry[0])))


def _texts(root: Path, path: Path, name: str) -> list[tuple[str, bool]]:
    """Texts of one file, and whether they are plural."""
    code = path.read_text(encoding="utf-8")
    texts = []
    if any(f"{called}(" in code for called in PROGRESS):
        texts += [(stage, False) for stage in _stages(root, path)]
    if name.split("/")[0] in SPEAKING:
        texts += list(_said(_tree(path)))
    if name.startswith("studio/doctor"):
        texts += [(text, False) for text in _helps(_tree(path))]
    return texts


def _titles(root: Path) -> Iterator[tuple[str, str]]:
    """Titles of bundled data, classes, laws and passes, with the files that hold them."""
    from render.passes.registry import PASSES
    from sim.materials import ConstitutiveLaw, MaterialClass

    for name, keys in DATA.items():
        data = json.loads((root / name).read_text(encoding="utf-8"))
        for entries in data.values():
            if isinstance(entries, list):
                yield from ((name, entry[key]) for entry in entries for key in keys)
    yield from (("sim/materials.py", one.label) for one in (*MaterialClass, *ConstitutiveLaw))
    yield from (("render/passes/registry.py", kind.title) for kind in PASSES.values())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _said(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Literal texts of calls that show or mark them, and whether they are plural."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name == "trn" and len(node.args) > 1:
            yield from ((text, True) for text in _literals(node.args[1]))
        for place in SAYING.get(name, ()):
            if place < len(node.args):
                yield from _parts(node.args[place])
        for keyword in node.keywords:
            if keyword.arg in KEYWORDS.get(name, ()):
                yield from _parts(keyword.value)


def _helps(tree: ast.Module) -> Iterator[str]:
    """Literal texts that are given the names of `HELPS`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in HELPS:
            yield from filter(None, _literals(node.value))
        elif isinstance(node, ast.Assign):
            named = any(isinstance(to, ast.Name) and to.id in HELPS for to in node.targets)
            yield from filter(None, _literals(node.value) if named else ())


def _parts(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """Texts of an argument; titles of menus and submenus apart."""
    for text in _literals(node):
        yield from ((part, False) for part in text.split(SUBMENU) if part)


def _literals(node: ast.expr) -> Iterator[str]:
    """The literal text of an expression, or those of its branches."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Tuple):  # choices: pairs of a value and its text
        for pair in node.elts:
            if isinstance(pair, ast.Tuple) and pair.elts:
                yield from _literals(pair.elts[-1])


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr.lstrip("_")
    return node.func.id if isinstance(node.func, ast.Name) else ""


@cache
def _constants(path: Path) -> Mapping[str, str]:
    """Texts assigned to names of a module; none of one that is not of this project."""
    if not path.is_file():
        return {}
    return {
        target.id: node.value.value
        for node in _tree(path).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _stages(root: Path, path: Path) -> Iterator[str]:
    """Names of stages that jobs report, written out or as constants of this or another module."""
    known = dict(_constants(path))
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            origin = _constants(root / (node.module.replace(".", "/") + ".py"))
            known |= {
                alias.asname or alias.name: origin[alias.name]
                for alias in node.names
                if alias.name in origin
            }
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and _called(node) in PROGRESS and node.args:
            first = node.args[0]
            text = known.get(first.id, "") if isinstance(first, ast.Name) else ""
            yield from (stage for stage in (text, *_literals(first)) if stage[:1].isupper())


def read_ts(path: Path) -> dict[str, tuple[str, ...]]:
    """English -> translations of a `.ts` file; none while it is not translated."""
    if not path.is_file():
        return {}
    known = {}
    for message in Xml.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        forms = [] if translation is None else translation.findall("numerusform")
        texts = [form.text or "" for form in forms]
        if translation is not None and not forms:
            texts = [translation.text or ""]
        known[message.findtext("source", "")] = tuple(texts) if all(texts) else ()
    return known


def write_ts(path: Path, language: str, messages: Iterable[Message]) -> None:
    """Write a `.ts` file that Qt Linguist opens."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
        *(line for message in messages for line in _ts_lines(message)),
        "</context>",
        "</TS>",
    ]
    write_text_atomic(path, "\n".join(lines) + "\n")


def _ts_lines(message: Message) -> Iterator[str]:
    yield '    <message numerus="yes">' if message.plural else "    <message>"
    yield from (f'        <location filename="../../{name}"/>' for name in sorted(message.files))
    yield f"        <source>{escape(message.source)}</source>"
    kind = "" if message.translations else ' type="unfinished"'
    if message.plural:
        forms = message.translations or ("", "")
        yield f"        <translation{kind}>"
        yield from (f"            <numerusform>{escape(form)}</numerusform>" for form in forms)
        yield "        </translation>"
    else:
        text = "".join(message.translations[:1])
        yield f"        <translation{kind}>{escape(text)}</translation>"
    yield "    </message>"


def update(added: Mapping[str, object]) -> None:
    """Bring all catalogues up to date.

    Args:
        added: New translations of the only language: one text, or a list of plural forms.
    """
    messages = collect()
    for code, language in LANGUAGES.items():
        path = FOLDER / f"studio_{code}.ts"
        known = read_ts(path)
        for message in messages.values():
            new = added.get(message.source)
            given = (new,) if isinstance(new, str) else tuple(new) if isinstance(new, list) else ()
            message.translations = given or known.get(message.source, ())
            if message.plural and len(message.translations) == 1:
                message.translations *= 2
            elif not message.plural:
                message.translations = message.translations[:1]
        write_ts(path, language, messages.values())
        compile_ts(path)


def compile_ts(path: Path) -> None:
    """Compile a `.ts` file to the `.qm` file that the studio loads."""
    import PySide6

    program = Path(PySide6.__file__).parent / "lrelease"
    command = [str(program), "-silent", str(path), "-qm", str(path.with_suffix(".qm"))]
    subprocess.run(command, check=True)


def missing() -> dict[str, list[str]]:
    """Texts without a translation, by language."""
    texts = collect()
    known = {code: read_ts(FOLDER / f"studio_{code}.ts") for code in LANGUAGES}
    return {
        code: [text for text in texts if not translations.get(text)]
        for code, translations in known.items()
    }


def main() -> int:
    """Run the tool."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--missing", action="store_true", help="list what is not translated")
    parser.add_argument(
        "--add", type=Path, metavar="JSON", help="English -> translation, to be taken in"
    )
    options = parser.parse_args()
    if options.missing:
        sys.stdout.write(json.dumps(missing(), indent=1, ensure_ascii=False) + "\n")
        return 0
    added = json.loads(options.add.read_text(encoding="utf-8")) if options.add else {}
    update(added)
    return 0


if __name__ == "__main__":
    sys.exit(main())

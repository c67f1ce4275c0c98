"""The catalogues hold every text of the window, completely and with its placeholders."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from studio.state.catalogue import read_catalogue
from studio.state.language import ENGLISH, LANGUAGES, catalogue_file, translations_folder
from tools.translations import Message, collect, read_ts, write_ts

FOREIGN = tuple(code for code in LANGUAGES if code != ENGLISH)


@pytest.fixture(scope="module")
def used() -> dict[str, bool]:
    """Text -> whether it has plural forms."""
    return {text: message.plural for text, message in collect().items()}


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}


def test_texts_of_every_kind_are_found(used: dict[str, bool]) -> None:
    for text in ("Save as…", "File", "Material", "Simulating", "Density"):
        assert text in used


@pytest.mark.parametrize("code", FOREIGN)
def test_the_catalogue_is_complete(code: str, used: dict[str, bool]) -> None:
    """After new texts: python tools/translations.py, then translate what --missing lists."""
    known = read_ts(translations_folder() / f"studio_{code}.ts")
    assert [text for text in used if not known.get(text)] == []
    assert [text for text in known if text not in used] == []


@pytest.mark.parametrize("code", FOREIGN)
def test_translations_have_the_same_placeholders(code: str) -> None:
    known = read_ts(translations_folder() / f"studio_{code}.ts")
    wrong = [
        (text, said)
        for text, forms in known.items()
        for said in forms
        if placeholders(said) - {("count", "")} != placeholders(text) - {("count", "")}
    ]
    assert wrong == []


@pytest.mark.parametrize("code", FOREIGN)
def test_the_compiled_catalogue_is_that_of_the_source(code: str) -> None:
    source = read_ts(translations_folder() / f"studio_{code}.ts")
    compiled = read_catalogue(catalogue_file(code))
    assert {text: forms for text, forms in source.items() if forms} == dict(compiled)


@pytest.mark.parametrize("code", FOREIGN)
def test_plural_texts_have_two_forms(code: str, used: dict[str, bool]) -> None:
    known = read_ts(translations_folder() / f"studio_{code}.ts")
    wrong = [t for t, plural in used.items() if len(known.get(t, ())) != (2 if plural else 1)]
    assert wrong == []


def test_source_files_are_read_back_as_written(tmp_path: Path) -> None:
    messages = {text: Message(text, plural=text[0] == "{") for text in ("One & all", "{count} <b>")}
    for message in messages.values():
        message.translations = ("<&> one", "many") if message.plural else ("<&> one",)
    path = tmp_path / "studio_de.ts"
    write_ts(path, "de_DE", messages.values())
    assert read_ts(path) == {text: message.translations for text, message in messages.items()}

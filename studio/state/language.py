"""Words of the window in the user's language, looked up by the English text."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from render.errors import InputError
from studio.state.catalogue import read_catalogue
from studio.state.pseudo_locale import pseudo

ENGLISH = "en"
PSEUDO = "pseudo"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "de": "Deutsch"})
"""Code -> name in the language itself."""
_CAPITAL_NOUNS = ("de",)
_PEOPLE = ("Young's", "Poisson's")

_Words = Mapping[str, tuple[str, ...]]
_NOTHING: _Words = MappingProxyType({})


class _Present:
    """The language that is spoken; chosen once before the window is built."""

    code = ENGLISH
    words: _Words = _NOTHING


def translations_folder() -> Path:
    """Folder of the bundled catalogues."""
    return Path(str(files("resources"))) / "translations"


def set_language(code: str) -> None:
    """Speak another language from now on; texts that are shown already stay as they are.

    Args:
        code: One of `LANGUAGES`, or "pseudo", which is for tests of the window.

    Raises:
        InputError: If there is no such language, or its catalogue is damaged.
    """
    known = (*LANGUAGES, PSEUDO)
    if code not in known:
        raise InputError(f"language is {code!r}; use one of: {', '.join(known)}")
    has_catalogue = code not in (ENGLISH, PSEUDO)
    _Present.words = read_catalogue(catalogue_file(code)) if has_catalogue else _NOTHING
    _Present.code = code


def language() -> str:
    """Code of the language that is spoken."""
    return _Present.code


def catalogue_file(code: str) -> Path:
    """Compiled catalogue of a language."""
    return translations_folder() / f"studio_{code}.qm"


def tr(text: str, **values: object) -> str:
    """A text in the user's language.

    Args:
        text: English text with named placeholders, for example "Simulating {name}".
        values: What stands for the placeholders.
    """
    said = pseudo(text) if _Present.code == PSEUDO else _translated(text, 0)
    return said.format(**values) if values else said


def trn(one: str, many: str, count: int, **values: object) -> str:
    """A text about a number of things, in the user's language.

    Args:
        one: English text for one thing, for example "{count} frame".
        many: English text for any other number, for example "{count} frames".
        count: How many; it also stands for the placeholder {count}.
        values: What stands for other placeholders.
    """
    singular = count == 1
    english = one if singular else many
    if _Present.code == PSEUDO:
        said = pseudo(english)
    elif many in _Present.words:
        said = _translated(many, 0 if singular else 1)
    else:
        said = english
    return said.format(count=count, **values)


def within(said: str) -> str:
    """A name as it stands inside a sentence: nouns of German and people's names keep their capital.

    Args:
        said: Name in the user's language, for example "Density".
    """
    if _Present.code in _CAPITAL_NOUNS or said.startswith(_PEOPLE):
        return said
    return f"{said[:1].lower()}{said[1:]}"


def mark(text: str) -> str:
    """The English text itself, marked for translation; `tr` says it later.

    For texts in tables that are made before the language is known.
    """
    return text


def _translated(text: str, form: int) -> str:
    forms = _Present.words.get(text)
    if not forms:
        return text
    return forms[min(form, len(forms) - 1)] or text

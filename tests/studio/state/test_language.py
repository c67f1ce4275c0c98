"""Looking words up, plurals, the pseudo-language and damaged catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from render.errors import InputError
from studio.state.catalogue import MAGIC, read_catalogue
from studio.state.language import ENGLISH, language, mark, set_language, tr, trn, within
from studio.state.pseudo_locale import CLOSING, OPENING, pseudo


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language(ENGLISH)


def test_english_stands_for_itself() -> None:
    assert tr("Save") == "Save"
    assert tr("Simulating {name}", name="ball") == "Simulating ball"
    assert trn("{count} frame", "{count} frames", 1) == "1 frame"
    assert trn("{count} frame", "{count} frames", 0) == "0 frames"


def test_german_is_looked_up_and_falls_back_to_english() -> None:
    set_language("de")
    assert language() == "de"
    assert tr("Save") == "Speichern"
    assert tr("A text that nobody has translated") == "A text that nobody has translated"
    assert tr(mark("Quit")) == "Beenden"


def test_names_within_a_sentence_keep_the_capitals_they_need() -> None:
    names = ("Density", "Young's modulus", "Rubber")
    assert [within(tr(name)) for name in names] == ["density", "Young's modulus", "rubber"]
    set_language("de")
    assert within(tr("Rubber")) == "Gummi"


def test_pseudo_is_longer_and_keeps_placeholders_tags_and_mnemonics() -> None:
    text = "&Open <b>{name}</b>, {fraction:.0%} done"
    said = pseudo(text)
    assert said.startswith(OPENING)
    assert said.endswith(CLOSING)
    assert len(said) >= 1.3 * len(text)
    for kept in ("{name}", "{fraction:.0%}", "<b>", "</b>", "&"):
        assert kept in said
    set_language("pseudo")
    assert "ball" in tr("Simulating {name}", name="ball")
    assert "7" in trn("{count} frame", "{count} frames", 7)


def test_an_unknown_language_is_refused_with_the_choices() -> None:
    with pytest.raises(InputError, match="use one of: en, de"):
        set_language("tlh")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"no catalogue", "no catalogue"), (MAGIC + b"\x69\x00\x00\x00\x09\x03\x00", "damaged")],
)
def test_damaged_catalogues_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "studio_de.qm"
    file.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_catalogue(file)


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"studio_xx\.qm cannot be read"):
        read_catalogue(tmp_path / "studio_xx.qm")

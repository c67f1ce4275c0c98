"""The language of the window, and of the buttons and menus that Qt brings along."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from studio.state.language import ENGLISH, LANGUAGES, catalogue_file, set_language

SYSTEM = "system"

_installed: list[QTranslator] = []


def speak(application: QApplication, choice: str) -> str:
    """Let all texts that are made from now on be in a language.

    Args:
        application: The one of this process.
        choice: "system", or a code of `studio.state.language`.

    Returns:
        Code of the language.
    """
    code = system_language() if choice == SYSTEM else choice
    set_language(code)
    while _installed:
        application.removeTranslator(_installed.pop())
    if code != ENGLISH and code in LANGUAGES:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file in (f"{folder}/qtbase_{code}.qm", str(catalogue_file(code))):
            translator = QTranslator()
            if translator.load(file):
                application.installTranslator(translator)
                _installed.append(translator)
    return code


def system_language() -> str:
    """The desktop's language where there is a catalogue for it, English otherwise."""
    wanted = (name.split("-")[0].lower() for name in QLocale.system().uiLanguages())
    return next((code for code in wanted if code in LANGUAGES), ENGLISH)

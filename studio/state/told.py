"""The doctor's words in the language of the window."""

from __future__ import annotations

from studio.doctor_report import Check, Told
from studio.state.language import tr


def said(text: str) -> str:
    """What the doctor told, in the user's language; parts of it that were told as well."""
    if not isinstance(text, Told):
        return tr(text)
    values = {
        name: said(value) if isinstance(value, Told) else value
        for name, value in text.values.items()
    }
    return tr(text.template, **values)


def finding_text(check: Check) -> str:
    """What was found; names and versions of others stay what they are."""
    return said(check.detail) if isinstance(check.detail, Told) else check.detail

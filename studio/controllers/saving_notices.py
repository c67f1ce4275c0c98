"""What the user is told when a project cannot be written, and what helps."""

from __future__ import annotations

from studio.state.language import tr
from studio.state.notices import NoticesState, Remedy


def tell_read_only(notices: NoticesState) -> None:
    """The project may not be written."""
    notices.post(
        "warning",
        tr("This project is open read-only. Save it under another name."),
        remedy=_save_as(),
    )


def tell_recording_failed(notices: NoticesState, reason: str) -> None:
    """Finished edits do not reach the disk."""
    notices.post(
        "error",
        tr("Your edits cannot be written to the disk: {reason}", reason=reason),
        details=tr(
            "They are kept in memory and tried again every two seconds. Free some space, "
            "or save the project in another place."
        ),
        remedy=_save_as(),
    )


def tell_save_failed(notices: NoticesState, reason: str) -> None:
    """Saving has failed."""
    notices.post(
        "error",
        tr("The project was not saved: {reason}", reason=reason),
        details=tr("The project on the disk is as it was saved before."),
        remedy=_save_as(),
    )


def tell_lock_lost(notices: NoticesState) -> None:
    """Another window writes the project now."""
    notices.post(
        "error",
        tr("Another window has taken this project over. Save it under another name."),
        details=tr("What you do from now on is not written to the project."),
        remedy=_save_as(),
    )


def _save_as() -> Remedy:
    return Remedy(tr("Save as…"), "save-as")

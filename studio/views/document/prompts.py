"""The questions about the project on the disk: one function each from state to `Prompt`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QListWidget, QListWidgetItem, QWidget
from shiboken6 import isValid

from sim.project import CLOUD_NAME, MASK_NAME, PHOTO_NAME
from studio.controllers.studio_controller import Studio
from studio.state.document_file import StoredFile
from studio.state.language import tr, trn
from studio.state.resolve_history import clock_text, moment_text
from studio.state.saving import CleanOffer, LockConflict, MissingFiles, RecoveryOffer
from studio.views.document.prompt import Choice, Prompt
from studio.views.theme import label, px
from studio.views.thumbnails import ThumbnailLoader

_ROWS = 6
_PHOTO_PX = 120


def recovery_prompt(
    window: QWidget, studio: Studio, offer: RecoveryOffer, thumbnails: ThumbnailLoader
) -> Prompt:
    """Offer work that was lost, with its picture, what was done and when."""
    last_s = offer.edits[-1].time_s if offer.edits else 0.0
    count = len(offer.edits)
    done = trn("{count} edit", "{count} edits", count)
    text = tr(
        "phys4d-studio was closed unexpectedly while {name} had unsaved changes: "
        "{done}, the last one on {moment}.",
        name=offer.project.stem,
        done=done,
        moment=moment_text(last_s),
    )
    prompt = Prompt(window, tr("Restore unsaved work?"), text, "info")
    if offer.failed_before:
        warning = tr("Restoring it was begun before and did not end. It may be the cause.")
        prompt.body.addWidget(label(warning, "warning", wrap=True))
    if offer.photo is not None:
        picture = QLabel()
        picture.setAccessibleName(tr("Picture of the project"))
        picture.setFixedHeight(px(_PHOTO_PX))
        _show_thumbnail(picture, offer.photo, thumbnails)
        prompt.body.addWidget(picture)
    rows = [f"{clock_text(note.time_s)}   {note.label}" for note in reversed(offer.edits)]
    prompt.body.addWidget(_list(rows, tr("Unsaved edits, newest first")))
    saving = studio.saving
    prompt.add_choices(
        Choice(
            tr("Discard"), saving.discard_lost, "primary" if offer.failed_before else "",
            tr("Go on with the project as it was saved. The edits are kept aside in the project's "
               "folder until the next time."),
        ),
        Choice(
            tr("Restore"), saving.restore, "" if offer.failed_before else "primary",
            tr("Take the edits back, as one step that can be undone."),
        ),
    )  # fmt: skip
    return prompt


def conflict_prompt(window: QWidget, studio: Studio, conflict: LockConflict) -> Prompt:
    """Say who else has the project open, and what can be done."""
    text = tr(
        "{name} is open elsewhere: {holder}. Two windows that write one project would undo each "
        "other's work.",
        name=conflict.project.stem,
        holder=conflict.holder,
    )
    prompt = Prompt(window, tr("This project is already open"), text, "warning")
    opening = studio.opening
    if not conflict.here:
        hint = tr(
            "If that computer was switched off or lost its connection, nobody uses the project "
            "any more and you can take it over."
        )
        prompt.body.addWidget(label(hint, "muted", wrap=True))
    take_over = tr("The other window can then no longer write the project.")
    copy = tr("Copies the project as it was saved last.")
    prompt.add_choices(
        Choice(tr("Take over"), opening.take_over, "link", take_over),
        Choice(tr("Cancel"), opening.leave_conflict),
        Choice(tr("Open read-only"), opening.open_read_only),
        Choice(tr("Open a copy"), opening.open_copy, "primary", copy),
    )
    prompt.on_escape = opening.leave_conflict
    return prompt


def missing_prompt(window: QWidget, studio: Studio, missing: MissingFiles) -> Prompt:
    """Say which files are missing, and ask where they are now."""
    text = tr(
        "{name} was saved with files that are not in its folder any more. Choose the folder they "
        "were moved to: it and all folders in it are searched, whatever the files are called now.",
        name=missing.project.stem,
    )
    prompt = Prompt(window, tr("Files are missing"), text, "warning")
    prompt.body.addWidget(_list([file_text(file) for file in missing.files], tr("Missing files")))
    if missing.searched is not None and not missing.searching:
        not_there = tr("Not found in {folder}.", folder=missing.searched)
        prompt.body.addWidget(label(not_there, "error", wrap=True))
    opening = studio.opening

    def ask() -> None:
        title = tr("Folder with the missing files")
        name = QFileDialog.getExistingDirectory(prompt, title, str(missing.project.parent))
        if name:
            opening.search(Path(name))

    if missing.searching:
        prompt.body.addWidget(label(tr("Searching…"), "muted"))
        prompt.add_choices(Choice(tr("Stop searching"), opening.stop_search, "primary"))
        return prompt
    prompt.add_choices(
        Choice(tr("Work without them"), opening.ignore_missing),
        Choice(tr("Choose a folder…"), ask, "primary"),
    )
    prompt.on_escape = opening.ignore_missing
    return prompt


def clean_prompt(window: QWidget, studio: Studio, offer: CleanOffer) -> Prompt:
    """Ask whether deleted Gaussians shall leave the file for good."""
    text = tr(
        "{count} of {of} Gaussians of {name} are deleted and only left out so far. Once they are "
        "removed from its file they cannot be restored, and the history of edits begins anew. "
        "The project is saved before; takes and the file that was imported stay as they are.",
        count=f"{offer.count:,}",
        of=f"{offer.of:,}",
        name=offer.project.stem,
    )
    prompt = Prompt(window, tr("Remove deleted Gaussians for good?"), text, "warning")
    prompt.add_choices(
        Choice(tr("Cancel"), studio.splats.keep_deleted),
        Choice(tr("Save and remove"), studio.splats.clean, "primary"),
    )
    prompt.on_escape = studio.splats.keep_deleted
    return prompt


def leave_prompt(window: QWidget, studio: Studio, name: str) -> Prompt:
    """Ask what becomes of unsaved changes."""
    text = tr("If you do not save, your changes since the last save are lost.")
    prompt = Prompt(window, tr("Save the changes to {name}?", name=name), text, "warning")

    def answer(word: str) -> None:
        studio.saving.answer_leaving(word)

    prompt.add_choices(
        Choice(tr("Do not save"), lambda: answer("discard"), "link"),
        Choice(tr("Cancel"), lambda: answer("cancel")),
        Choice(tr("Save"), lambda: answer("save"), "primary"),
    )
    prompt.on_escape = lambda: answer("cancel")
    return prompt


def file_text(file: StoredFile) -> str:
    """A file of a project in words."""
    names = {
        PHOTO_NAME: tr("The photo"),
        MASK_NAME: tr("The mask of the photo"),
        CLOUD_NAME: tr("The object (its splats)"),
    }
    if file.name in names:
        return f"{names[file.name]}   ({file.name})"
    return tr("Take {name}", name=Path(file.name).name)


def _list(rows: list[str], name: str) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    widget.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    for row in rows:
        item = QListWidgetItem(row)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        widget.addItem(item)
    widget.ensurePolished()
    row_px = widget.sizeHintForRow(0) if rows else px(24)
    widget.setFixedHeight(min(len(rows), _ROWS) * row_px + 2 * widget.frameWidth() + px(4))
    return widget


def _show_thumbnail(picture: QLabel, photo: Path, thumbnails: ThumbnailLoader) -> None:
    side = px(_PHOTO_PX)

    def show() -> None:
        found = thumbnails.get(photo, side)
        if found is not None:
            picture.setPixmap(found)

    def on_loaded(path: str) -> None:
        if path == str(photo):
            show()

    def forget() -> None:
        if isValid(thumbnails):  # the window may go first
            thumbnails.loaded.disconnect(on_loaded)

    thumbnails.loaded.connect(on_loaded)
    picture.destroyed.connect(forget)
    show()

"""`PhotoViewsController`: pictures with known cameras, and the model that is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.controllers.photo_controller import PhotoController
from studio.controllers.preferences_controller import PreferencesController
from studio.jobs.file_tasks import Files
from studio.jobs.model_reader import Models
from studio.jobs.photo_files import copy_pictures, copy_poses
from studio.state.language import tr
from studio.state.model_choice import EMBEDDED_MODEL, MVADAPTER, ModelChoice
from studio.state.photo import MAX_VIEWS, PHOTO, PhotoView
from studio.state.studio_state import StudioState

NEXT_AZIMUTHS_DEG = (0.0, 180.0, 90.0, 270.0)
"""Sides that new pictures are taken to show, in this order."""


class PhotoViewsController:
    """Every verb is one step of undo; copied pictures stay in the project's folder."""

    def __init__(
        self,
        state: StudioState,
        photo: PhotoController,
        preferences: PreferencesController,
        files: Files,
        models: Models,
    ) -> None:
        """Drive the views of a state's photo.

        Args:
            state: State whose photo has views.
            photo: Records the steps.
            preferences: Remembers models.
            files: Copies pictures.
            models: Reads what the files of a model say.
        """
        self._state = state
        self._photo = photo
        self._preferences = preferences
        self._files = files
        self._models = models
        self._card_of = ""

    @property
    def views(self) -> tuple[PhotoView, ...]:
        """Present views; none means the photo alone."""
        return self._state.photo.wishes.views

    def add_pictures(self, files: Sequence[Path]) -> None:
        """Copy pictures into the project and put them behind the views there are."""

        def joined(copied: tuple[Path, ...]) -> tuple[PhotoView, ...]:
            views = list(self.views or (PhotoView(PHOTO),))
            for path in copied:
                taken = {view.azimuth_deg for view in views}
                free = [angle for angle in NEXT_AZIMUTHS_DEG if angle not in taken]
                views.append(PhotoView(path, azimuth_deg=free[0] if free else 45.0))
            return tuple(views)

        self._copy(tr("Add pictures"), lambda project: copy_pictures(project, files), joined)

    def open_poses(self, file: Path) -> None:
        """Take the views of a pose file in place of those there are."""
        self._copy(tr("Open poses"), lambda project: copy_poses(project, file), lambda new: new)

    def remove(self, index: int) -> None:
        """Take a view away; the photo alone needs no list."""
        views = tuple(view for place, view in enumerate(self.views) if place != index)
        only = len(views) == 1 and views[0].picture == PHOTO
        self._photo.change(tr("Remove view"), views=() if only else views)

    def move(self, index: int, by: int) -> None:
        """Put a view earlier or later; the first one gives colours and material."""
        views, target = list(self.views), index + by
        if 0 <= index < len(views) and 0 <= target < len(views):
            views.insert(target, views.pop(index))
            self._photo.change(tr("Reorder views"), views=tuple(views))

    def set_place(self, index: int, **values: Any) -> None:
        """Set azimuth, elevation or distance of a view, by the field's name."""
        views = list(self.views)
        if 0 <= index < len(views):
            views[index] = replace(views[index], **values)
            self._photo.change(tr("Place view"), views=tuple(views))

    def clear(self) -> None:
        """Predict from the photo alone."""
        self._photo.change(tr("Use the photo alone"), views=())

    def choose_model(self, name: str) -> None:
        """Ask another model: "embedded", or a checkpoint's path, which is remembered."""
        model = self._state.photo.wishes.model
        if name == EMBEDDED_MODEL:
            self._photo.change(tr("Choose model"), model=ModelChoice())
            return
        self._preferences.change(self._preferences.value.with_recent_model(name))
        self._photo.change(tr("Choose model"), model=replace(model, name=name))

    def set_model_option(self, name: str, value: object) -> None:
        """Set how a checkpoint is asked, by the name of `ModelChoice`'s field."""
        model: Any = self._state.photo.wishes.model
        self._photo.change(tr("Set up the model"), model=replace(model, **{name: value}))

    def update(self) -> None:
        """Read what the files of a model that was chosen say."""
        photo = self._state.photo
        name = photo.wishes.model.name
        if photo.facts is not None and name != self._card_of:
            self._card_of = name
            photo.model_facts, photo.model_problem = None, ""
            self._models.ask(name)
        answer = self._models.poll()
        if isinstance(answer, str):
            photo.model_facts, photo.model_problem = None, answer
        elif answer is not None:
            photo.model_facts = answer

    def toggle_mvadapter(self) -> None:
        """Let MV-Adapter make the further views of a photo, or the embedded model again."""
        embedded = self._state.photo.wishes.model.views_from == EMBEDDED_MODEL
        self.set_model_option("views_from", MVADAPTER if embedded else EMBEDDED_MODEL)

    def close(self) -> None:
        """Stop reading files of models."""
        self._models.close()

    def _copy(
        self,
        label: str,
        copy: Callable[[Path], tuple[Any, ...]],
        joined: Callable[[tuple[Any, ...]], tuple[PhotoView, ...]],
    ) -> None:
        facts = self._state.photo.facts
        if facts is None:
            return

        def answer(copied: tuple[Any, ...] | None, reason: str) -> None:
            if self._state.photo.facts is None or self._state.photo.facts.project != facts.project:
                return
            if copied is None:
                self._state.notices.post("error", reason)
                return
            views = joined(copied)
            if len(views) > MAX_VIEWS:
                text = tr("At most {count} views are used.", count=MAX_VIEWS)
                self._state.notices.post("warning", text)
            self._photo.change(label, views=views[:MAX_VIEWS])

        self._files.submit(lambda: copy(facts.project), answer)

"""A desk with the controllers of the photo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from render.errors import InputError
from studio.controllers.photo_controller import PhotoController
from studio.controllers.photo_pointer import PhotoPointer
from studio.controllers.photo_prediction import PhotoPrediction
from studio.controllers.photo_views_controller import PhotoViewsController
from studio.jobs.mask_preview import MaskPreview
from studio.jobs.model_card import read_model_facts
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.model_facts import ModelFacts
from studio.state.photo import PhotoWishes
from tests.studio.controllers.conftest import BOUNDS, Desk, ImmediateFiles
from tests.studio.photo_project import make_photo_project


class ReadAtOnce:
    """Reads files of models while it is asked."""

    def __init__(self) -> None:
        self._answer: ModelFacts | str | None = None

    def ask(self, name: str) -> None:
        try:
            self._answer = read_model_facts(name)
        except InputError as error:
            self._answer = str(error)

    def poll(self) -> ModelFacts | str | None:
        answer, self._answer = self._answer, None
        return answer

    def close(self) -> None:
        pass


@dataclass
class PhotoDesk:
    """The photo's controllers on a desk with an open photo project."""

    desk: Desk
    photo: PhotoController
    pointer: PhotoPointer
    views: PhotoViewsController
    prediction: PhotoPrediction
    preview: MaskPreview
    path: Path

    @property
    def wishes(self) -> PhotoWishes:
        return self.desk.state.photo.wishes

    def mask(self) -> np.ndarray:  # type: ignore[type-arg]
        """The mask of the present edits, 0 to 255."""
        self.photo.update()
        while self.preview.busy:
            self.photo.update()
        mask = self.photo.mask
        assert mask is not None
        return np.frombuffer(mask.coverage, np.uint8).reshape(mask.height, mask.width)


def open_photo_desk(desk: Desk, folder: Path) -> PhotoDesk:
    """Open a photo's project on a desk."""
    path = make_photo_project(folder / "Ball.p4d").path
    files, preview = ImmediateFiles(), MaskPreview()
    photo = PhotoController(desk.state, desk.edits, desk.placement, files, preview)
    made = PhotoDesk(
        desk,
        photo,
        PhotoPointer(desk.state, photo),
        PhotoViewsController(desk.state, photo, desk.preferences, files, ReadAtOnce()),
        PhotoPrediction(desk.state, desk.jobs, desk.takes, desk.edits, photo, files),
        preview,
        path,
    )
    desk.document.open_path(path)
    desk.takes.take_description(SceneDescribed(SceneRef(path), 400, BOUNDS))
    photo.update()
    return made

"""`Studio`: one open project, and everything that can be done with it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.materials import ConstitutiveLaw
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.project import Project
from sim.take import Take
from studio.api.worker import OwnProcess, Worker
from studio.export.video_options import VideoOptions
from studio.jobs.requests import (
    ExportClipRequest,
    ExportStillRequest,
    ExportVideoRequest,
    ImportRequest,
    PredictRequest,
    SimulateRequest,
)
from studio.state.model_choice import ModelChoice

ByteArray = npt.NDArray[np.uint8]
CLIP_SUFFIXES = (".html", ".p4dc", ".usdc", ".usda", ".usd")
"""Endings of moving splats; a video has another one."""


class Studio:
    """The verbs of the window for programs; every call waits until its work is done."""

    def __init__(self, worker: Worker | None = None) -> None:
        """Begin with nothing open.

        Args:
            worker: What carries out the work; None does it in this process.
        """
        self._worker = worker or OwnProcess()
        self._path: Path | None = None

    @property
    def project(self) -> Project:
        """The open project, as it is stored now.

        Raises:
            InputError: If none is open.
        """
        path = self._open_path()
        if path is None:
            raise InputError("no project is open; call open, predict or load first")
        return Project.open(path)

    @property
    def physics(self) -> PhysicsDistribution:
        """Predicted distribution over materials.

        Raises:
            InputError: If the project was made of a splat file, which has none.
        """
        physics = self.project.physics
        if physics is None:
            raise InputError("a splat file has no predicted material; simulate it with a law")
        return physics

    @property
    def cloud(self) -> GaussianCloud:
        """The object: Z up, metres, centred on the origin."""
        return self.project.cloud()

    @property
    def takes(self) -> tuple[str, ...]:
        """Names of the takes, oldest first."""
        return self.project.takes()

    def open(self, project: str | Path) -> Project:
        """Open a project folder.

        Raises:
            InputError: If it cannot be read.
        """
        opened = Project.open(Path(project))
        self._path = opened.path
        return opened

    def predict(
        self,
        photo: str | Path,
        project: str | Path,
        *,
        size_m: float | None = None,
        elevation_deg: float | None = None,
        model: str = "embedded",
    ) -> Project:
        """Turn a photo, or posed pictures, into a project, and open it.

        Args:
            photo: Picture file, or a pose file (.json) that names one to four pictures.
            project: Folder `NAME.p4d` to make; one that exists keeps its takes.
            size_m: Longest side of the object [m]; None: 0.5, or the scale of the poses.
            elevation_deg: Elevation of the photo's camera [degrees]; None lets the model say.
            model: "embedded", or the path of a checkpoint.
        """
        request = PredictRequest(
            photo=Path(photo),
            project=Path(project),
            model=ModelChoice(name=model),
            size_m=size_m,
            elevation_deg=elevation_deg,
        )
        return self.open(self._worker.run(request))

    def load(
        self,
        splats: str | Path,
        project: str | Path,
        *,
        size_m: float | None = 0.5,
        up: str | None = None,
    ) -> Project:
        """Turn a splat file into a project, and open it.

        Args:
            splats: Splat file of any format that can be read.
            project: Folder `NAME.p4d` to make.
            size_m: Longest side that the object gets [m]; None keeps the file's coordinates.
            up: Axis of the file that points up, for example "-y"; None lets the file say.
        """
        request = ImportRequest(Path(splats), Path(project), size_m=size_m, up=up)
        return self.open(self._worker.run(request))

    def sample(self, count: int, *, seed: int = 0) -> tuple[PhysicsSample, ...]:
        """Draw materials from the predicted distribution; the same seed gives the same ones."""
        return self.physics.sample(np.random.default_rng(seed), count)

    def simulate(
        self,
        material: PhysicsSample | ConstitutiveLaw | str | None = None,
        *,
        name: str | None = None,
        **options: Any,
    ) -> Take:
        """Simulate a new take.

        Args:
            material: A sample, or the name of a law ("jelly", "sand", …); None takes the
                predicted material.
            name: Name of the take; None takes the first free one.
            options: Any other field of `studio.jobs.requests.SimulateRequest`, for example
                quality="sketch", stiffness="expressive", seed=3, frame_count=25, scene=….

        Raises:
            InputError: If a value cannot be used, or the motion blew up.
        """
        project = self.project
        request = SimulateRequest(project.path, name or project.next_take_name())
        try:
            request = replace(request, **options)
        except TypeError as error:
            known = ", ".join(field for field in SimulateRequest.__dataclass_fields__)
            raise InputError(f"unknown option: {error}; known ones: {known}") from error
        return Take.open(self._worker.run(_with_material(request, material)))

    def take(self, name: str) -> Take:
        """Open a take by its name."""
        return Take.open(self.project.take_path(name))

    def render(
        self,
        take: Take | str | None = None,
        *,
        frame: int = 0,
        **options: Any,
    ) -> ByteArray:
        """Draw one picture.

        Args:
            take: A take or its name; None takes the newest.
            frame: Picture of the video that the options would give, from 0.
            options: Fields of `studio.export.video_options.VideoOptions`, for example
                size_px=(512, 512), camera="turntable", background="none".

        Returns:
            sRGB, with straight alpha where the background is "none", shape [H, W, 3 or 4].
        """
        from PIL import Image

        with tempfile.TemporaryDirectory(prefix="phys4d-") as folder:
            out = Path(folder) / "picture.png"
            request = ExportStillRequest(
                self.project.path, self._take_name(take), out, _video_options(options), frame
            )
            with Image.open(self._worker.run(request)) as picture:
                return np.array(picture, np.uint8)

    def export(
        self,
        out: str | Path,
        take: Take | str | None = None,
        *,
        frame: int | None = None,
        splats: bool = False,
        **options: Any,
    ) -> Path:
        """Write a take as a video, a picture, or moving splats where the ending says so.

        Args:
            out: Video, picture or folder of pictures, web page (.html), 4D file (.p4dc) or USD.
            take: A take or its name; None takes the newest.
            frame: Picture of the video that is written alone; None writes the video.
            splats: Whether a folder gets a splat file for each frame instead of pictures.
            options: Fields of `VideoOptions`; for moving splats only `quality`.

        Returns:
            What was written.
        """
        path, name = Path(out), self._take_name(take)
        if splats or path.suffix.lower() in CLIP_SUFFIXES:
            unknown = sorted(set(options) - {"quality"})
            if unknown:
                raise InputError(f"moving splats take only quality, got {', '.join(unknown)}")
            return self._worker.run(ExportClipRequest(self.project.path, name, path, **options))
        if frame is not None:
            return self._worker.run(
                ExportStillRequest(self.project.path, name, path, _video_options(options), frame)
            )
        request = ExportVideoRequest(self.project.path, name, path, _video_options(options))
        return self._worker.run(request)

    def _open_path(self) -> Path | None:
        """Folder of the open project."""
        return self._path

    def _take_name(self, take: Take | str | None) -> str:
        """Name of a take of the open project; the newest one's for None."""
        if isinstance(take, Take):
            return take.path.name
        if take is not None:
            return take
        if not self.takes:
            raise InputError("the project has no take; call simulate first")
        return max(self.takes, key=lambda name: self.project.take_path(name).stat().st_mtime)


def _with_material(
    request: SimulateRequest, material: PhysicsSample | ConstitutiveLaw | str | None
) -> SimulateRequest:
    if isinstance(material, PhysicsSample):
        return replace(
            request,
            material_class=material.material_class.label,
            youngs_modulus_pa=material.youngs_modulus_pa,
            poisson_ratio=material.poisson_ratio,
            density_kg_m3=material.density_kg_m3,
        )
    if material is not None:
        return replace(request, law=ConstitutiveLaw.from_name(material).value)
    return request


def _video_options(options: dict[str, Any]) -> VideoOptions:
    try:
        return VideoOptions(**options)
    except TypeError as error:
        known = ", ".join(VideoOptions.__dataclass_fields__)
        raise InputError(f"unknown option: {error}; known ones: {known}") from error

"""`Studio`: one open project, and everything that can be done with it."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from sim.project import Project
from sim.take import Take
from studio.api.adapters import AdapterSummary, adapter_summary, lesson_request
from studio.api.materials import Material, preset_names, with_material
from studio.api.worker import OwnProcess, Worker
from studio.export.video_options import VideoOptions
from studio.jobs.archive_requests import ShareRequest, UnpackRequest
from studio.jobs.learn_requests import AdaptRequest
from studio.jobs.requests import (
    BranchRequest,
    ExportClipRequest,
    ExportStillRequest,
    ExportVideoRequest,
    ImportRequest,
    PredictRequest,
    ResumeRequest,
    SimulateRequest,
)
from studio.jobs.splat_requests import ExportSplatsRequest
from studio.jobs.view_messages import SceneRef
from studio.state.model_choice import ModelChoice

ByteArray = npt.NDArray[np.uint8]
R = TypeVar("R", SimulateRequest, ModelChoice)
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
        **options: Any,
    ) -> Project:
        """Turn a photo, or posed pictures, into a project, and open it.

        Args:
            photo: Picture file, or a pose file (.json) that names one to four pictures.
            project: Folder `NAME.p4d` to make; one that exists keeps its takes.
            size_m: Longest side of the object [m]; None: 0.5, or the scale of the poses.
            elevation_deg: Elevation of the photo's camera [degrees]; None lets the model say.
            model: "embedded", or the path of a checkpoint.
            options: For a checkpoint any other field of `studio.state.model_choice.ModelChoice`,
                for example device="cuda", precision="bf16", dino=Path("dino.safetensors").
        """
        request = PredictRequest(
            photo=Path(photo),
            project=Path(project),
            model=_with_options(ModelChoice(name=model), options),
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
        material: Material | None = None,
        *,
        name: str | None = None,
        **options: Any,
    ) -> Take:
        """Simulate a new take.

        Args:
            material: A sample, the name of a law ("jelly", "sand", …) or of one of the `presets`
                ("Soft rubber"); None takes the predicted material.
            name: Name of the take; None takes the first free one.
            options: Any other field of `studio.jobs.requests.SimulateRequest`, for example
                quality="sketch", stiffness="expressive", seed=3, frame_count=25, scene=….

        Raises:
            InputError: If a value cannot be used, or the motion blew up.
        """
        return Take.open(self._worker.run(self._simulation(material, name, options)))

    def resume(self, take: Take | str | None = None, *, frame: int | None = None) -> Take:
        """Simulate the rest of a take again.

        Args:
            take: A take or its name; None takes the newest.
            frame: Last frame to keep; None keeps all that are complete.
        """
        name = self._take_name(take)
        return Take.open(self._worker.run(ResumeRequest(self.project.path, name, frame)))

    def branch(
        self,
        take: Take | str | None = None,
        material: Material | None = None,
        *,
        frame: int | None = None,
        name: str | None = None,
        **options: Any,
    ) -> Take:
        """Leave a take at a frame for a new one of another material.

        Args:
            take: A take or its name; None takes the newest.
            material: As for `simulate`; what it does not say stays as it is.
            frame: Last frame that both share; None for the last complete one.
            name: Name of the new take; None takes the first free one.
            options: As for `simulate`.
        """
        left = self._take_name(take)
        request = BranchRequest(self._simulation(material, name, options), left, frame)
        return Take.open(self._worker.run(request))

    @property
    def presets(self) -> tuple[str, ...]:
        """Names of the bundled materials that `simulate` and `branch` take."""
        return preset_names()

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

    def export_splats(
        self, out: str | Path, take: Take | str | None = None, *, frame: int = 0
    ) -> Path:
        """Write the Gaussians of one frame as a splat file.

        Args:
            out: File to write; its ending names the format.
            take: A take or its name; None writes the object at rest.
            frame: Frame of the take.
        """
        name = None if take is None else self._take_name(take)
        scene = SceneRef(self.project.path, name)
        return self._worker.run(ExportSplatsRequest(scene, frame, Path(out)))

    def learn_from_votes(self, *votes: str | Path, out: str | Path | None = None) -> AdapterSummary:
        """Learn an adapter from the votes of the open project, and put it on the object.

        Args:
            votes: Projects, or files of votes, to learn from as well.
            out: File of the adapter; None keeps it beside the settings, named after project and
                time.

        Raises:
            InputError: If too few votes count, or no model predicted the object.
        """
        request = lesson_request(self.project.path, [Path(path) for path in votes], out)
        return adapter_summary(self._worker.run(request))

    def use_adapter(self, adapter: str | Path) -> AdapterSummary:
        """Let an adapter change what the model says of the object; another one is taken off.

        Raises:
            InputError: If it cannot be read, or belongs to other weights than predicted.
        """
        self._worker.run(AdaptRequest(self.project.path, Path(adapter)))
        return adapter_summary(Path(adapter))

    def remove_adapter(self) -> None:
        """Let the model alone say what the object is made of."""
        self._worker.run(AdaptRequest(self.project.path, None))

    def share(self, out: str | Path) -> Path:
        """Pack the open project into one file that `unpack` opens again."""
        return self._worker.run(ShareRequest(self.project.path, Path(out)))

    def unpack(self, archive: str | Path, project: str | Path) -> Project:
        """Make a project of a file that `share` wrote, and open it.

        Args:
            archive: The file.
            project: Folder `NAME.p4d` to make.
        """
        return self.open(self._worker.run(UnpackRequest(Path(archive), Path(project))))

    def close(self) -> None:
        """Have no project open."""
        self._path = None

    def _open_path(self) -> Path | None:
        """Folder of the open project."""
        return self._path

    def _simulation(
        self, material: Material | None, name: str | None, options: dict[str, Any]
    ) -> SimulateRequest:
        """What asks for a new take."""
        project = self.project
        request = SimulateRequest(project.path, name or project.next_take_name())
        return with_material(_with_options(request, options), material)

    def _take_name(self, take: Take | str | None) -> str:
        """Name of a take of the open project; the newest one's for None."""
        if isinstance(take, Take):
            return take.path.name
        if take is not None:
            return take
        if not self.takes:
            raise InputError("the project has no take; call simulate first")
        return max(self.takes, key=lambda name: self.project.take_path(name).stat().st_mtime)


def _with_options(request: R, options: dict[str, Any]) -> R:
    """A request with some of its fields replaced."""
    try:
        return replace(request, **options)
    except TypeError as error:
        known = ", ".join(field.name for field in fields(request))
        raise InputError(f"unknown option: {error}; known ones: {known}") from error


def _video_options(options: dict[str, Any]) -> VideoOptions:
    try:
        return VideoOptions(**options)
    except TypeError as error:
        known = ", ".join(VideoOptions.__dataclass_fields__)
        raise InputError(f"unknown option: {error}; known ones: {known}") from error

"""Frozen inputs of the jobs that command line and window share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from models.mask_edits import MaskEdit
from models.photo_camera import PhotoCamera
from render.cameras.motion import CameraMotion
from sim.materials import MaterialParams
from sim.object_edit import ObjectEdit
from sim.particles import FillOptions
from sim.regions import Region
from sim.scene_file import SceneBody
from sim.scene_setup import SceneSetup
from sim.sweep.run import Run
from sim.sweep.subject import SweepSubject
from studio.export.video_options import VideoOptions
from studio.state.edited_distribution import DistributionEdits
from studio.state.model_choice import ModelChoice
from studio.state.photo import PhotoView


@dataclass(frozen=True, slots=True)
class PredictRequest:
    """Turn a photo, or posed pictures, into a project."""

    photo: Path
    """Picture file, or a pose file (.json) that names one to four pictures."""
    project: Path
    """Folder `NAME.p4d` to make; one that exists keeps its takes."""
    model: ModelChoice = field(default_factory=ModelChoice)
    """Which model predicts."""
    size_m: float | None = None
    """Longest side of the object [m]; None: 0.5 for a photo, the poses' own scale otherwise."""
    elevation_deg: float | None = None
    """Elevation of the photo's camera [degrees]; None lets the model say."""
    seed: int = 0
    """Seed stored in the project for its simulations."""
    mask_edits: tuple[MaskEdit, ...] = ()
    """What a person did to the mask that is found; for photos."""
    camera: PhotoCamera = field(default_factory=PhotoCamera)
    """What a person knows of the photo's lens and roll."""
    views: tuple[PhotoView, ...] = ()
    """Pictures of the project with known cameras, to predict from instead of the photo alone."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Turn a splat file into a project without a prediction."""

    cloud: Path
    """Splat file of any format of `render.formats.registry`."""
    project: Path
    """Folder `NAME.p4d` to make."""
    size_m: float | None = 0.5
    """Longest side the object gets [m]; None keeps the coordinates of the file."""
    up: str | None = None
    """Axis of the file that points up: one of +x -x +y -y +z -z; None lets file or format say."""
    moving: bool = False
    """Whether the motion of a moving file is kept as a take, in the metres of the file."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """How a simulation is carried out."""

    device: str = "cpu"
    """Where to simulate: "cpu" or "cuda"."""
    precision: str = "float32"
    """Arithmetic: "float32" or "float64"."""
    checkpoint_every: int = 10
    """Frames between two checkpoints; 0 for none."""
    fields: tuple[str, ...] = ()
    """Scalars to store a Gaussian: velocity, stress, plastic_strain."""


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """Simulate one take of a project."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Name of the take to write."""
    law: str | None = None
    """Constitutive law; None lets the material's class decide."""
    youngs_modulus_pa: float | None = None
    """Young's modulus [Pa]; None takes the predicted one."""
    poisson_ratio: float | None = None
    """Poisson's ratio; None takes the predicted one."""
    density_kg_m3: float | None = None
    """Density [kg/m³]; None takes the predicted one."""
    yield_stress_pa: float | None = None
    """Uniaxial yield stress [Pa]; None takes the material table's."""
    friction_angle_rad: float | None = None
    """Internal friction angle [rad]; None takes the material table's."""
    edits: DistributionEdits = field(default_factory=DistributionEdits)
    """What the user changed in the predicted distribution."""
    numbers: tuple[tuple[str, float], ...] = ()
    """Other fields of `MaterialParams` that replace the material table's, with their values."""
    material_class: str | None = None
    """Class to condition the prediction on, for example "Rubber"; None takes the predicted one."""
    seed: int = 0
    """Seed of the material sample and of the particles."""
    quality: str = "preview"
    """Preset: sketch, preview, standard or paper."""
    stiffness: str = "real"
    """Stiffness map: real or expressive."""
    frame_count: int | None = None
    """Number of frames; None takes the preset's."""
    sampled: bool = False
    """Draw the material from the distribution with the seed; otherwise take its point estimate."""
    regions: tuple[Region, ...] = ()
    """Parts of the object with a material of their own, in the object's frame."""
    scene: SceneSetup | None = None
    """World to simulate in; None takes the project's."""
    fill: FillOptions = field(default_factory=FillOptions)
    """How the object is filled; bodies of a scene say it themselves."""
    bodies: tuple[SceneBody, ...] = ()
    """All bodies of the scene; none given simulates the project's object alone."""
    run: RunRequest = field(default_factory=RunRequest)
    """Device, precision and what the take keeps."""
    imported: Path | None = None
    """PhysGaussian scene file that gives world, material and grid in place of the project's."""
    replay: str | None = None
    """Take of the project whose hand commands are given again."""
    replay_delay_s: float = 0.0
    """How much later than there, or sooner below 0 [s]."""
    hand: bool = False
    """Whether a hand may grab while it runs."""
    edit: ObjectEdit | None = None
    """Where the object was put and what of it was removed; None takes the project's."""


@dataclass(frozen=True, slots=True)
class ResumeRequest:
    """Simulate the rest of a take again, from one of its frames on."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Name of the take."""
    frame: int | None = None
    """Last frame to keep; None keeps all complete ones."""
    hand: bool = False
    """Whether a hand may grab while it runs."""


@dataclass(frozen=True, slots=True)
class BranchRequest:
    """Leave a take at a frame for a new one with changed parameters."""

    base: SimulateRequest
    """The new take's name, the law and the values that change, and the frame count."""
    take_name: str
    """Take that is left."""
    frame: int | None = None
    """Last frame that both share; None for the last complete one."""
    scene: SceneSetup | None = None
    """Another scene from there on; None keeps the take's."""


@dataclass(frozen=True, slots=True)
class SimulateSamplesRequest:
    """Simulate several samples of the predicted distribution, one take each."""

    base: SimulateRequest
    """What all samples share; its take name is the prefix of theirs."""
    count: int = 4
    """Number of samples, 2 to 64."""


@dataclass(frozen=True, slots=True)
class ExportVideoRequest:
    """Render a take to a video."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Name of the take."""
    out: Path
    """Video file or folder of pictures to write."""
    options: VideoOptions = field(default_factory=VideoOptions)
    """Size, rate, codec, camera, background and quality."""


@dataclass(frozen=True, slots=True)
class ExportClipRequest:
    """Write a take as a moving cloud: a web page, one 4D file, a PLY sequence or USD."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Name of the take."""
    out: Path
    """File, or folder, to write; the ending chooses the format."""
    quality: str = "standard"
    """Name in `render.clips.clip_quality.QUALITIES`, for formats that round."""


@dataclass(frozen=True, slots=True)
class ExportStillRequest:
    """Render one picture of a take."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Name of the take."""
    out: Path
    """File that ends in .png, .exr or .npz."""
    options: VideoOptions = field(default_factory=VideoOptions)
    """Size, camera, background and passes."""
    frame: int = 0
    """Picture of the video that the options would give, from 0."""


@dataclass(frozen=True, slots=True)
class CandidatesRequest:
    """Simulate candidates of a set, all at one quality, several at a time."""

    subject: SweepSubject
    """Project, world and what else they share."""
    set_name: str
    """Name of the set."""
    runs: tuple[Run, ...]
    """What to simulate now."""
    materials: tuple[MaterialParams, ...]
    """Materials asked for of the whole set, which one stiffness map is fitted to."""
    stiffness: str
    """Name of that map, "real" or "expressive"."""
    qualities: tuple[str, ...]
    """Presets that the set will run at; the map serves all."""
    child_count: int | None = None
    """Processes that simulate; 0 for none but this one, None for as many as there are cores."""


@dataclass(frozen=True, slots=True)
class CandidateCell:
    """One candidate of an exported sheet."""

    take_name: str
    """Take that is shown."""
    caption: str
    """Line above it."""
    detail: str = ""
    """Fainter line below that."""


@dataclass(frozen=True, slots=True)
class ExportCandidatesRequest:
    """Write candidates side by side: a PNG file shows moments, a video plays them in sync."""

    project: Path
    """Folder `NAME.p4d`."""
    cells: tuple[CandidateCell, ...]
    """What is shown, row by row."""
    out: Path
    """File to write: .png for a contact sheet, otherwise a video."""
    camera: CameraMotion | None = None
    """View of all cells; a keyed path is flown while the longest take plays. None frames them from
    the photo's side."""
    cell_px: tuple[int, int] = (480, 360)
    """Width and height of a picture [px]."""
    fps: float = 25.0
    """Pictures a second of a video."""
    background: str = "stage"
    """Background, as `--background` takes it."""

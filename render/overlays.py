"""Overlays of a view: ground grid, world axes, bounding box with its dimensions in metres."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.framing import extent_bounds
from render.gaussians import GaussianCloud
from render.overlay_labels import Label, draw_labels
from render.overlay_lines import FloatArray, Lines, OverlaySheet, draw_lines

Float64Array = npt.NDArray[np.float64]
Color = tuple[float, float, float]

AXIS_COLORS: tuple[Color, Color, Color] = ((0.87, 0.25, 0.28), (0.36, 0.66, 0.21), (0.22, 0.5, 0.9))
"""Colours of the x, y and z axis."""
LIGHT_INK: Color = (0.92, 0.93, 0.95)
DARK_INK: Color = (0.16, 0.17, 0.19)
CELLS_ACROSS = 6
"""Grid cells that the object's longest side spans, at least."""
GRID_RADIUS_CELLS = 24
"""Cells from the middle of the grid to where it has faded away."""
BOX_PERCENTILE = 0.1
BOX_MIN_OPACITY = 0.1
"""Of which Gaussians the box holds the centres."""
SMALLEST_SIZE_M = 1e-6
FAINTEST = 0.015
"""Opacity below which the grid is not drawn."""
_GRID_PARTS = 12
_CORNERS = np.array([[i, j, k] for k in (0, 1) for j in (0, 1) for i in (0, 1)])
_EDGES = np.array([(a, b) for a in range(8) for b in range(a + 1, 8) if bin(a ^ b).count("1") == 1])


@dataclass(frozen=True, slots=True)
class Overlays:
    """Which overlays are drawn."""

    grid: bool = False
    """Grid on the ground with round steps."""
    axes: bool = False
    """World axes at the origin."""
    bounds: bool = False
    """Box round the visible Gaussians with its sides in metres."""

    @property
    def any_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return self.grid or self.axes or self.bounds


@dataclass(frozen=True, slots=True)
class GridPlace:
    """Where the grid lies and how fine it is; kept while an object moves, so that it stands."""

    step_m: float
    """Side of a cell [m], 1, 2 or 5 times a power of ten."""
    middle: tuple[int, int]
    """Cells from the origin to the middle along x and y."""

    @staticmethod
    def under(box: Float64Array) -> GridPlace:
        """The grid for an object.

        Args:
            box: Its lower and upper corner [m], shape [2, 3].
        """
        step = round_below(_longest_side(box) / CELLS_ACROSS)
        x, y = np.round(box.mean(axis=0)[:2] / step).astype(int).tolist()
        return GridPlace(step, (x, y))

    def suits(self, box: Float64Array) -> bool:
        """Whether an object is still near the middle and of about the size it was made for."""
        away = np.abs(box.mean(axis=0)[:2] / self.step_m - self.middle).max()
        cells = _longest_side(box) / self.step_m
        return bool(away < GRID_RADIUS_CELLS / 2 and CELLS_ACROSS / 3 < cells < 8 * CELLS_ACROSS)


def _longest_side(box: Float64Array) -> float:
    return max(float(np.ptp(box, axis=0).max()), SMALLEST_SIZE_M)


@dataclass(frozen=True, slots=True, eq=False)
class OverlayScene:
    """What overlays are fitted to."""

    box: Float64Array
    """Lower and upper corner of the object [m], shape [2, 3]."""
    ground_z_m: float
    """Height of the grid [m]."""
    ink: Color
    """Colour of grid, box and letters."""
    grid: GridPlace
    """Where the grid lies."""

    @property
    def size_m(self) -> float:
        """Longest side of the object [m]."""
        return _longest_side(self.box)

    @property
    def step_m(self) -> float:
        """Side of a grid cell [m]."""
        return self.grid.step_m


def overlay_scene(
    cloud: GaussianCloud,
    *,
    ground_z_m: float | None,
    on_light: bool,
    grid: GridPlace | None = None,
) -> OverlayScene | None:
    """What overlays are fitted to; None for an empty cloud.

    Args:
        cloud: The Gaussians.
        ground_z_m: Height of the floor [m]; None takes 0.
        on_light: Whether what is behind them is light, so that lines must be dark.
        grid: Grid of earlier frames, kept while it suits.
    """
    if not cloud.gaussian_count:
        return None
    box = extent_bounds(cloud, percentile=BOX_PERCENTILE, min_opacity=BOX_MIN_OPACITY)
    ink = DARK_INK if on_light else LIGHT_INK
    corners = box.astype(np.float64)
    if grid is None or not grid.suits(corners):
        grid = GridPlace.under(corners)
    return OverlayScene(corners, ground_z_m or 0.0, ink, grid)


def draw_overlays(
    camera: Camera,
    overlays: Overlays,
    scene: OverlayScene,
    front: tuple[FloatArray, FloatArray] | None = None,
) -> OverlaySheet:
    """Draw overlays for a view, perspective or orthographic.

    Args:
        camera: View with picture size.
        overlays: Which.
        scene: What they are fitted to.
        front: Coverage and depth [m] of the Gaussians, each [H, W]; None hides nothing.
    """
    sheet = OverlaySheet.empty(camera)
    width_px = max(camera.placing.whole_height / 700, 1.0)
    labels: list[Label] = []
    if overlays.grid:
        for lines in _grid(scene, width_px):
            draw_lines(sheet, camera, lines, front)
    if overlays.bounds:
        draw_lines(sheet, camera, _box(scene, 1.3 * width_px), front)
    if overlays.axes:
        for lines in _axes(scene, 2 * width_px):
            draw_lines(sheet, camera, lines, front)
        labels += _axis_labels(camera, scene)
    if overlays.bounds:
        labels += _side_labels(camera, scene)
    if overlays.grid:
        labels.append(Label(f"grid {scene.step_m:g} m", None, scene.ink))
    draw_labels(sheet, labels, camera.placing)
    return sheet


def laid_over(picture: FloatArray, sheet: OverlaySheet) -> FloatArray:
    """A picture of shape [H, W, 3] under a sheet; changed in place."""
    rows, columns = np.nonzero(sheet.alpha)
    covered = sheet.alpha[rows, columns, None]
    picture[rows, columns] = picture[rows, columns] * (1 - covered) + sheet.color[rows, columns]
    return picture


def round_below(value: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is at most `value` (> 0)."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return max(factor * power for factor in (1, 2, 5) if factor * power <= value * (1 + 1e-9))


def metres(length_m: float) -> str:
    """A length with three digits, in metres, or below a millimetre with an exponent."""
    if length_m >= 100:
        return f"{length_m:.0f} m"
    if length_m < 1e-3:
        return f"{length_m:.2e} m"
    decimals = 2 - math.floor(math.log10(length_m))
    return f"{length_m:.{max(decimals, 0)}f} m"


def _grid(scene: OverlayScene, width_px: float) -> list[Lines]:
    """Thin lines every cell and stronger ones every ten, faded towards the edge."""
    radius, middle = GRID_RADIUS_CELLS, np.array(scene.grid.middle)
    fine: list[tuple[int, int]] = []
    coarse: list[tuple[int, int]] = []
    for axis in (0, 1):
        for number in range(middle[axis] - radius, middle[axis] + radius + 1):
            (coarse if number % 10 == 0 else fine).append((axis, number))
    return [
        _grid_lines(scene, fine, middle, 0.30, width_px),
        _grid_lines(scene, coarse, middle, 0.60, width_px),
    ]


def _grid_lines(
    scene: OverlayScene,
    chosen: list[tuple[int, int]],
    middle: npt.NDArray[np.int_],
    strength: float,
    width_px: float,
) -> Lines:
    """Lines of the grid, in parts, so that they fade round the middle."""
    along = np.linspace(-1, 1, 2 * _GRID_PARTS + 1) * GRID_RADIUS_CELLS
    points = np.empty((len(chosen), len(along), 3))
    points[:, :, 2] = scene.ground_z_m / scene.step_m
    for row, (axis, number) in enumerate(chosen):
        points[row, :, axis] = number
        points[row, :, 1 - axis] = middle[1 - axis] + along
    away = np.linalg.norm(points[:, :, :2] - middle, axis=2) / GRID_RADIUS_CELLS
    fade = strength * np.clip(1 - away, 0, 1) ** 1.5
    points *= scene.step_m
    strengths = np.stack([fade[:, :-1], fade[:, 1:]], axis=-1).reshape(-1, 2)
    kept = strengths.max(axis=1) > FAINTEST
    starts, ends = points[:, :-1].reshape(-1, 3)[kept], points[:, 1:].reshape(-1, 3)[kept]
    return Lines(starts, ends, strengths[kept], scene.ink, width_px)


def _axis_length(scene: OverlayScene) -> float:
    return max(round_below(0.6 * scene.size_m), scene.step_m)


def _axes(scene: OverlayScene, width_px: float) -> list[Lines]:
    """Axes from the origin, a round length each."""
    tips = np.eye(3) * _axis_length(scene)
    full = np.ones((1, 2))
    return [
        Lines(np.zeros((1, 3)), tips[i : i + 1], full, AXIS_COLORS[i], width_px, behind=0.35)
        for i in range(3)
    ]


def _axis_labels(camera: Camera, scene: OverlayScene) -> list[Label]:
    places, depths = camera.project(np.eye(3) * _axis_length(scene) * 1.08)
    return [
        Label(letter, (float(x), float(y)), color)
        for letter, (x, y), depth, color in zip("XYZ", places, depths, AXIS_COLORS, strict=True)
        if depth > camera.near_plane
    ]


def _box(scene: OverlayScene, width_px: float) -> Lines:
    corners = _corners(scene)
    starts, ends = corners[_EDGES[:, 0]], corners[_EDGES[:, 1]]
    return Lines(starts, ends, np.full((12, 2), 0.9), scene.ink, width_px, behind=0.25)


def _corners(scene: OverlayScene) -> Float64Array:
    return np.asarray(np.take_along_axis(scene.box, _CORNERS, axis=0))


def _side_labels(camera: Camera, scene: OverlayScene) -> list[Label]:
    """The length of each side beside the edge that stands out most: low ones, and one upright."""
    corners = _corners(scene)
    places, depths = camera.project(corners)
    if (depths <= camera.near_plane).any():
        return []
    middle = places.mean(axis=0)
    labels = []
    for axis in range(3):
        edges = [(a, b) for a, b in _EDGES if (a ^ b) == 1 << axis]
        halfway = np.array([(places[a] + places[b]) / 2 for a, b in edges])
        outward = halfway[:, 0] - middle[0] if axis == 2 else halfway[:, 1] - middle[1]
        chosen = int(outward.argmax())
        along = places[edges[chosen][1]] - places[edges[chosen][0]]
        seen_px = float(np.linalg.norm(along))
        if seen_px < 2:
            continue
        away = np.array([-along[1], along[0]]) / seen_px
        if away @ (halfway[chosen] - middle) < 0:
            away = -away
        length = float(scene.box[1, axis] - scene.box[0, axis])
        place = (float(halfway[chosen][0]), float(halfway[chosen][1]))
        text = f"{'xyz'[axis]} {metres(max(length, SMALLEST_SIZE_M))}"
        labels.append(Label(text, place, scene.ink, (float(away[0]), float(away[1]))))
    return labels

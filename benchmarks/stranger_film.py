"""Films a take as a stranger would: photo behind it, other light, noise, blur, shake and H.264."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.clips.frame_pose import FramePose, posed_cloud
from render.registry import open_renderer
from sim.take import Take

FloatArray = npt.NDArray[np.float32]

ROOM = 1.12
"""The photo is so much larger than the picture, so that a shaking camera never sees its rim."""
SHUTTER = (0.0, 0.25, 0.5)
"""Times in a frame's interval that the shutter is open."""


@dataclass(frozen=True, slots=True)
class FilmLook:
    """What a stranger's camera does to the picture."""

    background: Path | None = None
    """Photo behind the object; None makes one of smooth noise."""
    noise: float = 4.0
    """Standard deviation of the sensor's noise [levels of 255]."""
    blur_px: float = 0.7
    """Standard deviation of the lens's blur [px]."""
    shake_px: float = 2.5
    """Standard deviation of the camera's wandering [px]; its roll goes along."""
    light: float = 0.25
    """How far brightness, tint and vignetting go, as a share."""
    crf: int = 27
    """Quality of the H.264: 0 loses nothing, 51 nearly all."""
    seed: int = 0
    """Chooses noise, shake, light and the part of the photo."""


def film(take: Take, path: Path, camera: Camera, look: FilmLook) -> None:
    """Write a take as a stranger's clip, whole or not at all.

    Args:
        take: What moves.
        path: File to write, .mp4.
        camera: Where the stranger stands.
        look: What the camera does to the picture.
    """
    rng = np.random.default_rng(look.seed)
    backdrop = _backdrop(look, camera.width, camera.height, rng)
    moves = _shake(take.frame_count, look.shake_px, rng)
    tint = 1 + look.light * rng.uniform(-1, 1) + 0.4 * look.light * rng.uniform(-1, 1, 3)
    vignette = _vignette(camera.width, camera.height, look.light)
    renderer = open_renderer("cpu_tiles")
    pictures = []
    for index in range(take.frame_count):
        shot = [_exposed(renderer, take, index, part, camera) for part in SHUTTER]
        color, alpha = (np.mean(values, axis=0) for values in zip(*shot, strict=True))
        picture = color + (1 - alpha[..., None]) * _cropped(backdrop, camera)
        picture = _moved(picture, backdrop, moves[index])
        picture = ndimage.gaussian_filter(picture, (look.blur_px, look.blur_px, 0))
        flicker = 1 + 0.1 * look.light * np.sin(0.7 * index)
        picture = np.clip(picture, 0, 1) ** (1 + 0.5 * look.light) * tint * vignette * flicker
        picture = 255 * picture + look.noise * rng.normal(size=picture.shape)
        pictures.append(np.clip(picture, 0, 255).astype(np.uint8))
    renderer.close()
    part = path.with_name(f"part-{path.name}")
    _write(part, pictures, 1 / take.frame_dt_s, look.crf)
    part.replace(path)


def _exposed(
    renderer: Renderer, take: Take, index: int, part: float, camera: Camera
) -> tuple[FloatArray, FloatArray]:
    """Colour over black and coverage at a moment within a frame."""
    pose = take.pose(index)
    if part and index + 1 < take.frame_count:
        later = take.pose(index + 1).means
        means = (1 - part) * pose.means + part * later
        pose = FramePose(means.astype(np.float32), *pose[1:])
    black = RenderSettings(background=(0.0, 0.0, 0.0))
    drawn = renderer.render(posed_cloud(take.rest, pose), camera, black)
    return drawn.color, drawn.alpha


def _backdrop(look: FilmLook, width: int, height: int, rng: np.random.Generator) -> FloatArray:
    """A picture larger than the film's, shape [H', W', 3]."""
    size = (round(ROOM * width), round(ROOM * height))
    if look.background is None:
        coarse = rng.normal(size=(9, 12, 3))
        fine = rng.normal(size=(size[1] // 3, size[0] // 3, 3))
        layers = [
            ndimage.zoom(layer, (size[1] / layer.shape[0], size[0] / layer.shape[1], 1), order=1)
            for layer in (coarse, fine)
        ]
        return np.clip(0.55 + 0.1 * layers[0] + 0.03 * layers[1], 0, 1).astype(np.float32)
    photo = Image.open(look.background).convert("RGB")
    scale = max(size[0] / photo.width, size[1] / photo.height) * rng.uniform(1.0, 1.3)
    photo = photo.resize((round(scale * photo.width), round(scale * photo.height)))
    left = rng.integers(0, photo.width - size[0] + 1)
    top = rng.integers(0, photo.height - size[1] + 1)
    cut = photo.crop((left, top, left + size[0], top + size[1]))
    return np.asarray(cut, np.float32) / 255


def _cropped(backdrop: FloatArray, camera: Camera) -> FloatArray:
    top = (backdrop.shape[0] - camera.height) // 2
    left = (backdrop.shape[1] - camera.width) // 2
    return backdrop[top : top + camera.height, left : left + camera.width]


def _shake(count: int, size_px: float, rng: np.random.Generator) -> FloatArray:
    """Shift x, y [px] and roll [rad] of every frame, smooth, nought at first, shape [T, 3]."""
    walk = ndimage.gaussian_filter1d(rng.normal(size=(count + 20, 3)), 2.0, axis=0)[10:-10]
    walk = walk - walk[0]
    walk *= size_px / max(float(walk[:, :2].std()), 1e-9)
    walk[:, 2] *= 0.002
    return walk.astype(np.float32)


def _moved(picture: FloatArray, backdrop: FloatArray, move: FloatArray) -> FloatArray:
    """The picture of a camera that moved; the photo goes on beyond the rim."""
    height, width = picture.shape[:2]
    whole = backdrop.copy()
    top, left = (backdrop.shape[0] - height) // 2, (backdrop.shape[1] - width) // 2
    whole[top : top + height, left : left + width] = picture
    cos, sin = np.cos(move[2]), np.sin(move[2])
    turn = np.array([[cos, sin], [-sin, cos]])
    middle = np.array([height, width]) / 2
    offset = middle + np.array([top, left]) - turn @ middle + move[1::-1]
    return np.stack(
        [
            ndimage.affine_transform(
                whole[..., channel], turn, offset, (height, width), order=1, mode="nearest"
            )
            for channel in range(3)
        ],
        axis=-1,
    )


def _vignette(width: int, height: int, strength: float) -> FloatArray:
    y, x = np.mgrid[-1 : 1 : 1j * height, -1 : 1 : 1j * width]
    return np.asarray(1 - 0.6 * strength * (x * x + y * y) / 2, np.float32)[..., None]


def _write(path: Path, pictures: list[npt.NDArray[np.uint8]], fps: float, crf: int) -> None:
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(crf), "preset": "fast"}
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))


def stranger_camera(take: Take, *, seed: int, size_px: tuple[int, int] = (320, 240)) -> Camera:
    """Where a stranger might stand: before the object, a little aside and above the floor.

    Args:
        take: What is filmed.
        seed: Chooses distance, elevation and aim.
        size_px: Width and height of the pictures [px].
    """
    rng = np.random.default_rng([seed, 7])
    means = take.rest.means.astype(np.float64)
    low, high = means.min(axis=0), means.max(axis=0)
    longest = float((high - low).max())
    target = (low + high) / 2
    target[2] = 0.45 * high[2]
    target[:2] += longest * rng.uniform(-0.1, 0.1, 2)
    azimuth = float(take.scene["view_azimuth_deg"])
    return Camera.orbit(
        target,
        radius=longest * rng.uniform(2.6, 3.1),
        azimuth_deg=azimuth,
        elevation_deg=rng.uniform(6, 18),
        width=size_px[0],
        height=size_px[1],
        vertical_fov_deg=53.13,
    )

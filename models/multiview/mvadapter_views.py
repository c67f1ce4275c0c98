"""`MvAdapterViews`: MV-Adapter paints the views that nobody took."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.multiview.mvadapter_pipeline import MvAdapterPipeline, load_pipeline
from models.multiview.view_generator import GeneratedViews, ViewRig
from models.photo import Photo
from models.posed_views import PosedViews
from models.preprocess import ObjectView
from models.segmentation import segment
from models.square_crop import SquareCrop
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

AZIMUTHS_DEG = (0, 45, 90, 180, 270, 315)
"""Azimuths of the views that MV-Adapter paints together [degrees]."""
FILL = 0.9
"""Share of MV-Adapter's frame that the longer side of the object takes."""
SOURCE = "one picture and three views painted by MV-Adapter"
NOTE = (
    "Back and sides were painted by MV-Adapter. Its cameras are orthographic at elevation 0°; the "
    "views were given to the network as if taken at elevation {elevation:.3g}° with a field of "
    "view of {fov:.4g}°, for which it was trained: this mismatch bends the shape a little."
)
NO_OUTLINE = (
    "Nothing stands out in the view that MV-Adapter painted at {azimuth}°; all of it counts."
)
PROMPT, NEGATIVE_PROMPT = (
    "high quality",
    "watermark, ugly, deformed, noisy, blurry, low contrast",
)
STEPS, GUIDANCE = 50, 3.0
_GREY = 0.5


class MvAdapterViews:
    """Makes back, left and right with MV-Adapter; the picture itself stays the front.

    All views get the ring's cameras, whatever camera took the picture: MV-Adapter knows no other.
    """

    def __init__(self, pipeline: MvAdapterPipeline, *, seed: int = 0) -> None:
        self._pipeline = pipeline
        self._seed = seed

    @staticmethod
    def load(folder: Path, *, device: str = "cpu") -> MvAdapterViews:
        """Open the user's weights; errors as in `load_pipeline`."""
        pipeline = load_pipeline(folder, view_count=len(AZIMUTHS_DEG), device=device)
        return MvAdapterViews(pipeline)

    def generate(
        self, view: ObjectView, rig: ViewRig, *, elevation_deg: float | None = None
    ) -> GeneratedViews:
        """As `ViewGenerator.generate`; the elevation is of no use to MV-Adapter."""
        del elevation_deg
        places = [_place(azimuth - rig.azimuths_deg[0]) for azimuth in rig.azimuths_deg[1:]]
        painted = self._paint(view)
        width = 2 * rig.radius * float(np.tan(np.radians(rig.vertical_fov_deg) / 2))
        side_px = view.size_px
        front = SquareCrop.about(view.rgba[..., 3], fill=1 / width).resampled(view.rgba, side_px)
        pictures, notes = [front], []
        for place in places:
            cut, whole = _cut_out(painted[place], f"MV-Adapter's view at {AZIMUTHS_DEG[place]}°")
            pictures.append(_framed(cut, width, side_px))
            if whole:
                notes.append(NO_OUTLINE.format(azimuth=AZIMUTHS_DEG[place]))
        cameras = [rig.camera(at, side_px) for at in range(len(rig.azimuths_deg))]
        note = NOTE.format(elevation=rig.elevation_deg, fov=rig.vertical_fov_deg)
        return GeneratedViews(PosedViews.of(pictures, cameras), SOURCE, (note, *notes))

    def _paint(self, view: ObjectView) -> list[FloatArray]:
        """All of MV-Adapter's views, sRGB 0 to 1, each of shape [P, P, 3]."""
        side = self._pipeline.side_px
        shown = SquareCrop.about(view.rgba[..., 3], fill=FILL).resampled(view.rgba, side)
        alpha = shown[..., 3:]
        reference = _as_picture(shown[..., :3] * alpha + _GREY * (1 - alpha))
        generator = torch.Generator(device=self._pipeline.device).manual_seed(self._seed)
        answer = self._pipeline.pipe(
            PROMPT,
            height=side,
            width=side,
            num_inference_steps=STEPS,
            guidance_scale=GUIDANCE,
            num_images_per_prompt=len(AZIMUTHS_DEG),
            control_image=camera_code(side),
            control_conditioning_scale=1.0,
            reference_image=reference,
            reference_conditioning_scale=1.0,
            negative_prompt=NEGATIVE_PROMPT,
            generator=generator,
        )
        bytes_rgb = [np.asarray(image.convert("RGB"), np.float32) for image in answer.images]
        painted = [pixels / np.float32(255) for pixels in bytes_rgb]
        if len(painted) != len(AZIMUTHS_DEG):
            raise InputError(f"MV-Adapter gave {len(painted)} views, not {len(AZIMUTHS_DEG)}")
        return painted


def camera_code(side_px: int) -> torch.Tensor:
    """What tells MV-Adapter where each view is taken from, shape [6, 6, S, S].

    Its cameras are orthographic, so every pixel of a view holds the same six numbers: viewing
    direction and unit position, laid from -1…1 into 0…1. The front view looks along +y.
    """
    angles = np.radians(np.array(AZIMUTHS_DEG) - 90.0)
    positions = np.stack([np.cos(angles), np.sin(angles), np.zeros(len(angles))], axis=1)
    code = np.concatenate([-positions, positions], axis=1) / 2 + 0.5  # [6, 6]
    values = torch.from_numpy(code.clip(0, 1).astype(np.float32))
    return values[:, :, None, None].expand(-1, -1, side_px, side_px)


def _place(azimuth_deg: float) -> int:
    """Which of MV-Adapter's views is the one at an azimuth."""
    turned = azimuth_deg % 360
    if turned not in AZIMUTHS_DEG:
        known = ", ".join(map(str, AZIMUTHS_DEG))
        raise InputError(
            f"the checkpoint wants a view at azimuth {turned:g}°, MV-Adapter paints {known}°; "
            "use --views-from embedded"
        )
    return AZIMUTHS_DEG.index(int(turned))


def _cut_out(rgb: FloatArray, name: str) -> tuple[FloatArray, bool]:
    """Straight colour and coverage, shape [P, P, 4], and whether nothing stood out."""
    mask = segment(Photo(rgb, None, None, name))
    return np.dstack([rgb, mask.alpha]), mask.whole_frame


def _framed(rgba: FloatArray, width: float, side_px: int) -> FloatArray:
    """A painted view in the ring's frame, which is `width` longest sides wide at the object."""
    painted_px = len(rgba)
    crop_px = round(painted_px * width * FILL)
    edge = (painted_px - crop_px) // 2
    return SquareCrop(edge, edge, crop_px).resampled(rgba, side_px)


def _as_picture(rgb: FloatArray) -> object:
    """An 8-bit RGB picture as diffusers takes it."""
    from PIL import Image

    return Image.fromarray((rgb.clip(0, 1) * 255 + 0.5).astype(np.uint8))

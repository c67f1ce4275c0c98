"""Sizes of a PhysGM network and what ties its weights to their surroundings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from models.json_settings import with_values
from render.errors import InputError

LAST_LAYER = "dpt_head.scratch.output_conv2.2.weight"
"""Tensor whose rows tell the SH degree."""
ENCODER_PREFIX = "dinov3_extractor."
"""What the names of the picture encoder's tensors begin with."""
SH_DEGREE_MAX = 3
_WIDTH_MAX, _DEPTH_MAX = 65536, 512


def output_count(sh_degree: int) -> int:
    """Raw values a pixel: xyz 3, colour 3 (degree + 1)², scale 3, quaternion 4, opacity 1."""
    return 11 + 3 * (sh_degree + 1) ** 2


def sh_degree_of(output_channels: int) -> int | None:
    """Degree of the spherical harmonics of a last layer with that many rows; None: no such one."""
    degrees = {output_count(degree): degree for degree in range(SH_DEGREE_MAX + 1)}
    return degrees.get(output_channels)


@dataclass(frozen=True, slots=True)
class PhysGMConfig:
    """Size of `PhysGMNet`; the defaults are those of the public network."""

    dim: int = 1024
    """Width of a token."""
    head_size: int = 64
    """Channels of an attention head of the backbone."""
    depth: int = 24
    """Blocks of the backbone."""
    taps: tuple[int, ...] = (4, 11, 17, 23)
    """The four blocks whose outputs feed the dense head, 0-based."""
    patch_px: int = 16
    """Side of a patch [px]."""
    ray_features: int = 32
    """Channels of the encoded rays."""
    ray_hidden: int = 128
    """Channels inside the ray encoder."""
    table_side: int = 16
    """Side of the grid for which the table of ray positions is kept."""
    map_channels: tuple[int, ...] = (256, 512, 1024, 1024)
    """Channels of the dense head's four maps, finest first."""
    map_features: int = 256
    """Channels while the dense head joins its maps."""
    sh_degree: int = 0
    """Degree of the spherical harmonics of the colours, 0 to 3."""
    encoder: str = "dinov3"
    """Encoder of the pictures: "dinov3", frozen, or "patches", small and trainable."""
    encoder_dim: int = 1024
    """Channels of the encoder's features."""
    encoder_head_size: int = 64
    """Channels of an attention head of DINOv3."""
    encoder_depth: int = 24
    """Layers of DINOv3."""
    encoder_registers: int = 4
    """Register tokens of DINOv3."""
    predicts_density: bool = False
    """Whether density is predicted too; the public network does not."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name in ("taps", "sh_degree", "encoder_registers") else 1
            numbers = value if isinstance(value, tuple) else (value,)
            most = _DEPTH_MAX if field.name in ("depth", "encoder_depth") else _WIDTH_MAX
            if field.name not in ("encoder", "predicts_density") and any(
                isinstance(n, bool) or not isinstance(n, int) or not least <= n <= most
                for n in numbers
            ):
                raise InputError(
                    f"{field.name} must be whole and lie in {least}..{most}: {value!r}"
                )
        if len(self.taps) != 4 or max(self.taps) >= self.depth:
            raise InputError(f"taps must be four blocks below {self.depth}: {self.taps}")
        if len(self.map_channels) != 4 or any(count % 4 for count in self.map_channels):
            raise InputError(f"map_channels must be four multiples of 4: {self.map_channels}")
        if self.map_features % 8:
            raise InputError(f"map_features must be a multiple of 8: {self.map_features}")
        if self.sh_degree > SH_DEGREE_MAX:
            raise InputError(f"sh_degree must lie in 0..{SH_DEGREE_MAX}: {self.sh_degree}")
        if self.encoder not in ("dinov3", "patches"):
            raise InputError(f"encoder must be dinov3 or patches: {self.encoder!r}")
        for width, head in (
            (self.dim, self.head_size),
            (self.encoder_dim, self.encoder_head_size if self.encoder == "dinov3" else 1),
        ):
            if width % head:
                raise InputError(f"a width of {width} does not divide into heads of {head}")

    @staticmethod
    def from_json(values: Mapping[str, Any]) -> PhysGMConfig:
        """Settings of a JSON object; what is left out keeps its default.

        Raises:
            InputError: If a value is unknown or invalid.
        """
        return with_values(PhysGMConfig(), values)


@dataclass(frozen=True, slots=True)
class PhysGMPreset:
    """What a set of weights was trained with and its tensors do not say.

    Lengths are those of the network's world, in which the farthest camera coordinate is 1.
    """

    scale_bias: float = -7.5
    """Added to the raw scale before the exponential."""
    scale_max: float = -2.0
    """Largest raw scale after the bias."""
    opacity_bias: float = -1.5
    """Added to the raw opacity before the sigmoid."""
    max_dist: float = 2.0
    """Largest distance of a Gaussian along its ray."""
    near_plane: float = 0.001
    """Nearest depth that the rasterizer of the training drew."""
    far_plane: float = 2.5
    """Farthest depth that the rasterizer of the training drew."""
    picture_px: int = 512
    """Side of the pictures of the training [px]."""
    view_count: int = 4
    """Number of views of the training."""
    rig_azimuths_deg: tuple[float, ...] = (0.0, 90.0, 180.0, 270.0)
    """Azimuths of the cameras of the inference rig [degrees]."""
    rig_elevation_deg: float = 8.93
    """Elevation of the rig's cameras [degrees]."""
    rig_radius: float = 1.7067
    """Distance of the rig's cameras from the object's centre, in units of the training objects."""
    rig_vertical_fov_deg: float = 53.13
    """Vertical field of view of the rig's cameras [degrees]."""
    rgb_into_sh: bool = True
    """Whether the input's RGB is added to the DC coefficient as it stands; the public weights
    learned the correction. False: converted, (RGB - 0.5) / 0.28209."""
    straight_resize: bool = True
    """Whether pictures are resized with straight alpha, which leaves fringes that the public
    weights know. False: premultiplied."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            for number in value if isinstance(value, tuple) else (value,):
                if not isinstance(number, int | float) or not math.isfinite(number):
                    raise InputError(f"{field.name} must be finite: {value!r}")
        if not 0 < self.near_plane < self.far_plane:
            raise InputError(f"need 0 < near {self.near_plane:g} < far {self.far_plane:g}")
        for name in ("max_dist", "picture_px", "view_count", "rig_radius", "rig_vertical_fov_deg"):
            if not getattr(self, name) > 0:
                raise InputError(f"{name} must be > 0: {getattr(self, name):g}")

    @staticmethod
    def from_json(values: Mapping[str, Any], base: PhysGMPreset | None = None) -> PhysGMPreset:
        """Preset of a JSON object; what is left out is that of `base`, or the default.

        Raises:
            InputError: If a value is unknown or invalid.
        """
        return with_values(base or PhysGMPreset(), values)


INFERENCE_PRESET = PhysGMPreset()
"""Biases of the release's inference configuration, which has SH degree 0."""
TRAINING_PRESET = PhysGMPreset(scale_bias=-5.0, opacity_bias=-0.2)
"""Biases of the release's training configuration, which has SH degree 1."""


def public_preset(sh_degree: int) -> PhysGMPreset:
    """Preset of a public checkpoint that brings none: its SH degree tells the configuration."""
    return INFERENCE_PRESET if sh_degree == 0 else TRAINING_PRESET

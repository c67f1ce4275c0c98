"""`CloudTextures`: a cloud in graphics memory, and the order in which a camera sees it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from vispy import gloo

from render.camera import Camera
from render.depth_sort import depth_order
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.opengl.data_texture import DataTexture

FloatArray = npt.NDArray[np.float32]

FEATURES_PER_TEXEL = 3


class CloudTextures:
    """Arrays go to the driver as they lie in memory; 1 M Gaussians of degree 3 take 175 MB there.

    Colours are kept in 16 bits, everything else in 32.
    """

    def __init__(self) -> None:
        self._textures = {
            "u_means": DataTexture(3),
            "u_opacities": DataTexture(1),
            "u_quats": DataTexture(4),
            "u_scales": DataTexture(3),
            "u_colors": DataTexture(3, half=True),
            "u_features": DataTexture(FEATURES_PER_TEXEL),
        }
        self._means = np.empty((0, 3), np.float32)
        self._index: Any = None
        self._rank: Any = None
        self._seen: tuple[object, ...] | None = None
        self._order = np.empty(0, np.uint32)
        self._programs: list[Any] = []
        self.band_count = 1
        self.feature_texels = 1
        self.set_features(np.zeros((1, FEATURES_PER_TEXEL), np.float32))

    @property
    def gaussian_count(self) -> int:
        """Number of Gaussians held."""
        return len(self._means)

    def attach(self, program: Any) -> None:
        """Let a program read the textures, now and after they have grown."""
        self._programs.append(program)
        self._tell(program)

    def set_cloud(self, cloud: GaussianCloud) -> None:
        """Upload a whole cloud."""
        self.band_count = cloud.sh_coeffs.shape[1]
        count = cloud.gaussian_count
        if self._index is None or count != self.gaussian_count:
            ranks = np.arange(max(count, 1), dtype=np.float32)
            self._index = gloo.VertexBuffer(ranks, divisor=1)
            self._rank = gloo.VertexBuffer(ranks, divisor=1)
        self._means = cloud.means
        self.set_geometry(cloud.means, cloud.quats, cloud.scales, cloud.opacities)
        self._upload("u_colors", cloud.sh_coeffs.reshape(-1, 3))
        for program in self._programs:
            self._tell(program)

    def set_geometry(
        self, means: FloatArray, quats: FloatArray, scales: FloatArray, opacities: FloatArray
    ) -> None:
        """Move the Gaussians without allocating graphics memory.

        Args:
            means: Centres [m], shape [N, 3].
            quats: Unit quaternions wxyz, shape [N, 4].
            scales: Principal standard deviations [m], shape [N, 3].
            opacities: Opacities, 0 for what is hidden, shape [N].

        Raises:
            InputError: If N differs from the cloud's.
        """
        if len(means) != self.gaussian_count:
            raise InputError(f"{len(means)} Gaussians given, the visual holds {len(self._means)}")
        self._means, self._seen = means, None
        self._upload("u_means", means)
        self._upload("u_quats", quats)
        self._upload("u_scales", scales)
        self._upload("u_opacities", opacities[:, None])

    def set_features(self, features: FloatArray) -> None:
        """Upload values to blend, shape [N, D]."""
        count = features.shape[1]
        self.feature_texels = -(-count // FEATURES_PER_TEXEL)
        padded = features
        if count % FEATURES_PER_TEXEL:
            room = self.feature_texels * FEATURES_PER_TEXEL - count
            padded = np.pad(features, ((0, 0), (0, room)))
        self._upload("u_features", padded.reshape(-1, FEATURES_PER_TEXEL))

    def sort(self, camera: Camera, *, exact: bool = False) -> npt.NDArray[np.uint32]:
        """Bring the order of drawing up to date.

        Args:
            camera: View.
            exact: Whether Gaussians less than 1/65535 of the depth range apart are ordered, too.

        Returns:
            Indices from far to near, shape [N].
        """
        seen = (camera.world_to_camera[2].tobytes(), camera.near_plane, camera.far_plane, exact)
        if seen != self._seen:
            self._order = depth_order(self._means, camera, exact=exact)
            self._seen = seen
            if len(self._order):
                self._index.set_data(self._order.astype(np.float32))
        return self._order

    def _upload(self, name: str, values: FloatArray) -> None:
        if self._textures[name].upload(values):
            for program in self._programs:
                program[name] = self._textures[name].texture

    def _tell(self, program: Any) -> None:
        for name, data in self._textures.items():
            if data.texture is not None:
                program[name] = data.texture
        if self._index is not None:
            program["a_index"], program["a_rank"] = self._index, self._rank

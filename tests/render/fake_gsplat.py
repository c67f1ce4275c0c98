"""A stand-in for gsplat that draws with the reference, so that no CUDA is needed.

Its functions take the arguments and give the tensors of gsplat 1.5.3.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import torch

from render.base import RenderSettings
from render.camera import Camera, Projection
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from render.reference_projection import project
from render.spherical_harmonics import evaluate

TILE = 16


def rasterization(
    means,
    quats,
    scales,
    opacities,
    colors,
    sh_degree,
    viewmats,
    Ks,
    width,
    height,
    near_plane,
    far_plane,
    eps2d,
    packed,
    render_mode,
    rasterize_mode,
    camera_model,
):
    assert packed
    assert render_mode == "RGB+ED"
    projection = {"ortho": Projection.ORTHOGRAPHIC, "pinhole": Projection.PERSPECTIVE}[camera_model]
    camera = Camera(
        Ks[0].numpy(), viewmats[0].numpy(), width, height, near_plane, far_plane, projection
    )
    settings = RenderSettings(eps2d=eps2d, antialiased=rasterize_mode == "antialiased")
    colors = _colors(means, colors, sh_degree, viewmats)
    count = len(means)
    arrays = (means.numpy(), quats.numpy(), scales.numpy(), opacities.numpy())
    cloud = GaussianCloud(*arrays, np.zeros((count, 1, 3), np.float32))
    drawn = ReferenceRenderer().render(cloud, camera, settings, features=colors.numpy())
    picture = torch.cat(
        [torch.from_numpy(drawn.features), torch.from_numpy(drawn.depth)[..., None]], dim=2
    )
    alpha = torch.from_numpy(drawn.alpha)[..., None]
    return picture[None], alpha[None], _meta(cloud, camera, settings)


def _colors(means, colors, sh_degree, viewmats):
    if sh_degree is None:
        return colors
    directions = means - torch.inverse(viewmats)[0, :3, 3]
    unit = torch.nn.functional.normalize(directions, dim=-1).numpy()
    return torch.from_numpy(evaluate(colors.numpy(), unit, sh_degree))


def _meta(cloud, camera, settings):
    seen = project(cloud, camera, settings)
    inverse = (seen.axes / seen.variances[:, None, :]) @ seen.axes.transpose(0, 2, 1)
    conics = np.stack([inverse[:, 0, 0], inverse[:, 0, 1], inverse[:, 1, 1]], axis=1)
    columns, rows = -(-camera.width // TILE), -(-camera.height // TILE)
    count = len(seen.indices)  # every Gaussian is listed for every tile
    return {
        "width": camera.width,
        "height": camera.height,
        "tile_size": TILE,
        "means2d": torch.from_numpy(seen.centers).float(),
        "conics": torch.from_numpy(conics).float(),
        "opacities": torch.from_numpy(seen.opacities).float(),
        "depths": torch.from_numpy(seen.depths).float(),
        "gaussian_ids": torch.from_numpy(seen.indices.astype(np.int64)),
        "isect_offsets": (torch.arange(columns * rows) * count).reshape(1, rows, columns),
        "flatten_ids": torch.arange(count).repeat(columns * rows),
    }


def rasterize_to_indices_in_range(
    start, end, light, means, conics, opacities, width, height, tile, _offsets, _ids
):
    """Hits of the Gaussians of some batches, pixel by pixel and from near to far in each."""
    first, last = start * tile * tile, min(end * tile * tile, means.shape[1])
    chosen = torch.arange(first, last)
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    dx = x.reshape(-1, 1) + 0.5 - means[0, chosen, 0]
    dy = y.reshape(-1, 1) + 0.5 - means[0, chosen, 1]
    a, b, c = conics[0, chosen].unbind(1)
    alpha = opacities[0, chosen] * torch.exp(-0.5 * (a * dx * dx + c * dy * dy) - b * dx * dy)
    hit = (alpha >= 1 / 255) & (light.reshape(-1, 1) > 0)
    pixels, places = hit.nonzero(as_tuple=True)
    return chosen[places], pixels, torch.zeros_like(pixels)


MODULE = SimpleNamespace(
    rasterization=rasterization,
    rasterize_to_indices_in_range=rasterize_to_indices_in_range,
)

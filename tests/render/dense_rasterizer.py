"""Splatting in plain differentiable torch, float64, every Gaussian at every pixel: an oracle."""

from __future__ import annotations

import torch
from torch import Tensor

from render.camera import Camera
from render.projection_limits import ray_limits


def rotation(quats: Tensor) -> Tensor:
    w, x, y, z = torch.nn.functional.normalize(quats, dim=-1).unbind(-1)
    rows = [
        torch.stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], -1),
        torch.stack([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], -1),
        torch.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1),
    ]
    return torch.stack(rows, -2)


def dense_rasterize(
    values: tuple[Tensor, Tensor, Tensor, Tensor, Tensor],
    camera: Camera,
    *,
    eps2d: float,
    antialiased: bool,
    background: tuple[float, float, float],
) -> tuple[Tensor, Tensor, Tensor]:
    """As `render.cpu_tiles.autograd.rasterize`; what is cut off has no gradient."""
    means, quats, scales, opacities, colors = values
    view = torch.from_numpy(camera.world_to_camera).double()
    K = torch.from_numpy(camera.K).double()
    points = means @ view[:3, :3].T + view[:3, 3]
    depth = points[:, 2]
    axes = view[:3, :3] @ (rotation(quats) * scales[:, None])
    jacobian = torch.zeros(len(means), 2, 3, dtype=torch.float64)
    size = torch.ones_like(depth) if camera.is_orthographic else depth
    jacobian[:, 0, 0], jacobian[:, 1, 1] = K[0, 0] / size, K[1, 1] / size
    if not camera.is_orthographic:
        for axis, limits in enumerate(ray_limits(camera)):
            along = (points[:, axis] / depth).clamp(*limits)
            jacobian[:, axis, 2] = -K[axis, axis] * along / depth
        ratio = depth / axes[:, 2].norm(dim=1)
        opacities = opacities * (ratio - 1).clamp(0, 1)
    flat = jacobian @ axes
    narrow = flat @ flat.transpose(1, 2)
    wide = narrow + eps2d * torch.eye(2, dtype=torch.float64)
    if antialiased:
        opacities = opacities * (narrow.det() / wide.det()).sqrt()
    centers = points[:, :2] / size[:, None] @ K[:2, :2].T + K[:2, 2]
    return blend((centers, wide.inverse(), opacities, colors, depth), camera, background)


def blend(
    splats: tuple[Tensor, ...], camera: Camera, background: tuple[float, float, float]
) -> tuple[Tensor, Tensor, Tensor]:
    order = torch.argsort(splats[-1])
    centers, conics, opacities, colors, depth = (value[order] for value in splats)
    y, x = torch.meshgrid(
        torch.arange(camera.height) + 0.5, torch.arange(camera.width) + 0.5, indexing="ij"
    )
    offset = torch.stack([x, y], -1).double() - centers[:, None, None]
    distance = torch.einsum("nhwi,nij,nhwj->nhw", offset, conics, offset)
    alpha = opacities[:, None, None] * torch.exp(-0.5 * distance)
    alpha = torch.where(alpha >= 1 / 255, alpha.clamp(max=0.999), 0)
    after = torch.cumprod(1 - alpha, dim=0)
    before = torch.cat([torch.ones_like(after[:1]), after[:-1]])
    alpha = torch.where(before >= 1e-4, alpha, 0)
    weight, left = alpha * before, torch.prod(1 - alpha, dim=0)
    color = torch.einsum("nhw,nc->hwc", weight, colors)
    color = color + left[..., None] * torch.tensor(background, dtype=torch.float64)
    coverage = 1 - left
    blended = torch.einsum("nhw,n->hw", weight, depth)
    return color, coverage, torch.where(coverage > 0, blended / coverage.clamp(min=1e-30), 0)

"""Main loop of the view process: draws the newest question with the CPU tile renderer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.stage import StageLook
from studio.jobs.messages import WorkerReady
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.shared_picture import AttachedBuffers
from studio.jobs.view_messages import (
    BackendOrder,
    CloudQuery,
    DescribeOrder,
    FrameOrder,
    FrameQuery,
    FrameReady,
    SceneDescribed,
    ViewFailed,
    ViewNotice,
)
from studio.jobs.view_renderer import ViewRenderer

ViewOrder = FrameOrder | DescribeOrder | BackendOrder


def run_view(pipe: Connection) -> None:
    """Answer orders from the pipe until it closes."""
    reader, buffers = SceneReader(), AttachedBuffers()
    renderer = ViewRenderer()
    painter = ScenePainter(renderer, reader)
    _warm_up(painter)
    pipe.send(WorkerReady())
    shown: FrameQuery | CloudQuery | None = None
    while True:
        if not pipe.poll() and shown is not None and reader.prefetch(shown.scene, shown.frame):
            continue
        for order in latest(_drain(pipe)):
            if isinstance(order, BackendOrder):
                renderer.choose(order.backend)
                continue
            pipe.send(_answer(order, painter, reader, buffers))
            shown = order.query if isinstance(order, FrameOrder) else shown
        fault = renderer.take_fault()
        if fault:
            pipe.send(ViewNotice(fault))


def latest(orders: Sequence[ViewOrder]) -> list[ViewOrder]:
    """The newest back-end, each scene's description once, then the newest picture."""
    chosen = [order for order in orders if isinstance(order, BackendOrder)]
    described = {order.scene: order for order in orders if isinstance(order, DescribeOrder)}
    frames = [order for order in orders if isinstance(order, FrameOrder)]
    return [*chosen[-1:], *described.values(), *frames[-1:]]


def _drain(pipe: Connection) -> list[ViewOrder]:
    orders: list[ViewOrder] = [pipe.recv()]
    while pipe.poll():
        orders.append(pipe.recv())
    return orders


def _answer(
    order: FrameOrder | DescribeOrder,
    painter: ScenePainter,
    reader: SceneReader,
    buffers: AttachedBuffers,
) -> FrameReady | SceneDescribed | ViewFailed:
    generation = order.generation if isinstance(order, FrameOrder) else 0
    scene = order.scene if isinstance(order, DescribeOrder) else order.query.scene
    try:
        if isinstance(order, DescribeOrder):
            return reader.describe(order.scene)
        start = time.perf_counter()
        query, shadow = order.query, None
        if isinstance(query, FrameQuery):
            buffers.write(order.buffer_name, [painter.paint(query)])
        else:
            buffers.write(order.buffer_name, _arrays(query, reader))
            shadow = painter.shadow(query.scene, query.frame)
        return FrameReady(generation, (time.perf_counter() - start) * 1e3, shadow)
    except (ValueError, OSError, LookupError, RuntimeError) as error:
        line = " ".join(str(error).split())
        return ViewFailed(generation, f"The view cannot be drawn: {line}", scene)


def _arrays(query: CloudQuery, reader: SceneReader) -> list[npt.NDArray[np.float32]]:
    """What a cloud query asks for, in its order.

    Raises:
        InputError: If the scene has changed since it was described.
    """
    cloud = reader.cloud(query.scene, query.frame)
    if (cloud.gaussian_count, cloud.sh_coeffs.shape[1]) != (query.gaussian_count, query.band_count):
        raise InputError("the object has changed on disk; open the project again")
    geometry = [cloud.means, cloud.quats, cloud.scales, cloud.opacities]
    return [*geometry, cloud.sh_coeffs] if query.with_colors else geometry


def _warm_up(painter: ScenePainter) -> None:
    """Compile or load the kernels before the first question comes."""
    cloud = GaussianCloud(
        means=np.zeros((1, 3), np.float32),
        quats=np.array([[1.0, 0.0, 0.0, 0.0]], np.float32),
        scales=np.full((1, 3), 0.1, np.float32),
        opacities=np.ones(1, np.float32),
        sh_coeffs=np.zeros((1, 1, 3), np.float32),
    )
    camera = Camera.orbit((0, 0, 0), radius=1, azimuth_deg=0, elevation_deg=9, width=32, height=32)
    painter.compose(cloud, camera, StageLook(), None, RenderSettings())

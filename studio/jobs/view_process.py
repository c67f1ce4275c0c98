"""Main loop of the view process: draws the newest question with the CPU tile renderer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

import numpy as np

from render.camera import Camera
from render.gaussians import GaussianCloud
from render.registry import open_renderer
from render.stage import StageLook
from studio.jobs.messages import WorkerReady
from studio.jobs.scene_painter import ScenePainter
from studio.jobs.scene_reader import SceneReader
from studio.jobs.shared_picture import AttachedBuffers
from studio.jobs.view_messages import (
    DescribeOrder,
    FrameOrder,
    FrameQuery,
    FrameReady,
    SceneDescribed,
    ViewFailed,
)

ViewOrder = FrameOrder | DescribeOrder


def run_view(pipe: Connection) -> None:
    """Answer orders from the pipe until it closes."""
    reader, buffers = SceneReader(), AttachedBuffers()
    painter = ScenePainter(open_renderer("cpu_tiles"), reader)
    _warm_up(painter)
    pipe.send(WorkerReady())
    shown: FrameQuery | None = None
    while True:
        if not pipe.poll() and shown is not None and reader.prefetch(shown.scene, shown.frame):
            continue
        for order in latest(_drain(pipe)):
            pipe.send(_answer(order, painter, reader, buffers))
            shown = order.query if isinstance(order, FrameOrder) else shown


def latest(orders: Sequence[ViewOrder]) -> list[ViewOrder]:
    """Descriptions first, each scene once, then the newest picture; older pictures are dropped."""
    described = {order.scene: order for order in orders if isinstance(order, DescribeOrder)}
    frames = [order for order in orders if isinstance(order, FrameOrder)]
    return [*described.values(), *frames[-1:]]


def _drain(pipe: Connection) -> list[ViewOrder]:
    orders: list[ViewOrder] = [pipe.recv()]
    while pipe.poll():
        orders.append(pipe.recv())
    return orders


def _answer(
    order: ViewOrder, painter: ScenePainter, reader: SceneReader, buffers: AttachedBuffers
) -> FrameReady | SceneDescribed | ViewFailed:
    generation = order.generation if isinstance(order, FrameOrder) else 0
    scene = order.scene if isinstance(order, DescribeOrder) else order.query.scene
    try:
        if isinstance(order, DescribeOrder):
            return reader.describe(order.scene)
        start = time.perf_counter()
        buffers.write(order.buffer_name, painter.paint(order.query))
        return FrameReady(generation, (time.perf_counter() - start) * 1e3)
    except (ValueError, OSError, LookupError, RuntimeError) as error:
        line = " ".join(str(error).split())
        return ViewFailed(generation, f"The view cannot be drawn: {line}", scene)


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
    painter.compose(cloud, camera, StageLook(), None)

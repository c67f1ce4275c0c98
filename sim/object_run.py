"""A project's object alone in a scene: its place, its body and the timing of its take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from render.gaussians import GaussianCloud
from sim.body import Body
from sim.materials import MaterialParams
from sim.object_edit import UNEDITED, ObjectEdit, Placing
from sim.quality import QualityPreset
from sim.regions import Region
from sim.scene_setup import SceneSetup
from sim.voxel_fill import FillOptions


def object_body(
    cloud: GaussianCloud,
    params: MaterialParams,
    regions: Sequence[Region],
    scene: SceneSetup,
    *,
    fill: FillOptions,
    edit: ObjectEdit = UNEDITED,
) -> Body:
    """The project's object in the place that the scene and the person give it.

    Args:
        cloud: Object in its own frame [m].
        params: Its material.
        regions: Parts with a material of their own, in the same frame.
        scene: Ground, drop height and tilt.
        fill: What of the cloud is matter, the gap to close and the particles a cell.
        edit: Where the object was put, and what of it was removed.
    """
    placing = edit.placing(cloud, scene)
    return Body(
        placing.applied(edit.kept(cloud)),
        params,
        regions=placed_regions(regions, placing),
        fill=fill,
    )


def placed_regions(regions: Sequence[Region], placing: Placing) -> tuple[Region, ...]:
    """Regions of an object after it was placed."""
    return tuple(
        region.scaled(placing.scale).moved(placing.rotation, placing.translation)
        for region in regions
    )


def timed_scene(scene: SceneSetup, quality: QualityPreset, frame_count: int | None) -> SceneSetup:
    """The scene with the frames asked for; a scene with its own timing keeps it.

    Args:
        scene: Any scene.
        quality: Gives frame count and frame time to a scene that has the plain ones.
        frame_count: Frames that are asked for; None for the scene's or the preset's.
    """
    plain = SceneSetup()
    if frame_count is not None:
        scene = replace(scene, frame_count=frame_count)
    elif scene.frame_count == plain.frame_count:
        scene = replace(scene, frame_count=quality.frame_count)
    if scene.frame_dt_s == plain.frame_dt_s:
        scene = replace(scene, frame_dt_s=quality.frame_dt_s)
    return scene

"""From the window's scene to what the runs of a set of candidates share."""

from __future__ import annotations

from pathlib import Path

from sim.object_edit import ObjectEdit
from sim.scene_setup import SceneSetup
from sim.sweep.subject import SweepSubject
from studio.state.candidate_scene import CandidateScene
from studio.state.scene import SceneState
from studio.state.scene_mapping import bodies_of, regions_of, scene_of, world_of
from studio.state.studio_state import StudioState


def present_scene(state: StudioState) -> CandidateScene:
    """The scene as it stands now."""
    scene, removed = state.scene, state.selection.removed
    if removed is not None and removed.count != state.document.gaussian_count:
        removed = None
    return CandidateScene(scene.world, scene.things, scene.regions, state.placement.pose, removed)


def candidate_subject(
    scene: CandidateScene, project: Path, base: SceneSetup, *, particle_seed: int
) -> SweepSubject:
    """Object and world of the runs of a set.

    Args:
        scene: What the set's candidates share.
        project: Folder of the open project.
        base: The project's own scene.
        particle_seed: Seed of the particles of every run.

    Raises:
        InputError: If the scene's parts contradict each other.
    """
    state = SceneState(scene.world, scene.things, scene.regions, base)
    removed = b"" if scene.removed is None else scene.removed.packed
    return SweepSubject(
        project,
        scene=scene_of(state),
        regions=regions_of(state),
        bodies=bodies_of(state, project),
        edit=ObjectEdit(scene.pose, removed),
        particle_seed=particle_seed,
        frame_count=None if scene.world is None else world_of(state).frame_count,
    )

"""`SceneReader`: clouds of projects and takes for the view process, with a small cache."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from render.framing import bounds_of_frames
from render.gaussians import GaussianCloud
from sim.project import CLOUD_NAME, MANIFEST_NAME, Project
from sim.scene_setup import place
from sim.take import Take
from sim.take_layout import HEADER_FILE, commit_file
from studio.jobs.scene_files import SceneFiles
from studio.jobs.take_summary import summarize
from studio.jobs.view_messages import Bounds, SceneDescribed, SceneRef

CLOUD_CACHE_BYTES = 192 * 2**20
"""Clouds kept in memory; one of 60,000 Gaussians without view-dependent colour takes 3.4 MB."""
PROJECT_LIMIT = 2
"""Projects of which anything is kept: what is shown, and what was shown before it."""
_TAKE_LIMIT = 12


class SceneReader:
    """Reads what is shown; keeps the clouds used last so that a turning camera reads nothing.

    What was written anew is read anew; what is out of reach for a while is shown as it was read.
    """

    def __init__(self) -> None:
        self._clouds: OrderedDict[tuple[SceneRef, int], GaussianCloud] = OrderedDict()
        self._takes: OrderedDict[SceneRef, Take] = OrderedDict()
        self._projects: OrderedDict[Path, None] = OrderedDict()
        self._files = SceneFiles()

    def cloud(self, scene: SceneRef, frame: int) -> GaussianCloud:
        """The Gaussians of one frame in the world [m].

        Raises:
            InputError: If the project or the take cannot be read.
        """
        key = (scene, frame)
        self._turn_to(scene.project)
        if self._files.replaced(scene):
            self.forget(scene)
        if key not in self._clouds:
            cloud = self._read(scene, frame)
            self._clouds[key] = cloud
            while len(self._clouds) > max(CLOUD_CACHE_BYTES // _bytes_of(cloud), 2):
                self._clouds.popitem(last=False)
        self._clouds.move_to_end(key)
        return self._clouds[key]

    def prefetch(self, scene: SceneRef, frame: int) -> bool:
        """Read one of the frames that playing will need next.

        Args:
            scene: What is shown.
            frame: Frame that is shown.

        Returns:
            False when there is nothing left to read, or no room for it.
        """
        if scene.take_name is None or (scene, frame) not in self._clouds:
            return False
        room = CLOUD_CACHE_BYTES // _bytes_of(self._clouds[(scene, frame)])
        last = min(frame + room, self._take(scene).frame_count) - 1
        for ahead in range(frame + 1, last + 1):
            if (scene, ahead) not in self._clouds:
                self.cloud(scene, ahead)
                return True
        return False

    def describe(self, scene: SceneRef) -> SceneDescribed:
        """Facts of a scene as they are now on disk."""
        if not self._files.unchanged(scene):
            self.forget(scene)
        if scene.take_name is None:
            cloud = self.cloud(scene, 0)
            bands = cloud.sh_coeffs.shape[1]
            return SceneDescribed(scene, cloud.gaussian_count, _bounds((cloud,)), None, bands)
        take = self._take(scene)
        count = self._refreshed(scene, take)
        ended = take.complete or take.ending is not None
        frames = sorted({0, max(count - 1, 0)}) if ended else [0]
        clouds = tuple(self.cloud(scene, frame) for frame in frames)
        summary = summarize(scene.take_name, take)
        first = clouds[0]
        return SceneDescribed(
            scene, first.gaussian_count, _bounds(clouds), summary, first.sh_coeffs.shape[1]
        )

    def take(self, scene: SceneRef) -> Take | None:
        """The take that a scene shows; None for the object at rest."""
        return None if scene.take_name is None else self._take(scene)

    def edition(self, scene: SceneRef) -> int:
        """Number of what was read of a scene; another one when that was written anew."""
        return self._files.edition(scene)

    def forget(self, scene: SceneRef) -> None:
        """Drop what is kept of a scene, because it was written anew."""
        self._files.forget(scene)
        self._takes.pop(scene, None)
        for key in [key for key in self._clouds if key[0] == scene]:
            del self._clouds[key]

    def _turn_to(self, project: Path) -> None:
        """Take note of the project that is used; the one used longest ago is forgotten."""
        self._projects[project] = None
        self._projects.move_to_end(project)
        if len(self._projects) > PROJECT_LIMIT:
            left, _ = self._projects.popitem(last=False)
            kept = {scene for scene, _ in self._clouds} | set(self._takes)
            for scene in [scene for scene in kept if scene.project == left]:
                self.forget(scene)

    def _read(self, scene: SceneRef, frame: int) -> GaussianCloud:
        if scene.take_name is None:
            files = scene.project / CLOUD_NAME, scene.project / MANIFEST_NAME
            self._files.note(scene, *files)
            project = Project.open(scene.project)
            return place(project.cloud(), project.scene)
        take = self._take(scene)
        if frame >= take.frame_count:
            self._refreshed(scene, take)
        return take.frame(min(frame, max(take.frame_count - 1, 0)))

    def _take(self, scene: SceneRef) -> Take:
        path = Project.open(scene.project).take_path(scene.take_name or "")
        if scene not in self._takes:
            self._files.note(scene, path / HEADER_FILE)
            take = Take.open(path)
            self._takes[scene] = take
            self._refreshed(scene, take)
            if len(self._takes) > _TAKE_LIMIT:
                self._takes.popitem(last=False)
        return self._takes[scene]

    def _refreshed(self, scene: SceneRef, take: Take) -> int:
        """Frames that a take has by now; the last one is another if it is simulated again."""
        count = take.refresh()
        last = [commit_file(take.path, count - 1)] if count else []
        self._files.note(scene, take.path / HEADER_FILE, *last)
        return count


def _bytes_of(cloud: GaussianCloud) -> int:
    arrays = (cloud.means, cloud.quats, cloud.scales, cloud.opacities, cloud.sh_coeffs)
    return max(sum(array.nbytes for array in arrays), 1)


def _bounds(clouds: tuple[GaussianCloud, ...]) -> Bounds:
    corners = bounds_of_frames(clouds)
    low, high = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
    return (
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )

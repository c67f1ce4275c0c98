"""The timeline's controllers and the hand on a desk of fakes."""

from __future__ import annotations

from pathlib import Path

from sim.scene.hand import HandAction, HandCommand
from studio.controllers.branch_controller import BranchController
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.collider_keys_controller import ColliderKeysController
from studio.controllers.hand_controller import HandController
from studio.controllers.timeline_controller import TimelineController
from studio.controllers.timeline_items import TimelineItems
from studio.controllers.tools.hand_tool import HandTool
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.document import TakeSummary
from tests.studio.controllers.conftest import BOUNDS, Desk, ImmediateFiles
from tests.studio.synthetic_project import make_project, write_take


class FakePort:
    """Takes hand commands while `open`."""

    def __init__(self) -> None:
        self.open = True
        self.commands: list[HandCommand] = []

    def send_hand(self, command: HandCommand) -> bool:
        if self.open:
            self.commands.append(command)
        return self.open

    @property
    def actions(self) -> list[HandAction]:
        return [command.action for command in self.commands]


class TimelineDesk:
    """A project with one take, shown; frame records are read from it at once."""

    def __init__(self, desk: Desk, folder: Path, *, frames: int = 5) -> None:
        self.desk, self.state = desk, desk.state
        state = desk.state
        self.opened = project = make_project(folder / "Ball.p4d")
        write_take(project, "take-1")
        self.project = project.path
        self.playback = desk.playback
        self.port = FakePort()
        self.timeline = TimelineController(state, desk.edits, desk.playback, ImmediateFiles())
        self.branches = BranchController(
            state, desk.jobs, desk.takes, desk.physics, desk.edits, desk.playback
        )
        self.camera_path = CameraPathController(state, desk.edits, desk.playback)
        self.colliders = ColliderKeysController(state, desk.edits)
        self.items = TimelineItems(
            state, desk.edits, self.timeline, self.branches, self.camera_path, self.colliders
        )
        self.hand = HandController(
            state, self.port, desk.physics, self.branches, desk.playback, clock=lambda: desk.now_s
        )
        self.tool = HandTool(self.hand, state, desk.viewport.probe)
        state.document.project = self.project
        state.document.physics = project.physics
        state.document.gaussian_count = 400
        state.viewport.bounds = BOUNDS
        desk.viewport.set_pane(800, 600)
        self.take("take-1", frames, complete=True)
        desk.takes.show("take-1")

    def take(
        self, name: str, frames: int, *, complete: bool = False, left: str = "", left_frame: int = 0
    ) -> None:
        """The view process describes a take."""
        planned = frames if complete else 50
        summary = TakeSummary(
            name, frames, planned, 0.04, complete=complete, ended=complete, law="jelly",
            quality="preview", left_take=left, left_frame=left_frame,
        )  # fmt: skip
        scene = SceneRef(self.project, name)
        self.desk.takes.take_description(SceneDescribed(scene, 400, BOUNDS, summary, 1))

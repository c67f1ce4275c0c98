"""The viewport's tools, registered once."""

from __future__ import annotations

from functools import partial

from studio.controllers.edit_controller import EditController
from studio.controllers.placement_controller import PlacementController
from studio.controllers.scene_controller import SceneController
from studio.controllers.selection_controller import SelectionController
from studio.controllers.tools.floor_tool import FloorTool
from studio.controllers.tools.gizmo import MoveGizmo, ScaleGizmo, TurnGizmo
from studio.controllers.tools.polygon_tool import PolygonTool
from studio.controllers.tools.scene_tool import SceneSketch, SceneTool
from studio.controllers.tools.selection_tools import (
    BrushTool,
    ColorTool,
    ConnectedTool,
    LassoTool,
    RectangleTool,
)
from studio.controllers.tools.tool_controller import ToolController
from studio.controllers.tools.volume_tools import BoxTool, SphereTool
from studio.controllers.view_probe import ViewProbe
from studio.state.studio_state import StudioState


def register_viewport_tools(
    tools: ToolController,
    state: StudioState,
    edits: EditController,
    selection: SelectionController,
    placement: PlacementController,
    *,
    probe: ViewProbe,
) -> None:
    """Make the tools that select and place the object known.

    Args:
        tools: Where they are registered.
        state: State that they change.
        edits: Makes a drag one step.
        selection: Selects Gaussians.
        placement: Places the object.
        probe: Projects and picks.
    """
    tools.register(RectangleTool(selection))
    tools.register(LassoTool(selection))
    tools.register(PolygonTool(selection))
    tools.register(BrushTool(selection, state.selection))
    tools.register(ColorTool(selection, probe, state.selection))
    tools.register(ConnectedTool(selection, probe, state.selection))
    tools.register(BoxTool(selection, placement, probe))
    tools.register(SphereTool(selection, placement, probe))
    for gizmo in (MoveGizmo, TurnGizmo, ScaleGizmo):
        tools.register(gizmo(placement, state.placement, edits, probe))
    complain = partial(state.notices.post, "warning")
    tools.register(FloorTool(placement, probe, complain))


def register_scene_tool(
    tools: ToolController,
    state: StudioState,
    scene: SceneController,
    edits: EditController,
    probe: ViewProbe,
) -> None:
    """Draw the scene under every tool, and make the one known that moves its things.

    Args:
        tools: Where it is registered.
        state: State whose scene is drawn.
        scene: Chooses things.
        edits: Makes a drag one step.
        probe: Projects.
    """
    sketch = SceneSketch(state, probe)
    tools.add_layer(sketch)
    tools.register(SceneTool(state, sketch, scene, edits, probe))

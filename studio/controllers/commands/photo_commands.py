"""Commands of the photo: mask, camera, views, model and predicting again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.model_choice import EMBEDDED_MODEL
from studio.state.photo import PhotoTool

PHOTO_DOCK = "photo"
"""Name of the panel among the docks."""
PHOTO_PAGE = "photo-page"
"""Name of the photo among the pages in the middle."""
_MASK_MENU = "Object ▸ Mask of the photo"
_PHOTO_MENU = "Object ▸ Photo"


def photo_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Everything that the photo panel does besides painting and typing."""
    return (
        Command("predict-again", "Object", tr("Predict again"),
                studio.photo_prediction.predict_again, "Ctrl+Shift+R", "predictable", "reset",
                separated=True, call='studio.predict("photo.jpg", "object.p4d")'),
        *_page_commands(studio, window),
        *_tool_commands(studio),
        *_mask_commands(studio),
        *_view_commands(studio, window),
        *_model_commands(studio, window),
    )  # fmt: skip


def _page_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    return (
        Command("photo-page", _PHOTO_MENU, tr("Photo in the middle"),
                partial(window.toggle_centre, PHOTO_PAGE), "Ctrl+Shift+M", "photo-mask", "photo",
                checkable=True),
        Command("show-photo", _PHOTO_MENU, tr("Show the photo panel"),
                partial(window.show_dock, PHOTO_DOCK), "", "", "photo"),
        Command("photo-overlay", _PHOTO_MENU, tr("Lay the mask over the photo"),
                studio.photo.toggle_overlay, "", "photo-mask", "mask", checkable=True),
    )  # fmt: skip


def _tool_commands(studio: Studio) -> tuple[Command, ...]:
    tools: tuple[tuple[PhotoTool, str, str], ...] = (
        ("brush", tr("Brush: paint the object"), "tool-brush"),
        ("eraser", tr("Eraser: paint the background"), "tool-eraser"),
        ("polygon", tr("Outline: click its corners"), "tool-polygon"),
        ("measure", tr("Measure: draw a line of known length"), "tool-measure"),
        ("level", tr("Level: draw along something level"), "tool-level"),
    )
    photo = studio.photo
    return (
        *(
            Command(f"photo-{name}", _PHOTO_MENU, text, partial(photo.set_tool, name), "",
                    "photo-mask", icon, checkable=True, separated=name == "brush")
            for name, text, icon in tools
        ),
        Command("photo-brush-larger", _PHOTO_MENU, tr("Larger brush"),
                partial(photo.resize_brush, 1), "", "photo-mask", separated=True),
        Command("photo-brush-smaller", _PHOTO_MENU, tr("Smaller brush"),
                partial(photo.resize_brush, -1), "", "photo-mask"),
        Command("photo-close-outline", _PHOTO_MENU, tr("Close the outline"),
                studio.photo_pointer.close_outline, "", "photo-mask"),
    )  # fmt: skip


def _mask_commands(studio: Studio) -> tuple[Command, ...]:
    photo, need = studio.photo, "photo-mask"
    return (
        Command("mask-grow", _MASK_MENU, tr("Grow"), partial(photo.grow, 1), "", need),
        Command("mask-shrink", _MASK_MENU, tr("Shrink"), partial(photo.grow, -1), "", need),
        Command("mask-feather", _MASK_MENU, tr("Feather"), photo.feather, "", need),
        Command("mask-invert", _MASK_MENU, tr("Invert"), photo.invert, "", need,
                separated=True),
        Command("mask-fill", _MASK_MENU, tr("Whole frame"), partial(photo.fill, True), "", need),
        Command("mask-clear", _MASK_MENU, tr("Empty"), partial(photo.fill, False), "", need),
        Command("mask-reset", _MASK_MENU, tr("Take the found mask"), photo.reset_mask, "",
                "mask-edited", "reset", separated=True),
        Command("photo-camera-reset", _PHOTO_MENU, tr("Take the found camera"),
                photo.reset_camera, "", "camera-set", "reset", separated=True),
    )  # fmt: skip


def _view_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    views = studio.photo_views

    return (
        Command("add-views", _PHOTO_MENU, tr("Add pictures of other sides…"),
                lambda: window.ask_files("pictures", views.add_pictures), "", "more-views",
                "photo", separated=True),
        Command("open-poses", _PHOTO_MENU, tr("Open a pose file…"),
                lambda: window.ask_files("poses", lambda files: views.open_poses(files[0])), "",
                "photo-mask", "open"),
        Command("clear-views", _PHOTO_MENU, tr("Use the photo alone"), views.clear, "", "views"),
    )  # fmt: skip


def _model_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    views = studio.photo_views

    def choose(files: tuple[Path, ...]) -> None:
        views.choose_model(str(files[0]))

    def put(name: str, files: tuple[Path, ...]) -> None:
        views.set_model_option(name, files[0])

    return (
        Command("choose-checkpoint", _PHOTO_MENU, tr("Choose a checkpoint…"),
                lambda: window.ask_files("checkpoint", choose), "", "photo-mask", "open",
                separated=True),
        Command("choose-dino", _PHOTO_MENU, tr("Choose the weights of DINOv3…"),
                lambda: window.ask_files("dino", partial(put, "dino")), "", "checkpoint", "open"),
        Command("no-dino", _PHOTO_MENU, tr("Leave the separate DINOv3 out"),
                partial(views.set_model_option, "dino", None), "", "dino", "close"),
        Command("views-from-mvadapter", _PHOTO_MENU, tr("Make further views by MV-Adapter"),
                views.toggle_mvadapter, "", "checkpoint", checkable=True),
        Command("choose-mvadapter", _PHOTO_MENU, tr("Choose the folder of MV-Adapter…"),
                lambda: window.ask_files("mvadapter", partial(put, "mvadapter_weights")), "",
                "checkpoint", "open"),
        Command("embedded-model", _PHOTO_MENU, tr("Use the embedded model"),
                partial(views.choose_model, EMBEDDED_MODEL), "", "other-model"),
    )  # fmt: skip

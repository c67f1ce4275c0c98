"""What is behind the Gaussians, as people name it."""

from __future__ import annotations

from pathlib import Path

from render.backdrop import (
    Backdrop,
    CheckerBackdrop,
    Color,
    GradientBackdrop,
    PictureBackdrop,
    PlainBackdrop,
)
from render.errors import InputError
from render.stage import StageLook

STAGE = "stage"
TRANSPARENT = "none"
COLORS: dict[str, Color] = {
    "white": (1.0, 1.0, 1.0),
    "black": (0.0, 0.0, 0.0),
    "grey": (0.5, 0.5, 0.5),
    "green": (0.0, 1.0, 0.0),
    "blue": (0.0, 0.0, 1.0),
}
BACKGROUND_HELP = "stage, none, checker, gradient, white, black, grey, green, blue, #RRGGBB or FILE"


def open_background(
    name: str, *, ground_z_m: float | None = 0.0, shadow: bool = False
) -> Backdrop | None:
    """The backdrop that a name means; None for a transparent picture.

    Args:
        name: What `BACKGROUND_HELP` lists.
        ground_z_m: Height of the scene's floor [m]; None for none.
        shadow: Whether a shadow falls on it; the stage always has one.

    Raises:
        InputError: If it is none of these.
    """
    if name == STAGE:
        return StageLook(ground_z_m=ground_z_m)
    if name == TRANSPARENT:
        return None
    ground = ground_z_m if shadow else None
    backdrop: Backdrop
    if name == "checker":
        backdrop = CheckerBackdrop(ground_z_m=ground)
    elif name == "gradient":
        backdrop = GradientBackdrop(ground_z_m=ground)
    elif name in COLORS or name.startswith("#"):
        backdrop = PlainBackdrop(COLORS.get(name) or _hex_color(name), ground_z_m=ground)
    elif Path(name).is_file():
        backdrop = PictureBackdrop(Path(name), ground_z_m=ground)
    else:
        raise InputError(f"background {name!r} is no colour and no file; use {BACKGROUND_HELP}")
    return backdrop


def _hex_color(text: str) -> Color:
    digits = text.removeprefix("#")
    if len(digits) == 6:
        try:
            red, green, blue = bytes.fromhex(digits)
        except ValueError:
            pass
        else:
            return red / 255, green / 255, blue / 255
    raise InputError(f"{text!r} is no colour; write it as #RRGGBB, such as #20242c")

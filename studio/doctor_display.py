"""The doctor's look at desktop and graphics: sessions and set-ups that make windows slow or blank.

Each case is one that users of other viewers could not explain to themselves: Wayland, remote
desktops, laptops with two graphics cards, forced scaling and forced software drawing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from studio.doctor_report import Check, Told

DESKTOP = "desktop"
DRM_FOLDER = Path("/sys/class/drm")
VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel", "0x1234": "virtual",
           "0x1af4": "virtual", "0x15ad": "virtual"}  # fmt: skip
"""PCI vendor -> name."""
SCALING_VARIABLES = (
    "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_AUTO_SCREEN_SCALE_FACTOR",
)  # fmt: skip
_FORWARDED = re.compile(r"^(localhost|127\.0\.0\.1|\[::1\]):\d+")
_CARD = re.compile(r"^card\d+$")
_DESKTOP_SYSTEMS = ("win32", "darwin")


def desktop_checks(
    environment: Mapping[str, str] = os.environ,
    drm_folder: Path = DRM_FOLDER,
    platform: str = sys.platform,
) -> Iterable[Check]:
    """Session, remote desktop, graphics cards and variables that change how a window appears.

    Args:
        environment: Variables of the process.
        drm_folder: Where Linux lists graphics cards.
        platform: As `sys.platform`.
    """
    yield session_check(environment, platform)
    yield remote_check(environment)
    yield cards_check(environment, drm_folder, platform)
    yield scaling_check(environment)
    yield software_check(environment)


def session_check(environment: Mapping[str, str], platform: str) -> Check:
    """What kind of desktop a window would appear on."""
    if platform in _DESKTOP_SYSTEMS:
        return Check(
            DESKTOP, "session", True, Told("desktop session"), values={"session": platform}
        )
    kind = session_kind(environment)
    forced = environment.get("QT_QPA_PLATFORM", "")
    values = {"session": kind, "qt_platform": forced}
    if not kind:
        remedy = "commands work without one; for the window start a desktop, or use xvfb-run"
        detail = Told("neither DISPLAY nor WAYLAND_DISPLAY is set")
        return Check(DESKTOP, "session", False, detail, remedy, values=values)
    desktop = environment.get("XDG_CURRENT_DESKTOP") or Told("desktop unknown")
    detail = Told("{kind} ({desktop})", kind=kind, desktop=desktop)
    advice = ""
    if forced:
        detail = Told("{found}, QT_QPA_PLATFORM={forced}", found=detail, forced=forced)
    if kind == "Wayland" and not forced and environment.get("DISPLAY"):
        advice = (
            "if the window does not appear or the viewport stays blank, start it through XWayland: "
            "QT_QPA_PLATFORM=xcb phys4d-studio"
        )
    elif kind == "Wayland" and forced.startswith("xcb"):
        advice = (
            "files cannot always be dragged from Wayland programs into XWayland windows: use "
            "File ▸ Open photo instead"
        )
    return Check(DESKTOP, "session", True, detail, values=values, advice=advice)


def session_kind(environment: Mapping[str, str]) -> str:
    """Name of the session: "Wayland", "X11", or empty without a desktop."""
    if environment.get("WAYLAND_DISPLAY"):
        return "Wayland"
    return "X11" if environment.get("DISPLAY") else ""


def remote_check(environment: Mapping[str, str]) -> Check:
    """Whether the window is shown on another computer."""
    kind = remote_kind(environment)
    if not kind:
        return Check(DESKTOP, "remote desktop", True, Told("no"), values={"remote": ""})
    advice = (
        "choose Preferences ▸ Drawing ▸ Software, which needs no graphics card; for OpenGL on the "
        "far machine's card use VirtualGL (vglrun phys4d-studio) or NoMachine"
    )
    return Check(DESKTOP, "remote desktop", True, kind, values={"remote": kind}, advice=advice)


def remote_kind(environment: Mapping[str, str]) -> str:
    """How the window reaches another computer; empty when it does not."""
    if environment.get("SESSIONNAME", "").upper().startswith("RDP"):
        return "Windows Remote Desktop"
    if environment.get("XRDP_SESSION"):
        return "xrdp"
    if environment.get("VNCDESKTOP") or environment.get("VNC_CONNECTION"):
        return "VNC"
    if environment.get("NXSESSIONID") or environment.get("NX_CLIENT"):
        return "NoMachine"
    display = environment.get("DISPLAY", "")
    if environment.get("SSH_CONNECTION") and _FORWARDED.match(display):
        return "X11 through ssh"
    return ""


def cards_check(environment: Mapping[str, str], drm_folder: Path, platform: str) -> Check:
    """Graphics cards, and with two of them how to choose the fast one."""
    if platform in _DESKTOP_SYSTEMS:
        elsewhere = Told("see the system's settings for which one a program uses")
        return Check(DESKTOP, "graphics cards", True, elsewhere, values={"cards": []})
    cards = graphics_cards(drm_folder)
    listed = ", ".join(cards)
    detail: str | Told = listed or Told("the system lists none")
    advice = ""
    if len(set(cards) - {"virtual"}) > 1:
        offload = prime_variables(environment)
        if offload:
            detail = Told("{cards}; chosen by {variables}", cards=listed,
                          variables=", ".join(offload))  # fmt: skip
        advice = "" if offload else _prime_advice(cards)
    return Check(DESKTOP, "graphics cards", True, detail, values={"cards": cards}, advice=advice)


def graphics_cards(drm_folder: Path) -> list[str]:
    """Vendor of each graphics card that Linux lists."""
    found = []
    for card in sorted(drm_folder.glob("card*")):
        if _CARD.match(card.name):
            try:
                vendor = (card / "device" / "vendor").read_text(encoding="ascii").strip()
            except (OSError, ValueError):
                continue
            found.append(VENDORS.get(vendor, vendor))
    return found


def prime_variables(environment: Mapping[str, str]) -> list[str]:
    """Variables that send OpenGL to a card other than the desktop's."""
    names = ("DRI_PRIME", "__NV_PRIME_RENDER_OFFLOAD", "__GLX_VENDOR_LIBRARY_NAME")
    return [f"{name}={environment[name]}" for name in names if environment.get(name)]


def _prime_advice(cards: Iterable[str]) -> str:
    variables = "DRI_PRIME=1"
    if "NVIDIA" in cards:
        variables = "__NV_PRIME_RENDER_OFFLOAD=1 __GLX_VENDOR_LIBRARY_NAME=nvidia"
    return Told(
        "a laptop with two cards draws on the slow one unless told otherwise; for the fast one: "
        "{variables} phys4d-studio",
        variables=variables,
    )


def scaling_check(environment: Mapping[str, str]) -> Check:
    """Variables that scale the window beside the desktop's own setting."""
    found = [f"{name}={environment[name]}" for name in SCALING_VARIABLES if environment.get(name)]
    advice = ""
    if found:
        advice = (
            "if texts are tiny or the picture is cut off, unset these and use Preferences ▸ "
            "Size of texts and controls"
        )
    detail = ", ".join(found) if found else Told("as the desktop says")
    return Check(DESKTOP, "scaling", True, detail, values={"variables": found}, advice=advice)


def software_check(environment: Mapping[str, str]) -> Check:
    """Variables that keep OpenGL from the graphics card."""
    names = ("LIBGL_ALWAYS_SOFTWARE", "GALLIUM_DRIVER", "QT_OPENGL", "QT_QUICK_BACKEND")
    found = [f"{name}={environment[name]}" for name in names if environment.get(name)]
    advice = "unset these to let the graphics card draw" if found else ""
    detail = ", ".join(found) if found else Told("not forced")
    return Check(
        DESKTOP, "software drawing", True, detail, values={"variables": found}, advice=advice
    )


def card_in_use_check(environment: Mapping[str, str], opengl: str, gpus: bool) -> Check | None:
    """Whether OpenGL draws on the card that it should; None where there is no NVIDIA GPU.

    Args:
        environment: Variables of the process.
        opengl: What draws behind OpenGL, as its back-end reports; empty when it cannot run.
        gpus: Whether there is an NVIDIA GPU.
    """
    if not gpus or not opengl:
        return None
    on_it = "nvidia" in opengl.lower()
    advice = "" if on_it or prime_variables(environment) else _prime_advice(["NVIDIA"])
    other = opengl.split(" (", maxsplit=1)[0]
    detail = Told("the NVIDIA GPU")
    if not on_it:
        detail = Told("{other}, although there is an NVIDIA GPU", other=other)
    return Check("back_ends", "OpenGL draws on", True, detail, advice=advice)

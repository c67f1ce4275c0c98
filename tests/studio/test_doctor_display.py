"""Desktops that make windows blank, slow or tiny are recognised and explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.doctor_display import (
    card_in_use_check,
    cards_check,
    desktop_checks,
    graphics_cards,
    remote_kind,
    scaling_check,
    session_check,
    software_check,
)

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "GNOME"}


def drm(folder: Path, *vendors: str) -> Path:
    for number, vendor in enumerate(vendors):
        device = folder / f"card{number}" / "device"
        device.mkdir(parents=True)
        (device / "vendor").write_text(f"{vendor}\n", encoding="ascii")
        (folder / f"card{number}-HDMI-A-1").mkdir()
    return folder


def test_without_a_desktop_the_remedy_is_named() -> None:
    check = session_check({}, "linux")
    assert not check.passed
    assert "xvfb-run" in check.help


def test_wayland_names_the_way_through_xwayland() -> None:
    check = session_check(WAYLAND, "linux")
    assert check.passed
    assert check.detail == "Wayland (GNOME)"
    assert "QT_QPA_PLATFORM=xcb" in check.help


def test_xwayland_warns_of_drag_and_drop() -> None:
    check = session_check({**WAYLAND, "QT_QPA_PLATFORM": "xcb"}, "linux")
    assert "dragged" in check.help


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_have_a_desktop(platform: str) -> None:
    assert session_check({}, platform).passed
    assert cards_check({}, Path("nowhere"), platform).help == ""


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({"SSH_CONNECTION": "10.0.0.1 22", "DISPLAY": "localhost:10.0"}, "X11 through ssh"),
        ({"SSH_CONNECTION": "10.0.0.1 22", "DISPLAY": ":0"}, ""),
        ({"SESSIONNAME": "RDP-Tcp#3"}, "Windows Remote Desktop"),
        ({"SESSIONNAME": "Console"}, ""),
        ({"XRDP_SESSION": "1", "DISPLAY": ":10"}, "xrdp"),
        ({"VNCDESKTOP": "office:1", "DISPLAY": ":1"}, "VNC"),
        ({"NXSESSIONID": "x", "DISPLAY": ":1001"}, "NoMachine"),
        ({"DISPLAY": ":0"}, ""),
    ],
)
def test_remote_desktops_are_told_apart(environment: dict[str, str], kind: str) -> None:
    assert remote_kind(environment) == kind


def test_two_cards_name_the_variables_that_choose(tmp_path: Path) -> None:
    folder = drm(tmp_path, "0x8086", "0x10de")
    assert graphics_cards(folder) == ["Intel", "NVIDIA"]
    check = cards_check({}, folder, "linux")
    assert "__NV_PRIME_RENDER_OFFLOAD=1" in check.help
    chosen = cards_check({"__NV_PRIME_RENDER_OFFLOAD": "1"}, folder, "linux")
    assert chosen.help == ""
    assert "__NV_PRIME_RENDER_OFFLOAD=1" in chosen.detail


def test_two_cards_of_the_free_drivers_use_dri_prime(tmp_path: Path) -> None:
    check = cards_check({}, drm(tmp_path, "0x8086", "0x1002"), "linux")
    assert "DRI_PRIME=1" in check.help


def test_one_card_beside_a_virtual_one_needs_nothing(tmp_path: Path) -> None:
    check = cards_check({}, drm(tmp_path, "0x1234", "0x8086"), "linux")
    assert check.help == ""


def test_opengl_on_the_wrong_card_is_said() -> None:
    wrong = card_in_use_check({}, "Mesa Intel(R) Xe (Intel), OpenGL 4.6, hardware", True)
    assert wrong is not None
    assert wrong.detail == "Mesa Intel(R) Xe, although there is an NVIDIA GPU"
    assert "PRIME" in wrong.help
    right = card_in_use_check({}, "NVIDIA GeForce RTX 3060 (NVIDIA Corporation)", True)
    assert right is not None
    assert right.help == ""
    assert card_in_use_check({}, "llvmpipe (Mesa)", False) is None


def test_forced_scaling_and_software_drawing_are_shown() -> None:
    assert "QT_SCALE_FACTOR=2" in scaling_check({"QT_SCALE_FACTOR": "2"}).detail
    assert scaling_check({}).help == ""
    assert software_check({"LIBGL_ALWAYS_SOFTWARE": "1"}).help
    assert software_check({}).help == ""


def test_every_check_stands_in_its_section(tmp_path: Path) -> None:
    checks = list(desktop_checks(WAYLAND, tmp_path, "linux"))
    assert {check.section for check in checks} == {"desktop"}
    assert len({check.name for check in checks}) == len(checks) == 5

"""Starting points of an export: what each sets in the panel."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.language import mark


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """One starting point; fields that are None stay as they are."""

    name: str
    """Identity, for example "turntable"."""
    title: str
    """What people read."""
    format: str
    """Codec, kind of picture or kind of moving splats."""
    size_px: tuple[int, int] | None = None
    """Width and height [px]."""
    camera: str | None = None
    """Camera."""
    projection: str = "perspective"
    """How space becomes a picture."""
    background: str = "stage"
    """What is behind."""


EXPORT_PRESETS = (
    ExportPreset("turntable", mark("Turntable"), "h264", (1024, 1024), "turntable"),
    ExportPreset("social", mark("Social portrait"), "h264", (1080, 1920), "swing"),
    ExportPreset("4k", mark("4K video"), "h264", (3840, 2160), "swing"),
    ExportPreset("transparent", mark("Transparent video"), "vp9-alpha", (1024, 1024), "swing",
                 background="none"),
    ExportPreset("360", mark("360° video"), "h264", (2048, 1024), "still", "360"),
    ExportPreset("picture", mark("Picture of this view"), "still-png", (1920, 1080), "view"),
    ExportPreset("web", mark("4D web page"), "web"),
    ExportPreset("ply", mark("PLY sequence"), "ply"),
    ExportPreset("usd", mark("USD"), "usd"),
)  # fmt: skip
"""In the order in which they are offered."""


def export_preset(name: str | None) -> ExportPreset | None:
    """A preset by its name."""
    return next((preset for preset in EXPORT_PRESETS if preset.name == name), None)

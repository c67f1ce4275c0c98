"""How each encoder is set: quality, speed and the memory that its look-ahead takes."""

from __future__ import annotations

from collections.abc import Mapping

from studio.export.codecs import Codec

LARGE_PX = 4096 * 2304
"""Pictures of more pixels get a short look-ahead, so that an encoder's memory stays bounded."""

_SOFTWARE: dict[str, dict[str, str]] = {
    "libx264": {"crf": "18", "preset": "veryfast", "profile": "high", "rc-lookahead": "20"},
    "libx265": {"crf": "20", "preset": "veryfast", "x265-params": "log-level=none"},
    "libsvtav1": {"crf": "24", "preset": "10"},
    "libvpx-vp9": {
        "crf": "22", "b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1",
        "lag-in-frames": "12", "auto-alt-ref": "0",
    },
    "prores_ks": {"profile": "4444", "vendor": "apl0", "alpha_bits": "16"},
    "ffv1": {"level": "3", "slicecrc": "0"},
}  # fmt: skip
_LARGE: dict[str, dict[str, str]] = {
    "libx264": {"rc-lookahead": "4", "bf": "1"},
    "libx265": {"x265-params": "log-level=none:rc-lookahead=5:bframes=2:frame-threads=1"},
    "libsvtav1": {"svtav1-params": "lookahead=0:pred-struct=1:lp=2"},
    "libvpx-vp9": {"lag-in-frames": "0", "cpu-used": "7", "deadline": "realtime"},
}
_HARDWARE = {"preset": "p5", "rc": "vbr", "cq": "19", "b": "0"}
"""Settings of NVIDIA's encoders."""


def encoder_options(
    codec: Codec, width: int, height: int, *, hardware: bool = False
) -> Mapping[str, str]:
    """Options of the encoder, as FFmpeg names them.

    Args:
        codec: What is written.
        width: Picture width [px].
        height: Picture height [px].
        hardware: Whether the graphics card's encoder is used.
    """
    if hardware:
        return _HARDWARE
    options = _SOFTWARE.get(codec.encoder, {})
    if width * height > LARGE_PX:
        options = options | _LARGE.get(codec.encoder, {})
    return options


def container_options(suffix: str) -> dict[str, str]:
    """Options of the container: the index stands first and any tag may be stored."""
    if suffix in (".mp4", ".mov", ".m4v"):
        return {"movflags": "+faststart+use_metadata_tags"}
    return {}

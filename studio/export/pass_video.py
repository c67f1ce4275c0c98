"""Passes beyond colour as videos or folders of pictures, each in a file of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np

from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.passes.clip_passes import ClipPasses
from render.passes.pass_image import PassImage, ScaleLegend
from render.passes.picture import PACKED, to_picture
from render.passes.registry import render_passes
from render.progress import ProgressCallback, ignore_progress
from studio.export.clip_video import STAGE, ExportReport, VideoFile, size_on_disk
from studio.export.codecs import CODECS, Codec
from studio.export.encoding_thread import EncodingThread
from studio.export.pass_files import write_passes
from studio.export.provenance_tags import PREFIX
from studio.export.quantise import StoredPicture
from studio.export.video_writer import VideoWriter

LOSSLESS = "ffv1"
"""Codec of passes whose pictures hold numbers."""


def pass_path(out: Path, name: str) -> Path:
    """File of a pass beside that of the colour: OUT-depth.mp4; numbers go to OUT-geometry.mkv."""
    suffix = out.suffix if name not in PACKED or not out.suffix else CODECS[LOSSLESS].usual_suffix
    return out.with_name(f"{out.stem}-{name}{suffix}")


def pass_codec(name: str, codec: Codec) -> Codec:
    """Codec of a pass: that of the colour, unless its pictures hold numbers that must survive."""
    if name in PACKED and not codec.is_folder:
        return CODECS[LOSSLESS]
    return codec


def export_passes(
    passes: ClipPasses,
    camera_at: Callable[[int], Camera],
    renderer: Renderer,
    files: Mapping[str, VideoFile],
    *,
    settings: RenderSettings | None = None,
    progress: ProgressCallback = ignore_progress,
) -> tuple[ExportReport, ...]:
    """Draw passes of every frame and write a file for each.

    Args:
        passes: Frames with what their passes need.
        camera_at: Camera of each picture.
        renderer: Draws the Gaussians.
        files: File of each pass by its name; checked by the caller.
        settings: Low-pass, colour degree and style; None takes the defaults.
        progress: Told the fraction done; raises to cancel.

    Returns:
        Size and times of each; the times are those of all together.

    Raises:
        InputError: If a pass cannot be drawn or a file cannot be written.
        StoppedExportError: If it was cancelled; files that were complete so far are kept.
    """
    frame_count, drawing_s = passes.clip.frame_count, 0.0
    with ExitStack() as stack:
        writers: dict[str, VideoWriter] = {}
        encoder = EncodingThread()
        for index in range(frame_count):
            started = time.perf_counter()
            images = render_passes(files, passes.scene(index), camera_at(index), renderer, settings)
            drawing_s += time.perf_counter() - started
            if not index:
                writers |= _opened(files, images, stack)
                stack.enter_context(encoder)
            for name, image in images.items():
                encoder.put(_written(writers[name], image, files[name]))
            progress(STAGE, (index + 1) / frame_count)
    times = {"render_seconds": round(drawing_s, 3), **encoder.times._asdict()}
    return tuple(_report(file, frame_count, times) for file in files.values())


def _report(file: VideoFile, frame_count: int, times: Mapping[str, float]) -> ExportReport:
    return ExportReport(
        out=file.out,
        codec=file.codec.name,
        frame_count=frame_count,
        size_bytes=size_on_disk(file.out),
        **times,
    )


def _opened(
    files: Mapping[str, VideoFile], images: Mapping[str, PassImage], stack: ExitStack
) -> dict[str, VideoWriter]:
    """Writers whose tags say how the passes are read, which the first picture tells."""
    writers = {}
    for name, file in files.items():
        tagged = file._replace(metadata={**file.metadata, **pass_tags(images[name])})
        writers[name] = stack.enter_context(tagged.writer())
    return writers


def _written(writer: VideoWriter, image: PassImage, file: VideoFile) -> Callable[[], None]:
    """What writes a pass: its picture, or in a folder of EXR or npz files its values."""
    if not file.codec.is_folder:
        return partial(writer.write, stored_pass(image, file.codec))
    return partial(
        writer.write_file,
        partial(
            write_passes,
            images=[image],
            bits=min(file.codec.bits, 16),
            legend=True,
            facts=file.metadata,
        ),
    )


def stored_pass(image: PassImage, codec: Codec) -> StoredPicture:
    """Picture of a pass with as many bits as a codec takes, 8 or 16."""
    picture = to_picture(image, legend=True)
    return picture if codec.bits == 8 else picture.astype(np.uint16) * np.uint16(257)


def pass_tags(image: PassImage) -> dict[str, str]:
    """Tags that tell how a pass is read: its name, unit, range and the numbers of its encoding."""
    numbers = dict(image.facts)
    if isinstance(image.legend, ScaleLegend):
        numbers |= {"low": image.legend.low, "high": image.legend.high}
    facts = {f"{PREFIX}.pass.{name}": repr(float(value)) for name, value in numbers.items()}
    unit = {f"{PREFIX}.pass.unit": image.unit} if image.unit else {}
    return {f"{PREFIX}.pass": image.name, **unit, **facts}

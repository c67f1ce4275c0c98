"""SOG (PlayCanvas, Spatially Ordered Gaussians): quantised Gaussians in lossless WebP pictures.

Sources: PlayCanvas, The SOG Format (version 2), and splat-transform, whose files decide where the
text is silent: values stand in the axes of the PLY file that they came from, so -y is taken for up,
and quaternions are wxyz before their largest component is left out.

| field | stored as | loss |
| --- | --- | --- |
| position | 16 bits an axis of sign(x) ln(1 + abs(x)) | 8e-6 of the extent near the origin |
| rotation | the three small components, 8 bits each | 0.003 a component |
| scale | log scale, one of 256 values for all axes | at most 7 % |
| opacity | 8 bits | 0.002 |
| colour | one of 256 values for all channels | about 0.004 of the coefficient |
| colour above degree 0 | one of 65,536 entries of a palette | 0.006, more for larger clouds |
"""

from __future__ import annotations

import json
from pathlib import Path

from render.errors import InputError
from render.formats.byte_files import write_parts
from render.formats.sog_files import META_NAME, pack_sog
from render.formats.sog_meta import VERSION
from render.formats.sog_reader import gaussians_of, open_scene, warnings_of
from render.formats.sog_writer import COMPRESSING, scene_parts
from render.formats.splat_file import SplatFile
from render.formats.texture import MAX_SIDE, texture_size
from render.progress import ProgressCallback, ignore_progress

NAME = "sog"
UP_AXIS = "-y"


def read(path: Path) -> SplatFile:
    """Read a SOG scene of version 1 or 2: an archive, a folder, or the `meta.json` of one.

    Raises:
        InputError: If it cannot be read, is no SOG scene, is damaged or made to fill the memory.
    """
    files, meta = open_scene(path)
    checked = gaussians_of(files, meta, path)
    found = SplatFile(
        checked.cloud,
        format=NAME,
        up_axis=UP_AXIS,
        antialiased=meta.model == "antialiased",
        is_2dgs=meta.model == "2dgs",
        notes=(*warnings_of(files, meta), *checked.notes),
    )
    return found if files.archive is None else found.with_original(files.archive)


def write(path: Path, splats: SplatFile, *, progress: ProgressCallback = ignore_progress) -> None:
    """Write a SOG archive of version 2, all or nothing.

    Args:
        path: File to write; its folder must exist.
        splats: Gaussians in any axes; they are turned to -y up.
        progress: Told the share done between groups of colours and pictures; it may cancel.

    Raises:
        InputError: If there are too many Gaussians for a picture or the file cannot be written.
    """
    if path.name.lower() == META_NAME:
        raise InputError(f"{path}: folders of SOG pictures are only read; write NAME.sog")
    progress(COMPRESSING, 0.0)
    cloud = splats.with_up_axis(UP_AXIS).cloud
    if max(texture_size(cloud.gaussian_count)) > MAX_SIDE:
        raise InputError(f"{cloud.gaussian_count:,} Gaussians are too many for SOG; write SPZ")
    meta, pictures = scene_parts(cloud, progress)
    about = {"version": VERSION, "asset": {"generator": "phys4d-studio"}}
    about |= {"count": cloud.gaussian_count, "antialias": splats.antialiased}
    if splats.antialiased or splats.is_2dgs:
        about["model"] = "2dgs" if splats.is_2dgs else "antialiased"
    write_parts(path, (pack_sog({META_NAME: json.dumps(about | meta).encode(), **pictures}),))

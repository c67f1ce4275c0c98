"""Runs of a sweep side by side: contact sheet, grid video, and a page that plays them offline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.backdrop_renderer import BackdropRenderer
from render.base import RenderSettings
from render.errors import InputError
from render.progress import ProgressCallback
from render.registry import open_renderer
from sim.sweep.storage import TakeStorage
from sim.sweep.table import TableRow
from sim.take import Take
from studio.export.backgrounds import STAGE, open_background
from studio.export.cell_sheet import Caption, CellSheet
from studio.export.clip_video import VideoFile
from studio.export.codecs import codec_for
from studio.export.encoding_thread import EncodingThread
from studio.export.still import write_still
from studio.jobs.candidate_export import CellPainter, common_camera, held
from studio.jobs.sweep_book import SweepBook
from studio.jobs.sweep_captions import captions_of
from studio.jobs.sweep_page import PageRun, write_page
from studio.jobs.video_scene import VideoScene, scene_of_take

SHEET_NAME, VIDEO_NAME, PAGE_NAME = "sheet.png", "grid.mp4", "index.html"
DRAWING = "Drawing the runs"
SHEET_MOMENTS = 6
"""Pictures of each run on the contact sheet."""
FPS = 25.0
CELL_SIDES_PX = ((4, 320), (9, 256), (16, 208))
"""Side of a run's picture [px] for up to so many runs."""
SMALLEST_CELL_PX = 160
_NOTHING = (38, 40, 46)

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A run's pictures."""

    row: TableRow
    """The run."""
    frames: tuple[Picture, ...]
    """Pictures at `FPS`, each of shape [H, W, 3]; one blank one where there is no take."""

    def at(self, index: int) -> Picture:
        """Picture of a moment, shape [H, W, 3]; the last one after the run has ended."""
        return self.frames[min(index, len(self.frames) - 1)]


def write_sweep_pictures(book: SweepBook, progress: ProgressCallback) -> tuple[Path, ...]:
    """Draw the runs that a sweep shows.

    Args:
        book: Sweep with its results.
        progress: Told the fraction done; raises to cancel.

    Returns:
        Contact sheet, video and page; nothing where no run was carried out.

    Raises:
        InputError: If a take or a file cannot be used.
    """
    rows = [row for row in book.rows() if row.planned.index in book.shown]
    rows = [row for row in rows if row.result is not None]
    if not any(row.result is not None and row.result.figures is not None for row in rows):
        return ()
    side = next((px for most, px in CELL_SIDES_PX if len(rows) <= most), SMALLEST_CELL_PX)
    progress(DRAWING, 0.0)
    drawn = []
    for one in _drawn(book, rows, (side, side)):
        drawn.append(one)
        progress(DRAWING, len(drawn) / len(rows))
    captions = captions_of(rows, book.file.config)
    sheet, video = book.folder / SHEET_NAME, book.folder / VIDEO_NAME
    _write_sheet(sheet, drawn, captions, (side, side))
    _write_video(video, drawn, captions, (side, side))
    page = book.folder / PAGE_NAME
    runs = [
        PageRun(one.row, caption, one.frames) for one, caption in zip(drawn, captions, strict=True)
    ]
    write_page(page, runs, run_count=book.run_count, fps=FPS)
    return sheet, video, page


def _drawn(book: SweepBook, rows: Sequence[TableRow], cell_px: tuple[int, int]) -> Iterator[Drawn]:
    """Pictures of all rows; runs of one object share a camera that holds all that happens."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="phys4d-sweep-")))
        for name in dict.fromkeys(row.planned.object_name for row in rows):
            own = [row for row in rows if row.planned.object_name == name]
            scenes = [_scene(book, row, scratch) for row in own]
            known = [scene for scene in scenes if scene is not None]
            if not known:
                yield from (Drawn(row, (_blank(cell_px),)) for row in own)
                continue
            view = held(common_camera(known, cell_px))
            with closing(_renderer(known[0])) as renderer:
                for row, scene in zip(own, scenes, strict=True):
                    if scene is None:
                        yield Drawn(row, (_blank(cell_px),))
                        continue
                    settings = RenderSettings(antialiased=scene.antialiased)
                    yield Drawn(row, _frames(CellPainter(scene.clip, view, renderer, settings)))


def _scene(book: SweepBook, row: TableRow, scratch: Path) -> VideoScene | None:
    """What a run shows; None where it has no take with frames."""
    if row.result is None or row.result.figures is None or not row.result.cost.take_path:
        return None
    address = row.result.cost.take_path
    if "://" in address:
        folder, _, name = address.rpartition("/")
        TakeStorage(folder).fetch(name, scratch / name)
        address = str(scratch / name)
    try:
        return scene_of_take(book.project_of(row), Take.open(Path(address)))
    except InputError:  # moved or removed since; the page says so with a blank cell
        return None


def _renderer(scene: VideoScene) -> BackdropRenderer:
    ground = scene.ground_z_m
    backdrop = open_background(STAGE, ground_z_m=ground, shadow=True)
    return BackdropRenderer(open_renderer("auto"), backdrop, ground_z_m=ground)


def _frames(painter: CellPainter) -> tuple[Picture, ...]:
    count = round(painter.length_s * FPS) + 1
    return tuple(painter.paint(index / FPS) for index in range(count))


def _blank(cell_px: tuple[int, int]) -> Picture:
    return np.full((cell_px[1], cell_px[0], 3), _NOTHING, np.uint8)


def _write_sheet(
    path: Path, drawn: Sequence[Drawn], captions: Sequence[Caption], cell_px: tuple[int, int]
) -> None:
    sheet = CellSheet(captions, cell_px, columns=SHEET_MOMENTS)
    pictures = []
    for one in drawn:
        moments = np.linspace(0, len(one.frames) - 1, SHEET_MOMENTS).round().astype(int)
        pictures += [one.frames[int(moment)] for moment in moments]
    write_still(path, sheet.compose(pictures))


def _write_video(
    path: Path, drawn: Sequence[Drawn], captions: Sequence[Caption], cell_px: tuple[int, int]
) -> None:
    sheet = CellSheet(captions, cell_px)
    file = VideoFile(path, codec_for(path), sheet.size_px, FPS)
    count = max(len(one.frames) for one in drawn)
    file.check(count)
    with file.writer() as writer, EncodingThread() as encoder:
        for index in range(count):
            page = sheet.compose([one.at(index) for one in drawn])
            encoder.put(partial(writer.write, page))

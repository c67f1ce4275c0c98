"""Contact sheets of all development photos: their masks, and the objects from all sides.

Run: python -m benchmarks.photo_sheets [PHOTOS] [-o DIR]; look at the sheets afterwards.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from models import load_predictor
from models.evaluation.contact_sheet import SheetCell, SheetRow, SheetStyle, draw_sheet, save_sheet
from models.photo import Photo, read_photo
from models.posed_views import PosedViews
from models.predictor import Prediction, seen_centre
from models.preprocess import ObjectView, prepare
from models.segmentation import Mask, segment
from render.base import Renderer
from render.camera import Camera
from render.registry import open_renderer

FloatArray = npt.NDArray[np.float32]

RESULTS = Path(__file__).parent / "results"
SHARED_PHOTOS = Path(__file__).resolve().parents[1] / "../shared/photos"
LARGEST_BYTES = 400_000
CELL_PX = 120
VIEW_PX = 192
PHOTOS_A_SHEET = 15
SIDES = (("+45°", 45, None), ("+90°", 90, 10), ("+180°", 180, 10), ("-90°", -90, 10))
MASK_HEADINGS = ("photo", "mask", "cut out", "colours", "photo", "mask", "cut out", "colours")
VIEW_HEADINGS = ("cut out", "same camera", *(name for name, *_ in SIDES), "from above")
GREEN = np.array([0.1, 0.8, 0.25], np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, nargs="?", default=SHARED_PHOTOS)
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    files = sorted(p for p in options.photos.rglob("*") if p.suffix in (".png", ".jpg"))
    model, renderer = load_predictor("embedded"), open_renderer("cpu_tiles")
    masks: list[SheetRow] = []
    views: list[SheetRow] = []
    half: list[SheetCell | None] = []
    for file in files:
        photo = read_photo(file)
        mask = segment(photo)
        view = prepare(photo, mask, size_px=2 * VIEW_PX)
        half += mask_cells(file.name, photo, mask, view)
        if len(half) == len(MASK_HEADINGS) or file is files[-1]:
            masks.append(SheetRow(tuple(half)))
            half = []
        prediction = model.predict(view, size_m=1.0)
        shown = [SheetCell.of(on(view.rgba, 1.0)), *sides(prediction, renderer)]
        views.append(SheetRow(tuple(shown), label=label(file.stem, prediction)))
    for pose_file in sorted(options.photos.rglob("pose.json")):
        posed = PosedViews.read(pose_file)
        prediction = model.predict_posed(posed, size_m=1.0).centred()
        shown = [SheetCell.of(on(posed.rgba[0], 1.0)), *sides(prediction, renderer)]
        name = f"{pose_file.parent.name}: {posed.count} views"
        views.append(SheetRow(tuple(shown), label=label(name, prediction)))
    small = SheetStyle(CELL_PX, label_px=8)
    sheet = draw_sheet("Masks of the development photos", MASK_HEADINGS, masks, small)
    write(sheet, options.output / "photo_masks.webp")
    for number, rows in enumerate(parts(views), start=1):
        sheet = draw_sheet(f"Predicted objects, sheet {number}", VIEW_HEADINGS, rows, wide())
        write(sheet, options.output / f"photo_views_{number}.webp")


def wide() -> SheetStyle:
    return SheetStyle(CELL_PX, label_px=130)


def parts(rows: list[SheetRow]) -> Iterator[list[SheetRow]]:
    """Rows of one sheet after the other."""
    for at in range(0, len(rows), PHOTOS_A_SHEET):
        yield rows[at : at + PHOTOS_A_SHEET]


def label(name: str, prediction: Prediction) -> str:
    """Name, elevation and most likely classes."""
    point = prediction.physics.mean()
    return f"{name}\n{prediction.elevation_deg:.0f}° up\n{point.material_class.label}"


def mask_cells(name: str, photo: Photo, mask: Mask, view: ObjectView) -> list[SheetCell | None]:
    """Photo, mask, cut-out on green and its colours without opacity."""
    rgb = photo.rgb
    if photo.alpha is not None:
        rgb = rgb * photo.alpha[..., None] + (1 - photo.alpha[..., None]) * 0.7
    grey = np.repeat(mask.alpha[..., None], 3, axis=-1)
    return [
        SheetCell.of(squared(rgb), name),
        SheetCell.of(squared(grey), f"{mask.source}, {mask.share:.0%}"),
        SheetCell.of(on(view.rgba, GREEN)),
        SheetCell.of(view.rgba[..., :3]),
    ]


def sides(prediction: Prediction, renderer: Renderer) -> list[SheetCell]:
    """The object from the photo's camera, from around it and from above."""
    own = prediction.camera.scaled_to(VIEW_PX, VIEW_PX)
    turns = [*(entry[1:] for entry in SIDES), (20, 50)]
    azimuth = float(np.degrees(np.arctan2(own.position[1], own.position[0])))
    cameras = [own]
    for turn, elevation in turns:
        cameras.append(
            Camera.orbit(
                seen_centre(prediction.cloud),
                radius=1.6 * prediction.size_m,
                azimuth_deg=azimuth + turn,
                elevation_deg=prediction.elevation_deg if elevation is None else elevation,
                width=VIEW_PX,
                height=VIEW_PX,
            )
        )
    return [SheetCell.of(renderer.render(prediction.cloud, camera).color) for camera in cameras]


def on(rgba: FloatArray, background: float | FloatArray) -> FloatArray:
    """Straight colour and coverage over a background, shape [H, W, 3]."""
    alpha = rgba[..., 3:]
    return np.asarray(rgba[..., :3] * alpha + (1 - alpha) * background, np.float32)


def squared(picture: FloatArray) -> FloatArray:
    """A picture [H, W, 3] in the middle of a white square."""
    height, width = picture.shape[:2]
    side = max(height, width)
    square = np.ones((side, side, 3), np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = picture
    return square


def write(sheet: Image.Image, path: Path) -> None:
    """Save a sheet and say how large it is."""
    save_sheet(sheet, path)
    size = path.stat().st_size
    verdict = "ok" if size <= LARGEST_BYTES else f"larger than {LARGEST_BYTES}"
    print(f"{path}: {size / 1000:.0f} kB, {verdict}")


if __name__ == "__main__":
    main()

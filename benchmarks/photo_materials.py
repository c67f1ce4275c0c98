"""Share of the development photos whose two likeliest classes include a plausible one.

The plausible classes were written by hand (`resources/materials/photo_labels.json`). Runs of other
weights stay in the result, so that heads can be compared:

    python -m benchmarks.photo_materials [-o benchmarks/results/photo_materials.json]
        [--weights MATERIAL.safetensors] [--name "what is new"] [--photos ../shared/photos]
"""

from __future__ import annotations

import argparse
import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

import resources
from models import EMBEDDED_FOLDER, MATERIAL_WEIGHTS
from models.checkpoint import file_digest
from models.evaluation.contact_sheet import SheetCell, SheetRow, SheetStyle, draw_sheet, save_sheet
from models.material_pictures import trunk_input
from models.photo import read_photo
from models.physics_estimator import PhysicsEstimator
from models.preprocess import ObjectView, prepare
from models.segmentation import segment
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.class_priors import class_priors
from sim.materials import MaterialClass

FloatArray = npt.NDArray[np.float32]

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "photo_materials.json"
LABELS = Path(resources.__file__).parent / "materials" / "photo_labels.json"
TOP = 2
COLUMNS = 6
CELL_PX = 132
LARGEST_SHEET_BYTES = 300_000
PROTOCOL = (
    "each photo is cut out as the product does it (its own mask, else the segmenter) and given to "
    f"the material head; a hit is a photo with a plausible class among the {TOP} classes of the "
    "largest probability. The prior answers the two classes that are commonest among table-top "
    "objects for every photo. The photos are few and mostly painted or generated: the share is an "
    "impression, not a measurement."
)


@dataclass(frozen=True, slots=True)
class PhotoLabel:
    """What a photo shows."""

    file: str
    what: str
    cut_out: bool
    classes: tuple[MaterialClass, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the head says about one photo."""

    label: PhotoLabel
    view: ObjectView
    probabilities: npt.NDArray[np.floating]

    @property
    def top(self) -> list[MaterialClass]:
        """The likeliest classes."""
        return [MaterialClass(int(at)) for at in np.argsort(-self.probabilities)[:TOP]]

    @property
    def hit(self) -> bool:
        """Whether one of them is plausible."""
        return not set(self.top).isdisjoint(self.label.classes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--weights", type=Path, default=EMBEDDED_FOLDER / MATERIAL_WEIGHTS)
    parser.add_argument("--name", default="shipped weights", help="what these weights are")
    parser.add_argument("--photos", type=Path, default=ROOT / ".." / "shared" / "photos")
    options = parser.parse_args()
    estimator = PhysicsEstimator.load(options.weights)
    answers = [answer(label, options.photos, estimator) for label in read_labels(LABELS)]
    run = {
        "name": options.name,
        "weights": file_digest(options.weights),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        **shares(answers),
        "photos": {entry.label.file: described(entry) for entry in answers},
    }
    write_text_atomic(options.output, json.dumps(merged(options.output, run), indent=1) + "\n")
    sheet = options.output.with_suffix(".webp")
    save_sheet(drawn(answers, options.name), sheet)
    if sheet.stat().st_size > LARGEST_SHEET_BYTES:
        raise SystemExit(f"{sheet} has more than {LARGEST_SHEET_BYTES} bytes; make CELL_PX smaller")
    print(json.dumps({key: value for key, value in run.items() if key != "photos"}, indent=1))


def read_labels(path: Path) -> list[PhotoLabel]:
    """The hand-written classes of the photos."""
    rows = json.loads(path.read_text(encoding="utf-8"))["photos"]
    return [
        PhotoLabel(
            row["file"],
            row["what"],
            row["cut_out"],
            tuple(MaterialClass.from_label(name) for name in row["classes"]),
        )
        for row in rows
    ]


def answer(label: PhotoLabel, photos: Path, estimator: PhysicsEstimator) -> Answer:
    photo = read_photo(photos / label.file)
    view = prepare(photo, segment(photo))
    return Answer(label, view, np.asarray(estimator.estimate(view).class_probabilities))


def shares(answers: list[Answer]) -> dict[str, Any]:
    """Share of hits of the head and of the prior, cut-outs alone and all photos."""
    common = np.argsort(-class_priors().class_probabilities)[:TOP]
    prior = {MaterialClass(int(at)) for at in common}
    groups = {"cut_outs": [entry for entry in answers if entry.label.cut_out], "all": answers}
    return {
        name: {
            "photos": len(group),
            "top2_hit_share": share([entry.hit for entry in group]),
            "top1_hit_share": share([entry.top[0] in entry.label.classes for entry in group]),
            "prior_top2_hit_share": share(
                [not prior.isdisjoint(entry.label.classes) for entry in group]
            ),
        }
        for name, group in groups.items()
    }


def share(hits: list[bool]) -> float:
    return round(float(np.mean(hits)), 3)


def described(entry: Answer) -> dict[str, Any]:
    """One photo for the report."""
    return {
        "what": entry.label.what,
        "plausible": [member.label for member in entry.label.classes],
        "predicted": {
            member.label: round(float(entry.probabilities[member]), 3) for member in entry.top
        },
        "hit": entry.hit,
    }


def merged(path: Path, run: dict[str, Any]) -> dict[str, Any]:
    """The report with this run in place of an earlier one of the same weights."""
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"] if path.is_file() else []
    kept = [other for other in runs if other["weights"] != run["weights"]]
    return {"protocol": PROTOCOL, "device": "cpu", "cpu": cpu_name(), "runs": [*kept, run]}


def drawn(answers: list[Answer], name: str) -> Any:
    """All photos with the predicted classes beneath them."""
    cells = []
    for entry in answers:
        seen = trunk_input(torch.from_numpy(entry.view.rgba))[0].permute(1, 2, 0)
        picture = ((seen * 128 + 127) / 255).numpy()
        said = [f"{member.label} {entry.probabilities[member]:.2f}" for member in entry.top]
        caption = "\n".join([*said, f"{'hit' if entry.hit else 'MISS'}: {entry.label.what}"])
        cells.append(SheetCell.of(picture, caption))
    rows = [SheetRow(tuple(cells[at : at + COLUMNS])) for at in range(0, len(cells), COLUMNS)]
    title = f"The two likeliest materials of the development photos ({name})"
    return draw_sheet(title, [""] * COLUMNS, rows, SheetStyle(cell_px=CELL_PX, label_px=8))


if __name__ == "__main__":
    main()

"""Files of a measurement: contact sheets with readable labels, worst cases, broken objects."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from evaluation_fixtures import ring_camera, write_gso_model, write_posed_object
from PIL import Image

from models.evaluation import mesh_truth, picture_truth, reconstruction_protocol
from models.evaluation.contact_sheet import SheetCell, SheetRow, SheetStyle, draw_sheet, save_sheet
from models.evaluation.methods import Method
from models.evaluation.objects import open_objects
from models.evaluation.reconstruction import evaluate_reconstruction
from models.evaluation.reconstruction_baselines import card, inflation
from models.evaluation.reconstruction_files import ReconstructionFiles
from models.evaluation.reconstruction_protocol import InputViews
from render.errors import InputError
from render.gaussians import GaussianCloud

RED = np.zeros((10, 10, 3), np.float32)
RED[..., 0] = 1


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_truth, "user_cache_path", lambda name: tmp_path / "cache")
    for module in (reconstruction_protocol, picture_truth):
        monkeypatch.setattr(module, "PICTURE_PX", 48)


def test_sheet_lays_pictures_under_their_headings() -> None:
    rows = [
        SheetRow((SheetCell.of(RED, "left"), None), "first row", "truth"),
        SheetRow((None, SheetCell.of(RED, "right")), "", "model"),
    ]
    style = SheetStyle(cell_px=40, label_px=50)
    sheet = np.asarray(draw_sheet("Title", ["a", "b"], rows, style))
    red = (sheet == [255, 0, 0]).all(axis=2)
    assert red[:, 50:90].sum() == red[:, 94:134].sum() == 40 * 40
    assert np.flatnonzero(red[:, 60]).max() < np.flatnonzero(red[:, 100]).min()
    ink = (sheet < 120).all(axis=2)
    assert ink[:30].any()  # the title
    assert ink[:, :50].any()  # the labels
    below = np.flatnonzero(red[:, 60]).max() + 1
    assert ink[below : below + 16, 50:90].any()  # the caption


@pytest.mark.parametrize("name", ["sheet.png", "sheet.webp"])
def test_sheet_is_written_in_the_format_of_its_name(tmp_path: Path, name: str) -> None:
    save_sheet(draw_sheet("Title", ["a"], [SheetRow((SheetCell.of(RED),))]), tmp_path / name)
    with Image.open(tmp_path / name) as written:
        assert written.format == name.rsplit(".", maxsplit=1)[-1].upper()


def test_measurement_writes_report_table_and_sheets(tmp_path: Path) -> None:
    for index in range(9):
        write_gso_model(tmp_path / "set" / f"Ball_{index}")
    (tmp_path / "set" / "Ball_8" / "meshes" / "model.obj").write_text("nothing")
    (tmp_path / "out").mkdir()
    files = ReconstructionFiles(tmp_path / "out", "ball")
    method = Method("ball", inflation(2.0))
    report = evaluate_reconstruction(
        open_objects(tmp_path / "set"), [method], perceptual=False, show=files.add
    )
    written = files.finish(report)
    names = ["report.json", "objects.csv", "worst_cases.png", "contact_sheet.png"]
    assert [path.name for path in written] == names
    values = json.loads(written[0].read_text())
    assert values["object_count"] == 8
    assert values["skipped_count"] == 1
    assert "no OBJ with texture" in values["skipped"]["gso/Ball_8"]
    assert values["protocol"]["layout"] == "Google Scanned Objects"
    assert values["seconds_per_photo"]["max"] > 0
    assert len(written[1].read_text().splitlines()) == 1 + 8 * 2 * 9
    with Image.open(written[3]) as sheet, Image.open(written[2]) as worst:
        assert sheet.width == worst.width
        assert sheet.height == pytest.approx(worst.height, abs=40)


def test_method_that_refuses_is_scored_as_blank(tmp_path: Path) -> None:
    write_gso_model(tmp_path / "set" / "Ball")

    def refuse(inputs: InputViews) -> GaussianCloud:
        raise InputError(f"cannot use {len(inputs.pictures)} view")

    report = evaluate_reconstruction(
        open_objects(tmp_path / "set"), [Method("mute", refuse)], perceptual=False
    ).to_json()
    assert report["failed"] == {"gso/Ball": "cannot use 1 view"}
    assert report["novel_psnr"] == report["baselines"]["blank"]["novel_psnr"]
    assert report["silhouette_iou"] == 0
    assert report["seconds_per_photo"]["median"] is None


def test_four_posed_views_are_scored_between_them(tmp_path: Path) -> None:
    write_gso_model(tmp_path / "set" / "Ball")
    given: list[tuple[int, list[float]]] = []

    def posed(inputs: InputViews) -> GaussianCloud:
        views = inputs.posed()
        places = np.linalg.inv(views.world_to_camera)[:, :2, 3]
        angles = np.degrees(np.arctan2(places[:, 1], places[:, 0])) % 360
        given.append((views.count, [round(float(angle)) % 360 for angle in angles]))
        return card(inputs)

    methods = [Method("posed", posed, 4), Method("one", card)]
    report = evaluate_reconstruction(open_objects(tmp_path / "set"), methods, perceptual=False)
    values = report.to_json()
    assert given == [(4, [0, 90, 180, 270])] * 2
    assert values["protocol"]["input_offsets_deg"] == [0, 90, 180, 270]
    assert set(values["offsets"]) == {"45", "135", "225", "315", "top"}
    assert values["baselines"]["one"]["novel_psnr"] == values["novel_psnr"]
    common = values["views_common_to_all_input_counts"]
    assert common["novel_psnr"] == values["novel_psnr"]


def test_white_objects_are_left_out_by_name(tmp_path: Path) -> None:
    for name in ("White", "Red"):
        folder = write_posed_object(tmp_path / name, [ring_camera(a) for a in range(0, 360, 45)])
        for file in folder.glob("*.png"):
            with Image.open(file) as picture:
                pixels = np.asarray(picture).copy()
            pixels[..., :3] = 255 if name == "White" else (255, 0, 0)
            Image.fromarray(pixels).save(file)
    report = evaluate_reconstruction(
        open_objects(tmp_path), [Method("card", card)], perceptual=False
    )
    name = f"{tmp_path.name}/White"
    assert report.to_json()["left_out_nearly_white"] == [name]
    assert [score.item.name for score in report.model] == ["Red"]


def test_nothing_to_measure_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    write_posed_object(tmp_path / "lone", [ring_camera(0)])
    with pytest.raises(InputError, match=r"none of 1 objects.*lone: it has no picture to compare"):
        evaluate_reconstruction(open_objects(tmp_path), [Method("card", card)], perceptual=False)


MEMORY_OF_CALLS = """
import numpy as np
from models.evaluation.resource_use import ResourceMeter
meter = ResourceMeter()
_, small = meter.measured(lambda: None)
_, large = meter.measured(lambda: np.ones(40_000_000, np.uint8).sum())
_, after = meter.measured(lambda: None)
print(*(use.peak_memory_mb for use in (small, large, after)), meter.process_peak_mb or "nan")
"""


def test_memory_of_a_call_is_its_own() -> None:
    # in a process of its own: this one has freed memory at hand that hides what a call takes
    told = subprocess.run(
        [sys.executable, "-c", MEMORY_OF_CALLS], capture_output=True, text=True, check=True
    )
    small, large, after, whole = map(float, told.stdout.split())
    if np.isnan(small):
        pytest.skip("this system hides the peak memory of a process")
    assert large > small + 35
    assert after < large - 35
    assert whole >= large - 0.1

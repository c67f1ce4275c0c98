"""Intervals, paired gains, groups and the table of a measurement, against plain formulas."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from models.evaluation.bootstrap import DRAWS, mean_interval, paired_gain
from models.evaluation.groups import PUBLISHED
from models.evaluation.object_tables import COLUMNS, write_object_table
from models.evaluation.objects import Broken, EvaluatedObject
from models.evaluation.reconstruction_report import ReconstructionReport
from models.evaluation.scores import InputScore, InputViewScore, ObjectScore, ViewScore

NAMES = ("45", "90", "135", "225", "315", "top")


def test_interval_of_the_mean_is_that_of_the_central_limit() -> None:
    values = np.random.default_rng(3).normal(2, 0.7, 400)
    low, high = mean_interval(values)
    error = 1.96 * values.std() / np.sqrt(len(values))
    assert low == pytest.approx(values.mean() - error, abs=0.05 * error)
    assert high == pytest.approx(values.mean() + error, abs=0.05 * error)


def test_interval_is_that_of_all_draws_of_a_small_set() -> None:
    """The mean of two values is one of three, with chances 1/4, 1/2 and 1/4."""
    assert mean_interval(np.array([0.0, 1.0])) == (0, 1)
    assert mean_interval(np.array([2.0])) == (2, 2)


def test_many_objects_are_drawn_in_parts_like_few() -> None:
    values = np.arange(3000, dtype=np.float64)
    assert len(values) * DRAWS > 1 << 22
    low, high = mean_interval(values)
    error = 1.96 * values.std() / np.sqrt(len(values))
    assert high - low == pytest.approx(2 * error, rel=0.05)


def test_gains_are_paired_by_object() -> None:
    """Objects differ by far more than methods do; the pairs show the gain all the same."""
    rng = np.random.default_rng(0)
    hard = rng.normal(20, 5, 50)
    gain = paired_gain((hard + 1 + rng.normal(0, 0.1, 50)) - hard)
    assert gain.mean == pytest.approx(1, abs=0.05)
    assert 0.9 < gain.low < gain.high < 1.1
    assert gain.better_share == 1


def scored(name: str, psnr: float, *, family: str = "", split: str = "test") -> ObjectScore:
    item = EvaluatedObject(name, Broken(""), split=split, family=family, category="cup, large")
    inputs = []
    for azimuth in (30.0, 210.0):
        novel = {
            view: ViewScore(psnr + at, 0.9, float("nan"), psnr / 40)
            for at, view in enumerate(NAMES)
        }
        own = InputViewScore(psnr + 10, psnr + 5, 0.95)
        inputs.append(InputScore(azimuth, novel, {"input": own}, 0.5, 700.0, 1000))
    return ObjectScore(item, tuple(inputs))


def report() -> ReconstructionReport:
    ids = ["gso/a", "gso/b", "ycb/c", "scans/d"]
    families = ["", "gso/twins", "", ""]
    model, flat = [
        [
            scored(name, start + 2 * at, family=family)
            for at, (name, family) in enumerate(zip(ids, families, strict=True))
        ]
        for start in (20, 18)
    ]
    return ReconstructionReport(
        {"summary": "in words"}, "embedded", model, {"inflated": flat}, "no weights"
    )


def test_figures_are_means_over_views_then_objects() -> None:
    values = report().to_json()
    assert values["novel_psnr"] == pytest.approx(23 + 2.5)
    assert values["novel_ssim"] == pytest.approx(0.9)
    assert values["novel_lpips"] is None
    assert values["offsets"]["90"] == {"psnr": 24.0, "silhouette_iou": 0.575}
    common = values["views_common_to_all_input_counts"]
    assert common["novel_psnr"] == pytest.approx(23 + (0 + 2 + 3 + 4 + 5) / 5)
    assert values["seconds_per_photo"] == {"median": 0.5, "max": 0.5}
    assert values["protocol"] == {"summary": "in words"}
    assert "novel_lpips" not in values["intervals95"]
    assert values["intervals95"]["novel_psnr"][0] < 25.5 < values["intervals95"]["novel_psnr"][1]
    json.dumps(values, allow_nan=False)


def test_gain_is_over_one_baseline_everywhere() -> None:
    values = report().to_json()
    for gain in (
        values["gain_over_best_baseline"]["novel_psnr"],
        values["gain_by_view"]["90"]["psnr"],
        values["groups"]["gso"]["gain_over_best_baseline"]["novel_psnr"],
        values["baselines"]["inflated"]["gain_of_model"]["novel_psnr"],
    ):
        assert gain["mean"] == pytest.approx(2)
        assert gain["interval95"] == [2, 2]
        assert gain["objects_better_share"] == 1
    assert values["gain_over_best_baseline"]["novel_psnr"]["baseline"] == "inflated"


def test_groups_part_collections_and_siblings() -> None:
    table = report().to_json()["groups"]
    counts = {name: group["object_count"] for name, group in table.items()}
    assert counts == {"gso": 2, "ycb": 1, "scans": 1, "with_family": 1, "without_family": 3}
    assert table["gso"]["novel_psnr"] == pytest.approx(21 + 2.5)
    assert table["gso"]["published"]["PhysGM"]["novel_psnr"] == 25.47
    assert "four views" in PUBLISHED["gso"]["difference"]
    assert "published" not in table["ycb"]


def test_views_that_some_objects_lack_are_averaged_over_the_others() -> None:
    whole = report()
    lacking = whole.model[0].inputs[0].novel
    del lacking["top"]
    values = whole.to_json()
    assert values["offsets"]["top"]["psnr"] == pytest.approx(np.mean([22, 24, 26]) + 5)
    assert values["views_common_to_all_input_counts"]["object_count"] == 3


def test_table_holds_every_object_input_and_view(tmp_path: Path) -> None:
    write_object_table(tmp_path / "objects.csv", report())
    with (tmp_path / "objects.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * 2 * (1 + len(NAMES))
    assert tuple(rows[0]) == COLUMNS
    chosen = [row for row in rows if row["object"] == "gso/b" and row["view"] == "90"]
    assert [row["input_azimuth_deg"] for row in chosen] == ["30", "210"]
    assert chosen[0]["category"] == "cup, large"
    assert float(chosen[0]["psnr"]) == pytest.approx(23)
    assert float(chosen[0]["baseline_psnr"]) == pytest.approx(21)
    assert chosen[0]["lpips"] == ""
    own = next(row for row in rows if row["view"] == "input")
    assert float(own["psnr"]) == pytest.approx(30)
    assert own["ssim"] == ""

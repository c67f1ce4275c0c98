from __future__ import annotations

import json
from pathlib import Path

from studio.state.samples import load_samples, samples_folder


def test_a_missing_list_gives_no_samples(tmp_path: Path) -> None:
    assert load_samples(tmp_path) == ()


def test_a_damaged_list_gives_no_samples(tmp_path: Path) -> None:
    (tmp_path / "samples.json").write_text("{")
    assert load_samples(tmp_path) == ()


def test_entries_without_a_picture_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "cup.jpg").write_bytes(b"x")
    rows = [
        {
            "file": "cup.jpg",
            "title": "Cup",
            "author": "A",
            "licence": "CC0",
            "suggested_size_m": 0.1,
        },
        {"file": "gone.jpg"},
        {"title": "no file"},
        3,
    ]
    (tmp_path / "samples.json").write_text(json.dumps({"samples": rows}))
    (sample,) = load_samples(tmp_path)
    assert (sample.title, sample.credit, sample.size_m) == ("Cup", "A · CC0", 0.1)


def test_the_bundled_samples_are_complete() -> None:
    samples = load_samples(samples_folder())
    assert len(samples) >= 2
    assert all(sample.credit and sample.size_m for sample in samples)

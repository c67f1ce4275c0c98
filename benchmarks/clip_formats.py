"""Size, errors and time of one-file 4D and of the web page, for 60,000 Gaussians in 50 frames.

Takes of the bundled coffee cup as jelly and as sand, brought to 60,000 visible Gaussians with a
part of a second take (other seed, other place), and a cloud in which every Gaussian moves, turns
and stretches by itself at random, which no real take does.

    python -m benchmarks.clip_formats -o benchmarks/results/clip_formats.json
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.clips.clip import PosedClip
from render.clips.clip_quality import QUALITIES
from render.clips.frame_pose import FramePose, posed_cloud
from render.clips.registry import read_clip, write_clip
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name
from render.quaternion import multiply, normalized
from sim.project import Project
from sim.take import Take

ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "resources" / "samples" / "coffee.jpg"
COUNT = 60_000
FRAMES = 50
APART_M = 0.8
LIMIT_MB = 20.0


class Joined:
    """Two takes side by side, cut to a number of visible Gaussians."""

    def __init__(self, first: Take, second: Take, count: int) -> None:
        self._takes = (first, second)
        seen = [visible(take) for take in self._takes]
        room = max(count - len(seen[0]), 0)
        self._chosen = (seen[0][:count], seen[1][:room])
        shift = np.array([0, APART_M, 0], np.float32)
        moved = second.rest.transformed(np.eye(3, dtype=np.float32), shift)
        clouds = (first.rest, moved)
        picked = [cloud.select(one) for cloud, one in zip(clouds, self._chosen, strict=True)]
        self.rest = picked[0].concat(picked[1])
        self.frame_count = min(first.frame_count, second.frame_count)
        self.frame_dt_s = first.frame_dt_s
        self._shifts = (np.zeros(3, np.float32), shift)

    def pose(self, index: int) -> FramePose:
        """Pose of one frame."""
        poses = [take.pose(index) for take in self._takes]
        parts = list(zip(poses, self._chosen, self._shifts, strict=True))
        return FramePose(
            np.concatenate([pose.means[one] + shift for pose, one, shift in parts]),
            np.concatenate([pose.rotations[one] for pose, one, _ in parts]),
            np.concatenate([pose.stretches[one] for pose, one, _ in parts]),
            np.concatenate([hidden(pose)[one] for pose, one, _ in parts]),
        )

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame."""
        return posed_cloud(self.rest, self.pose(index))


class Chaos:
    """Every Gaussian is pushed, turned and stretched by itself in every frame."""

    frame_count = FRAMES
    frame_dt_s = 0.04

    def __init__(self, count: int) -> None:
        rng = np.random.default_rng(0)
        self.rest = GaussianCloud(
            rng.uniform(-0.25, 0.25, (count, 3)).astype(np.float32),
            normalized(rng.normal(size=(count, 4))).astype(np.float32),
            rng.uniform(0.001, 0.008, (count, 3)).astype(np.float32),
            rng.uniform(0.3, 1, count).astype(np.float32),
            rng.normal(0, 0.6, (count, 1, 3)).astype(np.float32),
        )
        self._poses = list(self._walk(rng))

    def _walk(self, rng: np.random.Generator) -> Any:
        count = self.rest.gaussian_count
        means, speed = self.rest.means.copy(), np.zeros((count, 3))
        turns, strain = np.tile([1.0, 0, 0, 0], (count, 1)), np.zeros((count, 3))
        for _ in range(self.frame_count):
            stretches = np.eye(3) + strain[:, :, None] * np.eye(3)
            arrays = (means, turns, stretches)
            yield FramePose(*(array.astype(np.float32) for array in arrays))
            speed += rng.normal(0, 0.2, (count, 3))  # 5 m/s² between frames
            means = means + self.frame_dt_s * speed
            turn = rng.normal(0, 0.03, (count, 4))
            turn[:, 0] += 1
            turns = normalized(multiply(normalized(turn), turns))
            strain = 0.9 * strain + rng.normal(0, 0.03, (count, 3))

    def pose(self, index: int) -> FramePose:
        """Pose of one frame."""
        return self._poses[index]

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame."""
        return posed_cloud(self.rest, self.pose(index))


def hidden(pose: FramePose) -> npt.NDArray[np.bool_]:
    return np.zeros(len(pose.means), np.bool_) if pose.hidden is None else pose.hidden


def visible(take: Take) -> npt.NDArray[np.int64]:
    """Gaussians that some frame shows."""
    shown = [~hidden(take.pose(index)) for index in range(take.frame_count)]
    return np.flatnonzero(np.any(shown, axis=0))


def taken(material: str, seed: int, folder: Path) -> Take:
    project = folder / f"{material}-{seed}.p4d"
    command = [sys.executable, "-m", "main", "generate", str(PHOTO), "--material", material]
    command += ["--seed", str(seed), "--quality", "preview", "--frames", str(FRAMES)]
    command += ["--save", str(project), "-o", str(folder / "unused.mp4")]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    opened = Project.open(project)
    return Take.open(opened.take_path(opened.takes()[-1]))


def measure(name: str, clip: PosedClip, folder: Path) -> list[dict[str, Any]]:
    rows = []
    for quality in QUALITIES:
        for suffix in (".p4dc", ".html"):
            path = folder / f"{name}-{quality}{suffix}"
            start = time.process_time()
            report = write_clip(path, clip, quality=quality)
            row: dict[str, Any] = {
                "clip": name,
                "gaussians": clip.rest.gaussian_count,
                "frames": clip.frame_count,
                "format": suffix,
                "quality": quality,
                "megabytes": round(report.size_bytes / 1e6, 2),
                "write_cpu_s": round(time.process_time() - start, 2),
                "errors": dict(report.errors),
                "notes": list(report.notes),
            }
            if suffix == ".p4dc":
                start = time.process_time()
                stored = read_clip(path)
                for index in range(stored.frame_count):
                    stored.frame(index)
                row["read_cpu_ms_per_frame"] = round(
                    1e3 * (time.process_time() - start) / stored.frame_count, 1
                )
            rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for material in ("jelly", "sand"):
            joined = Joined(taken(material, 0, folder), taken(material, 1, folder), COUNT)
            rows += measure(material, joined, folder)
        rows += measure("chaos", Chaos(COUNT), folder)
    result = {
        "what": "one-file 4D and web page of 60,000 Gaussians in 50 frames",
        "cpu": cpu_name(),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "limit_web_page_megabytes": LIMIT_MB,
        "runs": rows,
    }
    text = json.dumps(result, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""`phys4d-studio evaluate clip`: how well a video fits a sentence, by CLIP weights of the user."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console


def add_clip_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this kind."""
    group = parser.add_argument_group("clip")
    group.add_argument(
        "--clip-weights",
        type=Path,
        metavar="DIR",
        help="folder with CLIP as Hugging Face stores it: model.safetensors, config.json, "
        "vocab.json, merges.txt; nothing is downloaded",
    )
    group.add_argument("--prompt", metavar="TEXT", help="what the video is to show")


def evaluate_clip_kind(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    """CLIP_sim of a video, or of every video of a folder.

    Raises:
        InputError: If weights, prompt or video are missing or cannot be used.
    """
    if options.clip_weights is None or options.prompt is None:
        raise InputError("evaluate clip needs --clip-weights DIR and --prompt TEXT")
    from models.evaluation.clip_similarity import ClipScorer
    from models.reference.clip import read_clip

    scorer = ClipScorer.load(options.clip_weights)
    videos = _videos(options.dataset)
    scores = {}
    for number, video in enumerate(videos, 1):
        scores[video.name] = scorer.similarity(read_clip(video).pictures, options.prompt)
        console.clock("Comparing with the sentence", number / len(videos))
    mean = sum(score.clip_sim for score in scores.values()) / len(scores)
    return {
        "clip_sim": round(mean, 4),
        "variant": scorer.variant,
        "prompt": options.prompt,
        "videos": {name: score.to_json() for name, score in scores.items()},
    }


def _videos(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix in (".mp4", ".webm", ".mov"))
    if not found:
        raise InputError(f"{path} holds no video; name one, or a folder of .mp4 files")
    return found

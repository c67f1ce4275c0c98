"""CLIP_sim with a tiny random model; no weights are shipped, so no figure is ours."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest
import torch

from models.checkpoint import save_weights
from models.clip_tokens import END, START, ClipTokens
from models.evaluation.clip_similarity import ClipScorer
from models.nets.clip.clip_net import ClipNet, ClipShape
from models.nets.clip.transformer import TransformerShape
from render.errors import InputError
from studio.cli import run

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MERGES = ["s a", "n d</w>", "sa nd</w>"]


def vocabulary() -> dict[str, int]:
    words = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), "sa", "nd</w>", "sand</w>"]
    return {word: number for number, word in enumerate([*words, START, END])}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Weights in the layout of Hugging Face, sizes of a few numbers."""
    half = TransformerShape(16, 32, 2, 2)
    net = ClipNet(ClipShape(half, half, 32, 8, len(vocabulary()), 12, 8))
    torch.manual_seed(0)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    extra = {"logit_scale": torch.tensor(1.0)}
    extra["vision_model.embeddings.position_ids"] = torch.arange(17)[None]
    save_weights(tmp_path / "model.safetensors", {**net.state_dict(), **extra}, {}, half=False)
    sizes = {
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
    }
    config = {
        "projection_dim": 8,
        "vision_config": {**sizes, "image_size": 32, "patch_size": 8},
        "text_config": {
            **sizes,
            "vocab_size": len(vocabulary()),
            "max_position_embeddings": 12,
        },
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "vocab.json").write_text(json.dumps(vocabulary()))
    (tmp_path / "merges.txt").write_text("\n".join(["#version: 0.2", *MERGES]) + "\n")
    return tmp_path


def pictures(count: int = 3) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (40, 50, 3), np.uint8) for _ in range(count)]


def test_words_become_their_longest_known_parts(folder: Path) -> None:
    tokens, known = ClipTokens.load(folder), vocabulary()
    found = tokens.numbers("  Sand  an ", 12)
    assert found == [known[each] for each in (START, "sand</w>", "a", "n</w>", END)]
    assert len(tokens.numbers("sand " * 40, 12)) == 12
    assert tokens.numbers("sand " * 40, 12)[-1] == known[END]


def test_the_figure_is_the_mean_cosine_and_says_what_it_was_made_with(folder: Path) -> None:
    scorer = ClipScorer.load(folder)
    each = [scorer.similarity([one], "sand").clip_sim for one in pictures()]
    found = scorer.similarity(pictures(), "sand")
    assert found.clip_sim == pytest.approx(np.mean(each), abs=1e-6)
    assert -1 <= found.clip_sim <= 1
    report = found.to_json()
    assert (report["prompt"], report["picture_count"]) == ("sand", 3)
    assert "patch 8" in str(report["variant"])
    assert scorer.similarity(pictures(), "an").clip_sim != pytest.approx(found.clip_sim, abs=1e-4)


def test_later_words_do_not_change_earlier_tokens(folder: Path) -> None:
    net = ClipScorer.load(folder)._net
    short = torch.tensor([[1, 2, 3]])
    long = torch.tensor([[1, 2, 3, 4]])
    first, second = (
        net.text_model.encoder(net.text_model.embeddings(ids), causal=True) for ids in (short, long)
    )
    assert torch.allclose(first, second[:, :3], atol=1e-6)


def test_files_that_are_missing_or_do_not_fit_are_named(folder: Path) -> None:
    (folder / "merges.txt").rename(folder / "gone")
    with pytest.raises(InputError, match=r"merges\.txt"):
        ClipScorer.load(folder)
    config = json.loads((folder / "config.json").read_text())
    config["projection_dim"] = 9
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError, match="does not fit its config"):
        ClipScorer.load(folder)
    del config["vision_config"]["patch_size"]
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(InputError, match="no complete config"):
        ClipScorer.load(folder)


def test_nothing_to_look_at_is_refused(folder: Path) -> None:
    scorer = ClipScorer.load(folder)
    with pytest.raises(InputError, match="at least one picture"):
        scorer.similarity([], "sand")
    with pytest.raises(InputError, match="needs a sentence"):
        scorer.similarity(pictures(), "  ")
    with pytest.raises(InputError, match="vocabulary lacks"):
        scorer.similarity(pictures(), "42!")


def test_the_command_records_variant_and_wording(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    videos, report = folder / "videos", folder / "report.json"
    videos.mkdir()
    command = ["evaluate", "clip", str(videos), "--clip-weights", str(folder)]
    assert run(command) == 2
    assert "needs --clip-weights DIR and --prompt TEXT" in capsys.readouterr().err
    assert run([*command, "--prompt", "sand"]) == 2
    assert "holds no video" in capsys.readouterr().err
    with av.open(str(videos / "fall.mp4"), "w") as file:
        stream = file.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(60, 180, 20):
            picture = np.full((48, 64, 3), shade, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    assert run([*command, "--prompt", "sand", "--json", str(report)]) == 0
    found = json.loads(report.read_text())
    assert (found["prompt"], found["videos"]["fall.mp4"]["picture_count"]) == ("sand", 6)
    assert "patch 8" in found["variant"]
    assert found["clip_sim"] == found["videos"]["fall.mp4"]["clip_sim"]

"""What processes of their own do for `test_processes.py`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).parent)]

from training_fixtures import batch, settings, trainer  # noqa: E402

from models.training.physgm.processes import joined_processes  # noqa: E402
from models.training.physgm.run import RunRequest, train_physgm  # noqa: E402


def gradient(out: Path) -> None:
    """Take a step on two of four objects and save what the processes agreed on."""
    torch.set_num_threads(1)
    with joined_processes("cpu") as processes:
        config = settings(clip_norm=1e9)
        made = trainer(config, processes)
        own = (0, 1) if processes.is_first else (2, 3)
        report = made.advance([batch(config, *own)])
        grads = {name: value.grad for name, value in made.net.named_parameters()}
        means = processes.means([report.total])
        weights = made.net.state_dict()
        torch.save(
            {"grads": grads, "total": means[0], "net": weights}, out / f"{processes.rank}.pt"
        )
        spoilt = batch(config, *own)
        if not processes.is_first:
            spoilt.scenes.targets[0, 0, 0] = torch.nan
        made.advance([spoilt])
        same = all(
            torch.equal(value, weights[name]) for name, value in made.net.state_dict().items()
        )
        (out / f"{processes.rank}.txt").write_text(f"{made.guard.skipped} {same}")


def run(out: Path, data: Path) -> None:
    """A whole training."""
    torch.set_num_threads(1)
    train_physgm(RunRequest(settings(step_count=3), (data,), out, device="cpu"))


def killed(out: Path, data: Path) -> None:
    """A training that is killed in its third step, one step after its state was written."""

    def kill(_stage: str, fraction: float) -> None:
        if fraction == 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

    train_physgm(RunRequest(settings(), (data,), out, device="cpu"), kill)


if __name__ == "__main__":
    task, *paths = sys.argv[1:]
    {"gradient": gradient, "run": run, "killed": killed}[task](*map(Path, paths))

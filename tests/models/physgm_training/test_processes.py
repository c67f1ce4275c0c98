"""Data parallel training: two processes over gloo do what one does with the whole batch."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from training_fixtures import batch, settings, trainer, write_objects

from models.training.physgm.processes import BUCKET_BYTES, Processes, _buckets, joined_processes
from models.training.physgm.run import RunRequest, train_physgm
from models.training.physgm.run_files import WEIGHTS_NAME
from models.training.physgm.training_state import STATE_NAME
from render.errors import InputError

TASKS = Path(__file__).with_name("process_tasks.py")


def started(rank: int, port: int, *arguments: object) -> subprocess.Popen[str]:
    variables = {
        "RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_RANK": str(rank),
        "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, str(TASKS), *map(str, arguments)],
        env={**os.environ, **variables},
        stderr=subprocess.PIPE,
        text=True,
    )


def run_both(*arguments: object) -> list[tuple[int, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    both = [started(rank, port, *arguments) for rank in range(2)]
    ends = [process.communicate(timeout=900)[1] for process in both]
    return [(process.returncode, end) for process, end in zip(both, ends, strict=True)]


@pytest.mark.slow
def test_two_processes_give_the_gradient_of_one(tmp_path: Path) -> None:
    for status, errors in run_both("gradient", tmp_path):
        assert status == 0, errors
    config = settings(clip_norm=1e9)
    alone = trainer(config)
    report = alone.advance([batch(config, 0, 1, 2, 3)])
    for rank in range(2):
        found = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert found["total"] == pytest.approx(report.total, rel=1e-5)
        for name, parameter in alone.net.named_parameters():
            assert parameter.grad is not None
            error = float((found["grads"][name] - parameter.grad).abs().max())
            assert error <= 1e-6 * max(float(parameter.grad.abs().max()), 1.0), name
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in range(2))
    assert all(torch.equal(value, second["net"][name]) for name, value in first["net"].items())
    for rank in range(2):  # a fault in the second process holds both back
        assert (tmp_path / f"{rank}.txt").read_text() == "1 True"


@pytest.mark.slow
def test_only_the_first_process_writes(tmp_path: Path) -> None:
    data = write_objects(tmp_path / "objects", 4)
    for status, errors in run_both("run", tmp_path / "out", data):
        assert status == 0, errors
    assert len(list((tmp_path / "out").glob("*.csv"))) == 1
    state = torch.load(tmp_path / "out" / STATE_NAME, weights_only=True)
    assert state["step"] == 3
    assert state["run"] == {"objects": 2, "processes": 2}
    assert load_file(tmp_path / "out" / WEIGHTS_NAME)


@pytest.mark.slow
def test_killed_training_continues_bit_for_bit(tmp_path: Path) -> None:
    data, out = write_objects(tmp_path / "objects", 4), tmp_path / "killed"
    process = subprocess.run(
        [sys.executable, str(TASKS), "killed", str(out), str(data)], check=False, timeout=900
    )
    assert process.returncode == -signal.SIGKILL
    assert torch.load(out / STATE_NAME, weights_only=True)["step"] == 2
    for folder in (out, tmp_path / "whole"):
        train_physgm(RunRequest(settings(), (data,), folder, device="cpu"))
    one, other = (load_file(folder / WEIGHTS_NAME) for folder in (out, tmp_path / "whole"))
    assert all(torch.equal(value, other[name]) for name, value in one.items())


def test_one_process_needs_no_network() -> None:
    with joined_processes("cpu") as alone:
        assert alone == Processes()
        assert alone.is_first
        assert alone.any(True)
        assert alone.means([1.0, 2.0]) == [1.0, 2.0]
        value = torch.ones(3)
        alone.average([value])
        assert value.tolist() == [1, 1, 1]
        alone.check_same(4, "the step")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"RANK": "two"}, "RANK is 'two'; start with torchrun"),
        ({"RANK": "2", "WORLD_SIZE": "2"}, r"RANK 2 is outside 0\.\.1"),
    ],
)
def test_odd_variables_of_a_launcher_are_named(
    variables: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=words), joined_processes("cpu"):
        pass


def test_processes_that_cannot_meet_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"RANK": "0", "WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("MASTER_ADDR", raising=False)
    with pytest.raises(InputError, match="2 processes cannot meet"), joined_processes("cpu"):
        pass


def test_a_missing_gpu_is_told() -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA")
    with pytest.raises(InputError, match="no GPU: torch sees 0"), joined_processes("cuda"):
        pass


def test_gradients_travel_in_pieces() -> None:
    sizes = [BUCKET_BYTES // 8, BUCKET_BYTES // 8, 10, BUCKET_BYTES // 2, 3]
    tensors = [torch.empty(size, device="meta") for size in sizes]
    assert [len(bucket) for bucket in _buckets(tensors)] == [2, 2, 1]

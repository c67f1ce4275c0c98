"""Data parallel training: what the processes of `torchrun` tell each other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

from render.errors import InputError

BUCKET_BYTES = 64 << 20
"""Gradients are averaged in pieces of about this size [bytes]."""
_TIMEOUT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among those that train together; alone, every exchange is free."""

    rank: int = 0
    """Number of this process, from 0."""
    world_size: int = 1
    """Number of processes."""
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    """Device of this process."""

    @property
    def is_first(self) -> bool:
        """Whether this is the process that writes."""
        return self.rank == 0

    def any(self, here: bool) -> bool:
        """Whether something holds in any process."""
        if self.world_size == 1:
            return here
        flag = torch.tensor(float(here), device=self.device)
        dist.all_reduce(flag, op=dist.ReduceOp.MAX)
        return bool(flag.item())

    def means(self, values: Sequence[float]) -> list[float]:
        """Mean of each number over the processes."""
        if self.world_size == 1:
            return list(values)
        numbers = torch.tensor(values, dtype=torch.float64).to(self.device, torch.float32)
        dist.all_reduce(numbers)
        return [float(number) / self.world_size for number in numbers]

    def average(self, gradients: Sequence[Tensor]) -> None:
        """Replace each tensor by its mean over the processes."""
        if self.world_size == 1:
            return
        for bucket in _buckets(gradients):
            flat = torch.cat([gradient.reshape(-1) for gradient in bucket])
            dist.all_reduce(flat)
            flat /= self.world_size
            at = 0
            for gradient in bucket:
                gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
                at += gradient.numel()

    def check_same(self, value: int, what: str) -> None:
        """Reject processes that do not stand at the same number.

        Raises:
            InputError: If they differ, in every process.
        """
        mean = self.means([float(value)])[0]
        if self.any(abs(mean - value) > 0.25 / self.world_size):
            raise InputError(
                f"the {self.world_size} processes differ in {what} (here {value}); let all see the "
                "same output folder and data"
            )


@contextmanager
def joined_processes(device: str) -> Iterator[Processes]:
    """Join the processes that `torchrun` started; one process alone needs no network.

    Args:
        device: "cpu", "cuda", or "auto" for CUDA where it is available.

    Yields:
        This process. NCCL connects GPUs, gloo CPUs.

    Raises:
        InputError: If the device is not there or the launcher's variables are unusable.
    """
    rank, world_size, local_rank = (
        _variable(name, default)
        for name, default in (("RANK", 0), ("WORLD_SIZE", 1), ("LOCAL_RANK", 0))
    )
    place = _device(device, local_rank)
    if world_size == 1:
        yield Processes(device=place)
        return
    if not 0 <= rank < world_size:
        raise InputError(f"RANK {rank} is outside 0..{world_size - 1}; start with torchrun")
    if place.type == "cuda":
        torch.cuda.set_device(place)
    backend = "nccl" if place.type == "cuda" else "gloo"
    try:
        dist.init_process_group(backend, rank=rank, world_size=world_size, timeout=_TIMEOUT)
    except (ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"the {world_size} processes cannot meet: {reason}; start with torchrun"
        ) from error
    try:
        yield Processes(rank, world_size, place)
    finally:
        dist.destroy_process_group()


def _variable(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise InputError(f"environment variable {name} is {text!r}; start with torchrun") from None


def _device(name: str, local_rank: int) -> torch.device:
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if name == "cpu" or (name == "auto" and not count):
        return torch.device("cpu")
    if local_rank >= count:
        raise InputError(
            f"process {local_rank} of this machine has no GPU: torch sees {count}; start at most "
            "as many processes as GPUs, or choose --device cpu"
        )
    return torch.device("cuda", local_rank)


def _buckets(tensors: Sequence[Tensor]) -> Iterator[list[Tensor]]:
    """Tensors in order, in groups of about `BUCKET_BYTES`."""
    bucket: list[Tensor] = []
    size = 0
    for tensor in tensors:
        bucket.append(tensor)
        size += tensor.numel() * tensor.element_size()
        if size >= BUCKET_BYTES:
            yield bucket
            bucket, size = [], 0
    if bucket:
        yield bucket

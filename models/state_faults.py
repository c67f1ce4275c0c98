"""Where the tensors of a file do not fit a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Shape = tuple[int, ...]

_NUMBER = re.compile(r"(?<=\.)\d+(?=\.|$)")


def state_faults(expected: Mapping[str, Shape], found: Mapping[str, Shape]) -> list[str]:
    """What is wrong with the tensors of a file; names that differ in one number share an entry.

    Args:
        expected: Shapes that the network has, by name.
        found: Shapes that the file has, by name.

    Returns:
        "missing NAME", "unknown NAME" and "NAME has shape A, expected B"; empty where all fits.
    """
    faults = [f"missing {name}" for name in grouped(n for n in expected if n not in found)]
    faults += [f"unknown {name}" for name in grouped(n for n in found if n not in expected)]
    wrong: dict[tuple[Shape, Shape], list[str]] = {}
    for name, shape in expected.items():
        if name in found and found[name] != shape:
            wrong.setdefault((found[name], shape), []).append(name)
    for (actual, shape), names in wrong.items():
        faults += [f"{name} has shape {actual}, expected {shape}" for name in grouped(names)]
    return faults


def grouped(names: Iterable[str]) -> list[str]:
    """Names with those that differ only in their first number joined: `layer.{0-3,7}.weight`."""
    groups: dict[tuple[str, str], list[int]] = {}
    for name in map(shown, names):
        match = _NUMBER.search(name)
        if match is None:
            groups[name, ""] = []
        else:
            parts = (name[: match.start()], name[match.end() :])
            groups.setdefault(parts, []).append(int(match.group()))
    return [before + _numbers(numbers) + after for (before, after), numbers in groups.items()]


def shown(name: str) -> str:
    """A tensor's name on one line, whatever the file calls it."""
    return name if name.isprintable() else repr(name)


def _numbers(numbers: list[int]) -> str:
    """`3`, or `{0-3,7}` for several; nothing for none."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [str(low) if low == high else f"{low}-{high}" for low, high in runs]
    return texts[0] if len(numbers) == 1 else "{" + ",".join(texts) + "}" if texts else ""

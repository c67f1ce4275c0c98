"""Reads what a take says of its frames, without its clouds: cheap enough for a thread."""

from __future__ import annotations

import json
import math
from pathlib import Path

from render.errors import InputError, damage_of
from sim.project import TAKES_NAME
from sim.scene.hand import HandAction, HandCommand
from sim.take_layout import commit_file
from sim.take_records import FrameCommit, FrameRecord, frame_commit_from_json
from studio.state.take_record import PLOTS, HandSpan, TakeRecord


def read_take_record(project: Path, take_name: str) -> TakeRecord:
    """Records of all complete frames of a take.

    Args:
        project: Folder `NAME.p4d`.
        take_name: Name of the take.

    Raises:
        InputError: If a record is damaged.
    """
    folder, commits = project / TAKES_NAME / take_name, list[FrameCommit]()
    while (file := commit_file(folder, len(commits))).exists():
        try:
            commits.append(frame_commit_from_json(json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"the take's record {file} cannot be read: {damage_of(error)}"
            ) from error
    rows = [_values(commit.record) for commit in commits]
    series = tuple((kind.name, tuple(row[kind.name] for row in rows)) for kind in PLOTS)
    commands = [command for commit in commits[1:] for command in commit.commands]
    end_s = commits[-1].record.time_s if commits else 0.0
    dt_s = end_s / max(len(commits) - 1, 1)
    return TakeRecord(take_name, len(commits), series, hand_spans(commands, end_s), dt_s)


def hand_spans(commands: list[HandCommand], end_s: float) -> tuple[HandSpan, ...]:
    """When a hand held something; a hand that never lets go holds to the end [s]."""
    spans, start_s = list[HandSpan](), None
    for command in commands:
        if command.action is HandAction.GRAB and start_s is None:
            start_s = command.time_s
        elif command.action is HandAction.RELEASE and start_s is not None:
            spans.append(HandSpan(start_s, command.time_s))
            start_s = None
    if start_s is not None:
        spans.append(HandSpan(start_s, max(end_s, start_s)))
    return tuple(spans)


def _values(record: FrameRecord) -> dict[str, float]:
    return {
        "kinetic": record.kinetic_energy_j,
        "elastic": record.elastic_energy_j,
        "momentum": math.hypot(*record.momentum_kg_m_s),
        "strain": record.peak_strain,
        "substeps": float(record.substeps),
    }

"""What `evaluate reconstruction` tells people: protocol, a table of methods, gains, groups."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

COLUMNS = (
    ("novel_psnr", "PSNR dB", 2),
    ("novel_ssim", "SSIM", 3),
    ("novel_lpips", "LPIPS", 3),
    ("silhouette_iou", "IoU", 3),
    ("input_psnr", "input dB", 2),
)
_WIDTH = 100
_NAME, _VALUE = 22, 9
Report = Mapping[str, Any]


def reconstruction_lines(report: Report) -> Iterator[str]:
    """Lines about a report of `evaluate reconstruction`."""
    protocol = report["protocol"]
    yield from _paragraph("protocol", protocol["summary"])
    yield from _paragraph("truth", "; ".join(protocol["truth"]))
    yield f"objects    {report['object_count']}, split {protocol['split']}{_missing(report)}"
    yield ""
    yield _row("novel views", [title for _, title, _ in COLUMNS])
    yield _row(report["model"], _values(report))
    for name, figures in report["baselines"].items():
        yield _row(name, _values(figures))
    yield ""
    best = report["gain_over_best_baseline"]["novel_psnr"]["baseline"]
    for name in (best, *(other for other in report["baselines"] if other not in (best, "blank"))):
        yield f"gain over {name:<12}{_gains(report['baselines'][name]['gain_of_model'])}"
    yield ""
    for name, group in report["groups"].items():
        gain = group["gain_over_best_baseline"]["novel_psnr"]
        label = f"{name} ({group['object_count']})"
        yield f"{_row(label, _values(group))}   gain {gain['mean']:+.2f} dB"
    yield ""
    seconds, memory = report["seconds_per_photo"], report["peak_memory_mb_per_photo"]
    yield f"per photo  {_spread(seconds, 's')}; memory of this process {_spread(memory, 'MB')}"


def _paragraph(label: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"{label:<11}", subsequent_indent=" " * 11)


def _missing(report: Report) -> str:
    counts = {
        "nearly white, left out": len(report["left_out_nearly_white"]),
        "broken, skipped": report["skipped_count"],
        "refused by the model, scored as blank": len(report["failed"]),
    }
    return "".join(f", {count} {why}" for why, count in counts.items() if count)


def _row(name: str, values: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{value:>{_VALUE}}" for value in values)


def _values(figures: Report) -> list[str]:
    return [
        "-" if figures[key] is None else f"{figures[key]:.{places}f}" for key, _, places in COLUMNS
    ]


def _gains(gains: Report) -> str:
    """Both gains with their intervals, paired by object."""
    parts = []
    for metric, unit, places in (("novel_psnr", "dB", 2), ("silhouette_iou", "IoU", 3)):
        gain = gains[metric]
        low, high = gain["interval95"]
        parts.append(
            f"{gain['mean']:+.{places}f} {unit} ({low:+.{places}f} to {high:+.{places}f}, better "
            f"on {gain['objects_better_share']:.0%})"
        )
    return ", ".join(parts)


def _spread(values: Report, unit: str) -> str:
    if values["median"] is None:
        return "unknown"
    return f"{values['median']:.3g} {unit} (at most {values['max']:.3g})"

"""Legends drawn into pictures of passes: what a colour means, with its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from render.passes.color_maps import color_table, wheel_colors
from render.passes.pass_image import AxesLegend, LabelLegend, Legend, ScaleLegend, WheelLegend
from render.passes.ticks import linear_ticks, logarithmic_ticks, prefix_of, written

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]

INK = (238, 240, 243, 255)
PANEL = (16, 17, 20, 190)
SMALLEST_FONT_PX = 9
SMALLEST_SIDE_PX = 300
"""Shorter side of pictures that have legends [px]; in smaller ones they would cover the object."""
_FONT_SHARE = 1 / 34
_MOST_TICKS = 7


class LegendSheet:
    """A transparent sheet over a picture, measured in the height of its letters."""

    def __init__(self, width: int, height: int) -> None:
        """Prepare a sheet of `width` x `height` px."""
        from PIL import Image, ImageDraw, ImageFont

        self.size = (width, height)
        self.letter = max(round(min(width, height) * _FONT_SHARE), SMALLEST_FONT_PX)
        self.image: Image.Image = Image.new("RGBA", self.size, (0, 0, 0, 0))
        self.pen: ImageDraw.ImageDraw = ImageDraw.Draw(self.image)
        self.font: ImageFont.ImageFont | ImageFont.FreeTypeFont = ImageFont.load_default(
            self.letter
        )

    def wide(self, text: str) -> float:
        """Width of a text [px]."""
        return float(self.pen.textlength(text, font=self.font))

    def write(self, at: tuple[float, float], text: str, *, anchor: str = "lm") -> None:
        """Write a text; `anchor` as Pillow names it."""
        self.pen.text(at, text, fill=INK, font=self.font, anchor=anchor)

    def panel(self, width: float, height: float) -> tuple[float, float]:
        """Darken a panel in the lower right corner; returns where its inside begins [px]."""
        gap = 0.7 * self.letter
        right, low = self.size[0] - gap, self.size[1] - gap
        left, top = right - width - 2 * gap, low - height - 2 * gap
        self.pen.rounded_rectangle((left, top, right, low), radius=gap, fill=PANEL)
        return left + gap, top + gap

    def over(self, picture: Picture) -> Picture:
        """The picture with the sheet laid over it."""
        from PIL import Image

        under = Image.fromarray(picture).convert("RGBA")
        return np.asarray(Image.alpha_composite(under, self.image).convert("RGB"))


def draw_legend(picture: Picture, legend: Legend) -> Picture:
    """Lay a legend over the lower right of a picture.

    Args:
        picture: sRGB, shape [H, W, 3]; left as it is.
        legend: What to say.

    Returns:
        A new picture of the same size; the same one where it is too small for a legend.
    """
    height, width = picture.shape[:2]
    if min(width, height) < SMALLEST_SIDE_PX:
        return picture
    sheet = LegendSheet(width, height)
    if isinstance(legend, ScaleLegend):
        _draw_scale(sheet, legend)
    elif isinstance(legend, LabelLegend):
        _draw_labels(sheet, legend)
    elif isinstance(legend, WheelLegend):
        _draw_wheel(sheet, legend)
    else:
        _draw_axes(sheet, legend)
    return sheet.over(picture)


def scale_marks(legend: ScaleLegend, most: int) -> tuple[list[tuple[float, str]], str]:
    """Ticks of a scale as places 0 to 1 with their texts, and the unit they are written in."""
    low, high = legend.low, legend.high
    factor, unit = prefix_of(max(abs(low), abs(high)), legend.unit)
    if legend.logarithmic:
        factor, unit = 1.0, legend.unit
        span = np.log10(high) - np.log10(low)
        marks = logarithmic_ticks(low, high, most)
        places = [(np.log10(mark) - np.log10(low)) / max(span, 1e-12) for mark in marks]
        return [(float(p), _prefixed(m, unit)) for p, m in zip(places, marks, strict=True)], ""
    marks = linear_ticks(low / factor, high / factor, most)
    spacing = marks[1] - marks[0] if len(marks) > 1 else max(abs(marks[0]), 1e-12)
    reach = max((high - low) / factor, 1e-30)
    return [((mark - low / factor) / reach, written(mark, spacing)) for mark in marks], unit


def _prefixed(value: float, unit: str) -> str:
    """A value with a unit of its own, such as "200 kPa"."""
    factor, prefixed = prefix_of(value, unit)
    return f"{value / factor:g} {prefixed}".strip()


def _draw_scale(sheet: LegendSheet, legend: ScaleLegend) -> None:
    letter = sheet.letter
    bar = min(0.5 * sheet.size[1], 16 * letter)
    most = max(min(_MOST_TICKS, int(bar / (1.6 * letter))), 2)
    marks, unit = scale_marks(legend, most)
    title = f"{legend.title} [{unit}]" if unit else legend.title
    lines = _wrapped(sheet, title, 11 * letter)
    thick = 1.1 * letter
    text = max(sheet.wide(mark) for _, mark in marks)
    width = max(thick + 0.9 * letter + text, *(sheet.wide(line) for line in lines))
    head = 1.3 * letter * len(lines) + 0.7 * letter
    left, top = sheet.panel(width, head + bar + 0.4 * letter)
    for number, line in enumerate(lines):
        sheet.write((left, top + (0.6 + 1.3 * number) * letter), line)
    _draw_bar(sheet, legend, (left, top + head, left + thick, top + head + bar))
    for share, mark in marks:
        y = top + head + (1 - share) * bar
        sheet.pen.line((left + thick, y, left + thick + 0.35 * letter, y), fill=INK, width=1)
        sheet.write((left + thick + 0.6 * letter, y), mark)


def _draw_bar(
    sheet: LegendSheet, legend: ScaleLegend, box: tuple[float, float, float, float]
) -> None:
    from PIL import Image

    left, top, right, low = (round(side) for side in box)
    shares = np.linspace(255, 0, max(low - top, 1)).round().astype(int)
    colors = (color_table(legend.color_map)[shares] * 255 + 0.5).astype(np.uint8)
    strip = np.repeat(colors[:, None, :], max(right - left, 1), axis=1)
    sheet.image.paste(Image.fromarray(strip).convert("RGBA"), (left, top))
    sheet.pen.rectangle((left, top, right - 1, low - 1), outline=INK, width=1)


def _draw_labels(sheet: LegendSheet, legend: LabelLegend) -> None:
    letter, row = sheet.letter, 1.5 * sheet.letter
    room = max(int((0.85 * sheet.size[1] - 2 * row) / row), 1)
    entries = legend.entries[:room]
    left_out = len(legend.entries) - len(entries)
    texts = [_shortened(name) for name, _ in entries]
    foot = [f"and {left_out} more"] if left_out else []
    wide = [sheet.wide(text) + 1.6 * letter for text in texts] + [sheet.wide(t) for t in foot]
    width = max(sheet.wide(legend.title), *wide, 0.0)
    left, top = sheet.panel(width, row * (len(texts) + len(foot) + 1))
    sheet.write((left, top + 0.6 * letter), legend.title)
    for number, (text, (_, color)) in enumerate(zip(texts, entries, strict=True), start=1):
        y = top + row * number
        rgb = tuple(round(255 * channel) for channel in color)
        sheet.pen.rectangle((left, y + 0.15 * letter, left + letter, y + 1.15 * letter), fill=rgb)
        sheet.write((left + 1.6 * letter, y + 0.65 * letter), text)
    for text in foot:
        sheet.write((left, top + row * (len(texts) + 1) + 0.65 * letter), text)


def _draw_wheel(sheet: LegendSheet, legend: WheelLegend) -> None:
    from PIL import Image

    letter, radius = sheet.letter, 3.2 * sheet.letter
    lines = (legend.title, f"rim: {legend.reach:.3g} {legend.unit}")
    width = max(2 * radius, *(sheet.wide(line) for line in lines))
    left, top = sheet.panel(width, 2.9 * letter + 2 * radius)
    for number, line in enumerate(lines):
        sheet.write((left, top + (0.6 + 1.3 * number) * letter), line)
    side = 2 * round(radius)
    y, x = (np.mgrid[:side, :side] + 0.5) / radius - 1
    colors = (wheel_colors(x, y) * 255 + 0.5).astype(np.uint8)
    inside = np.clip((1 - np.hypot(x, y)) * radius + 0.5, 0, 1) * 255
    disc = Image.fromarray(np.dstack([colors, inside.astype(np.uint8)]))
    corner = (round(left + (width - side) / 2), round(top + 2.9 * letter))
    sheet.image.alpha_composite(disc, corner)


def _draw_axes(sheet: LegendSheet, legend: AxesLegend) -> None:
    letter, row = sheet.letter, 1.5 * sheet.letter
    unit = f" {legend.unit}" if legend.unit else ""
    colors = ((255, 92, 92), (96, 220, 110), (110, 150, 255))
    texts = [
        f"{name}: {_compact(low)} to {_compact(high)}{unit}" for name, low, high in legend.entries
    ]
    lines = _wrapped(sheet, legend.title, 12 * letter)
    width = max(
        *(sheet.wide(line) for line in lines), *(sheet.wide(t) + 1.6 * letter for t in texts)
    )
    left, top = sheet.panel(width, row * (len(texts) + len(lines)))
    for number, line in enumerate(lines):
        sheet.write((left, top + 0.6 * letter + row * number), line)
    for number, (text, color) in enumerate(zip(texts, colors, strict=True), start=len(lines)):
        y = top + row * number
        sheet.pen.rectangle((left, y + 0.15 * letter, left + letter, y + 1.15 * letter), fill=color)
        sheet.write((left + 1.6 * letter, y + 0.65 * letter), text)


def _compact(value: float) -> str:
    return f"{value:.3g}"


def _wrapped(sheet: LegendSheet, text: str, width: float) -> list[str]:
    """Lines of whole words, none wider than `width` [px] unless one word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and sheet.wide(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(name: str, most: int = 28) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"

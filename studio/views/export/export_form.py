"""`ExportForm`: format, size, camera, quality and place of what the shown take becomes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from render.passes.registry import checked_passes
from studio.controllers.export_settings import (
    CLIP_SUFFIXES,
    PATH,
    PRESET,
    STILL_SUFFIXES,
    VIEW,
    ClipSettings,
    Settings,
    StillSettings,
    VideoSettings,
)
from studio.export.codecs import CODECS
from studio.export.frame_schedule import MotionBlur
from studio.export.option_ranges import COLOR, FPS_RANGE, SIDE_RANGE_PX
from studio.export.probe import ProbeReport
from studio.export.video_options import VideoOptions
from studio.state.export_presets import ExportPreset
from studio.state.language import tr
from studio.views.export import export_choices as choices
from studio.views.export.export_choices import ChoiceBox
from studio.views.field_row import field_row
from studio.views.icons import icon
from studio.views.theme import label, px

LEAST_SIDE_PX = 64


class ExportForm(QWidget):
    """The fields; formats that do not work here are grey and say why."""

    changed = Signal()
    """Something else is asked for."""

    def __init__(self) -> None:
        """Build the fields."""
        super().__init__()
        self.format = ChoiceBox(
            tr("Format"), choices.VIDEO_FORMATS, choices.STILL_FORMATS, choices.CLIP_FORMATS
        )
        self.picture_size = ChoiceBox(tr("Size"), choices.SIZES)
        self.width_px, self.height_px = _side_box(tr("Width")), _side_box(tr("Height"))
        self.fps = QDoubleSpinBox()
        self.camera = ChoiceBox(tr("Camera"), choices.OWN_CAMERAS, choices.CAMERAS)
        self.projection = ChoiceBox(tr("Projection"), choices.PROJECTIONS)
        self.background = ChoiceBox(tr("Background"), choices.BACKGROUNDS)
        self.passes = QLineEdit(COLOR)
        self.supersample = ChoiceBox(tr("Supersampling"), choices.SUPERSAMPLES)
        self.blur = ChoiceBox(tr("Motion blur"), choices.BLURS)
        self.time = ChoiceBox(tr("Time"), choices.TIMES)
        self.quality = ChoiceBox(tr("Quality"), choices.QUALITIES)
        self.path = QLineEdit()
        self.path.textChanged.connect(self.path.setToolTip)
        self.timeline_remap = ""
        self.frame = 0
        self._help = label(role="muted", wrap=True)
        self._form = QFormLayout(self)
        self._filling = False
        self._fill()
        self._build()
        self._connect()
        self._on_format_changed()

    def settings(self) -> Settings:
        """What is asked for now.

        Raises:
            InputError: If something is out of range; the line says what.
        """
        out = Path(self.path.text()).expanduser()
        if self.is_clip:
            return ClipSettings(out, str(self.quality.choice.value))
        chosen = str(self.camera.choice.value)
        camera = chosen if chosen in (PATH, VIEW) else PRESET
        samples = self.blur.choice.value
        names = [name.strip() for name in self.passes.text().split(",") if name.strip()]
        time_remap = self.time.choice.value
        options = VideoOptions(
            size_px=self.chosen_size,
            fps=self.fps.value(),
            codec=None if self.is_still else str(self.format.choice.value),
            camera=chosen if camera == PRESET else VideoOptions().camera,
            projection=str(self.projection.choice.value),
            background=str(self.background.choice.value),
            passes=checked_passes(names) or (COLOR,),
            supersample=int(self.supersample.choice.value),
            blur=None if samples is None else MotionBlur(int(samples)),
            time_remap=(self.timeline_remap or None) if time_remap == "timeline" else time_remap,
        )
        if self.is_still:
            return StillSettings(out, options, self.frame, camera)
        return VideoSettings(out, options, camera)

    @property
    def is_clip(self) -> bool:
        """Whether moving splats are asked for."""
        return self.format.choice.value in CLIP_SUFFIXES

    @property
    def is_still(self) -> bool:
        """Whether one picture is asked for."""
        return self.format.choice.value in STILL_SUFFIXES

    @property
    def chosen_size(self) -> tuple[int, int]:
        """Width and height of the pictures [px]."""
        return self.width_px.value(), self.height_px.value()

    def choose_size(self, size_px: tuple[int, int]) -> None:
        """Show a width and height [px], as one of the usual sizes where it is one."""
        usual = size_px in {choice.value for choice in choices.SIZES}
        self.picture_size.choose(size_px if usual else None)
        self.width_px.setValue(size_px[0])
        self.height_px.setValue(size_px[1])

    def apply_preset(self, preset: ExportPreset) -> None:
        """Set what a preset says."""
        self._filling = True
        self.format.choose(preset.format)
        self.projection.choose(preset.projection)
        if preset.size_px is not None:
            self.picture_size.choose(preset.size_px)
        if preset.camera is not None:
            self.camera.choose(preset.camera)
        self._filling = False
        self._on_format_changed()
        self.background.choose(preset.background)

    def show_probes(self, reports: dict[str, ProbeReport]) -> None:
        """Grey the formats that do not work, with the reason."""
        for name, report in reports.items():
            self.format.refuse(name, report.reason)

    def offer_cameras(self, *, path: bool, timeline: bool) -> None:
        """Grey cameras and times that do not exist.

        Args:
            path: Whether there is a keyed path.
            timeline: Whether the timeline has a time curve.
        """
        self.camera.refuse(PATH, "" if path else tr("Add keys in the camera panel first."))
        self.time.refuse("timeline", "" if timeline else tr("The timeline has no time curve."))

    def problem(self) -> str:
        """Why a chosen entry does not work; empty where all do."""
        boxes: tuple[ChoiceBox, ...] = (self.format,)
        if not self.is_clip:
            boxes = (self.format, self.camera, self.time)
        return next((reason for box in boxes if (reason := box.reason())), "")

    def with_ending(self, path: Path) -> Path:
        """The path with the ending of the chosen format."""
        chosen = str(self.format.choice.value)
        suffix = {**CLIP_SUFFIXES, **STILL_SUFFIXES}.get(chosen)
        return CODECS[chosen].path_for(path) if suffix is None else path.with_suffix(suffix)

    def _fill(self) -> None:
        self.picture_size.choose(choices.DEFAULT_SIZE)
        self.camera.choose("swing")
        self.quality.choose("standard")
        self.fps.setRange(*FPS_RANGE)
        self.fps.setDecimals(2)
        self.fps.setValue(25.0)
        self.fps.setSuffix(" " + tr("frames/s"))
        self.fps.setAccessibleName(tr("Rate"))
        self.path.setAccessibleName(tr("File"))
        self.passes.setAccessibleName(tr("Passes"))
        self.passes.setToolTip(tr("Names with commas between them, each to a file of its own: "
                                  "colour, depth, normal, velocity, stress, flow …"))  # fmt: skip

    def _build(self) -> None:
        self._sides = field_row(self.width_px, label("×", "muted"), self.height_px)
        browse = QToolButton()
        browse.setIcon(icon("folder"))
        browse.setToolTip(tr("Browse…"))
        browse.setAccessibleName(tr("Browse…"))
        browse.clicked.connect(self._browse)
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(px(12))
        form.setVerticalSpacing(px(7))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (tr("Format"), self.format),
            ("", self._help),
            (tr("Quality"), self.quality),
            (tr("Size"), self.picture_size),
            ("", self._sides),
            (tr("Rate"), self.fps),
            (tr("Camera"), self.camera),
            (tr("Projection"), self.projection),
            (tr("Background"), self.background),
            (tr("Time"), self.time),
            (tr("Motion blur"), self.blur),
            (tr("Supersampling"), self.supersample),
            (tr("Passes"), self.passes),
            (tr("File"), field_row(self.path, browse)),
        ):
            if isinstance(field, QComboBox):
                field.setMinimumContentsLength(8)
            form.addRow(label(title, "muted"), field)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._on_format_changed)
        self.picture_size.currentIndexChanged.connect(self._on_size_changed)
        for box in (self.camera, self.background, self.supersample, self.blur, self.quality,
                    self.time):  # fmt: skip
            box.currentIndexChanged.connect(self._tell)
        self.projection.currentIndexChanged.connect(self._on_projection_changed)
        for number in (self.width_px, self.height_px, self.fps):
            number.valueChanged.connect(self._tell)
        for line in (self.path, self.passes):
            line.textChanged.connect(self._tell)

    def _on_format_changed(self) -> None:
        if self._filling:
            return
        drawn = not self.is_clip
        for row in (
            self.picture_size, self.camera, self.projection, self.background, self.supersample,
            self.blur, self.time, self.passes,
        ):  # fmt: skip
            self._form.setRowVisible(row, drawn)
        self._form.setRowVisible(self.fps, drawn and not self.is_still)
        self._form.setRowVisible(self.quality, self.format.choice.value in ("web", "4d"))
        self.background.refuse("none", "" if self._has_alpha else tr(choices.NO_ALPHA))
        if self.background.reason():
            self.background.choose("stage")
        self._help.setText(tr(self.format.choice.help))
        self.path.setText(str(self.with_ending(Path(self.path.text() or "take.mp4"))))
        self._on_size_changed()

    @property
    def _has_alpha(self) -> bool:
        name = str(self.format.choice.value)
        return self.is_still or (name in CODECS and CODECS[name].has_alpha)

    def _on_size_changed(self) -> None:
        if self._filling:
            return
        size = self.picture_size.choice.value
        self._form.setRowVisible(self._sides, size is None and not self.is_clip)
        if size is not None:
            self.width_px.setValue(size[0])
            self.height_px.setValue(size[1])
        self._tell()

    def _on_projection_changed(self) -> None:
        """A picture all round is twice as wide as high."""
        if self.projection.choice.value == "360" and not self._filling:
            self.picture_size.choose((2048, 1024))
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _browse(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export"), self.path.text())
        if name:
            self.path.setText(str(self.with_ending(Path(name))))


def _side_box(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(LEAST_SIDE_PX, SIDE_RANGE_PX[1])
    box.setSingleStep(2)
    box.setSuffix(" px")
    box.setAccessibleName(name)
    return box

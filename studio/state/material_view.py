"""What the material panel shows: frozen, comparable, made by `resolve_material`."""

from __future__ import annotations

from dataclasses import dataclass

from sim.materials import ConstitutiveLaw, MaterialClass
from studio.state.certainty import CertaintyView
from studio.state.quantities import Quantity


@dataclass(frozen=True, slots=True)
class ClassBar:
    """One class of the distribution."""

    material_class: MaterialClass
    """Class."""
    probability: float
    """Its probability, 0 to 1."""
    predicted: float
    """What the model says, 0 to 1."""
    chosen: bool
    """True for the class that is shown and simulated."""

    @property
    def edited(self) -> bool:
        """True when the probability is not the predicted one."""
        return abs(self.probability - self.predicted) > 5e-4


@dataclass(frozen=True, slots=True)
class SampleMark:
    """One sample on a curve."""

    value: float
    """Value [SI]."""
    chosen: bool
    """True for the sample that is simulated."""


@dataclass(frozen=True, slots=True)
class CurveView:
    """Density curve of one quantity and the values marked on it."""

    quantity: Quantity
    """What is shown."""
    axis: tuple[float, float]
    """Ends of the axis, in log10 where the quantity is logarithmic."""
    mean: float
    """Expected value of what is shown: of the class, or over all [SI]."""
    predicted: float
    """The same as predicted [SI]."""
    edited: bool
    """True when the user changed the law or locked the value."""
    locked: bool = False
    """True when every sample has this value."""
    curve: tuple[float, ...] = ()
    """Density of what is dragged, peak 1, evenly spaced over the axis; empty without prediction."""
    behind: tuple[float, ...] = ()
    """The mixture behind one class, or one class's share of the mixture, in the same scale."""
    ghost: tuple[float, ...] = ()
    """The curve as predicted, in the same scale; empty where it is the same."""
    mixed: bool = False
    """True when all classes are dragged together."""
    percentiles: tuple[float, float, float] | None = None
    """Values below which 5, 50 and 95 % lie [SI]; None for a locked value."""
    spread: float | None = None
    """One standard deviation: a factor where the quantity is logarithmic, else a value [SI]."""
    samples: tuple[SampleMark, ...] = ()
    """Drawn samples."""
    simulated: float | None = None
    """Value that the shown take simulated, where it is not the one it asked for [SI]."""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One drawn sample in the list."""

    index: int
    """Its number, from 0."""
    material_class: MaterialClass
    """Class."""
    values: tuple[str, str, str]
    """Young's modulus, Poisson's ratio and density in words."""
    log_likelihood: str
    """Logarithm of its density."""
    share: float
    """Its likelihood against the likeliest of the list, 0 to 1."""
    chosen: bool
    """True for the one that is simulated."""


@dataclass(frozen=True, slots=True)
class NumberView:
    """One number of the law."""

    quantity: Quantity
    """What it is."""
    value: float
    """Value [SI]."""
    table: float
    """Value of the material table [SI]."""
    edited: bool
    """True when the user set it."""
    source: str
    """Where the value comes from."""


@dataclass(frozen=True, slots=True)
class LawView:
    """Law, its numbers and the preset they come from."""

    automatic: ConstitutiveLaw
    """Law of the chosen class."""
    law: ConstitutiveLaw | None
    """Law the user chose; None takes the automatic one."""
    explanation: str
    """What the law does, in words."""
    numbers: tuple[NumberView, ...]
    """Numbers that the law reads."""
    preset: str
    """Name of the preset that was taken last; empty for none."""
    preset_changed: bool
    """True when something was changed since."""
    preset_sources: tuple[str, ...]
    """Where the values of the preset come from."""
    own_presets: tuple[str, ...]
    """Names of the user's presets."""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Asked-for value beside the simulated one."""

    label: str
    """Quantity."""
    predicted: str
    """Value asked for."""
    simulated: str
    """Value simulated."""
    differs: bool
    """True when they are not the same."""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What was asked for and what was simulated, of the take that is shown."""

    title: str
    """Name of the take."""
    rows: tuple[ComparisonRow, ...]
    """Law, modulus, Poisson's ratio, density and what else differs."""
    headline: str
    """What was changed in a few words; empty where nothing was."""
    reason: str
    """Why, and what can be done."""
    offers_softer: bool
    """True when the take could be simulated so that it deforms."""


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Everything the material panel shows."""

    certainty: CertaintyView | None
    """How sure the distribution is; None for a splat file."""
    bars: tuple[ClassBar, ...]
    """Classes by falling predicted probability, so that rows keep their place under the hand."""
    shown_class: str
    """Name of the class whose curves are shown; empty for a splat file."""
    mixed: bool
    """True when curves show all classes together."""
    curves: tuple[CurveView, ...]
    """Young's modulus, Poisson's ratio and density."""
    samples: tuple[SampleRow, ...]
    """Drawn samples; empty for a splat file."""
    seed: int
    """Seed of the samples."""
    sample_count: int
    """How many are drawn."""
    law: LawView
    """Law and its numbers."""
    quality: str
    """Quality preset."""
    stiffness: str
    """Stiffness map."""
    stiffness_help: str
    """What the map does, in words."""
    next_run: str
    """What the next simulation takes, in words."""
    edited: bool
    """True when anything differs from the prediction."""
    comparison: ComparisonView | None
    """Asked for and simulated values of the take that is shown."""

"""`DistributionController`: edits the predicted distribution, one step of undo each."""

from __future__ import annotations

from dataclasses import replace

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from studio.controllers.edit_controller import EditController
from studio.state.class_weights import reweighted
from studio.state.curve_axis import AXES
from studio.state.distribution_drags import (
    SHARE_OF,
    Handle,
    dragged,
    mean_of,
    quantile_of,
    with_spread,
)
from studio.state.edited_distribution import (
    PARAMETER_OF,
    DistributionEdits,
    edited_distribution,
)
from studio.state.language import tr, within
from studio.state.material import (
    SAMPLE_COUNT_RANGE,
    SEED_MAX,
    chosen_class,
    chosen_sample,
    distribution_of,
)
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity
from studio.state.studio_state import StudioState

_QUANTITIES = {quantity.key: quantity for quantity in MATERIAL_QUANTITIES}
_MISSED = 0.01
"""Share of the axis by which a typed value may be missed before the user is told."""


class DistributionController:
    """Verbs of bars, curves and samples; `studio.state.edited_distribution` has the meaning."""

    def __init__(self, state: StudioState, edits: EditController) -> None:
        """Edit the material of a state.

        Args:
            state: State whose material is edited.
            edits: Records the steps.
        """
        self._state = state
        self._edits = edits
        self._held: DistributionEdits | None = None

    @property
    def dragging(self) -> bool:
        """True between `begin_drag` and its end."""
        return self._held is not None

    def begin_drag(self, name: str) -> None:
        """Take hold of a bar or curve: all that follows until the end is one step.

        Args:
            name: What is dragged, in words, for example "Rubber".
        """
        self._held = self._state.material.edited
        self._edits.begin(tr("Drag {name}", name=name))

    def end_drag(self) -> None:
        """Let go and keep what was dragged."""
        if self._held is not None:
            self._held = None
            self._edits.commit()

    def abandon_drag(self) -> None:
        """Let go and put back what was dragged."""
        if self._held is not None:
            self._held = None
            self._edits.abandon()

    def set_probability(self, material_class: MaterialClass, probability: float) -> None:
        """Give a class a probability, 0 to 1; the others make room in proportion."""
        predicted = self._state.document.physics
        if predicted is None:
            return
        held = self._held or self._state.material.edited
        now = edited_distribution(predicted, held)
        try:
            weights = reweighted(
                now.probabilities, material_class, probability, predicted.probabilities
            )
        except InputError as error:
            self._refuse(error)
            return
        label = tr("Set probability of {name}", name=within(tr(material_class.label)))
        self._set(label, replace(held, class_weights=weights), mergeable=True)

    def set_only(self, material_class: MaterialClass) -> None:
        """Make a class certain."""
        self.set_probability(material_class, 1.0)

    def reset_probability(self, material_class: MaterialClass) -> None:
        """Give a class its predicted probability again."""
        predicted = self._state.document.physics
        if predicted is not None:
            self.set_probability(material_class, float(predicted.probabilities[material_class]))

    def reset_probabilities(self) -> None:
        """Give all classes their predicted probabilities again."""
        edited = self._state.material.edited
        self._set(tr("Reset probabilities"), replace(edited, class_weights=None))

    def show_class(self, material_class: MaterialClass | None) -> None:
        """Show the curves of a class and simulate its mean; None takes the likeliest."""
        material = self._state.material
        with self._edits.step(tr("Choose material class"), mergeable=True):
            material.chosen_sample = None
            material.material_class = material_class

    def set_mixed(self, mixed: bool) -> None:
        """Show and drag all classes together, or one."""
        self._state.material.mixed = mixed

    def toggle_mixed(self) -> None:
        """Change between one class and all classes."""
        self.set_mixed(not self._state.material.mixed)

    def drag_handle(self, key: str, handle: Handle, start: float, value: float) -> None:
        """Move a part of a curve from where it was taken hold of.

        Args:
            key: Quantity, for example "youngs_modulus_pa".
            handle: What is held.
            start: Where it was taken hold of, in the parameter's own scale.
            value: Where the pointer is, in the parameter's own scale.
        """
        predicted, parameter = self._state.document.physics, PARAMETER_OF[key]
        held = self._held or self._state.material.edited
        label = tr("Change {name}", name=within(tr(_QUANTITIES[key].label)))
        if predicted is None:
            low, high = _QUANTITIES[key].scaled_range
            changed = held.with_lock(parameter, min(max(value, low), high))
        else:
            part = self._part(edited_distribution(predicted, held))
            changed = dragged(predicted, held, parameter, part, handle, start=start, value=value)
        self._set(label, changed, mergeable=True)

    def nudge(self, key: str, handle: Handle, share: float) -> None:
        """Move a part of a curve by a share of its axis; `WIDTH` by a share of itself."""
        value = self.position_of(key, handle)
        low, high = AXES[key]
        if handle is Handle.WIDTH:
            self._widen(key, 1 + share)
        elif value is not None:
            self.drag_handle(key, handle, value, value + share * (high - low))

    def position_of(self, key: str, handle: Handle) -> float | None:
        """Where a handle is, in the parameter's own scale; None where there is none."""
        state, parameter = self._state, PARAMETER_OF[key]
        predicted = state.document.physics
        now = distribution_of(state.material, predicted)
        locked = state.material.edited.lock_of(parameter)
        if now is None or locked is not None:
            sample = chosen_sample(state.material, predicted)
            return sample.value_of(parameter) if locked is None else locked
        part = self._part(now)
        if handle in SHARE_OF:
            return quantile_of(now, parameter, part, SHARE_OF[handle])
        return mean_of(now, parameter, part)

    def set_handle(self, key: str, handle: Handle, value: float) -> None:
        """Give the mean or a percentile a typed value [SI]; says so where it cannot be reached."""
        quantity = _QUANTITIES[key]
        scaled = quantity.scaled(value)
        if handle in (Handle.LOW, Handle.HIGH):
            other = self.position_of(key, Handle.HIGH if handle is Handle.LOW else Handle.LOW)
            wrong = other is not None and (
                scaled >= other if handle is Handle.LOW else scaled <= other
            )
            if wrong and self._state.material.edited.lock_of(PARAMETER_OF[key]) is None:
                self._refuse(
                    InputError(
                        f"{quantity.label}: the 5 % value must lie below the 95 % value; "
                        "change the other one first"
                    )
                )
                return
        self.drag_handle(key, handle, scaled, scaled)
        reached = self.position_of(key, handle)
        low, high = AXES[key]
        if reached is not None and abs(reached - scaled) > _MISSED * (high - low):
            self._say_missed(quantity, value, reached)

    def set_spread(self, key: str, spread: float) -> None:
        """Give the standard deviation a typed value: a factor where the axis is logarithmic."""
        predicted, quantity = self._state.document.physics, _QUANTITIES[key]
        if predicted is None:
            return
        edited = self._state.material.edited
        part = self._part(edited_distribution(predicted, edited))
        std = quantity.scaled(spread) if spread > 0 else 0.0
        try:
            changed = with_spread(predicted, edited, PARAMETER_OF[key], part, std)
        except InputError as error:
            self._refuse(error)
            return
        self._set(tr("Set spread of {name}", name=within(tr(quantity.label))), changed)

    def set_locked(self, key: str, locked: bool) -> None:
        """Lock a quantity to the value it shows, or let it vary again."""
        parameter, quantity = PARAMETER_OF[key], _QUANTITIES[key]
        value = self.position_of(key, Handle.CENTRE) if locked else None
        text = tr("Lock {name}") if locked else tr("Unlock {name}")
        label = text.format(name=within(tr(quantity.label)))
        self._set(label, self._state.material.edited.with_lock(parameter, value))

    def toggle_lock(self, key: str) -> None:
        """Lock a quantity, or let it vary again."""
        locked = self._state.material.edited.lock_of(PARAMETER_OF[key]) is not None
        self.set_locked(key, not locked)

    def reset_quantity(self, key: str) -> None:
        """Take a quantity as predicted again, unlocked."""
        edited = self._state.material.edited.without(PARAMETER_OF[key])
        self._set(tr("Reset {name}", name=within(tr(_QUANTITIES[key].label))), edited)

    def reset(self) -> None:
        """Take everything as predicted again."""
        material = self._state.material
        with self._edits.step(tr("Take the predicted material")):
            material.edited = DistributionEdits()
            material.material_class = material.law = material.chosen_sample = None
            material.numbers = ()
            material.preset = ""

    def set_seed(self, seed: int) -> None:
        """Choose the seed of the samples, 0 to 2³¹ - 1."""
        with self._edits.step(tr("Set seed"), mergeable=True):
            self._state.material.seed = min(max(seed, 0), SEED_MAX)

    def set_sample_count(self, count: int) -> None:
        """Choose how many samples are drawn, 1 to 64."""
        low, high = SAMPLE_COUNT_RANGE
        material = self._state.material
        with self._edits.step(tr("Set number of samples"), mergeable=True):
            material.sample_count = min(max(count, low), high)
            if material.chosen_sample is not None:
                material.chosen_sample = min(material.chosen_sample, material.sample_count - 1)

    def choose_sample(self, index: int | None) -> None:
        """Simulate one of the samples; None simulates the mean of the class."""
        material = self._state.material
        if index is not None and not 0 <= index < material.sample_count:
            return
        with self._edits.step(tr("Choose sample"), mergeable=True):
            material.chosen_sample = index

    def draw_samples(self) -> None:
        """Draw new samples with the next seed and choose the first; the seed repeats them."""
        material = self._state.material
        if self._state.document.physics is None:
            return
        with self._edits.step(tr("Draw samples")):
            material.seed = (material.seed + 1) % (SEED_MAX + 1)
            material.chosen_sample = 0

    def _part(self, physics: PhysicsDistribution) -> MaterialClass | None:
        """Class whose curves are edited, of the edited distribution; None for all together."""
        material = self._state.material
        if material.mixed:
            return None
        return chosen_class(material, physics)

    def _widen(self, key: str, factor: float) -> None:
        """Multiply the spread about the mean."""
        centre = self.position_of(key, Handle.CENTRE)
        if centre is not None:
            self.drag_handle(key, Handle.WIDTH, centre + 1e-3, centre + 1e-3 * factor)

    def _set(self, label: str, edited: DistributionEdits, *, mergeable: bool = False) -> None:
        if edited != self._state.material.edited:
            with self._edits.step(label, mergeable=mergeable):
                self._state.material.edited = edited

    def _refuse(self, error: InputError) -> None:
        self._state.notices.post("warning", str(error))

    def _say_missed(self, quantity: Quantity, value: float, reached: float) -> None:
        nearest = quantity.unscaled(reached)
        self._state.notices.post(
            "warning",
            tr(
                "{name} {value} cannot be reached with this spread; {nearest} is the nearest. "
                "Narrow the spread, or lock the value.",
                name=tr(quantity.label), value=quantity.format(value),
                nearest=quantity.format(nearest),
            ),
        )  # fmt: skip

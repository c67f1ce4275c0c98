"""`PhysicsDistribution`: how likely each material is, and how stiff and heavy it then is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_sample import PARAMETER_RANGES, PARAMETERS, PhysicsSample
from sim.truncated_normal import DoubleArray, TruncatedNormal, mixture_quantile

__all__ = [
    "ALL_PREDICTED",
    "CLASS_COUNT",
    "CLASS_PARAMETER",
    "PARAMETERS",
    "PhysicsDistribution",
    "PhysicsSample",
]

FloatArray = npt.NDArray[np.float32]

CLASS_COUNT = len(MaterialClass)
CLASS_PARAMETER = "material_class"
ALL_PREDICTED = frozenset((CLASS_PARAMETER, *PARAMETERS))

_FIELD_STEMS = {
    "log10_youngs_modulus": "log10_youngs_modulus",
    "poisson_ratio": "poisson",
    "log10_density": "log10_density",
}
_JSON_VERSION = 1
_NEGLIGIBLE = 1e-12
"""Class probability below which quantiles do not feel a class."""


@dataclass(frozen=True, slots=True, eq=False)
class PhysicsDistribution:
    """Distribution over 14 material classes and, given the class, over log10 E, nu and log10 rho.

    Given the class the three values are independent: log10 E and log10 rho are normal, nu is normal
    truncated to [0, 0.49]. A standard deviation of 0 for every class marks a value that is known
    exactly, as `conditioned` makes it. Source: PhysGM, CVPR 2026, section 3 (the class and Gaussian
    heads); the truncation is ours.
    """

    class_probabilities: FloatArray
    """Probability of each class in `MaterialClass` order, sum 1, shape [14]."""
    log10_youngs_modulus_mean: FloatArray
    """Mean of log10(E / Pa) given the class, 0 to 13, shape [14]."""
    log10_youngs_modulus_std: FloatArray
    """Standard deviation of log10 E given the class [decades], shape [14]."""
    poisson_mean: FloatArray
    """Location of nu given the class: the mode of the truncated law, 0 to 0.49, shape [14]."""
    poisson_std: FloatArray
    """Scale of nu given the class: the standard deviation before truncation, shape [14]."""
    log10_density_mean: FloatArray
    """Mean of log10(rho / kg/m³) given the class, 0 to 4.48, shape [14]."""
    log10_density_std: FloatArray
    """Standard deviation of log10 rho given the class [decades], shape [14]."""
    predicted: frozenset[str] = ALL_PREDICTED
    """What the model predicts; the rest comes from class priors and is left out of `log_prob`."""
    point_class: MaterialClass | None = None
    """Class of `mean()` where a model decides by more than probability; None: the most probable."""

    def __post_init__(self) -> None:
        for field in fields(self)[:7]:
            array = np.array(getattr(self, field.name), dtype=np.float32)
            if array.shape != (CLASS_COUNT,) or not np.isfinite(array).all():
                raise InputError(
                    f"{field.name} must be {CLASS_COUNT} finite numbers, got shape {array.shape}"
                )
            array.flags.writeable = False
            object.__setattr__(self, field.name, array)
        self._check_probabilities()
        for parameter in PARAMETERS:
            self._check_parameter(parameter)
        unknown = self.predicted - ALL_PREDICTED
        if unknown:
            raise InputError(f"unknown predicted parameters {sorted(unknown)}")

    def _check_probabilities(self) -> None:
        total = float(self.class_probabilities.sum(dtype=np.float64))
        if self.class_probabilities.min() < 0 or abs(total - 1) > 1e-4:
            raise InputError(f"class probabilities must be >= 0 with sum 1, the sum is {total:g}")

    def _check_parameter(self, parameter: str) -> None:
        mean, std = self.moments(parameter)
        low, high = PARAMETER_RANGES[parameter]
        if mean.min() < low or mean.max() > np.float32(high):
            raise InputError(
                f"mean of {parameter} must lie in {low:g} to {high:g}, "
                f"found {mean.min():g} to {mean.max():g}"
            )
        if std.min() < 0 or (std.max() > 0 and std.min() < 1e-6):
            raise InputError(f"std of {parameter} must be > 0, or 0 for all classes: {std.min():g}")

    def moments(self, parameter: str) -> tuple[FloatArray, FloatArray]:
        """Mean and standard deviation of a parameter per class, each shape [14]."""
        if parameter not in _FIELD_STEMS:
            raise InputError(
                f"unknown parameter {parameter!r}; use one of: {', '.join(PARAMETERS)}"
            )
        stem = _FIELD_STEMS[parameter]
        return getattr(self, f"{stem}_mean"), getattr(self, f"{stem}_std")

    @staticmethod
    def moment_fields(
        parameter: str, mean: npt.ArrayLike, std: npt.ArrayLike
    ) -> dict[str, npt.ArrayLike]:
        """Mean and standard deviation of a parameter per class, under their field names."""
        stem = _FIELD_STEMS[parameter]
        return {f"{stem}_mean": mean, f"{stem}_std": std}

    def law_of(self, parameter: str, class_index: int, least_std: float = 1e-6) -> TruncatedNormal:
        """Law of one parameter given the class."""
        mean, std = self.moments(parameter)
        low, high = PARAMETER_RANGES[parameter]
        location = min(max(float(mean[class_index]), low), high)
        scale = max(float(std[class_index]), least_std)
        if parameter != "poisson_ratio":
            low, high = -math.inf, math.inf
        return TruncatedNormal(location, scale, low, high)

    def expected(self, parameter: str, class_index: int) -> float:
        """Expected value given the class; the value itself where it is locked."""
        mean, std = self.moments(parameter)
        if float(std[class_index]) == 0:
            return float(mean[class_index])
        return self.law_of(parameter, class_index).mean

    def _drawn(self, parameter: str, class_index: int, uniform: float) -> float:
        """Value at a uniform random number; the value itself where it is locked."""
        mean, std = self.moments(parameter)
        if float(std[class_index]) == 0:
            return float(mean[class_index])
        return self.law_of(parameter, class_index).quantile(uniform)

    @property
    def probabilities(self) -> DoubleArray:
        """Class probabilities in double precision with sum exactly 1 up to rounding, shape [14]."""
        weights = self.class_probabilities.astype(np.float64)
        return np.asarray(weights / weights.sum())

    @property
    def known(self) -> frozenset[str]:
        """Parameters whose value is known exactly: locked by `conditioned`."""
        names = {name for name in PARAMETERS if float(self.moments(name)[1].max()) == 0}
        if float(self.probabilities.max()) == 1:
            names.add(CLASS_PARAMETER)
        return frozenset(names)

    def mean(self) -> PhysicsSample:
        """The point estimate: the class decided for, with the expected values of that class.

        Values are not averaged over classes: half rubber, half steel is no material.
        """
        chosen = self.point_class
        if chosen is None:
            chosen = MaterialClass(int(self.class_probabilities.argmax()))
        values = {name: self.expected(name, chosen) for name in PARAMETERS}
        return PhysicsSample.from_values(chosen, values)

    def sample(self, rng: np.random.Generator, k: int) -> tuple[PhysicsSample, ...]:
        """Draw `k` independent samples; the same generator state gives the same samples.

        Raises:
            InputError: If k < 1.
        """
        if k < 1:
            raise InputError(f"number of samples must be at least 1, got {k}")
        uniforms = rng.random((k, 1 + len(PARAMETERS)))
        edges = np.cumsum(self.probabilities)
        classes = np.searchsorted(edges / edges[-1], uniforms[:, 0], side="right")
        return tuple(
            PhysicsSample.from_values(
                MaterialClass(int(index)),
                {
                    name: self._drawn(name, int(index), float(uniform))
                    for name, uniform in zip(PARAMETERS, row[1:], strict=True)
                },
            )
            for index, row in zip(classes, uniforms, strict=True)
        )

    def log_prob(self, sample: PhysicsSample) -> float:
        """Log density of a sample over (class, log10 E, nu, log10 rho).

        Parameters that the model does not predict and values that are locked are left out.
        """
        return self.log_probs((sample,))[0]

    def log_probs(self, samples: Sequence[PhysicsSample]) -> tuple[float, ...]:
        """`log_prob` of several samples."""
        weights, known = self.probabilities, self.known
        names = [name for name in PARAMETERS if name in self.predicted and name not in known]
        laws = {name: [self.law_of(name, i) for i in range(CLASS_COUNT)] for name in names}
        results = []
        for sample in samples:
            index, total = int(sample.material_class), 0.0
            if CLASS_PARAMETER in self.predicted:
                probability = float(weights[index])
                total += math.log(probability) if probability > 0 else -math.inf
            for name in names:
                total += laws[name][index].log_density(sample.value_of(name))
            results.append(total)
        return tuple(results)

    def conditioned(
        self,
        *,
        material_class: MaterialClass | None = None,
        youngs_modulus_pa: float | None = None,
        poisson_ratio: float | None = None,
        density_kg_m3: float | None = None,
    ) -> PhysicsDistribution:
        """The distribution given a class, values, or both (Bayes' rule over the classes).

        Args:
            material_class: Class that is certain.
            youngs_modulus_pa: Young's modulus that is certain [Pa].
            poisson_ratio: Poisson's ratio that is certain.
            density_kg_m3: Density that is certain [kg/m³].

        Returns:
            Distribution whose locked values have standard deviation 0. Where every class rules a
            value out, the class probabilities stay as they are.

        Raises:
            InputError: If a value is outside its range.
        """
        base = self.mean()
        probe = PhysicsSample(
            material_class=base.material_class,
            youngs_modulus_pa=_either(youngs_modulus_pa, base.youngs_modulus_pa),
            poisson_ratio=_either(poisson_ratio, base.poisson_ratio),
            density_kg_m3=_either(density_kg_m3, base.density_kg_m3),
        )
        locks = {"log10_youngs_modulus": youngs_modulus_pa, "poisson_ratio": poisson_ratio}
        locks["log10_density"] = density_kg_m3
        given = self
        for name, lock in locks.items():
            if lock is not None:
                given = given._with_value(name, probe.value_of(name))
        if material_class is not None:
            one_hot = np.eye(CLASS_COUNT, dtype=np.float32)[int(material_class)]
            given = replace(given, class_probabilities=one_hot, point_class=None)
        return given

    def _with_value(self, parameter: str, value: float) -> PhysicsDistribution:
        """Condition on one parameter's value, in that parameter's own scale."""
        constant = np.full(CLASS_COUNT, value, np.float32)
        changes: dict[str, Any] = self.moment_fields(parameter, constant, np.zeros(CLASS_COUNT))
        if parameter in self.predicted and parameter not in self.known:
            evidence = [self.law_of(parameter, i).log_density(value) for i in range(CLASS_COUNT)]
            with np.errstate(divide="ignore"):
                joint = np.log(self.probabilities) + np.array(evidence)
            if np.isfinite(joint.max()):
                weights = np.exp(joint - joint.max())
                changes["class_probabilities"] = (weights / weights.sum()).astype(np.float32)
                changes["point_class"] = None
        return replace(self, **changes)

    def density_of(self, parameter: str, grid: npt.ArrayLike) -> DoubleArray:
        """Mixture density of one parameter over all classes, for curves.

        Args:
            parameter: One of `PARAMETERS`.
            grid: Values in that parameter's scale, shape [M].

        Returns:
            Density per unit of the parameter, shape [M]. A locked value shows as a peak that is
            one grid step wide.
        """
        return np.asarray(self.class_densities_of(parameter, grid).sum(axis=0))

    def class_densities_of(self, parameter: str, grid: npt.ArrayLike) -> DoubleArray:
        """What each class adds to `density_of`, shape [14, M]."""
        points = np.asarray(grid, np.float64)
        step = float(np.ptp(points)) / max(points.size - 1, 1)
        least_std = max(step, 1e-6) if parameter in self.known else 1e-6
        laws = [self.law_of(parameter, i, least_std) for i in range(CLASS_COUNT)]
        return self.probabilities[:, None] * np.stack([law.density(points) for law in laws])

    def cumulative_of(self, parameter: str, grid: npt.ArrayLike) -> DoubleArray:
        """Probability that a parameter is at most each grid value, shape [M]."""
        points = np.asarray(grid, np.float64)
        laws = [self.law_of(parameter, i) for i in range(CLASS_COUNT)]
        parts = np.stack([law.cumulative(points) for law in laws])
        return np.asarray(self.probabilities @ parts)

    def quantile(self, parameter: str, probability: float) -> float:
        """Value of a parameter, over all classes, below which `probability` of the mass lies.

        Raises:
            InputError: If the probability is not inside 0..1.
        """
        if not 0 < probability < 1:
            raise InputError(f"probability must lie inside 0..1, got {probability:g}")
        mass = [
            (float(weight), self.law_of(parameter, i))
            for i, weight in enumerate(self.probabilities)
            if weight > _NEGLIGIBLE
        ]
        weights, laws = zip(*mass, strict=True)
        return mixture_quantile(weights, laws, probability)

    def to_json(self) -> dict[str, object]:
        """Plain values that `from_json` reads back bit for bit."""
        arrays = {f.name: [float(x) for x in getattr(self, f.name)] for f in fields(self)[:7]}
        return {
            "version": _JSON_VERSION,
            "classes": [member.label for member in MaterialClass],
            **arrays,
            "predicted": sorted(self.predicted),
            "point_class": None if self.point_class is None else self.point_class.label,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> PhysicsDistribution:
        """Read what `to_json` wrote.

        Raises:
            InputError: If a key is missing, the version is newer or a value is out of range.
        """
        version = data.get("version")
        if version != _JSON_VERSION:
            raise InputError(
                f"physics distribution has version {version!r}, this program reads "
                f"{_JSON_VERSION}; open it with the program that wrote it"
            )
        names = [field.name for field in fields(PhysicsDistribution)[:7]]
        missing = [name for name in (*names, "predicted") if name not in data]
        if missing:
            raise InputError(f"physics distribution lacks {', '.join(missing)}")
        label = data.get("point_class")
        try:
            arrays = {name: np.asarray(data[name], dtype=np.float32) for name in names}
        except (TypeError, ValueError) as error:
            raise InputError(
                f"physics distribution holds something not a number: {error}"
            ) from None
        return PhysicsDistribution(
            **arrays,
            predicted=frozenset(data["predicted"]),
            point_class=None if label is None else MaterialClass.from_label(str(label)),
        )


def _either(lock: float | None, otherwise: float) -> float:
    """The lock where there is one."""
    return otherwise if lock is None else lock

"""What each style draws of a Gaussian, as opacity over the squared Mahalanobis distance.

`SplatStyle.SPLATS` draws opacity · exp(-q / 2). The others draw strength · profile(q) with

    profile(q) = clamp((outer_end - q) / (outer_end - outer_start))
               · (filling + (1 - filling) · clamp((q - inner_start) / (inner_end - inner_start)))

which is `filling` inside, 1 in a rim, and 0 outside. q is the squared Mahalanobis distance of the
pixel's centre from the Gaussian's projected centre, under the 2D covariance with low-pass, or
under radius_px² · I where the style has a radius. Colours, not depths or features, are
multiplied by 1 - darkening · min(q / outer_end, 1).
"""

from __future__ import annotations

from dataclasses import dataclass

from render.base import SplatStyle


@dataclass(frozen=True, slots=True)
class SplatProfile:
    """Shape of a style that is not a Gaussian; distances are squared, in standard deviations."""

    strength: float
    """Alpha of the rim."""
    uses_opacity: bool
    """Whether the Gaussian's opacity multiplies the strength."""
    radius_px: float | None
    """Replaces the Gaussian's standard deviations [px]; None keeps them."""
    inner_start: float
    """Where the filling ends."""
    inner_end: float
    """Where the rim begins, > `inner_start`."""
    outer_start: float
    """Where the rim ends."""
    outer_end: float
    """Where nothing is left, > `outer_start`."""
    filling: float = 1.0
    """Alpha inside the rim over that of the rim."""
    darkening: float = 0.0
    """Share of the colour that is lost at the rim."""

    @property
    def coefficients(self) -> tuple[float, float, float, float, float, float]:
        """What kernels and shaders take.

        Inner start, 1 / (inner end - inner start), outer end, 1 / (outer end - outer start),
        filling and darkening.
        """
        return (
            self.inner_start,
            1 / (self.inner_end - self.inner_start),
            self.outer_end,
            1 / (self.outer_end - self.outer_start),
            self.filling,
            self.darkening,
        )


def _dot(radius_px: float, *, strength: float, uses_opacity: bool) -> SplatProfile:
    """A disc whose edge fades over one pixel."""
    return SplatProfile(
        strength=strength,
        uses_opacity=uses_opacity,
        radius_px=radius_px,
        inner_start=-2.0,
        inner_end=-1.0,
        outer_start=((radius_px - 0.5) / radius_px) ** 2,
        outer_end=((radius_px + 0.5) / radius_px) ** 2,
    )


PROFILES: dict[SplatStyle, SplatProfile] = {
    SplatStyle.CENTRES: _dot(1.0, strength=1.0, uses_opacity=True),
    SplatStyle.POINTS: _dot(2.0, strength=1.0, uses_opacity=False),
    SplatStyle.RINGS: SplatProfile(
        strength=0.6,
        uses_opacity=False,
        radius_px=None,
        inner_start=2.4,
        inner_end=2.8,
        outer_start=3.6,
        outer_end=4.0,
        filling=0.08,
    ),
    SplatStyle.ELLIPSOIDS: SplatProfile(
        strength=1.0,
        uses_opacity=False,
        radius_px=None,
        inner_start=-2.0,
        inner_end=-1.0,
        outer_start=3.6,
        outer_end=4.0,
        darkening=0.6,
    ),
}
"""Profile of every style but `SplatStyle.SPLATS`."""

"""Adapters on what projects say: put on, exchanged, refused where they do not belong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from render.errors import InputError
from sim.adapter_use import AdapterUse
from sim.project_manifest import ProjectManifest

if TYPE_CHECKING:
    from models.preference.adapter import Adapter


def with_adapter(manifest: ProjectManifest, adapter: Adapter) -> ProjectManifest:
    """A manifest whose material is what the model says with an adapter; another one is taken off.

    Raises:
        InputError: If nothing was predicted, or the adapter belongs to other weights.
    """
    physics = manifest.unadapted_physics
    if physics is None:
        raise InputError(
            f"adapter {adapter.label} changes what a model says of a photo's material; this object "
            "comes from a splat file"
        )
    adapter.check_checkpoint(known_checkpoint(manifest))
    use = AdapterUse(adapter.name, adapter.digest, physics)
    return replace(manifest, physics=adapter.applied(physics), adapter=use)


def without_adapter(manifest: ProjectManifest) -> ProjectManifest:
    """A manifest whose material is what the model alone says."""
    return replace(manifest, physics=manifest.unadapted_physics, adapter=None)


def known_checkpoint(manifest: ProjectManifest) -> str:
    """Hash of the weights that predicted an object.

    Raises:
        InputError: If nobody knows.
    """
    if not manifest.checkpoint:
        raise InputError(
            "the project does not say which weights predicted its object, which an adapter must "
            "know; predict the photo again first"
        )
    return manifest.checkpoint

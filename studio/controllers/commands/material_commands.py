"""Commands of the material panel: distribution, samples, presets and clipboard."""

from __future__ import annotations

from functools import partial

from sim.materials import MaterialClass
from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr
from studio.state.material_presets import bundled_presets

_DISTRIBUTION_MENU = "Object ▸ Distribution"
_PRESET_MENU = "Object ▸ Material preset"
_CLASS_MENU = "Object ▸ Material class"
_LOCKS = (
    ("youngs-modulus", "youngs_modulus_pa"),
    ("poisson-ratio", "poisson_ratio"),
    ("density", "density_kg_m3"),
)


def material_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """Everything that changes the material besides dragging."""
    return (
        *_clipboard_commands(studio, window),
        *_distribution_commands(studio),
        *_preset_commands(studio, window),
        *_class_commands(studio),
        Command("draw-sample", "Simulation", tr("Draw new samples"),
                studio.distribution.draw_samples, "Ctrl+D", "distribution", "dice",
                call="studio.sample(4)"),
        Command("reset-material", "Simulation", tr("Take the predicted material"),
                studio.distribution.reset, "Ctrl+R", "edited", "reset"),
    )  # fmt: skip


def _clipboard_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    presets = studio.presets
    return (
        Command("copy-material", "Object", tr("Copy material"),
                lambda: window.set_clipboard_text(presets.copied_text()), "Ctrl+Shift+C",
                "project", "copy"),
        Command("paste-material", "Object", tr("Paste material"),
                lambda: presets.paste_text(window.clipboard_text()), "Ctrl+Shift+V", "project",
                "paste"),
    )  # fmt: skip


def _distribution_commands(studio: Studio) -> tuple[Command, ...]:
    distribution = studio.distribution
    names = (tr("Lock Young's modulus"), tr("Lock Poisson's ratio"), tr("Lock density"))
    return (
        Command("mixed-curves", _DISTRIBUTION_MENU, tr("Curves of all classes together"),
                distribution.toggle_mixed, "Alt+M", "distribution", checkable=True),
        *(
            Command(f"lock-{name}", _DISTRIBUTION_MENU, text,
                    partial(distribution.toggle_lock, key), "", "project", checkable=True,
                    separated=name == "youngs-modulus")
            for (name, key), text in zip(_LOCKS, names, strict=True)
        ),
        Command("reset-probabilities", _DISTRIBUTION_MENU, tr("Reset all probabilities"),
                distribution.reset_probabilities, "", "distribution", separated=True),
        Command("mean-material", _DISTRIBUTION_MENU, tr("Simulate the mean, not a sample"),
                partial(distribution.choose_sample, None), "", "distribution"),
    )  # fmt: skip


def _preset_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    return (
        *(
            Command(f"preset-{number}", _PRESET_MENU, tr(preset.name),
                    partial(studio.presets.take, preset.name), "", "project",
                    call=f'studio.simulate("{preset.name}")')
            for number, preset in enumerate(bundled_presets(), 1)
        ),
        Command("save-preset", "Object", tr("Save material as preset…"),
                partial(_save, studio, window), "", "project", separated=True),
        Command("rename-preset", "Object", tr("Rename preset…"),
                partial(_rename, studio, window), "", "own-preset"),
        Command("delete-preset", "Object", tr("Delete preset"),
                lambda: studio.presets.delete(studio.state.material.preset), "", "own-preset"),
    )  # fmt: skip


def _class_commands(studio: Studio) -> tuple[Command, ...]:
    return (
        Command("class-likeliest", _CLASS_MENU, tr("The likeliest"),
                partial(studio.distribution.show_class, None), "", "distribution"),
        *(
            Command(f"class-{member.name.lower()}", _CLASS_MENU, tr(member.label),
                    partial(studio.distribution.show_class, member), "", "distribution",
                    separated=member is MaterialClass.WOOD)
            for member in MaterialClass
        ),
    )  # fmt: skip


def _save(studio: Studio, window: WindowVerbs) -> None:
    window.ask_name(tr("Save material as preset"), _suggested_name(studio), studio.presets.save)


def _suggested_name(studio: Studio) -> str:
    preset = studio.state.material.preset
    return preset if studio.state.presets.is_own(preset) else ""


def _rename(studio: Studio, window: WindowVerbs) -> None:
    name = studio.state.material.preset
    window.ask_name(tr("Rename preset"), name, partial(studio.presets.rename, name))

"""`phys4d-studio data reference`: names a clip that shows how an object should move."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option


def register(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the options of this command."""
    reference = kinds.add_parser(
        "reference",
        help="name a clip that shows how an object should move",
        description="Keep in an object's description which clip shows how it should move, what the "
        "clip was asked for with and what made it. The clip stays where it is.",
    )
    reference.add_argument("folder", type=Path, metavar="FOLDER", help="folder of one object")
    reference.add_argument("clip", type=Path, metavar="CLIP", help="video, clip or take")
    reference.add_argument(
        "--prompt", default="", metavar="TEXT", help="what the clip was asked for with"
    )
    reference.add_argument(
        "--model", required=True, metavar="NAME", help="video model or simulator that made it"
    )
    add_json_option(reference)
    reference.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from models.data.object_description import ObjectDescription, Reference
    from models.data.object_folder import ObjectFolder

    if not options.clip.exists():
        raise InputError(f"{options.clip} does not exist; name the clip")
    if not options.model.strip():
        raise InputError("the model has no name; say what made the clip")
    shown = ObjectFolder.open(options.folder)
    about = shown.description or ObjectDescription(shown.scene_name, "")
    reference = Reference(options.clip, options.prompt, options.model)
    replace(about, reference=reference).write(options.folder)
    console.say(f"reference  {options.clip} of {about.id}")
    console.finish(
        lambda: {
            "object": about.id,
            "clip": str(options.clip),
            "prompt": options.prompt,
            "model": options.model,
        }
    )
    return 0

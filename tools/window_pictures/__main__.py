"""Takes pictures of the window for the guide: pages, and every panel empty, busy and with an error.

Needs a display; without one:

    xvfb-run -a -s "-screen 0 1920x1280x24" python -m tools.window_pictures

A project with takes is made from a bundled photo unless one is named.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from studio.state.samples import load_samples, samples_folder
from tools.window_pictures import subjects
from tools.window_pictures.album import Album
from tools.window_pictures.photographer import LOOKS, Photographer
from tools.window_pictures.story import Story

OUT = Path(__file__).resolve().parents[2] / "docs" / "images"
LIMIT_BYTES = 6 * 2**20


def prepared(photographer: Photographer, project: Path | None) -> Path:
    """A copy of a project to play with, or one made from a bundled photo."""
    if project is not None:
        copy = photographer.folder / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns("*.lock", "lock*"))
        return copy
    state, studio = photographer.state, photographer.studio
    photographer.window.welcome.sample_chosen.emit(load_samples(samples_folder())[0])
    photographer.until(lambda: bool(state.jobs.jobs))
    photographer.shoot("busy", subjects.whole(photographer, "workspace"))
    photographer.until(lambda: bool(state.document.takes))
    photographer.idle()
    made = state.document.project
    if made is None:
        raise SystemExit("the photo did not become an object")
    studio.saving.save()
    photographer.until(lambda: not state.saving.busy)
    photographer.close_project()
    return made


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    parser.add_argument("--project", type=Path, help="project with a take; made when not named")
    parser.add_argument("--singles", type=Path, help="folder for every picture in its own size")
    parser.add_argument("--only", choices=Story.CHAPTERS, nargs="+", default=Story.CHAPTERS)
    names = [look.name for look in LOOKS]
    parser.add_argument("--looks", choices=names, nargs="+", default=names)
    options = parser.parse_args()
    for named in ("out", "singles", "project"):
        path = getattr(options, named)
        setattr(options, named, None if path is None else path.absolute())
    for folder in (options.out, options.singles):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="phys4d-studio-") as name:
        folder = Path(name)
        os.environ["PHYS4D_CONFIG_DIR"] = str(folder / "config")
        os.environ["PHYS4D_LOG_DIR"] = str(folder / "log")
        album = Album(options.out, options.singles)
        os.chdir(folder)  # the doctor names the folder it was started in
        photographer = Photographer(folder, options.out, album)
        photographer.looks = tuple(look for look in LOOKS if look.name in options.looks)
        story = Story(photographer)
        if "empty" in options.only:
            story.empty()
        story.project = prepared(photographer, options.project)
        for chapter in Story.CHAPTERS[1:]:
            if chapter in options.only:
                getattr(story, chapter)()
        photographer.studio.jobs.cancel()
        photographer.studio.saving.give_up()
        photographer.window.close()
    album.store()
    size = sum(path.stat().st_size for path in options.out.glob("*.webp"))
    if size > LIMIT_BYTES:
        raise SystemExit(f"the pictures take {size / 2**20:.1f} MB; at most 6 are wanted")


if __name__ == "__main__":
    main()

"""The command line: reads the command, runs it, and turns every failure into an exit status."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import warnings
from types import FrameType
from typing import NoReturn

from render.errors import CancelledError
from studio.commands import COMMANDS
from studio.commands.window import SAFE_MODE

PROGRAM = "phys4d-studio"
EXIT_OK = 0
EXIT_INTERNAL = 1
EXIT_INPUT = 2
EXIT_INTERRUPTED = 130


class OneLineParser(argparse.ArgumentParser):
    """Parser whose errors are one line: what is wrong and where help is."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2 and one line on standard error."""
        self.exit(EXIT_INPUT, f"error: {' '.join(message.split())}; see {self.prog} --help\n")


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Parser of the whole command line.

    Args:
        command: The only command whose options are needed; None adds those of all.
    """
    parser = OneLineParser(
        prog=PROGRAM,
        description="Turn one photo of an object into a physical 4D scene.",
        epilog=f"{PROGRAM} [{SAFE_MODE}] [FILE] without a command opens the studio, on a photo, "
        f"splat file or project; {SAFE_MODE} takes default preferences, layout and keys and "
        f"probes no back-end. {PROGRAM} COMMAND --help explains a command.",
    )
    parser.add_argument("--version", action=_ShowVersion, help="show the version and exit")
    subparsers = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=OneLineParser
    )
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=f"{_sentence(summary)}")
        if command in (None, name):
            importlib.import_module(f"studio.commands.{name}").register(subparser)
    return parser


def run(arguments: list[str]) -> int:
    """Run a command, or open the window when none is named.

    Returns:
        Exit status: 0 success, 2 bad usage or input, 1 internal failure, 130 interrupted.
    """
    _tolerate_narrow_encodings()
    _let_waiting_threads_sleep()
    try:
        return _dispatch(arguments)
    except SystemExit as stop:  # argparse: --help and bad usage
        return stop.code if isinstance(stop.code, int) else EXIT_INPUT
    except (KeyboardInterrupt, CancelledError) as stop:
        _complain(str(stop) or "interrupted; only what was complete is kept")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, for example `| head`
        sys.stderr.close()
        return EXIT_INTERNAL
    except Exception as error:  # noqa: BLE001 - the border: every failure becomes a status
        return _report_failure(error, arguments)


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else None
    if first is not None and first.startswith("-") and first != SAFE_MODE:
        build_parser(command="").parse_args(arguments)
        return EXIT_OK
    if first in COMMANDS:
        namespace = build_parser(command=first).parse_args(_with_joined_axis(arguments))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _on_interrupt)
        status: int = namespace.run(namespace)
        return status
    window = importlib.import_module("studio.commands.window")
    return int(window.open_window(arguments))


def _with_joined_axis(arguments: list[str]) -> list[str]:
    """`--up -y` as `--up=-y`: argparse would take -y for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--up" and argument.startswith("-"):
            joined[-1] = f"--up={argument}"
        else:
            joined.append(argument)
    return joined


def _report_failure(error: Exception, arguments: list[str]) -> int:
    from studio.crash_report import write_crash_report
    from studio.jobs.faults import describe_fault

    line = describe_fault(error)
    if line is not None:
        _complain(f"error: {line}")
        return EXIT_INPUT
    report = write_crash_report(error, arguments)
    where = f"report: {report}" if report else "no report could be written"
    _complain(f"error: internal failure ({type(error).__name__}); {where}")
    return EXIT_INTERNAL


def _complain(line: str) -> None:
    """Write one line to standard error, below a progress bar if there is one."""
    start = "\r\x1b[2K" if sys.stderr.isatty() else ""
    sys.stderr.write(f"{start}{line}\n")


def _tolerate_narrow_encodings() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _let_waiting_threads_sleep() -> None:
    """Threads that spin while they wait slow everything down where other programs are busy too.

    Read when torch or numba load their thread pool, and passed on to the window's processes.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _on_interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """End on Ctrl-C and SIGTERM alike, so that half-written files are removed.

    The exception may land inside zarr's event loop; the coroutines it abandons are no news to
    somebody who asked to stop.
    """
    del number, frame
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    raise KeyboardInterrupt


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


class _ShowVersion(argparse.Action):
    """`--version`, which looks the version up only when asked."""

    def __init__(self, option_strings: list[str], dest: str, **options: object) -> None:
        super().__init__(option_strings, dest, nargs=0, help=str(options.get("help", "")))

    def __call__(self, parser: argparse.ArgumentParser, *unused: object) -> None:
        del unused
        import importlib.metadata

        sys.stdout.write(f"{PROGRAM} {importlib.metadata.version('phys4d-studio')}\n")
        parser.exit(EXIT_OK)

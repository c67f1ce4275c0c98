"""Entry point of `phys4d-studio`: picks the command line or the window."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, or open the window when no command is named.

    Returns:
        Exit status: 0 success, 2 bad usage or input, 1 internal failure.
    """
    from studio.cli import run

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    raise SystemExit(main())

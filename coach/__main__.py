"""`python -m coach` and the command `coach`: what must be so before anything else is loaded."""

# `signal` dresses it in enumerations, which takes longer to import than all that comes before; typeshed lacks it.
import _signal  # type: ignore[import-not-found]
import os

TYPE_CHECKING = False  # So does `typing`.
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: "Sequence[str] | None" = None) -> None:
    """Run the command line. Ctrl-C while it is still being loaded ends the program without a word."""
    _signal.signal(_signal.SIGINT, _leave)
    from coach import cli

    cli.main(arguments)


def _leave(number: int, frame: object) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    main()

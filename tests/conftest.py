"""What every test may ask for."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from scripts.testmodel.cached import cached_model
from tests import rendered

# Most tests are not about the voice: the quickest speaks, unless a test asks for another.
os.environ["COACH_VOICE"] = "gmw/en"

_CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def test_model() -> Path:
    """A Vosk model that understands the voices of `scripts.testmodel.VOICES`; made once and kept in `.cache/`."""
    return cached_model(_CHECKOUT / ".cache")


@pytest.fixture(scope="session")
def german_test_model() -> Path:
    """Likewise a German one, which understands `scripts.testmodel.GERMAN_VOICES`."""
    return cached_model(_CHECKOUT / ".cache", "de")


@pytest.fixture(scope="session", autouse=True)
def one_rendering(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the coach says is rendered once in each process of the tests, wherever it does not matter."""
    rendered.folder = tmp_path_factory.mktemp("rendered")


@pytest.fixture(autouse=True)
def history_is_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Around every test that causes a fault: what the history in its folder held before is there afterwards."""
    marker = request.node.get_closest_marker("faults")
    if marker is None or marker.kwargs.get("own_history"):
        yield
        return
    from tests.kept import kept

    with kept(request.getfixturevalue("tmp_path") / "state"):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` also runs the tests that take minutes, `--faults` those alone that cause a fault."""
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")
    parser.addoption("--faults", action="store_true", help="run the rows of docs/faults.md, and nothing else")


def pytest_configure(config: pytest.Config) -> None:
    """With `--long` every property is tried on twenty times as many cases; signals reach what a test starts."""
    for ignored in (signal.SIGINT, signal.SIGHUP):  # As a shell, or nohup, starts what runs in the background.
        if signal.getsignal(ignored) is signal.SIG_IGN:
            signal.signal(ignored, signal.default_int_handler if ignored is signal.SIGINT else signal.SIG_DFL)
    if config.getoption("--long"):
        hypothesis.settings.register_profile("long", max_examples=2000, deadline=None)
        hypothesis.settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they are asked for, and all but the faults where those are."""
    if config.getoption("--faults"):
        out = [item for item in items if not item.get_closest_marker("faults")]
    elif config.getoption("--long"):
        out = []
    else:
        out = [item for item in items if item.get_closest_marker("long") or item.get_closest_marker("slow_fault")]
    if out:
        left_out = set(out)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=out)
    items.sort(key=lambda item: item.path.name not in _SOUND | _PROGRAM)  # They wait most: they begin first.


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Beside those that play in real time, the other processes give way: what is held against the clock needs it."""
    if "PYTEST_XDIST_WORKER" in os.environ and item.path.name not in _SOUND | _PROGRAM and os.nice(0) < _GIVES_WAY:
        os.nice(_GIVES_WAY)  # For good: what plays comes first in its process, or in another.


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whole files to each process, for what a file shares is made once; and all that plays in real time to two."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            name = path.rpartition("/")[2]
            if name in _SOUND:
                return "sound"  # One after the other, lest they disturb each other.
            return "program" if name in _PROGRAM else path

    return ByFile(config, log)


_GIVES_WAY = 10
"""How nice a process is to the others, as `nice` has it."""
_SOUND = {
    "test_live.py",
    "test_live_duplex.py",
    "test_live_faults.py",
    "test_live_parts.py",
    "test_live_served.py",
    "test_calibration.py",
    "test_card.py",
    "test_wait.py",
}
"""Files whose tests play over a virtual sound card, or hold what is played against the clock."""
_PROGRAM = {
    "test_bench_screen.py",
    "test_endings.py",
    "test_killed.py",
    "test_live_without.py",
    "test_no_trace.py",
    "test_terminal_given_back.py",
}
"""Others that wait for the real program, which waits itself."""

"""What every test may ask for."""

import os
from pathlib import Path

import hypothesis
import pytest

from scripts.testmodel.cached import cached_model

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` also runs the tests that take minutes."""
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")


def pytest_configure(config: pytest.Config) -> None:
    """With `--long` every property is tried on twenty times as many cases."""
    if config.getoption("--long"):
        hypothesis.settings.register_profile("long", max_examples=2000, deadline=None)
        hypothesis.settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they are asked for."""
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)

"""Which echo canceller is taken, and what is said where there is none."""

import importlib.metadata
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from coach.clock import BLOCK
from coach.errors import HearingError
from coach.hearing import pyaec_canceller, speex
from coach.hearing.canceller import NAMES, better_than, choose_canceller


@pytest.fixture(autouse=True)
def fresh_libraries() -> Iterator[None]:
    """A library that was found is remembered; these tests take it away."""
    speex._load.cache_clear()
    pyaec_canceller._load.cache_clear()
    yield
    speex._load.cache_clear()
    pyaec_canceller._load.cache_clear()


def lose_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "files", none)


def test_speex_is_preferred() -> None:
    canceller, line = choose_canceller()
    assert canceller.name.startswith("Speex")
    assert canceller.name in line


@pytest.mark.parametrize("name", NAMES)
def test_each_may_be_forced(name: str) -> None:
    canceller, _ = choose_canceller(name)
    assert canceller.name.lower().startswith(name)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(HearingError, match='no echo canceller "rubber": take one of speex, pyaec, none'):
        choose_canceller("rubber")


def test_without_the_system_library_pyaec_takes_over_where_there_is_no_speex_wheel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(speex, "_SYSTEM", {})
    monkeypatch.setattr(speex, "_WHEEL", "no-such-wheel")
    canceller, _ = choose_canceller()
    assert canceller.name == "pyaec"


def test_with_nothing_installed_the_line_advises_headphones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speex, "_SYSTEM", {})
    lose_wheels(monkeypatch)
    canceller, line = choose_canceller()
    assert canceller.name == "none"
    assert "headphones" in line


@pytest.mark.parametrize("name", ["speex", "pyaec"])
def test_a_forced_one_that_is_missing_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speex, "_SYSTEM", {})
    lose_wheels(monkeypatch)
    with pytest.raises(HearingError, match="pip install"):
        choose_canceller(name)


def test_a_library_that_is_not_speex_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speex, "_SYSTEM", {sys.platform: ("libc.so.6",)})
    monkeypatch.setattr(speex, "_WHEEL", "no-such-wheel")
    with pytest.raises(HearingError, match="Speex's library is missing"):
        choose_canceller("speex")


@pytest.mark.skipif(
    sys.platform != "linux" or sys.version_info >= (3, 13), reason="the speexdsp-ns wheel is for Linux, Python <= 3.12"
)
def test_the_copy_in_the_wheel_cancels_without_its_package_being_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speex, "_SYSTEM", {})
    canceller, _ = choose_canceller("speex")
    assert canceller.name == "Speex (from its wheel)"
    tone = np.full(BLOCK, 1000, np.int16)
    assert canceller.cancel(tone, tone).residual.shape == (BLOCK,)
    assert "speexdsp_ns" not in sys.modules


def test_beside_the_best_no_better_one_is_advised() -> None:
    canceller, _ = choose_canceller("speex")
    assert better_than(canceller) == ""


@pytest.mark.parametrize("name", ["pyaec", "none"])
@pytest.mark.parametrize(
    ("system", "remedy"), [("linux", "libspeexdsp1"), ("darwin", "brew"), ("win32", "libspeexdsp")]
)
def test_a_lesser_one_comes_with_the_way_to_a_better_one(
    name: str, system: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    canceller, _ = choose_canceller(name)
    monkeypatch.setattr(sys, "platform", system)
    assert remedy in better_than(canceller)

"""The private virtual sound card, for every test that needs a real one."""

from collections.abc import Iterator

import pytest

from tests.sound.virtual_card import VirtualCard


@pytest.fixture
def virtual_card() -> Iterator[VirtualCard]:
    """A running PulseAudio daemon of the test's own. Fails where pulseaudio is not installed."""
    with VirtualCard() as card:
        yield card

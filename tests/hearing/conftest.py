"""What several tests of hearing need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from tests.english import ENGLISH


@pytest.fixture
def recogniser(test_model: Path) -> Iterator[VoskRecogniser]:
    recogniser = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
    yield recogniser
    recogniser.close()

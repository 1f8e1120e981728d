"""Thresholds are found by name, varied one at a time, and never in place."""

import pytest

from coach.hearing.tuning import USUAL
from scripts.benchmarks.varying import names, varied


def test_a_threshold_is_varied_by_its_name_and_the_rest_stays() -> None:
    tuning = varied(varied(USUAL, "segmenter.clear=4"), "matching.bar.behind=3.5")
    assert (tuning.segmenter.clear, tuning.matching.bar.behind) == (4.0, 3.5)
    assert (tuning.segmenter.onset, tuning.matching.safety_bar) == (USUAL.segmenter.onset, USUAL.matching.safety_bar)
    assert USUAL.segmenter.clear != 4.0


def test_every_number_can_be_varied() -> None:
    assert [name for name in names() if varied(USUAL, f"{name}=77") == USUAL] == []
    assert len(names()) > 120


def test_a_whole_number_stays_one() -> None:
    assert isinstance(varied(USUAL, "matching.more_words=2").matching.more_words, int)


@pytest.mark.parametrize("setting", ["segmenter.clear", "segmenter.clear=loud", "clear=4", "segmenter=4", "", "=3"])
def test_what_is_no_setting_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match=r"setting|tuned"):
        varied(USUAL, setting)


@pytest.mark.parametrize("name", ["segmenter.loud", "segmenter.clear.er", "segmenter.pauses", "matching.bar"])
def test_a_wrong_name_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ValueError, match=r"segmenter\.clear"):
        varied(USUAL, f"{name}=1")

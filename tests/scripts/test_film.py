"""The minute that README.md shows and tells is one of the built-in routine as it is."""

from pathlib import Path

import soundfile

from coach.clock import RATE
from scripts import film
from scripts.transcript import transcript

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_tells_what_is_said_in_it_word_for_word() -> None:
    told = "\n".join(f"    {line}" for line in transcript().splitlines())
    assert told in README, "README.md is out of date: run scripts/movie, then put `python -m scripts.transcript` there"


def test_picture_and_sound_are_of_the_same_minute_and_small() -> None:
    begin, end = film.span(film.kept_events())
    assert 45 * RATE < end - begin < 75 * RATE
    sound = film.EVENTS.with_suffix(".ogg")
    assert abs(soundfile.info(sound).duration - (end - begin) / RATE) < 0.1
    picture = ROOT / "docs" / "pictures" / "session.svg"
    assert f"animation:reel {(end - begin) / RATE:.1f}s" in picture.read_text(encoding="utf-8")
    assert picture.read_text(encoding="utf-8").count("<path") > 500  # The foot and the big letters.
    assert max(path.stat().st_size for path in (sound, picture)) < 500_000

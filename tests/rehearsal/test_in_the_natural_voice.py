"""A rehearsal in the natural voice: the same script and seed give the same events, whoever renders them."""

from pathlib import Path

from coach.app import parts
from coach.rehearsal.rehearse import rehearse
from coach.rehearsal.script import read_script
from coach.sound import wav

_SCRIPT = """
format = 1
title = "The natural voice"
routine = "heel"
seed = 3
minutes = 0.3

[coach]
voice = "heart"
"""


def test_the_same_script_gives_the_same_events_and_sounds(tmp_path: Path) -> None:
    (tmp_path / "script.toml").write_text(_SCRIPT)
    read = read_script(tmp_path / "script.toml")
    for name in ("first", "second"):
        where = parts.Places(tmp_path / name / "cache", tmp_path / name / "data", None)
        told = rehearse(read, tmp_path, parts.cast(where, None), tmp_path / name)
        assert told["voice"] == "hibari 0.2.1, voice heart"
    first, second = (tmp_path / name for name in ("first", "second"))
    assert (first / "events.jsonl").read_bytes() == (second / "events.jsonl").read_bytes()
    assert (first / "session.wav").read_bytes() == (second / "session.wav").read_bytes()
    assert wav.read(first / "session.wav").any()

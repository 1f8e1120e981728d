"""The event log: one JSON line for each thing that happened."""

import json
from pathlib import Path

import pytest

from coach.errors import StorageError
from coach.language.intents import PAIN, Intent, Live, Match
from coach.running.eventlog import EventLog
from coach.session.effects import Hush, Listen, Note, Say
from coach.session.events import Heard, TimeUp

NEXT = Heard(Match(Intent.NEXT, "next"), 15_000, 16_000, 24_000)


def test_each_event_is_a_line_with_its_effects_and_its_audio_time_in_seconds(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    log(24_000, NEXT, [Hush(), Say(3, ("Good.",)), Note("step", {"ending": "done", "seconds": 1.5})])
    log.close()
    (line,) = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "at": 1.5,
        "event": {
            "kind": "Heard",
            "match": {"kind": "Match", "intent": "next", "phrase": "next", "answer": "", "topic": "", "also": ""},
            "start": 15_000,
            "end": 16_000,
            "at": 24_000,
            "by_key": False,
        },
        "effects": [
            {"kind": "Hush"},
            {"kind": "Say", "say_id": 3, "sentences": ["Good."], "over_counts": False},
            {"kind": "Note", "what": "step", "details": {"ending": "done", "seconds": 1.5}},
        ],
    }


def test_what_is_live_is_written_in_one_order(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    log(0, TimeUp(0), [Listen(Live(answers=PAIN))])
    log.close()
    line = json.loads((tmp_path / "events.jsonl").read_text(encoding="utf-8"))
    assert line["effects"][0]["live"]["answers"] == sorted(PAIN)


def test_a_line_is_in_the_file_before_the_next_thing_happens(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events.jsonl")
    log(0, NEXT, [])
    assert (tmp_path / "events.jsonl").read_bytes().endswith(b"}\n")
    log.close()


def test_the_folder_is_made(tmp_path: Path) -> None:
    EventLog(tmp_path / "a" / "b" / "events.jsonl").close()
    assert (tmp_path / "a" / "b" / "events.jsonl").exists()


def test_a_place_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(
        StorageError, match=r"events\.jsonl cannot be written .*: free some space or name another place\."
    ):
        EventLog(tmp_path / "file" / "events.jsonl")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_a_storage_error() -> None:
    log = EventLog(Path("/dev/full"))
    with pytest.raises(StorageError, match="No space left"):
        log(0, NEXT, [])

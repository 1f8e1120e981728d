"""Minutes over a virtual sound card, in real time: no leak, no late count at the speaker, no false command."""

import contextlib
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from coach.clock import RATE
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from scripts.soaking import routine
from scripts.soaking.quota import quota
from scripts.soaking.simulated import TALK
from scripts.soaking.vitals import Watch, grown, wait_for_rest
from tests.coach_process import INTERVIEW, CoachProcess, Line, begun, count, environment
from tests.recorded import both, delay, place, sound
from tests.sound.virtual_card import VirtualCard
from tests.spoken import breaks

EVERY = 20.0
"""Seconds between two sentences of talk."""
RENDERED_WITHIN = 600.0
"""Seconds in which all that may be said is rendered ahead, and kept in memory: that is a cost, and no leak."""
SETTLED = 180.0
"""Seconds after that in which what is first needed now is loaded."""
ALIKE = 0.8
"""From how like (0 to 1) a count at the speaker is taken for the one in the coach's recording."""
LOST = 5.0
"""Seconds that a sound server which was not fed may take out of, or put into, what is heard."""
OPENING = 120 * RATE
"""Samples of both recordings by which one is laid over the other."""
LATE = 0.05
"""Seconds by which a count is late; a block and the jitter of a sound server are less."""


def run(minutes: float, folder: Path, percent: int | None) -> dict[str, Any]:
    """Coach so many minutes; `percent` of one core is all it gets, where this machine can see to that."""
    routine.write(folder / "soak.toml", minutes + RENDERED_WITHIN / 60)
    talk = _talk(folder)
    own, outside = folder / "own.wav", folder / "speaker.wav"
    means = ""
    with VirtualCard() as card, contextlib.ExitStack() as ending:
        recorder = card.record(outside, "speaker.monitor")
        options = ("--plain", "--record", str(own), "--routine", str(folder / "soak.toml"))
        with CoachProcess(environment(folder, card.env), folder, *options) as coach:
            if percent:
                means = ending.enter_context(quota(coach.process.pid, percent))
            coach.wait_for(lambda line: line["event"]["kind"] == "Begun", 60)
            coach.type("next")
            coach.wait_for(begun("Today, is there"), 120)
            coach.type(*INTERVIEW)
            coach.wait_for(begun("Rest the thumb"), 120)
            coach.wait_for(count(1), 120)
            rendered = wait_for_rest(coach.process.pid, RENDERED_WITHIN)
            watch = Watch(coach.process.pid, 2.0)
            _talk_on(card, talk, coach, minutes * 60)
            log, taken = coach.log(), watch.end()
            starved = breaks(coach.errors)
        recorder.terminate()
        recorder.wait(5)
    return {
        "real minutes": minutes,
        "seconds until all was rendered ahead": round(rendered),
        "quota": f"{percent} % of a core, by {means}" if percent else "none",
        **grown(taken, min(SETTLED, minutes * 20)),
        "times that the card was not fed": starved,
        **_counts(log, both(own)[:, 0], sound(outside)),
        "false commands": [line["event"]["match"] for line in log if _by_voice(line)],
        "parts that failed": [line["event"]["part"] for line in log if line["event"]["kind"] == "PartFails"],
    }


def _talk(folder: Path) -> list[Path]:
    paths = [folder / f"talk-{n}.wav" for n in range(len(TALK))]
    for path, text in zip(paths, TALK, strict=True):
        voice = PyttsxVoice("en-us")
        wav.write(path, voice.clip(text, 178).sound)
        voice.close()
    return paths


def _talk_on(card: VirtualCard, talk: list[Path], coach: CoachProcess, seconds: float) -> None:
    until, n = time.monotonic() + seconds, 0
    while time.monotonic() < until and coach.process.poll() is None:
        time.sleep(min(EVERY, max(0.0, until - time.monotonic())))
        card.say(talk[n % len(talk)]).wait(20)
        n += 1


def _by_voice(line: Line) -> bool:
    return bool(line["event"]["kind"] == "Heard" and not line["event"]["by_key"])


def _counts(log: list[Line], own: "np.ndarray", outside: "np.ndarray") -> dict[str, Any]:
    """How far the counts are from a second apart, in the coach's own recording and at the speaker."""
    cues = [line["event"] for line in log if line["event"]["kind"] == "CueBegun"]
    at = [cue["at"] for cue in cues if cue["cue"]["kind"] == "count"]
    at = [each for each in at if each + 5 * RATE < min(len(own), len(outside))]
    found: list[tuple[int, int]] = []
    # The interview is said once; the counts after it are the same in every hold, and cannot tell one from another.
    shift = delay(outside[:OPENING], own[:OPENING])
    for each in at:
        clip = own[each : each + RATE // 4]
        begin, likeness = place(clip, outside, each + shift, 0.3)
        if likeness < ALIKE:  # After a loss: look further, with what comes after the count, too.
            about, all_alike = place(own[each : each + 3 * RATE], outside, each + shift, LOST)
            begin, likeness = place(clip, outside, about, 0.02) if all_alike > ALIKE else (0, 0.0)
        if likeness > ALIKE:
            shift = begin - each
            found.append((each, begin))
    apart = [((b - a) - (there - here)) / RATE for (here, a), (there, b) in pairwise(found)]
    errors = [abs(each) for each in apart] or [float("nan")]
    silent = sum(1 for each in at if not own[each : each + RATE // 20].any())
    return {
        "counts": len(at),
        "counts found at the speaker": len(found),
        "counts not on their sample in the coach's recording": silent,
        "count error at the speaker, ms": {
            "median": round(1000 * float(np.median(errors)), 1),
            "worst": round(1000 * max(errors), 1),
            "late": sum(each > LATE for each in apart),
        },
    }

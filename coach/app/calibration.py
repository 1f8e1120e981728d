"""What one spoken sentence tells about a sound edge: its delay, echo and noise, and how the coach may listen there."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from coach.clock import BLOCK, RATE, samples
from coach.errors import SoundError, StorageError
from coach.hearing.echo.cancelled import power
from coach.hearing.echo.canceller import EchoCanceller
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.listening import Listening, ModeFinder
from coach.hearing.tuning import USUAL
from coach.machine import private
from coach.session.events import Spoken
from coach.sound.edge import Block, Samples, SoundEdge
from coach.speaking.mixer import Mark, Mixer
from coach.speaking.voice import Clip

QUIET = samples(1.5)
"""Listened to before the sentence, for the noise of the room."""
TAIL = samples(0.6)
LONGEST = samples(40.0)


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measurement, as it is kept."""

    microphone: str
    speaker: str
    day: str
    listening: Listening
    delay_ms: float | None
    """From playing to hearing; None where no echo was found."""
    echo_dbfs: float
    """RMS of the microphone while the coach spoke."""
    noise_dbfs: float
    """RMS of the microphone while nobody spoke."""
    suppression_db: float | None
    """By how much the echo is made softer; None where none is heard over the noise."""
    clipped: int
    """Samples at full scale."""
    overflows: int
    """How often sound was lost."""

    def advice(self) -> list[str]:
        """What would make it better, a sentence each."""
        found = []
        if self.clipped:
            found.append("The microphone is driven too hard: turn its level or the speaker down.")
        elif self.echo_dbfs > USUAL.troubles.loud_echo:
            found.append("The speaker is very loud at the microphone: turn it down, or move the two apart.")
        if self.noise_dbfs > USUAL.troubles.noise:
            found.append("The room, or the microphone, is noisy: turn off what makes the noise, or come nearer.")
        if self.overflows:
            found.append("Sound was lost on its way: close other programs.")
        if self.listening is not Listening.FULL:
            found.append("The coach's own voice drowns yours: wear headphones, or turn the speaker down.")
        return found


def calibrate(
    edge: SoundEdge, sentence: Clip, canceller: EchoCanceller, devices: tuple[str, str], today: date
) -> Calibration:
    """Speak `sentence` on `edge`, which this opens and closes, and listen to it.

    `devices`: the names of microphone and speaker. Raises SoundError where nothing can be played or heard.
    """
    taker = EchoTaker(canceller)
    try:
        quiet, spoken = _listened(edge, sentence)
        return _judged(taker, quiet, spoken, devices, today)
    finally:
        taker.close()
        edge.close()


def _listened(edge: SoundEdge, sentence: Clip) -> tuple[list[Block], list[Block]]:
    marks: list[Mark] = []
    mixer = Mixer(marks.append)
    edge.open(mixer.block, lambda: None)
    quiet = _read(edge, QUIET)
    mixer.say(1, [sentence])
    spoken: list[Block] = []
    while not any(isinstance(mark, Spoken) for mark in marks) and len(spoken) * BLOCK < LONGEST:
        spoken += _read(edge, RATE)
    return quiet, spoken + _read(edge, TAIL)


def _read(edge: SoundEdge, count: int) -> list[Block]:
    blocks = [edge.read() for _ in range(count // BLOCK)]
    whole = [block for block in blocks if block is not None]
    if len(whole) < len(blocks):
        raise SoundError("The sound ended in the middle of the measurement; start it again.")
    return whole


def _judged(
    taker: EchoTaker, quiet: list[Block], spoken: list[Block], devices: tuple[str, str], today: date
) -> Calibration:
    if not any(block.microphone_alive and block.microphone.any() for block in spoken):
        raise SoundError("The microphone gives no sound at all: plug it in or unmute it, then start again.")
    if any(block.gap or not (block.microphone_alive and block.speaker_alive) for block in spoken):
        # What was heard does not belong to what was played: any verdict would be about the loss.
        raise SoundError("Sound was lost while it was measured: close other programs, then measure again.")
    modes, suppression = ModeFinder(), None
    for block in (*quiet, *spoken):
        cancelled = taker.take(block)
        modes.hear(cancelled, taker.delay is not None)
        suppression = cancelled.usual_suppression_db
    played = [block.microphone for block in spoken if power(block.played) > USUAL.metering.audible]
    return Calibration(
        *devices,
        day=today.isoformat(),
        listening=modes.mode,
        delay_ms=None if taker.delay is None else round(taker.delay * 1000, 1),
        echo_dbfs=_dbfs(played),
        noise_dbfs=_dbfs([block.microphone for block in quiet]),
        suppression_db=None if suppression is None else round(suppression, 1),
        clipped=sum(_clipped(block.microphone) for block in spoken),
        overflows=sum(block.gap > 0 for block in spoken),
    )


def _clipped(sound: Samples) -> int:
    """How many of its samples are too loud."""
    return int(np.count_nonzero(np.abs(sound.astype(int)) >= USUAL.troubles.clipped))


def _dbfs(sounds: Sequence[Samples]) -> float:
    """Of the median block: a knock or a cough hardly counts."""
    middle = float(np.median([power(sound) for sound in sounds])) if sounds else 0.0
    return round(10 * float(np.log10(max(middle, 1e-3) / 32767**2)), 1)


def keep(calibration: Calibration, path: Path) -> None:
    """Write it down. Raises StorageError."""
    try:
        private.make_folder(path.parent)
        private.write(path, msgspec.json.format(msgspec.json.encode(calibration)) + b"\n")
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}): set COACH_DATA_DIR elsewhere.", path=path
        ) from error


def kept(path: Path, devices: tuple[str, str] | None = None) -> Calibration | None:
    """The last one, if there is one that can be read and that was made with these `devices` (None: with any)."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Calibration)
    except (OSError, UnicodeError, msgspec.MsgspecError):
        return None
    return found if devices in {None, (found.microphone, found.speaker)} else None

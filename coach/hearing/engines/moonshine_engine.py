"""The English model of the moonshine-voice wheel, run by ONNX Runtime: what it writes, and how likely a phrase is.

It never goes online: the model is read from the installed wheel, whose own code is not loaded. That code gives nothing
but its best text, in half as much time again; here any phrase can be asked for.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.clock import RATE
from coach.errors import HearingError
from coach.hearing.engines.moonshine_tokens import Tokens
from coach.hearing.tuning import USUAL, MoonshineDecoding
from coach.units import LogProbability

Waveform = npt.NDArray[np.float32]
"""Mono sound at 16 kHz, shape (n,), full scale ±1."""

LogProbabilities = npt.NDArray[np.float32]
"""One a piece, natural logarithms."""

_INSTEAD = "run `coach fetch-model` to use Vosk instead."


def wheel_folder() -> Path:
    """The installed wheel's folder. Raises HearingError where there is no wheel for this platform."""
    found = importlib.util.find_spec("moonshine_voice")
    if found is None or not found.submodule_search_locations:
        raise HearingError(f"The built-in recogniser has no build for this platform; {_INSTEAD}")
    return Path(found.submodule_search_locations[0])


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What the model makes of one sound."""

    text: str
    """As it writes it, with capitals and stops."""
    log_probability: LogProbability
    """Of the words up to the first stop."""
    encoded: npt.NDArray[np.float32]
    """The sound as the decoder sees it, shape (1, frames, width)."""
    first: LogProbabilities
    """How likely each piece is to be the first."""


class MoonshineEngine:
    """The tiny English model, loaded from the folder `wheel`. Raises HearingError."""

    STOPS = (".", ",", "!", "?", "...")
    """What the model may write after the last word; which of them makes no difference."""

    def __init__(self, wheel: Path, tuning: MoonshineDecoding = USUAL.moonshine) -> None:
        self._tuning = tuning
        model = wheel / "assets" / "tiny-en"
        if not (model / "encoder_model.ort").is_file():
            raise HearingError(
                f"The installed moonshine-voice carries no model; install moonshine-voice 0.1.0, or {_INSTEAD}"
            )
        try:
            self._tokens = Tokens(model / "tokenizer.bin")
            self._encoder, self._decoder = _sessions(model / "encoder_model.ort", model / "decoder_model_merged.ort")
            self._ends = [Tokens.END, *map(self._tokens.number, self.STOPS)]
            self._memory = _Memory(self._decoder)
        except Exception as error:  # the runtime's own errors have no base in common
            raise HearingError(f"The built-in recogniser does not load ({_first_line(error)}); {_INSTEAD}") from error
        self._spelt: dict[str, tuple[list[int], ...]] = {}

    def opinion(self, waveform: Waveform) -> Opinion:
        """What the model makes of a 16 kHz sound, shape (n,), full scale ±1. Raises HearingError."""
        try:
            return self._opinion(np.ascontiguousarray(waveform, np.float32)[None])
        except Exception as error:
            raise _stopped(error) from error

    def log_probability(self, opinion: Opinion, words: str) -> LogProbability:
        """How likely it is that the model would write just `words` (a phrase in lower case) of that sound.

        -inf where their beginning is unlikely already, or they hold a letter that it does not know.
        """
        try:
            ways = [self._of(opinion, pieces) for pieces in self._spellings(words)]
        except Exception as error:
            raise _stopped(error) from error
        return float(np.logaddexp.reduce(ways)) if ways else -np.inf

    def close(self) -> None:
        """Free the model; the engine must not be used again."""
        del self._encoder, self._decoder

    def _opinion(self, sound: npt.NDArray[np.float32]) -> Opinion:
        heard = {"input_values": sound, "attention_mask": np.ones(sound.shape, np.int64)}
        (encoded,) = self._encoder.run(None, heard)
        written, logs = self._write(encoded, 1 + round(sound.size / RATE * self._tuning.pieces_a_second))
        words = next((place for place, piece in enumerate(written) if piece in self._ends), len(written) - 1)
        total = sum(float(at[piece]) for at, piece in zip(logs[:words], written, strict=False)) + self._end(logs[words])
        return Opinion(self._tokens.decode(written), total, encoded, logs[0])

    def _write(self, encoded: npt.NDArray[np.float32], at_most: int) -> tuple[list[int], list[LogProbabilities]]:
        """The likeliest pieces one after another, the end among them, and how likely each of all was in its place."""
        written = [Tokens.BEGIN]
        logs: list[LogProbabilities] = []
        past = self._memory.empty(encoded)
        while written[-1] != Tokens.END and len(written) <= at_most:
            asked = self._memory.asked(encoded, written[-1:], past, cached=bool(logs))
            logits, *present = self._decoder.run(None, asked)
            past = self._memory.kept(past, present, cached=bool(logs))
            logs.append(_logs(logits[0])[-1])
            written.append(int(logs[-1].argmax()))
        return written[1:], logs

    def _of(self, opinion: Opinion, pieces: list[int]) -> float:
        if opinion.first[pieces[0]] < self._tuning.unheard:
            return -np.inf
        encoded = opinion.encoded
        asked = self._memory.asked(encoded, [Tokens.BEGIN, *pieces], self._memory.empty(encoded), cached=False)
        logs = _logs(self._decoder.run(["logits"], asked)[0][0])
        return float(logs[range(len(pieces)), pieces].sum()) + self._end(logs[-1])

    def _end(self, logs: LogProbabilities) -> float:
        return float(np.logaddexp.reduce(logs[self._ends]))

    def _spellings(self, words: str) -> tuple[list[int], ...]:
        """The ways to write `words`: as at the beginning of a sentence, and not."""
        if words not in self._spelt:
            written = words.replace("i'", "I'")
            try:
                spelt = (self._tokens.encode(written[:1].upper() + written[1:]), self._tokens.encode(written))
            except KeyError:
                return ()
            self._spelt[words] = spelt
        return self._spelt[words]


class _Memory:
    """What the decoder is given of the pieces before, so that each step computes one."""

    def __init__(self, decoder: Any) -> None:
        past = [node for node in decoder.get_inputs() if node.name.startswith("past_key_values")]
        self._shapes = {node.name: (node.shape[1], node.shape[3]) for node in past}
        self._names = [output.name.replace("present", "past_key_values") for output in decoder.get_outputs()[1:]]

    def empty(self, encoded: npt.NDArray[np.float32]) -> dict[str, Any]:
        """Of no piece."""
        return {
            name: np.zeros((1, heads, encoded.shape[1] if ".encoder." in name else 0, width), np.float32)
            for name, (heads, width) in self._shapes.items()
        }

    def kept(self, past: dict[str, Any], present: list[Any], *, cached: bool) -> dict[str, Any]:
        """After one more step: what it made of the sound is made in the first one only."""
        news = zip(self._names, present, strict=True)
        return past | {name: value for name, value in news if not (cached and ".encoder." in name)}

    def asked(
        self, encoded: npt.NDArray[np.float32], pieces: list[int], past: dict[str, Any], *, cached: bool
    ) -> dict[str, Any]:
        """All inputs of a step."""
        return past | {
            "input_ids": np.array([pieces], np.int64),
            "encoder_hidden_states": encoded,
            "encoder_attention_mask": np.ones(encoded.shape[:2], np.int64),
            "use_cache_branch": np.array([cached]),
        }


def _sessions(*models: Path) -> list[Any]:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(3)  # errors only: it would write about what hardware it finds
    options = onnxruntime.SessionOptions()
    # Its threads spin while they wait: one takes half the processor time, and on two cores no longer.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return [onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"]) for path in models]


def _logs(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logs: npt.NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def _stopped(error: Exception) -> HearingError:
    return HearingError(f"The built-in recogniser stopped working ({_first_line(error)}); start the coach again.")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]

"""`scripts/bench voice`: how natural, clear, even, fast and heavy each voice is, in one table."""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from coach.app.going import Going, counted
from coach.clock import RATE, seconds
from coach.hearing.engines.moonshine_engine import MoonshineEngine, wheel_folder
from coach.hearing.meaning.pronunciation import pronounce
from coach.language.catalogues import load_language
from coach.language.language import Language
from coach.session.settings import RATES, WORDS_A_MINUTE
from coach.sound.edge import Samples
from coach.speaking.choice import SYSTEM, named
from coach.speaking.loudness import loudness
from coach.speaking.pyttsx_voice import HEART, PyttsxVoice
from coach.speaking.trim import beat, speech_rms
from scripts.benchmarks import spoken
from scripts.benchmarks.options import FILE, found_model

Waveform = npt.NDArray[np.float32]
Transcriber = Callable[[Waveform], str]
_SNR = 5.0  # dB
_PAD = RATE // 2
_LEVEL = 0.3
"""What a microphone gives of a voice at full level."""
_ONSETS = (-30.0, -20.0)
"""dB below a count's loudest 5 ms at which its beginning is looked for."""


@click.command()
@click.option("--voices", default=f"{HEART},{SYSTEM}", show_default=True, help="Names, commas between.")
@click.option("--language", default="en", show_default=True, help="Whose sentences; words are recognised in English.")
@click.option("--every", default=1, show_default=True, help="Only every so manieth sentence.")
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Vosk model; else the one that is found.")
@click.option("--without", default="", help="Of mos,words: what takes long, left out; commas between.")
@click.option("--json", "json_file", type=FILE, help="Write every figure there.")
def voice(voices: str, language: str, every: int, model: Path | None, without: str, json_file: Path | None) -> None:
    """How natural and how clear each voice is, how even in loudness and pace, how its counts fit, and what it costs."""
    catalogue = load_language(language)
    left_out = frozenset(without.split(","))
    recognisers = {} if language != "en" or "words" in left_out else _recognisers(model)
    with Going("Listening to the voices") as going:
        measured = [
            _measured(name, catalogue, every, recognisers, "mos" not in left_out)
            for name in counted(voices.split(","), going)
        ]
    table = Table("", *(row.name for row in measured))
    for what in measured[0].figures:
        table.add_row(what, *(row.figures.get(what, "-") for row in measured))
    Console(width=None if Console().is_terminal else 120).print(table)
    if json_file:
        json_file.write_text(json.dumps({row.name: row.figures for row in measured}, indent=1) + "\n")


@dataclass(frozen=True, slots=True)
class Measured:
    """A voice's column."""

    name: str
    figures: dict[str, str]


def _measured(
    name: str, language: Language, every: int, recognisers: dict[str, Transcriber], natural: bool
) -> Measured:
    began = time.perf_counter()
    made = named(name, None)
    load = time.perf_counter() - began
    try:
        texts = spoken.sentences(language)[::every]
        began = time.perf_counter()
        said = [(text, made.clip(text, WORDS_A_MINUTE).sound) for text in texts]
        taken = time.perf_counter() - began
        audio = sum(seconds(len(sound)) for _, sound in said)
        figures = {"sentences": f"{len(said)}, {audio:.0f} s"}
        if natural:
            figures |= _naturalness(said)
        for recogniser, transcribe in recognisers.items():
            figures |= _clarity(recogniser, said, transcribe, language)
        figures |= _evenness(made, said, language, every)
        figures["load"] = f"{load:.2f} s"
        figures["real-time factor, with trimming"] = f"{taken / audio:.4f}"
        figures["memory of the child, at most"] = _memory(made)
        return Measured(made.name, figures)
    finally:
        made.close()


# --- natural ----------------------------------------------------------------------------------------------------------


def _naturalness(said: Sequence[tuple[str, Samples]]) -> dict[str, str]:
    """DNSMOS of the sentences of eight words and more, at most fifty of them."""
    try:
        from speechmos import dnsmos
    except ImportError:
        return {"DNSMOS overall / P.808": "pip install librosa speechmos"}
    long = [sound for text, sound in said if len(text.split()) >= 8]
    some = long[:: max(1, len(long) // 50)]
    found = [dnsmos.run(sound.astype(np.float32) / 32_768, RATE) for sound in some]
    overall, listeners = (np.mean([one[key] for one in found]) for key in ("ovrl_mos", "p808_mos"))
    return {"DNSMOS overall / P.808": f"{overall:.2f} / {listeners:.2f} (n {len(some)})"}


# --- clear ------------------------------------------------------------------------------------------------------------


def _recognisers(model: Path | None) -> dict[str, Transcriber]:
    engine = MoonshineEngine(wheel_folder())
    found: dict[str, Transcriber] = {"embedded": lambda wave: engine.opinion(wave).text}
    folder = found_model(model)
    if folder:
        found["Vosk"] = _vosk(folder)
    return found


def _vosk(folder: Path) -> Transcriber:
    import vosk

    vosk.SetLogLevel(-1)
    loaded = vosk.Model(model_path=str(folder))

    def transcribe(wave: Waveform) -> str:
        recogniser = vosk.KaldiRecognizer(loaded, RATE)
        recogniser.AcceptWaveform((np.clip(wave, -1, 1) * 32_767).astype("<i2").tobytes())
        return str(json.loads(recogniser.FinalResult())["text"])

    return transcribe


def _clarity(
    recogniser: str, said: Sequence[tuple[str, Samples]], transcribe: Transcriber, language: Language
) -> dict[str, str]:
    """Word error rates of the sentences of four words and more that the recogniser hears as one."""
    import jiwer

    some = [(text, sound) for text, sound in said if len(text.split()) >= 4 and len(sound) < 5.5 * RATE]
    figures = {}
    for condition, noisy in (("quiet", False), (f"{_SNR:.0f} dB", True)):
        meant = [_words(text, language) for text, _ in some]
        heard = [
            _words(transcribe(_heard(sound, seed if noisy else None)), language) for seed, (_, sound) in enumerate(some)
        ]
        found = jiwer.process_words(meant, heard)
        alike = sum(map(_errors_that_sound_alike, found.references, found.hypotheses, found.alignments))
        words = sum(map(len, found.references))
        by_sound = 100 * (found.wer - alike / words)
        figures[f"word error, {recogniser}, {condition}"] = f"{100 * found.wer:.1f} % (n {len(some)})"
        figures[f"the same, by sound, {recogniser}, {condition}"] = f"{by_sound:.1f} %"
    return figures


def _errors_that_sound_alike(meant: list[str], heard: list[str], aligned: Sequence[Any]) -> int:
    """How many of a sentence's errors are mere spelling: "sole" and "soul", which no voice can say differently."""
    errors = 0
    for is_right, run in groupby(aligned, lambda chunk: chunk.type == "equal"):
        chunks = list(run)
        first, last = chunks[0], chunks[-1]
        said = " ".join(meant[first.ref_start_idx : last.ref_end_idx])
        written = " ".join(heard[first.hyp_start_idx : last.hyp_end_idx])
        if not is_right and said and written and pronounce(said) == pronounce(written):
            errors += sum(max(_length(chunk)) for chunk in chunks)
    return errors


def _length(chunk: Any) -> tuple[int, int]:
    return chunk.ref_end_idx - chunk.ref_start_idx, chunk.hyp_end_idx - chunk.hyp_start_idx


def _heard(sound: Samples, seed: int | None) -> Waveform:
    """`sound` as a microphone gives it, in pink noise if there is a seed."""
    wave = np.pad(sound.astype(np.float64) / 32_768, _PAD)
    if seed is not None:
        wave += _pink(len(wave), seed) * speech_rms(sound) * 10 ** (-_SNR / 20)
    return np.clip(wave * _LEVEL, -1, 1).astype(np.float32)


def _pink(n: int, seed: int) -> npt.NDArray[np.float64]:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    spectrum[0] = 0
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    noise = np.fft.irfft(spectrum, n)
    unit: npt.NDArray[np.float64] = noise / np.sqrt(np.mean(noise**2))
    return unit


def _words(text: str, language: Language) -> str:
    """As two writings of the same are compared: digits in words, no capitals, no stops."""
    text = re.sub(r"\d+", lambda digits: _number(digits[0], language), text)
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).split())


def _number(digits: str, language: Language) -> str:
    """ "05" is what recognisers make of "zero, five"."""
    if len(digits) < 4 and not digits.startswith("0"):
        return language.wording.number(int(digits))
    return " ".join(language.wording.number(int(digit)) for digit in digits)


# --- even -------------------------------------------------------------------------------------------------------------


def _evenness(made: PyttsxVoice, said: Sequence[tuple[str, Samples]], language: Language, every: int) -> dict[str, str]:
    counts = [made.clip(text, language.count_rate).sound for text in spoken.counted(language)]
    levels = [loudness(sound) for sound in (*(sound for _, sound in said), *counts)]
    onsets = {db: [1000 * seconds(beat(sound, db)) for sound in counts] for db in _ONSETS}
    errors = list(_pace_errors(made, [text for text, _ in said if len(text.split()) >= 4]))
    worst = max(errors, key=lambda pair: abs(pair[1]))
    return {
        "loudness, lowest to highest, counts too": f"{min(levels):.1f} to {max(levels):.1f} LUFS",
        "pace, error at the usual rate": f"{dict(errors)[WORDS_A_MINUTE]:+.1f} %",
        "pace, worst error of all rates": f"{worst[1]:+.1f} % at {worst[0]}",
        "counts to 99, longest": f"{max(map(len, counts)) / RATE:.3f} s",
        **{
            f"counts, onset at {db:.0f} dB, median / latest": f"{np.median(late):.0f} / {max(late):.0f} ms"
            for db, late in onsets.items()
        },
    }


def _pace_errors(made: PyttsxVoice, texts: Sequence[str]) -> Iterator[tuple[int, float]]:
    """For each rate, by how many per cent the words a minute of all texts are above it."""
    words = sum(len(text.split()) for text in texts)
    for rate in RATES:
        found = 60 * words / sum(seconds(len(made.clip(text, rate).sound)) for text in texts)
        yield rate, 100 * (found / rate - 1)


def _memory(made: PyttsxVoice) -> str:
    renderer: Any = made._renderer
    try:
        status = Path(f"/proc/{renderer._child.pid}/status").read_text()
    except OSError:
        return "-"
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return f"{int(peak[1]) / 1024:.0f} MB" if peak else "-"

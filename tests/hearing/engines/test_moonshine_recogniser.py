"""The real engine of the installed wheel, on real voices that the wheel carries and on synthetic ones it hears.

With COACH_RECORDINGS naming a folder of recordings `<phrase>.<anything>.wav` (16 kHz mono), those are heard too.
"""

import os
import shutil
import sys
import wave
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
import pytest
import soxr

from coach.clock import RATE, samples
from coach.errors import HearingError
from coach.hearing.engines.moonshine_engine import MoonshineEngine, Opinion, wheel_folder
from coach.hearing.engines.moonshine_opinions import Opinions
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser, agreed, plain_words
from coach.hearing.engines.recogniser import Hypothesis, Recogniser
from coach.hearing.engines.segmenter import Cut, Segment, Segmenter
from coach.hearing.meaning.soundalike import NUMBERS, closest
from coach.hearing.tuning import USUAL
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ANSWERS, COMMANDS, PHRASES

SPOKEN = ("yes", "no", "left", "stop", "pause", "continue", "how long", "time left", "skip", "help", "slower", "repeat")
RECORDINGS = sorted(Path(os.environ["COACH_RECORDINGS"]).glob("*.wav")) if "COACH_RECORDINGS" in os.environ else []
MEAN_REPEAT = ("could you do that again please", "once again please", "do that again")
COMMAND_PHRASES = {phrase: intent for intent, phrases in COMMANDS.items() for phrase in phrases}


@pytest.fixture(scope="module")
def engine() -> Iterator[MoonshineRecogniser]:
    recogniser = MoonshineRecogniser()
    yield recogniser
    recogniser.close()


@pytest.fixture
def recogniser(engine: MoonshineRecogniser) -> MoonshineRecogniser:
    """The loaded engine in a room that it has not heard yet."""
    engine._segmenter = Segmenter()
    engine._decoded_to = -1
    engine.listen_for(PHRASES)
    return engine


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    synthesiser = PyttsxVoice("en-us")
    yield synthesiser
    synthesiser.close()


def room(seconds: float, level: float = -70, seed: int = 1) -> Samples:
    """White noise of that RMS level in dBFS."""
    noise = np.random.default_rng(seed).normal(size=samples(seconds)) * 10 ** (level / 20)
    return (noise * 32767).astype(np.int16)


def said(*parts: Samples | float) -> Samples:
    """Sounds, and seconds of a quiet room between them, one after another."""
    return np.concatenate([room(part) if isinstance(part, float) else part for part in parts])


def heard(recogniser: Recogniser, sound: Samples, block: int = 320) -> list[tuple[int, Hypothesis]]:
    """Every hypothesis with the samples that had been fed when it came."""
    fed = range(0, len(sound), block)
    return [(at + block, got) for at in fed for got in recogniser.feed(sound[at : at + block])]


def finals(hypotheses: list[tuple[int, Hypothesis]]) -> list[str]:
    return [hypothesis.text for _, hypothesis in hypotheses if hypothesis.final]


def recording(path: Path) -> Samples:
    """A WAV of any rate as 16 kHz mono at -26 dBFS."""
    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64)
        sound = sound.reshape(-1, file.getnchannels()).mean(axis=1)
        sound = soxr.resample(sound, file.getframerate(), RATE)
    loud: Samples = np.clip(sound / sound.std() * 32767 * 10 ** (-26 / 20), -32768, 32767).astype(np.int16)
    return loud


def understood(text: str, phrases: Collection[str]) -> str | None:
    match = closest(text, phrases, meaning=lambda phrase: COMMAND_PHRASES.get(phrase, phrase))
    return match.phrase if match else None


@pytest.mark.parametrize("phrase", SPOKEN)
def test_a_spoken_phrase_is_heard_as_a_whole_utterance(
    recogniser: MoonshineRecogniser, voice: PyttsxVoice, phrase: str
) -> None:
    sound = voice.clip(phrase, 178).sound
    told = heard(recogniser, said(1.0, sound, 1.0))
    (final,) = [hypothesis for _, hypothesis in told if hypothesis.final]
    assert understood(final.text, PHRASES) == phrase
    assert final.start == pytest.approx(RATE, abs=samples(0.1))
    assert final.end == pytest.approx(RATE + len(sound), abs=samples(0.25))


def test_the_pause_after_a_word_is_told_before_its_endpoint(
    recogniser: MoonshineRecogniser, voice: PyttsxVoice
) -> None:
    sound = voice.clip("stop", 178).sound
    told = heard(recogniser, said(1.0, sound, 1.0))
    (partial_at, partial), (final_at, final) = told[-2:]
    assert (partial.text, final.text) == ("stop", "stop")
    assert (partial.final, final.final) == (False, True)
    assert partial.end < partial_at
    assert partial_at < RATE + len(sound) + samples(0.2) < final_at


def test_real_voices_answer_yes_and_no(recogniser: MoonshineRecogniser) -> None:
    texts = finals(heard(recogniser, said(0.5, recording(wheel_folder() / "assets" / "endgame_nagg_nell.wav"), 1.0)))
    assert texts.count("yes") == 2
    assert texts[-1] == "no"
    assert "do you hear me" in texts


def test_talk_is_no_command(recogniser: MoonshineRecogniser) -> None:
    for name in ("two_cities.wav", "beckett.wav", "clone-test.wav"):
        told = heard(recogniser, said(0.5, recording(wheel_folder() / "assets" / name), 1.0))
        assert told
        assert {understood(hypothesis.text, COMMAND_PHRASES) for _, hypothesis in told} == {None}


def test_long_talk_is_told_while_it_goes_on_and_begins_with_unknown_speech(recogniser: MoonshineRecogniser) -> None:
    told = heard(recogniser, said(0.5, recording(wheel_folder() / "assets" / "two_cities.wav")[: 12 * RATE], 1.0))
    in_speech = [hypothesis for fed, hypothesis in told if hypothesis.end == fed]
    assert in_speech
    assert not any(hypothesis.final for hypothesis in in_speech)
    long = [h for _, h in told if h.end - h.start > samples(3)]
    assert long
    assert all(hypothesis.text.startswith("[unk] ") for hypothesis in long)


def test_a_safety_word_shows_up_while_the_sentence_goes_on(recogniser: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    sentence = voice.clip("stop stop stop please that is far too strong for my poor foot today", 178).sound
    told = heard(recogniser, said(1.0, sentence, 1.0))
    first = next(fed for fed, hypothesis in told if "stop" in hypothesis.text.split())
    assert first < RATE + len(sentence) // 2


def test_a_soft_voice_is_heard(recogniser: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    sound = voice.clip("pause", 178).sound.astype(np.float64)
    soft = (sound / sound.std() * 32767 * 10 ** (-45 / 20)).astype(np.int16)
    assert [understood(text, PHRASES) for text in finals(heard(recogniser, said(1.0, soft, 1.0)))] == ["pause"]


def test_a_quiet_room_never_wakes_the_engine(recogniser: MoonshineRecogniser) -> None:
    assert not heard(recogniser, room(60, level=-60))


def test_what_is_no_phrase_comes_with_the_phrases_that_it_may_have_been(
    recogniser: MoonshineRecogniser, voice: PyttsxVoice
) -> None:
    recogniser.listen_for(COMMAND_PHRASES)
    told = heard(recogniser, said(1.0, voice.clip("pose", 170).sound, 1.0))
    likely = told[-1][1].likely
    assert likely[0].phrase == "pause"
    assert [one.log_probability for one in likely] == sorted((one.log_probability for one in likely), reverse=True)
    assert all(one.log_probability > -8 for one in likely)
    told = heard(recogniser, said(1.0, voice.clip("pause", 178).sound, 1.0))
    assert [hypothesis.likely for _, hypothesis in told] == [()] * len(told)


def test_the_size_of_the_blocks_does_not_matter(recogniser: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    sound = said(1.0, voice.clip("help", 178).sound, 1.0)
    usual = [hypothesis for fed, hypothesis in heard(recogniser, sound) if hypothesis.end < fed]
    recogniser._segmenter = Segmenter()
    recogniser._decoded_to = -1
    other = [hypothesis for fed, hypothesis in heard(recogniser, sound, block=1111) if hypothesis.end < fed]
    assert other == usual
    assert usual


def test_after_a_reset_the_same_word_is_not_told_again(recogniser: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    sound = said(1.0, voice.clip("skip", 178).sound)
    heard(recogniser, said(sound, 0.1))
    recogniser.reset()
    told = heard(recogniser, said(1.0, voice.clip("help", 178).sound, 1.0))
    assert [understood(text, PHRASES) for text in finals(told)] == ["help"]
    assert told[-1][1].start == pytest.approx(len(sound) + samples(1.1), abs=samples(0.1))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Stop!", "stop"), ("10.", "ten"), ("1", "one"), ("0", "zero"),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m ready.", "i'm ready"),
        ("Left-left,", "left left"), ("42", "forty two"), ("1500", "one five zero zero"), ("'No' ...", "no"), ("", ""),
        (" - ", ""),
        ("20%", "twenty"), ("¿Qué?", "qué"), ("٣", "three"),
    ],
)  # fmt: skip
def test_text_becomes_plain_words(written: str, spoken: str) -> None:
    assert plain_words(written) == spoken


@pytest.mark.parametrize(
    ("text", "before", "believed"),
    [
        ("the doctor thought too much and", "the doctor forgot how much", "the doctor [unk] much [unk]"),
        ("i want you to stop", "i want you to stop", "i want you to stop"),
        ("i want you to stop", "i want you to", "i want you to [unk]"),
        ("i want you to stop", "", "[unk]"),
    ],
)
def test_of_talk_that_goes_on_only_words_that_two_decodings_have_are_believed(
    text: str, before: str, believed: str
) -> None:
    assert agreed(text, before) == believed


def opinion(text: str, likely: float = -1.0) -> Opinion:
    return Opinion(text, likely, np.zeros((1, 1, 1), np.float32), np.zeros(1, np.float32))


@pytest.mark.parametrize(
    ("others", "likely", "believed"),
    [
        (["You two, that again.", "Good food."], -2.9, "could you do that again please"),
        (["You two, that again.", "Good food."], -3.1, "[unk]"),
        (["Do that again.", "Good food."], -3.1, "[unk]"),
        (["Do that again.", "Once again please."], -4.4, "could you do that again please"),
        (["Do that again.", "Once again please."], -4.6, "[unk]"),
    ],
)
def test_what_is_no_phrase_is_believed_where_it_is_likely_and_less_so_will_do_where_all_decodings_mean_the_same(
    recogniser: MoonshineRecogniser,
    voice: PyttsxVoice,
    monkeypatch: pytest.MonkeyPatch,
    others: list[str],
    likely: float,
    believed: str,
) -> None:
    monkeypatch.setattr(Opinions, "first", opinion("Could you do that again, please?"))
    monkeypatch.setattr(Opinions, "_others", lambda self: map(opinion, others))
    monkeypatch.setattr(MoonshineEngine, "log_probability", lambda *given: likely)
    recogniser.listen_for((), (), lambda text: "repeat" if text in MEAN_REPEAT else None)
    assert finals(heard(recogniser, said(1.0, voice.clip("could you do that again please", 178).sound, 1.0))) == [
        believed
    ]


@pytest.mark.parametrize(
    ("word", "to_first", "to_all", "believed"),
    [
        ("ready", -1.4, -2.6, "ready"),
        ("ready", -1.6, -2.4, "ready"),
        ("ready", -1.6, -2.6, "[unk]"),
        ("stop", -1.6, -2.6, "stop"),
    ],
)
def test_a_phrase_that_is_unlikely_to_every_decoding_is_only_one_of_the_possible_ones_unless_it_is_a_safety_word(
    recogniser: MoonshineRecogniser,
    voice: PyttsxVoice,
    monkeypatch: pytest.MonkeyPatch,
    word: str,
    to_first: float,
    to_all: float,
    believed: str,
) -> None:
    monkeypatch.setattr(Opinions, "first", opinion(f"{word.title()}.", to_first))
    monkeypatch.setattr(Opinions, "_others", lambda self: map(opinion, ["Freddy.", "Top."]))
    monkeypatch.setattr(MoonshineEngine, "log_probability", lambda *given: to_all)
    recogniser.listen_for(("ready", "stop"), (), lambda text: text == "stop" or None)
    told = heard(recogniser, said(1.0, voice.clip(word, 178).sound, 1.0))
    assert finals(told) == [believed]
    assert {candidate.phrase for candidate in told[-1][1].likely} == (
        {"ready", "stop"} if believed == "[unk]" else set()
    )


def test_an_utterance_is_decoded_once_for_each_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[object] = []
    engine = MoonshineEngine(wheel_folder())

    def counted(waveform: object) -> Opinion:
        decoded.append(waveform)
        return opinion("Yes.")

    monkeypatch.setattr(engine, "opinion", counted)
    opinions = Opinions(engine, Segment(Cut.ENDED, 0, samples(0.5), room(0.5)), USUAL.moonshine)
    assert [len(list(opinions)) for _ in opinions.others()] == [3, 3]
    assert [len(list(opinions)), len(list(opinions.others())), len(list(opinions)), len(decoded)] == [3, 2, 3, 3]


def test_a_phrase_that_only_the_last_decoding_of_long_talk_has_in_its_middle_is_not_believed(
    recogniser: MoonshineRecogniser,
) -> None:
    stranger = PyttsxVoice("en-gb-x-gbcwmd+f1", pitch=60)
    sound = stranger.clip("our teacher forgot how much the ticket would cost on the way home", 209).sound
    stranger.close()
    told = heard(recogniser, said(0.5, sound, 1.0))
    assert told
    assert not [hypothesis.text for _, hypothesis in told if "too much" in hypothesis.text]


def test_a_safety_word_at_the_end_of_a_sentence_is_told(recogniser: MoonshineRecogniser) -> None:
    voice = PyttsxVoice("en-us")  # A new one: its bytes depend on what it said before.
    sentence = voice.clip("I really think that you should stop", 170).sound
    voice.close()
    (text,) = finals(heard(recogniser, said(1.0, sentence, 1.0)))
    assert "stop" in text.split()


def test_a_word_over_the_talk_of_others_is_heard(recogniser: MoonshineRecogniser, voice: PyttsxVoice) -> None:
    others = recording(wheel_folder() / "assets" / "two_cities.wav")[: samples(6)] * 10 ** (-15 / 20)
    word = voice.clip("pause", 178).sound
    mixed = others.copy()
    mixed[samples(3) : samples(3) + len(word)] += word * (2000 / word.std())
    told = heard(recogniser, np.clip(mixed, -32768, 32767).astype(np.int16))
    assert "pause" in {understood(hypothesis.text, COMMAND_PHRASES) for _, hypothesis in told}


def test_a_closed_recogniser_says_so() -> None:
    recogniser = MoonshineRecogniser()
    recogniser.close()
    recogniser.close()
    with pytest.raises(HearingError, match="closed"):
        recogniser.feed(room(0.02))


def test_without_a_wheel_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(HearingError, match="coach fetch-model"):
        MoonshineRecogniser()


def test_a_wheel_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HearingError, match="coach fetch-model"):
        MoonshineRecogniser(wheel=tmp_path)


@pytest.mark.parametrize("spoilt", ["encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"])
def test_a_spoilt_model_says_what_to_do(tmp_path: Path, spoilt: str) -> None:
    shutil.copytree(
        wheel_folder(), tmp_path / "wheel", ignore=shutil.ignore_patterns("*.py", "*.wav", "*.tsv", "__pycache__")
    )
    (tmp_path / "wheel" / "assets" / "tiny-en" / spoilt).unlink()
    with pytest.raises(HearingError, match="coach fetch-model"):
        MoonshineRecogniser(wheel=tmp_path / "wheel")


@pytest.mark.faults
@pytest.mark.parametrize("content", [b"", b"no model"])
@pytest.mark.parametrize("spoilt", ["encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"])
def test_a_damaged_model_says_what_to_do(tmp_path: Path, spoilt: str, content: bytes) -> None:
    model = tmp_path / "assets" / "tiny-en"
    shutil.copytree(wheel_folder() / "assets" / "tiny-en", model)
    (model / spoilt).write_bytes(content)
    with pytest.raises(HearingError, match="coach fetch-model"):
        MoonshineRecogniser(wheel=tmp_path)


def test_without_a_runtime_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(HearingError, match="coach fetch-model"):
        MoonshineRecogniser()


def test_the_wheels_python_code_which_could_go_online_is_not_imported(engine: MoonshineRecogniser) -> None:
    assert engine.load_seconds > 0
    assert not [name for name in sys.modules if name.partition(".")[0] == "moonshine_voice"]


if RECORDINGS:

    @pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
    def test_a_recorded_word_is_understood_and_only_if_it_is_a_phrase(
        recogniser: MoonshineRecogniser, path: Path
    ) -> None:
        word = path.name.partition(".")[0]
        asked = next((group for group in (NUMBERS, {"yes", "no"}, {"left", "right"}) if word in group), set())
        live = {*COMMAND_PHRASES, *(phrase for answer in asked if answer in ANSWERS for phrase in ANSWERS[answer])}
        recogniser.listen_for(live)
        told = {understood(text, live) for text in finals(heard(recogniser, said(1.0, recording(path), 1.0)))}
        assert told == ({word} if word in live else {None})

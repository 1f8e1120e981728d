"""The segmenter on made sounds whose voices begin and end at known samples."""

import logging

import numpy as np
import numpy.typing as npt
import pytest

from coach.clock import RATE, samples
from coach.hearing.engines.segmenter import Cut, Segment, Segmenter
from coach.hearing.tuning import Segmenting
from coach.sound.edge import Samples

Signal = npt.NDArray[np.float64]


def noise(seconds: float, level: float, seed: int = 1) -> Signal:
    """Pink noise of that RMS level in dBFS."""
    count = samples(seconds)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=count))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), count)
    return np.asarray(pink / pink.std() * 10 ** (level / 20))


def vowel(seconds: float, level: float) -> Signal:
    """A buzz of 120 Hz with the harmonics of a voice, of that RMS level in dBFS."""
    time = np.arange(samples(seconds)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * n * time + n) / n for n in range(1, 30))
    return np.asarray(buzz / np.std(buzz) * 10 ** (level / 20))


def placed(length: float, *sounds: tuple[float, Signal]) -> Signal:
    """Silence of that many seconds with sounds put in, each at its second."""
    signal = np.zeros(samples(length))
    for at, sound in sounds:
        signal[samples(at) : samples(at) + len(sound)] += sound
    return signal


def sound_of(signal: Signal) -> Samples:
    return np.clip(np.round(signal * 32767), -32768, 32767).astype(np.int16)


def segments(signal: Signal, segmenter: Segmenter | None = None, block: int = 320, echo: float = 0.0) -> list[Segment]:
    segmenter = segmenter or Segmenter()
    sound = sound_of(signal)
    return [got for at in range(0, len(sound), block) for got in segmenter.feed(sound[at : at + block], echo)]


def ended(found: list[Segment]) -> list[Segment]:
    return [segment for segment in found if segment.kind is Cut.ENDED]


@pytest.mark.parametrize("level", [-90, -60, -40])
def test_steady_noise_is_no_utterance(level: float) -> None:
    late = [segment for segment in segments(noise(30, level)) if segment.start > samples(1)]
    assert not late


@pytest.mark.parametrize(("voice", "room"), [(-26, -70), (-45, -70), (-26, -36), (-12, -60)])
def test_a_voice_is_found_where_it_is(voice: float, room: float) -> None:
    signal = noise(5, room) + placed(5, (3, vowel(0.5, voice)))
    (word,) = [segment for segment in ended(segments(signal)) if segment.end > samples(2.5)]
    assert word.start == pytest.approx(samples(3), abs=samples(0.05))
    assert word.end == pytest.approx(samples(3.5), abs=samples(0.05))


def test_a_pause_is_told_well_before_the_endpoint() -> None:
    signal = placed(3, (1, vowel(0.4, -26)))
    told: dict[Cut, int] = {}
    segmenter, sound = Segmenter(), sound_of(signal)
    for at in range(0, len(sound), 320):
        for segment in segmenter.feed(sound[at : at + 320]):
            told.setdefault(segment.kind, at + 320)
    assert told[Cut.PAUSED] <= samples(1.4 + 0.14)
    assert samples(1.4 + 0.3) <= told[Cut.ENDED] <= samples(1.4 + 0.45)


def test_an_utterance_brings_the_sound_before_its_onset() -> None:
    signal = noise(4, -70) + placed(4, (2, vowel(0.4, -26)))
    word = ended(segments(signal))[-1]
    first = word.end + samples(Segmenting().endpoint) - len(word.sound)
    assert word.start - first == pytest.approx(samples(Segmenting().pre_roll), abs=samples(0.02))
    assert np.array_equal(word.sound, sound_of(signal)[first : first + len(word.sound)])


def test_a_click_is_no_utterance() -> None:
    assert not segments(placed(3, (1, vowel(0.02, -20))))


def test_a_gap_shorter_than_the_endpoint_does_not_part_an_utterance() -> None:
    found = segments(placed(4, (1, vowel(0.3, -26)), (1.5, vowel(0.3, -26))))
    assert {segment.kind for segment in found[:-1]} == {Cut.PAUSED}
    assert found[-1].kind is Cut.ENDED
    assert found[0].start == found[-1].start


def test_a_tap_that_starts_to_run_is_taken_for_noise_within_seconds_and_words_over_it_are_found() -> None:
    tap = placed(12, (3, noise(9, -38, seed=3)))
    found = ended(segments(noise(12, -70) + tap + placed(12, (8, vowel(0.5, -26)), (10, vowel(0.5, -26)))))
    late = [segment for segment in found if segment.start > samples(6)]
    assert [round(segment.start / RATE, 1) for segment in late] == [8.0, 10.0]


def test_speech_without_end_is_handed_out_while_it_grows_and_cut_in_time() -> None:
    syllables = [(1 + 0.25 * n, vowel(0.2, -26)) for n in range(32)]
    found = segments(noise(10, -70) + placed(10, *syllables))
    growing = [segment.end for segment in found if segment.kind is Cut.GROWING]
    assert max(np.diff(growing)) <= samples(0.65)
    assert len(ended(found)[0].sound) <= samples(6.3)
    assert len(ended(found)) == 2


def murmur(seconds: float, level: float) -> Signal:
    """Syllables one after another, without a gap as long as the endpoint."""
    return placed(seconds, *((0.25 * n, vowel(0.2, level)) for n in range(int(seconds * 4))))


def test_a_word_much_louder_than_the_talk_before_it_is_an_utterance_of_its_own() -> None:
    talk = placed(6, (1, murmur(5, -46)))
    signal = noise(6, -70) + talk + placed(6, (3.1, vowel(0.5, -26)))
    word = min(segments(signal), key=lambda segment: abs(segment.start - samples(3.1)))
    assert word.start == pytest.approx(samples(3.1), abs=samples(0.05))
    assert len(word.sound) - (word.end - word.start) <= samples(Segmenting().pre_roll + Segmenting().endpoint)


def test_a_pause_is_told_though_others_talk_on_far_below_the_voice() -> None:
    signal = noise(6, -70) + placed(6, (1, murmur(5, -50)), (3.1, vowel(0.5, -26)))
    told = [segment for segment in segments(signal) if segment.start > samples(3) and segment.end < samples(3.8)]
    assert [segment.kind for segment in told[-2:]] == [Cut.PAUSED, Cut.ENDED]
    assert told[-1].end == pytest.approx(samples(3.6), abs=samples(0.08))


def test_a_word_somewhat_louder_than_long_talk_before_it_begins_anew() -> None:
    signal = noise(6, -70) + placed(6, (1, murmur(4, -36)), (3.1, vowel(0.5, -28)))
    word = [segment for segment in segments(signal) if abs(segment.start - samples(3.1)) < samples(0.05)]
    assert [segment.kind for segment in word[-2:]] == [Cut.PAUSED, Cut.ENDED], "the talk goes on, but lower"
    assert word[-1].end == pytest.approx(samples(3.6), abs=samples(0.08))


def test_a_stressed_word_soon_after_the_start_stays_in_the_utterance_and_is_handed_out_by_itself_too() -> None:
    (whole,) = ended(segments(noise(4, -80) + placed(4, (1, vowel(0.6, -36)), (1.6, vowel(0.4, -28)))))
    assert whole.start == pytest.approx(samples(1), abs=samples(0.05))
    assert whole.louder == pytest.approx(samples(1.6), abs=samples(0.05))
    word = whole.from_louder()
    assert (word.start, word.end) == (whole.louder, whole.end)
    assert len(whole.sound) - len(word.sound) == word.start - whole.start


def test_in_a_voice_without_stress_nobody_is_nearer() -> None:
    (word,) = ended(segments(noise(3, -80) + placed(3, (1, vowel(0.9, -26)))))
    assert word.louder == word.start


def test_talk_a_little_louder_or_a_word_that_swells_is_not_parted() -> None:
    louder = placed(4, (1, vowel(0.4, -32)), (1.5, vowel(0.4, -26)))
    swelling = placed(3, (1, vowel(0.1, -46)), (1.1, vowel(0.4, -26)))
    for signal, start in ((louder, 1.0), (swelling, 1.0)):
        (word,) = ended(segments(noise(len(signal) / RATE, -80) + signal))
        assert word.start == pytest.approx(samples(start), abs=samples(0.05))


def test_a_short_vowel_after_a_long_soft_consonant_is_one_utterance_with_it() -> None:
    hiss = np.random.default_rng(5).normal(size=samples(0.17)) * 10 ** (-46 / 20)
    signal = noise(3, -80) + placed(3, (1, hiss), (1.17, vowel(0.13, -26)))
    (word,) = ended(segments(signal))
    assert word.start == pytest.approx(samples(1), abs=samples(0.03))
    assert word.end == pytest.approx(samples(1.3), abs=samples(0.05))


def test_only_what_rises_above_the_expected_echo_is_a_voice() -> None:
    echo = placed(4, (1, vowel(2, -40)))
    predicted = float(np.mean(np.square(sound_of(vowel(2, -40)).astype(float))))
    assert segments(echo)
    assert not segments(echo, echo=predicted)
    over = ended(segments(echo + placed(4, (1.5, vowel(0.5, -30))), echo=predicted))
    assert len(over) == 1
    assert over[0].start == pytest.approx(samples(1.5), abs=samples(0.05))


@pytest.mark.parametrize("block", [1, 77, 160, 1600, 100_000])
def test_the_size_of_the_blocks_changes_nothing_but_when_it_is_told(block: int) -> None:
    signal = noise(3, -70) + placed(3, (1, vowel(0.3, -26)), (2, vowel(0.3, -26)))
    usual = [(segment.kind, segment.start, segment.end, len(segment.sound)) for segment in segments(signal)]
    assert [(s.kind, s.start, s.end, len(s.sound)) for s in segments(signal, block=block)] == usual
    assert len(usual) == 2 * (len(Segmenting().pauses) + 1)


def test_after_a_reset_the_utterance_is_forgotten_and_time_goes_on() -> None:
    segmenter = Segmenter()
    segments(placed(1.4, (1, vowel(0.4, -26))), segmenter)
    before = segmenter.speaking
    segmenter.reset()
    assert (before, segmenter.speaking) == (True, False)
    (word,) = ended(segments(placed(2, (0.6, vowel(0.4, -26))), segmenter))
    assert word.start == pytest.approx(samples(2.0), abs=samples(0.03))


@pytest.mark.parametrize("level", [-33.5, -33, -32.5])
def test_a_short_vowel_that_swells_out_of_a_breath_is_a_word_and_no_click(level: float) -> None:
    word = np.concatenate((vowel(0.05, level - 2.5), vowel(0.05, level)))
    signal = noise(5, -70) + placed(5, (2.0, vowel(0.45, -44)), (2.45, word))
    found = [segment for segment in ended(segments(signal)) if segment.end > samples(2.5)]
    assert [round(segment.start / RATE, 1) for segment in found] in ([2.4], [2.5])


def fed(*ways: Signal, echo: float = 0.0) -> list[Segment]:
    """What comes of a sound, what tells, and a residual, each as long as the others."""
    segmenter = Segmenter()
    sounds = [sound_of(way) for way in ways]
    blocks = zip(*(sound.reshape(-1, 320) for sound in sounds), strict=True)
    return [got for block, telling, residual in blocks for got in segmenter.feed(block, echo, telling, residual)]


def test_whether_anybody_speaks_is_told_by_the_sound_that_is_given_for_it() -> None:
    echo, word, room = vowel(5, -30), placed(5, (3, vowel(0.5, -30))), noise(5, -70)
    (segment,) = ended(fed(room + echo + word, room + word, room))
    assert segment.start == pytest.approx(samples(3), abs=samples(0.03))
    assert segment.end == pytest.approx(samples(3.5), abs=samples(0.03))


def test_an_utterance_has_its_sound_and_its_residual_over_the_same_time() -> None:
    word, room = placed(5, (3, vowel(0.5, -30))), noise(5, -70)
    (segment,) = ended(fed(room + word, room + word, room + 2 * word))
    assert segment.residual is not None
    assert len(segment.residual) == len(segment.sound)
    assert np.abs(segment.residual).max() == pytest.approx(2.0 * np.abs(segment.sound).max(), rel=0.05)


def test_without_a_residual_there_is_none() -> None:
    (segment,) = ended(segments(noise(5, -70) + placed(5, (3, vowel(0.5, -30)))))
    assert segment.residual is None


@pytest.mark.parametrize(
    ("signal", "echo", "told"),
    [
        (noise(5, -60) + placed(5, (3, vowel(0.05, -30))), 0.0, "s of voice, needs 0.08"),
        (noise(5, -70) + placed(5, (3, vowel(0.4, -40))), 1e4, "over the loudest echo expected, needs 8.5"),
        (noise(5, -70) + placed(5, (3, vowel(0.4, -40))), 3e4, "too soft beside the coach's echo"),
        (noise(5, -40) + placed(5, (3, vowel(1.0, -41.8))), 0.0, "too soft beside the room's noise"),
    ],
    ids=["short", "no clearer than the echo", "under the echo", "under the noise"],
)
def test_the_debug_log_tells_why_a_sound_is_no_utterance(
    signal: Signal, echo: float, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "coach"):
        assert [segment for segment in segments(signal, echo=echo) if segment.start > samples(1)] == []
    assert told in caplog.text


def test_a_voice_begins_with_its_first_frame_and_eighty_milliseconds_of_it_are_no_click() -> None:
    found = {length: ended(segments(placed(3, (1, vowel(length, -26))))) for length in (0.05, 0.08)}
    assert [len(words) for words in found.values()] == [0, 1]
    assert found[0.08][0].start == samples(1)


def test_a_room_that_rings_on_far_below_the_voice_is_no_voice() -> None:
    ringing = noise(4, -80) + placed(4, (1, vowel(0.4, -20)), (1.4, vowel(0.8, -44)))
    assert ended(segments(ringing))[0].end == pytest.approx(samples(1.4), abs=samples(0.03))


def test_what_a_nearer_person_said_keeps_the_sound_before_suppression() -> None:
    signal = noise(4, -80) + placed(4, (1, vowel(0.6, -36)), (1.6, vowel(0.4, -28)))
    (whole,) = ended(fed(signal, signal, 0.5 * signal))
    word = whole.from_louder()
    assert whole.residual is not None
    assert word.residual is not None
    assert word.start > whole.start
    assert np.array_equal(word.residual, whole.residual[-len(word.sound) :])

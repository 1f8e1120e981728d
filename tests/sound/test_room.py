"""The simulated room: a sound edge like the others, with an echo, noise and clocks that can be reckoned with."""

from collections.abc import Callable

import numpy as np
import pytest

from coach.clock import BLOCK, RATE, samples
from coach.sound import noise
from coach.sound.acoustics import SLIP, EchoPath, Wave, levelled, made_response
from coach.sound.edge import Block, Samples
from coach.sound.noise import Noise
from coach.sound.room import SimulatedRoom
from tests.sound.edge_observation import MANY, counted, observe

SHAPES: dict[str, Callable[[np.random.Generator], Wave]] = {
    "white": noise.white,
    "pink": noise.pink,
    "tap": noise.tap,
}


class Nobody:
    def sound(self, at: int, n: int) -> Wave:
        return np.zeros(n)


class Somebody:
    """Says 1000 at one sample."""

    def __init__(self, at: int) -> None:
        self._at = at

    def sound(self, at: int, n: int) -> Wave:
        return np.where(np.arange(at, at + n) == self._at, 1000.0, 0.0)


def room(echo: EchoPath | None = None, background: Noise = noise.silence, longest: float = 600.0) -> SimulatedRoom:
    return SimulatedRoom(echo, background, Nobody(), samples(longest))


def heard_of(played: Samples, echo: EchoPath) -> tuple[Samples, list[Block]]:
    """What the microphone hears while `played` is played, and the blocks."""
    edge = room(echo)
    chunks = iter(np.pad(played, (0, -len(played) % BLOCK)).reshape(-1, BLOCK))
    edge.open(lambda n: next(chunks), lambda: None)
    blocks = [block for _ in range(-(-len(played) // BLOCK)) if (block := edge.read())]
    return edge.heard, blocks


def hiss(seconds: float) -> Samples:
    return (np.random.default_rng(3).standard_normal(samples(seconds)) * 2000).astype(np.int16)


def decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


def rms(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))


def delay_of(heard: np.ndarray, played: np.ndarray) -> float:
    """By how many samples `heard` is later than `played`, to a fraction of a sample."""
    size = 2 * len(played)
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    likeness = np.fft.irfft(spectrum, size)
    best = int(np.argmax(likeness[: len(played)]))
    before, here, after = likeness[best - 1], likeness[best], likeness[best + 1]
    return float(best + 0.5 * (before - after) / (before - 2 * here + after))


# --- a sound edge ---------------------------------------------------------------------------------------------------


def test_the_room_keeps_the_contract_of_every_sound_edge() -> None:
    seen = observe(room())
    assert set(seen.asked) == {BLOCK}
    assert seen.ats == list(range(0, MANY * BLOCK, BLOCK))
    assert set(seen.lengths) == {(BLOCK, BLOCK)}
    assert seen.types == ["int16"]
    assert seen.wrongly_played == []
    assert seen.ends_with_none


def test_a_block_is_given_only_when_all_that_came_before_is_settled() -> None:
    order: list[str] = []
    edge = room()

    def play(n: int) -> Samples:
        order.append("play")
        return counted(0, n)

    edge.open(play, lambda: order.append("settle"))
    edge.read()
    edge.read()
    assert order == ["settle", "play", "settle"] * 2


def test_the_room_ends_by_itself_after_its_longest_time() -> None:
    edge = room(longest=0.1)
    edge.open(lambda n: counted(0, n), lambda: None)
    assert [block is None for block in (edge.read() for _ in range(7))] == [False] * 5 + [True] * 2


def test_the_room_keeps_what_was_played_and_what_was_heard() -> None:
    edge = SimulatedRoom(None, noise.silence, Somebody(500), samples(1))
    edge.open(lambda n: np.full(n, 7, np.int16), lambda: None)
    edge.read()
    edge.read()
    assert np.array_equal(edge.played, np.full(2 * BLOCK, 7))
    assert np.flatnonzero(edge.heard).tolist() == [500]
    assert edge.heard[500] == 1000


def test_too_loud_a_sound_is_clipped_and_does_not_wrap_around() -> None:
    edge = room(background=lambda n: np.full(n, 50_000.0))
    edge.open(lambda n: counted(0, n), lambda: None)
    edge.read()
    assert set(edge.heard.tolist()) == {32767}


# --- echo -----------------------------------------------------------------------------------------------------------


def test_without_echo_nothing_of_what_is_played_is_heard() -> None:
    edge = room()
    edge.open(lambda n: np.full(n, 9000, np.int16), lambda: None)
    edge.read()
    assert not edge.heard.any()


def test_the_echo_is_the_convolution_of_what_was_played() -> None:
    response = np.random.default_rng(1).standard_normal(1000) / 40
    played = hiss(1.0)
    heard, _ = heard_of(played, EchoPath(response))
    assert np.abs(heard - np.convolve(played.astype(np.float64), response)[: len(heard)]).max() <= 0.5001


def test_the_echo_rings_on_after_the_sound_and_starts_afresh_with_the_next() -> None:
    response = np.random.default_rng(1).standard_normal(1000) / 40
    played = np.concatenate((hiss(0.3), np.zeros(samples(0.5), np.int16), hiss(0.3)))
    heard, _ = heard_of(played, EchoPath(response))
    assert np.abs(heard - np.convolve(played.astype(np.float64), response)[: len(heard)]).max() <= 0.5001


@pytest.mark.parametrize("delay_ms", [0.0, 1.0, 60.0, 250.0])
def test_the_echo_comes_after_its_delay(delay_ms: float) -> None:
    played = hiss(1.0)
    heard, _ = heard_of(played, EchoPath(made_response(0.4, delay_ms, np.random.default_rng(1))))
    assert round(delay_of(heard, played)) == samples(delay_ms / 1000)


@pytest.mark.parametrize("echo_dbfs", [-20.0, -32.0, -46.0])
def test_the_echo_is_as_loud_as_is_asked(echo_dbfs: float) -> None:
    speech = hiss(2.0)
    response = levelled(
        made_response(0.4, 60, np.random.default_rng(1)), speech, decibels(rms(speech) / 32768), echo_dbfs
    )
    heard, _ = heard_of(np.concatenate((speech, np.zeros(RATE, np.int16))), EchoPath(response))
    loudness = decibels(np.sqrt(np.sum(heard.astype(np.float64) ** 2) / len(speech)) / 32768)
    assert loudness == pytest.approx(echo_dbfs, abs=0.1)


def test_reverberation_decays_by_60_db_in_its_time() -> None:
    response = made_response(0.5, 0, np.random.default_rng(1))
    early, late = response[800:1600], response[800 + 4000 : 1600 + 4000]
    assert decibels(rms(late) / rms(early)) == pytest.approx(-30, abs=1.5)


@pytest.mark.parametrize("percent", [1.0, 5.0, 10.0])
def test_the_loudspeaker_adds_the_third_harmonic_that_is_asked(percent: float) -> None:
    tone = (32767 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)).astype(np.int16)
    heard, _ = heard_of(tone, EchoPath(np.array([0.5]), distortion_percent=percent))
    spectrum = np.abs(np.fft.rfft(heard.astype(np.float64)))
    assert 100 * spectrum[1500] / spectrum[500] == pytest.approx(percent, rel=0.01)


# --- two clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ppm", [100.0, -100.0, 400.0, -20.0])
def test_the_echo_drifts_by_the_parts_in_a_million_that_are_asked(ppm: float) -> None:
    played = hiss(21.0)
    heard, _ = heard_of(played, EchoPath(np.array([0.5]), drift_ppm=ppm))
    first, last = (delay_of(heard[at : at + 3200], played[at : at + 3200]) for at in (RATE // 2, RATE // 2 + 20 * RATE))
    assert (last - first) / (20 * RATE) * 1e6 == pytest.approx(ppm, abs=1)


def test_a_drifting_echo_is_the_same_sound() -> None:
    tone = (8000 * np.sin(2 * np.pi * 3000 * np.arange(2 * RATE) / RATE)).astype(np.int16)
    heard, _ = heard_of(tone, EchoPath(np.array([0.5]), drift_ppm=200))
    spectrum = np.abs(np.fft.rfft(heard[RATE:] * np.hanning(RATE)))
    beside = np.delete(spectrum, np.arange(2980, 3021))
    assert decibels(np.max(beside) / np.max(spectrum)) < -60


@pytest.mark.parametrize("ppm", [1000.0, -1000.0])
def test_clocks_that_have_drifted_60_ms_apart_are_aligned_anew_and_the_block_says_so(ppm: float) -> None:
    played = hiss(70.0)
    heard, blocks = heard_of(played, EchoPath(np.array([0.5]), drift_ppm=ppm))
    slips = [block.at for block in blocks if block.gap]
    assert [block.gap for block in blocks if block.gap] == [SLIP]
    assert slips[0] == pytest.approx(60 * RATE, rel=0.01)
    delays = [
        delay_of(heard[at : at + RATE // 4], played[at : at + RATE // 4]) for at in (samples(1), slips[0] + BLOCK)
    ]
    assert delays[1] - delays[0] == pytest.approx(-np.sign(ppm) * samples(0.001), abs=samples(0.0012))


def test_clocks_that_agree_never_slip() -> None:
    _, blocks = heard_of(hiss(2.0), EchoPath(np.array([0.5])))
    assert {block.gap for block in blocks} == {0}


# --- noise ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("dbfs", [-65.0, -30.0])
def test_noise_is_as_loud_as_is_asked(kind: str, dbfs: float) -> None:
    edge = room(background=noise.repeated(SHAPES[kind](np.random.default_rng(1)), dbfs), longest=noise.LOOP / RATE)
    edge.open(lambda n: np.zeros(n, np.int16), lambda: None)
    while edge.read():
        pass
    assert decibels(rms(edge.heard) / 32768) == pytest.approx(dbfs, abs=0.5)


def test_pink_noise_has_the_same_power_in_every_octave() -> None:
    power = np.abs(np.fft.rfft(noise.pink(np.random.default_rng(1)))) ** 2
    hertz = np.fft.rfftfreq(noise.LOOP, 1 / RATE)
    octaves = [power[(hertz >= low) & (hertz < 2 * low)].sum() for low in (125, 250, 500, 1000, 2000)]
    assert max(octaves) / min(octaves) < 1.2


def test_a_running_tap_hisses_above_a_kilohertz_and_wavers() -> None:
    tap = noise.tap(np.random.default_rng(1))
    power = np.abs(np.fft.rfft(tap)) ** 2
    hertz = np.fft.rfftfreq(noise.LOOP, 1 / RATE)
    assert power[hertz > 1000].sum() > 0.7 * power.sum()
    loudness = [decibels(rms(part)) for part in tap[: 80 * 3200].reshape(80, 3200)]
    assert 1.0 < np.std(loudness) < 4.0


def test_babble_holds_every_talker() -> None:
    rng = np.random.default_rng(1)
    talkers = [
        [(3000 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.int16)] for hertz in (300, 500, 800)
    ]
    spectrum = np.abs(np.fft.rfft(noise.babble(talkers, rng)))
    bins = [round(hertz * noise.LOOP / RATE) for hertz in (300, 500, 800, 1500)]
    *talking, silent = (spectrum[place - 60 : place + 60].max() for place in bins)
    assert min(talking) > 20 * silent


def test_a_noise_comes_again_without_a_break_and_the_same_for_the_same_seed() -> None:
    loop = np.arange(1.0, 1001.0)
    sound = noise.repeated(loop, -30)
    whole = np.concatenate([sound(n) for n in (320, 320, 320, 320, 3000)])
    assert np.allclose(whole / whole[0], np.resize(loop, len(whole)))
    assert np.array_equal(noise.pink(np.random.default_rng(4)), noise.pink(np.random.default_rng(4)))

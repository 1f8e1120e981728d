"""The real Vosk, the test model and a synthetic voice: what is said is heard, when it was said, in any block size."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.clock import samples
from coach.errors import HearingError, ModelError
from coach.hearing.engines.recogniser import Hypothesis
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.hearing.tuning import USUAL
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ENGLISH, PHRASES

COMMANDS = ("next", "pause", "stop", "switch foot", "that hurts", "how long", "louder", "repeat")
ANSWERS = ("yes", "no", "seven")
STEP = samples(USUAL.vosk.step)
LEAD, TRAIL = samples(0.5), samples(1.3)
TOLERANCE = samples(0.15)


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice("gmw/en-us")
    yield voice
    voice.close()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ear(test_model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoskRecogniser]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    recogniser = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
    recogniser.listen_for(COMMANDS)
    yield recogniser
    recogniser.close()


def hiss(count: int) -> Samples:
    """The quiet of a room: noise at about -80 dBFS."""
    return np.random.default_rng(count).normal(0, 3, count).astype(np.int16)


def said(voice: PyttsxVoice, text: str) -> Samples:
    """`text` after half a second of a quiet room, and before more than an endpoint's worth of it."""
    sound = voice.clip(text, 160).sound
    return np.concatenate([hiss(LEAD), sound, hiss(TRAIL)])


def finals(hypotheses: list[Hypothesis]) -> list[str]:
    return [hypothesis.text for hypothesis in hypotheses if hypothesis.final]


def feed_in_blocks(ear: VoskRecogniser, sound: Samples, size: int) -> list[Hypothesis]:
    return [heard for place in range(0, len(sound), size) for heard in ear.feed(sound[place : place + size])]


@pytest.mark.parametrize("phrase", COMMANDS)
def test_a_phrase_becomes_one_final_with_its_times(ear: VoskRecogniser, voice: PyttsxVoice, phrase: str) -> None:
    sound = said(voice, phrase)
    [final] = [heard for heard in ear.feed(sound) if heard.final]
    assert final.text == phrase
    assert abs(final.start - LEAD) <= TOLERANCE
    assert abs(final.end - (len(sound) - TRAIL)) <= TOLERANCE
    assert 0 < final.confidence <= 1


@pytest.mark.parametrize("phrase", COMMANDS)
def test_every_hypothesis_says_where_the_utterance_began(ear: VoskRecogniser, voice: PyttsxVoice, phrase: str) -> None:
    sound = said(voice, phrase)
    heard = ear.feed(sound)
    assert all(abs(hypothesis.start - LEAD) <= TOLERANCE for hypothesis in heard)
    assert all(hypothesis.start <= hypothesis.end <= len(sound) for hypothesis in heard)
    assert abs(heard[-1].end - (len(sound) - TRAIL)) <= TOLERANCE


def test_what_lies_before_and_after_the_voice_is_no_word(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    """The pre-roll holds the end of other talk, too soft to be a voice, which the engine alone takes for a word."""
    sound = said(voice, "louder").astype(np.float64)
    talk = voice.clip("shoulder hello animal picture", 160).sound[: len(sound)] * 10 ** (-34 / 20)
    sound[: len(talk)] += talk
    sound[-len(talk) :] += talk
    ear.feed(hiss(STEP * 20))
    assert "louder" in finals(ear.feed(sound.astype(np.int16)))


def test_partials_find_the_beginning_in_a_noisy_room_too(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear.feed(hiss(STEP * 20))
    sound = said(voice, "switch foot").astype(np.float64)
    loudness = np.sqrt(np.mean(sound[LEAD:-TRAIL] ** 2))
    noise = np.random.default_rng(7).normal(0, loudness * 10 ** (-20 / 20), len(sound))
    partials = [heard for heard in ear.feed((sound + noise).astype(np.int16)) if not heard.final]
    assert partials
    assert all(abs(partial.start - STEP * 20 - LEAD) <= TOLERANCE for partial in partials)


def test_partials_come_while_the_utterance_lasts(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "that hurts")
    per_step = [ear.feed(sound[place : place + STEP]) for place in range(0, len(sound) - STEP, STEP)]
    first = next(number for number, heard in enumerate(per_step) if heard)
    last = next(number for number, heard in enumerate(per_step) if heard and heard[-1].final)
    assert last - first >= 4
    assert sum(map(bool, per_step[first:last])) >= (last - first) / 2


@pytest.mark.parametrize("size", [1, 160, 320, 1599, 1601, 5000])
def test_block_sizes_change_nothing(test_model: Path, ear: VoskRecogniser, voice: PyttsxVoice, size: int) -> None:
    sound = said(voice, "stop")
    other = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
    other.listen_for(COMMANDS)
    heard = other.feed(sound)
    other.close()
    assert finals(heard) == ["stop"]
    assert feed_in_blocks(ear, sound, size) == heard


def test_times_go_on_over_utterances_resets_and_odd_blocks(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "pause")
    ear.feed(sound)
    ear.feed(sound[: LEAD + 777])
    ear.reset()
    gone = len(sound) + LEAD + 777
    [final] = [heard for heard in ear.feed(sound) if heard.final]
    assert abs(final.start - gone - LEAD) <= TOLERANCE


def test_times_go_on_over_a_change_of_phrases_and_back(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear.feed(hiss(STEP * 7 + 100))
    ear.listen_for(ANSWERS)
    first = said(voice, "seven")
    answers = [heard for heard in ear.feed(first) if heard.final]
    ear.listen_for(COMMANDS)
    second = said(voice, "louder")
    commands = [heard for heard in ear.feed(second) if heard.final]
    assert [heard.text for heard in answers + commands] == ["seven", "louder"]
    assert abs(answers[0].start - (STEP * 7 + 100 + LEAD)) <= TOLERANCE
    assert abs(commands[0].start - (STEP * 7 + 100 + len(first) + LEAD)) <= TOLERANCE


def test_only_live_phrases_are_heard(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    ear.listen_for(ANSWERS)
    assert "louder" not in finals(ear.feed(said(voice, "louder")))
    assert finals(ear.feed(said(voice, "yes"))) == ["yes"]


def test_nothing_but_decoys_and_unknown_speech_is_heard_before_phrases_are_given(
    ear: VoskRecogniser, voice: PyttsxVoice
) -> None:
    ear.listen_for(())
    heard = finals(ear.feed(said(voice, "switch foot")))
    assert set(" ".join(heard).split()) <= {*ENGLISH.phrasebook.decoys, "[unk]"}


def test_other_speech_is_unknown_and_stays_so_in_the_text(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    heard = finals(ear.feed(said(voice, "shoulder hello animal picture")))
    assert not set(heard) & set(COMMANDS)
    assert "[unk]" in " ".join(heard)


def test_an_utterance_under_way_is_finished_under_the_phrases_it_began_with(
    ear: VoskRecogniser, voice: PyttsxVoice
) -> None:
    sound = said(voice, "that hurts")
    place = 0
    while not any("that" in heard.text for heard in ear.feed(sound[place : place + STEP])):
        place += STEP
    ear.listen_for(["louder"])
    ear.listen_for(ANSWERS)
    assert finals(ear.feed(sound[place + STEP :])) == ["that hurts"]
    assert finals(ear.feed(said(voice, "no"))) == ["no"]


def test_other_speech_under_way_does_not_hold_up_new_phrases(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    chatter = said(voice, "shoulder hello animal picture")[: -TRAIL + samples(0.2)]
    heard = ear.feed(chatter)
    assert heard
    assert not heard[-1].final
    ear.listen_for(ANSWERS)
    assert "seven" in finals(ear.feed(said(voice, "seven")[LEAD:]))[0]


def test_a_word_that_begins_as_the_phrases_change_keeps_its_head(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "seven")
    begun = LEAD + samples(0.1)
    ear.feed(sound[:begun])
    ear.listen_for(ANSWERS)
    assert finals(ear.feed(sound[begun:])) == ["seven"]


def test_a_reset_forgets_the_utterance(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "switch foot")
    ear.feed(sound[:-TRAIL])
    ear.reset()
    assert "switch foot" not in finals(ear.feed(sound[-TRAIL:]))
    assert finals(ear.feed(said(voice, "next"))) == ["next"]


def test_a_reset_lets_new_phrases_in_at_once(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "that hurts")
    ear.feed(sound[:-TRAIL])
    ear.listen_for(ANSWERS)
    ear.reset()
    ear.feed(hiss(TRAIL))
    assert finals(ear.feed(said(voice, "yes"))) == ["yes"]


def test_phrases_with_words_the_model_lacks_are_named_and_left_out(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    assert ear.missing_words(["switch foot", "defenestrate now", "xyzzy foot"]) == ["defenestrate", "xyzzy"]
    ear.listen_for(["next", "next xyzzy"])
    assert ear.unheard == ["next xyzzy"]
    assert finals(ear.feed(said(voice, "next"))) == ["next"]


def test_the_test_model_knows_every_word_of_the_phrase_table(ear: VoskRecogniser) -> None:
    assert ear.missing_words(PHRASES) == []


def test_no_decoy_is_a_phrase_of_the_table() -> None:
    assert not set(ENGLISH.phrasebook.decoys) & PHRASES


def test_a_decoy_is_heard_as_itself_and_as_a_phrase_once_it_is_one(test_model: Path, voice: PyttsxVoice) -> None:
    ear = VoskRecogniser(test_model, decoys=["louder", "xyzzy"])
    ear.listen_for(["next"])
    assert finals(ear.feed(said(voice, "louder"))) == ["louder"]
    ear.listen_for(["louder"])
    assert finals(ear.feed(said(voice, "louder"))) == ["louder"]
    assert ear.unheard == []
    ear.close()


def test_a_closed_recogniser_says_so(ear: VoskRecogniser) -> None:
    ear.close()
    ear.close()
    for use in (
        lambda: ear.feed(hiss(10)),
        ear.reset,
        lambda: ear.listen_for(["next"]),
        lambda: ear.missing_words("a"),
    ):
        with pytest.raises(HearingError, match=r"^The Vosk recogniser .*; start the coach again\.$"):
            use()


def test_silence_gives_nothing(ear: VoskRecogniser) -> None:
    assert ear.feed(np.zeros(samples(12), np.int16)) == []
    assert ear.feed(np.zeros(0, np.int16)) == []


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no am/final\.mdl"):
        VoskRecogniser(tmp_path)


def test_a_model_without_a_word_for_unknown_speech_is_refused(test_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(test_model, folder)
    words = folder / "graph/words.txt"
    words.write_text(words.read_text().replace("[unk]", "mumble"))
    with pytest.raises(ModelError, match="any noise for a command"):
        VoskRecogniser(folder)


def test_the_library_prints_nothing(test_model: Path, tmp_path: Path) -> None:
    """Not even about a model without Gr.fst, which OpenFST complains of, or a word that it lacks."""
    folder = tmp_path / "model"
    shutil.copytree(test_model, folder)
    (folder / "graph/Gr.fst").unlink()
    program = (
        "import sys, numpy; from pathlib import Path\n"
        "from coach.hearing.engines.vosk_recogniser import VoskRecogniser\n"
        "ear = VoskRecogniser(Path(sys.argv[1])); ear.listen_for(['next', 'xyzzy', 'next plugh'])\n"
        "ear.feed(numpy.zeros(32000, numpy.int16)); ear.close()"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.long
def test_times_hold_past_the_engines_own_renewal_after_ten_minutes(ear: VoskRecogniser, voice: PyttsxVoice) -> None:
    sound = said(voice, "pause")
    times = samples(11 * 60) // len(sound)
    starts = [heard.start for _ in range(times) for heard in ear.feed(sound) if heard.final and heard.text == "pause"]
    misplaced = [start for number, start in enumerate(starts) if abs(start - number * len(sound) - LEAD) > TOLERANCE]
    assert len(starts) >= times - 1
    assert misplaced == []

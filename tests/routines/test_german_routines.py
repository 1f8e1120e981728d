"""Asserts coach/routines/*.de.toml: the steps of the English ones, and every fact they teach, by key words."""

from dataclasses import replace

import pytest

from coach.language.intents import fold
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Step

ROUTINES = {name: read_routine(path) for name, path in built_in().items()}
GERMAN = ROUTINES["heel.de"]
MORNING = {step.id: step for step in ROUTINES["morning.de"].steps}
STEPS = {step.id: step for step in GERMAN.steps}


def skeleton(step: Step) -> Step:
    """A step without its words."""
    cues = tuple(replace(cue, text="") for cue in step.cues)
    tools = dict.fromkeys(step.tools, ())
    bare = replace(step, title="", instruction=(), caution=(), gate=str(bool(step.gate)), cues=cues, tool="")
    return replace(bare, tools=tools, again=str(bool(step.again)), answers=dict.fromkeys(sorted(step.answers), ""))


def told(step: Step, tool: str = "") -> str:
    """All that is said of a step, as plain words."""
    sentences = step.tools[tool] if tool else step.instruction
    told = [step.title, step.gate, *sentences, *step.caution, *(cue.text for cue in step.cues), *step.answers.values()]
    return fold(" ".join(told))


@pytest.mark.parametrize("name", ["heel", "morning"])
def test_steps_zones_kinds_and_seconds_are_those_of_the_english_routine(name: str) -> None:
    english, german = ROUTINES[name], ROUTINES[f"{name}.de"]
    assert (english.language, german.language) == ("en", "de")
    assert [skeleton(step) for step in german.steps] == [skeleton(step) for step in english.steps]


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("sit-up", "im bett|gegenüberliegenden knie|sauber|öliger fuß rutscht"),
        ("pressure", "gut auszuhalten|nach und nach tiefer|wärmer"),
        ("stretch-down", "sanfte dehnung|zehen nach unten"),
        ("stretch-up", "zum schienbein|mit einer hand|gespannt"),
        ("thumb-walk", "daumen über die sohle|vom ballen hinunter zum fersenbein|leicht|ganze breite"),
        ("thumb-walk", "sanft wo es empfindlich ist|weg|schneidet|sticht|ausstrahlt"),
        ("pressure", "einen daumen oder beide|verspannte stelle|gleichmäßig|loslassen"),
    ],
)
def test_the_facts_of_a_step_in_the_morning_are_told(step: str, facts: str) -> None:
    assert [fact for fact in facts.split("|") if fact not in told(MORNING[step])] == []


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("chair", "bequemen stuhl|ein bein über das andere|gegenüberliegenden knie|erreichst du ihn gut"),
        ("chair", "sauber|schmutz|keime|haut"),
        ("oil", "ein wenig lotion oder öl|hände|sohle|reibt es weniger|gleiten|tiefer"),
        ("oil", "in reichweite|gefrorene wasserflasche|kleiner fester ball|tennis oder lacrosseball|rolle"),
        ("pressure", "gut auszuhalten|nach und nach tiefer|wärmer und weicher"),
        ("explore", "leichten fingern|ferse und das fußgewölbe|empfindlich oder verspannt"),
        ("explore", "empfindlichen stellen|sanft|weg|schneidet|sticht|ausstrahlt"),
        ("stretch-down", "sanfte dehnung|zehen nach unten"),
        ("stretch-up", "mit einer hand|zum schienbein|spannung an der sohle"),
        ("thumb-walk", "daumen in die sohle|vom ballen hinunter zum fersenbein"),
        (
            "thumb-walk",
            "leichtem bis mittlerem druck|ruhigen streichbewegungen ohne lücke|ganzen fußgewölbe|ganze breite",
        ),
        ("heel-pad", "fingerknöchel|ballen der anderen hand|kreisen|knete|unteren rand der ferse"),
        ("heel-pad", "drückt und lockert|polster unter dem fersenbein|plantarfaszie"),
        ("pressure", "verspannte stelle|einen daumen oder beide|gleichmäßig|loslassen"),
        ("achilles", "vorsicht|hinter der ferse|knapp über dem knochen|daumen und zeigefinger"),
        ("achilles", "sanft|kleine bewegungen|von einer seite zur anderen|quer über die sehne"),
        ("achilles", "entzündet|akut schmerzhaft"),
        ("wipe", "öl mit dem handtuch von der sohle|öliger fuß rutscht|boden"),
    ],
)
def test_the_facts_of_a_step_are_told(step: str, facts: str) -> None:
    assert [fact for fact in facts.split("|") if fact not in told(STEPS[step])] == []


@pytest.mark.parametrize("tool", ["bottle", "ball", "roller", "hands only"])
def test_every_tool_rolls_the_whole_sole_slowly_from_a_seat_and_the_body_sets_the_pressure(tool: str) -> None:
    text = told(STEPS["roll"], tool)
    facts = "bleib sitzen|ganze sohle|langsam|zwischen der ferse und den zehen|lehn dich|bestimmst du den druck"
    assert [fact for fact in facts.split("|") if fact not in text] == []
    assert "nie stechen und nie brennen" in text
    assert ("auf den boden" in text) is (tool != "hands only")


def test_cold_calms_inflammation_and_the_nubs_of_a_roller_fit_the_arch() -> None:
    assert "kälte lindert entzündung" in told(STEPS["roll"], "bottle")
    assert "noppen" in told(STEPS["roll"], "roller")
    assert "passt in dein fußgewölbe" in told(STEPS["roll"], "roller")


@pytest.mark.parametrize(
    ("sentences", "facts"),
    [
        (
            GERMAN.purpose,
            "spannung|leichte beschwerden|sohle und ferse|plantarfaszie|dicke band",
        ),
        (GERMAN.purpose, "unterseite|lange tage auf den beinen|mehr blut|für eine weile"),
        (
            GERMAN.closing,
            "regelmäßigkeit ist wichtiger als kraft|fünf bis zehn minuten|ein oder zweimal am tag|"
            "vor dem aufstehen|langem stehen",
        ),
        (GERMAN.changeover, "das andere bein|gegenüberliegenden knie|sauber|öl"),
    ],
)
def test_purpose_closing_and_changeover_tell_their_facts(sentences: tuple[str, ...], facts: str) -> None:
    assert [fact for fact in facts.split("|") if fact not in fold(" ".join(sentences))] == []

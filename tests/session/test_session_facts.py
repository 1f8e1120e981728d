"""Asserts that who says "no" to all that is asked is told every fact of the massage, or can ask for it."""

import pytest

from coach.language.intents import TOPICS, Intent, Match, fold
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.session.effects import CueKind, Schedule
from tests.session.driver import WELL, Company

FACTS = """
tension and minor soreness | in sole and heel | plantar fascia | thick band along the bottom | busy days | long standing
more blood | oxygen and nutrients | small adhesions loosen | calms soreness for a while | comfortable chair
opposite knee | easy reach | neither dirt nor germs | lessens the friction | glide more smoothly | reach deeper
light fingers find tender spots in the heel and the arch | tender spots | treat them gently
sharp or that stab or radiate
gentle stretch point the toes down | draw the toes toward your shin | tension along the sole
from the ball of the foot down to the heel bone | light to medium pressure | smooth strokes without a break
whole width | circles around the base of the heel
knuckles or the heel of the opposite hand | cushion under the heel bone
tight spot | one thumb or both | for thirty seconds | release | between thumb and forefinger | from side to side
just above the bone | inflamed or acutely sore leave it alone | as the tissue grows warmer and softer
wipe the oil off | frozen water bottle | tennis or lacrosse ball | foot roller | calms inflammation
rest your whole sole | between the heel and the toes | lean your body | its nubs press into it | fits your arch
sharp and never burn | five to ten minutes a foot | once or twice a day
before you get up | little and often beats hard
pain is severe | straight after an injury | walk normally | more than a week | swelling redness fever
""".replace("\n", "|")


@pytest.fixture(scope="module")
def all_said() -> str:
    """All that is said in a session of the heel routine, with each question asked at each step, as plain words."""
    said: list[str] = []
    for tool in ("roller", "frozen bottle"):
        company = Company(read_routine(built_in()["heel"]))
        company.to_preparation({"foot": "left", "before left": "four"})
        for _ in range(12):
            company.hear_out()
            company.answer_all({"gate": "no", "tool": tool})
            for topic in TOPICS:
                company.mean(Match(Intent.ASK, topic, topic=topic))
                company.hear_out()
            company.mean(Match(Intent.NEXT, "next"))
        company.answer_all({"after left": "two"})
        cues = [cue for effect in company.effects if isinstance(effect, Schedule) for cue in effect.cues]
        said += [*company.said, *(cue.text for cue in cues if cue.kind is not CueKind.COUNT)]
    assert set(WELL.values()) == {"no"}
    return fold(" ".join(said))


@pytest.mark.parametrize("fact", [fact.strip() for fact in FACTS.split("|") if fact.strip()])
def test_a_fact_is_told_or_can_be_asked_for(fact: str, all_said: str) -> None:
    assert fact in all_said

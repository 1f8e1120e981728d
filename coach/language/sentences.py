"""Every sentence the coach speaks of itself, as a language's catalogue gives it. Pure.

No sentence but the welcome may hold a safety word; only those of NAMING hold a command, or "yes" or "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from coach.language.intents import TOPICS
from coach.language.marks import For, Holds
from coach.routines.routine import Side

QUESTIONS = (
    *("today", "new", "severe", "injury", "weight", "week", "professional", "signs", "same", "feeling", "diabetes"),
    *("last", "foot", "first", "before left", "before right", "after left", "after right"),
)
"""The ids of the questions of the interviews; "today" and "new" ask for several things, "last" for all as last time."""
_ASKED = tuple(question for question in QUESTIONS if question != "last")
_READ_BACK = (
    *("week yes", "professional yes", "same no", "diabetes yes"),
    *("foot left", "foot right", "first left", "first right"),
)
_CONFIRMED = ("severe", "injury", "weight", "professional", "signs", "feeling")
_REASONS = ("severe", "injury", "weight", "week", "signs", "feeling")
_TOOLS = ("bottle", "ball", "roller", "hands only")

ByFoot = Annotated[Mapping[str, str], For(*Side)]
"""The sentence for each foot, left or right."""
_StepByFoot = Annotated[Mapping[str, Annotated[str, Holds("step")]], For(*Side)]

NAMING = frozenset(
    ("say_ready stays_paused how_to_go_on how_to_go_on_between hint_yes_no hint_pain unsure_of_health").split()
)
"""Sentences whose job is to name phrases or answers; they are masked word by word while they play."""
NAMING_BY_FOOT = frozenset({"last_time", "and_the", "and_the_now", "with_tool"})
NAMING_QUESTIONS = frozenset(QUESTIONS[-6:])
"""Questions that do the same: of the feet, and of their soreness."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sentences:
    """The sentences, about in the order of a session. What a placeholder stands for is told where it is filled."""

    release: str
    rest: str
    halfway: str
    """Said at the half of a motion."""
    last_five: str
    """Said five seconds before the end of a motion."""
    welcome: tuple[str, ...]
    """The only sentences that hold safety words, with those of `welcome_back`."""
    welcome_back: tuple[str, ...]
    """For who has been here before."""

    calibrate: str
    """Said when the sound is measured, outside of any session."""

    # --- what earlier sessions left -----------------------------------------------------------------------------

    take_it_up: str
    afresh: str
    long_sore: tuple[str, ...]
    rising: tuple[str, ...]
    this_week: Annotated[str, Holds("number")]
    twice_this_week: str
    often_today: Annotated[str, Holds("number")]
    reached_foot: _StepByFoot
    reached_preparation: str
    as_before: ByFoot
    """What to do before an interrupted session goes on in the middle of a foot."""

    # --- the interview ------------------------------------------------------------------------------------------

    screening: str
    ask: Annotated[Mapping[str, str], For(*_ASKED)]
    same_with_diabetes: str
    new_with_diabetes: str
    last_time: Annotated[Mapping[str, Annotated[str, Holds("tool")]], For("left", "right", "left first", "right first")]
    """Whether all is to be as last time: feet, order, and the tool, if one was taken (`with_tool`)."""
    with_tool: Annotated[str, Holds("tool")]
    and_the: ByFoot
    """For the soreness of the other foot as well."""
    and_the_now: ByFoot
    read_back: Annotated[Mapping[str, str], For(*_READ_BACK)]
    """What the coach says to a question's answer, where it carries news: "diabetes yes"."""
    soreness: Annotated[str, Holds("number")]
    soreness_refused: str
    confirm: Annotated[Mapping[str, str], For(*_CONFIRMED)]
    """Whether an answer that ends the session was meant so."""
    confirm_soreness: Annotated[str, Holds("number")]
    sorry: str
    """An answer is taken back."""
    hint_yes_no: str
    hint_pain: str
    unsure_of_health: str
    see_a_professional: str
    could_be_serious: str
    refusal: Annotated[Mapping[str, str], For(*_REASONS)]
    kind_end: str

    # --- the steps ----------------------------------------------------------------------------------------------

    say_ready: str
    sharp_spot: str
    lead_in: str
    left_out: str
    nothing_frozen: str
    frozen_words: tuple[str, ...]
    """Words that name what is frozen: with diabetes, no sentence and no step with one of them."""
    tool_question: Annotated[str, Holds("tools")]
    tool_names: Annotated[Mapping[str, str], For(*_TOOLS)]
    tool_read_back: Annotated[Mapping[str, str], For(*_TOOLS)]
    step_as_before: Annotated[str, Holds("step")]
    """A step on the second foot."""
    step_briefly: Annotated[str, Holds("step", "again")]
    """The same, where the routine has a short instruction for it."""
    prepared_as_before: Annotated[str, Holds("again")]
    """The first step of the preparation, in short; of the others nothing but the short instruction is said."""
    for_seconds: Annotated[str, Holds("number")]
    for_a_minute: str
    for_minutes: Annotated[str, Holds("number")]
    other_side: ByFoot
    """The changeover."""
    returns: _StepByFoot
    side_finished: ByFoot
    """The other foot has had all its steps."""
    foot_left_out: ByFoot
    """Whether a foot that was excluded is wanted after all."""
    both_already: str
    first_foot: ByFoot
    only_foot: ByFoot
    seconds_remain: Annotated[str, Holds("number")]
    one_second_remains: str
    seconds: Annotated[str, Holds("number")]
    """The reply to a question for the time, short enough for the gaps between counts."""
    one_second: str
    where: Annotated[Mapping[str, Annotated[str, Holds("step", "part", "parts")]], For(*Side)]
    where_preparing: str
    what_follows: Annotated[str, Holds("step")]
    nothing_follows: str

    # --- safety -------------------------------------------------------------------------------------------------

    paused: str
    let_go: str
    """The first thing said when it hurts."""
    shall_we_end: str
    stays_paused: str
    is_it_sharp: str
    how_to_go_on: str
    how_to_go_on_between: str
    """Between the steps there is nothing to leave out."""
    hurt_before: str
    ease_off: str
    spot_left_out: str
    sharp_end: tuple[str, ...]

    # --- replies ------------------------------------------------------------------------------------------------

    end_for_today: str
    goes_on: str
    remind: str
    closing_soon: str
    closed: str
    nothing_paused: str
    clock_stands: str
    first_step: str
    as_far_as_it_goes: str
    added_seconds: str
    rate: Annotated[Mapping[str, str], For("slower", "faster")]
    gain: Annotated[Mapping[str, str], For("quieter", "louder")]
    counts: Annotated[Mapping[str, str], For("every", "fives", "last-five", "tones", "off")]
    """For each style of counting."""
    microphone_lost: str
    microphone_found: str
    part_fails: Annotated[Mapping[str, str], For("speaker", "hearing", "screen", "history", "log", "speed")]
    """What is said when a part of the coach fails; the speaker's is only shown."""
    part_works: Annotated[Mapping[str, str], For("speaker", "hearing", "screen", "history", "log", "speed")]
    """When it works again."""
    trouble: Annotated[Mapping[str, str], For("clipped", "noise", "echo")]
    """Why the coach hears badly, and what helps."""
    went: Annotated[Mapping[str, Annotated[str, Holds("before", "after")]], For(*Side)]
    """What the massage did for a foot."""
    well_done: Annotated[str, Holds("feet")]
    it_went: Annotated[str, Holds("feet")]
    worse_after: tuple[str, ...]
    severe_after: str
    do_not_know: str
    answers: Annotated[Mapping[str, str], For(*(topic for topic in TOPICS if topic != "what next"))]
    """What is told to a question, where neither the step nor the routine tells more."""

    # --- sentences that name phrases, and their parts -----------------------------------------------------------

    not_now_but: Annotated[str, Holds("phrases")]
    not_understood: Annotated[str, Holds("phrases")]
    help: Annotated[str, Holds("phrases")]
    key_request: Annotated[str, Holds("keys")]
    digit_key: str
    key_for: Annotated[str, Holds("key", "answer")]
    choice: Annotated[str, Holds("some", "last")]
    """The end of an enumeration: "a, b, or c"."""

"""Every sentence the coach speaks of itself, as a language's catalogue gives it. Pure.

No sentence but the welcome may hold a safety word; only those of NAMING hold a command, or "yes" or "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from coach.language.marks import For, Holds
from coach.routines.routine import Side

QUESTIONS = (
    *("severe", "injury", "weight", "week", "professional", "signs", "same", "feeling", "diabetes", "foot", "first"),
    *("before left", "before right", "after left", "after right"),
)
"""The ids of the questions of the interviews."""
_READ_BACK = (
    *(f"{question} {answer}" for question in QUESTIONS[:9] for answer in ("yes", "no")),
    *("foot left", "foot right", "foot both", "first left", "first right"),
)
_REASONS = ("severe", "injury", "weight", "week", "signs", "feeling")
_TOOLS = ("bottle", "ball", "roller", "hands only")

ByFoot = Annotated[Mapping[str, str], For(*Side)]
"""The sentence for each foot, left or right."""
_StepByFoot = Annotated[Mapping[str, Annotated[str, Holds("step")]], For(*Side)]

NAMING = frozenset(
    (
        "screening say_ready stays_paused is_it_sharp "
        "if_not_sharp how_to_go_on if_not_sharp_between how_to_go_on_between"
    ).split()
)
"""Sentences whose job is to name phrases or answers; they are masked word by word while they play."""
NAMING_QUESTIONS = frozenset(QUESTIONS[-6:])
"""Questions that do the same: of the feet, and of their soreness."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sentences:
    """The sentences, about in the order of a session. What a placeholder stands for is told where it is filled."""

    release: str
    rest: str
    welcome: tuple[str, ...]
    """The only sentences that hold safety words; nothing is live while they are spoken."""

    calibrate: str
    """Said when the sound is measured, outside of any session."""

    # --- what earlier sessions left -----------------------------------------------------------------------------

    take_it_up: str
    afresh: str
    long_sore: tuple[str, ...]
    rising: tuple[str, ...]
    reached_foot: _StepByFoot
    reached_preparation: str
    as_before: ByFoot
    """What to do before an interrupted session goes on in the middle of a foot."""

    # --- the interview ------------------------------------------------------------------------------------------

    screening: str
    ask: Annotated[Mapping[str, str], For(*QUESTIONS)]
    same_with_diabetes: str
    read_back: Annotated[Mapping[str, str], For(*_READ_BACK)]
    """What the coach says to a question's answer: "severe yes"."""
    soreness: Annotated[str, Holds("number")]
    soreness_refused: str
    see_a_professional: str
    could_be_serious: str
    refusal: Annotated[Mapping[str, str], For(*_REASONS)]
    kind_end: str

    # --- the steps ----------------------------------------------------------------------------------------------

    prepare: str
    say_ready: str
    sharp_spot: str
    lead_in: str
    left_out: str
    tool_question: Annotated[str, Holds("tools")]
    tool_names: Annotated[Mapping[str, str], For(*_TOOLS)]
    tool_read_back: Annotated[Mapping[str, str], For(*_TOOLS)]
    announcement: Annotated[str, Holds("part", "parts", "step")]
    foot_begins: ByFoot
    other_side: ByFoot
    """The changeover."""
    returns: _StepByFoot
    side_finished: ByFoot
    """The other foot has had all its steps."""
    first_foot: ByFoot
    only_foot: ByFoot
    seconds_remain: Annotated[str, Holds("number")]
    one_second_remains: str
    seconds: Annotated[str, Holds("number")]
    """The reply to a question for the time, short enough for the gaps between counts."""
    one_second: str

    # --- safety -------------------------------------------------------------------------------------------------

    paused: str
    shall_i_end: str
    stays_paused: str
    is_it_sharp: str
    if_not_sharp: str
    how_to_go_on: str
    if_not_sharp_between: str
    """Between the steps there is nothing to skip."""
    how_to_go_on_between: str
    hurt_before: str
    ease_off: str
    spot_left_out: str
    sharp_end: tuple[str, ...]

    # --- replies ------------------------------------------------------------------------------------------------

    end_for_today: str
    goes_on: str
    remind: str
    closed: str
    nothing_paused: str
    need_an_answer: str
    clock_stands: str
    first_step: str
    at_the_end: str
    as_far_as_it_goes: str
    added_seconds: str
    rate: Annotated[Mapping[str, str], For("slower", "faster")]
    gain: Annotated[Mapping[str, str], For("quieter", "louder")]
    counts: Annotated[Mapping[str, str], For("every", "fives", "last-five", "tones", "off")]
    """For each style of counting."""
    microphone_lost: str
    microphone_found: str
    worse_after: tuple[str, ...]
    severe_after: str

    # --- sentences that name phrases, and their parts -----------------------------------------------------------

    not_now_but: Annotated[str, Holds("phrases")]
    not_understood: Annotated[str, Holds("phrases")]
    help: Annotated[str, Holds("phrases")]
    help_more: tuple[str, ...]
    key_request: Annotated[str, Holds("keys")]
    digit_key: str
    key_for: Annotated[str, Holds("key", "answer")]
    choice: Annotated[str, Holds("some", "last")]
    """The end of an enumeration: "a, b, or c"."""

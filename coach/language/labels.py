"""What the screens show of themselves, as a language's catalogue gives it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from coach.language.marks import AtMost, Big, For, Holds
from coach.routines.routine import Side, Zone

BigText = Annotated[str, Big()]


@dataclass(frozen=True, kw_only=True, eq=False)
class Labels:
    """The words of the full screen and of the plain lines."""

    # --- in large letters ---------------------------------------------------------------------------------------

    big_foot: Annotated[Mapping[str, BigText], For(*Side)]
    big_feet: BigText
    hello: BigText
    goodbye: BigText
    listen: BigText
    answer: BigText
    hold: BigText
    move: BigText
    get_set: BigText
    waiting: BigText
    paused: BigText
    ready: BigText
    end: BigText
    """The question whether to end; and so on."""
    sharp: BigText
    go_on: BigText
    which_foot: BigText
    which_tool: BigText
    yes_or_no: BigText

    # --- where it is --------------------------------------------------------------------------------------------

    welcome: str
    interview: str
    preparation: str
    changeover: str
    afterwards: str
    closing: str
    preparing: str
    place: Annotated[str, Holds("part", "parts")]
    more: Annotated[str, Holds("more")]
    """How many steps remain on the foot."""
    last: str
    session: Annotated[str, AtMost(10)]
    this_step: Annotated[str, AtMost(10)]
    """The names of the two bars."""
    held: Annotated[str, Holds("done", "target")]
    seconds_left: str
    second_left: str

    # --- the drawing --------------------------------------------------------------------------------------------

    foot: Annotated[Mapping[str, str], For(*Side)]
    figures: Annotated[Mapping[str, str], For("sole", "from the side", "from behind")]
    zones: Annotated[Mapping[str, str], For(*Zone)]
    movements: Annotated[
        Mapping[str, str],
        For(
            *("press and hold", "from ball to heel", "in circles", "side to side", "heel to toes and back"),
            *("lightly, all over", "toes down", "toes up"),
        ),
    ]

    # --- what it does, and what it heard ------------------------------------------------------------------------

    speaking: Annotated[str, Holds("ears")]
    standing: Annotated[str, Holds("ears")]
    """Paused."""
    doing: Annotated[
        Mapping[str, str],
        For("talking", "asking", "instructing", "waiting", "leading in", "timing", "paused", "over"),
    ]
    listening: str
    keys_only: str
    microphone: str
    levels: Annotated[Mapping[str, str], For("silent", "quiet", "good", "too loud", "on", "off")]
    heard: Annotated[str, Holds("said", "fate")]
    key_for: Annotated[str, Holds("said", "fate")]
    taken: str
    not_now: str
    not_asked_for: str
    nearly: Annotated[str, Holds("said")]
    nothing_heard: str

    # --- what can be said, and keys -----------------------------------------------------------------------------

    say: Annotated[str, Holds("phrases")]
    press: Annotated[str, Holds("phrases")]
    """The same where nobody listens."""
    always: Annotated[str, Holds("phrases")]
    """The safety words, beside the answers to a question."""
    coach: str
    """Who speaks, before a caption."""
    by_key: str
    keys: str
    or_: str
    numbers: Annotated[str, Holds("first", "last")]
    unknown_key: Annotated[str, Holds("key", "help")]
    that_key: str
    key_names: Annotated[Mapping[str, str], For("space", "enter", "escape", "left-arrow", "right-arrow")]

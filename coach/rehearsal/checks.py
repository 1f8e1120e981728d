"""Finds what in a script can never come, or contradicts itself, before anything is played. Pure but for the error."""

from typing import NoReturn

from coach.errors import ScriptError
from coach.language.intents import ANSWERS, Intent, Live
from coach.language.language import Language
from coach.rehearsal import questions
from coach.rehearsal.script import Action, Script, ScriptFile, When
from coach.routines.routine import Routine, Side, Step
from coach.session.journey import Stage
from coach.toml.file import TomlFile, close_to, shown
from coach.toml.lines import Place

EXPECTED = tuple(dict.fromkeys((*(i.value for i in Intent if i is not Intent.ANSWER), *ANSWERS, "nothing")))
"""All that `expect` may be."""
ALL_LIVE = Live(answers=frozenset(ANSWERS), waiting=True, timed=True)

_WAYS = ("say", "wav", "press")
_GOES_WITH = {
    "said": ("wav",),
    "voice": ("say",),
    "words_a_minute": ("say",),
    "pitch": ("say",),
    "level_dbfs": ("say", "wav"),
}
_TIMED_STATES = {"timing", "lead-in"}
_NO_QUESTION = {"instruction", "waiting", "lead-in", "timing", "paused"}


def check(read: ScriptFile, routine: Routine, language: Language) -> None:
    """Raise ScriptError for the first action of the script that cannot be, or cannot come in `routine`."""
    for table, actions in (("do", read.script.do), ("whenever", read.script.whenever)):
        for number, action in enumerate(actions):
            _ActionCheck(read.file, (table, number), action, language).check()
            _WhenCheck(read, (table, number, "when"), action.when, routine, language).check()


class _Check:
    def __init__(self, file: TomlFile, place: Place, language: Language) -> None:
        self._file, self._place, self._language = file, place, language

    def _refuse(self, field: str, found: str, expected: str, advice: str = "correct it there") -> NoReturn:
        place = (*self._place, field) if field else self._place
        raise self._file.fault(ScriptError, place, found=found, expected=expected, advice=advice)

    def _refuse_unknown(self, field: str, name: str, known: tuple[str, ...]) -> NoReturn:
        near = close_to(name, known)
        listed = ", ".join(shown(one) for one in known)
        self._refuse(field, shown(name), f"one of {listed}", f"write {shown(near)}" if near else "correct it there")

    def _check_text(self, field: str, text: str | None) -> None:
        if text is None:
            return
        if not text.isprintable():
            self._refuse(field, shown(text), "printable characters only")
        if not any(c.isalnum() for c in text):
            self._refuse(field, shown(text), "at least one letter or digit")


class _ActionCheck(_Check):
    """What is done."""

    def __init__(self, file: TomlFile, place: Place, action: Action, language: Language) -> None:
        super().__init__(file, place, language)
        self._action = action

    def check(self) -> None:
        way = self._check_way()
        for field, ways in _GOES_WITH.items():
            if getattr(self._action, field) is not None and way not in ways:
                self._refuse(field, f"{field} beside {way}", f"{field} beside {' or '.join(ways)} only", "take it out")
        for field in ("say", "wav", "said"):
            self._check_text(field, getattr(self._action, field))
        self._check_key(self._action.press)
        expect = self._action.expect
        if expect is not None and expect not in EXPECTED:
            self._refuse_unknown("expect", expect, EXPECTED)

    def _check_way(self) -> str:
        given = [way for way in _WAYS if getattr(self._action, way) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            self._refuse("", found, "exactly one of say, wav and press", "take one out" if given else "add it there")
        return given[0]

    def _check_key(self, key: str | None) -> None:
        keys = self._language.keys
        if key is not None and keys.meaning(key, ALL_LIVE) is None:
            known = dict.fromkeys(key for names in keys.commands.values() for key in names)
            listed = ", ".join(shown(name) for name in (*known, *(a for a in keys.answers.values() if a not in known)))
            self._refuse("press", shown(key), f"a key ({listed}) or a phrase that the coach knows")


class _WhenCheck(_Check):
    """When it is done."""

    def __init__(self, read: ScriptFile, place: Place, when: When, routine: Routine, language: Language) -> None:
        super().__init__(read.file, place, language)
        self._script, self._when, self._routine = read.script, when, routine

    def check(self) -> None:
        if self._when == When(delay=self._when.delay):
            self._refuse("", "no moment", "at least one of at, step, question, state, over and so on")
        for field in ("over", "after"):
            self._check_text(field, getattr(self._when, field))
        self._check_time()
        self._check_question()
        self._check_second()
        step = self._step()
        if step:
            self._check_step(step)

    def _check_time(self) -> None:
        at = self._when.at
        if at is not None and at >= self._script.minutes * 60:
            self._refuse("at", f"{at:g}", f"less than the {self._script.minutes * 60:g} s that minutes allows")

    # --- questions ------------------------------------------------------------------------------------------------

    def _check_question(self) -> None:
        name = self._when.question
        if name is None:
            if self._when.asked is not None:
                self._refuse("asked", "asked without question", "both or neither", "add question there")
            return
        if name not in questions.NAMES:
            self._refuse_unknown("question", name, questions.NAMES)
        if not questions.asked_by(self._routine, name):
            self._refuse("question", shown(name), "a question that the routine comes to")
        if self._when.state in _NO_QUESTION:
            self._refuse("state", shown(self._when.state), '"asking", "speaking" or "quiet" beside question')
        self._check_place_of(name)
        self._check_remembered(name)

    def _check_place_of(self, name: str) -> None:
        in_steps = name in (*questions.IN_STEPS, *questions.ANY_TIME)
        if self._when.step is not None and not in_steps:
            self._refuse("step", f"a step beside {shown(name)}", "no step, because that is asked before or after them")

    def _check_remembered(self, name: str) -> None:
        remembered = self._script.coach.remembered
        if name == "same" and (remembered.feeling, remembered.diabetes) != ("no", "no"):
            expected = 'another question, because "same" is asked only where coach.remembered says "no" twice'
            self._refuse("question", shown(name), expected)
        if name == "last" and not remembered.foot:
            expected = 'another question, because "last" is asked only where coach.remembered names a foot'
            self._refuse("question", shown(name), expected)

    # --- steps ----------------------------------------------------------------------------------------------------

    def _step(self) -> Step | None:
        wanted, routine = self._when.step, self._routine
        if wanted is None:
            return None
        number = int(wanted) if str(wanted).isdecimal() else 0
        if found := self._numbered(number):
            return found
        found = next((step for step in routine.steps if step.id == wanted), None)
        if found is None:
            ids = tuple(step.id for step in routine.steps)
            near = close_to(str(wanted), ids)
            most = max(len(routine.steps_of(side)) for side in self._feet())
            expected = f"a number from 1 to {most} or one of {', '.join(map(shown, ids))}"
            self._refuse("step", shown(wanted), expected, f"write {shown(near)}" if near else "correct it there")
        return found

    def _feet(self) -> tuple[Side, ...]:
        """The feet on which it may come."""
        return (self._when.foot,) if self._when.foot else tuple(Side)

    def _numbered(self, number: int) -> Step | None:
        """The step of that number on the foot, from 1; refused where it is not the same on both and none is named."""
        on_feet = (self._routine.steps_of(side) for side in self._feet())
        found = {steps[number - 1].id: steps[number - 1] for steps in on_feet if 1 <= number <= len(steps)}
        if len(found) > 1:
            self._refuse("step", str(number), "foot beside it, because the feet have different steps", "add foot there")
        return next(iter(found.values()), None)

    def _check_step(self, step: Step) -> None:
        if self._when.foot and step.per_foot and not step.is_for(self._when.foot):
            self._refuse("foot", shown(self._when.foot), f'"{step.side}", because that step is done on no other foot')
        stage = Stage.FOOT if step.per_foot else Stage.PREPARATION
        if self._when.stage not in {None, stage}:
            self._refuse("stage", shown(self._when.stage), f'"{stage}", where that step belongs')
        timed = self._when.second is not None or self._when.state in _TIMED_STATES
        if timed and not step.timed:
            self._refuse("step", shown(self._when.step), "a hold or a motion, because a guide has no clock")
        if self._when.state == "waiting" and step.timed:
            self._refuse("step", shown(self._when.step), "a guide, because a timed step does not wait")
        if step.timed and self._when.second is not None:
            self._check_within(step, self._when.second)

    def _check_second(self) -> None:
        if self._when.second is not None and self._when.state not in {None, "timing"}:
            self._refuse("state", shown(self._when.state), '"timing" or nothing beside second')
        if self._when.second is not None and self._when.step is None:
            longest = max((step.seconds for step in self._routine.steps), default=0)
            if longest <= self._when.second and not _asks_for_more_time(self._script, self._language):
                self._refuse("second", f"{self._when.second:g}", f"less than {longest}, the longest step's seconds")

    def _check_within(self, step: Step, second: float) -> None:
        if second >= step.seconds and not _asks_for_more_time(self._script, self._language):
            self._refuse("second", f"{second:g}", f"less than the step's {step.seconds} seconds")


def _asks_for_more_time(script: Script, language: Language) -> bool:
    def asks(action: Action) -> bool:
        read = language.keys.meaning if action.press else language.phrasebook.match
        found = read(action.words, ALL_LIVE)
        return (found is not None and found.intent is Intent.MORE_TIME) or action.expect == Intent.MORE_TIME.value

    return any(asks(action) for action in (*script.do, *script.whenever))

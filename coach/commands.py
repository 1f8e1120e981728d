"""What each command does: a table from intents to what follows them. Pure."""

from collections.abc import Callable

from coach.course import Course
from coach.effects import Speak
from coach.events import Heard
from coach.hold import CountStyle
from coach.intents import Intent
from coach.journey import Ending, Stage
from coach.safety import Safety
from coach.view import Mode

Command = Callable[[Heard], None]

_PASSABLE = {"gate", "tool", "stop", "end"}
"""Questions that a command may pass by; every other one is answered first."""
_HURT = "hurt"


class Commands:
    """Obeys what was heard, wherever the session is. Safety words come here with all frozen already."""

    def __init__(self, course: Course, safety: Safety) -> None:
        self._course = course
        self._wording = course.wording
        self._safety = safety
        self._voice = self._voice_table()
        self._table = self._step_table() | self._voice
        self._closing = self._closing_table() | self._voice

    def obey(self, heard: Heard) -> None:
        """Do what a command wants, or answer why not."""
        if self._course.mode is Mode.OVER:
            self._closing.get(heard.match.intent, self._at_the_end)(heard)
        else:
            self._table[heard.match.intent](heard)

    # --- the tables -----------------------------------------------------------------------------------------------

    def _step_table(self) -> dict[Intent, Command]:
        return {
            Intent.NEXT: self._next,
            Intent.BACK: self._back,
            Intent.REPEAT: self._repeat,
            Intent.PAUSE: self._pause,
            Intent.RESUME: self._resume,
            Intent.READY: self._ready,
            Intent.SWITCH_FOOT: self._switch_foot,
            Intent.TIME_LEFT: self._time_left,
            Intent.MORE_TIME: self._more_time,
            Intent.HURTS: lambda heard: self._safety.hurts(heard.match.phrase, heard.start),
            Intent.STOP: self._stop,
            Intent.END: self._end,
            Intent.HELP: self._help,
        }

    def _voice_table(self) -> dict[Intent, Command]:
        return {
            Intent.SLOWER: lambda heard: self._rate(-1),
            Intent.FASTER: lambda heard: self._rate(+1),
            Intent.LOUDER: lambda heard: self._gain(+1),
            Intent.QUIETER: lambda heard: self._gain(-1),
            Intent.FEWER_COUNTS: lambda heard: self._counts(self._course.settings.count_style.fewer, heard.at),
            Intent.MORE_COUNTS: lambda heard: self._counts(self._course.settings.count_style.more, heard.at),
        }

    def _closing_table(self) -> dict[Intent, Command]:
        return {
            Intent.HURTS: self._hurts_at_the_end,
            Intent.STOP: self._leave,
            Intent.END: self._leave,
            Intent.NEXT: self._leave,
            Intent.REPEAT: self._repeat_closing,
        }

    # --- from step to step ----------------------------------------------------------------------------------------

    def _next(self, heard: Heard) -> None:
        teaching = self._course.teaching
        if heard.start < teaching.released_at:
            return  # It was meant for the step that ended meanwhile.
        if not self._may_pass("skip", heard):
            return
        if self._course.journey.stage is Stage.WELCOME:
            self._leave_welcome(heard)
        else:
            ending = self._ending_of_next(heard.match.phrase)
            self._course.freeze(heard.start)
            teaching.end_step(ending, heard.start)

    def _ending_of_next(self, phrase: str) -> Ending:
        step = self._course.journey.step
        timed = step is not None and step.timed
        return Ending.SKIPPED if timed or self._means_skip(phrase) or self._course.asking.question else Ending.DONE

    def _means_skip(self, phrase: str) -> bool:
        return phrase in self._wording.phrasebook.answers["skip"]

    def _back(self, heard: Heard) -> None:
        if self._course.interviewing and not self._safety.unsettled:
            self._back_in_interview(heard)
        elif not self._may_pass("", heard):
            return
        elif self._course.journey.can_go_back:
            self._course.freeze(heard.start)
            self._course.journey.back()
            self._course.proceed()
        else:
            self._course.not_now(self._wording.first_step)

    def _back_in_interview(self, heard: Heard) -> None:
        """Take the last answer of this interview back, and ask for it afresh."""
        interview, journey = self._course.interview, self._course.journey
        before = journey.stage is Stage.INTERVIEW
        if interview.take_back_before() if before else interview.take_back_after(journey.massaged()):
            self._course.freeze(heard.start)
            self._course.proceed()
        else:
            self._course.not_now(self._wording.as_far_as_it_goes)

    def _switch_foot(self, heard: Heard) -> None:
        journey = self._course.journey
        if journey.side is None or self._course.interviewing:
            self._course.not_now(*self._answer_first())
        elif not self._may_pass("", heard):
            return
        elif journey.stage is Stage.PREPARATION:
            self._other_first(heard)
        elif journey.finished(journey.side.other):
            self._course.reply(self._wording.side_finished[journey.side.other])
        else:
            self._course.freeze(heard.start)
            self._course.teaching.note("switched", seconds=self._course.teaching.seconds_held)
            journey.switch()
            self._course.proceed()

    def _other_first(self, heard: Heard) -> None:
        """Before the first foot: the other one goes first, or instead of the only one."""
        journey, interview = self._course.journey, self._course.interview
        side = journey.other_first()
        interview.change_feet(journey.order)
        said = self._wording.side_first(side, only=len(journey.order) == 1)
        if interview.soreness_before(side):
            self._course.freeze(heard.start)
            self._course.talk.say(said)
            self._course.proceed()
        else:
            self._course.reply(said)

    def _ready(self, heard: Heard) -> None:
        mode, step = self._course.mode, self._course.journey.step
        if mode is Mode.PAUSED:
            self._resume(heard)
        elif mode is Mode.TALKING:
            self._leave_welcome(heard)
        elif mode is Mode.INSTRUCTING and step and step.timed:
            self._course.freeze(heard.start)
            self._course.teaching.lead_in(heard.at)
        elif mode in {Mode.WAITING, Mode.INSTRUCTING}:
            self._course.freeze(heard.start)
            self._course.teaching.end_step(Ending.DONE, heard.start)
        else:
            self._course.not_now(*self._answer_first())

    def _leave_welcome(self, heard: Heard) -> None:
        self._course.freeze(heard.start)
        self._course.begin_interview()

    # --- standing still -------------------------------------------------------------------------------------------

    def _pause(self, heard: Heard) -> None:
        self._course.freeze(heard.start)
        self._course.teaching.note("paused", seconds=self._course.teaching.seconds_held)
        self._course.pause(self._wording.paused)

    def _resume(self, heard: Heard) -> None:
        if self._asked() == _HURT:
            self._safety.answer_for("go on", heard.at)
        elif not self._course.paused and self._asked() != "end":
            self._course.not_now(*self._answer_first() or (self._wording.nothing_paused,))
        else:
            self._course.freeze(heard.start)
            self._course.teaching.note("resumed", seconds=self._course.teaching.seconds_held)
            self._go_on(heard.at)

    def _go_on(self, at: int) -> None:
        self._course.paused = False
        if self._safety.unsettled:
            self._safety.ask_about_hurt()
        else:
            self._course.go_on(at)

    def _stop(self, heard: Heard) -> None:
        self._course.paused = True
        self._safety.stop()

    def _end(self, heard: Heard) -> None:
        self._course.freeze(heard.start)
        self._safety.end()

    # --- replies --------------------------------------------------------------------------------------------------

    def _repeat(self, heard: Heard) -> None:
        course = self._course
        if course.asking.question:
            course.talk.hush()
            course.asking.repeat()
        elif course.paused:
            course.talk.hush()
            course.pause(*course.teaching.sentences() or (self._wording.stays_paused,))
        elif course.journey.stage is Stage.WELCOME:
            course.freeze(heard.start)
            course.welcome()
        else:
            course.freeze(heard.start)
            course.teaching.repeat()

    def _help(self, heard: Heard) -> None:
        course, sentences = self._course, self._wording.help_text(self._course.live)
        if course.mode is Mode.TIMING:
            course.freeze(heard.start)
            course.teaching.lead_in(heard.at, *sentences)
        else:
            course.talk.put_in(*sentences)

    def _time_left(self, heard: Heard) -> None:
        clock = self._course.teaching.clock
        if clock is None or not self._course.live.timed:
            self._course.not_now(self._wording.clock_stands)
        else:
            self._course.reply(self._wording.clock_reply(clock.seconds_left(heard.at)))

    def _more_time(self, heard: Heard) -> None:
        teaching = self._course.teaching
        if teaching.clock is None or not self._course.live.timed or heard.start < teaching.released_at:
            self._course.not_now(self._wording.clock_stands)
        elif teaching.more_time(heard.at):
            self._course.reply(self._wording.added_seconds)
        else:
            self._course.reply(self._wording.as_far_as_it_goes)

    def _rate(self, steps: int) -> None:
        self._voice_changed(
            self._course.settings.change_rate(steps), self._wording.rate["slower" if steps < 0 else "faster"]
        )

    def _gain(self, steps: int) -> None:
        self._voice_changed(
            self._course.settings.change_gain(steps), self._wording.gain["quieter" if steps < 0 else "louder"]
        )

    def _voice_changed(self, changed: bool, reply: str) -> None:
        settings = self._course.settings
        if changed:
            self._course.talk.emit(Speak(settings.words_a_minute, settings.gain_db))
        self._course.reply(reply if changed else self._wording.as_far_as_it_goes)

    def _counts(self, style: CountStyle, at: int) -> None:
        self._course.settings.count_style = style
        self._course.teaching.recount(at)
        self._course.reply(self._wording.counts[style.value])

    # --- questions ------------------------------------------------------------------------------------------------

    def _asked(self) -> str:
        question = self._course.asking.question
        return question.id if question else ""

    def _answer_first(self) -> tuple[str, ...]:
        return (self._wording.need_an_answer,) if self._asked() else ()

    def _may_pass(self, as_answer: str, heard: Heard) -> bool:
        """Whether a command may leave the open question, if any; if not, it is taken for `as_answer`, or answered."""
        asked = self._asked()
        if self._safety.unsettled and asked != _HURT:
            self._course.freeze(heard.start)
            self._safety.ask_about_hurt()
        elif asked == _HURT and self._course.asking.wants(as_answer):
            self._safety.answer_for(as_answer, heard.at)
        elif self._course.interviewing or (asked and asked not in _PASSABLE):
            self._course.not_now(*self._answer_first())
        else:
            return True
        return False

    # --- while the closing is said --------------------------------------------------------------------------------

    def _hurts_at_the_end(self, heard: Heard) -> None:
        self._course.teaching.note("hurt", said=heard.match.phrase, times=1, seconds=0.0)
        self._course.say_closing(self._wording.sharp_end[-1])

    def _leave(self, heard: Heard) -> None:
        self._course.talk.hush()
        self._course.leave()

    def _repeat_closing(self, heard: Heard) -> None:
        self._course.talk.hush()
        self._course.say_closing()

    def _at_the_end(self, heard: Heard) -> None:
        self._course.talk.put_in(self._wording.at_the_end)

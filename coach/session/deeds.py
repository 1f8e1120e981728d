"""What is done: the deeds that the session's table names, each a method. Pure."""

from collections.abc import Callable, Iterator, Mapping

from coach.clock import samples
from coach.language.intents import COUNTS, FEET, SIDES, SKIP, TOOLS, YES_NO, Intent
from coach.language.sentence_by_sentence import sentence_by_sentence
from coach.session.course import Course
from coach.session.effects import Speak
from coach.session.events import Heard
from coach.session.hold import CountStyle
from coach.session.journey import Ending, Stage
from coach.session.questions import FROZEN, GROUPS, OF_HEALTH, Question
from coach.session.safety import Safety
from coach.session.table import Deed, State

LONG_AGO = samples(120)
"""After a pause of so long the instruction is said once more."""
_OF_SIGN = dict.fromkeys(("swelling", "redness", "fever", "numbness"), "signs")
"""The screening's question that asks for a sign, where it is not called so itself."""

_MAY_CORRECT = frozenset(
    {State.ASKED, State.CONFIRM, State.CHOICE, State.TELLING, State.LEADING_IN, State.WAITING, State.HURT}
)
"""Where an answer to nothing that is asked may be for the question before; no question of "stop" is passed so."""


class Deeds:
    """Does what was heard, wherever the session is. Safety words come here with all frozen already."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._wording = course.wording
        self._safety = Safety(course)
        self._paused_since = 0
        self._by_name: Mapping[Deed, Callable[[Heard], None]] = {
            deed: getattr(self, deed.name.lower()) for deed in Deed if hasattr(self, deed.name.lower())
        }

    def do(self, deed: Deed, heard: Heard) -> None:
        """Do it."""
        self._course.interview.begin_with = heard.match.also if heard.match.also in SIDES else ""
        self._by_name[deed](heard)

    # --- replies --------------------------------------------------------------------------------------------------

    def nothing(self, heard: Heard) -> None:
        """It means nothing here."""

    def hint(self, heard: Heard) -> None:
        """Say what can be said now."""
        self._course.hint()

    def not_paused(self, heard: Heard) -> None:
        """There is nothing to be resumed."""
        why = (self._wording.nothing_paused,) if heard.match.intent is Intent.RESUME else ()
        self._course.hint(*why)

    def clock_stands(self, heard: Heard) -> None:
        """No step is timed."""
        self._course.hint(self._wording.clock_stands)

    def help(self, heard: Heard) -> None:
        """What can be said now, in a sentence; an open question is repeated."""
        self._course.put_in(heard.start, *self._wording.help_text(self._course.live))

    def explain(self, heard: Heard) -> None:
        """Answer a question about the massage, from what the step, the routine and the language tell of it."""
        teaching, journey, topic = self._course.teaching, self._course.journey, heard.match.topic
        if topic == "what next":
            step = next((step for step in journey.following() if not teaching.left_out(step)), None)
            told: tuple[str, ...] = (self._wording.comes_next(step),)
        else:
            told = next(filter(None, map(teaching.allowed, self._known(topic))), ())
        self._course.put_in(heard.start, *(told or (self._wording.do_not_know,)))

    def _known(self, topic: str) -> Iterator[tuple[str, ...]]:
        """What there is to tell of `topic`: of the step, then of the routine, then of any massage."""
        step, routine = self._course.journey.step, self._course.journey.routine
        for answers in (step.answers if step else {}, routine.answers):
            yield sentence_by_sentence(answers.get(topic, ""))
        if topic == "why":
            yield routine.purpose
        yield sentence_by_sentence(self._wording.answers.get(topic, ""))

    def tell_where(self, heard: Heard) -> None:
        """Foot, step, and what is left."""
        journey, clock = self._course.journey, self._course.teaching.clock
        if journey.stage is Stage.FOOT and journey.side and journey.step:
            left = (self._wording.clock_reply(clock.seconds_left(heard.at)),) if clock else ()
            self._course.reply(self._wording.is_here(journey.side, journey.step, *journey.part), *left)
        elif journey.stage is Stage.CHANGEOVER and journey.side:
            self._course.put_in(heard.start, self._wording.other_side[journey.side])
        elif journey.step:
            self._course.put_in(heard.start, self._wording.where_preparing)
        else:
            self._course.hint()

    def time_left(self, heard: Heard) -> None:
        """How much of the step is left, in the place of the counts that this covers."""
        clock = self._course.teaching.clock
        if clock is None or not self._course.live.timed:
            self._course.hint(self._wording.clock_stands)
        else:
            self._course.reply(self._wording.clock_reply(clock.seconds_left(heard.at)))

    def more_time(self, heard: Heard) -> None:
        """Ten seconds more."""
        teaching = self._course.teaching
        if teaching.clock is None or not self._course.live.timed or heard.start < teaching.released_at:
            self._course.hint(self._wording.clock_stands)
        elif teaching.more_time(heard.at):
            self._course.reply(self._wording.added_seconds)
        else:
            self._course.reply(self._wording.as_far_as_it_goes)

    # --- the welcome ----------------------------------------------------------------------------------------------

    def welcome_again(self, heard: Heard) -> None:
        """The welcome from its start."""
        self._course.freeze(heard.start)
        self._course.welcome()

    def leave_welcome(self, heard: Heard) -> None:
        """The welcome is known."""
        self._course.freeze(heard.start)
        self._course.begin_interview()

    # --- answers --------------------------------------------------------------------------------------------------

    def answer(self, heard: Heard) -> None:
        """The answer to the open question."""
        course, match = self._course, heard.match
        asked = course.asking.question
        if asked is None or not course.asking.wants(match.answer):
            course.hint()
            return
        course.talk.hush()
        course.talk.note("answer", question=asked.id, answer=match.answer)
        if match.answer == "yes" and asked.id in GROUPS and match.topic:
            course.name_sign(_OF_SIGN.get(match.topic, match.topic))
        else:
            course.asking.answer(match.answer, heard.at)

    def answer_before(self, heard: Heard) -> None:
        """An answer to what was asked before: the same is nothing new, another one corrects it, "no" rejects it."""
        course, answer, before = self._course, heard.match.answer, self._course.asking.before
        last = course.interview.last
        if before is None or answer not in before.answers | {"no"} or course.state not in _MAY_CORRECT:
            return
        if course.state is State.HURT:
            if before.id == "hurt" and answer == "yes":
                self._safety.sharp_after_all()
            return
        if before.id in {"gate", "tool"}:
            self._answer_of_step_before(heard, before)
        elif last and before.id in {last[0], "confirm"} and answer != last[1]:
            course.talk.note("answer", question=last[0], answer=answer)
            course.take_back(answer)

    def _answer_of_step_before(self, heard: Heard, before: Question) -> None:
        teaching, answer = self._course.teaching, heard.match.answer
        if before.id == "tool":
            if answer in TOOLS - {teaching.tool}:
                self.change(heard)
            elif answer == "no" and teaching.ask_again():
                self._course.freeze(heard.start)
                self._course.go_on(heard.at)
        elif answer != teaching.gate_answer:
            self._gate_corrected(heard)

    def _gate_corrected(self, heard: Heard) -> None:
        """The question before a step is answered anew: asked once more, and for that gone back to."""
        course = self._course
        course.freeze(heard.start)
        course.talk.say(self._wording.sorry)
        if course.teaching.return_to_gate():
            course.proceed()
        elif course.teaching.ask_again():
            course.go_on(heard.at)

    def as_answer(self, heard: Heard) -> None:
        """A command that amounts to an answer of the safety lane's open question."""
        asking, intent = self._course.asking, heard.match.intent
        asked = asking.question.id if asking.question else ""
        answer = {Intent.NEXT: "skip", Intent.RESUME: "go on"}.get(intent, "no")
        if intent is Intent.NEXT and heard.match.topic != SKIP:
            answer = ""
        if asked in {"stop", "end"}:
            answer = "yes" if intent is Intent.END else "no"
        if asking.wants(answer):
            self._course.talk.hush()
            asking.answer(answer, heard.at)
        else:
            self._course.hint()

    def vague(self, heard: Heard) -> None:
        """Something like an answer that decides nothing: say what is wanted."""
        asked, intent = self._course.asking.question, heard.match.intent
        if asked is None:
            return
        any_of = [answer for answer in ("left", "both", "ball", "hands only") if answer in asked.answers]
        if intent is Intent.EITHER and any_of and asked.id != "other foot":
            choice = "both" if "both" in asked.answers else any_of[0]
            self._course.talk.hush()
            self._course.asking.answer(choice, heard.at)
        elif intent is Intent.UNSURE and OF_HEALTH & {asked.id, *asked.covers} and asked.answers >= YES_NO:
            self._course.talk.hush()
            self._course.put_in(heard.start, self._wording.unsure_of_health)
        else:
            self._course.asking.hint()

    def correct(self, heard: Heard) -> None:
        """The answer before was meant to be this one."""
        course, answer = self._course, heard.match.answer
        before = course.asking.before
        if course.state is State.FAREWELL:
            course.reopen(answer)
        elif course.state is State.HURT:
            self._hurt_corrected(answer)
        elif not answer:
            self.take_back(heard)
        elif before and before.id == "gate" and answer in YES_NO - {course.teaching.gate_answer}:
            self._gate_corrected(heard)
        else:
            self._interview_corrected(heard)

    def _interview_corrected(self, heard: Heard) -> None:
        course, answer = self._course, heard.match.answer
        if course.journey.stage is Stage.FOOT and answer in TOOLS | SIDES:
            self.change(heard)
        elif course.asking.question and course.asking.question.id == "confirm" and answer in YES_NO:
            course.freeze(heard.start)
            course.take_back(answer)
        elif not course.correct(answer, heard.start):
            course.hint()

    def _hurt_corrected(self, answer: str) -> None:
        """Whether it is sharp was answered wrongly."""
        self._course.talk.hush()
        if answer == "yes":
            self._safety.sharp_after_all()
        else:
            self._safety.ask_about_hurt()

    def change(self, heard: Heard) -> None:
        """Another tool or foot from now on."""
        course, answer = self._course, heard.match.answer
        asked = course.asking.question
        if answer not in TOOLS | FEET:
            course.hint()
        elif asked and asked.id == "last":
            self._nearly_as_last_time(heard, answer)
        elif answer in TOOLS:
            self._change_tool(heard, answer)
        elif course.interviewing or course.journey.side is None:
            if not course.correct(answer, heard.start):
                course.hint()
        elif answer in SIDES and answer != course.journey.side:
            self.switch_foot(heard)
        elif answer == "both":
            self._both_after_all(heard)
        else:
            course.reply(self._wording.as_far_as_it_goes)

    def _both_after_all(self, heard: Heard) -> None:
        journey = self._course.journey
        if journey.side and journey.side.other in journey.order:
            self._course.reply(self._wording.both_already)
        else:
            self._ask_for_other_foot(heard)

    def _change_tool(self, heard: Heard, tool: str) -> None:
        course = self._course
        if not self._may_use(tool):
            course.put_in(heard.start, self._wording.nothing_frozen)
            return
        course.interview.answers["tool"] = tool
        if course.teaching.change_tool(tool) and course.journey.step and course.journey.step.tools:
            course.freeze(heard.start)
            course.talk.say(self._wording.tool_read_back[tool])
            course.teaching.repeat()
        else:
            course.put_in(heard.start, self._wording.tool_read_back[tool])

    def _may_use(self, tool: str) -> bool:
        return self._course.teaching.may_use(tool) and not (tool == FROZEN and self._course.interview.frozen_barred())

    def _nearly_as_last_time(self, heard: Heard, answer: str) -> None:
        """All as last time, but for this."""
        course = self._course
        if answer in TOOLS and not self._may_use(answer):
            course.put_in(heard.start, self._wording.nothing_frozen)
            return
        course.talk.hush()
        if answer in TOOLS:
            course.talk.say(self._wording.tool_read_back[answer])
        course.interview.but = answer
        course.asking.answer("yes", heard.at)

    def take_back(self, heard: Heard) -> None:
        """The last answer, or what ended the session, was not meant so."""
        course = self._course
        answer = heard.match.answer if heard.match.intent is Intent.ANSWER else ""
        if course.state is State.FAREWELL:
            if answer != "yes":
                course.reopen(answer)
        elif course.interviewing or course.interview.to_confirm():
            course.freeze(heard.start)
            if not course.take_back():
                course.reply(self._wording.as_far_as_it_goes)
                course.proceed()
        else:
            self.back(heard)

    def ask_about_hurt(self, heard: Heard) -> None:
        """How a hurt is to be settled comes first."""
        self._course.freeze(heard.start)
        self._safety.ask_about_hurt()

    # --- from step to step ----------------------------------------------------------------------------------------

    def skip(self, heard: Heard) -> None:
        """To the next step."""
        teaching, journey = self._course.teaching, self._course.journey
        if self._asks_for_other_foot:
            self._course.hint()
            return
        if heard.start < teaching.released_at:
            return  # It was meant for the step that ended meanwhile.
        if journey.step is None and journey.stage is not Stage.CHANGEOVER:
            self.resume(heard)
            return
        timed = journey.step is not None and journey.step.timed
        skipped = timed or heard.match.topic == SKIP or self._course.asking.question
        self._course.freeze(heard.start)
        self._course.paused = False
        teaching.end_step(Ending.SKIPPED if skipped else Ending.DONE, heard.start)

    def done(self, heard: Heard) -> None:
        """What had no clock is done."""
        self._course.freeze(heard.start)
        self._course.teaching.end_step(Ending.DONE, heard.start)

    def ready(self, heard: Heard) -> None:
        """The instruction is known."""
        step = self._course.journey.step
        self._course.freeze(heard.start)
        if step and step.timed:
            self._course.teaching.lead_in(heard.at)
        else:
            self._course.teaching.end_step(Ending.DONE, heard.start)

    def back(self, heard: Heard) -> None:
        """To the step before; just after an answer, to its question."""
        course = self._course
        if self._asks_for_other_foot:
            course.talk.hush()
            course.asking.answer("no", heard.at)
        elif course.interviewing:
            self.take_back(heard)
        elif course.teaching.state is State.TELLING and not course.asking.question and course.teaching.ask_again():
            course.freeze(heard.start)
            course.go_on(heard.at)
        elif course.journey.can_go_back:
            course.freeze(heard.start)
            course.journey.back()
            course.proceed()
        elif course.journey.stage is Stage.PREPARATION and course.interview.last:
            course.freeze(heard.start)
            course.take_back()
        else:
            course.hint(self._wording.first_step)

    @property
    def _asks_for_other_foot(self) -> bool:
        asked = self._course.asking.question
        return asked is not None and asked.id == "other foot"

    def switch_foot(self, heard: Heard) -> None:
        """To the other foot, at its own place; one that was left out is asked for."""
        journey = self._course.journey
        if journey.side is None or self._course.interviewing:
            self._course.hint()
        elif journey.side.other not in journey.order:
            self._ask_for_other_foot(heard)
        elif journey.stage is Stage.PREPARATION:
            self._other_first(heard)
        elif journey.finished(journey.side.other):
            self._course.reply(self._wording.side_finished[journey.side.other])
        else:
            self._switch(heard.start)

    def _switch(self, at: int) -> None:
        self._course.freeze(at)
        self._course.teaching.note("switched", seconds=self._course.teaching.seconds_held)
        self._course.journey.switch()
        self._course.proceed()

    def _ask_for_other_foot(self, heard: Heard) -> None:
        side = self._course.journey.side
        if side:
            self._course.freeze(heard.start)
            question = Question("other foot", (self._wording.foot_left_out[side.other],), YES_NO)
            self._course.asking.ask(question, self._other_foot_answered)

    def _other_foot_answered(self, answer: str, at: int) -> None:
        journey = self._course.journey
        if answer == "yes" and journey.side and journey.stage is Stage.PREPARATION:
            journey.add_foot(first=True)
            self._course.interview.change_feet(journey.order)
            self._course.proceed()
        elif answer == "yes" and journey.side:
            journey.add_foot()
            self._course.interview.change_feet(journey.order)
            self._switch(at)
        else:
            self._course.go_on(at)

    def _other_first(self, heard: Heard) -> None:
        """Before the first foot: the other one goes first."""
        journey, interview = self._course.journey, self._course.interview
        side = journey.other_first()
        interview.change_feet(journey.order)
        said = self._wording.first_foot[side]
        if interview.soreness_before(side):
            self._course.freeze(heard.start)
            self._course.talk.say(said)
            self._course.proceed()
        else:
            self._course.reply(said)

    # --- standing still -------------------------------------------------------------------------------------------

    def pause(self, heard: Heard) -> None:
        """All stands."""
        self._course.freeze(heard.start)
        self._paused_since = heard.at
        self._course.teaching.note("paused", seconds=self._course.teaching.seconds_held)
        self._course.pause(self._wording.paused)

    def resume(self, heard: Heard) -> None:
        """Go on where it stood."""
        self._course.freeze(heard.start)
        if self._course.unsettled:
            self._safety.ask_about_hurt()
            return
        self._course.teaching.note("resumed", seconds=self._course.teaching.seconds_held)
        self._course.paused = False
        self._course.go_on(heard.at, afresh=heard.at - self._paused_since > LONG_AGO)

    def stay_paused(self, heard: Heard) -> None:
        """It does not end, and it does not go on."""
        self._course.freeze(heard.start)
        self._course.stay_paused()

    def repeat(self, heard: Heard) -> None:
        """Say once more what was said, or asked."""
        course = self._course
        if course.asking.question:
            course.talk.hush()
            course.asking.repeat()
        elif course.paused:
            course.talk.hush()
            course.pause(*course.teaching.sentences() or (self._wording.stays_paused,))
        else:
            course.freeze(heard.start)
            course.teaching.repeat()

    # --- the safety lane ------------------------------------------------------------------------------------------

    def hurts(self, heard: Heard) -> None:
        """It hurts."""
        self._safety.hurts(heard.match, heard.start)

    def stop(self, heard: Heard) -> None:
        """Stop."""
        self._paused_since = heard.at
        self._safety.stop()

    def end(self, heard: Heard) -> None:
        """End for today?"""
        self._course.freeze(heard.start)
        self._safety.end()

    # --- the voice ------------------------------------------------------------------------------------------------

    def voice(self, heard: Heard) -> None:
        """Slower, faster, louder, quieter, fewer counts, more counts."""
        settings, intent, wording = self._course.settings, heard.match.intent, self._wording
        if intent in {Intent.SLOWER, Intent.FASTER}:
            changed = settings.change_rate(-1 if intent is Intent.SLOWER else +1)
            self._voice_changed(changed, wording.rate[intent.value])
        elif intent in {Intent.LOUDER, Intent.QUIETER}:
            changed = settings.change_gain(-1 if intent is Intent.QUIETER else +1)
            self._voice_changed(changed, wording.gain[intent.value])
        else:
            style = settings.count_style
            near = style.fewer if intent is Intent.FEWER_COUNTS else style.more
            self._counts(CountStyle(heard.match.topic) if heard.match.topic in COUNTS else near, heard.at)

    def _voice_changed(self, changed: bool, reply: str) -> None:
        settings = self._course.settings
        if changed:
            self._course.talk.emit(Speak(settings.words_a_minute, settings.gain_db))
        self._course.reply(reply if changed else self._wording.as_far_as_it_goes)

    def _counts(self, style: CountStyle, at: int) -> None:
        self._course.settings.count_style = style
        self._course.teaching.recount(at)
        self._course.reply(self._wording.counts[style.value])

    # --- while the closing is said --------------------------------------------------------------------------------

    def hurts_at_the_end(self, heard: Heard) -> None:
        """It hurts, and there is nothing left to be let go of: the advice once more."""
        self._course.talk.hush()
        self._course.teaching.note("hurt", said=heard.match.phrase, times=1, seconds=0.0)
        self._course.say_closing(self._wording.sharp_end[-1])

    def leave(self, heard: Heard) -> None:
        """Enough of farewells."""
        self._course.talk.hush()
        self._course.leave()

    def repeat_closing(self, heard: Heard) -> None:
        """The closing from its start."""
        self._course.talk.hush()
        self._course.say_closing()

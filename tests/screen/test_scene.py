"""Asserts coach.screen.scene: no notice takes the place of one that nobody can have read yet."""

from coach.clock import samples
from coach.screen.scene import Story
from coach.session.events import Part, PartFails, PartWorks
from tests.session.driver import Company


def test_notices_of_the_same_moment_are_shown_one_after_the_other_each_long_enough_to_be_read() -> None:
    company = Company()
    story = Story(company.view)
    for text in ("first", "second", "third"):
        story.notify(text, samples(1))
    shown = [story.scene(samples(at)).notice for at in (2, 6, 8, 12, 14, 20, 40)]
    assert shown == ["first", "first", "second", "second", "third", "third", ""]


def test_a_notice_after_a_while_is_shown_at_once() -> None:
    story = Story(Company().view)
    story.notify("first", 0)
    story.notify("second", samples(10))
    assert story.scene(samples(10)).notice == "second"


def test_the_keys_alone_are_offered_while_the_recogniser_is_away() -> None:
    company = Company().to_second(5)
    story = Story(company.view)
    for event, hears in ((PartFails(Part.HEARING, company.at), False), (PartWorks(Part.HEARING, company.at), True)):
        story.tell(company.view, event, ())
        assert story.scene(company.at).hears is hears

"""Asserts coach.machine.watchdog: what ails is told within a second, once, and that it is well again."""

import time

from coach.machine.watchdog import Watchdog


def test_a_part_that_ails_is_told_once_within_a_second_and_again_when_it_is_well() -> None:
    ails = {"screen": False, "log": False}
    told: list[tuple[str, bool, float]] = []
    watch = Watchdog(
        {part: lambda part=part: ails[part] for part in ails},  # type: ignore[misc]  # mypy knows no defaults of lambdas
        lambda part, ailing: told.append((part, ailing, time.monotonic())),
    )
    time.sleep(0.3)
    began = time.monotonic()
    ails["screen"] = True
    time.sleep(0.9)
    ails["screen"] = False
    time.sleep(0.5)
    watch.close()
    ails["log"] = True
    time.sleep(0.4)
    assert [(part, ailing) for part, ailing, _ in told] == [("screen", True), ("screen", False)]
    assert told[0][2] - began < 1

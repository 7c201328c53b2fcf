"""What was done was not done on a day to come: the day of a deed that a sentence seems to put after its own report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.extract.dating import Choice
from tracker.extract.dating_days import assumed, week_before
from tracker.extract.rules import Rule
from tracker.extract.status_mood import Reading
from tracker.extract.status_unreal import SAID
from tracker.model import Basis, EventDate, Status


def in_its_time(choice: Choice, rule: Rule, reading: Reading, published: date | None) -> Choice:
    """The date of what has been done, or said, by the day of publication: a bare weekday after that is the one before
    it, and any other day to come ("until May", "asked for a halt from June") is that of something else."""
    interval = choice.date.interval
    if interval is None or published is None or interval.start <= published or choice.date.basis is Basis.ASSUMED:
        return choice
    said = rule.type in SAID and reading.status is Status.HAPPENED
    if not said and not (reading.past and reading.status in (Status.HAPPENED, Status.ONGOING)):
        return choice
    earlier = None if said else week_before(choice.date, published)
    if earlier is not None:
        return replace(choice, date=earlier, why=f"{choice.why}, the last one")
    if choice.date.basis is Basis.TEXT and "paragraph" not in choice.why and not said:
        return Choice(EventDate(None), f"{choice.why}, which counts from a day that is not said", False)
    return Choice(assumed(published), f"“{choice.date.text}” is to come: the publication date", False)

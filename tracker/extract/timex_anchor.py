"""The meaning of time expressions: from a match and its surroundings to a TIMEX3 value. Pure.

Relative expressions count from the day of publication, in narrative texts and after words like "the day before"
from the last date that the text named. Each rule of the grammar has a reading here; it answers a Meaning, or None
where the match is no time expression after all.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.extract import timex_days as days
from tracker.extract import timex_durations as durations
from tracker.extract import timex_units as units
from tracker.extract import timex_years as years
from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import Meaning, Parts, Surroundings


def meaning(found: Found, around: Surroundings) -> Meaning | None:
    """What a match means; None where it is no time expression."""
    try:
        return _RULES[found.rule](found.parts, found, around)
    except (ValueError, OverflowError):
        return None


_RULES: dict[str, Callable[[Parts, Found, Surroundings], Meaning | None]] = {
    "iso": days.read_iso,
    "slashes": days.read_slashes,
    "clock_day": days.read_clock_day,
    "dates_mdy": days.read_days_between,
    "dates_dmy": days.read_days_between,
    "mdy": days.read_full_day,
    "dmy": days.read_full_day,
    "month_year": days.read_month_year,
    "month": days.read_bare_month,
    "new_year": years.read_new_year,
    "season": years.read_season,
    "quarter_of": years.read_quarter_of,
    "month_quarter": years.read_month_quarter,
    "year_quarter": years.read_quarter_of,
    "q_number": years.read_quarter_of,
    "nth_day": days.read_nth_day,
    "years": years.read_years,
    "year": years.read_bare_year,
    "year_period": years.read_year_period,
    "latest_period": units.read_latest_period,
    "bc": years.read_bc,
    "short_year": years.read_short_year,
    "time_ref": days.read_time_ref,
    "at_night": days.read_at_night,
    "decade": years.read_decade,
    "decade_word": years.read_decade_word,
    "century": years.read_century,
    "day_word": days.read_day_word,
    "day_beside": days.read_day_beside,
    "part_of_day": days.read_part_of_day,
    "definite_part": days.read_definite_part,
    "hours_of": days.read_hours_of,
    "weekday": days.read_bare_weekday,
    "part_weekday": days.read_clock_day,
    "clock": days.read_clock_day,
    "week_of": days.read_week_of,
    "weeks_from": days.read_weeks_from,
    "weekday_week": days.read_weekday_week,
    "overnight": days.read_overnight,
    "deictic": units.read_deictic,
    "same_of": units.read_same_of,
    "year_end": units.read_year_end,
    "fraction_unit": units.read_fraction,
    "offset": units.read_offset,
    "beside": units.read_beside,
    "past_next": units.read_past_next,
    "past_next_one": units.read_past_next,
    "ago_adjective": units.read_ago_adjective,
    "recent_units": units.read_recent_units,
    "hyphen_duration": durations.read_hyphen,
    "unit_long": durations.read_unit_long,
    "vague_duration": durations.read_vague_duration,
    "duration": durations.read_duration,
    "all_unit": durations.read_all_unit,
    "bare_units": durations.read_bare_units,
    "set_every": durations.read_set_every,
    "set_word": durations.read_set_word,
    "set_per": durations.read_set_per,
    "now": units.reference("PRESENT_REF"),
    "current": units.reference("PRESENT_REF"),
    "past": units.reference("PAST_REF"),
    "future": units.reference("FUTURE_REF"),
    "holiday": years.read_holiday,
}

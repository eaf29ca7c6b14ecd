"""Days as people say them, in the language of the document and without the machine's locale."""

from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS


def as_date(value: date | str) -> date:
    """A date from a sheet comes as "2026-12-01"."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def day(value: date | str) -> str:
    """For example 1 December 2026; what is no date stays as it was written."""
    try:
        when = as_date(value)
    except ValueError:
        return str(value)
    return f"{when.day} {MONTHS[when.month]} {when.year}"


def weekday(value: date | str) -> str:
    """For example Tuesday 1 December 2026."""
    when = as_date(value)
    return f"{WEEKDAYS[when.weekday()]} {day(when)}"


def month(value: date | str) -> str:
    """For example December 2026."""
    when = as_date(value)
    return f"{MONTHS[when.month]} {when.year}"

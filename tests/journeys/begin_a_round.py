"""`python -m tests.journeys.begin_a_round` opens a round in a data folder, for a browser to answer."""

import json

import django

import alongside.site.database  # noqa: F401  before Django


def main() -> None:
    """One line of JSON: the address of the round, and the cookie of a shared screen."""
    django.setup()
    from django.http import HttpResponse

    from alongside.voices import marks
    from alongside.voices.tests.cast import an_open_round

    put = HttpResponse()
    marks.put_screen(put)
    print(json.dumps({"short": an_open_round().short, "screen": put.cookies[marks.SCREEN].value}))


if __name__ == "__main__":
    main()

"""Fill a new data folder with a round that was answered and what came of it, for tests in a browser."""

import json

import django

import alongside.site.database  # noqa: F401  before Django


def main() -> None:
    """One line of JSON: addresses, a code, and the cookies of two people."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from alongside.people.tests.cast import asked
    from alongside.voices import heard
    from alongside.voices.contribution import Reach
    from alongside.voices.tests import afterwards
    from alongside.voices.tests.cast import an_open_round, two

    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    round = an_open_round(pair)
    people = [afterwards.somebody_said(round, code=afterwards.CODE)]
    people += [afterwards.somebody_said(round, how=how, address="01632 960 555") for how in (Reach.CALL, Reach.LETTER)]
    for person in people:
        afterwards.read_it(person)
    theme = afterwards.under("Sundays", *people)
    afterwards.told(afterwards.a_decision(pair, theme=theme))
    change = afterwards.a_change(pair, theme=theme, texts={"we-did": afterwards.DONE})
    afterwards.told(change)
    afterwards.told(
        afterwards.a_change(pair, theme=theme, state="not-yet", not_yet_by="2026-01-01", texts={"you-said": "Evenings"})
    )
    ready = afterwards.a_change(pair, texts={"you-said": "Toast", "we-did": "There is toast."})
    afterwards.both_say_yes(ready)
    heard.count_again()
    cookies = {}
    for name, person in (("amina", pair.partner), ("marta", pair.programme.coordinator)):
        client = Client()
        client.force_login(person)
        cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    made = {
        "short": round.short, "code": afterwards.CODE, "programme": pair.programme.public, "pair": pair.public,
        "told": change.public, "ready": ready.public, "cookies": cookies, "cookie": settings.SESSION_COOKIE_NAME,
    }  # fmt: skip
    print(json.dumps(made))


if __name__ == "__main__":
    main()

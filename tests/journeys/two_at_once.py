"""A program of its own, on a data folder of its own: two people press the same button at the same instant."""

# ruff: noqa: E402  the data folder must be known before Django is set up

import json
import threading

import django

from alongside.site import settings  # noqa: F401  finds the data folder

django.setup()

from django.core.management import call_command
from django.db import connection

from alongside.people.models import Pair
from alongside.portfolio import said, share
from alongside.portfolio.models import Ready, Said, Shared
from alongside.portfolio.sheet import Mine
from alongside.portfolio.standing import Standing
from alongside.site import demo


def at_once(*doings) -> list[str]:
    """Each in a thread with a connection of its own, all let go together; what went wrong, if anything did."""
    gate, wrong = threading.Barrier(len(doings)), []

    def run(do):
        gate.wait()
        try:
            do()
        except Exception as error:  # noqa: BLE001  whatever it is, it is what the test asks about
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(do,)) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def both_ready() -> dict:
    """Neither is ready with the profile, and both press three times, all at once."""
    pair = Pair.objects.get(partner__name="Marlon")
    Ready.objects.filter(pair=pair, sheet="one-page-profile").delete()
    Shared.objects.filter(pair=pair, sheet="one-page-profile").delete()
    sheet = pair.content.sheets["one-page-profile"]

    def press(person):
        return lambda: share.be_ready(Mine(pair, sheet, person), by=person)

    wrong = at_once(*[press(person) for person in pair.two for _ in range(3)])
    rows = {"pair": pair, "sheet": "one-page-profile"}
    return {
        "wrong": wrong,
        "ready": Ready.objects.filter(**rows).count(),
        "open": Shared.objects.filter(**rows, closed=None).count(),
    }


def both_sign() -> dict:
    """Nobody has signed the plan, and both press "I agree" three times, all at once."""
    pair = Pair.objects.get(partner__name="Amina")
    Said.objects.filter(pair=pair, sheet="action-plan").delete()
    sheet = pair.content.sheets["action-plan"]

    def press(person):
        return lambda: said.say(Mine(pair, sheet, person), "i-agree", "agree", by=person)

    wrong = at_once(*[press(person) for person in pair.two for _ in range(3)])
    return {
        "wrong": wrong,
        "said": Said.objects.filter(pair=pair, sheet="action-plan", question="i-agree", ended=None).count(),
        "signed": Standing(pair).plan_is_signed,
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    if not demo.MARK.exists():
        demo.fill()
    print(json.dumps({"ready": both_ready(), "sign": both_sign()}))

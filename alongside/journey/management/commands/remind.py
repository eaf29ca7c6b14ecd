"""Tell whoever the other has waited for since a week, once. For a timer of the computer, once a day."""

from django.core.management.base import BaseCommand

from alongside.journey import telling
from alongside.kit import messages


class Command(BaseCommand):
    help = "Tell whoever the other of a pair has waited for since a week that a page is waiting. Safe to run again."

    def handle(self, *args, **options):
        telling.rests_that_ended_today()
        told = telling.those_waited_for()
        messages.wait_until_sent()
        self.stdout.write(f"{told} told")

"""The story and its guard: what is not for sharing must not slip into a short version unseen."""

import re

from alongside.kit.sheets import Answers
from alongside.portfolio.cards import STOP, fold
from alongside.portfolio.sheet import Mine


def words_not_for_sharing(here, answers: Answers) -> list[tuple[str, str]]:
    """(my line, where it occurs), for the storyteller alone and only on the short versions."""
    if here.sheet.key not in ("pitch", "talk") or not here.mine.storyteller:
        return []
    story = Mine(here.pair, here.content.sheets["story"], here.me, shelf=here.shelf)
    mine = story.answers()
    found = []
    for row in mine.rows("not-for-sharing"):
        line = mine.text(f"not-for-sharing/{row}/line").strip()
        wanted = {fold(w) for w in re.findall(r"[\w'’]+", line)} - STOP
        for question in here.sheet.questions:
            text = answers.text(question.key)
            there = {fold(w) for w in re.findall(r"[\w'’]+", text)}
            if wanted and wanted <= there:
                found.append((line, here.say(question.ask)))
    return found

"""An organisation's own words and steps: a folder laid over ours, without code.

Only what begins now reads it. A programme that runs keeps the words that it began with, so a
mistake in a file can stop a new programme, and nothing else.
"""

from pathlib import Path

from django.conf import settings

from alongside.kit.mistakes import ContentMistake, ContentMistakes
from alongside.people.organisation import Organisation
from alongside.people.programme import Programme, WordsVersion, own_folder, words_now

EXAMPLES = {
    "sheets/one-page-profile.yaml": """\
# Your own words for this sheet. What you leave out stays as it is in ours.
# Take the # away from the lines that you want. Then: bin/alongside content check
sheet: one-page-profile
extends: base

# title: My page
#
# words:
#   appreciate: {ask: What do people like in me?, easy: What do people like about you?}
#
# add:
#   - after: matters
#     key: faith
#     kind: short
#     ask: What should people know about my faith?
#     easy: Is there something about your faith?
""",
    "process/four-meetings.yaml": """\
# Your own steps, and sheets in steps. What you leave out stays as it is in ours.
process: four-meetings
extends: base

# add_steps:
#   - meeting: meeting-2
#     after: feedback
#     key: a-walk
#     title: A walk
#     easy_title: A walk
#     minutes: 20
#     words: You walk round the building together.
#     easy: [Walk round the building.]
#     ways: {}
#     sheets: [{sheet: our-walk, when: after}]
""",
    "sheets/our-walk.yaml.example": """\
# A sheet of your own. Take .example off the name of this file, and name the sheet in a step.
sheet: our-walk
for: both
visible: us two
opens: at once
minutes: 5
title: Our walk
easy_title: Our walk
about: What the two of you saw on the way.
easy_about: [What did you see?]
questions:
  - {key: saw, kind: long, ask: What did we see?, easy: What did you see?}
""",
}


def own_files(organisation: Organisation) -> list[str]:
    """The names of the files that this organisation has laid over ours."""
    folder = own_folder(organisation)
    files = (file for file in folder.rglob("*.*") if file.suffix in (".yaml", ".md"))
    return sorted(str(file.relative_to(folder)) for file in files)


def mistakes_in(organisation: Organisation, sector: str = "") -> tuple[ContentMistake, ...]:
    """What is wrong in the content that a new programme would begin with."""
    try:
        words_now(organisation, sector)
    except ContentMistakes as found:
        return found.mistakes
    return ()


def version_of(programme: Programme) -> str:
    """The hash of the words that a programme began with."""
    return WordsVersion.objects.values_list("hash", flat=True).get(pk=programme.words_id)


def is_behind(programme: Programme) -> bool:
    """Whether a programme like this one that began today would have other words."""
    return words_now(programme.organisation, programme.sector).hash != version_of(programme)


def start_folder(key: str) -> Path:
    """An own folder with example files that change nothing yet. Raises FileExistsError."""
    folder = settings.DATA / "content" / key
    folder.mkdir(parents=True)
    for name, text in EXAMPLES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder

from alongside.voices.contribution import Answer, Contribution, Reach, Statement, Vote
from alongside.voices.gathering import AskersNote, Typing
from alongside.voices.idea import CoDesigner, DotsPut, IdeaDots, Side
from alongside.voices.reading import (
    InTheme,
    Moderation,
    Quote,
    Reading,
    Suggestion,
    TakenBack,
    Transcript,
)
from alongside.voices.release import Felt, Heard, Release, Reminder, Told
from alongside.voices.round import Closing, FrontChange, Opening, Round
from alongside.voices.snapshot import Snapshot

__all__ = [
    "Answer",
    "AskersNote",
    "Closing",
    "CoDesigner",
    "Contribution",
    "DotsPut",
    "Felt",
    "FrontChange",
    "Heard",
    "IdeaDots",
    "InTheme",
    "Moderation",
    "Opening",
    "Quote",
    "Reach",
    "Reading",
    "Release",
    "Reminder",
    "Round",
    "Side",
    "Snapshot",
    "Statement",
    "Suggestion",
    "TakenBack",
    "Told",
    "Transcript",
    "Typing",
    "Vote",
]

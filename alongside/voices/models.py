from alongside.voices.contribution import Answer, Contribution, Reach, Statement, Vote
from alongside.voices.reading import InTheme, Moderation, Quote, Reading, Suggestion, Transcript
from alongside.voices.release import Felt, Release, Told
from alongside.voices.round import Closing, FrontChange, Opening, Round
from alongside.voices.snapshot import Snapshot

__all__ = [
    "Answer",
    "Closing",
    "Contribution",
    "Felt",
    "FrontChange",
    "InTheme",
    "Moderation",
    "Opening",
    "Quote",
    "Reach",
    "Reading",
    "Release",
    "Round",
    "Snapshot",
    "Statement",
    "Suggestion",
    "Told",
    "Transcript",
    "Vote",
]

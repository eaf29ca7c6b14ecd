"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="The numbers of a round: how many chose what, with small numbers hidden; how many they were (sealed)",
        why="So that a page, an export and a later day say the same, and nobody can work out one person's answer",
        how_long="As long as the round is kept",
        how_erased="With the round. Taking your words back leaves a number that was published as it was",
    ),
]

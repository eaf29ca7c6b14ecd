"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="How far each of you is, and when; no words",
        why="So that you can carry on where you were",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="For your coordinator: the stage of your pair, the step, its date, and who waits for whom",
        why="So that somebody notices when the two of you are stuck",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="When you meet; where or on which call, sealed",
        why="So that both of you know",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
]

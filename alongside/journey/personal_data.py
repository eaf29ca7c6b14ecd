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
        what="For your coordinator: that you would like a call, whether what you need was there, that it is booked",
        why="So that you are called, and it is put right before the next time",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="Which messages were sent to you, about what and when; never what they said",
        why="So that you get each of them once, by e-mail or from your coordinator",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="When you meet; where or on which call, sealed",
        why="So that both of you know",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="After a story session: that somebody rings you a day and a week later, and whether it was done; no words",
        why="So that nobody is left alone with it",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
]

"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="Which sheets you are ready to share, shared, opened to the facilitator or left out, with dates",
        why="So that both open at the same moment, and nobody reads what you kept",
        how_long="Until you take it back, or the pair's work goes",
        how_erased="With the pair; taking back removes the row at once, or dates its end",
    ),
    Held(
        what="Your safety plan as you opened it to your facilitator, sealed, and when",
        why="So that your facilitator can do what you wrote, and nobody else reads it",
        how_long="Until you take it back, or the pair's work goes",
        how_erased="Taking it back removes the row at once; otherwise with the pair",
    ),
    Held(
        what="What you agreed to or signed, to which version, and when",
        why="So that nobody can sign for you, and a later change asks you again",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="The days on which the two of you look at your plan again",
        why="So that the same questions come back to both of you then",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="Actions of a signed plan: who, what and what happened, sealed; by when and how far, not sealed",
        why="So that what was agreed is done",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
    Held(
        what="Which rounds, ideas, decisions and change records you began, and when; headings over answers (sealed)",
        why="So that the two can begin as many as they want, and find them again",
        how_long="As long as the pair's work is kept",
        how_erased="With the pair",
    ),
]

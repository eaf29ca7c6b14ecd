"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="Words, choices and rows that you or the two of you write on sheets, who wrote each, and when",
        why="So that two people can write one sheet and nobody's words overwrite another's",
        how_long="As long as the pair's work is kept; single steps 31 days, then one joined state",
        how_erased="The key of the sheet or of the pair is destroyed, then the rows",
    ),
    Held(
        what="Whose turn it is in a box that the two of you write, since when, and who asked for it",
        why="So that you can write one at a time where you want to",
        how_long="While the turn goes on; the row goes when a turn is taken on the same sheet after that",
        how_erased="The rows are deleted",
    ),
    Held(
        what="Versions of sheets, frozen when you share or sign, with their names and dates",
        why="So that what was shared or signed stays what it was",
        how_long="As long as the sheet is kept, or until you take back what you shared",
        how_erased="With the sheet's key, and at once when you take the sharing back",
    ),
]

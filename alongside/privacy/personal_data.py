"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="Who did what to what, and when; by number, never with any words",
        why="So that you can find out who opened, signed or changed something of yours",
        how_long="As long as the data folder is kept",
        how_erased="The line stays and no longer says who",
    ),
    Held(
        what="Pictures and sound that you gave, sealed, each under a key of its own",
        why="So that they stand on your sheet",
        how_long="As long as the sheet that shows them",
        how_erased="The key goes with its row; the bytes that are left cannot be read by anybody",
    ),
]

"""What this room holds about people."""

from alongside.privacy.held import Held

HELD = [
    Held(
        what="What we call you, your e-mail address, phone number and job, if you gave them, and whether you "
        "read Easy Read",
        why="So that you can come in, and the others know whom they meet",
        how_long="As long as you take part in anything",
        how_erased="With your row",
    ),
    Held(
        what="Your day of birth, where a guardian has to be asked",
        why="So that nobody too young is asked without their guardian's yes",
        how_long="As long as you take part in anything",
        how_erased="With your row",
    ),
    Held(
        what="A paper key and four numbers for handing a device over, in a form that cannot be turned back",
        why="So that you can come in without e-mail or phone",
        how_long="Until you or your coordinator make a new one",
        how_erased="With your row, or when a new one takes its place",
    ),
    Held(
        what="Which roles you hold, in which programmes and pairs, whom you support and who supports you, "
        "with dates",
        why="So that only those who may see something see it",
        how_long="As long as the programme is kept",
        how_erased="With your row, or the programme's",
    ),
    Held(
        what="That you were asked to take part, how, what you said and when; your own words sealed",
        why="So that nobody is asked twice, and your answer counts",
        how_long="As long as the programme is kept",
        how_erased="With the pair",
    ),
    Held(
        what="What you need, sealed; only whether there is anything is not",
        why="So that those whom you chose can arrange it",
        how_long="As long as the programme is kept",
        how_erased="With your row, or the programme's",
    ),
    Held(
        what="That a pair paused or ended, who said so and when; never why",
        why="So that nobody is sent anything meanwhile",
        how_long="As long as the pair is kept",
        how_erased="With the pair",
    ),
    Held(
        what="A worry that you told the named lead, sealed",
        why="So that somebody can help",
        how_long="As long as the programme is kept",
        how_erased="With the programme",
    ),
    Held(
        what="Who is signed in on which device, and what was typed when a session ended, sealed",
        why="So that you stay signed in, and lose no words",
        how_long="As long as the session; what was typed, an hour",
        how_erased="When you leave, and when it runs out",
    ),
]

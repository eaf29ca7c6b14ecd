"""What we hold about people here."""

from alongside.privacy.held import Held

WHILE = "while they take part, and until the programme's day of removal"

HELD = [
    Held(
        "What we call you, e-mail address, phone, job",
        "to know who is who, to invite and to send codes",
        WHILE,
        "the row is deleted; audit lines then name nobody",
    ),
    Held(
        "Date of birth",
        "asked only for somebody younger than the age of the programme, so that a guardian says yes first",
        WHILE,
        "deleted with the person",
    ),
    Held(
        "Paper key: hashes of its words and its four figures; a hash of four figures to hand a device over",
        "to come in without e-mail or phone",
        "until another key is given or the person is removed",
        "deleted with the person",
    ),
    Held(
        "Passkeys: the public part of each",
        "to come in with what opens the device",
        "until the person takes it out",
        "the row is deleted",
    ),
    Held(
        "Roles, pairs, invitations with a guardian's name, rests and endings, each with its dates",
        "to know who works with whom, and to show that people were asked properly",
        WHILE,
        "deleted with the pair",
    ),
    Held(
        "The answer to the invitation and what stands beside it (sealed)",
        "the agreement to take part is a record of its own",
        WHILE,
        "deleted with the pair",
    ),
    Held(
        "What I need to take part (sealed)",
        "to put it in place before every meeting",
        WHILE,
        "deleted with the person",
    ),
    Held(
        "Who helps whom, in which areas, from when to when",
        "so that a supporter does only what was ticked, and it can be seen later who typed",
        WHILE,
        "deleted with either of the two",
    ),
    Held(
        "Worries that somebody told the named lead (sealed)",
        "the organisation has to act when somebody may be hurt",
        "as the organisation's safeguarding policy says",
        "deleted by the named lead's organisation, with the programme",
    ),
    Held(
        "Sessions; a form whose session had ended (sealed)",
        "to stay signed in, and so that nothing typed is lost",
        "15 quiet minutes on a shared device, 30 days on one's own; the form for one hour",
        "they run out, or end when the person leaves",
    ),
]

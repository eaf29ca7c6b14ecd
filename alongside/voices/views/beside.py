"""What stands below each page of answering for whoever asks or types for somebody else."""

from alongside.voices import gathering
from alongside.voices.contribution import CONVERSATION

TALK, CALL = "The partner asks", "On the phone"
SERIOUS, HOW, NOT, BEFORE = (
    "If somebody tells you something serious", "How to ask", "What not to do", "Before you go",
)  # fmt: skip


def names_of(visit, who) -> dict[str, str]:
    """Whom to ring, and who is calling, for words that only the one who asks reads."""
    programme = visit.round.pair.programme
    return {
        "caller": who.hand.name,
        "typist": who.hand.name,
        "duty_phone": programme.named_phone or programme.phone,
        "aftercare_person": programme.named_person or programme.coordinator.name,
    }


def lines_of(visit, section: str, names: dict) -> list[str]:
    return visit.words.content.lines(section, visit.easy, **{**visit.words.names, **names})


def beside(visit) -> dict | None:
    """What stands below each page for whoever asks: how to ask, what to do in danger, the next person."""
    mine = visit.mine
    if not mine or mine.way not in gathering.ASKED or not mine.by_id:
        return None
    who = visit.request.who
    if not who or who.hand.pk != mine.by_id:
        return None
    names, talk = names_of(visit, who), mine.way == CONVERSATION
    return {
        "talk": talk,
        "mark": visit.words(TALK, "mark", **names) if talk else visit.words(CALL, "typed-by", **names),
        "say": visit.words(TALK, "own-words") if talk else visit.words(CALL, "nothing-else"),
        "how": lines_of(visit, HOW if talk else CALL, names),
        "serious": lines_of(visit, SERIOUS, names),
        "next": visit.at("talk" if talk else "call"),
        "note": visit.at("note") if talk else "",
        "all": visit.at("all-at-once"),
        "done": bool(mine.sent),
        "danger": "" if talk else visit.words(CALL, "danger"),
    }

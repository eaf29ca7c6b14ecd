"""Who reads what stands on this page: the edge at its head, and the marks on its form."""

from dataclasses import dataclass

from alongside.kit.sheets import Question

WITH_FACILITATOR = "us and our facilitator"
KINDS = {
    "only me": "only-me",
    "us two": "us-two",
    "us and our facilitator": "us-and-our-facilitator",
    "the programme": "the-programme",
}


@dataclass(frozen=True)
class Audience:
    """`kind` draws the edge now; `who` and `opens` say who will read it, and when."""

    kind: str
    sentence: str
    who: str
    opens: str


def audience(here, question: Question | None = None) -> Audience:
    """The audience of a question page, or of a whole sheet."""
    sheet, mine, words = here.sheet, here.mine, here.page_words
    section = "who-can-see-this"
    if question and mine.keeps(question):
        opens = "at-once" if question.keep_to_myself == "always" else "when-shared"
        return Audience("only me", words(section, "kept"), "only-me", opens)
    who, opens = KINDS[sheet.visible], sheet.opens.replace(" ", "-")
    if sheet.visible == "only me":
        _short, sentence = here.content.seen_by(sheet, here.easy, **here.names)
        return Audience("only me", sentence, who, opens)
    standing, me = here.walk.standing, here.me
    if sheet.opens == "together" and not standing.open(here.stop, me):
        return Audience(
            "only me",
            words("Pages of the two", "others-at-once"),
            who,
            opens,
        )
    if sheet.key == "action-plan" and not standing.plan_is_signed:
        return Audience(
            "us two",
            words("Pages of the two", "until-signed"),
            who,
            opens,
        )
    if sheet.opens == "when shared" and not here.mine.joint and not standing.open(here.stop, me):
        return Audience(
            "only me",
            words("Pages of the two", "until-shared"),
            who,
            opens,
        )
    if sheet.visible == WITH_FACILITATOR and not here.has_facilitator:
        return Audience("us two", words(section, "no-facilitator"), who, opens)
    _short, sentence = here.content.seen_by(sheet, here.easy, **here.names)
    return Audience(sheet.visible, sentence, who, opens)

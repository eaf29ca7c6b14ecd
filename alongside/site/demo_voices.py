"""What the working pair of the demo asked other people, what was said, and what came of it."""

import datetime
from collections.abc import Callable, Mapping

import yaml
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from alongside.kit.fields import new_row_id
from alongside.kit.sheets import Answers, Question
from alongside.people.models import Pair
from alongside.portfolio import said
from alongside.portfolio.piece import CHANGE, DECISION, NAMED_BY, ROUND, Theme, begin_piece, with_options
from alongside.portfolio.sheet import Mine
from alongside.voices import codes, telling
from alongside.voices.bring import bring
from alongside.voices.cards import lay_cards
from alongside.voices.contribution import (
    AGREE,
    DISAGREE,
    NOT_SURE,
    Answer,
    Contribution,
    Reach,
    Statement,
    Vote,
)
from alongside.voices.counting import renew
from alongside.voices.covering import joined, without
from alongside.voices.planning import Plan
from alongside.voices.polis import read_folder
from alongside.voices.reading import InTheme, Quote, Reading
from alongside.voices.release import Told
from alongside.voices.round import Round, begin_round, keep_questions, open_round
from alongside.voices.stand import ASKED

STUDIES = settings.ROOT / "tests" / "material" / "opinions"
SIGNS = {"+": AGREE, "-": DISAGREE, "0": NOT_SURE}
WROTE = "wrote"
REACHED = {"email": "somebody@home.example", "letter": "12 Quay Street, Tidewell", "call": "01632 960 199"}

Written = Callable[[object, dict], Answers]  # from a file to the flat answers of a sheet


class Made:
    """The pair, its headings and its pieces while they are made."""

    def __init__(self, world: Mapping, pair: Pair, written: Written):
        self.world, self.pair, self.written = world, pair, written
        self.content = pair.content
        self.themes = {
            key: Theme.objects.create(pair=pair, name=name, place=place, begun=_day(-30))
            for place, (key, name) in enumerate(world["themes"].items())
        }
        self.decisions: dict[str, str] = {}
        self.codes: list[dict] = []

    def reader(self, round: Round):
        """(who reads first, the other)"""
        first = round.shown.value("reads-first")
        pair = self.pair
        return (pair.partner, pair.professional) if first == "partner" else (pair.professional, pair.partner)


def fill(pair: Pair, world: Mapping, written: Written) -> list[dict]:
    """Everything of `content/demo/voices.yaml`; returns the return codes of some who answered."""
    made = Made(world, pair, written)
    rounds = [_study(made, row) for row in world["studies"]]
    rounds.append(_round(made, world["round"]))
    for row in world["decisions"]:
        made.decisions[row["key"]] = _released(made, DECISION, row)
    for row in world["changes"]:
        _released(made, CHANGE, row)
    for round in rounds:
        renew(round)
    return made.codes


# --- sheets


def _write(made: Made, sheet_key: str, occasion: str, given: Mapping) -> None:
    """The two fill in a sheet together, in one post."""
    sheet = with_options(made.content.sheets[sheet_key], made.pair)
    mine = Mine(made.pair, sheet, made.pair.partner, occasion)
    answers = made.written(sheet, dict(given))
    changes = {"texts": answers.texts, "values": answers.values, "rows": {"add": list(answers.order)}}
    question = sheet.question(NAMED_BY[sheet_key])
    mine.post(question, mine.see(question).token, new_row_id(), changes, by=made.pair.partner)


def _released(made: Made, sheet: str, row: Mapping) -> str:
    """A decision or a change record to which both said yes; returns its address."""
    pair = made.pair
    piece = begin_piece(sheet, pair=pair, by=pair.partner)
    given = dict(row["sheet"])
    for name in ("from-themes", "theme"):
        if name in given:
            given[name] = [made.themes[key].public for key in given[name]]
    if "decision" in given:
        given["decision"] = made.decisions[given["decision"]]
    _write(made, sheet, piece.public, given)
    definition = with_options(made.content.sheets[sheet], pair)
    yes = definition.question(ASKED[sheet]).options[0].key
    for person in pair.two:
        said.say(Mine(pair, definition, person, piece.public), ASKED[sheet], yes, by=person)
    release = telling.tell_everyone(piece, by=pair.professional)
    release.day = _day(row["released"])
    release.save(update_fields=["day"])
    Told.objects.filter(release=release, day__isnull=False).update(day=release.day)
    return piece.public


# --- rounds


def _study(made: Made, row: Mapping) -> Round:
    """A study that was brought over, under the front page that the two gave it."""
    study = read_folder(STUDIES / row["folder"])
    round = bring(
        study,
        pair=made.pair,
        by=made.pair.professional,
        name=row["name"],
        asked=row["asked"],
        source=" ".join(row["source"].split()),
    )
    _write_front(made, round, row["front"])
    day = _day(row["days"])
    for dated in (round.opened, round.closed):
        dated.day = day
        dated.save(update_fields=["day"])
    if "themes_of_authors" in row:
        _what_they_wrote(made, round, study, row)
    return round


def _write_front(made: Made, round: Round, given: Mapping) -> None:
    _write(made, ROUND, round.piece.public, given)
    round.front = Plan(round).front.flat
    round.save(update_fields=["front"])


def _what_they_wrote(made: Made, round: Round, study, row: Mapping) -> None:
    """The cards that people of the study added, as their own words under headings."""
    round.questions = [
        *round.questions, {"key": WROTE, "kind": "long", "ask": row["wrote"], "easy": row["wrote_easy"]}
    ]  # fmt: skip
    round.save(update_fields=["questions"])
    cards = Statement.objects.filter(round=round, contribution__isnull=False).select_related("contribution")
    numbered = {card.number: card.contribution for card in cards}
    people: dict[str, tuple[Contribution, list[str]]] = {}
    for each in study.accepted():
        if int(each.id) in numbered and each.author in row["themes_of_authors"]:
            people.setdefault(each.author, (numbered[int(each.id)], []))[1].append(each.words.strip())
    for author, (contribution, lines) in people.items():
        answer = Answer(
            contribution=contribution, question=WROTE, words="\n".join(lines), day=_day(row["days"])
        )
        answer.save()
        _read(made, round, answer, {"themes": row["themes_of_authors"][author]})


def _round(made: Made, row: Mapping) -> Round:
    """A round of the pair's own, open now."""
    pair = made.pair
    round = begin_round(pair=pair, by=pair.partner)
    keep_questions(round, row["questions"], edition=0, by=pair.professional)
    _write(made, ROUND, round.piece.public, row["front"])
    open_round(round, Plan(round).front, by=pair.partner)
    round.opened.day = _day(row["opened"])
    round.opened.save(update_fields=["day"])
    lay_cards(round)
    cards = list(round.statements.order_by("number"))
    people = [_person(made, round, each, cards) for each in row["answers"]]
    for place, card in enumerate(row["added"]):
        Statement.objects.create(
            round=round, question="cards", number=len(cards) + 1 + place, contribution=people[place],
            words=card["words"], state=card["state"],
        )  # fmt: skip
    return round


def _person(made: Made, round: Round, given: Mapping, cards: list[Statement]) -> Contribution:
    """One person's answers, all of one day."""
    day, way = _day(given["day"]), given.get("way", "link")
    by = {"conversation": made.pair.partner, "phone": made.pair.programme.coordinator}.get(way)
    contribution = Contribution(round=round, way=way, by=by, day=day, sent=day)
    if "code" in given:
        _with_code(made, contribution, given["code"])
    if "reach" in given:
        contribution.known = "contactable"
    contribution.save()
    if "reach" in given:
        Reach.objects.create(contribution=contribution, how=given["reach"], address=REACHED[given["reach"]])
    answers = [
        answer for question in round.asked()
        if (answer := _answer(contribution, question, given, day)) is not None
    ]  # fmt: skip
    Answer.objects.bulk_create(answers)
    votes = zip(cards, given["cards"], strict=False)
    Vote.objects.bulk_create(
        Vote(contribution=contribution, statement=card, value=SIGNS[sign])
        for card, sign in votes
        if sign in SIGNS
    )
    for answer in answers:
        if answer.words and not given.get("unread"):
            _read(made, round, answer, given if answer.question == "first" else {})
    return contribution


def _answer(contribution: Contribution, question: Question, given: Mapping, day) -> Answer | None:
    """What this person said to a question; who was asked and said nothing left it out."""
    if question.kind == "statements":
        return None
    answer = Answer(contribution=contribution, question=question.key, day=day)
    said = given.get(question.key)
    if said is None:
        answer.passed = given.get("pass", {}).get(question.key, "left-out")
    elif question.kind == "number":
        answer.number = said
    elif question.kind in ("short", "long"):
        answer.words = said
    else:
        answer.picked = said if isinstance(said, list) else [said]
    return answer


def _with_code(made: Made, contribution: Contribution, key: str) -> None:
    """A return code, of which programs are told so that they can try hearing back."""
    about = made.world["round"]["codes"][key]
    code = codes.new_code()
    contribution.code = codes.fingerprint(code)
    if "second" in about:
        contribution.second_question, contribution.second_answer = about["second"], _kept(about["answer"])
    made.codes.append(
        {"key": key, "code": code, "second": about.get("answer"), "round": contribution.round.short}
    )


def _kept(answer: str) -> str:
    """Hashed fewer times than a real one: it is printed for everybody, and a start should not wait for it."""
    return PBKDF2PasswordHasher().encode(codes.plain(answer), new_row_id(), iterations=1000)


def _read(made: Made, round: Round, answer: Answer, given: Mapping) -> None:
    """The first reader covers, the other reads; it stands under headings, and its author was asked for a quote."""
    first, other = made.reader(round)
    ranges = joined(answer.words, [_place(answer.words, each) for each in given.get("cover", ())])
    both = min(answer.day + datetime.timedelta(days=3), timezone.localdate())
    Reading.objects.create(
        answer=answer, by=first, day=answer.day + datetime.timedelta(days=1), covered=ranges,
        words=without(answer.words, ranges), both=both,
    )  # fmt: skip
    for key in given.get("themes", ()):
        InTheme.objects.create(theme=made.themes[key], answer=answer, by=other, day=both)
    if "quote" in given:
        asked = min(answer.day + datetime.timedelta(days=4), timezone.localdate())
        Quote.objects.create(
            answer=answer, words=given["quote"]["words"], said=given["quote"]["said"], asked=asked
        )


def _place(words: str, part: str) -> tuple[int, int]:
    start = words.index(part)
    return start, start + len(part)


def _day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def load_world(folder) -> Mapping:
    return yaml.safe_load((folder / "voices.yaml").read_text())

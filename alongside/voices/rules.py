"""Who may ask, answer, read and tell. What these do not return does not exist for that person."""

import datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from alongside.kit.prepared import Prepared
from alongside.kit.sheets import Answers
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.programme import Programme
from alongside.portfolio.piece import CHANGE, IDEA, NAMED_BY, Piece, Theme
from alongside.portfolio.places import DocumentPlace
from alongside.portfolio.shelf import Shelf
from alongside.privacy.files import StoredFile
from alongside.voices.contribution import PAPER, PENDING, SHOWN, Answer, Contribution, Statement, Vote
from alongside.voices.covering import for_others
from alongside.voices.idea import Choosing, CoDesigner, Side
from alongside.voices.moderation import shown_only
from alongside.voices.quotes import shown_outside
from alongside.voices.reading import Moderation, Quote, Reading, Suggestion, TakenBack
from alongside.voices.release import Release, Told
from alongside.voices.round import FrontChange, Round
from alongside.voices.who_reads import first_reader


def pieces_of(pair: Pair) -> QuerySet[Piece]:
    """The two see every round, idea, decision and change record of their pair."""
    return Piece.objects.filter(pair=pair).select_related("round__opened", "round__closed").order_by("-begun")


def piece_of(pair: Pair, public: str) -> Piece | None:
    """The two open a piece of their pair by its address; for anybody else there is none."""
    return pieces_of(pair).filter(public=public).first()


def round_at(short: str) -> Round | None:
    """Anybody with its address finds a round that has been opened, also after it closed."""
    return next(iter(_opened.read(short)), None)


@Prepared
def _opened(short: str) -> QuerySet[Round]:
    return Round.objects.filter(short=short, opened__isnull=False).select_related(
        "opened", "closed", "piece", "pair__partner", "pair__professional",
        "pair__programme__organisation", "pair__programme__coordinator",
    ).defer("pair__programme__brief")  # fmt: skip


def contribution_of(round: Round, number: int) -> Contribution | None:
    """Whoever holds the mark of an answer in their browser goes on with it, until it is taken back."""
    return Contribution.objects.filter(pk=number, round=round, withdrawn__isnull=True).first()


def marked(number: int) -> Contribution | None:
    """Whoever holds the mark of an answer finds it, also after it was taken back: then there are no words."""
    return next(iter(_marked.read(number)), None)


_marked = Prepared(lambda number: Contribution.objects.filter(pk=number))


def reads_first(person: Person, round: Round) -> bool:
    """Of the two, whom the round's sheet names reads first and covers; in turns, each has every other day."""
    first = first_reader(round)
    return bool(first and first.pk == person.pk)


# --- reading what came in


def answers_with_words(round: Round) -> QuerySet[Answer]:
    """What there is to read of a round: words, sound and pictures of those who said "that counts"."""
    return (
        Answer.objects.filter(
            Q(words__isnull=False) | Q(note__isnull=False) | Q(file__isnull=False),
            contribution__round=round, contribution__sent__isnull=False, contribution__withdrawn__isnull=True,
            passed="",
        )
        .select_related("contribution", "reading__by", "transcript", "file")
        .order_by("pk")
    )  # fmt: skip


def to_read_first(person: Person, round: Round) -> QuerySet[Answer]:
    """Whoever reads first today finds what nobody has read; nobody else can tell what is in it."""
    found = answers_with_words(round).filter(reading__isnull=True)
    return found if reads_first(person, round) else found.none()


def to_read_too(person: Person, round: Round) -> QuerySet[Answer]:
    """The other of the two reads what was read first and covered."""
    return answers_with_words(round).filter(reading__isnull=False, reading__both=None).exclude(reading__by=person)


def answer_to_open(person: Person, round: Round, number: int) -> Answer | None:
    """The first reader opens what nobody has read; both open what was read."""
    found = answers_with_words(round).filter(pk=number).first()
    return found if found and (hasattr(found, "reading") or reads_first(person, round)) else None


def reads_uncovered(person: Person, answer: Answer) -> bool:
    """The words without a cover are for whoever read them first, and before that for whose turn it is."""
    reading = getattr(answer, "reading", None)
    return reading.by_id == person.pk if reading else reads_first(person, answer.contribution.round)


def last_day_of_reading(person: Person, round: Round) -> datetime.date | None:
    """Each of the two sees when they read here last."""
    mine = Reading.objects.filter(answer__contribution__round=round)
    days = mine.aggregate(first=Max("day", filter=Q(by=person)), too=Max("both", filter=~Q(by=person)))
    return max((day for day in days.values() if day), default=None)


def what_waits(person: Person, round: Round) -> dict:
    """Each of the two sees how much there is for them to read, the next of it, and what else came in."""
    mine = to_read_first(person, round) | to_read_too(person, round)
    since = last_day_of_reading(person, round)
    newer = Q(contribution__sent__gt=since) if since else Q(pk=None)
    sent = Contribution.objects.filter(sent__isnull=False, withdrawn__isnull=True)
    beside = {"cards": Statement.objects.filter(_WAITS), "sent": sent}
    if reads_first(person, round):
        beside["lines"] = Suggestion.objects.filter(shown__isnull=True)
    group = {"cards": "round", "sent": "round", "lines": "contribution__round"}
    counts = {what: _count(found, group[what]) for what, found in beside.items()}
    return {
        "next_one": mine.order_by(F("reading__day").asc(nulls_first=True), "pk").first(),
        "since": since,
        "lines": 0,
        **mine.order_by().aggregate(to_read=Count("pk"), new=Count("pk", filter=newer)),
        **{what: n or 0 for what, n in Round.objects.filter(pk=round.pk).values(**counts).get().items()},
    }


def _count(found: QuerySet, by: str) -> Subquery:
    """How many of these each round has, inside a question about rounds."""
    of_round = found.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Subquery(of_round.annotate(n=Count("pk")).values("n"))


_WAITS = Q(state=PENDING) & (Q(contribution=None) | Q(contribution__withdrawn=None, contribution__sent__isnull=False))


def last_moderation(answer: Answer) -> Moderation | None:
    """Whoever opens an answer sees whether it is held back."""
    return answer.moderations.select_related("answer__contribution").order_by("-pk").first()


def lines_to_read(person: Person, round: Round) -> QuerySet[Suggestion]:
    """Whoever reads first finds what was said beside the answers and nobody has read."""
    found = Suggestion.objects.filter(contribution__round=round, shown__isnull=True).order_by("contribution", "pk")
    return found if reads_first(person, round) else found.none()


def card_to_read(person: Person, round: Round, number: int | None = None) -> Statement | None:
    """Whoever reads first finds the cards that people added and nobody has read."""
    found = Statement.objects.filter(_WAITS, round=round).order_by("pk")
    if not reads_first(person, round):
        return None
    return (found if number is None else found.filter(pk=number)).first()


def cards_waiting(round: Round) -> int:
    """The two know how many added cards wait to be read."""
    return Statement.objects.filter(_WAITS, round=round).count()


def readable_answers(pair: Pair) -> QuerySet[Answer]:
    """The two find, for themes and quotes, what was read and is not held back; covered."""
    return shown_only(
        Answer.objects.filter(
            contribution__round__pair=pair, contribution__sent__isnull=False,
            contribution__withdrawn__isnull=True, reading__isnull=False,
        )
    )  # fmt: skip


def theme_of(pair: Pair, public: str) -> Theme | None:
    """The two open a heading of their pair."""
    return Theme.objects.filter(pair=pair, public=public).select_related("pair").first()


def taken_back_of(pair: Pair, number: int) -> TakenBack | None:
    """The two say who takes down what was taken back."""
    return TakenBack.objects.filter(round__pair=pair, pk=number).first()


def quote_for_author(contribution: Contribution, number: int) -> Quote | None:
    """Whoever said it says yes or no to it."""
    return Quote.objects.filter(pk=number, answer__contribution=contribution).first()


def moderation_for_author(contribution: Contribution, number: int) -> Moderation | None:
    """Whoever said it asks for a second look at what is held back of theirs."""
    mine = Q(answer__contribution=contribution) | Q(statement__contribution=contribution)
    return Moderation.objects.filter(mine, pk=number, shown=False).first()


def second_looks_of(programme: Programme) -> QuerySet[Moderation]:
    """A coordinator hands on who asks for a second look in a programme; they read no words of it."""
    return Moderation.objects.filter(
        Q(answer__contribution__round__pair__programme=programme) | Q(statement__round__pair__programme=programme)
    )


def may_put_up_screen(person: Person, round: Round) -> bool:
    """Each of the two, and their coordinator, may make a device a screen that stands somewhere for many people."""
    return bool(round.pair.role(person)) or round.pair.programme.coordinator_id == person.pk


def answer_of(contribution: Contribution, question: str) -> Answer | None:
    """Whoever holds the mark of their answers reads what they said to one question."""
    return next(iter(_answer.read(contribution.pk, question)), None)


_answer = Prepared(lambda number, question: Answer.objects.filter(contribution=number, question=question))


def answers_of(contribution: Contribution) -> QuerySet[Answer]:
    """The same, for all questions, with what somebody wrote down of a sound."""
    return Answer.objects.filter(contribution=contribution).select_related("transcript")


def cards_shown(round: Round, question: str) -> list[int]:
    """Everybody who answers meets the cards that are shown; one that waits for its first reader is not."""
    return [number for (number,) in _cards(round.pk, question)]


_cards = Prepared(
    lambda round, question: Statement.objects.filter(round=round, question=question, state=SHOWN)
    .order_by("pk")
    .values_list("pk")
)


def card_shown(round: Round, number: int) -> Statement | None:
    """One of those cards."""
    return Statement.objects.filter(pk=number, round=round, state=SHOWN).first()


def votes_of(contribution: Contribution) -> dict[int, int]:
    """Whoever holds the mark sees what they said to each card."""
    return dict(_votes(contribution.pk))


_votes = Prepared(lambda number: Vote.objects.filter(contribution=number).values_list("statement", "value"))


def cards_by(contribution: Contribution) -> QuerySet[Statement]:
    """Whoever wrote cards sees what became of them."""
    return Statement.objects.filter(contribution=contribution).prefetch_related("moderations")


def with_code(fingerprint: str) -> Contribution | None:
    """Whoever has the return code finds what it belongs to: what came of it, not the words."""
    return (
        Contribution.objects.filter(code=fingerprint)
        .exclude(code="")
        .select_related("round__opened", "round__closed")
        .first()
    )


def changes_of_front(round: Round) -> QuerySet[FrontChange]:
    """Everybody who answers reads what was changed after it had opened."""
    return round.front_changes.order_by("-day", "-pk")


def sound_or_picture(contribution: Contribution, file: str) -> StoredFile | None:
    """Whoever holds the mark of their own words hears and sees what they gave."""
    held = Answer.objects.filter(contribution=contribution, file=file).select_related("file").first()
    return held.file if held else None


# --- what the two, and whoever looks after them, see of their rounds

ENOUGH_TO_COUNT = 8


def titles_of(pair: Pair, pieces) -> dict[int, str]:
    """The two read the name that each piece has so far; nobody reads it of a piece that is none of theirs."""
    shelf = Shelf(pair, *{piece.sheet for piece in pieces}) if pieces else None
    return {
        piece.pk: shelf.read(DocumentPlace(pair, piece.sheet, None, occasion=piece.public))
        .answers.text(NAMED_BY[piece.sheet])
        .strip()
        for piece in pieces
    }


def sent_by_round(rounds) -> dict[int, int]:
    """How many people have answered each of these rounds; whoever shows it goes through `number_shown`."""
    sent = Contribution.objects.filter(round__in=[round.pk for round in rounds], sent__isnull=False)
    return dict(sent.values_list("round").annotate(people=Count("pk")).order_by())


def number_shown(people: int) -> int | None:
    """From eight people on the number itself; before that anybody could count who it was."""
    return people if people >= ENOUGH_TO_COUNT else None


def rounds_coordinated(pair: Pair) -> list[Round]:
    """A coordinator sees that a round is there, its days and how many answered; no word of it."""
    return list(Round.objects.filter(pair=pair).select_related("opened", "closed").order_by("pk"))


def may_hold_a_talk(person: Person, round: Round) -> bool:
    """The partner asks in a conversation, and nobody in their place."""
    return round.pair.partner_id == person.pk


def may_take_calls(person: Person, round: Round) -> bool:
    """The coordinator of the pair's programme types what somebody says on the phone."""
    return round.pair.programme.coordinator_id == person.pk


def may_type_booklets(person: Person, round: Round) -> bool:
    """Each of the two, and their coordinator, may type in what stands on paper."""
    return bool(round.pair.role(person)) or may_take_calls(person, round)


def booklet_with(round: Round, fingerprint: str) -> Contribution | None:
    """Whoever holds a booklet of this round in their hands finds it by the code at its foot."""
    return Contribution.objects.filter(
        round=round, way=PAPER, code=fingerprint, withdrawn__isnull=True
    ).exclude(code="").first()  # fmt: skip


def booklet(round: Round, number: int) -> Contribution | None:
    """Whoever types a booklet of this round finds it again by its number."""
    return Contribution.objects.filter(pk=number, round=round, way=PAPER, withdrawn__isnull=True).first()


def asked_by(person: Person, round: Round, way: str) -> int:
    """Whoever asks sees how many they have asked themselves."""
    return Contribution.objects.filter(round=round, way=way, by=person, sent__isnull=False).count()


# --- the numbers of a round


def results_are_public(round: Round) -> bool:
    """Everybody reads the numbers once the round is over, if both said on its sheet that there is a page for all."""
    return round.state in ("over", "closed") and "public-page" in round.shown.ticked("reply-ways")


def words_of_the_few(round: Round, keys: list[str]) -> dict[str, list[str]]:
    """The two read what was said where so few answered that there are no numbers; read first, and covered."""
    found: dict[str, list[str]] = {}
    answers = readable_answers(round.pair).filter(contribution__round=round, question__in=keys)
    for answer in answers.select_related("reading", "transcript").order_by("pk"):
        words = for_others(answer)
        if words:
            found.setdefault(answer.question, []).append(words)
    return found


def somebody_took_back(round: Round) -> bool:
    """Whether somebody who was counted has taken back their words since."""
    return bool(round.still_counted)


def quotes_to_take(round: Round) -> list[Quote]:
    """Sentences of a round whose authors said yes to others reading them."""
    wanted = Quote.objects.filter(said=True, answer__contribution__round=round).values_list("answer", flat=True)
    return shown_outside(Answer.objects.filter(pk__in=list(wanted)))


# --- ideas, and who designs with a pair


def ideas_of(pair: Pair) -> list[Piece]:
    """The two see their ideas, and so does whoever they asked to design with them."""
    return list(Piece.objects.filter(pair=pair, sheet=IDEA).order_by("begun"))


def idea_of(piece: Piece) -> tuple[Answers, dict[Person, Answers], list[Side]]:
    """What the two wrote together on an idea, the sides of each of them, and the lines of co-designers."""
    shelf = Shelf(piece.pair, piece.sheet)

    def read(person: Person | None) -> Answers:
        return shelf.read(DocumentPlace(piece.pair, piece.sheet, person, occasion=piece.public)).answers

    lines = list(Side.objects.filter(piece=piece).order_by("pk"))
    return read(None), {person: read(person) for person in piece.pair.two}, lines


def who_has_not_put(choosing: Choosing) -> list[Person]:
    """Everybody who chooses sees who has still to put their dots, and never where."""
    return list(Person.objects.filter(pk__in=choosing.who - choosing.put).order_by("name"))


def designs_with(person: Person, public: str) -> CoDesigner | None:
    """Somebody whom a pair asked finds the pair's ideas and headings until either ends it."""
    return (
        CoDesigner.objects.filter(pair__public=public, person=person, ended__isnull=True)
        .select_related(
            "person", "pair__partner", "pair__professional", "pair__programme__organisation",
            "pair__programme__coordinator",
        )
        .first()
    )  # fmt: skip


def asked_to_design(number) -> CoDesigner | None:
    """Whoever holds the link of an invitation to design finds it until it ends."""
    return CoDesigner.objects.filter(pk=number, ended__isnull=True).select_related("person", "pair__programme").first()


def co_designers_of(pair: Pair) -> QuerySet[CoDesigner]:
    """The two see whom they invited."""
    return CoDesigner.objects.filter(pair=pair, ended__isnull=True).select_related("person").order_by("pk")


# --- telling


def programme_in_public(public: str) -> Programme | None:
    """Anybody with its address reads what a programme tells everybody, once its brief is published."""
    return (
        Programme.objects.filter(public=public, brief_published__isnull=False)
        .select_related("organisation", "coordinator")
        .defer("brief")
        .first()
    )


def releases_in(programme: Programme) -> list[Release]:
    """Everybody reads what stands there now; what stood there before is only asked for its first day."""
    return list(
        Release.objects.filter(piece__pair__programme=programme)
        .select_related("piece__pair__partner", "piece__pair__professional")
        .order_by("-day", "-pk")
    )


def rounds_in(programme: Programme) -> list[Round]:
    """Everybody reads which rounds have been opened in a programme."""
    opened = Round.objects.filter(pair__programme=programme, opened__isnull=False)
    return list(opened.select_related("opened", "closed", "piece").order_by("-opened__day", "-pk"))


def releases_about(contribution: Contribution) -> list[Release]:
    """Whoever has the code reads what stands there now of the pair that asked them."""
    return list(
        Release.objects.filter(piece__pair__rounds=contribution.round_id, ended__isnull=True)
        .select_related("piece")
        .order_by("day", "pk")
    )


def release_for(contribution: Contribution, number: int) -> Release | None:
    """Whoever has the code says how one of these felt."""
    return Release.objects.filter(
        pk=number, piece__pair__rounds=contribution.round_id, ended__isnull=True
    ).first()


def waiting_to_be_told(programme: Programme) -> QuerySet[Told]:
    """The coordinator reads whom to tell by hand and how to reach them; no word of theirs."""
    return (
        Told.objects.filter(
            release__piece__pair__programme=programme, day__isnull=True, outcome="", contribution__reach__isnull=False,
            contribution__reach__stopped__isnull=True,
        )
        .select_related(
            "contribution__reach", "contribution__round__piece", "contribution__round__opened",
            "release__piece__pair__partner", "release__piece__pair__professional",
        )
        .order_by("release", "contribution")
    )  # fmt: skip


def suggestion_of(pair: Pair, number: int) -> Suggestion | None:
    """The two mark what people said beside an answer as read."""
    return Suggestion.objects.filter(pk=number, contribution__round__pair=pair).first()


def rounds_of(programmes: list[int]) -> QuerySet[Round]:
    """A lead counts the rounds of the programmes they lead."""
    return Round.objects.filter(pair__programme__in=programmes, opened__isnull=False).select_related("pair")


def changes_of(programmes: list[int]) -> QuerySet[Release]:
    """A lead counts what the programmes they lead told everybody."""
    return Release.objects.filter(
        piece__pair__programme__in=programmes, piece__sheet=CHANGE, ended__isnull=True
    ).select_related("piece__pair")


def how_many_wait(programmes) -> dict[int, int]:
    """A coordinator sees how many people wait to be told by hand, programme by programme."""
    waiting = Told.objects.filter(
        release__piece__pair__programme__in=programmes, day__isnull=True, outcome="",
        contribution__reach__isnull=False, contribution__reach__stopped__isnull=True,
    )  # fmt: skip
    rows = waiting.order_by().values_list("release__piece__pair__programme")
    return dict(rows.annotate(people=Count("pk")))


def released_of(pieces) -> dict[int, datetime.date]:
    """The two see since when others can read a decision or a change record of theirs."""
    there = Release.objects.filter(piece__in=[piece.pk for piece in pieces], ended__isnull=True)
    return dict(there.values_list("piece", "day"))


def quotes_under(publics: list[str]) -> list[Quote]:
    """Everybody reads sentences of these headings whose authors say yes to them."""
    return shown_outside(Answer.objects.filter(themes__theme__public__in=publics))


def releases_of_pieces(pieces: set[int]) -> QuerySet[Release]:
    """Whoever tells people reads the first day of what they tell, also from an earlier version."""
    return Release.objects.filter(piece__in=pieces)

"""The questions of a round: from the bank or our own, earlier and later by buttons, never by dragging."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.kit.fields import tidy
from alongside.voices import bank, planning
from alongside.voices.contribution import SHOWN
from alongside.voices.planning import Plan
from alongside.voices.round import MAY_ASK, Round
from alongside.voices.views.here import of_round
from alongside.voices.views.rounds import SECTION
from alongside.voices.wording import RoundWords

MAKING = "Making the questions"
GENERAL = ("use-it", "not-the-person", "the-good-first", "who-you-are", "not-allowed")
TRIES = 5  # as often as the other can change something in the same moment


def _at(here) -> list[str]:
    return [here.pair.public, here.piece.public]


def _title(here) -> str:
    return Plan(here.piece.round).title or here.page_words(SECTION, "no-name-yet")


def _planned(here) -> Round:
    """The round, while nobody outside has seen its questions; later ones are only mended."""
    if here.piece.round.opening:
        raise Http404
    return here.piece.round


@of_round
def questions(request, here):
    """All questions in their order, with what tires or leads people said beside them."""
    round = here.piece.round
    shown = [
        {
            "question": q,
            "number": number,
            "kind": here.page_words(MAKING, f"kind-{q['kind']}"),
            "hints": [] if round.opening else [here.page_words(MAKING, key) for key in bank.hints_for(q)],
        }
        for number, q in enumerate(round.questions, start=1)
    ]
    too_many = len(round.questions) > bank.PLENTY and not round.opening
    minutes = RoundWords(round).names["minutes"] if too_many else ""
    return render(
        request,
        "voices/questions.html",
        here.context(
            round=round,
            title=_title(here),
            shown=shown,
            count=len(shown),
            too_many=here.page_words(MAKING, "too-many", number=len(shown), minutes=minutes)
            if too_many
            else "",
            over_all=[here.page_words(MAKING, key) for key in bank.hints_for_all(round.questions)],
            general=[here.page_words(MAKING, key) for key in GENERAL],
            bank_count=len(here.content.bank()),
            fingerprint=bank.fingerprint,
        ),
    )


# --- from the bank


@of_round
def the_bank(request, here):
    """Questions that are written already: those that fit the sector, by kind."""
    round = _planned(here)
    if request.method == "POST":
        return _take(request, here)
    has = {q["key"] for q in round.questions}
    groups = [
        ((here.easy and group.easy_title) or group.title, [(q, q.key in has) for q in asked])
        for group, asked in here.content.bank_in_groups()
    ]
    return render(
        request,
        "voices/bank.html",
        here.context(round=round, title=_title(here), groups=groups, bank_count=len(here.content.bank())),
    )


def _take(request, here):
    """Take one; it may be changed like any other afterwards. A second press finds it there."""
    question = next((q for q in here.content.bank() if q.key == request.POST.get("take")), None)
    if not question:
        raise Http404

    def added(there):
        return there if bank.found(there, question.key) else [*there, bank.as_kept(question)]

    _changed(here, added)
    place = [q["key"] for q in here.piece.round.questions].index(question.key) + 1
    messages.info(request, here.page_words(MAKING, "taken", number=place))
    return redirect(reverse("voices:questions", args=_at(here)) + f"#q-{question.key}")


# --- our own


@of_round
def kinds(request, here):
    """How people answer comes first, because the boxes of a question go by it."""
    _planned(here)
    offered = [(kind, here.page_words(MAKING, f"kind-{kind}")) for kind in MAY_ASK]
    return render(request, "voices/question_kinds.html", here.context(title=_title(here), kinds=offered))


@of_round
def new(request, here, kind):
    """A question of our own."""
    round = _planned(here)
    if kind not in MAY_ASK:
        raise Http404
    begun = bank.begin_writing(kind, here.content)
    form = _writing(request, here, kind, begun)
    if request.method == "POST" and form.is_valid():
        key = _key_of_form(request, round)
        kept = form.kept(key)

        def added(there):
            return bank.replaced(there, kept) if bank.found(there, key) else [*there, kept]

        if len(round.questions) >= bank.MOST_QUESTIONS:
            raise Http404
        _changed(here, added)
        return _back(here, key)
    status = 422 if form.errors else 200
    return _page(request, here, form, key=_key_of_form(request, round), is_new=True, status=status)


def _key_of_form(request, round) -> str:
    """The key that this form brought: pressed twice, it makes one question."""
    posted = request.POST.get("key", "")
    return (
        posted
        if posted.startswith("own-") and len(posted) == 10 and posted[4:].isalnum()
        else bank.new_key(round.questions)
    )


@of_round
def question(request, here, question):
    """Change the words of a question. Once people answer, only a mistake in the wording can be put right."""
    round = here.piece.round
    there = bank.found(round.questions, question)
    if not there or round.closing:
        raise Http404
    if request.method != "POST":
        return _page(
            request, here, _writing(request, here, there["kind"], there, bool(round.opening)), key=question
        )
    form = _writing(request, here, there["kind"], there, bool(round.opening))
    told = tidy(request.POST.get("told", "")).strip()[:400]
    kept = form.kept(question) if form.is_valid() else {}
    if form.is_valid() and round.opening and _mends(there, kept) and not told:
        form.errors.append(("told", here.page_words("Before it opens", "say-what-changed")))
    if not form.is_valid():
        return _page(request, here, form, key=question, told=told, status=422)
    if request.POST.get("seen") != bank.fingerprint(there):  # the other changed this one meanwhile
        if there == kept:
            return _back(here, question)
        return _page(request, here, form, key=question, told=told, there_now=there, status=409)
    if round.opening:
        return _mend(request, here, form, there, kept, told)
    _changed(here, lambda now: bank.replaced(now, kept) if bank.found(now, question) == there else None)
    return _back(here, question)


def _mends(there: dict, kept: dict) -> bool:
    """Whether words that people have read change; a card that is added changes none of them."""
    cards = there.get("cards", [])
    return {**there, "cards": []} != {**kept, "cards": []} or kept.get("cards", [])[: len(cards)] != cards


def _mend(request, here, form, there, kept, told):
    """Words are put right and everybody is told; a card keeps its words, because people have voted on them."""
    if form.has_cards:
        kept["cards"] = [*there["cards"], *kept["cards"][len(there["cards"]) :]]
    round = here.piece.round
    mended = bank.replaced(round.questions, kept)
    what = told if _mends(there, kept) else ""
    if not planning.mend_questions(
        round, mended, what, edition=round.edition, by=here.me, typed_by=here.who.typed_by
    ):
        messages.info(request, here.page_words(MAKING, "changed-meanwhile", name=here.other_first))
    return _back(here, there["key"])


@require_POST
@of_round
def move(request, here, question, what):
    """Earlier, later, or out. A question that was taken out can be put back."""
    round = _planned(here)
    there = bank.found(round.questions, question)
    if what == "remove":
        if there and request.POST.get("seen") == bank.fingerprint(there):
            _changed(here, lambda now: [q for q in now if q != there])
            messages.info(request, here.page_words(MAKING, "removed"))
        elif there:
            messages.info(request, here.page_words(MAKING, "changed-meanwhile", name=here.other_first))
        return _back(here)
    if what not in ("earlier", "later"):
        raise Http404
    if there:
        _changed(here, lambda now: bank.moved(now, question, -1 if what == "earlier" else 1))
        place = [q["key"] for q in here.piece.round.questions].index(question) + 1
        messages.info(request, here.page_words(MAKING, "moved", number=place))
    return _back(here, question)


# --- what they share


def _changed(here, change) -> None:
    """Lay a change over the questions as they are at this moment, so that nobody's is lost. None changes nothing."""
    round = here.piece.round
    for _try in range(TRIES):
        now = change(round.questions)
        if now is None or now == round.questions:
            return
        if planning.change_questions(
            round, now, edition=round.edition, by=here.me, typed_by=here.who.typed_by
        ):
            return
        round.refresh_from_db(fields=["questions", "edition"])
    raise RuntimeError("the questions of a round changed five times while one change was being kept")


def _back(here, key=""):
    return redirect(reverse("voices:questions", args=_at(here)) + (f"#q-{key}" if key else ""))


def _writing(request, here, kind, there, locked=False) -> bank.QuestionWriting:
    return bank.QuestionWriting(
        kind, there, request.POST if request.method == "POST" else None, locked,
        lambda key, **names: here.page_words(MAKING, key, **names),
    )  # fmt: skip


def _page(request, here, form, *, key, is_new=False, there_now=None, told="", status=200):
    round = here.piece.round
    seen = there_now or bank.found(round.questions, key) or {}
    cards = (
        round.statements.filter(question=key, state=SHOWN).count() if form.locked and form.has_cards else 0
    )
    return render(
        request,
        "voices/question_form.html",
        here.context(
            round=round,
            title=_title(here),
            form=form,
            key=key,
            is_new=is_new,
            there_now=there_now,
            seen=bank.fingerprint(seen) if seen else "",
            kind_words=here.page_words(MAKING, f"kind-{form.kind}"),
            told=told,
            cards_laid=cards,
            errors=form.errors,
            example=next((q for q in here.content.bank() if q.kind == form.kind), None),
        ),
        status=status,
    )

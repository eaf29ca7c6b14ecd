"""A booklet comes back and is typed in box by box, by one named person or by two, whose boxes are compared."""

from dataclasses import replace
from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.kit import upload as uploads
from alongside.kit.fields import BadFile, tidy
from alongside.people import limits
from alongside.people.rules import may_sign
from alongside.people.signin import to_the_door
from alongside.privacy import files
from alongside.voices import answering, codes, gathering, rules
from alongside.voices.answer_form import AnswerForm
from alongside.voices.answering import LEFT_OUT, WORDED, Said, said_in
from alongside.voices.gathering import NOT_READABLE, VOTES, on_paper
from alongside.voices.views.answering import said_lines
from alongside.voices.views.visit import Visit, of_round

SECTION = "Typing it in"
TRIES = 40  # codes that somebody looks at a smudge for, in a quarter of an hour


def _by_a_typist(view):
    """A page for whoever may type booklets of this round; for anybody else there is none."""

    @of_round
    def fetched(request, visit: Visit, *args, **kwargs):
        who = request.who
        if not who:
            return to_the_door(request)
        if not may_sign(who) or not rules.may_type_booklets(who.person, visit.round):
            raise Http404
        return view(request, visit, *args, **kwargs)

    return fetched


def _of_booklet(view):
    """A page of one booklet, for the person whose turn at it it is."""

    @wraps(view)
    def fetched(request, visit: Visit, number, *args, **kwargs):
        contribution = rules.booklet(visit.round, number)
        typing = gathering.typing_of(contribution, request.who.person) if contribution else None
        if not typing or contribution.sent:
            raise Http404
        return view(request, visit, typing, *args, **kwargs)

    return _by_a_typist(fetched)


@_by_a_typist
def which(request, visit: Visit):
    """Which booklet is it? The code at its foot finds it, and nobody learns whose it is."""
    error, typed = "", ""
    if request.method == "POST":
        if "twice" in request.POST:
            gathering.type_twice(visit.round, request.POST["twice"] == "yes", by=request.who.person)
            return redirect(visit.at("type-in"))
        typed = request.POST.get("code", "")[:200]
        error = _why_not(request, visit, typed)
        if not error:
            found = rules.booklet_with(visit.round, codes.fingerprint(typed))
            return redirect(visit.at("type-box", found.pk, visit.round.asked()[0].key))
    return render(
        request,
        "voices/type_in.html",
        visit.context(error=error, errors=[("code", error)] if error else [], typed=typed, done="done" in request.GET,
                      waits="waits" in request.GET, one_of_two=bool(visit.round.pair.role(request.who.person))),
        status=422 if error else 200,
    )  # fmt: skip


def _why_not(request, visit: Visit, typed: str) -> str:
    """Why this code cannot be typed in by this person now; an empty string where it can."""
    if limits.count("booklets", str(request.who.person.pk)) > TRIES:
        return visit.words("When answering does not work", "code-many", minutes=limits.QUARTER // 60)
    found = rules.booklet_with(visit.round, codes.fingerprint(typed)) if typed.strip() else None
    if not found:
        return visit.words(SECTION, "no-code")
    if found.sent:
        return visit.words(SECTION, "code-done")
    if gathering.begin_typing(found, by=request.who.person) is None:
        mine = gathering.typing_of(found, request.who.person)
        return visit.words(SECTION, "same-person" if mine else "being-typed")
    return ""


@_of_booklet
def box(request, visit: Visit, typing, key):
    """One box: what stands there, spelling and all; or not readable, or left out."""
    questions = visit.round.asked()
    place = next((n for n, q in enumerate(questions) if q.key == key), None)
    if place is None:
        raise Http404
    question = on_paper(questions[place])
    if question.kind == "statements":
        return _cards(request, visit, typing, questions, place)
    there = _there(typing, question)
    form = AnswerForm(question, there, visit.words, _posted(request), request.FILES)
    said = _said(request, form) if request.method == "POST" and not form.errors else None
    if said is not None and not form.errors:
        gathering.keep_box(typing, question, said)
        return redirect(_after(visit, typing, questions, place))
    box = gathering.as_kept(there)
    return _page(
        request, visit, typing, questions, place, "voices/type_box.html",
        form=form, errors=form.errors, passed=there.passed, said=_lines(visit, question, box) if there.passed else [],
    )  # fmt: skip


def _posted(request):
    if request.method != "POST":
        return None
    posted = request.POST.copy()
    if posted.get("passed") == NOT_READABLE:
        posted["passed"] = LEFT_OUT  # the form knows three ways to pass; on paper there is a fourth
    return posted


def _said(request, form: AnswerForm) -> Said:
    """What stands in the box; a drawing in place of words stays a picture."""
    if request.POST.get("passed") == NOT_READABLE:
        return Said(passed=NOT_READABLE)
    drawing = request.FILES.get("drawing")
    if form.question.kind not in WORDED or form.said.passed:
        return form.said
    if not drawing:
        return replace(form.said, file=form.before.file)
    try:
        taken = uploads.take_picture(
            drawing, sentence=form.words("When answering does not work", "picture-not-known")
        )
    except BadFile as bad:
        form.errors.append(("drawing", str(bad)))
        return form.said
    kept = files.store(taken.content, kind=taken.kind, owner=None, width=taken.width, height=taken.height)
    return replace(form.said, file=kept.pk)


def _there(typing, question) -> Said:
    if not typing.second:
        return said_in(rules.answer_of(typing.contribution, question.key))
    return gathering.as_said(gathering.box_of(typing, question))


def _cards(request, visit: Visit, typing, questions, place):
    """All cards on one page, as they stand on paper."""
    question = questions[place]
    cards = [
        card
        for card in visit.round.statements.all()
        if card.question == question.key and not card.contribution_id
    ]
    if request.method == "POST":
        votes = {card: VOTES.get(request.POST.get(f"card-{card.pk}", "")) for card in cards}
        gathering.keep_cards(typing, votes, question.key)
        return redirect(_after(visit, typing, questions, place))
    there = (
        gathering.box_of(typing, question)
        if typing.second
        else gathering.first_box(typing.contribution, question)
    )
    words = {value: key for key, value in VOTES.items()}
    laid = [(card, words.get(there.get(str(card.pk)), "")) for card in cards]
    return _page(request, visit, typing, questions, place, "voices/type_cards.html", cards=laid, errors=[])


def _page(request, visit, typing, questions, place, template, **more):
    question = questions[place]
    context = visit.context(
        typing=typing,
        question=question,
        number=place + 1,
        all=len(questions),
        back=visit.at("type-box", typing.contribution_id, questions[place - 1].key)
        if place
        else visit.at("type-in"),
        typist=visit.words(SECTION, "mark", typist=request.who.hand.name),
        **more,
    )
    return render(request, template, context, status=422 if more.get("errors") else 200)


def _after(visit: Visit, typing, questions, place) -> str:
    number = typing.contribution_id
    if place + 1 < len(questions):
        return visit.at("type-box", number, questions[place + 1].key)
    return visit.at("type-end", number)


@_of_booklet
def end(request, visit: Visit, typing):
    """All boxes are typed: is there a name, and a yes to it? Then it counts, or it waits for a second person."""
    contribution = typing.contribution
    named = "named" in visit.round.shown.ticked("named")
    if request.method == "POST":
        name = tidy(request.POST.get("name", "")).strip()[:120]
        if named and not typing.second:
            if name:
                answering.be_named(contribution, name)
            elif contribution.name:
                answering.be_anonymous(contribution)
        if gathering.finish_typing(typing, twice=visit.round.typed_twice):
            return redirect(visit.at("type-in", done="1"))
        return redirect(
            visit.at("compare", contribution.pk) if typing.second else visit.at("type-in", waits="1")
        )
    lines = [
        {
            "question": q,
            "said": _lines(visit, q, _box(typing, q)),
            "change": visit.at("type-box", contribution.pk, q.key),
        }
        for q in visit.round.asked()
    ]  # fmt: skip
    return render(
        request,
        "voices/type_end.html",
        visit.context(
            typing=typing, lines=lines, named=named and not typing.second, name=contribution.name or ""
        ),
    )


def _box(typing, question) -> dict:
    """What this person has typed into a box so far."""
    if typing.second:
        return gathering.box_of(typing, question)
    return gathering.first_box(typing.contribution, question)


def _lines(visit: Visit, question, box: dict) -> list[str]:
    """What somebody typed into a box, as it is read again."""
    if question.kind == "statements":
        return [_("Cards that are marked: %(n)s") % {"n": len(box)}] if box else []
    if box.get("passed") == NOT_READABLE:
        return [visit.words(SECTION, "not-readable")]
    return said_lines(visit, question, gathering.as_said(box))


@_of_booklet
def compare(request, visit: Visit, typing):
    """Where two people read something else: look at the paper, and choose what stands there."""
    if not (typing.second and typing.done):
        raise Http404
    differing = [q for q in visit.round.asked() if gathering.differs(typing, q)]
    if not differing:
        gathering.finish_typing(typing, twice=True)
        return redirect(visit.at("type-in", done="1"))
    question = differing[0]
    if request.method == "POST":
        chosen = request.POST.get("stands", "")
        if chosen == "neither":
            return redirect(visit.at("type-box", typing.contribution_id, question.key))
        if chosen in ("first", "second") and request.POST.get("question") == question.key:
            gathering.settle(typing, question, chosen)
        return redirect(visit.at("compare", typing.contribution_id))
    return render(
        request,
        "voices/type_compare.html",
        visit.context(
            typing=typing,
            question=question,
            left=len(differing),
            first=_lines_for_compare(visit, question, gathering.first_box(typing.contribution, question)),
            second=_lines_for_compare(visit, question, gathering.box_of(typing, question)),
        ),
    )


def _lines_for_compare(visit: Visit, question, box: dict) -> list[str]:
    if question.kind != "statements":
        return _lines(visit, question, box) or [visit.words(SECTION, "empty-box")]
    words = {1: "agree", -1: "disagree", 0: "not-sure"}
    section = "Cards to agree or disagree with"
    cards = {str(card.pk): card for card in visit.round.statements.all() if card.question == question.key}
    return [
        f"{cards[pk].words}: {visit.words(section, words[value])}" for pk, value in box.items() if pk in cards
    ]

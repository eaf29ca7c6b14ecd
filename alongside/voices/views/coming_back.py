"""The end of answering and the way back: a code, one thing that only its person knows, one's own words."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.kit import messages
from alongside.kit.fields import tidy
from alongside.people import limits
from alongside.people.organisation import organisation_here
from alongside.people.programme import content_of_sector
from alongside.people.views.kept import said as one_thing
from alongside.voices import answering, codes, marks, moderation, quotes, rules, withdrawal
from alongside.voices.answer_form import WRONG
from alongside.voices.views.answering import all_said
from alongside.voices.views.card_by_card import own_cards
from alongside.voices.views.visit import Visit, of_round, with_own_words

THANKS, BACK, CHANGE = "Thank you, and your code", "Coming back", "Changing and taking back"
KEYS = ("1", "2", "3", "4")  # the four things of which one is chosen
TRIES_OF_A_DEVICE, TRIES_OF_A_CODE, TRIES_OF_A_DAY = 20, 5, 15
DAY = 24 * 3600


# --- thank you


@of_round
def thanks(request, visit: Visit):
    """The code, and how to keep it; the one thing that only its person knows."""
    mine = visit.mine
    if not mine or mine.sent is None:
        return redirect(visit.at("front"))
    return _thanks_page(request, visit)


def _thanks_page(request, visit: Visit, **more):
    code = marks.shown_code(request, visit.mine)
    context = {
        "code": code,
        "stopped": "stopped" in request.GET,
        "key_kept": bool(visit.mine.second_answer),
        "sent_to": "sent" in request.GET,
        "keys": KEYS,
        "chosen": "",
        "errors": [],
        "email": "",
        **more,
    }
    status = 422 if context["errors"] else 200
    return render(request, "voices/answer_thanks.html", visit.context(**context), status=status)


@require_POST
@with_own_words
def second_key(request, visit: Visit):
    """One of four things, answered in a word or two: kept so that nobody can read it."""
    chosen, answer = request.POST.get("which", ""), tidy(request.POST.get("only", "")).strip()[:200]
    if chosen not in KEYS or not codes.plain(answer):
        why = [("only", visit.words(THANKS, "second-key-empty"))]
        return _thanks_page(request, visit, errors=why, chosen=chosen)
    answering.choose_second_key(visit.mine, chosen, answer)
    return redirect(visit.at("thanks"))


@require_POST
@with_own_words
def send_code(request, visit: Visit):
    """The code and nothing else, to an address that is forgotten at once."""
    code, address = marks.shown_code(request, visit.mine), request.POST.get("email", "").strip()
    try:
        validate_email(address)
    except ValidationError:
        why = [("email", visit.words(BACK, "email-odd"))]
        return _thanks_page(request, visit, errors=why, email=address)
    often = limits.count("code-sent", limits.address(request)) > TRIES_OF_A_DEVICE
    if often or limits.count("code-sent-of", str(visit.mine.pk)) > 3:
        return _too_many(request, visit.words)
    if code:
        names = {**visit.words.names, "return_code": code, "short_link": code_link()}
        mail = visit.words.content.message("return-code", "e-mail", **names)
        messages.send(address, mail["subject"], mail["body"], sender=mail["from"])
    return redirect(visit.at("thanks", sent="1"))


# --- coming back


class PlainWords:
    """The words of these pages before it is known which round somebody comes back to."""

    def __init__(self, easy: bool):
        here = organisation_here()
        self.easy, self.content = easy, content_of_sector(here.sector if here else "health")
        self.organisation = here.name if here else ""
        self.names = {"phone": (here and here.phone) or _("the people who asked you")}

    def __call__(self, section: str, key: str, **more) -> str:
        return self.content.words(section, key, easy=self.easy, **{**self.names, **more})


def come_back(request):
    """Type the code. One that is wrong and one that nobody has look the same and take the same time."""
    words = _plain_frame(request)
    typed = request.POST.get("code", "")[:200]
    errors = []
    if request.method == "POST":
        if limits.count("return-codes", limits.address(request)) > TRIES_OF_A_DEVICE:
            return _too_many(request, words)
        found = rules.with_code(codes.fingerprint(typed)) if codes.fingerprint(typed) else None
        if found:
            response = redirect("voices:happened", found.round.short)
            marks.put_mark(response, found, own=False)
            return response
        key = "not-fit" if typed.strip() else "code-empty"
        errors = [("code", words(BACK, key))]
    context = {"words": words, "errors": errors, "typed": typed}
    return _no_store(render(request, "voices/answer_come_back.html", context, status=422 if errors else 200))


def _plain_frame(request) -> PlainWords:
    easy = marks.reads_easy(request)
    words = PlainWords(easy)
    request.easy = easy
    request.frame = {"organisation_name": words.organisation, "reading_at": reverse("voices:reading-of-code")}
    return words


def _no_store(response):
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def reading_of_code(request):
    """The same choice of reading, on the page that belongs to no round."""
    response = redirect("voices:come-back")
    marks.put_reading(response, request.POST.get("reading") == "easy")
    return response


def _too_many(request, words) -> HttpResponse:
    text = words(BACK, "too-many", minutes=limits.QUARTER // 60)
    return _no_store(one_thing(request, _("Wait a little"), text, status=429))


def code_link() -> str:
    """Where a code is typed, short enough for reading aloud."""
    return (settings.BASE + reverse("voices:come-back")).partition("://")[2].rstrip("/")


# --- one's own words


@of_round
def mine(request, visit: Visit):
    """Everything that somebody said: change it, add to it, take it back. The code alone does not open it."""
    if not visit.mark:
        return redirect("voices:come-back")
    if not visit.mine:
        return _ask_second_key(request, visit)
    context = {
        "lines": all_said(visit, "mine"),
        "own_cards": own_cards(visit),
        "half_done": _where_stopped(visit),
        "done": next((key for key in ("changed", "added") if key in request.GET), ""),
        "happened": visit.at("happened"),
        "errors": [],
        "held_back": len(moderation.not_shown_for(visit.mine)),
        "asked_for": len(quotes.asked_of(visit.mine)),
    }
    return render(request, "voices/answer_mine.html", visit.context(**context))


def _where_stopped(visit: Visit) -> tuple[int, str] | None:
    """The question after the last one that was answered, while there is one and people can answer."""
    keys = [question.key for question in visit.round.asked()]
    place = visit.mine.place
    if not visit.round.is_open or place not in keys or keys.index(place) + 1 >= len(keys):
        return None
    number = keys.index(place) + 1
    return number + 1, visit.at("asked", keys[number])


def _ask_second_key(request, visit: Visit):
    """The one thing that only its person knows. Without one their words are closed for good."""
    held = visit.mark.contribution
    typed, errors = tidy(request.POST.get("only", ""))[:200], []
    if request.method == "POST" and held.withdrawn is None:
        if _tried_often(request, held):
            return _too_many(request, visit.words)
        if codes.fits(typed, held.second_answer):
            response = redirect(visit.at("mine"))
            marks.put_mark(response, held, own=True)
            return response
        errors = [("only", visit.words(BACK, "not-fit"))]
    context = {
        "held": held,
        "ask": visit.words(THANKS, f"second-key-{held.second_question}") if held.second_question else "",
        "errors": errors,
        "happened": visit.at("happened"),
    }
    return render(
        request, "voices/answer_second_key.html", visit.context(**context), status=422 if errors else 200
    )


def _tried_often(request, held) -> bool:
    """By device, by code, and by code and day: four figures would be guessed in a week otherwise."""
    of_device = limits.count("second-keys", limits.address(request)) > TRIES_OF_A_DEVICE
    of_code = limits.count("second-key-of", str(held.pk)) > TRIES_OF_A_CODE
    of_day = limits.count("second-key-of-a-day", str(held.pk), DAY) > TRIES_OF_A_DAY
    return of_device or of_code or of_day


@require_POST
@with_own_words
def add_line(request, visit: Visit):
    """A line beside what was said first, once the round has closed."""
    words = tidy(request.POST.get("line", "")).strip()
    if len(words) > answering.LONGEST:
        why = visit.words(WRONG, "long", over=f"{len(words) - answering.LONGEST:,}")
        context = {
            "lines": all_said(visit, "mine"), "own_cards": own_cards(visit), "half_done": None, "done": "",
            "happened": visit.at("happened"), "errors": [("line", why)], "typed": words, "held_back": 0, "asked_for": 0,
        }  # fmt: skip
        return render(request, "voices/answer_mine.html", visit.context(**context), status=422)
    if words:
        answering.add_a_line(visit.mine, "answer", words)
    return redirect(visit.at("mine", added="1"))


@with_own_words
def take_back(request, visit: Visit):
    """What goes and what stays, and then everything goes."""
    if request.method == "POST":
        gone = withdrawal.take_back(visit.mine)
        response = render(
            request, "voices/answer_gone.html", visit.context(gone=gone, happened=visit.at("happened"))
        )
        marks.put_mark(response, visit.mark.contribution, own=False)
        response.delete_cookie(marks.CODE, samesite="Lax")
        return response
    return render(request, "voices/answer_take_back.html", visit.context())


@require_POST
@with_own_words
def take_back_one(request, visit: Visit, key: str):
    """One answer goes, with everything that was made of it."""
    question = visit.round.question(key)
    if not question:
        raise Http404
    answer = rules.answer_of(visit.mine, key)
    if answer:
        withdrawal.take_back_answer(answer)
    if question.kind == "statements":
        answering.take_back_votes(visit.mine, key)
    return redirect(visit.at("mine", changed="1"))


@of_round
def file(request, visit: Visit, file: str):
    """A sound or a picture, for the person who gave it, while their words are open."""
    found = rules.sound_or_picture(visit.mine, file) if visit.mine else None
    if not found:
        raise Http404
    response = HttpResponse(found.read(), content_type=found.kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


# --- something to say although the round has closed


@of_round
def late(request, visit: Visit):
    """It is read, and it is not counted."""
    if visit.round.state not in ("closed", "over"):
        return redirect(visit.at("front"))
    words, errors = tidy(request.POST.get("words", "")).strip(), []
    if request.method == "POST":
        if request.POST.get("leave_empty") or not words:
            errors = [("words", visit.words(BACK, "late-empty"))]
        elif len(words) > answering.LONGEST:
            errors = [("words", visit.words(WRONG, "long", over=f"{len(words) - answering.LONGEST:,}"))]
        elif limits.count("late-words", limits.address(request)) > TRIES_OF_A_DEVICE:
            return _too_many(request, visit.words)
        else:
            answering.say_late(visit.round, words)
            return redirect(visit.at("front", said="1"))
    context = {"errors": errors, "typed": words}
    return render(request, "voices/answer_late.html", visit.context(**context), status=422 if errors else 200)

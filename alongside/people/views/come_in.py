"""The ways in: a code by e-mail, a link with one button, a letter's code, a paper key."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import codes, invitation, kept_post, limits, paper_key, rules, signin
from alongside.people.views.asking import Asked, Box, email_box, figures
from alongside.people.views.kept import old_link, said
from alongside.people.views.words import Words, page_words
from alongside.people.who import person_with, support_with

NOT_WORKING = "when-something-does-not-work"


def come_in(request):
    """Ask for a code by e-mail; every other way in is one link away."""
    if request.user.is_authenticated:
        return redirect("/")
    signin.go_on_to(request, request.GET.get("next"))
    words = Words(request)
    asked = Asked(
        request,
        [email_box(_("Your e-mail address"), needed=page_words(request, "Ways in", "email-needed"))],
    )
    if asked.good:
        try:
            codes.ask(request, asked["email"].lower())
            return redirect("account_confirm_login_code")
        except codes.TooMany:
            asked.wrong("email", words(NOT_WORKING, "too-many-codes"))
    return asked.page(
        "people/come_in.html",
        title=words("coming-in", "title"),
        lede=words("coming-in", "how"),
        button=_("Send me a code"),
        why=_why(request, words, request.GET.get("why", "")),
    )


def _why(request, words: Words, why: str) -> str:
    """What brought somebody to this page, in a sentence."""
    if why == "timed-out":
        return words(NOT_WORKING, "timed-out", minutes=15)
    if why in ("other-device", "too-many-codes", "old-link"):
        return words(NOT_WORKING, why)
    return page_words(request, "Ways in", "old-code") if why == "old-code" else ""


def code(request):
    """Type the six figures that were sent."""
    asked_for = codes.asked_here(request)
    if asked_for is None:
        return redirect("/" if request.user.is_authenticated else "/come-in/?why=other-device")
    if not asked_for.is_valid():
        asked_for.abort()
        return redirect("/come-in/?why=old-code")
    if request.POST.get("action") == "again":
        return _send_again(request, asked_for)
    words = Words(request)
    asked = Asked(
        request,
        [
            Box(
                "code",
                _("The six numbers"),
                kind="code",
                needed=page_words(request, "Ways in", "code-needed"),
            )
        ],
    )
    if asked.good:
        try:
            if codes.fits(asked_for, asked["code"]):
                return asked_for.finish(None)
            asked.wrong("code", words(NOT_WORKING, "wrong-code"))
        except codes.TooMany:
            asked_for.abort()
            return redirect("/come-in/?why=too-many-codes")
    return asked.page(
        title=_("Type your code"),
        lede=words("coming-in", "sent", contact=codes.address_of(asked_for)),
        button=words.buttons("coming-in")[0],
        more=[(words.buttons("coming-in")[1], "action", "again")],
        below=[words("coming-in", "not-come")],
        back="/come-in/",
    )


def _send_again(request, asked_for):
    try:
        codes.send_again(request, asked_for)
    except codes.TooMany:
        asked_for.abort()
        return redirect("/come-in/?why=too-many-codes")
    return redirect("account_confirm_login_code")


def link(request, token):
    """A page with one button, because mail scanners open links; pressing it signs in."""
    kind, person = _whose(signin.read_token(token))
    if kind is None:
        return old_link(request)
    going_to = _where_to(kind, signin.read_token(token)[1])
    if person is None:
        return redirect(going_to if request.user.is_authenticated else f"/come-in/?next={going_to}")
    if request.user == person and request.method != "POST":
        return redirect(going_to)
    if request.method == "POST":
        signin.sign_in(request, person, way=f"link, {kind}")
        if kind == "support":
            signin.go_on_to(request, going_to)
        return redirect("device")
    words = Words(request)
    return Asked(request, []).page(
        title=_("Hello %(name)s") % {"name": person.name},
        lede=words("coming-in", "link-page"),
        button=words.buttons("coming-in")[0],
    )


def _where_to(kind: str, key) -> str:
    return f"/helping/{key}/" if kind == "support" else "/"


def _whose(read):
    """Kind of link and whom it signs in: nobody, if that person has a way in of their own by now."""
    kind, key = read or (None, None)
    if kind == "person":
        person = person_with(key)
        return (kind, person) if person else (None, None)
    if kind == "invitation":
        asked = invitation.with_id(key)
        if asked and asked.works():
            return kind, asked.person if rules.may_come_in_by(asked) else None
    if kind == "support":
        support = support_with(key)
        if support and not support.ended:
            return kind, support.supporter if rules.may_come_in_by_support(support) else None
    return None, None


def letter(request):
    """The eight figures of a letter."""
    words = Words(request)
    box = Box(
        "code",
        _("The code in your letter"),
        kind="code",
        hint=page_words(request, "Ways in", "letter-hint"),
        needed=page_words(request, "Ways in", "letter-needed"),
    )
    asked = Asked(request, [box])
    if asked.good:
        here = limits.address(request)
        if limits.count("letter code from", here) > 10 or limits.count("letter codes", "all", 3600) > 300:
            asked.wrong("code", words(NOT_WORKING, "too-many-codes"))
        elif len(figures(asked["code"])) != 8:
            asked.wrong("code", page_words(request, "Ways in", "letter-short"))
        else:
            found = invitation.with_code(asked["code"])
            if found and rules.may_come_in_by(found):
                signin.sign_in(request, found.person, way="letter")
                return redirect("device")
            asked.wrong(
                "code",
                page_words(request, "Ways in", "letter-wrong", **words.names),
            )
    return asked.page(
        title=_("I have had a letter"),
        button=words.buttons("coming-in")[0],
        back="/come-in/",
        below=[page_words(request, "Ways in", "letter-again")],
    )


def paper(request):
    """Six words and four figures."""
    words = Words(request)
    boxes = [
        Box(
            "words",
            _("Your six words"),
            hint=page_words(request, "Ways in", "six-hint"),
            needed=page_words(request, "Ways in", "six-needed"),
        ),
        Box("pin", _("Your four numbers"), kind="code", needed=_("Type your four numbers.")),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        if limits.count("paper key from", limits.address(request)) > 15:
            asked.wrong("words", words(NOT_WORKING, "too-many-codes"))
        else:
            try:
                person = paper_key.open_with(asked["words"], asked["pin"])
                if person:
                    signin.sign_in(request, person, way="paper key")
                    return redirect("device")
                asked.wrong(
                    "words",
                    page_words(request, "Ways in", "paper-key-wrong"),
                )
            except paper_key.Locked:
                asked.wrong(
                    "words",
                    page_words(request, "Ways in", "paper-key-locked", **words.names),
                )
    return asked.page(
        title=_("Come in with my paper key"),
        lede=words("coming-in", "paper"),
        button=words.buttons("coming-in")[0],
        back="/come-in/",
    )


@signin.signed_in
def device(request):
    """After coming in: does someone else use this device? It decides how long a session lasts."""
    words = Words(request)
    passed_on = signin.HANDED_OVER in request.session
    if passed_on or (request.method == "POST" and request.POST.get("device") in ("shared", "own")):
        signin.remember_device(request, shared=passed_on or request.POST["device"] == "shared")
        going_to = signin.next_address(request)
        return redirect("kept" if kept_post.look(request) else going_to)
    yes, no = words.buttons("coming-in")[2:4]
    return Asked(request, []).page(
        title=words("coming-in", "shared"),
        lede=words("coming-in", "shared-hint"),
        choice=[(yes, "device", "shared"), (no, "device", "own")],
        who=("me", page_words(request, "Who can see this", "only-me-more")),
    )


@require_POST
def leave(request):
    """End the session and leave nothing on this device."""
    signin.leave(request)
    response = redirect("left")
    response.delete_cookie(kept_post.COOKIE)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def left(request):
    """The person is out."""
    words = Words(request)
    return said(
        request,
        _("Goodbye"),
        words("coming-in", "out"),
        next_words=words("coming-in", "title"),
        next_address="/come-in/",
    )


def no_sign_up(request):
    """Nobody signs up: people are invited."""
    return redirect("come-in")

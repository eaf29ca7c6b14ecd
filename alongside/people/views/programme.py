"""A programme: its name, and the people whom everybody in it must be able to reach."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.people import own_content, rules, signin
from alongside.people.programme import begin_programme
from alongside.people.tasks import next_in
from alongside.people.views.asking import Asked, Box, email_box, name_box, phone_box

ON_A_PAGE = 25


def of_programme(view):
    """A view of a programme that this coordinator runs; for anybody else it does not exist."""

    @signin.signed_in
    def fetched(request, public, *args, **kwargs):
        programme = get_object_or_404(rules.programmes_coordinated_by(request.user), public=public)
        request.programme, request.looks_after = programme, True
        return view(request, programme, *args, **kwargs)

    return fetched


@signin.signed_in
def new(request):
    """What the pairs of a programme work on together."""
    organisation = get_object_or_404(rules.organisations_coordinated_by(request.user)[:1])
    box = Box(
        "name",
        _("What is it called?"),
        hint=_("Such as: the first week at home."),
        needed=_("Give the programme a name."),
        most=120,
    )
    asked = Asked(request, [box])
    mistakes = own_content.mistakes_in(organisation)
    if asked.good and not mistakes:
        programme = begin_programme(name=asked["name"], organisation=organisation, by=request.user)
        return redirect("programme-phone", public=programme.public)
    if mistakes:
        return asked.page(
            "people/content_mistakes.html",
            status=409 if asked.sent else 200,
            title=_("There is a mistake in your own words"),
            button=_("Try again"),
            next=False,
            mistakes=mistakes,
        )
    return asked.page(
        where=_("Setting up, 3 of 3"),
        title=_("Your programme"),
        lede=_("A programme is one thing that pairs work on together. You can have several."),
    )


@of_programme
def phone(request, programme):
    """The coordinator's own number."""
    box = phone_box(
        _("Your phone number"), value=programme.phone, needed=_("Type a number on which people reach you.")
    )
    asked = Asked(request, [box])
    if asked.good:
        programme.describe(phone=asked["phone"], by=request.user)
        return redirect("programme-named-person", public=programme.public)
    return asked.page(
        where=programme.name,
        title=_("Where do people call you?"),
        lede=_("It stands on their pages and in the invitation."),
        back=f"/programme/{programme.public}/",
    )


@of_programme
def named_person(request, programme):
    """Somebody outside the project who looks into harm from taking part."""
    boxes = [
        Box(
            "name",
            _("Name and job"),
            value=programme.named_person,
            hint=_("Such as: Joanna Ellis, head of patient experience."),
            needed=_("Name somebody outside the project."),
            most=120,
        ),
        phone_box(
            _("Phone number"),
            value=programme.named_phone,
            needed=_("Type a number on which people reach them."),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        programme.describe(named_person=asked["name"], named_phone=asked["phone"], by=request.user)
        return redirect("programme-safeguarding", public=programme.public)
    return asked.page(
        where=programme.name,
        title=_("Whom do people tell if taking part has a bad effect?"),
        lede=_("This person is not part of the project. They look into it and put it right."),
        back=f"/programme/{programme.public}/phone/",
    )


@of_programme
def safeguarding(request, programme):
    """Whoever must be told of danger."""
    lead = programme.safeguarding_person
    boxes = [
        name_box(
            _("Name"), value=programme.safeguarding_name, needed=_("Name whoever must be told of danger.")
        ),
        phone_box(
            _("Phone number"),
            value=programme.safeguarding_phone,
            needed=_("Type a number on which people reach them."),
        ),
        email_box(
            _("E-mail address"),
            value=(lead and lead.email) or "",
            hint=_("They come in with it to read what people are worried about. Nobody else can."),
            needed=_("Type their e-mail address, so that they can come in and read."),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        programme.name_safeguarding_lead(
            name=asked["name"], phone=asked["phone"], email=asked["email"], by=request.user
        )
        return redirect("programme-age", public=programme.public)
    return asked.page(
        where=programme.name,
        title=_("Who is the safeguarding lead?"),
        lede=_(
            "When somebody may be badly hurt, this person has to know. Worries go to them and to nobody else."
        ),
        back=f"/programme/{programme.public}/named-person/",
    )


@of_programme
def age(request, programme):
    """From which age people answer for themselves."""
    box = Box(
        "age",
        _("Age in years"),
        kind="number",
        value=str(programme.guardian_age),
        needed=_("We need a number here, such as 16."),
    )
    asked = Asked(request, [box])
    if asked.good and not (asked["age"].isdecimal() and int(asked["age"]) <= 99):
        asked.wrong("age", _("We need a number here, such as 16."))
    if asked.good:
        programme.describe(guardian_age=int(asked["age"]), by=request.user)
        return redirect("brief", public=programme.public)
    return asked.page(
        where=programme.name,
        title=_("From which age do people answer for themselves?"),
        lede=_(
            "For somebody younger, a guardian says yes before the invitation goes out. "
            "Their own yes still comes after that."
        ),
        back=f"/programme/{programme.public}/safeguarding/",
    )


@of_programme
def programme(request, programme):
    """The coordinator's page of one programme: what is there, who was invited, what waits."""
    every = rules.pairs_coordinated_by(request.user).filter(programme=programme).order_by("-pk")
    page = Paginator(every, ON_A_PAGE).get_page(request.GET.get("page"))
    pairs = list(page)
    by_pair = {pair.pk: [] for pair in pairs}
    invitations = rules.invitations_coordinated_by(request.user).filter(pair__in=pairs)
    for invitation in invitations.order_by("pk"):
        by_pair[invitation.pair_id].append(invitation)
    mistakes = own_content.mistakes_in(programme.organisation, programme.sector)
    return render(
        request,
        "people/programme.html",
        {
            "programme": programme,
            "version": own_content.version_of(programme),
            "mistakes": mistakes,
            "behind": not mistakes and own_content.is_behind(programme),
            "own_files": own_content.own_files(programme.organisation),
            "pairs": [(pair, by_pair[pair.pk]) for pair in pairs],
            "listed": page,
            "helpers": rules.helpers_without_email(programme, of=pairs),
            "sets_up": rules.organisations_coordinated_by(request.user).exists(),
            "on": next_in(programme, has_pairs=bool(pairs)),
        },
    )


@of_programme
def sit_down(request, programme, person):
    """The coordinator signs somebody in on this device, as a recorded act; their own session ends with it."""
    person = get_object_or_404(rules.people_to_sit_down(request.user), public=person)
    if request.method == "POST":
        coordinator = request.user
        signin.leave(request)
        signin.sign_in(request, person, way="signed in by a coordinator", by=coordinator)
        return redirect("/")
    return Asked(request, []).page(
        where=programme.name,
        title=_("Sign %(name)s in on this device?") % {"name": person.name},
        lede=[
            _("Only when %(name)s sits here with you. Your own pages close, and you hand the device over.")
            % {"name": person.name},
            _("%(name)s sees on their own page that you did this, and when.") % {"name": person.name},
            _("It closes after 15 quiet minutes."),
        ],
        button=_("Sign %(name)s in") % {"name": person.name},
        back=f"/programme/{programme.public}/",
        next=False,
    )

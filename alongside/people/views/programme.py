"""A programme: its name, and the people whom everybody in it must be able to reach."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alongside.people import own_content, rules, signin
from alongside.people.programme import begin_programme
from alongside.people.tasks import next_in
from alongside.people.views.asking import Asked, Box, email_box, name_box, phone_box
from alongside.people.views.words import page_words

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
        page_words(request, "Setting up", "programme-called"),
        hint=page_words(request, "Setting up", "programme-hint"),
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
            title=page_words(request, "Setting up", "mistake-title"),
            button=_("Try again"),
            next=False,
            mistakes=mistakes,
        )
    return asked.page(
        where=_("Setting up, 3 of 3"),
        title=_("Your programme"),
        lede=page_words(request, "Setting up", "programme-lede"),
    )


@of_programme
def phone(request, programme):
    """The coordinator's own number."""
    box = phone_box(
        _("Your phone number"),
        value=programme.phone,
        needed=page_words(request, "Setting up", "phone-needed"),
    )
    asked = Asked(request, [box])
    if asked.good:
        programme.describe(phone=asked["phone"], by=request.user)
        return redirect("programme-named-person", public=programme.public)
    return asked.page(
        where=programme.name,
        title=_("Where do people call you?"),
        lede=page_words(request, "Setting up", "phone-lede"),
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
            hint=page_words(request, "Setting up", "named-hint"),
            needed=page_words(request, "Setting up", "named-needed"),
            most=120,
        ),
        phone_box(
            _("Phone number"),
            value=programme.named_phone,
            needed=page_words(request, "Setting up", "their-phone-needed"),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        programme.describe(named_person=asked["name"], named_phone=asked["phone"], by=request.user)
        return redirect("programme-safeguarding", public=programme.public)
    return asked.page(
        where=programme.name,
        title=page_words(request, "Setting up", "named-asked"),
        lede=page_words(request, "Setting up", "named-lede"),
        back=f"/programme/{programme.public}/phone/",
    )


@of_programme
def safeguarding(request, programme):
    """Whoever must be told of danger."""
    lead = programme.safeguarding_person
    boxes = [
        name_box(
            _("Name"),
            value=programme.safeguarding_name,
            needed=page_words(request, "Setting up", "safeguarding-needed"),
        ),
        phone_box(
            _("Phone number"),
            value=programme.safeguarding_phone,
            needed=page_words(request, "Setting up", "their-phone-needed"),
        ),
        email_box(
            _("E-mail address"),
            value=(lead and lead.email) or "",
            hint=page_words(request, "Setting up", "safeguarding-email"),
            needed=page_words(request, "Setting up", "safeguarding-email-needed"),
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
        lede=page_words(request, "Setting up", "safeguarding-lede"),
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
        needed=page_words(request, "Setting up", "age-needed"),
    )
    asked = Asked(request, [box])
    if asked.good and not (asked["age"].isdecimal() and int(asked["age"]) <= 99):
        asked.wrong("age", page_words(request, "Setting up", "age-needed"))
    if asked.good:
        programme.describe(guardian_age=int(asked["age"]), by=request.user)
        return redirect("brief", public=programme.public)
    return asked.page(
        where=programme.name,
        title=page_words(request, "Setting up", "age-asked"),
        lede=page_words(request, "Setting up", "age-lede"),
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
        title=page_words(request, "Inviting two people", "sit-down", name=person.name),
        lede=[
            page_words(request, "Inviting two people", "sit-down-here", name=person.name),
            page_words(request, "Inviting two people", "sit-down-seen", name=person.name),
            page_words(request, "Inviting two people", "sit-down-closes"),
        ],
        button=_("Sign %(name)s in") % {"name": person.name},
        back=f"/programme/{programme.public}/",
        next=False,
    )

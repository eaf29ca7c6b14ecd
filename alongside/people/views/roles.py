"""Who does what in an organisation: other coordinators, leads and facilitators."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people import rules, signin
from alongside.people.organisation import Role, end_role, give_role
from alongside.people.person import introduce
from alongside.people.views.asking import Asked, Box, email_box, name_box
from alongside.people.views.words import page_words

KINDS = {Role.FACILITATOR: "Facilitator", Role.COORDINATOR: "Coordinator", Role.LEAD: "Lead"}


def of_organisation(view):
    """A view of the organisation that this coordinator sets up; for anybody else it does not exist."""

    @signin.signed_in
    def fetched(request, *args, **kwargs):
        organisation = rules.organisations_coordinated_by(request.user).first()
        if organisation is None:
            raise Http404
        return view(request, organisation, *args, **kwargs)

    return fetched


@of_organisation
def roles(request, organisation):
    """Everybody who holds a role, and a form for one more."""
    boxes = [
        name_box(_("First name"), needed=_("Type their first name.")),
        email_box(
            _("E-mail address"),
            hint=page_words(request, "Setting up", "role-email"),
            needed=_("Type their e-mail address."),
        ),
        Box(
            "kind",
            _("What do they do?"),
            kind="choice",
            options=tuple(
                (k, _(w), page_words(request, "Setting up", f"role-{k}")) for k, w in KINDS.items()
            ),
            needed=_("Choose one."),
        ),
    ]
    asked = Asked(request, boxes)
    if asked.good:
        person = introduce(asked["name"], asked["email"])
        give_role(asked["kind"], person, organisation=organisation, by=request.user)
        return redirect("roles")
    words = {kind: _(name) for kind, name in KINDS.items()}
    held = [
        (role, words.get(role.kind, ""))
        for role in rules.roles_given_by(request.user).order_by("kind", "person__name")
        if role.kind in words
    ]
    return asked.page(
        "people/roles.html",
        title=_("Who does what here"),
        organisation=organisation,
        held=held,
        button=_("Add this person"),
        next=False,
    )


@require_POST
@of_organisation
def end(request, organisation, pk):
    """Somebody no longer holds a role; the last coordinator stays, so that nobody is locked out."""
    role = get_object_or_404(rules.roles_given_by(request.user), pk=pk)
    if rules.may_end_role(role):
        end_role(role, by=request.user)
    return redirect("roles")

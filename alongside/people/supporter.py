"""A supporter: chosen by one person, acts only where that person ticked, always visibly."""

from django.db import models
from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.audit import recorded

AREAS = {
    "needs": ["what-i-need", "agreement-to-take-part", "needs-met"],
    "profile": ["one-page-profile", "profile-review", "why-i-am-here", "can-and-cannot-promise"],
    "talking": ["communication", "communication-together", "feedback-preferences", "pair-agreement"],
    "story": ["story", "story-feedback", "readiness", "safety-plan", "own-pace"],
    "together": [
        "brief-questions", "pitch", "talk", "action-plan", "action-review",
        "round", "idea", "decision", "change-record",
    ],
    "days": ["how-was-today"],
}  # fmt: skip

# What a person ticks, the same in Easy Read, and how the one who helps reads it.
AREA_WORDS = {
    "needs": ("What I need, and my answer to the invitation", "What I need", "what they need"),
    "profile": ("My profile, and why I am here", "My profile", "their profile"),
    "talking": ("How I like to talk, and to hear things", "How I like to talk", "how they like to talk"),
    "story": ("My story", "My story", "their story"),
    "together": ("What the two of us write together", "What we write together", "what the pair writes"),
    "days": ("How a meeting was for me", "How my day was", "how a meeting was for them"),
}


class Support(models.Model):
    """One person helps another, in the areas that the other ticked, until either ends it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="supported_by")
    supporter = models.ForeignKey(Person, models.CASCADE, related_name="supports")
    areas = models.JSONField(default=list)
    also_kept = models.BooleanField(default=False)  # may also type what is kept to oneself
    since = models.DateTimeField(default=timezone.now)
    accepted = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "supporter"],
                condition=models.Q(ended__isnull=True),
                name="somebody_supports_a_person_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("supporter")), name="nobody_supports_themselves"
            ),
        ]

    def sheets(self) -> set[str]:
        """Keys of the sheets that this supporter may see and type."""
        return {sheet for area in self.areas for sheet in AREAS.get(area, [])}

    @property
    def active(self) -> bool:
        return bool(self.accepted and not self.ended)

    def areas_in_words(self) -> str:
        """The areas as the one who helps reads them: `what they need and their story`."""
        *first, last = [AREA_WORDS[area][2] for area in self.areas if area in AREA_WORDS] or [""]
        return f"{', '.join(first)} and {last}" if first else last


def choose_supporter(supporter: Person, *, areas, also_kept=False, by: Person) -> Support:
    """Somebody asks another for help, in these areas and no others; asking again changes the areas."""
    support = Support.objects.filter(person=by, supporter=supporter, ended__isnull=True).first()
    support = support or Support(person=by, supporter=supporter)
    with recorded("chose a supporter", by=by, to=support):
        support.areas = [area for area in AREAS if area in areas]
        support.also_kept = also_kept
        support.save()
    return support


def accept_to_help(support: Support, *, by: Person):
    """The supporter says yes."""
    if not support.accepted:
        with recorded("accepted to help", by=by, to=support):
            support.accepted = timezone.now()
            support.save(update_fields=["accepted"])


def end_support(support: Support, *, by: Person):
    """Either ends it; the supporter's pages ask the database each time, so it stops at once."""
    if not support.ended:
        with recorded("ended support", by=by, to=support):
            support.ended = timezone.now()
            support.save(update_fields=["ended"])

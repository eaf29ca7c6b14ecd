"""A programme of pairs: its brief, the people who look after it, and the words it began with."""

import functools
import zlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers, Content, load
from alongside.people.organisation import Organisation, Role, give_role
from alongside.people.person import Person, public_id
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField


class WordsVersion(models.Model):
    """All content as it was when a programme began: process, sheets and words. Never changes."""

    hash = models.CharField(max_length=64, unique=True)
    packed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    @classmethod
    def keep(cls, content: Content) -> "WordsVersion":
        """The row that holds exactly this content, made if it is new."""
        return cls.objects.get_or_create(
            hash=content.hash, defaults={"packed": zlib.compress(content.to_json().encode(), 9)}
        )[0]


@functools.lru_cache(maxsize=32)
def content_of(words_id: int) -> Content:
    """The content of one `WordsVersion`; parsed once in a process, since it never changes."""
    packed = WordsVersion.objects.values_list("packed", flat=True).get(pk=words_id)
    return Content.from_json(zlib.decompress(packed).decode())


class Programme(models.Model):
    """What pairs of one organisation work on together."""

    public = models.CharField(max_length=10, unique=True, default=public_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="programmes")
    name = models.CharField(max_length=120)
    sector = models.SlugField()
    words = models.ForeignKey(WordsVersion, models.PROTECT)
    coordinator = models.ForeignKey(Person, models.PROTECT, related_name="coordinates")
    phone = models.CharField(max_length=40)
    named_person = models.CharField(max_length=120)
    named_phone = models.CharField(max_length=40)
    safeguarding_name = models.CharField(max_length=120)
    safeguarding_phone = models.CharField(max_length=40)
    safeguarding_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    guardian_age = models.PositiveSmallIntegerField(default=16)
    kept_until = models.DateField(null=True)
    begun = models.DateTimeField(default=timezone.now)
    brief = SealedJSONField(default=dict)
    brief_published = models.DateTimeField(null=True)

    def __str__(self):
        return self.name

    @property
    def content(self) -> Content:
        return content_of(self.words_id)

    @property
    def brief_answers(self) -> Answers:
        return Answers(self.brief)

    def names(self) -> dict[str, str]:
        """What the words of this programme fill into their places, apart from people's own names."""
        return {
            "organisation": self.organisation.name,
            "coordinator": self.coordinator.name,
            "phone": self.phone,
            "named_person": self.named_person,
            "named_phone": self.named_phone,
            "safeguarding_name": self.safeguarding_name,
            "safeguarding_phone": self.safeguarding_phone,
        }

    def is_described(self) -> bool:
        """Whether everybody whom people must be able to reach is named."""
        return all(
            [self.phone, self.named_person, self.named_phone, self.safeguarding_name, self.safeguarding_phone]
        )

    def describe(self, *, by, **details):
        """Fill in one detail of the programme, such as the coordinator's phone."""
        with recorded(f"described the programme: {', '.join(details)}", by=by, to=self):
            for name, value in details.items():
                setattr(self, name, value)
            self.save(update_fields=list(details))

    def name_safeguarding_lead(self, *, name, phone, email, by):
        """The person to whom worries go; their address lets them come in and read those."""
        lead = Person.objects.introduce(name, email) if email else None
        with recorded("named the safeguarding lead", by=by, to=self):
            self.safeguarding_name, self.safeguarding_phone, self.safeguarding_person = name, phone, lead
            self.save(update_fields=["safeguarding_name", "safeguarding_phone", "safeguarding_person"])
            if lead:
                give_role(Role.LEAD, lead, organisation=self.organisation, programme=self, by=by)

    def write_brief(self, changes: dict, *, by):
        """Keep what a form of the brief has changed; `changes` as `kit.fields` gives them."""
        with recorded("wrote in the brief", by=by, to=self):
            self.brief = changed(Answers(self.brief), changes).flat
            self.save(update_fields=["brief"])

    def publish_brief(self, *, by):
        """From now on whoever is asked can read the brief."""
        if not self.brief_published:
            with recorded("published the brief", by=by, to=self):
                self.brief_published = timezone.now()
                self.save(update_fields=["brief_published"])


def changed(answers: Answers, changes: dict) -> Answers:
    """The answers with the changes of one form: a new row comes last, a row taken out goes with its words."""
    flat = answers.flat
    flat["texts"].update(changes["texts"])
    flat["values"].update(changes["values"])
    last = max(flat["rows"].values(), default="0")
    for place, row in enumerate(changes["rows"].get("add", []), start=1):
        flat["rows"][row] = f"{int(last) + place:08d}"
    for row in changes["rows"].get("remove", []):
        flat["rows"].pop(row, None)
        for part in ("texts", "values"):
            flat[part] = {name: said for name, said in flat[part].items() if not name.startswith(f"{row}/")}
    return Answers(flat)


def sectors() -> list[tuple[str, str]]:
    """The sectors that there are words for: key and title."""
    files = sorted((settings.CONTENT / "sectors").glob("*.yaml"))
    return [(file.stem, content_of_sector(file.stem).sector["title"]) for file in files]


def own_folder(organisation):
    """Where an organisation lays its own words and steps over ours."""
    return settings.DATA / "content" / organisation.key


def words_now(organisation, sector: str = "") -> Content:
    """The content that a programme of this organisation would begin with today. Raises ContentMistakes."""
    own = own_folder(organisation)
    folders = [settings.CONTENT, own] if own.is_dir() else [settings.CONTENT]
    return load(*folders, sector=sector or organisation.sector)


@functools.cache
def content_of_sector(sector: str) -> Content:
    """Words for pages that belong to no programme yet."""
    return load(settings.CONTENT, sector=sector)


def begin_programme(*, name, organisation, by) -> Programme:
    """A programme keeps the words that it begins with."""
    programme = Programme(
        name=name,
        organisation=organisation,
        sector=organisation.sector,
        words=WordsVersion.keep(words_now(organisation)),
        coordinator=by,
        phone=organisation.phone,
    )
    with recorded("began a programme", by=by, to=programme):
        programme.save()
    return programme

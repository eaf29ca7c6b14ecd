"""Sound: a person listens and writes down what was said, somebody checks it, and then the sound may go."""

from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.files import erase
from alongside.voices.contribution import Answer
from alongside.voices.reading import Reading, Transcript

SOUND = "audio/"


def is_sound(answer: Answer) -> bool:
    return bool(answer.file and answer.file.kind.startswith(SOUND))


def transcript_of(answer: Answer) -> Transcript | None:
    return getattr(answer, "transcript", None)


def write_down(answer: Answer, words: str, *, by: Person) -> None:
    """Keep what a person heard. Writing it anew takes the check and the reading away: it is another text."""
    before = transcript_of(answer)
    if before and before.words == words:
        return
    with recorded("wrote down a sound", by=by, to=answer):
        kept = {"words": words, "by": by, "day": timezone.localdate(), "checked": None}
        answer.transcript, _ = Transcript.objects.update_or_create(answer=answer, defaults=kept)
        Reading.objects.filter(answer=answer).delete()
        answer._state.fields_cache.pop("reading", None)


def checked(answer: Answer, *, by: Person) -> None:
    """Listened to a second time. Who wanted only the words kept has no sound here from now on."""
    transcript = transcript_of(answer)
    if not transcript or transcript.checked:
        return
    with recorded("checked a transcript", by=by, to=answer):
        transcript.checked = timezone.localdate()
        transcript.save(update_fields=["checked"])
        if not answer.hear_sound and is_sound(answer):
            gone, answer.file = answer.file, None
            answer.save(update_fields=["file"])
            erase(gone)

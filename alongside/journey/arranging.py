"""The form that sets when, where and how the two meet."""

from alongside.kit.fields import as_date, tidy


class ArrangingForm:
    """A date is all that is asked; time, place and way are words and choices that may stay empty."""

    def __init__(self, here, time, data=None):
        self.errors: list[tuple[str, str]] = []
        self.day = time.on.isoformat() if time else ""
        self.time = time.time if time else ""
        self.place = time.place.get("words", "") if time else ""
        self.way = time.way if time else ""
        self.here = here
        if data is not None:
            self._read(data)

    def _read(self, data):
        self.time, self.place = tidy(data.get("time", ""))[:60].strip(), tidy(data.get("place", "")).strip()
        self.way = data.get("way", "") if data.get("way") in {w.key for w in self.here.content.process.ways} else ""
        boxes = {part: data.get(f"on-{part}", "").strip() for part in ("day", "month", "year")}
        try:
            self.on = as_date(**boxes)
        except ValueError:
            self.day = {f"on-{part}": words for part, words in boxes.items()}
            if any(boxes.values()):
                words = self.here.page_words("When something does not work", "bad-date")
            else:
                words = self.here.page_words("A meeting", "no-day-read")
            self.errors.append(("on", words))

    def is_valid(self) -> bool:
        return not self.errors

    @property
    def cleaned(self) -> dict:
        return {"on": self.on, "time": self.time, "place": self.place, "way": self.way}

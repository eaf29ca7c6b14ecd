"""How long a One Page Profile with a picture takes, once the process is warm."""

import datetime
import io
import os
import statistics
import tempfile
import time

from PIL import Image

TIMES = 40


def measure() -> tuple[dict, dict]:
    """Median and slowest of 40, in milliseconds; the first one apart."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as data:
        os.environ["ALONGSIDE_DATA"] = data
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.site.settings"
        import django

        import alongside.site.database  # noqa: F401  before Django

        django.setup()
        from alongside.outputs.profile import one_page_profile

        first = milliseconds(one_page_profile, profile(0))
        warm = [milliseconds(one_page_profile, profile(number)) for number in range(1, TIMES + 1)]
    return {
        "profile_pdf_ms": round(statistics.median(warm), 1),
        "profile_pdf_slowest_ms": round(max(warm), 1),
        "profile_pdf_first_ms": round(first, 1),
    }, {}


def milliseconds(make, given) -> float:
    """How long `make(given)` took."""
    began = time.perf_counter()
    page = make(given)
    took = (time.perf_counter() - began) * 1000
    assert page.startswith(b"%PDF")
    return took


def profile(number: int) -> dict:
    """A full page, different each time, so that nothing is remembered from the one before."""
    return {
        "name": f"Amina {number}",
        "pronouns": "she, her",
        "say": "ah-MEE-na",
        "picture": {"content": picture(number), "alt": "Amina in her garden"},
        "side": "left",
        "appreciate": [
            {"what": "I remember what people told me last time", "who": "My sister"},
            {"what": "I make people laugh when it is hard", "who": "A nurse on the ward"},
            {"what": "I say what others only think", "who": "Ben"},
        ],
        "matters": [
            "My family, most of all my two grandchildren",
            f"To be asked first, and not after it was decided ({number})",
            "My garden, and tea in it before anybody else is awake",
            "That my name is said right",
        ],
        "support": [
            {"do": True, "what": "Send me things two days before, in large print"},
            {"do": True, "what": "Sit on my left, I hear better there"},
            {"do": False, "what": "Do not fill the silence, I am thinking"},
        ],
        "ask_me": ["The allotment", "What the ward was like at night"],
        "do_not_ask": ["Why I did not complain"],
        "helped_by": "",
        "version": 2,
        "on": datetime.date(2026, 11, 25),
        "next_look": datetime.date(2027, 5, 25),
        "more": [],
    }


def picture(number: int) -> bytes:
    """A photograph's worth of bytes."""
    out = io.BytesIO()
    noise = Image.effect_noise((100, 100), 60 + number).resize((800, 800), Image.Resampling.BICUBIC)
    Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(out, "JPEG", quality=85)
    return out.getvalue()

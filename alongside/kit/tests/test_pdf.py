import io
from concurrent.futures import ThreadPoolExecutor

import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from alongside.kit import pdf

PLAIN = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.about.title)
#set text(lang: data.about.lang, region: data.about.region, font: "Atkinson Hyperlegible Next")
= #data.about.title
#data.words #metadata(data.words.len())<length>
"""


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "plain.typ"
    file.write_text(PLAIN)
    return file


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def photograph(width, height, mode="RGB", kind="JPEG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 90).save(out, kind)
    return out.getvalue()


def test_words_are_data_and_never_commands(template):
    assert "#panic() $x$ #sys.inputs" in words_of(
        pdf.render(template, {"words": "#panic() $x$ #sys.inputs"}, "T")
    )


def test_title_and_language_are_set(template):
    reader = PdfReader(io.BytesIO(pdf.render(template, {"words": "x"}, "Ein Brief", lang="de-AT")))
    assert reader.metadata.title == "Ein Brief"
    assert reader.trailer["/Root"]["/Lang"] == "de-AT"


def test_a_mistake_in_a_template_is_not_hidden(tmp_path):
    (tmp_path / "wrong.typ").write_text("#nonsense")
    with pytest.raises(typst.TypstError, match="nonsense"):
        pdf.render(tmp_path / "wrong.typ", {}, "T")


def test_what_a_template_notes_down_can_be_asked_for(template):
    assert pdf.measure(template, {"words": "four"}, "T", "length") == 4
    assert pdf.measure(template, {"words": "eleven more"}, "T", "length") == 11


def test_papers_printed_at_the_same_time_do_not_mix(template):
    wanted = [f"This is for person {number}." for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        printed = list(threads.map(lambda words: pdf.render(template, {"words": words}, "T"), wanted))
    assert [words in words_of(content) for words, content in zip(wanted, printed, strict=True)] == [True] * 24


def test_a_broken_promise_is_logged_once_and_not_with_the_whole_text(template, caplog):
    for _ in range(3):
        pdf.render(template, {"words": "My secret \U00010383"}, "T")
    found = [record.getMessage() for record in caplog.records]
    assert len(found) == 1
    assert "secret" not in found[0]


def test_a_photograph_is_made_as_small_as_paper_needs():
    shown = pdf.picture(photograph(4000, 3000), "A garden")
    assert 'viewBox="0 0 480 360"' in shown["svg"]
    assert shown["alt"] == "A garden"
    small = photograph(100, 80)
    assert 'viewBox="0 0 100 80"' in pdf.picture(small, "x")["svg"]


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("RGBA", "PNG"), ("RGB", "WEBP")]
)
def test_every_kind_of_picture_can_be_printed(mode, kind, tmp_path):
    (tmp_path / "picture.typ").write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "T")\n'
        "#image(bytes(data.it.svg), alt: data.it.alt)"
    )
    shown = pdf.picture(photograph(600, 500, mode, kind), "x")
    assert b"/Image" in pdf.render(tmp_path / "picture.typ", {"it": shown}, "T")


def test_a_drawing_in_svg_stays_a_drawing():
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    assert pdf.picture(drawing, "x")["svg"] == drawing.decode()


def test_line_ends_are_one_kind_and_control_signs_are_gone():
    assert pdf.printable("one\r\ntwo\rthree\x00\x1b") == "one\ntwo\nthree"


def test_an_endless_word_may_break_but_never_before_an_accent():
    accented = "q\u0323" * 60
    broken = pdf.printable(accented)
    assert "\u200b" in broken
    assert "\u200b\u0323" not in broken
    assert broken.replace("\u200b", "") == accented
    assert pdf.printable("a short word") == "a short word"


def test_what_is_read_out_for_a_picture_is_not_broken(tmp_path):
    (tmp_path / "picture.typ").write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "T")\n'
        "#image(bytes(data.it.svg), alt: data.it.alt) #metadata(data.it.alt)<alt>"
    )
    shown = pdf.picture(photograph(10, 10), "https://example.org/a-very-long-address-without-an-end")
    assert pdf.measure(tmp_path / "picture.typ", {"it": shown}, "T", "alt") == shown["alt"]

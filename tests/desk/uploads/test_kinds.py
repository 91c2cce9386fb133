"""A file is what its bytes are; what is nothing we read, is two things at once, or acts when opened, is refused."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.uploads.kinds import media_of
from domain.attachment import FileRefused
from tests.desk.uploads.files import EXCEL, WORD, jpeg, office, packed_pdf, pdf, png

HONEST = {
    "application/pdf": pdf(),
    "image/png": png(),
    "image/jpeg": jpeg(),
    WORD: office(WORD),
    EXCEL: office(EXCEL),
}


@pytest.mark.parametrize("media", HONEST)
def test_an_honest_file_is_known_by_its_bytes(media: str) -> None:
    assert media_of(HONEST[media]) == media


def test_a_telephone_may_write_behind_its_picture() -> None:
    assert media_of(jpeg(tail=b"SEFT" + bytes(64))) == "image/jpeg"


def test_names_packed_in_an_honest_pdf_are_looked_through() -> None:
    assert media_of(packed_pdf(b"1 0 2 20 << /Type /Page >>")) == "application/pdf"


REFUSED = {
    "nothing": b"",
    "words": b"Kinh gui Hoi dong",
    "a program for Windows": b"MZ" + bytes(200),
    "a program for Linux": b"\x7fELF" + bytes(200),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a web page": b"<html><script>alert(1)</script></html>",
    "an old Word file": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
    "a PDF that does not begin at its beginning": b"\n" + pdf(),
    "a PDF cut off": pdf()[:-8],
    "a PDF with a script": pdf(b"1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj\n"),
    "a PDF with a script spelt otherwise": pdf(b"1 0 obj << /S /J#61v#61Script >> endobj\n"),
    "a PDF that starts a program": pdf(b"1 0 obj << /S /Launch /F (cmd.exe) >> endobj\n"),
    "a PDF that holds a file": pdf(b"1 0 obj << /Names << /EmbeddedFiles 2 0 R >> >> endobj\n"),
    "a PDF whose script is packed away": packed_pdf(b"1 0 << /S /JavaScript >>"),
    "a PDF with a password": pdf(b"1 0 obj << /Encrypt 5 0 R >> endobj\n"),
    "a PDF that unpacks without end": packed_pdf(bytes(40 * 1024 * 1024)),
    "a PDF with a zip behind it": pdf() + office(WORD),
    "a PNG cut off": png()[:-6],
    "a PNG with a wrong byte": png().replace(b"IDAT", b"IDAX"),
    "a PNG with something behind it": png() + b"hidden",
    "a PNG with a zip behind it": png() + office(EXCEL),
    "a JPEG cut off": jpeg()[:-2],
    "a JPEG without a picture": b"\xff\xd8\xff\xd9",
    "a JPEG whose parts run in circles": b"\xff\xd8\xff\xe0\x00\x00" + bytes(64),
    "a JPEG with a zip behind it": jpeg(tail=office(WORD)),
    "a JPEG that is a PDF too": b"\xff\xd8\xff\xe0\x00\x20%PDF-1.7" + bytes(64),
    "a zip of something else": office("application/zip"),
    "a Word file that is an Excel file too": office(
        WORD, types=f"<a {WORD}.main+xml/><b {EXCEL}.main+xml/>".encode()
    ),
    "a Word file with a macro": office(WORD, {"word/vbaProject.bin": b"x"}),
    "a Word file that says it has macros": office(
        WORD, types=f"<a {WORD}.main+xml/><b ms-word.document.macroEnabled.main+xml/>".encode()
    ),
    "a Word file with a control": office(WORD, {"word/activeX/activeX1.bin": b"x"}),
    "a Word file with another file inside": office(WORD, {"word/embeddings/oleObject1.bin": b"x"}),
    "a Word file with a program inside": office(WORD, {"word/media/x.exe": b"MZ"}),
    "a Word file that fetches a template": office(
        WORD,
        {"word/_rels/settings.xml.rels": b'<Relationship Type="x/attachedTemplate" TargetMode="External"/>'},
    ),
    "an Excel file with old macros": office(EXCEL, {"xl/macrosheets/sheet1.xml": b"x"}),
    "an Excel file that points outside": office(EXCEL, {"../../etc/passwd": b"x"}),
    "an Excel file that unpacks to a gigabyte": office(
        EXCEL, {f"xl/{part}.xml": bytes(4 * 2**20) for part in range(80)}
    ),
    "an Excel file of five thousand parts": office(EXCEL, {f"xl/{part}.xml": b"" for part in range(5000)}),
    "a Word file with something behind it": office(WORD) + b"hidden",
    "a Word file cut off": office(WORD)[:-30],
    "a Word file and a PDF": b"PK\x03\x04%PDF-1.7" + office(WORD),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_none_or_more_than_it_seems_is_refused(what: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        media_of(REFUSED[what])
    assert refusal.value.todo


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(HONEST)), st.data())
def test_a_damaged_file_is_refused_or_still_of_its_kind_and_never_an_accident(
    media: str, data: st.DataObject
) -> None:
    content = bytearray(HONEST[media])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefused):
        assert media_of(bytes(content)) in HONEST

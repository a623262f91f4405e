"""Documents as they come out: fonts, text, claims, pictures."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from core.pdf import MissingGlyph, RefusedResource, UnprintableText, WrongFont, render
from core.pdf.press import press
from core.qr import qr_data_uri

SHEETS = ("print/paper.css",)
RARE = "喆 堃 祎 玥 䶮 𠮷 㛃 镕 頵 Ł Ǧ ź é"
ADDRESS = "https://gradus.example/verify/GR-2026-000117"


def paper(*lines: str, title: str = "结业证书", **context: str) -> bytes:
    return render("paper.html", {"title": title, "lines": lines} | context, stylesheets=SHEETS)


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def base_fonts(pdf: bytes) -> list[str]:
    fonts = [
        font.get_object()["/BaseFont"]
        for page in read(pdf).pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    return sorted({name.partition("+")[2] for name in fonts})


def poppler(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return subprocess.run([tool, *options, file, "-"], check=True, capture_output=True, text=True).stdout


def test_every_font_is_ours_whatever_the_style_sheet_asks_for() -> None:
    assert base_fonts(paper("青辰", "Wang Xiaoming")) == ["LXGW-WenKai", "LXGW-WenKai-Bold"]


def test_rare_characters(tmp_path: Path) -> None:
    lines = poppler("pdftotext", paper(RARE), tmp_path).split()
    assert "".join(lines) == "结业证书" + RARE.replace(" ", "")


def test_archive_claims() -> None:
    document = read(paper("青辰"))
    metadata = document.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("3", "A")
    root = document.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "zh-Hans"
    assert document.metadata is not None
    assert document.metadata.title == "结业证书"
    assert root["/OutputIntents"]


def test_a_certificate_is_small() -> None:
    assert len(paper(RARE, "青辰", picture=qr_data_uri(ADDRESS))) <= 35 * 1024


def test_the_same_document_twice_is_the_same() -> None:
    assert read(paper("青辰")).pages[0].get_contents().get_data() == (
        read(paper("青辰")).pages[0].get_contents().get_data()
    )


def test_the_code_on_paper_is_read_back(tmp_path: Path) -> None:
    import zxingcpp

    pdf = paper("青辰", picture=qr_data_uri(ADDRESS))
    (tmp_path / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", "150", tmp_path / "paper.pdf", tmp_path / "page"], check=True)
    with Image.open(next(tmp_path.glob("page*.png"))) as picture:
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_pictures_of_past_documents_are_not_kept() -> None:
    for number in range(100):
        paper("青辰", picture=qr_data_uri(f"{ADDRESS}{number}"))
    assert len(press().pictures) <= 70


def test_a_box_stops_the_document() -> None:
    with pytest.raises(MissingGlyph):
        paper("ภาษาไทย")
    assert base_fonts(paper("青辰")) == ["LXGW-WenKai", "LXGW-WenKai-Bold"]


def test_a_field_that_cannot_be_printed_is_named() -> None:
    with pytest.raises(UnprintableText) as caught:
        render("paper.html", {"title": "x"}, printed={"姓名": "青辰ก"})
    assert (caught.value.field, caught.value.character) == ("姓名", "ก")


def test_a_font_of_the_system_stops_the_document(settings: Any, tmp_path: Path) -> None:
    """As if the isolation had failed: the families that count as ours are others than those found."""
    from core.pdf import fonts

    mono = fonts.FOLDER / "LXGWWenKaiMono-Regular.ttf"
    warm = press()
    settings.GRADUS_FONTS = [str(mono)]
    with pytest.raises(WrongFont):
        warm.print("<title>x</title>青辰", stylesheets=(), variant=None)


def test_other_fonts_can_be_set(settings: Any) -> None:
    from core.pdf import fonts

    settings.GRADUS_FONTS = [str(fonts.FOLDER / "LXGWWenKaiMono-Regular.ttf")]
    assert base_fonts(paper("青辰")) == ["LXGW-WenKai-Mono"]


@pytest.mark.parametrize(
    "name",
    [
        "<link rel=attachment href=file:///etc/passwd>",
        "<style>@import url(file:///etc/passwd)</style>",
        '"><img src=file:///etc/passwd>',
        "@import url(http://169.254.169.254/);",
    ],
)
def test_a_hostile_name_is_printed_as_it_is_written(name: str, tmp_path: Path) -> None:
    pdf = paper(name, title=name)
    assert read(pdf).attachments == {}
    assert name in poppler("pdftotext", pdf, tmp_path, "-raw").replace("\n", "")


def test_an_asset_that_is_not_there_stops_the_document() -> None:
    with pytest.raises(RefusedResource):
        paper("青辰", picture="print/nothing.png")

"""What a phone reads from an activation slip. Text taken out of a PDF has blanks where letters are kerned."""

import io
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def code_on(sheet: bytes) -> str:
    """The code of the first slip of a sheet, by its QR code."""
    picture = PdfReader(io.BytesIO(sheet)).pages[0].images[0].image.convert("L")
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    return parse_qs(urlsplit(zxingcpp.read_barcodes(large)[0].text).query)["code"][0]

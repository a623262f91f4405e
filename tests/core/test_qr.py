import base64
import io

import zxingcpp
from PIL import Image

from core.qr import qr_data_uri


def test_one_pixel_a_module_with_a_quiet_zone() -> None:
    address = "https://gradus.example/verify/GR-2026-000117"
    head, _, body = qr_data_uri(address).partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(body))) as picture:
        plain = picture.convert("L")
    assert plain.size == (41, 41)
    border = [
        plain.getpixel((x, y)) for x in range(41) for y in range(41) if not (4 <= x < 37 and 4 <= y < 37)
    ]
    assert set(border) == {255}
    assert plain.getpixel((4, 4)) == 0
    assert [
        code.text for code in zxingcpp.read_barcodes(plain.resize((410, 410), Image.Resampling.NEAREST))
    ] == [address]

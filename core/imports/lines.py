"""Lines of a text file, in whatever encoding it came."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from core.imports.errors import FileTooLarge, UnknownEncoding
from core.imports.sources import CSV_BYTES, encoding_of


def lines_of(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Each line with its number, without its end. UTF-8, UTF-16 and GB18030 are read."""
    size = file.seek(0, io.SEEK_END)
    if size > CSV_BYTES:
        raise FileTooLarge(size, CSV_BYTES)
    encoding = encoding_of(file)
    file.seek(0)
    wrapper = io.TextIOWrapper(file, encoding=encoding, newline=None)
    try:
        for number, line in enumerate(wrapper, start=1):
            yield number, line.rstrip("\n")
    except UnicodeDecodeError:
        raise UnknownEncoding from None
    finally:
        if not file.closed:
            wrapper.detach()

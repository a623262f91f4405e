import hashlib
import io
import subprocess
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from certification.domain import documents
from certification.models import Certificate, CertificateFile
from core.domain import jobs
from core.models import Job
from core.pdf import UnprintableText
from notices.models import Notice
from tests.factories.certification import awarded, course, rule
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings) -> None:
    """A storage of its own for each test."""
    backend = "django.core.files.storage.FileSystemStorage"
    private = {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = settings.STORAGES | {"private": private}


def issued(name: str, **person: str) -> Certificate:
    award = awarded(EmployeeFactory(name=name, **person), rule(course()))
    return Certificate.objects.with_award().get(award=award)


def content(kept: CertificateFile) -> bytes:
    with storages["private"].open(kept.path) as file:
        return file.read()


def text(kept: CertificateFile) -> str:
    return pypdf.PdfReader(io.BytesIO(content(kept))).pages[0].extract_text()


def test_the_document_bears_the_name_the_number_and_its_end() -> None:
    certificate = issued("欧阳娜娜")
    kept = documents.make(certificate)
    words = text(kept).replace(" ", "")
    assert [part in words for part in ("欧阳娜娜", certificate.number, "2027-03-02", "Foundation")] == [
        True
    ] * 4
    assert kept.name == "欧阳娜娜"


def test_the_file_is_small_and_known_by_its_digest() -> None:
    kept = documents.make(issued("欧阳娜娜"))
    data = content(kept)
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (kept.sha256, kept.size)
    assert kept.size < 35_000


def test_it_is_made_once() -> None:
    certificate = issued("欧阳娜娜")
    first = documents.make(certificate)
    again = documents.make(Certificate.objects.with_award().get(pk=certificate.pk))
    assert again == first
    assert CertificateFile.objects.count() == 1


def test_two_workers_keep_one_file_and_tell_once() -> None:
    one, other = issued("欧阳娜娜"), Certificate.objects.with_award().get()
    assert documents.make(one) == documents.make(other)
    kept = one.file.path
    assert storages["private"].listdir(Path(kept).parent)[1] == [Path(kept).name]
    assert Notice.objects.filter(kind="certificate_ready").count() == 1


def test_a_file_whose_worker_died_before_its_row_is_tidied_away() -> None:
    certificate = issued("欧阳娜娜")
    year = timezone.now().year
    storages["private"].save(f"certificates/{year}/{certificate.number}/left.pdf", ContentFile(b"%PDF-"))
    kept = documents.make(certificate)
    assert storages["private"].listdir(Path(kept.path).parent)[1] == [Path(kept.path).name]


def test_the_qr_code_leads_to_the_verification_page(tmp_path: Path, settings) -> None:
    settings.GRADUS_BASE_URL = "https://gradus.example"
    certificate = issued("欧阳娜娜")
    (tmp_path / "c.pdf").write_bytes(content(documents.make(certificate)))
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", tmp_path / "c.pdf", tmp_path / "c"], check=True
    )
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "c.png"))
    assert found.text == f"https://gradus.example/verify/{certificate.token}/"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("𠮷䶮", "huge"),
        ("欧阳娜娜", "huge"),
        ("阿依古丽·买买提", "large"),
        ("Wang Xiaoming", "large"),
        ("阿卜杜热合曼·买买提艾力江·吐尔逊", "middle"),
        ("Maximiliana Alexandra Wolfeschlegelsteinhausen-Bergerdorff Ł", "small"),
    ],
)
def test_a_name_of_any_length_stands_on_one_page(name: str, size: str) -> None:
    assert documents.name_size(name) == size
    kept = documents.make(issued(name))
    document = pypdf.PdfReader(io.BytesIO(content(kept)))
    assert len(document.pages) == 1


def test_an_english_certificate_speaks_english_first() -> None:
    kept = documents.make(issued("Ann Lee", language="en"))
    assert pypdf.PdfReader(io.BytesIO(content(kept))).root_object["/Lang"] == "en"


def test_a_name_that_no_font_can_draw_waits_for_a_person() -> None:
    certificate = issued("王\U0002fa1e\U000e0101")
    with pytest.raises(UnprintableText):
        documents.make(certificate)
    jobs.run_due()
    assert Job.objects.get(name="certification.render").done_at is None
    assert list(Certificate.objects.waiting()) == [certificate]
    assert documents.refusal(certificate) != ""
    assert not Notice.objects.filter(kind="certificate_ready").exists()


def test_a_corrected_name_is_printed_at_the_next_try() -> None:
    certificate = issued("王\ue000")
    assert documents.refusal(certificate) != ""
    certificate.award.employee.name = "王明"
    certificate.award.employee.save()
    assert documents.make(certificate).name == "王明"


def test_a_name_is_text_and_never_markup() -> None:
    kept = documents.make(issued('<link rel=attachment href="file:///etc/passwd">'))
    document = pypdf.PdfReader(io.BytesIO(content(kept)))
    assert list(document.attachments) == []
    assert "href" in document.pages[0].extract_text()


def test_the_worker_makes_it_and_tells_the_holder() -> None:
    certificate = issued("欧阳娜娜")
    jobs.run_due()
    notice = Notice.objects.get(kind="certificate_ready")
    assert (notice.link, notice.facts) == (
        f"/certification/certificates/{certificate.number}.pdf",
        {"title": "服务能力等级 · 入门", "number": certificate.number},
    )

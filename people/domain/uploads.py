"""A roster that HR uploads: kept as it came, looked at, applied once."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from people.models import RosterUpload


def keep(*, file: UploadedFile, on: date, by: Any, at: datetime) -> RosterUpload:
    """Store the very file that will be applied; the ones that its sender did not apply are forgotten."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    for old in RosterUpload.objects.filter(applied_at=None, by_id=by.pk):
        forget(old)
    upload = RosterUpload(file_name=(file.name or "")[:255], sha256=sha256, on=on, uploaded_at=at)
    upload.by_id, upload.by_name = by.pk, str(by)
    file.seek(0)
    upload.file.save(sha256, file, save=True)
    return upload


def claim(upload: RosterUpload, *, at: datetime) -> bool:
    """Take the right to apply it, in the caller's transaction: True for one caller only."""
    return bool(RosterUpload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at))


def done(upload: RosterUpload, *, result: dict[str, Any]) -> None:
    """Keep how much it did, and no names; the file itself has served."""
    RosterUpload.objects.filter(pk=upload.pk).update(result=result)
    _remove(upload)


def forget(upload: RosterUpload) -> None:
    upload.delete()
    _remove(upload)


def _remove(upload: RosterUpload) -> None:
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))

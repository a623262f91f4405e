"""Files of questions that are refused as a whole."""

from django.utils.translation import gettext_lazy as _

from core.imports.errors import FileError


class NoManifest(FileError):
    expected = _("a ZIP archive with imsmanifest.xml at its top, or an XLSX file")
    remedy = _("Export the questions as a QTI package, and send the ZIP as it came.")


class OldQti(FileError):
    expected = _("QTI 2.1, 2.2 or 3.0")
    remedy = _("Export the questions again in one of these versions, or as Moodle XML.")


class UnknownFormat(FileError):
    expected = _("a table, GIFT, Aiken, Moodle XML or QTI")
    remedy = _("Choose the format by hand, or export the questions in one of these.")

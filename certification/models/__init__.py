from certification.models.award import Award, AwardFinding, Revocation, Upholding
from certification.models.certificate import Certificate, CertificateFile
from certification.models.level import Level, level_subject
from certification.models.requirement import Requirement
from certification.models.rule import RuleVersion
from certification.models.scheme import Scheme
from certification.models.standing import Standing

__all__ = [
    "Award",
    "AwardFinding",
    "Certificate",
    "CertificateFile",
    "Level",
    "Requirement",
    "Revocation",
    "RuleVersion",
    "Scheme",
    "Standing",
    "Upholding",
    "level_subject",
]

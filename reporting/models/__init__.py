"""The tables of the reporting stage, one module a subject: what left the house as it left, and rules of exports."""

from reporting.models.bulletin import BulletinEdition, BulletinPackage, BulletinPreview
from reporting.models.city_packs import CityPack
from reporting.models.conversion_rules import ConversionRule
from reporting.models.decisions import BulletinDecision
from reporting.models.extracts import AuditExtract

__all__ = [
    "AuditExtract",
    "BulletinDecision",
    "BulletinEdition",
    "BulletinPackage",
    "BulletinPreview",
    "CityPack",
    "ConversionRule",
]

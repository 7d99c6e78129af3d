"""Tables of the reporting stage."""

from reporting.models.bulletin import BulletinEdition, BulletinPackage, BulletinPreview

__all__ = ["BulletinEdition", "BulletinPackage", "BulletinPreview"]

"""Settings of the offline commands: no database, broker, web or key, so that they start at once on any machine."""

from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent

INSTALLED_APPS = ["assessment.display", "reporting.apps.OfflineReportingConfig"]
LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [_PROJECT / "assessment" / package / "locale" for package in ("methodology", "catalogue", "filing")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOGGING_CONFIG = None

"""One machine, nothing installed: embedded services, data under var/, reached from this machine only."""

from deploy.environment import truth, words
from deploy.settings.base import *

ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
DEMO_DATA = truth("DEMO_DATA", default=True)

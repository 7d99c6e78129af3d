"""One machine, nothing installed: embedded services, data under var/, reached from this machine only."""

from deploy.environment import truth, words
from deploy.settings.base import *

ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
DEMO_DATA = truth("DEMO_DATA", default=True)
CSRF_TRUSTED_ORIGINS = words("DEMO_DATA = truth("DEMO_DATA", default=True)
CSRF_TRUSTED_ORIGINS")

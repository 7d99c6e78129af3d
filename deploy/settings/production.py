"""Behind nginx with TLS. Everything secret or local comes from the environment, and nothing has a default."""

import os

from django.core.exceptions import ImproperlyConfigured

from deploy.environment import from_file_or_environment, words
from deploy.settings.base import *

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "AUDIT_KEYS_FILE", "AUDIT_ANCHOR_DIR")
if missing := [name for name in REQUIRED if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))]:
    raise ImproperlyConfigured(f"Set in the environment: {', '.join(missing)}.")

SECRET_KEY = from_file_or_environment("SECRET_KEY")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

MIDDLEWARE = ["deploy.proxy.CallerAddressMiddleware", *MIDDLEWARE]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

#!/usr/bin/env python
"""Django's command line. Without a settings module in the environment: the quickstart settings."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings.quickstart")
    execute_from_command_line(sys.argv)

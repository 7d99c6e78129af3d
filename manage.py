#!/usr/bin/env python
"""Django's command line. Without a settings module in the environment: the quickstart settings.

The commands that work from files to files take settings without a database and start in a third of the time.
"""

import os
import sys

from django.core.management import execute_from_command_line

OFFLINE_COMMANDS = {"check_return", "estimate", "evaluate", "measure"}

if __name__ == "__main__":
    offline = len(sys.argv) > 1 and sys.argv[1] in OFFLINE_COMMANDS
    settings = "reporting.offline_settings" if offline else "deploy.settings.quickstart"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    execute_from_command_line(sys.argv)

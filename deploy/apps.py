from django.apps import AppConfig


class DeployConfig(AppConfig):
    """The composition root as an application, for the one command that acts for everybody in turn: the demo year."""

    name = "deploy"
    label = "deploy"

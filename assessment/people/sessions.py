"""Who a session belongs to: the account as it is now, gone the moment it is disabled."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from assessment.people.models import User


class SessionBackend(BaseBackend):
    """Looks accounts up for sessions; passwords are checked by actions.sign_in alone."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("organisation").filter(id=user_id, is_active=True).first()


def source_address(request: HttpRequest) -> str:
    """The client's address as the reverse proxy or the socket tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))

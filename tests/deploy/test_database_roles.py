"""The application's role can do its work and nothing to the schema."""

import pytest
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_the_application_connects_under_its_own_role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("assessment_app",)


@pytest.mark.django_db
def test_the_application_cannot_create_a_table():
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("create table intruder (id integer)")

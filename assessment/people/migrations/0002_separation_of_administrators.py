"""三员分立 in the database: a grant carries its user's class, and the class admits only its own roles."""

from django.db import migrations

TIE = """
ALTER TABLE people_rolegrant ADD CONSTRAINT people_grant_in_users_class
    FOREIGN KEY (user_id, separation_class) REFERENCES people_user (id, separation_class);
"""

UNTIE = "ALTER TABLE people_rolegrant DROP CONSTRAINT people_grant_in_users_class;"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunSQL(TIE, UNTIE)]

"""What a result withheld when it was issued is never changed: a trigger refuses even whoever owns the table."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION scoring_publicationpattern_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the publication pattern of a run is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER scoring_publicationpattern_append_only BEFORE UPDATE OR DELETE ON scoring_publicationpattern
    FOR EACH ROW EXECUTE FUNCTION scoring_publicationpattern_refuse();
"""

ALLOW = """
DROP TRIGGER scoring_publicationpattern_append_only ON scoring_publicationpattern;
DROP FUNCTION scoring_publicationpattern_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0005_publication_pattern")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

"""The history of a cell can be added to and read, never changed: a trigger refuses even whoever owns the table."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION filing_celledit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a cell is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER filing_celledit_append_only BEFORE UPDATE OR DELETE ON filing_celledit
    FOR EACH ROW EXECUTE FUNCTION filing_celledit_refuse();
"""

ALLOW = """
DROP TRIGGER filing_celledit_append_only ON filing_celledit;
DROP FUNCTION filing_celledit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("filing", "0006_cell_history")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

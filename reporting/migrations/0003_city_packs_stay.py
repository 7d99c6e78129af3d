"""A pack stays as it was given: a trigger refuses to change or delete it, even to whoever owns the table."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION reporting_citypack_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the pack of a city is never changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER reporting_citypack_stays BEFORE UPDATE OR DELETE ON reporting_citypack
    FOR EACH ROW EXECUTE FUNCTION reporting_citypack_refuse();
"""

ALLOW = """
DROP TRIGGER reporting_citypack_stays ON reporting_citypack;
DROP FUNCTION reporting_citypack_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_city_packs")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

"""Scores belong to a run that exists: looked up once for all rows of a statement, and held as a foreign key holds it."""

from django.db import migrations

CHECK = """
CREATE FUNCTION scoring_score_has_its_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named bigint[];
    found bigint;
BEGIN
    SELECT array_agg(run_id) INTO named FROM (SELECT DISTINCT run_id FROM written) AS runs;
    PERFORM 1 FROM scoring_run WHERE id = ANY (named) FOR KEY SHARE;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < cardinality(named) THEN
        RAISE EXCEPTION 'scores of a run that does not exist' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER scoring_score_inserted AFTER INSERT ON scoring_score
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION scoring_score_has_its_run();
CREATE TRIGGER scoring_score_updated AFTER UPDATE ON scoring_score
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION scoring_score_has_its_run();

CREATE FUNCTION scoring_run_keeps_its_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM scoring_score WHERE run_id = OLD.id) THEN
        RAISE EXCEPTION 'a run that has scores stays' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER scoring_run_deleted AFTER DELETE ON scoring_run
    FOR EACH ROW EXECUTE FUNCTION scoring_run_keeps_its_scores();
CREATE TRIGGER scoring_run_renumbered AFTER UPDATE OF id ON scoring_run
    FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION scoring_run_keeps_its_scores();
"""

LEAVE = """
DROP TRIGGER scoring_run_renumbered ON scoring_run;
DROP TRIGGER scoring_run_deleted ON scoring_run;
DROP FUNCTION scoring_run_keeps_its_scores();
DROP TRIGGER scoring_score_updated ON scoring_score;
DROP TRIGGER scoring_score_inserted ON scoring_score;
DROP FUNCTION scoring_score_has_its_run();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0010_scores_without_foreign_key")]

    operations = [migrations.RunSQL(CHECK, LEAVE)]

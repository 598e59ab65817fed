-- The checks' plans are made while the tables are nearly empty and kept for a session's life: without this they would read
-- all scores and lines with every batch once there are many.
ALTER FUNCTION scoring.check_score() SET enable_seqscan TO off;
ALTER FUNCTION scoring.check_lines() SET enable_seqscan TO off;

-- Sessions plan each statement anew, and with it those within functions: planning the check of one score took longer than the
-- check. Since these may not scan, their plans can be kept.
ALTER FUNCTION scoring.check_score() SET plan_cache_mode TO force_generic_plan;
ALTER FUNCTION scoring.check_lines() SET plan_cache_mode TO force_generic_plan;

-- Several pages of one look are worked on at a time, so that its row is not what says who works on them.

COMMENT ON TABLE scoring.rescore_jobs IS
    'Looks at every lead, company by company, and how far they came: pages are claimed by advisory locks on where they begin, and committed in order.';

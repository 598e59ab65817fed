-- A number or address of the company itself, which somebody asked a provider for, completes a lead's contact data.

ALTER TABLE scoring.companies
    ADD COLUMN reach_phone boolean NOT NULL DEFAULT false,
    ADD COLUMN reach_email boolean NOT NULL DEFAULT false,
    ADD COLUMN reach_personal boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN scoring.companies.reach_phone IS 'a provider gave a number';
COMMENT ON COLUMN scoring.companies.reach_email IS 'a provider gave an address';
COMMENT ON COLUMN scoring.companies.reach_personal IS 'the number is a sole trader''s own mobile: consumer rules apply';

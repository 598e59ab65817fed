-- When a register was last read about a company: state and diffusion age, and who hands leads out wants to know.

ALTER TABLE scoring.companies ADD COLUMN status_read_at timestamptz;
COMMENT ON COLUMN scoring.companies.status_read_at IS
    'when a register was last read about it; null: none has answered, or nobody has said since this is kept';

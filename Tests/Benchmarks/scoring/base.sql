-- A base of leads as scoring hears of it, one lead a company: what a French list looks like, the same rows every time.
-- Variable: leads.

CREATE FUNCTION pg_temp.dice(n bigint, salt bigint, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT ((hashint8extended(n, salt) & 9223372036854775807) % sides)::integer
$$;
-- A SIREN of eight digits and its Luhn key.
CREATE FUNCTION pg_temp.siren(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT d || ((1000 - sum(CASE WHEN i % 2 = 0 THEN (c * 2) / 10 + (c * 2) % 10 ELSE c END)) % 10)
    FROM (SELECT (10000000 + n * 71)::text AS d) AS s, generate_series(1, 8) AS i,
        LATERAL (SELECT substr(d, i, 1)::integer AS c) AS digit
    GROUP BY d
$$;
CREATE FUNCTION pg_temp.identity(kind integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT format('0194%s-%s-7000-8%s-%s', lpad(to_hex(n / 65536), 4, '0'), lpad(to_hex(n % 65536), 4, '0'),
        lpad(to_hex(kind), 3, '0'), lpad(to_hex(n), 12, '0'))::uuid
$$;

CREATE TEMP TABLE base AS
SELECT n, pg_temp.identity(1, n) AS company, pg_temp.identity(2, n) AS lead, pg_temp.siren(n) AS siren,
    (ARRAY['sales', 'conseil', 'premium'])[1 + pg_temp.dice(n, 1, 3)] AS department,
    (ARRAY['13', '69', '75', '59', '33', '31', '44', '06', '35', '67'])[1 + pg_temp.dice(n, 2, 10)] AS place,
    (ARRAY['43.22A', '56.10A', '47.11F', '62.01Z', '70.22Z', '49.41A', '96.02A', '10.71C', '71.12B', '45.20A'])
        [1 + pg_temp.dice(n, 3, 10)] AS naf,
    (ARRAY['F', 'I', 'G', 'J', 'M', 'H', 'S', 'C', 'M', 'G'])[1 + pg_temp.dice(n, 3, 10)] AS section,
    (ARRAY['5710', '5499', '1000', '5710', '5499', '5720', '6540', '5599'])[1 + pg_temp.dice(n, 4, 8)] AS form,
    (ARRAY[NULL, 'NN', '00', '01', '01', '02', '02', '03', '11', '12'])[1 + pg_temp.dice(n, 5, 10)] AS band,
    1972 + pg_temp.dice(n, 6, 54) AS born,
    (200000 + pg_temp.dice(n, 7, 30000) * 10000)::bigint * 10 AS cents,
    pg_temp.dice(n, 8, 100) AS turnover, pg_temp.dice(n, 9, 1000) AS luck
FROM generate_series(1, :leads) AS n;

INSERT INTO scoring.companies (company_id, root_id, siren, facts, turnover, exclusion, sources, facts_at, reach_phone,
    reach_email, reach_personal, proceeding)
SELECT company,
    -- Two in a thousand are part of another by now, which stands for itself.
    CASE WHEN luck < 2 AND n > 100 AND pg_temp.dice(n - 50, 9, 1000) >= 2 THEN pg_temp.identity(1, n - 50) ELSE company END,
    siren,
    jsonb_strip_nulls(jsonb_build_object('name', 'SOCIETE ' || n, 'siret', siren || '00017', 'naf', naf,
        'section', section, 'legalForm', form, 'workforceBand', band,
        'workforceYear', CASE WHEN band IS NOT NULL THEN 2023 END, 'category', 'PME',
        'createdOn', born || '-' || lpad((1 + n % 12)::text, 2, '0') || '-11', 'postcode', place || '001',
        'city', 'VILLE ' || n % 500, 'departement', place, 'establishments', 1 + pg_temp.dice(n, 10, 3),
        'isAssociation', false, 'isSoleTrader', form = '1000', 'isPublicBody', false,
        'source', 'recherche-entreprises')),
    CASE WHEN turnover < 45 THEN jsonb_build_object('status', 'known', 'years', (
            SELECT jsonb_agg(jsonb_build_object('closingDate', 2025 - y || '-12-31', 'months', 12, 'amountCents',
                cents / 100 * (100 + pg_temp.dice(n, 11 + y, 60) - 30), 'kind', 'social', 'source', 'ratios-inpi-bce')
                ORDER BY y)
            FROM generate_series(0, 1 + pg_temp.dice(n, 12, 3)) AS y))
        WHEN turnover < 75 THEN '{"status": "confidential", "reason": "declared", "years": []}'::jsonb
        WHEN turnover < 90 THEN '{"status": "not_filed", "reason": "nothing_found", "years": []}'::jsonb
        ELSE '{"status": "not_applicable", "reason": "form", "years": []}'::jsonb END,
    CASE WHEN luck >= 970 THEN jsonb_build_object('code', 'ceased', 'text', 'Entreprise cessée', 'source',
        'recherche-entreprises', 'on', '2025-12-31') END,
    '{recherche-entreprises,ratios-inpi-bce}', now() - make_interval(hours => pg_temp.dice(n, 20, 700)),
    pg_temp.dice(n, 21, 10) < 3, pg_temp.dice(n, 22, 10) < 2, pg_temp.dice(n, 21, 10) = 0,
    CASE WHEN luck BETWEEN 960 AND 969 THEN '{"kind": "receivership", "since": "2026-03-02", "source": "bodacc"}'::jsonb END
FROM base ORDER BY n;

INSERT INTO scoring.leads (lead_id, company_id, department_id, siren, company_name, postcode, identified, source, motion,
    has_phone, has_email, current_owner, version, registered_at)
SELECT lead, company, department, siren, 'SOCIETE ' || n, place || '001', true, 'import', 'new',
    pg_temp.dice(n, 23, 10) < 5, pg_temp.dice(n, 24, 10) < 4,
    CASE WHEN pg_temp.dice(n, 25, 20) = 0 THEN 'colleague' || n % 40 || '@filon.example' END, 1,
    now() - make_interval(hours => 701 + pg_temp.dice(n, 26, 4000))
FROM base ORDER BY n;

-- Of three companies one has a contact, of a hundred of these one has objected.
INSERT INTO scoring.contacts (contact_id, company_id, department_id, has_phone, has_email, is_personal_number, heard_at,
    opposed_at, opposed_source)
SELECT pg_temp.identity(3, n), company, department, pg_temp.dice(n, 31, 10) < 7, pg_temp.dice(n, 32, 10) < 6,
    form = '1000', now() - interval '20 days', CASE WHEN luck % 100 = 7 THEN now() - interval '9 days' END,
    CASE WHEN luck % 100 = 7 THEN 'console' END
FROM base WHERE pg_temp.dice(n, 30, 3) = 0 ORDER BY n;

INSERT INTO scoring.stops (company_id, department_id, code, source, at)
SELECT company, department, CASE WHEN luck % 2 = 0 THEN 'opposed' ELSE 'withdrawn' END, 'console', now() - interval '3 days'
FROM base WHERE luck BETWEEN 950 AND 953 ORDER BY n;

-- Of ten leads one was spoken to, once to three times.
INSERT INTO scoring.activities (activity_id, lead_id, department_id, kind, outcome, inbound, at)
SELECT pg_temp.identity(100 + k, n), lead, department, (ARRAY['call', 'email', 'meeting'])[k],
    CASE WHEN k = 1 THEN (ARRAY['reached', 'voicemail', 'callback', 'not_interested'])[1 + pg_temp.dice(n, 41, 4)] END,
    k = 2 AND pg_temp.dice(n, 42, 4) = 0, now() - make_interval(days => pg_temp.dice(n, 43 + k, 200))
FROM base, generate_series(1, 3) AS k
WHERE pg_temp.dice(n, 40, 10) = 0 AND k <= 1 + pg_temp.dice(n, 47, 3) ORDER BY n;

INSERT INTO scoring.workforces (company_id, year, band, facts_at)
SELECT company, year, CASE WHEN year = 2023 THEN band ELSE '01' END, now() - interval '30 days'
FROM base, generate_series(2022, 2023) AS year
WHERE band IS NOT NULL AND (year = 2023 OR pg_temp.dice(n, 50, 2) = 0) ORDER BY n;

-- The directory of colleagues (RH): who works where, with which role, and who is away when. Other services read it
-- through the views in 0002; nobody but the console writes it.

CREATE TABLE people.departments (
    id text COLLATE "C" PRIMARY KEY CONSTRAINT departments_id_slug CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    active boolean NOT NULL DEFAULT true,
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    changed_at timestamptz NOT NULL DEFAULT now()
);
SELECT msg.describe('people.departments', $$
    Departments, the units that walls run around. The list itself has no wall.
    id: slug that every walled row carries
    name: name as people say it, French
    active: false once the department is closed
    version: grows with every change
    changed_at: last change
$$);

CREATE TABLE people.roles (
    key text PRIMARY KEY CHECK (key ~ '^[a-z_]{1,40}$'),
    label text NOT NULL,
    permissions text[] NOT NULL DEFAULT '{}'
);
INSERT INTO people.roles (key, label, permissions) VALUES
    ('sales', 'Commercial', '{leads.read,leads.write,activities.write,deals.read,deals.write,
        quotes.read,quotes.write}'),
    ('manager', 'Responsable', '{leads.read,leads.write,leads.assign,activities.write,deals.read,deals.write,
        quotes.read,quotes.write,invoices.read,rules.write,reports.read,users.read,users.write,absences.write,imports.write}'),
    ('finance', 'Finance', '{quotes.read,quotes.write,invoices.read,invoices.write,deals.read,reports.read}'),
    ('hr', 'Ressources humaines', '{users.read,users.write,departments.write,absences.write}'),
    ('admin', 'Administration', '{*}');
SELECT msg.describe('people.roles', $$
    Roles that a colleague can have, with what each permits.
    key: sales, manager, finance, hr, admin or a role added later
    label: name on screen, French
    permissions: thing.verb pairs; * is everything
$$);

CREATE TABLE people.users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT users_email_unique UNIQUE CONSTRAINT users_email_lower CHECK (email = lower(email)),
    display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
    department_id text COLLATE "C" NOT NULL REFERENCES people.departments,
    role text NOT NULL REFERENCES people.roles,
    active boolean NOT NULL DEFAULT true,
    capacity_per_day integer NOT NULL DEFAULT 0 CHECK (capacity_per_day BETWEEN 0 AND 10000),
    zones text[] NOT NULL DEFAULT '{}',
    skills text[] NOT NULL DEFAULT '{}',
    slack_member text,
    phone_e164 text CHECK (phone_e164 ~ '^\+[1-9][0-9]{5,14}$'),
    locale text NOT NULL DEFAULT 'fr' CHECK (locale IN ('fr', 'en')),
    version bigint NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now()
);
-- The assigner and the notifier ask for a department's colleagues.
CREATE INDEX users_department ON people.users (department_id);
SELECT msg.describe('people.users', $$
    Colleagues.
    id: identity (UUIDv7)
    email: address, lower case; the key of an import
    display_name: name on screen
    department_id: home department
    role: role (people.roles.key)
    active: false once gone; takes no leads and cannot sign in
    capacity_per_day: new leads a working day; 0 takes none
    zones: codes of the départements covered; empty is everywhere
    skills: NAF section letters; empty is all
    slack_member: Slack member id
    phone_e164: mobile for emergencies, E.164
    locale: language of pages and messages
    version: grows with every change
    created_at: when the colleague was added
    changed_at: last change
$$);

CREATE TABLE people.user_departments (
    user_id uuid NOT NULL REFERENCES people.users ON DELETE CASCADE,
    department_id text COLLATE "C" NOT NULL REFERENCES people.departments,
    PRIMARY KEY (user_id, department_id)
);
SELECT msg.describe('people.user_departments', $$
    Departments that a colleague sees besides the home department.
    user_id: colleague
    department_id: department that the colleague sees as well
$$);

CREATE TABLE people.calendars (
    department_id text COLLATE "C" PRIMARY KEY REFERENCES people.departments,
    working_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}' CHECK (working_days <@ '{1,2,3,4,5,6,7}'::smallint[]),
    opens_at time NOT NULL DEFAULT '09:00',
    closes_at time NOT NULL DEFAULT '18:00',
    closed_on date[] NOT NULL DEFAULT '{}',
    CONSTRAINT calendars_open_before_close CHECK (opens_at < closes_at)
);
SELECT msg.describe('people.calendars', $$
    Working time of a department, on top of the French public holidays that the code knows.
    department_id: department
    working_days: ISO week days, 1 is Monday
    opens_at: start of the working day, Europe/Paris
    closes_at: end of the working day, Europe/Paris
    closed_on: days closed besides public holidays
$$);

CREATE TABLE people.absences (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES people.users ON DELETE CASCADE,
    department_id text COLLATE "C" NOT NULL REFERENCES people.departments,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT absences_start_before_end CHECK (starts_at < ends_at)
);
-- Who is away at a moment: asked for every hand-out.
CREATE INDEX absences_open ON people.absences (user_id, ends_at) WHERE cancelled_at IS NULL;
SELECT msg.describe('people.absences', $$
    When a colleague is away; no reason is kept.
    id: identity (UUIDv7)
    user_id: colleague
    department_id: the colleague's department
    starts_at: first moment away
    ends_at: first moment back
    cancelled_at: when it was taken back
    recorded_by: actor
    recorded_at: when it was recorded
$$);

SELECT msg.raise_wall(walled) FROM unnest(
    '{people.users,people.user_departments,people.calendars,people.absences}'::regclass[]) AS walled;
-- A colleague who sees a second department is seen there as well. The sub-select stands behind its own wall.
CREATE POLICY members ON people.users FOR SELECT TO filon_console, people_reader
    USING (id IN (SELECT user_id FROM people.user_departments));

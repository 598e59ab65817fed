-- What other services may know of colleagues. People's addresses leave this schema only through v_users.

CREATE VIEW people.v_departments AS
SELECT id, name, active, version FROM people.departments;
SELECT msg.describe('people.v_departments', $$
    Departments.
    id: slug
    name: name, French
    active: false once closed
    version: grows with every change
$$);

CREATE VIEW people.v_users AS
SELECT u.id, u.email, u.display_name, u.department_id, u.role, u.active, u.capacity_per_day, u.zones, u.skills,
    u.slack_member, u.phone_e164, u.locale, u.version, u.changed_at
FROM people.users AS u;
SELECT msg.describe('people.v_users', $$
    Colleagues of the reader's departments.
    id: colleague
    email: address
    display_name: name on screen
    department_id: home department
    role: role
    active: false once gone
    capacity_per_day: new leads a working day
    zones: codes of the départements covered; empty is everywhere
    skills: NAF section letters; empty is all
    slack_member: Slack member id
    phone_e164: mobile for emergencies
    locale: language
    version: grows with every change
    changed_at: last change
$$);

CREATE VIEW people.v_absences AS
SELECT id, user_id, department_id, starts_at, ends_at FROM people.absences WHERE cancelled_at IS NULL;
SELECT msg.describe('people.v_absences', $$
    Absences that stand.
    id: absence
    user_id: colleague
    department_id: the colleague's department
    starts_at: first moment away
    ends_at: first moment back
$$);

CREATE VIEW people.v_calendars AS
SELECT department_id, working_days, opens_at, closes_at, closed_on FROM people.calendars;
SELECT msg.describe('people.v_calendars', $$
    Working time of a department.
    department_id: department
    working_days: ISO week days, 1 is Monday
    opens_at: start of the working day, Europe/Paris
    closes_at: end of the working day, Europe/Paris
    closed_on: days closed besides public holidays
$$);

SELECT msg.publish_views('people');
GRANT USAGE ON SCHEMA people TO filon_assignment, filon_notifier, filon_pipeline_monitor, filon_client_success;
GRANT SELECT ON people.v_users, people.v_departments, people.v_absences, people.v_calendars TO filon_assignment;
GRANT SELECT ON people.v_users, people.v_departments, people.v_calendars
    TO filon_notifier, filon_pipeline_monitor, filon_client_success;

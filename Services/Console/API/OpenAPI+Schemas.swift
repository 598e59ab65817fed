import Contracts

extension OpenAPI {
    private static let text: JSONValue = ["type": "string"]
    private static let maybeText: JSONValue = ["type": ["string", "null"]]
    private static let whole: JSONValue = ["type": "integer"]
    private static let maybeWhole: JSONValue = ["type": ["integer", "null"]]
    private static let flag: JSONValue = ["type": "boolean"]
    private static let id: JSONValue = ["type": "string", "format": "uuid"]
    private static let maybeID: JSONValue = ["type": ["string", "null"], "format": "uuid"]
    private static let instant: JSONValue = ["type": "string", "format": "date-time"]
    private static let maybeInstant: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let maybeDay: JSONValue = ["type": ["string", "null"], "format": "date"]
    private static let texts: JSONValue = ["type": "array", "items": ["type": "string"]]

    private static func object(_ required: [String], _ properties: [String: JSONValue]) -> JSONValue {
        [
            "type": "object", "required": .array(required.map { .string($0) }),
            "properties": .object(properties),
        ]
    }

    static let schemas: [String: JSONValue] = [
        "Problem": object(
            ["title", "status", "code", "detail"],
            ["type": text, "title": text, "status": whole, "code": text, "detail": text, "field": maybeText]
        ),
        "Created": object(["id"], ["id": id]),
        "User": object(
            ["id", "email", "display_name", "department", "role", "active", "version"],
            user.merging(["id": id, "version": whole]) { $1 }
        ),
        "UserBody": object([], user),
        "Department": object(
            ["id", "name", "active", "version"],
            ["id": text, "name": text, "active": flag, "version": whole]
        ),
        "DepartmentBody": object([], ["id": text, "name": text, "active": flag]),
        "Absence": object(
            ["id", "user_id", "department", "from", "until"],
            ["id": id, "user_id": id, "department": text, "from": instant, "until": instant]
        ),
        "AbsenceBody": object(["user_id", "from", "until"], ["user_id": id, "from": instant, "until": instant]),
        "LeadListItem": object(
            ["id", "company_id", "department", "name", "state"],
            [
                "id": id, "company_id": id, "department": text, "name": text, "siren": maybeText, "city": maybeText,
                "state": ["type": "string", "enum": LeadListState.schema], "owner": maybeID, "points": maybeWhole,
                "priority": maybeWhole, "urgency": maybeText,
                "size_class": maybeText, "due_at": maybeInstant,
            ]
        ),
        "Lead": object(["lead", "details"], ["lead": ["type": "object"], "details": ["type": "object"]]),
        "TurnoverBody": object(
            ["closing_date"],
            [
                "closing_date": ["type": "string", "format": "date"],
                "amount_cents": [
                    "type": ["integer", "null"], "minimum": 0, "maximum": 100_000_000_000_000,
                    "description": "absent or null: what was said of the year is taken back",
                ],
                "months": ["type": "integer", "minimum": 1, "maximum": 24, "default": 12],
                "source": [
                    "type": ["string", "null"], "maxLength": 300,
                    "description": "where it is known from, in words that name nobody; needed with an amount",
                ],
            ]
        ),
        "SirenBody": object(["siren"], ["siren": text]),
        "ActivityBody": object(
            ["kind"],
            [
                "id": id, "kind": ["type": "string", "enum": ["call", "email", "meeting", "note"]],
                "outcome": [
                    "type": ["string", "null"],
                    "enum": ["reached", "voicemail", "no_answer", "wrong_number", "callback", "not_interested", .null],
                ],
                "inbound": flag, "at": instant, "note": maybeText, "next_step": maybeText, "next_step_on": maybeDay,
                "deal_id": maybeID,
                "playbook": [
                    "type": ["string", "null"], "maxLength": 80,
                    "description": "script or template that was followed, so that what it changes can be measured",
                ],
            ]
        ),
        "Deal": object(
            ["id", "lead_id", "department", "title", "stage", "state", "stage_since", "version"],
            [
                "id": id, "lead_id": id, "department": text, "owner": maybeID, "title": text, "stage": text,
                "state": ["type": "string", "enum": ["open", "won", "lost"]], "stage_since": instant,
                "amount_cents": maybeWhole, "expected_close": maybeDay, "lost_reason": maybeText, "version": whole,
                "chance": ["anyOf": [reference("Chance"), ["type": "null"]]],
            ]
        ),
        "Chance": object(
            ["basis_points", "label", "outcomes"],
            [
                "basis_points": [
                    "type": "integer", "description": "how likely the open deal is won in time; 1 % is 100",
                ],
                "low_basis_points": maybeWhole, "high_basis_points": maybeWhole,
                "label": [
                    "type": "string", "enum": ["regles", "hybride", "appris"],
                    "description": "what it rests on: the rules below 20 closed deals, both below 200, then the deals",
                ],
                "outcomes": ["type": "integer", "description": "closed deals that it was learnt from"],
            ]
        ),
        "DealBody": object(
            ["lead_id", "title"],
            [
                "id": id, "lead_id": id, "title": text, "amount_cents": maybeWhole, "expected_close": maybeDay,
                "stage": maybeText,
            ]
        ),
        "DealChange": object(
            [],
            [
                "version": whole, "title": text, "amount_cents": maybeWhole, "expected_close": maybeDay,
                "stage": maybeText, "lost_reason": maybeText, "next_step": maybeText, "next_step_on": maybeDay,
            ]
        ),
    ]

    private static let user: [String: JSONValue] = [
        "email": ["type": "string", "format": "email"], "display_name": text, "department": text, "role": text,
        "capacity_per_day": ["type": "integer", "minimum": 0, "maximum": 10_000], "zones": texts, "skills": texts,
        "active": flag, "slack_member": maybeText,
    ]
}

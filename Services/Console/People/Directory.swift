import Contracts
import Foundation
import Postgres

/// The rules by which the directory changes, the same for requests from the bus, pages and API.
enum Directory {
    struct Kept<Entry: Sendable>: Sendable {
        let entry: Entry
        /// false: nothing to change, or the wish is older than what stands
        let isChange: Bool
    }

    /// - Parameter at: when it was asked for.
    /// - Throws: ``Refusal`` when the draft, its department or its role cannot be; ``DepartmentUnknown``.
    static func keep(
        _ draft: UserDraft,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> Kept<Colleague> {
        let draft = try draft.checked()
        guard try DepartmentStore.exists(draft.department, in: tx) else { throw DepartmentUnknown() }
        guard try RoleStore.exists(draft.role, in: tx) else {
            throw Refusal("user.role_unknown", "Ce rôle n’existe pas.", field: "role")
        }
        guard let known = try UserStore.find(email: draft.email, in: tx) else {
            let new = Colleague(id: UserID(), draft: draft, version: 1, changedAt: at)
            try UserStore.insert(new, in: tx)
            return Kept(entry: new, isChange: true)
        }
        return try change(known, to: draft, at: at, in: tx)
    }

    /// Changes a colleague found before, under lock.
    static func change(
        _ known: Colleague,
        to draft: UserDraft,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> Kept<Colleague> {
        guard known.changedAt <= at else { return Kept(entry: known, isChange: false) }
        var changed = known
        changed.changedAt = at
        if known.draft != draft {
            changed.draft = draft
            changed.version += 1
        }
        try UserStore.update(changed, in: tx)
        return Kept(entry: changed, isChange: known.draft != draft)
    }

    static func keepDepartment(
        _ id: DepartmentID,
        name: String,
        active: Bool,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> Kept<Department> {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard DepartmentID(id.rawValue) != nil else {
            throw Refusal(
                "department.id_malformed",
                "L’identifiant s’écrit en minuscules, chiffres et tirets.",
                field: "id"
            )
        }
        guard (1...100).contains(name.count) else {
            throw Refusal("department.name_length", "Le nom compte de 1 à 100 caractères.", field: "name")
        }
        guard let known = try DepartmentStore.find(id, in: tx) else {
            let new = Department(id: id, name: name, active: active, version: 1, changedAt: at)
            try DepartmentStore.insert(new, in: tx)
            return Kept(entry: new, isChange: true)
        }
        guard known.changedAt <= at else { return Kept(entry: known, isChange: false) }
        var changed = known
        (changed.name, changed.active, changed.changedAt) = (name, active, at)
        let isChange = known.name != name || known.active != active
        if isChange { changed.version += 1 }
        try DepartmentStore.update(changed, in: tx)
        return Kept(entry: changed, isChange: isChange)
    }
}

/// A colleague was asked for in a department that is not there, or not yet: messages may overtake each other.
struct DepartmentUnknown: Error {
    static let refusal = Refusal("user.department_unknown", "Ce service n’existe pas.", field: "department")
}

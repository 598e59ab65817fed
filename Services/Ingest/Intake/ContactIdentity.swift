import Foundation
import FrenchBusiness

/// When two statements speak of one person: the same address, else the same number or name with nothing against it.
enum ContactIdentity {
    /// Index of the contact that `said` speaks of; nil for a new one.
    static func find(_ said: [String: String], in contacts: [ContactRecord]) -> Int? {
        func first(_ matches: (Fields) -> Bool) -> Int? {
            contacts.indices.filter { matches(contacts[$0].record.fields) }
                .min { contacts[$0].id.uuidString < contacts[$1].id.uuidString }
        }
        if let email = said[Column.email], let index = first({ $0[Column.email] == email }) { return index }
        let isFree = { (fields: Fields) in
            fields[Column.email] == nil || said[Column.email] == nil
        }
        if let phone = said[Column.phone] {
            let index = first {
                isFree($0) && $0[Column.phone] == phone && sameName($0[Column.name], said[Column.name])
            }
            if let index { return index }
        }
        guard let name = said[Column.name] else { return nil }
        return first { isFree($0) && $0[Column.name] != nil && sameName($0[Column.name], name) }
    }

    static func isMobile(_ e164: String?) -> Bool { e164.flatMap { PhoneNumber($0) }?.isMobile ?? false }

    /// True also where one of them is not known.
    private static func sameName(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return true }
        return left.frenchFolded == right.frenchFolded
    }
}

import Contracts
import FrenchBusiness

/// What became of the owner that an imported list names.
enum ListedOwner: Codable, Sendable, Equatable {
    case found(UserID)
    /// nobody active in the department has that name or address
    case unknown
    /// several have that name
    case ambiguous

    var isFound: Bool { if case .found = self { true } else { false } }
}

/// Names and addresses of a department's active colleagues, folded once for many leads.
struct OwnerIndex: Sendable {
    private var byEmail: [String: UserID] = [:]
    private var byName: [String: [UserID]] = [:]

    mutating func add(_ id: UserID, email: String, name: String) {
        byEmail[email.frenchFolded] = id
        byName[name.frenchFolded, default: []].append(id)
    }

    /// - Returns: nil where the list names nobody.
    func owner(named text: String?) -> ListedOwner? {
        guard let folded = text?.frenchFolded, !folded.isEmpty else { return nil }
        if let id = byEmail[folded] { return .found(id) }
        guard let named = byName[folded], let first = named.first else { return .unknown }
        return named.count == 1 ? .found(first) : .ambiguous
    }
}

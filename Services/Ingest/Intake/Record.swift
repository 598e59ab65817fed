import Foundation

/// A row of `companies`, `leads` or `contacts` in hand: as stored, then as statements leave it.
struct Record: Sendable {
    let id: UUID
    /// 0 while it is not stored.
    private(set) var version: Int64
    private(set) var fields: Fields
    /// Fields whose stamps alone moved must be stored too, but say nothing new.
    private(set) var isStamped = false
    private(set) var isChanged = false
    private(set) var changedFields: Set<String> = []
    /// Left the base earlier, and is back.
    private(set) var isRevived = false
    /// Index of the row that changed it last.
    private(set) var lastRow = 0
    private let storedVersion: Int64

    var isNew: Bool { storedVersion == 0 }
    var mustStore: Bool { isNew || isStamped || isChanged || isRevived }

    /// Not stored yet.
    init(id: UUID) {
        self.init(id: id, version: 0, fields: Fields())
    }

    init(id: UUID, version: Int64, fields: Fields) {
        self.id = id
        self.version = version
        self.fields = fields
        storedVersion = version
    }

    /// Makes an earlier, withdrawn row blank, to be filled anew.
    mutating func revive(keeping fields: Fields = Fields(), row: Int) {
        self.fields = fields
        isRevived = true
        change(row)
    }

    /// Marks a change that is not a field's.
    mutating func change(_ row: Int) {
        version = storedVersion + 1
        isChanged = true
        lastRow = row
    }

    /// Takes what a row says.
    /// - Returns: by changed field, what stood before and stands now.
    mutating func take(_ said: [String: String], at stamp: Int64, row: Int) -> [String: (
        before: String?, after: String
    )] {
        var changes: [String: (before: String?, after: String)] = [:]
        for (field, text) in said {
            switch fields.take(field, text, at: stamp) {
            case .changed(let before):
                changes[field] = (before, text)
                changedFields.insert(field)
            case .confirmed: isStamped = true
            case .ignored: continue
            }
        }
        if !changes.isEmpty || isNew { change(row) }
        return changes
    }

    mutating func restore(_ field: String, _ text: String?, at stamp: Int64, row: Int) {
        fields.restore(field, text, at: stamp)
        changedFields.insert(field)
        change(row)
    }
}

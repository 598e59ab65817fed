import Contracts

/// Looks a department up before something is asked for it: owners of other things take any slug, and what a mistyped
/// one holds is seen by nobody.
enum DepartmentCheck {
    /// - Throws: ``OperatorError`` naming the departments that are there.
    static func require(_ department: DepartmentID, _ context: OperatorContext) async throws {
        let known = try await context.read { tx in try DirectoryStore.departments(in: tx) }
        if let complaint = complaint(department.rawValue, known: known) { throw OperatorError(complaint) }
    }

    static func complaint(_ department: String, known: [String]) -> String? {
        guard !known.contains(department) else { return nil }
        let others = known.isEmpty ? "There is none yet." : "There are: \(known.joined(separator: ", "))."
        return "There is no department \(department). \(others) `filon department add SLUG NAME` makes one."
    }
}

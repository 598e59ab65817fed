public import Foundation

/// How far each schema has come: the number of its last migration. Those of the template that every service's schema has
/// count once, as `messaging`.
public struct SchemaHeads: Sendable, Equatable, CustomStringConvertible {
    private static let template = "messaging"

    let numbers: [String: Int]

    /// - Parameter file: of `infra/database/releases`: a line `schema number` for each.
    /// - Throws: ``MigrationError``; Cocoa's error for a file that cannot be read.
    public init(file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        let pairs = try lines.map { line in
            let words = line.split(separator: " ")
            guard words.count == 2, let number = Int(words[1]) else {
                throw MigrationError.folder("\(file.lastPathComponent) of releases: not `schema number`: \(line)")
            }
            return (String(words[0]), number)
        }
        numbers = Dictionary(pairs, uniquingKeysWith: max)
    }

    init(_ files: [MigrationFile]) {
        numbers = Dictionary(files.map { (Self.key($0), $0.number) }, uniquingKeysWith: max)
    }

    func reach(_ file: MigrationFile) -> Bool { numbers[Self.key(file)].map { file.number <= $0 } ?? false }

    private static func key(_ file: MigrationFile) -> String { file.isOfTemplate ? template : file.schema }

    /// `admin 2, assignment 3, …`
    public var description: String {
        numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

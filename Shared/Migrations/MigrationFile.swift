import Foundation

/// One file of SQL, ready to be run.
public struct MigrationFile: Sendable, Hashable {
    public let schema: String
    /// The file's leading number, from 1; those of the plumbing template count apart.
    public let number: Int
    /// `0002_views.sql`, or `plumbing/0001_messaging.sql` for the template that every service has.
    public let name: String
    let text: String

    var isOfTemplate: Bool { name.hasPrefix("plumbing/") }
}

/// What the folder says should be applied.
struct MigrationFolder {
    let files: [MigrationFile]

    /// Reads `order` and the files of each schema it names; beside the folder, `plumbing` with its `schemas`.
    init(_ directory: URL) throws {
        let order = try Self.lines(directory.appendingPathComponent("order"))
        try Self.refuseForgotten(in: directory, order: order)
        let plumbing = directory.deletingLastPathComponent().appendingPathComponent("plumbing")
        let roles = try Self.roles(plumbing)
        if let stray = roles.keys.sorted().first(where: { !order.contains($0) }) {
            throw MigrationError.folder("plumbing names schema \(stray), which `order` does not")
        }
        files = try order.flatMap { schema in
            let template = try roles[schema].map { role in
                try Self.files(plumbing, schema: schema, prefix: "plumbing/") {
                    $0.replacingOccurrences(of: "{{schema}}", with: schema)
                        .replacingOccurrences(of: "{{role}}", with: role)
                }
            }
            return try (template ?? []) + Self.files(directory.appendingPathComponent(schema), schema: schema)
        }
    }

    private static func files(
        _ directory: URL,
        schema: String,
        prefix: String = "",
        fill: (String) -> String = { $0 }
    ) throws -> [MigrationFile] {
        guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        let files = try names.filter { $0.hasSuffix(".sql") }.map { name in
            guard let number = Int(name.prefix(4)), number > 0, name.dropFirst(4).hasPrefix("_") else {
                throw MigrationError.folder("\(schema)/\(name) is not called NNNN_<what>.sql")
            }
            let text = try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
            return MigrationFile(schema: schema, number: number, name: prefix + name, text: fill(text))
        }
        for (first, second) in zip(files, files.dropFirst()) where first.number == second.number {
            throw MigrationError.folder(
                "\(schema) has two files of number \(first.number): \(first.name), \(second.name)"
            )
        }
        return files
    }

    private static func roles(_ plumbing: URL) throws -> [String: String] {
        let list = plumbing.appendingPathComponent("schemas")
        guard FileManager.default.fileExists(atPath: list.path) else { return [:] }
        let pairs = try lines(list).map { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2 else { throw MigrationError.folder("plumbing/schemas: not `schema role`: \(line)") }
            return (words[0], words[1])
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func refuseForgotten(in directory: URL, order: [String]) throws {
        let manager = FileManager.default
        for name in try manager.contentsOfDirectory(atPath: directory.path).sorted() where !order.contains(name) {
            var isDirectory: ObjCBool = false
            let path = directory.appendingPathComponent(name).path
            guard manager.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else { continue }
            throw MigrationError.folder("`order` does not name schema \(name)")
        }
    }

    private static func lines(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}

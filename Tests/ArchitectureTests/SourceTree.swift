import Foundation

/// A Swift source as the rules see it.
struct SourceFile: Sendable {
    /// Relative to the package, e.g. `Services/Scoring/ScoreStore.swift`.
    let path: String
    let text: String
    /// Lines with their numbers from 1, comments left out.
    let code: [(number: Int, line: String)]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            line.drop { $0 == " " }.hasPrefix("//") ? nil : (index + 1, String(line))
        }
    }

    var name: String { String(path.split(separator: "/").last ?? "") }
    /// The folder's module: `Services/Scoring/…` and `Shared/Postgres/…` → the second part.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var isService: Bool { path.hasPrefix("Services/") }
    var isProduction: Bool { isService || path.hasPrefix("Shared/") }

    /// Modules imported, with whether they are part of the public interface.
    var imports: [(module: String, isPublic: Bool)] {
        code.compactMap { _, line in
            guard line.contains("import "),
                let match = line.wholeMatch(of: #/\s*(@\w+ )?(public |internal |package )?import ([A-Za-z_]+).*/#)
            else {
                return nil
            }
            return (String(match.3), match.2 == "public ")
        }
    }
}

enum SourceTree {
    /// The package's folder, found from this file.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func swiftFiles(under folders: [String] = ["Services", "Shared"]) throws -> [SourceFile] {
        try folders.flatMap { folder -> [SourceFile] in
            let base = root.appending(path: folder)
            let found = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
            return try found.filter { $0.hasSuffix(".swift") }.sorted().map { path in
                SourceFile(
                    path: "\(folder)/\(path)",
                    text: try String(contentsOf: base.appending(path: path), encoding: .utf8)
                )
            }
        }
    }

    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }
}
